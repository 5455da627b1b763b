"""The Datasette plugin: ``datasette quotes.db`` with nothing else explains itself."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote as url_quote

import pytest
from browser.newsroom import build, many
from datasette.app import Datasette

from quotes.database import DESCRIPTIONS
from quotes.site.queries import QUERIES

HOOKS = [
    "asgi_wrapper",
    "canned_queries",
    "extra_css_urls",
    "extra_template_vars",
    "filters_from_request",
    "get_metadata",
    "permission_allowed",
    "prepare_connection",
    "register_facet_classes",
    "register_permissions",
    "register_routes",
    "render_cell",
]


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("site") / "news.db")


@pytest.fixture
def ds(newsroom: Path) -> Datasette:
    return Datasette([str(newsroom)])


async def get(ds: Datasette, path: str, status: int = 200) -> str:
    response = await ds.client.get(path)
    assert response.status_code == status, f"{path}: {response.status_code}"
    return response.text


async def get_json(ds: Datasette, path: str) -> Any:
    return json.loads(await get(ds, path))


def text_of(html: str) -> str:
    """What a reader sees of some HTML, on one line."""
    body = html.split("<section", 1)[-1]
    return " ".join(unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", body, flags=re.S)).split())


def key_of(path: Path, sql: str) -> str:
    """The first value that a query gives."""
    connection = sqlite3.connect(path)
    try:
        return str(connection.execute(sql).fetchone()[0])
    finally:
        connection.close()


async def test_plugin_is_installed(ds: Datasette) -> None:
    plugins = {plugin["name"]: plugin for plugin in await get_json(ds, "/-/plugins.json")}
    assert plugins["quotes"]["static"] and plugins["quotes"]["templates"]
    assert plugins["quotes"]["hooks"] == HOOKS


@pytest.mark.parametrize("first", ["datasette.app", "datasette.filters", "datasette.database", "quotes.site"])
def test_datasette_starts_with_nothing_heavy(first: str) -> None:
    code = f"import {first}, datasette.app, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "quotes.site.cells" in loaded
    assert not loaded & {"nltk", "sqlite_utils", "regex", "quotes.database", "quotes.language"}


async def test_no_page_of_a_table_needs_nltk(newsroom: Path) -> None:
    code = (
        "import asyncio, sys; from datasette.app import Datasette\n"
        "async def get():\n"
        "    client = Datasette([sys.argv[1]]).client\n"
        "    for page in ('/', '/news', '/news/quotes', '/news/speakers/ana-ruiz', '/news/top-speakers'):\n"
        "        assert (await client.get(page)).status_code == 200\n"
        "asyncio.run(get()); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(newsroom)], capture_output=True, text=True, check=True
    )
    assert "nltk" not in done.stdout.split()


# Labels, facets, order, descriptions


@pytest.mark.parametrize(
    ("table", "label"),
    [("sources", "title"), ("outlets", "name"), ("speakers", "name"), ("quotes", "text"), ("roles", "role")],
)
async def test_labels(ds: Datasette, table: str, label: str) -> None:
    assert await ds.get_database("news").label_column_for_table(table) == label


async def test_every_foreign_key_has_a_readable_label(ds: Datasette) -> None:
    database = ds.get_database("news")
    targets = {
        key["other_table"]
        for table in await database.table_names()
        for key in await database.foreign_keys_for_table(table)
    }
    assert targets == {"sources", "outlets", "speakers", "quotes"}
    for table in targets:
        assert await database.label_column_for_table(table)
    rows = (await get_json(ds, "/news/quotes.json?_labels=on&_shape=array&verb=say"))[0]
    assert rows["speaker_id"] == {"value": "ana-ruiz", "label": "Ana Ruiz"}
    assert rows["source_id"]["label"] == "Bridge stays shut"


@pytest.mark.parametrize(
    ("table", "facets"),
    [
        ("quotes", {"speaker_id": "Ana Ruiz", "kind": "direct", "status": "said", "via_id": "Reuters"}),
        ("sources", {"outlet_id": "NPR", "year_month": "2024-05"}),
        ("speakers", {"kind": "person"}),
        ("attributed", {"speaker": "Ana Ruiz", "kind": "direct", "outlet": "NPR", "year_month": "2024-06"}),
    ],
)
async def test_facets(ds: Datasette, table: str, facets: dict[str, str]) -> None:
    found = (await get_json(ds, f"/news/{table}.json?_size=0"))["facet_results"]
    for column, label in facets.items():
        assert label in [str(value["label"]) for value in found[column]["results"]], column


@pytest.mark.parametrize(
    ("table", "column", "first"),
    [
        ("top_speakers", "quotes", 4),
        ("attributed", "published", "2024-06-11"),
        ("unsure", "confidence", 0.2),
    ],
)
async def test_default_order(ds: Datasette, table: str, column: str, first: object) -> None:
    assert (await get_json(ds, f"/news/{table}.json?_shape=array"))[0][column] == first


@pytest.mark.parametrize("direction", ["_sort", "_sort_desc"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("quotes", "confidence"), ("sources", "words"), ("attributed", "published")],
)
async def test_sortable(ds: Datasette, table: str, column: str, direction: str) -> None:
    await get(ds, f"/news/{table}?{direction}={column}")


@pytest.mark.parametrize("table", ["quotes", "attributed", "sources", "speakers"])
async def test_pages_hold_every_row_once(tmp_path: Path, table: str) -> None:
    ds = Datasette([str(build(tmp_path / "long.db", *many(240)))])
    keys, path = [], f"/long/{table}.json?_size=20&_shape=objects"
    while path:
        page = await get_json(ds, path)
        await get(ds, path.replace(".json?", "?"))
        keys += [row["id"] for row in page["rows"]]
        path = (page["next_url"] or "").removeprefix("http://localhost")
    assert len(keys) == len(set(keys)) == page["filtered_table_rows_count"]


async def test_every_table_view_and_column_is_described(ds: Datasette) -> None:
    database = ds.get_database("news")
    hidden = set(await database.hidden_table_names())
    tables = [t for t in [*await database.table_names(), *await database.view_names()] if t not in hidden]
    assert set(DESCRIPTIONS) - hidden == set(tables)
    for table in tables:
        html = text_of(await get(ds, f"/news/{table}?_all_columns=1"))
        assert " ".join(DESCRIPTIONS[table][""].split()) in html
        for column in await database.table_columns(table):
            assert f"{column} {' '.join(DESCRIPTIONS[table][column].split())}" in html, f"{table}.{column}"


async def test_housekeeping_is_hidden(ds: Datasette) -> None:
    page = await get_json(ds, "/news.json")
    shown = [table["name"] for table in page["tables"] if not table["hidden"]]
    assert "quotes" in shown
    assert not [name for name in shown if name.startswith("_") or "_fts" in name]


# Search


@pytest.mark.parametrize(
    ("table", "words", "found"),
    [
        ("quotes", "bridge", 1),
        ("quotes", "BRIDGES", 1),
        ("quotes", "don't AND", 0),
        ("quotes", '"cruel joke"', 1),
        ("sources", "Castaneda", 1),
        ("sources", "budget", 1),
        ("attributed", "bridge", 1),
        ("attributed", "cruel joke", 1),
        ("attributed", 'un"balanced (', 0),
        ("unattributed", "leaked", 1),
        ("unattributed", "bridge", 0),
        ("unnamed_sources", "money", 1),
        ("unsure", "joke", 1),
    ],
)
async def test_search(ds: Datasette, table: str, words: str, found: int) -> None:
    page = await get_json(ds, f"/news/{table}.json?_search={url_quote(words)}")
    assert page["filtered_table_rows_count"] == found
    html = await get(ds, f"/news/{table}?_search={url_quote(words)}")
    assert 'type="search"' in html
    assert f'search matches "{words}"' in text_of(html)


async def test_search_goes_with_filters(ds: Datasette) -> None:
    page = await get_json(ds, "/news/attributed.json?_search=bridge&outlet=NPR")
    assert page["filtered_table_rows_count"] == 0


async def test_datasette_finds_the_search_index_by_itself(ds: Datasette) -> None:
    assert await ds.get_database("news").fts_table("quotes") == "quotes_fts"
    assert await ds.get_database("news").fts_table("sources") == "sources_fts"


# The questions people ask


@pytest.mark.parametrize(
    ("query", "column", "expected"),
    [
        ("top-speakers", "speaker", ["Ana Ruiz", "Lee Park"]),
        ("quotes-of-a-speaker?speaker=Castaneda", "speaker", ["José Castañeda", "José Castañeda"]),
        ("quotes-of-a-speaker?speaker=castañ", "speaker", ["José Castañeda", "José Castañeda"]),
        ("quotes-of-a-speaker?speaker=ANA%20RUIZ", "outlet", ["NPR", "NPR", "Lima Times", "Lima Times"]),
        ("quotes-of-a-speaker?speaker=Park", "quote", ["they would vote against it", "taking bribes"]),
        ("quotes-of-a-speaker?speaker=lee-park", "speaker", ["Ana Ruiz", "Lee Park"]),
        ("quotes-of-a-speaker?speaker=", "speaker", []),
        ("quotes-of-a-speaker?speaker=%25", "speaker", []),
        ("quotes-of-a-speaker", "speaker", []),
        ("a-speaker-by-month?speaker=Ruiz", "year_month", ["2024-05", "2024-06"]),
        ("who-relays-whom", "via", ["<s>Wire</s>", "Reuters"]),
        ("quotes-of-an-outlet?outlet=NP", "speaker", ["Ana Ruiz", "Ana Ruiz", "Lee Park"]),
        ("quotes-of-an-outlet?outlet=example.com", "outlet", ["Lima Times"] * 8),
        ("quotes-of-an-outlet?outlet=", "outlet", []),
        ("whom-an-outlet-quotes?outlet=npr", "speaker", ["Ana Ruiz", "Lee Park"]),
        ("whom-an-outlet-quotes?outlet=", "speaker", []),
        ("unattributed-quotes", "quote", ["“It leaked,”", "‘run’"]),
        ("unnamed-sources", "speaker", ["Officials", "the city"]),
        ("denied-or-not-said", "status", ["denied"]),
        ("disputed-words", "speaker", []),
        ("least-certain", "confidence", [0.2, 0.4]),
    ],
)
async def test_canned_queries(ds: Datasette, query: str, column: str, expected: list[object]) -> None:
    path, _, arguments = query.partition("?")
    rows = await get_json(ds, f"/news/{path}.json?_shape=array&{arguments}")
    values = [row[column] for row in rows]
    assert values[: len(expected)] == expected
    assert bool(values) == bool(expected)
    await get(ds, f"/news/{query}")


async def test_every_question_has_a_title_a_description_and_a_test(ds: Datasette) -> None:
    listed = {query["name"]: query for query in (await get_json(ds, "/news.json"))["queries"]}
    assert set(listed) == set(QUERIES)
    assert all(query["title"].endswith("?") and query["description"] for query in listed.values())
    tested = {
        row[0].partition("?")[0]
        for row in test_canned_queries.pytestmark[0].args[1]  # type: ignore[attr-defined]
    }
    assert tested == set(QUERIES)


@pytest.mark.parametrize("name", QUERIES)
def test_questions_run_along_an_index(newsroom: Path, name: str) -> None:
    connection = sqlite3.connect(newsroom)
    connection.create_function("quotes_fold", 1, str, deterministic=True)
    parameters = dict.fromkeys(QUERIES[name].params, "x")
    plan = [row[3] for row in connection.execute(f"explain query plan {QUERIES[name].sql}", parameters)]
    connection.close()
    # Two lists are read through from their newest end, which the limit cuts short.
    newest_first = {"unattributed-quotes", "unnamed-sources", "denied-or-not-said"}
    scans = [line for line in plan if re.match(r"SCAN (quotes|sources|speakers)\b(?!.*INDEX)", line)]
    assert not scans or name in newest_first, plan


# What a reader sees


async def test_names_link_to_rows(ds: Datasette, newsroom: Path) -> None:
    html = await get(ds, "/news/quotes")
    quote = key_of(newsroom, "select id from quotes where text like '%cruel joke%'")
    assert (
        f'<a class="q-words" href="/news/quotes/{quote}" dir="auto">“The budget is a cruel joke,”</a>' in html
    )
    assert '<a href="/news/speakers/ana-ruiz" dir="auto">Ana Ruiz</a>' in html
    assert '<a href="/news/outlets/reuters" dir="auto">Reuters</a>' in html
    html = await get(ds, "/news/quotes-of-a-speaker?speaker=ruiz")
    assert f'href="/news/quotes/{quote}"' in html
    assert '<a href="/news/speakers/ana-ruiz" dir="auto">Ana Ruiz</a>' in html


async def test_cells_are_readable(ds: Datasette, newsroom: Path) -> None:
    html = await get(ds, "/news/quotes")
    assert '<span class="q-confidence" title="0.974">97\u00a0%</span>' in html
    html = await get(ds, "/news/sources?_all_columns=1")
    assert "LIMA, May 3 – The old bridge will stay shut" in html
    assert "(92 words)" in html
    assert "read a note on the gate" not in html
    assert 'href="https://www.example.com/bridge?a=1&amp;b=2" rel="noopener nofollow"' in html
    source = key_of(newsroom, "select id from sources where title is null")
    assert f'<a href="/news/sources/{source}" dir="auto">seeds/crossing.txt</a>' in html


@pytest.mark.parametrize(
    ("path", "shown", "hidden"),
    [
        ("quotes", "text", "source_spans"),
        ("quotes?_all_columns=1", "source_spans", None),
        ("quotes?_col=verb", "verb", "text"),
        ("quotes?_nocol=cue", "text", "cue"),
        ("roles", "role", None),
    ],
)
async def test_columns_shown_first(ds: Datasette, path: str, shown: str, hidden: str | None) -> None:
    columns = re.findall(r'<th [^>]*data-column="(\w+)"', await get(ds, f"/news/{path}"))
    assert shown in columns
    assert hidden not in columns


HOSTILE_PAGES = [
    "",
    "/quotes?_all_columns=1",
    "/sources?_all_columns=1",
    "/speakers?_all_columns=1",
    "/outlets",
    "/roles",
    "/appearances",
    "/attributed?_all_columns=1&_search=<script>",
    "/relays",
    "/outlet_speakers",
    "/quotes-of-an-outlet?outlet=<i>Evil",
    "/who-relays-whom",
    "/least-certain",
    "?sql=select+text+as+quote,+'x'+as+quote_id,+context,+url,+title+from+attributed",
]


@pytest.mark.parametrize("path", HOSTILE_PAGES)
async def test_markup_in_articles_stays_text(ds: Datasette, path: str) -> None:
    check_harmless(await get(ds, f"/news{path}"))


@pytest.mark.parametrize("table", ["sources", "quotes", "speakers", "outlets"])
async def test_markup_in_articles_stays_text_on_row_pages(ds: Datasette, newsroom: Path, table: str) -> None:
    connection = sqlite3.connect(newsroom)
    keys = [row[0] for row in connection.execute(f"select id from {table}")]
    connection.close()
    for key in keys:
        check_harmless(await get(ds, ds.urls.row("news", table, key.replace("_", "_"))))


def check_harmless(html: str) -> None:
    for markup in ("<script>alert", "<img", "<i>Evil", "<u>boss", "<s>Wire", "<blue>", "<b>bold"):
        assert markup not in html
    assert not re.search(r'href="\s*javascript:', html, re.I)


def test_the_manual_lists_every_question() -> None:
    manual = (Path(__file__).parent.parent / "docs" / "site.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| ([^|(]+?) (?:\([^|]*)?\|$", manual, re.M))
    assert rows == {name: query.title for name, query in QUERIES.items()}
