"""The pages of an article, a quote and a speaker, as a reader gets them."""

from __future__ import annotations

import re
import sqlite3
from html import unescape
from pathlib import Path

import pytest
from browser.newsroom import BRIDGE, build, extraction, quote
from datasette.app import Datasette
from test_site import get, key_of, text_of

from quotes.model import Article, Speaker
from quotes.site.reading import heading, spans


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("pages") / "news.db")


@pytest.fixture
def ds(newsroom: Path) -> Datasette:
    return Datasette([str(newsroom)])


def quote_key(path: Path, words: str) -> str:
    connection = sqlite3.connect(path)
    key = connection.execute("select id from quotes where instr(text, ?)", [words]).fetchone()[0]
    connection.close()
    return str(key)


@pytest.fixture
def bridge(newsroom: Path) -> str:
    return "/news/sources/" + key_of(newsroom, "select id from sources where title = 'Bridge stays shut'")


# An article


async def test_article(ds: Datasette, bridge: str) -> None:
    html = await get(ds, bridge)
    article = html[html.index("<article") : html.index("</article>")]
    assert 'lang="en"' in article
    assert article.count("<p ") == len(BRIDGE.split("\n\n"))
    words = re.sub(
        r'<span class="q-ref-at">.*?</a><span class="q-card".*?</span></span></span>|<[^>]+>', "", article
    )
    assert unescape(words).split() == BRIDGE.split()


async def test_article_head(ds: Datasette, bridge: str) -> None:
    seen = text_of(await get(ds, bridge))
    assert "Bridge stays shut Lima Times Eva Gold 2024-05-03 92 words https://www.example.com" in seen


async def test_each_quote_of_an_article_has_a_permalink_and_a_page(
    ds: Datasette, newsroom: Path, bridge: str
) -> None:
    html = await get(ds, bridge)
    connection = sqlite3.connect(newsroom)
    keys = [row[0] for row in connection.execute("select id from quotes where source_id = ?", [bridge[14:]])]
    connection.close()
    assert len(keys) == 8
    for key in keys:
        assert html.count(f'id="q-{key}"') == 1
        assert f'class="q-ref" href="/news/quotes/{key}"' in html
        assert f'href="#q-{key}"' in html


@pytest.mark.parametrize(
    ("words", "css", "title"),
    [
        ("We will not open it", "q q-direct q-depth-0", "Ana Ruiz, direct, 97\u00a0%"),
        ("The old bridge will", "q q-indirect q-depth-0", "the city, indirect, 90\u00a0%"),
        ("It leaked", "q q-direct q-depth-0 q-nobody", "Speaker unknown, direct, 20\u00a0%"),
        ("‘run’", "q q-direct q-depth-1 q-nobody", "Speaker unknown, direct, 40\u00a0%"),
    ],
)
async def test_marks(ds: Datasette, newsroom: Path, bridge: str, words: str, css: str, title: str) -> None:
    html = await get(ds, bridge)
    opening = re.search(rf'<mark class="[^"]*"[^>]*>[^<]*{words}|<mark id[^>]*>“?{words}', html)
    assert opening and css in opening[0] and title in opening[0]


async def test_legend_names_each_speaker_once_and_nobody_last(ds: Datasette, bridge: str) -> None:
    html = await get(ds, bridge)
    legend = text_of("<section>" + html[html.index("<aside") : html.index("</aside>")])
    assert legend.endswith(
        "8 quotes the city 1 Ana Ruiz the mayor of Lima 2 3 Officials 4 José Castañeda driver 5 7 "
        "Speaker unknown 6 8 direct mixed indirect"
    )


async def test_article_without_quotes_headline_or_outlet(tmp_path: Path) -> None:
    ds = Datasette([str(build(tmp_path / "news.db", extraction(Article("Nothing said."), [])))])
    key = key_of(tmp_path / "news.db", "select id from sources")
    seen = text_of(await get(ds, f"/news/sources/{key}"))
    assert f"Article {key} 2 words" in seen
    assert "0 quotes No quotes were found in this article." in seen


async def test_a_very_long_article_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.site.source_page.TEXT_LIMIT", 100)
    text = "“One,” said Lee Park. " + "word " * 50 + "“Last,” said Lee Park."
    quotes = [quote(text, "direct", [words], [0]) for words in ("“One,”", "“Last,”")]
    article = extraction(Article(text), [Speaker("Lee Park", "person")], *quotes)
    ds = Datasette([str(build(tmp_path / "news.db", article))])
    html = await get(ds, f"/news/sources/{key_of(tmp_path / 'news.db', 'select id from sources')}")
    assert f"{len(text) - 100} more characters are not shown here" in html
    assert html.count("<mark id=") == 1


