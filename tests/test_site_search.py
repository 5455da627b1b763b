"""Search over quotes: what is found, counted and highlighted, in every format, and from the newest end."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import quote as url_quote

import pytest
from browser.newsroom import build, many
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from test_site import check_harmless, get, get_json, text_of

from quotes.database import QuoteDatabase, joining
from quotes.site import estimates, find
from quotes.site.feed import time
from quotes.site.search_page import snippet


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("search") / "news.db")


@pytest.fixture
def ds(newsroom: Path) -> Datasette:
    return Datasette([str(newsroom)])


async def found(ds: Datasette, query: str) -> list[str]:
    return [row["text"] for row in (await get_json(ds, f"/news/-/search.json?{query}"))["quotes"]]


JOKE = "“The budget is a cruel joke,”"
VOTE = "they would vote against it"
SHUT = "“We will not open it before it is safe,” … “Not a day earlier.”"
REPAIRS = "that repairs would cost 12 million soles"

QUESTIONS = [
    # words, phrases, beginnings, accents, capitals, any form of a word
    ("q=joke", [JOKE]),
    ("q=JOKES", [JOKE]),
    ("q=jók*", [JOKE]),
    ('q="cruel+joke"', [JOKE]),
    ('q="joke+cruel"', []),
    ("q=“cruel+jo”*", [JOKE]),
    ("q=joke+AND+budget", []),
    ("q=budget+joke", [JOKE]),
    # who, where, how, when, how sure
    ("speaker=ana-ruiz", [JOKE, VOTE, SHUT, REPAIRS]),
    ("speaker=Ruiz", [JOKE, VOTE, SHUT, REPAIRS]),
    ("speaker=RUI", [JOKE, VOTE, SHUT, REPAIRS]),
    ("speaker=nobody", []),
    ("speaker=lee-park&outlet=npr", [VOTE, "taking bribes"]),
    ("via=Reuters", [JOKE]),
    ("outlet=NPR", [JOKE, VOTE, "taking bribes"]),
    ("outlet=nowhere", []),
    ("status=denied", ["taking bribes"]),
    ("kind=direct&speaker=ana-ruiz", [JOKE, SHUT]),
    ("since=2024-06", [JOKE, VOTE, "taking bribes"]),
    ("until=2023", ["“One two three", "two three four five,”"]),
    ("since=2024-05-03&until=2024-05-03&speaker=ana-ruiz", [SHUT, REPAIRS]),
    ("year=2024&speaker=ana-ruiz&kind=direct", [JOKE, SHUT]),
    ("confidence=95", [SHUT]),
    ("q=would&speaker=ana-ruiz&sort=date", [VOTE, REPAIRS]),
    ("q=would&kind=direct", []),
]


@pytest.mark.parametrize(("query", "expected"), QUESTIONS)
async def test_what_is_found(ds: Datasette, query: str, expected: list[str]) -> None:
    assert await found(ds, query) == expected


@pytest.mark.parametrize(("query", "expected"), QUESTIONS)
async def test_the_same_is_found_from_the_newest_end(
    ds: Datasette, query: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "FEW", -1)
    monkeypatch.setattr(find, "RANKED", -1)
    assert await found(ds, query) == expected


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("speaker=nobody", "Nobody is called “nobody”."),
        ("outlet=nowhere", "No outlet is called “nowhere”."),
        ("kind=odd", "“odd” is not one of direct, mixed, indirect."),
        ("status=odd", "“odd” is not one of"),
        ("since=soon", "“soon” is no date; write 2019, 2019-10 or 2019-10-18."),
        ("since=2019-13", "“2019-13” is no date"),
        ("until=2019-02-30", "“2019-02-30” is no date"),
        ("confidence=much", "Confidence is a percentage: 1 to 100."),
        ("q=!!!", "There is no word in what you look for; all quotes are shown."),
    ],
)
async def test_what_cannot_be_understood_is_said(ds: Datasette, query: str, note: str) -> None:
    assert note in text_of(await get(ds, f"/news/-/search?{query}"))
    assert note in (await get_json(ds, f"/news/-/search.json?{query}"))["notes"][0]


@pytest.mark.parametrize(
    "words", ['"', "'", "a OR", "NEAR(", "text:x", "*", "-", "\0", "{", "a" * 3000, "😀"]
)
async def test_no_words_are_an_error(ds: Datasette, words: str) -> None:
    for form in ("", ".json", ".csv", ".atom"):
        await get(ds, f"/news/-/search{form}?q={url_quote(words)}")


@pytest.mark.parametrize("at", ["7", "-7", "99999999999999999999", "~", "x~1~2", "2024~1~1", "~1~x", "'~1~1"])
async def test_any_place_to_go_on_from(ds: Datasette, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await get(ds, f"/news/-/search?q=the&next={url_quote(at)}")
    monkeypatch.setattr(find, "FEW", -1)
    await get(ds, f"/news/-/search?q=the&next={url_quote(at)}")


# Counts


async def test_counts_by_filter_lead_to_the_quotes_they_count(ds: Datasette) -> None:
    facets = (await get_json(ds, "/news/-/search.json?q=the"))["facets"]
    assert {facet["value"] for facet in facets["kind"]} == {"direct", "indirect"}
    for name, values in facets.items():
        for value in values:
            narrowed = await get_json(ds, f"/news/-/search.json?q=the&{name}={url_quote(value['value'])}")
            assert narrowed["total"] == value["n"], (name, value)


async def test_page_of_results(ds: Datasette) -> None:
    html = await get(ds, "/news/-/search?q=bridg*")
    seen = text_of(html)
    assert "1 quote" in seen and "by relevance or date" in seen
    assert 'The old <mark class="q-hit">bridge</mark> will stay shut' in html
    assert '<a href="/news/-/search" aria-label="Without bridg*">×</a>' in html
    assert "Narrow the search" in html


async def test_the_form_sent_again_asks_the_same(tmp_path: Path) -> None:
    path = build(tmp_path / "news.db")
    with QuoteDatabase(path) as db:
        (source,) = db.conn.execute("select source_id from quotes where text like '%cruel joke%'").fetchone()
        joining.split(db, "ana-ruiz", sources=[source])
    ds = Datasette([str(path)])
    for speaker, field in (("ana-ruiz", "ana-ruiz"), ("ana-ruiz_2", "ana-ruiz_2"), ("lee-park", "Lee Park")):
        html = await get(ds, f"/news/-/search?speaker={speaker}")
        assert f'name="speaker" value="{field}"' in html
        assert await found(ds, f"speaker={field}") == await found(ds, f"speaker={speaker}")


async def test_a_speaker_whose_name_is_looked_for_is_offered(ds: Datasette) -> None:
    seen = text_of(await get(ds, "/news/-/search?q=castañ"))
    assert "Speakers: José Castañeda 2" in seen
    assert "Speakers:" not in text_of(await get(ds, "/news/-/search?q=joke"))


async def test_markup_in_articles_stays_text(ds: Datasette) -> None:
    for query in ("", "?q=alert", "?q=bold", "?q=<script>alert(1)</script>", "?speaker=Bob", "?via=wire"):
        check_harmless(await get(ds, f"/news/-/search{query}"))
    assert 'value="&lt;script&gt;' in await get(ds, "/news/-/search?q=<script>")


# Paging


# Found in full; of many quotes, by the rows that the index names; of very many, by their words.
@pytest.mark.parametrize(("few", "most"), [(5_000, 5_000), (3, 5_000), (3, 3)])
@pytest.mark.parametrize(
    "query", ["q=line", "sort=date", "speaker=Person+Number", "outlet=Long+Times", "q=line&kind=direct"]
)
async def test_pages_hold_every_quote_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, few: int, most: int
) -> None:
    monkeypatch.setattr(find, "FEW", few)
    monkeypatch.setattr(find, "RANKED", few)
    monkeypatch.setattr(find, "WINDOWS", (2, 3))
    for module in (find, estimates):
        monkeypatch.setattr(module, "MOST", most)
    ds = Datasette([str(build(tmp_path / "long.db", *many(60)))])
    keys: list[str] = []
    path = f"/long/-/search.json?{query}&size=2"
    while path:
        page = await get_json(ds, path)
        keys += [row["id"] for row in page["quotes"]]
        path = (page["next"] or "").removeprefix("http://localhost")
    assert len(keys) == len(set(keys)) == 60


@pytest.mark.parametrize(
    ("most", "milliseconds", "expected"),
    [(60, 1_000, "60 quotes"), (59, 1_000, "More than 59 quotes"), (60, None, "The latest quotes")],
)
async def test_how_many_there_are_is_said_as_far_as_it_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, milliseconds: int | None, expected: str
) -> None:
    monkeypatch.setattr(find, "FEW", 3)
    monkeypatch.setattr(find, "WINDOWS", (2, 3))
    for module in (find, estimates):
        monkeypatch.setattr(module, "MOST", most)
    if milliseconds is None:

        async def too_slow(*_: object) -> None:
            return None

        monkeypatch.setattr("quotes.site.reading.Reader.rows_within", too_slow)
    monkeypatch.setattr("quotes.site.big.BIG", 1)
    ds = Datasette([str(build(tmp_path / "long.db", *many(60)))])
    assert f"{expected} " in text_of(await get(ds, "/long/-/search?q=line"))


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("confidence=50", "confidence >= 0.5"),
        ("since=2000", "source_id in (select id from sources where published >= '2000')"),
        ("until=2100", "source_id in (select id from sources where published <= '2100')"),
        ("kind=direct&confidence=99", "kind = 'direct' and confidence >= 0.99"),
        ("kind=direct&q=line", "kind = 'direct'"),
        ("status=said&q=%22article+3%22", "text like '%article 3%'"),
    ],
)
async def test_in_a_database_that_is_not_big_all_that_match_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, condition: str
) -> None:
    monkeypatch.setattr(find, "FEW", -1)
    monkeypatch.setattr(find, "WINDOWS", (2, 3))
    monkeypatch.setattr(find, "COUNTING_MS", 10_000)
    path = build(tmp_path / "long.db", *many(60))
    with sqlite3.connect(path) as connection:
        (n,) = connection.execute(f"select count(*) from quotes where {condition}").fetchone()
    connection.close()
    found = await get_json(Datasette([str(path)]), f"/long/-/search.json?{query}")
    assert found["total"] == n and found["counted"] <= 15


async def test_a_page_leads_to_the_next_and_back(tmp_path: Path) -> None:
    ds = Datasette([str(build(tmp_path / "long.db", *many(60)))])
    html = await get(ds, "/long/-/search?q=line")
    following = re.search(r'<a rel="next" href="([^"]+)">', html)
    assert following and "60 quotes" in text_of(html)
    html = await get(ds, following[1].replace("&amp;", "&"))
    assert "Back to the first page" in html


async def test_where_the_newest_articles_have_none_it_can_look_further_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "FEW", 1)
    monkeypatch.setattr(find, "WINDOWS", (1, 2))
    ds = Datasette([str(build(tmp_path / "long.db", *many(60)))])
    seen = text_of(await get(ds, "/long/-/search?kind=direct&status=said&q=%22article+3%22"))
    assert "None in the articles looked at so far." in seen and "Look further back" in seen


# Formats


async def test_csv_and_json_hold_the_same(ds: Datasette) -> None:
    response = await ds.client.get("/news/-/search.csv?q=the&size=2")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    page = await get_json(ds, "/news/-/search.json?q=the&size=2")
    assert [row["id"] for row in rows] == [row["id"] for row in page["quotes"]]
    assert list(rows[0]) == list(page["quotes"][0])
    assert page["next"] == "http://localhost/news/-/search.json?q=the&next=2&size=2"
    assert response.headers["link"] == '<http://localhost/news/-/search.csv?q=the&next=2&size=2>; rel="next"'


ATOM = "{http://www.w3.org/2005/Atom}"


async def test_feed(ds: Datasette) -> None:
    response = await ds.client.get("/news/-/search.atom?speaker=ana-ruiz&q=joke")
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(response.content)
    assert root.findtext(f"{ATOM}title") == "Quotes: joke, Ana Ruiz"
    assert root.findtext(f"{ATOM}updated") == "2024-06-11T00:00:00Z"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"Ana Ruiz: {JOKE}"
    assert entry.findtext(f"{ATOM}content") == f"{JOKE}\n\nAna Ruiz via Reuters, in Budget fight, NPR"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["alternate"] == "http://localhost/news/-/search?q=joke&speaker=ana-ruiz"


async def test_a_feed_of_hostile_text_is_well_formed(ds: Datasette) -> None:
    root = ET.fromstring((await ds.client.get("/news/-/search.atom")).content)
    assert len(root.findall(f"{ATOM}entry")) == 15
    assert "“<script>alert(1)</script> & <b>bold</b>,”" in " ".join(root.itertext())


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2024-05-03", "2024-05-03T00:00:00Z"),
        ("2024-05", "2024-05-01T00:00:00Z"),
        ("2024", "2024-01-01T00:00:00Z"),
        ("2024-05-03T10:11:12", "2024-05-03T10:11:12Z"),
        ("2024-05-03T10:11:12+02:00", "2024-05-03T10:11:12+02:00"),
        (None, "1970-01-01T00:00:00Z"),
        ("<b>", "1970-01-01T00:00:00Z"),
    ],
)
def test_times_of_a_feed(published: str | None, expected: str) -> None:
    assert time(published) == expected


@pytest.mark.parametrize(
    ("marked", "length", "expected"),
    [
        ("a \ufdd0b\ufdd1 c", 99, 'a <mark class="q-hit">b</mark> c'),
        ("<i>\ufdd0<b>\ufdd1", 99, '&lt;i&gt;<mark class="q-hit">&lt;b&gt;</mark>'),
        ("one two three", 7, "one two…"),
        ("one two three four five \ufdd0six\ufdd1 seven", 12, '…five <mark class="q-hit">six</mark> se…'),
        ("\ufdd0a\ufdd0b\ufdd1\ufdd1c", 99, '<mark class="q-hit">a</mark><mark class="q-hit">b</mark>c'),
        ("\ufdd0a", 99, '<mark class="q-hit">a</mark>'),
        ("", 9, ""),
    ],
)
def test_snippets(marked: str, length: int, expected: str) -> None:
    assert snippet(marked, length) == expected


# Who may


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".atom"])
@pytest.mark.parametrize("private", ["speakers", "quotes", "sources"])
async def test_who_may_not_see_a_table_may_not_search(newsroom: Path, private: str, form: str) -> None:
    metadata: dict[str, Any] = {"databases": {"news": {"tables": {private: {"allow": False}}}}}
    ds = Datasette([str(newsroom)], metadata=metadata)
    assert "cruel joke" not in await get(ds, f"/news/-/search{form}?q=joke", 403)
    assert "/-/search" not in await get(ds, "/news")


async def test_there_is_no_search_where_there_are_no_quotes(newsroom: Path) -> None:
    ds = Datasette([str(newsroom)], memory=True)
    await get(ds, "/_memory/-/search", 404)
    await get(ds, "/nothing/-/search", 404)


async def test_a_search_that_takes_too_long_says_so(ds: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*_: object) -> None:
        raise QueryInterrupted(None, "", {})

    monkeypatch.setattr("quotes.site.search_page.find", slow)
    assert "This takes too long to find." in text_of(await get(ds, "/news/-/search?q=the", 503))
    for form in ("json", "csv", "atom"):
        await get(ds, f"/news/-/search.{form}?q=the", 503)
