"""What the site remembers from one question to the next is forgotten as soon as it is no longer true."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from browser.newsroom import build
from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from test_site import get, get_json, text_of

from quotes.site.remembering import state_of


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("remembering") / "news.db")


@pytest.fixture
def copy(newsroom: Path, tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    shutil.copy(newsroom, path)
    rest(path, 60)
    return path


def change(path: Path, sql: str) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(sql)
    connection.close()


def rest(path: Path, seconds: float) -> None:
    """As if nobody had written the file for so long."""
    os.utime(path, (time.time() - seconds,) * 2)


@pytest.mark.parametrize("rested", [60, 0])
async def test_the_front_page_follows_the_database(
    copy: Path, monkeypatch: pytest.MonkeyPatch, rested: float
) -> None:
    monkeypatch.setattr("quotes.site.big.BIG", 1)
    ds = Datasette([str(copy)])
    for name in ("Ana Ruiz", "Eva Ruiz", "Ida Ruiz"):
        change(
            copy,
            f"update speakers set name = '{name}' where id = 'ana-ruiz';"
            f"insert into pins values ('{name}', 1, 1, 1)",
        )
        rest(copy, rested)
        for _ in range(2):
            assert f"{name} the mayor of Lima 4" in text_of(await get(ds, "/news"))
            counts = {table["name"]: table["count"] for table in (await get_json(ds, "/news.json"))["tables"]}
            assert counts["pins"] == ("Ana Ruiz", "Eva Ruiz", "Ida Ruiz").index(name) + 1
        rested += 60 if rested else 0


async def test_what_is_counted_is_counted_once_while_nothing_changes(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotes.site.big.BIG", 1)
    ds = Datasette([str(copy)])
    await get(ds, "/news")
    asked: list[str] = []
    execute_fn = Database.execute_fn

    async def noting(self: Database, fn: Any) -> Any:
        asked.append(self.name)
        return await execute_fn(self, fn)

    monkeypatch.setattr(Database, "execute_fn", noting)
    await get(ds, "/news")
    assert asked.count("news") < 10
    asked.clear()
    change(copy, "update speakers set name = 'Eva' where id = 'ana-ruiz'")
    await get(ds, "/news")
    assert asked.count("news") > 20


def test_a_file_that_is_being_written_has_no_state_to_remember(copy: Path) -> None:
    ds = Datasette([str(copy)], memory=True)
    database = ds.get_database("news")
    before = state_of(database)
    assert before is not None and state_of(database) == before
    copy.touch()
    assert state_of(database) is None
    rest(copy, 30)
    assert state_of(database) not in (None, before)
    log = copy.with_name("news.db-wal")
    log.touch()
    assert state_of(database) is None
    rest(log, 30)
    assert len(state_of(database) or ()) == 2
    copy.unlink()
    assert state_of(ds.get_database("_memory")) is None


async def test_tables_come_and_go(copy: Path) -> None:
    ds = Datasette([str(copy)])
    await get(ds, "/news/visitors", 404)
    assert "visitors" not in await get(ds, "/news")
    change(
        copy,
        "create table visitors (id integer primary key, name text); insert into visitors values (1, 'Eva')",
    )
    assert "Eva" in await get(ds, "/news/visitors/1")
    assert "/news/visitors" in await get(ds, "/news")
    change(copy, "alter table visitors add column town text; update visitors set town = 'Lima'")
    assert (await get_json(ds, "/news/visitors.json?_shape=array"))[0]["town"] == "Lima"
    assert "Lima" in await get(ds, "/news/visitors")
    change(copy, "drop table visitors")
    await get(ds, "/news/visitors", 404)


async def test_a_permission_holds_for_one_request(copy: Path) -> None:
    allowed = {"root": True}

    class Plugin:
        __name__ = "remembering"

        @hookimpl
        def permission_allowed(self, actor: Any, action: str, resource: Any) -> bool | None:
            if action == "view-table" and resource[1] == "speakers":
                return bool(actor and allowed.get(actor["id"]))
            return None

    pm.register(Plugin(), "remembering")
    try:
        ds = Datasette([str(copy)])
        for who, may, status in (
            ("root", True, 200),
            ("eva", False, 403),
            ("root", False, 403),
            ("eva", True, 200),
        ):
            allowed[who] = may
            cookies = {"ds_actor": ds.sign({"a": {"id": who}}, "actor")}
            for page in ("/news/speakers", "/news/-/search"):
                assert (await ds.client.get(page, cookies=cookies)).status_code == status, (who, page)
            await get(ds, "/news/speakers", 403)
    finally:
        pm.unregister(name="remembering")


async def test_other_databases_are_asked_as_ever(newsroom: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    change(path, "create table prices (id integer primary key)")
    ds = Datasette([str(path), str(newsroom)])
    await get(ds, "/other")
    await get(ds, "/news")
    assert "execute" not in vars(ds.get_database("other")) and "execute" in vars(ds.get_database("news"))