async def test_an_article_of_very_many_quotes_says_how_many_are_not_marked(
    ds: Datasette, bridge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotes.site.source_page.QUOTE_LIMIT", 3)
    html = await get(ds, bridge)
    assert "8 quotes The last 5 are not marked here; the table of quotes has them all." in text_of(html)
    assert html.count("<mark id=") == 3


# A quote


async def test_quote(ds: Datasette, newsroom: Path) -> None:
    key = quote_key(newsroom, "cruel joke")
    html = await get(ds, f"/news/quotes/{key}")
    seen = text_of(html)
    assert "Quote 1 of Budget fight “The budget is a cruel joke,” Ana Ruiz" in seen
    assert "to Televisa via Reuters direct said interview 90\u00a0% certain".replace("\u00a0", " ") in seen
    assert "Introduced by told Speaker named as Ana Ruiz To Televisa" in seen
    assert "Relayed by Reuters Rule after the quote Second choice of speaker Lee Park" in seen
    assert f'#q-{key}">Read it in the article</a>, <a href="/news/outlets/npr">NPR</a>' in html
    assert "Ana Ruiz, via Reuters, in “Budget fight”, NPR, 2024-06-11" in seen
    assert f"This page: http://localhost/news/quotes/{key}" in seen


async def test_quote_in_its_paragraph_with_its_cue_and_mention(ds: Datasette, newsroom: Path) -> None:
    html = await get(ds, f"/news/quotes/{quote_key(newsroom, 'not open it')}")
    place = html[html.index("In its place") :]
    assert re.search(
        r'<mark id="q-\w+" class="q q-direct[^>]*>“We will not open it before it is safe,”</mark>', place
    )
    assert re.search(r'<mark class="q q-direct[^>]*>“Not a day earlier.”</mark>', place)
    assert re.search(r"q-mention[^>]*>Ana Ruiz, the mayor of Lima,</span>", place)
    assert re.search(r"q-cue[^>]*>said</span>", place)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("they would vote", ["Ana Ruiz , the mayor of Lima ; Lee Park"]),
        ("It leaked", ["Speaker unknown"]),
        ("‘run’ twice", ["contains ‘run’"]),
        ("taking bribes", ["denied", "before it they would vote against it"]),
    ],
)
async def test_what_else_a_quote_page_tells(
    ds: Datasette, newsroom: Path, words: str, shown: list[str]
) -> None:
    seen = text_of(await get(ds, f"/news/quotes/{quote_key(newsroom, words)}"))
    for text in shown:
        assert text in seen


async def test_a_quote_lists_the_other_articles_that_print_the_same_words(tmp_path: Path) -> None:
    words = "We will rebuild the old bridge and this time we will oil it properly"
    printed = []
    for day, outlet in (("2024-05-03", "NPR"), ("2024-05-04", "<i>Evil</i> Times")):
        text = f"{outlet} was there. “{words},” said Nora Okafor."
        said = quote(text, "direct", [f"“{words},”"], [0], mention="Nora Okafor")
        article = Article(
            text, title=f"Oil in {outlet}", outlet=outlet, published=day, url=f"https://x.org/{day}"
        )
        printed.append(extraction(article, [Speaker("Nora Okafor", "person")], said))
    path = build(tmp_path / "news.db", *printed)
    key = key_of(
        path, "select quotes.id from quotes join sources on sources.id = source_id where published like '%03'"
    )
    html = await get(Datasette([str(path)]), f"/news/quotes/{key}")
    seen = text_of(html)
    elsewhere = seen[seen.index("Who else prints these words") : seen.index("How to cite it")]
    assert "<i>Evil</i> Times" in elsewhere and "2024-05-04" in elsewhere and "2024-05-03" not in elsewhere
    assert "<i>Evil" not in html


async def test_nested_quote_names_the_one_it_stands_in(ds: Datasette, newsroom: Path) -> None:
    key = key_of(newsroom, "select id from quotes where nested_in is not null")
    seen = text_of(await get(ds, f"/news/quotes/{key}"))
    assert "Speaker unknown (“He”)" in seen
    assert "stands inside “He told me ‘run’ twice,”" in seen


async def test_all_fields_of_a_row_have_readable_labels(ds: Datasette, newsroom: Path) -> None:
    key = quote_key(newsroom, "cruel joke")
    html = await get(ds, f"/news/quotes/{key}")
    fields = html[html.index("All fields") :]
    assert ">Ana Ruiz</a>" in fields and ">Budget fight</a>" in fields and ">Reuters</a>" in fields
    assert re.search(r'<dt title="The words that introduce[^"]*">cue</dt>', fields)


# A speaker


async def test_speaker(ds: Datasette) -> None:
    seen = text_of(await get(ds, "/news/speakers/ana-ruiz"))
    assert "Ana Ruiz person the mayor of Lima 4 quotes in 2 articles 2024-05-03 to 2024-06-11" in seen
    assert "Also called Ruiz" in seen
    order = ["cruel joke", "they would vote", "We will not open", "that repairs"]
    places = [seen.index(words) for words in order]
    assert places == sorted(places)


async def test_the_second_speaker_of_a_quote_has_it_too(ds: Datasette) -> None:
    assert "they would vote against it" in text_of(await get(ds, "/news/speakers/lee-park"))


# Rows without a page of their own, and rows that are not there


async def test_other_rows_keep_datasettes_page(ds: Datasette) -> None:
    html = await get(ds, "/news/outlets/npr")
    assert "q-page" not in html
    assert "NPR" in text_of(html)


@pytest.mark.parametrize("table", ["sources", "quotes", "speakers", "outlets"])
async def test_missing_rows(ds: Datasette, table: str) -> None:
    await get(ds, f"/news/{table}/nobody", 404)


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("[[1, 2], [3, 4]]", ((1, 2), (3, 4))),
        ("[]", ()),
        (None, ()),
        ("", ()),
        ("no json", ()),
        ("{}", ()),
        ("[1, 2]", ()),
        ('[["a", 2], [1, 2, 3], [5, 6]]', ((5, 6),)),
    ],
)
def test_stored_spans(stored: str | None, expected: tuple[tuple[int, int], ...]) -> None:
    assert spans(stored) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"title": "T", "url": "U", "path": "P"}, "T"),
        ({"title": "", "url": "U", "path": "P"}, "U"),
        ({"title": None, "url": None, "path": "P"}, "P"),
        ({}, "Article 12"),
    ],
)
def test_heading(known: dict[str, str], expected: str) -> None:
    assert heading({"id": "12", **known}) == expected
