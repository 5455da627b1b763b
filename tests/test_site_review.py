"""Review on the site: who is let in, what the actions do and undo; nothing is done without a token."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browser.newsroom import articles, build, extraction, quote
from datasette.app import Datasette
from test_site import check_harmless, get, text_of

from quotes.database import QuoteDatabase
from quotes.database.verify import verify
from quotes.model import Article, Speaker
from quotes.site import suggestions

EVA = {"id": "eva"}
ROOT = {"id": "root"}
BOB = {"id": "bob"}
SETTINGS = {"plugins": {"quotes": {"review": {"id": "eva"}}}}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    more = []
    for name in ("Alfonso Durazo", "Alfonzo Durazo"):
        text = f"“A new bridge, please,” said {name}, an engineer."
        speaker = Speaker(name, "person", "an engineer", ("Durazo",))
        said = quote(text, "direct", ["“A new bridge, please,”"], [0], role="an engineer", mention=name)
        article = Article(text, outlet="NPR", published="2024-05-04", path=f"{name}.txt")
        more.append(extraction(article, [speaker], said))
    return build(tmp_path_factory.mktemp("review") / "news.db", *articles(), *more)


@pytest.fixture
def newsroom(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "news.db"))


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages wait until likely duplicates are found, however busy the machine is."""
    monkeypatch.setattr(suggestions, "PATIENCE", 60)


@pytest.fixture
def ds(newsroom: Path) -> Datasette:
    return Datasette([str(newsroom)], metadata=SETTINGS)


def cookies(ds: Datasette, actor: Any) -> dict[str, str]:
    return {} if actor is None else {"ds_actor": ds.sign({"a": actor}, "actor")}


async def see(ds: Datasette, query: str = "", actor: Any = EVA) -> str:
    response = await ds.client.get(f"/news/-/review{query}", cookies=cookies(ds, actor))
    assert response.status_code == 200
    return response.text


async def post(ds: Datasette, form: Mapping[str, str], actor: Any = EVA, token: bool = True) -> Any:
    sent = cookies(ds, actor)
    if token:
        # A token is good for whoever has it: only the permission stands between them and the database.
        page = await ds.client.get("/news/-/review", cookies=cookies(ds, EVA))
        sent["ds_csrftoken"] = page.cookies["ds_csrftoken"]
        found = re.search(r'name="csrftoken" value="([^"]+)"', page.text)
        form = {**form, "csrftoken": found[1] if found else ""}
    return await ds.client.post("/news/-/review", data=dict(form), cookies=sent)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def key(path: Path, words: str) -> str:
    return str(rows(path, f"select id from quotes where text like '%{words}%'")[0][0])


async def act(ds: Datasette, form: Mapping[str, str]) -> dict[str, list[str]]:
    """Post a form as it is on the page; what the address leads back with."""
    response = await post(ds, form)
    assert response.status_code == 302, response.text
    return parse_qs(urlsplit(response.headers["location"]).query)


# The page


async def test_the_least_certain_quote_comes_first_and_can_be_skipped(ds: Datasette) -> None:
    html = await see(ds)
    assert "“It leaked,” Speaker unknown" in text_of(html)
    assert "“It leaked,”</mark> read a note on the gate" in html
    skip = re.search(r'data-key="s" href="[^?]+\?([^"]+)"', html)
    assert skip
    html = await see(ds, f"?{skip[1].replace('&amp;', '&')}")
    assert "‘run’ Speaker unknown" in text_of(html)


async def test_the_speakers_of_the_article_are_offered_at_a_key_each(ds: Datasette) -> None:
    offered = re.findall(r'value="([\w-]+)" data-key="(\d)"', await see(ds))
    assert ("ana-ruiz", "1") in offered and ("jose-castaneda", "2") in offered
    assert "none" not in dict(offered)


async def test_hostile_text_stays_text(ds: Datasette, newsroom: Path) -> None:
    with QuoteDatabase(newsroom) as db:
        db.conn.execute("update quotes set confidence = 0 where text like '%<script>%'")
    html = await see(ds)
    assert "&lt;script&gt;alert(1)" in html
    check_harmless(html)


async def test_the_end(ds: Datasette, newsroom: Path) -> None:
    assert "None left behind the last one skipped." in text_of(await see(ds, "?after=1.0~g"))
    with QuoteDatabase(newsroom) as db:
        db.conn.execute("update quotes set reviewed = 1")
    assert "Every quote has been reviewed." in text_of(await see(ds))


@pytest.mark.parametrize("query", ["?after=x", "?after=nan~", "?after=~", "?done=9", "?done=x", "?what=odd"])
async def test_any_address(ds: Datasette, query: str) -> None:
    await see(ds, query)


# What the actions do


