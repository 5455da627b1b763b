"""What a person has reviewed has a mark wherever it is listed, and its page says who put right what."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.newsroom import build
from datasette.app import Datasette
from test_site import get, key_of, text_of

from quotes.database import QuoteDatabase
from quotes.database.curate import correct_quote
from quotes.site.cells import CHECKED

WORDS = "We will not open it"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("reviewed") / "news.db")
    with QuoteDatabase(path) as db:
        key = key_of(path, f"select id from quotes where text like '%{WORDS}%'")
        correct_quote(db, key, status="denied", who="<b>Eva</b>", why="<i>misread</i>")
        correct_quote(db, key_of(path, "select id from quotes where speaker_id is null"), accept=True)
    return path


@pytest.fixture
def ds(newsroom: Path) -> Datasette:
    return Datasette([str(newsroom)])


@pytest.fixture
def key(newsroom: Path) -> str:
    return key_of(newsroom, f"select id from quotes where text like '%{WORDS}%'")


@pytest.mark.parametrize(
    "page, marked",
    [
        ("/news/quotes", 2),
        ("/news/quotes?_all_columns=1", 2),
        ("/news/attributed", 2),
        ("/news/attributed?_search=open", 1),
        ("/news/unattributed", 1),
        ("/news/quotes-of-a-speaker?speaker=ruiz", 1),
        ("/news/unattributed-quotes", 1),
        ("/news/speakers/ana-ruiz", 1),
        ("/news/unsure", 0),
        ("/news/speakers", 0),
        ("/news/sources", 0),
    ],
)
async def test_the_mark_stands_behind_the_words_of_a_reviewed_quote_only(
    ds: Datasette, page: str, marked: int
) -> None:
    html = await get(ds, page)
    assert html.count(str(CHECKED)) == marked
    if marked and "speakers/" not in page:
        assert f"</a>{CHECKED}" in html or f"</span>{CHECKED}" in html


async def test_in_the_article_the_number_of_a_reviewed_quote_has_the_mark(
    ds: Datasette, newsroom: Path, key: str
) -> None:
    source = key_of(newsroom, f"select source_id from quotes where id = '{key}'")
    html = await get(ds, f"/news/sources/{source}")
    assert html.count("✓</a>") == 2
    assert "Ana Ruiz, direct, denied, 97\u00a0%, reviewed by a person" in html


async def test_the_page_of_a_reviewed_quote_says_who_put_right_what(ds: Datasette, key: str) -> None:
    html = await get(ds, f"/news/quotes/{key}")
    assert '<span class="q-tag q-reviewed" title="Checked or corrected by a person;' in html
    assert "What people put right status : said → denied <b>Eva</b>, 20" in text_of(html)
    assert "<b>Eva</b>" not in html and "<i>misread</i>" not in html


async def test_who_may_not_see_the_corrections_sees_the_quote_without_them(newsroom: Path, key: str) -> None:
    private = {"databases": {"news": {"tables": {"corrections": {"allow": False}}}}}
    html = await get(Datasette([str(newsroom)], metadata=private), f"/news/quotes/{key}")
    assert "q-reviewed" in html
    assert "What people put right" not in html
