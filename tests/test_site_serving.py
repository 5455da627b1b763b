"""Where the site is served, to whom, and beside what: several databases, private tables, foreign files."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from browser.newsroom import build
from datasette.app import Datasette
from datasette.database import Database
from test_site import get, get_json, key_of, text_of

from quotes.site.warming import warm


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("serving") / "news.db")


# Any name, any number, anywhere


async def test_any_file_name_several_databases_and_a_base_url(newsroom: Path, tmp_path: Path) -> None:
    odd = tmp_path / "my news (2024), v1.db"
    shutil.copy(newsroom, odd)
    ds = Datasette([str(odd), str(newsroom)], settings={"base_url": "/x/"})
    for name in ("my news (2024), v1", "news"):
        base = str(ds.urls.database(name))
        assert base.startswith("/x/")
        page = base.removeprefix("/x")  # the client adds the prefix itself
        html = await get(ds, f"{page}/quotes")
        assert f'<a href="{base}/speakers/ana-ruiz" dir="auto">Ana Ruiz</a>' in html
        assert 'href="/x/-/static-plugins/quotes/quotes.css"' in html
        assert "Show all 30 columns" in html
        assert "Officials" in await get(ds, f"{page}/unnamed-sources")
        html = await get(ds, f"{page}/speakers/ana-ruiz")
        assert f'href="{base}/-/search?speaker=ana-ruiz"' in html
        assert f'href="{base}/-/search.atom?speaker=ana-ruiz"' in html
        html = await get(ds, f"{page}/-/search?q=joke")
        assert f'<form class="q-ask" action="{base}/-/search"' in html and "1 quote" in html
        assert f'href="{base}/-/search.json?q=joke"' in html
        assert f'action="{base}/-/search"' in await get(ds, page)
    assert (await ds.client.get("/-/static-plugins/quotes/quotes.css")).status_code == 200


async def test_immutable(newsroom: Path) -> None:
    ds = Datasette([], immutables=[str(newsroom)])
    assert "Ana Ruiz" in await get(ds, "/news/quotes")
    assert "Bridge stays shut" in await get(ds, "/news/sources?_search=bridge")
    assert "Who is quoted most?" in await get(ds, "/news")
    assert "15 quotes" in text_of(await get(ds, "/news/-/search"))


async def test_other_databases_are_left_alone(newsroom: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "create table quotes (id integer primary key, text text, confidence real, url text, speaker_id text);"
        "insert into quotes values (1, 'a', 0.5, 'https://example.com', 'x');"
        "create table prices (id integer primary key, kind text);"
        "insert into prices values (1, 'a'), (2, 'a'), (3, 'b')"
    )
    connection.close()
    alone, together = Datasette([str(path)]), Datasette([str(path), str(newsroom)])
    for page in (
        "/other",
        "/other/quotes",
        "/other/quotes/1",
        "/other/prices",
        "/other?sql=select+1+as+confidence",
    ):
        first, second = await get(alone, page), await get(together, page)
        assert "q-" not in first and "quotes.css" not in first
        assert re.sub(r"[\d.]+ms", "", first) == re.sub(r"[\d.]+ms", "", second)
    assert "quotes.css" not in await get(together, "/")
    assert not (await together.client.get("/other/top-speakers")).is_success
    assert "no such function" in await get(together, "/other?sql=select+quotes_fold('a')", 400)


async def test_a_database_that_becomes_ours_while_it_is_served(newsroom: Path, tmp_path: Path) -> None:
    path = tmp_path / "later.db"
    sqlite3.connect(path).execute("vacuum")
    ds = Datasette([str(path)])
    assert "Who is quoted most?" not in await get(ds, "/later")
    shutil.copy(newsroom, path)
    assert "Who is quoted most?" in await get(ds, "/later")


async def test_a_file_that_is_no_database_does_no_harm(newsroom: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    ds = Datasette([str(newsroom)])
    ds.add_database(Database(ds, path=str(path)))
    assert ds.metadata("description", database="broken") is None
    assert "Who said what" in ds.metadata("description", database="news")


async def test_a_database_without_views_and_search_still_opens(newsroom: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.db"
    shutil.copy(newsroom, path)
    connection = sqlite3.connect(path)
    for kind, name in connection.execute(
        "select type, name from sqlite_master where type in ('view', 'trigger') or name like '%_fts'"
    ).fetchall():
        connection.execute(f"drop {kind} {name}")
    connection.execute("drop table aliases")
    connection.execute("drop table roles")
    connection.close()
    ds = Datasette([str(path)])
    assert "Ana Ruiz" in await get(ds, "/cut/quotes")
    assert "Who is quoted most?" in await get(ds, "/cut")
    assert "What did somebody say?" not in await get(ds, "/cut")
    assert "Ana Ruiz" in await get(ds, "/cut/speakers/ana-ruiz")


# The user's own metadata, and permissions


async def test_the_users_metadata_wins(newsroom: Path) -> None:
    mine = {
        "databases": {
            "news": {
                "tables": {
                    "quotes": {"description": "Mine", "facets": ["verb"], "columns": {"text": "Words"}}
                },
                "queries": {"top-speakers": "select 1 as mine"},
            }
        }
    }
    ds = Datasette([str(newsroom)], metadata=mine)
    for _ in range(2):  # and goes on winning: nothing is changed in place
        html = text_of(await get(ds, "/news/quotes"))
        assert "Mine" in html and "text Words" in html and "cue The words that introduce" in html
        assert list((await get_json(ds, "/news/quotes.json?_size=0"))["facet_results"]) == ["verb"]
        assert (await get_json(ds, "/news/top-speakers.json?_shape=array")) == [{"mine": 1}]
    assert "columns" in mine["databases"]["news"]["tables"]["quotes"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("private", "path", "status", "absent"),
    [
        ("speakers", "/news/speakers", 403, "Ana Ruiz"),
        ("speakers", "/news/sources/{source}", 200, 'class="q-legend"'),
        ("speakers", "/news/quotes/{quote}", 200, "Ana Ruiz</a>"),
        ("speakers", "/news/top-speakers", 403, "Ana Ruiz"),
        ("speakers", "/news", 200, "Who is quoted most?"),
        ("quotes", "/news/sources/{source}", 200, "q-direct"),
        ("quotes", "/news/speakers/ana-ruiz", 200, "cruel joke"),
        ("sources", "/news/quotes-of-an-outlet?outlet=NPR", 403, "cruel joke"),
        ("sources", "/news/quotes-of-an-outlet.json?outlet=NPR", 403, "cruel joke"),
    ],
)
async def test_what_is_private_stays_private(
    newsroom: Path, private: str, path: str, status: int, absent: str
) -> None:
    metadata = {"databases": {"news": {"tables": {private: {"allow": False}}}}}
    ds = Datasette([str(newsroom)], metadata=metadata)
    source = key_of(newsroom, "select id from sources where title = 'Bridge stays shut'")
    quote = key_of(newsroom, "select id from quotes where text like '%not open it%'")
    assert absent not in await get(ds, path.format(source=source, quote=quote), status)


async def test_one_public_table_does_not_open_the_others(newsroom: Path) -> None:
    root = {"id": "root"}
    tables = {"sources": {"allow": True}}
    ds = Datasette([str(newsroom)], metadata={"allow": root, "databases": {"news": {"tables": tables}}})
    source = "/news/sources/" + key_of(newsroom, "select id from sources where title = 'Bridge stays shut'")
    html = await get(ds, source)
    assert "Bridge stays shut" in html and "q-legend" not in html and "Lima Times" not in html
    await get(ds, "/news/top-speakers", 403)
    cookies = {"ds_actor": ds.sign({"a": root}, "actor")}
    assert "q-legend" in (await ds.client.get(source, cookies=cookies)).text
    assert (await ds.client.get("/news/top-speakers", cookies=cookies)).status_code == 200


# Big tables


async def test_suggested_facets(newsroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ds = Datasette([str(newsroom)])
    suggested = {facet["name"] for facet in (await get_json(ds, "/news/quotes.json"))["suggested_facets"]}
    assert "source_id" in suggested
    assert not {"context", "cue_spans", "start", "n"} & suggested
    assert (await get_json(ds, "/news/attributed.json"))["facet_results"]
    monkeypatch.setattr("quotes.site.facets.SUGGEST_UP_TO", 10)
    monkeypatch.setattr("quotes.site.facets.VIEWS_UP_TO", 10)
    assert not (await get_json(ds, "/news/attributed.json"))["facet_results"]
    assert list((await get_json(ds, "/news/attributed.json?_facet=kind"))["facet_results"]) == ["kind"]
    big = await get_json(ds, "/news/quotes.json")
    assert not big["suggested_facets"]
    assert {"speaker_id", "kind", "status"} <= set(big["facet_results"])
    assert (await get_json(ds, "/news/sources.json"))["suggested_facets"] is not None


async def test_what_is_big_is_not_counted_for_a_page(newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ds = Datasette([str(newsroom)])
    assert (await get_json(ds, "/news/attributed.json?_size=1"))["filtered_table_rows_count"] == 15
    monkeypatch.setattr("quotes.site.big.BIG", 1)
    monkeypatch.setattr("quotes.site.facets.TABLES_UP_TO", 3)
    assert (await get_json(ds, "/news/attributed.json?_size=1"))["filtered_table_rows_count"] is None
    assert (await get_json(ds, "/news/quotes.json?_size=1"))["filtered_table_rows_count"] == 15
    assert not (await get_json(ds, "/news/quotes.json"))["facet_results"]
    assert list((await get_json(ds, "/news/quotes.json?_facet=kind"))["facet_results"]) == ["kind"]
    counts = {table["name"]: table["count"] for table in (await get_json(ds, "/news.json"))["tables"]}
    assert counts["quotes"] == 15 and counts["quotes_fts_data"] is None
    assert "Show all" in await get(ds, "/news/quotes") and "cruel joke" in await get(ds, "/news/attributed")


async def test_a_view_is_searched_for_common_words_as_for_rare_ones(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ds = Datasette([str(newsroom)])
    rare = await get_json(ds, "/news/attributed.json?_search=the&_shape=array")
    monkeypatch.setattr("quotes.site.search.FEW", 0)
    common = await get_json(ds, "/news/attributed.json?_search=the&_shape=array")
    assert len(rare) > 3 and {row["id"] for row in rare} == {row["id"] for row in common}


async def test_a_database_of_an_older_version_is_shown_without_what_it_lacks(
    newsroom: Path, tmp_path: Path
) -> None:
    path = tmp_path / "older.db"
    shutil.copy(newsroom, path)
    connection = sqlite3.connect(path)
    connection.executescript("drop table outlet_months; drop table outlet_relays")
    connection.close()
    ds = Datasette([str(path)])
    html = await get(ds, "/older")
    assert "/-/search" not in html and "Custom SQL query" in html
    assert "made by an older version of quotes" in await get(ds, "/older/-/search", 404)
    assert "cruel joke" in await get(ds, "/older/speakers/ana-ruiz")


async def test_tables_that_an_import_brings_are_seen_by_a_server_that_runs(
    newsroom: Path, tmp_path: Path
) -> None:
    path = tmp_path / "older.db"
    shutil.copy(newsroom, path)
    connection = sqlite3.connect(path)
    ds = Datasette([str(path)])
    await get(ds, "/older/-/search")
    for _ in range(2):
        connection.execute("alter table outlet_months rename to not_known_yet")
        assert "made by an older version of quotes" in await get(ds, "/older/-/search", 404)
        assert "/-/search" not in await get(ds, "/older")
        connection.execute("alter table not_known_yet rename to outlet_months")
        assert "15 quotes" in text_of(await get(ds, "/older/-/search"))
        assert "Who is quoted most?" in await get(ds, "/older")
    connection.executescript("alter table outlets rename to gone")
    await get(ds, "/older/-/search", 404)
    connection.executescript("alter table gone rename to outlets; pragma journal_mode = wal")
    connection.execute("begin immediate")  # somebody writes, and nobody waits
    assert "15 quotes" in text_of(await get(ds, "/older/-/search"))
    connection.close()


async def test_a_server_that_starts_makes_ready_what_the_first_page_needs(
    newsroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[threading.Thread | None] = []
    monkeypatch.setattr("quotes.site.policy.warm", lambda datasette: begun.append(warm(datasette)))
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "query.html").write_text("{% broken", encoding="utf-8")
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("create table prices (id integer primary key)").connection.close()
    for files, ours in (([str(newsroom)], True), ([str(other)], False)):
        ds = Datasette(files, template_dir=str(templates))
        assert not begun
        await started(ds)
        (thread,) = begun
        assert (thread is not None) == ours
        if thread is not None:
            thread.join()
            ready = {name for _, name in ds.jinja_env.cache}
            assert {"base.html", "database.html", "quotes_search.html", "_quote_list.html"} <= ready
            assert "Who is quoted most?" in await get(ds, "/news")
        begun.clear()


async def started(ds: Datasette) -> None:
    """Tell the application that the server starts, as one that listens does, and wait for its answer."""
    answer = asyncio.get_running_loop().create_future()
    asked = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> dict[str, str]:
        return next(asked)

    async def send(event: dict[str, str]) -> None:
        if not answer.done():
            answer.set_result(event["type"])

    await ds.app()({"type": "lifespan"}, receive, send)
    assert await answer == "lifespan.startup.complete"