@pytest.mark.parametrize(
    ("form", "sql", "before", "after"),
    [
        ({"action": "accept"}, "select reviewed from quotes where id = '{}'", [(0,)], [(1,)]),
        ({"action": "reject"}, "select count(*) from quotes where id = '{}'", [(1,)], [(0,)]),
        (
            {"action": "speaker", "speaker": "ana-ruiz"},
            "select speaker_id from quotes where id = '{}'",
            [(None,)],
            [("ana-ruiz",)],
        ),
        (
            {"action": "speaker", "name": "Nora Okafor"},
            "select speaker_id from quotes where id = '{}'",
            [(None,)],
            [("nora-okafor",)],
        ),
    ],
)
async def test_an_action_is_done_logged_and_undone(
    ds: Datasette, newsroom: Path, form: dict[str, str], sql: str, before: Any, after: Any
) -> None:
    quote_id = key(newsroom, "It leaked")
    assert rows(newsroom, sql.format(quote_id)) == before
    back = await act(ds, {**form, "quote": quote_id})
    assert rows(newsroom, sql.format(quote_id)) == after
    (made,) = rows(newsroom, "select id, action, who, undone from corrections")
    assert made == (int(back["done"][0]), form["action"], "eva", None)
    html = await see(ds, f"?done={made[0]}")
    assert f"correction {made[0]}." in text_of(html) and "Undo u" in text_of(html)
    await act(ds, {"action": "undo", "number": str(made[0])})
    assert rows(newsroom, sql.format(quote_id)) == before
    assert "undone" in text_of(await see(ds, f"?done={made[0]}"))
    with QuoteDatabase(newsroom, readonly=True) as db:
        assert list(verify(db)) == []


async def test_likely_duplicates_are_merged(ds: Datasette, newsroom: Path) -> None:
    html = await see(ds, "?what=duplicates")
    seen = text_of(html)
    assert "Alfonso Durazo" in seen and "Alfonzo Durazo" in seen and "Why they may be one" in seen
    form = dict(re.findall(r'name="(one|into)" value="([^"]+)"', html))
    back = await act(ds, {"action": "merge", "what": "duplicates", **form})
    assert back["what"] == ["duplicates"]
    assert rows(newsroom, f"select count(*) from speakers where id = '{form['one']}'") == [(0,)]
    assert "No more speakers who are probably one." in text_of(await see(ds, "?what=duplicates"))
    await act(ds, {"action": "undo", "number": back["done"][0]})
    assert rows(newsroom, f"select count(*) from speakers where id = '{form['one']}'") == [(1,)]


async def test_a_page_does_not_wait_for_likely_duplicates(
    ds: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, look = Event(), suggestions._look

    def slowly(path: str) -> Any:
        found.wait(60)
        return look(path)

    monkeypatch.setattr(suggestions, "_look", slowly)
    monkeypatch.setattr(suggestions, "PATIENCE", 0.01)
    page = "/news/-/review?what=duplicates"
    for _ in range(2):
        response = await ds.client.get(page, cookies=cookies(ds, EVA))
        assert "Likely duplicates are being looked for." in text_of(response.text)
        assert response.headers["refresh"] == "2"
    found.set()
    monkeypatch.setattr(suggestions, "PATIENCE", 60)
    response = await ds.client.get(page, cookies=cookies(ds, EVA))
    assert "Alfonzo Durazo" in response.text and "refresh" not in response.headers


async def test_in_a_big_database_another_process_looks_and_no_page_waits(
    ds: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quotes.site.big.BIG", 1)
    page = "/news/-/review?what=duplicates"
    first = await ds.client.get(page, cookies=cookies(ds, EVA))
    assert first.headers["refresh"] == "2" and "are being looked for" in first.text
    await asyncio.wait([suggestions._found[ds.get_database("news")][1]])
    then = await ds.client.get(page, cookies=cookies(ds, EVA))
    assert "Alfonzo Durazo" in then.text and "refresh" not in then.headers


async def test_two_who_are_not_the_same_stay_two(ds: Datasette, newsroom: Path) -> None:
    form = dict(re.findall(r'name="(one|other)" value="([^"]+)"', await see(ds, "?what=duplicates")))
    before = rows(newsroom, "select * from speakers")
    back = await act(ds, {"action": "dismiss", "what": "duplicates", **form})
    assert rows(newsroom, "select * from speakers") == before
    seen = text_of(await see(ds, f"?what=duplicates&done={back['done'][0]}"))
    assert "Kept apart: correction" in seen and "No more speakers who are probably one." in seen


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"action": "dismiss", "one": "ana-ruiz", "other": "ana-ruiz"}, "one speaker already"),
        ({"action": "accept", "quote": "abc"}, "too short"),
        ({"action": "accept", "quote": "0" * 20}, "no quote has an id"),
        ({"action": "merge", "one": "ana-ruiz", "into": "ana-ruiz"}, "one speaker already"),
        ({"action": "merge", "one": "nobody", "into": "<b>"}, "nobody"),
        ({"action": "undo", "number": "99"}, "there is no correction 99"),
    ],
)
async def test_what_cannot_be_done_is_said(ds: Datasette, form: dict[str, str], says: str) -> None:
    back = await act(ds, form)
    assert says in back["error"][0]
    response = await ds.client.get(
        "/news/-/review", params={"error": back["error"][0]}, cookies=cookies(ds, EVA)
    )
    assert response.status_code == 400 and says in text_of(response.text)


@pytest.mark.parametrize("form", [{}, {"action": "drop"}, {"action": "undo", "number": "x"}])
async def test_no_other_action(ds: Datasette, newsroom: Path, form: dict[str, str]) -> None:
    assert (await post(ds, form)).status_code == 400
    assert rows(newsroom, "select * from corrections") == []


async def test_a_change_beside_readers_leaves_one_file(ds: Datasette, newsroom: Path) -> None:
    await get(ds, "/news")
    await act(ds, {"action": "accept", "quote": key(newsroom, "It leaked")})
    assert [path.name for path in newsroom.parent.iterdir()] == ["news.db"]
    assert "Ana Ruiz" in await get(Datasette([], immutables=[str(newsroom)]), "/news/quotes")


async def test_an_immutable_database_says_so(newsroom: Path) -> None:
    ds = Datasette([], immutables=[str(newsroom)], metadata=SETTINGS)
    assert "served as immutable" in text_of(await see(ds))


# Who may do what: nobody, somebody signed in, whoever has the permission

ADDRESSES = {
    "/news": (200, 200, 200),
    "/news/-/search": (200, 200, 200),
    "/news/-/search.json": (200, 200, 200),
    "/news/-/search.csv": (200, 200, 200),
    "/news/-/search.atom": (200, 200, 200),
    "/news/-/check": (200, 200, 200),
    "/news/-/check.json?q=words": (200, 200, 200),
    "/news/-/review": (403, 403, 200),
    "/news/-/review?what=duplicates": (403, 403, 200),
    "/news/-/review?done=1": (403, 403, 200),
}


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("actor", [None, BOB, EVA])
async def test_who_may_read_what(ds: Datasette, path: str, actor: Any) -> None:
    expected = ADDRESSES[path][[None, BOB, EVA].index(actor)]
    response = await ds.client.get(path, cookies=cookies(ds, actor))
    assert response.status_code == expected
    if expected == 403:
        assert "signed in and have the permission “quotes-review”" in response.text
    assert ('/-/review"' in response.text) == (
        actor == EVA and ".json" not in path and ".csv" not in path and ".atom" not in path
    )


FORMS = [
    {"action": "accept"},
    {"action": "reject"},
    {"action": "speaker", "speaker": "ana-ruiz"},
    {"action": "merge", "one": "lee-park", "into": "ana-ruiz"},
    {"action": "dismiss", "one": "lee-park", "other": "ana-ruiz"},
    {"action": "undo", "number": "1"},
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["action"])
@pytest.mark.parametrize(
    ("actor", "token"), [(None, False), (None, True), (BOB, True), (BOB, False), (EVA, False)]
)
async def test_nobody_else_changes_anything_and_nobody_without_a_token(
    ds: Datasette, newsroom: Path, form: dict[str, str], actor: Any, token: bool
) -> None:
    before = newsroom.read_bytes()
    response = await post(ds, {"quote": key(newsroom, "It leaked"), **form}, actor, token)
    assert response.status_code == 403
    assert newsroom.read_bytes() == before


async def test_every_route_of_ours_is_in_the_matrix(ds: Datasette) -> None:
    from quotes.site.routes import register_routes

    for pattern, _ in register_routes():
        assert any(re.match(pattern, path.partition("?")[0]) for path in ADDRESSES), pattern


@pytest.mark.parametrize(
    ("settings", "actor", "may"),
    [
        ({}, ROOT, True),
        ({}, EVA, False),
        ({"plugins": {"quotes": {"review": {"id": "*"}}}}, BOB, True),
        ({"plugins": {"quotes": {"review": {"id": "*"}}}}, None, False),
        ({"plugins": {"quotes": {"review": False}}}, ROOT, False),
        ({"databases": {"news": {"plugins": {"quotes": {"review": {"id": "bob"}}}}}}, BOB, True),
        ({"databases": {"other": {"plugins": {"quotes": {"review": {"id": "bob"}}}}}}, BOB, False),
    ],
)
async def test_who_has_the_permission(newsroom: Path, settings: Any, actor: Any, may: bool) -> None:
    ds = Datasette([str(newsroom)], metadata=settings)
    response = await ds.client.get("/news/-/review", cookies=cookies(ds, actor))
    assert response.status_code == (200 if may else 403)


async def test_under_a_base_url_and_any_file_name(newsroom: Path, tmp_path: Path) -> None:
    odd = Path(shutil.copy(newsroom, tmp_path / "my news (2).db"))
    ds = Datasette([str(odd)], metadata=SETTINGS, settings={"base_url": "/x/"})
    base = str(ds.urls.database("my news (2)"))
    response = await ds.client.get(f"{base.removeprefix('/x')}/-/review", cookies=cookies(ds, EVA))
    assert response.status_code == 200
    assert f'action="{base}/-/review"' in response.text
