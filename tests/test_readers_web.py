"""Addresses, read from a server on this machine: what comes, what is asked, and what goes wrong."""

from __future__ import annotations

import gzip
import json
import sqlite3
import time
from contextlib import closing

import pytest
from click.testing import CliRunner
from web_server import SAID, page, serving

from quotes.cli import cli
from quotes.model import Article
from quotes.readers import Deferred, Failure, Reading, Skipped, Visit, read


@pytest.fixture
def server():
    with serving() as running:
        yield running


def items(*addresses, **how):
    return [
        item() if isinstance(item, Deferred) else item
        for item in read(addresses, Reading(**{"delay": 0, "timeout": 5, **how}))
    ]


def line(address, **how):
    """What is said of an address that gives no article."""
    (item,) = items(address, **how)
    return item.line.removeprefix(f"{address}: ") if isinstance(item, Failure) else item.reason


def test_a_page_and_what_to_remember_of_it(server):
    server.routes["/a"] = (200, {"ETag": '"1"', "Last-Modified": "Mon, 06 May 2024 10:00:00 GMT"}, page())
    article, visit = items(server.url("/a"))
    assert SAID in article.text and "nonsense" not in article.text
    assert (article.title, article.outlet, article.url) == (
        "Bridge closed", "The Kelbridge Herald", server.url("/a"),
    )  # fmt: skip
    assert visit == Visit(server.url("/a"), '"1"', "Mon, 06 May 2024 10:00:00 GMT")


def test_we_say_who_we_are(server):
    server.routes["/a"] = (200, {}, page())
    items(server.url("/a"))
    items(server.url("/a"), agent="Herald archive (archive@herald.example)")
    agents = [headers["User-Agent"] for path, headers in server.asked if path == "/a"]
    assert agents[0].startswith("quotes/") and agents[1] == "Herald archive (archive@herald.example)"


def test_what_has_not_changed_is_not_read_again(server):
    def answer(handler):
        fresh = handler.headers.get("If-None-Match") == '"1"'
        handler.send_response(304 if fresh else 200)
        handler.send_header("ETag", '"1"')
        handler.send_header("Content-Length", "0" if fresh else str(len(page().encode())))
        handler.end_headers()
        if not fresh:
            handler.wfile.write(page().encode())

    server.routes["/a"] = answer
    _, visit = items(server.url("/a"))
    reason = "nothing has changed there since it was last read"
    assert line(server.url("/a"), memory={visit.address: visit}.get) == reason


@pytest.mark.parametrize(
    ("headers", "body", "said"),
    [
        ({"Content-Type": "text/html; charset=windows-1252"}, page(said="“Señor – no,” she told us."), None),
        ({"Content-Type": "text/html"}, page(head='<meta charset="cp1252">', said="“Señor – no.”"), None),
        ({"Content-Type": "text/html; charset=iso-8859-1"}, page(said="“Señor – no,” she told us."), None),
        ({"Content-Type": "text/html; charset=nonsense"}, page(said="“Señor – no,” she told us."), "utf-8"),
        ({"Content-Type": "text/html; charset=ascii"}, page(said="“Señor – no,” she told us."), "utf-8"),
        ({"Content-Type": "text/html"}, page(said="“Señor – no,” she told us."), "utf-8"),
        ({"Content-Type": "text/html"}, page(said="“Señor – no,” she told us."), "utf-16"),
    ],
)
def test_encodings_declared_or_not(server, headers, body, said):
    server.routes["/a"] = (200, headers, body.encode(said or "cp1252"))
    assert "“Señor – no" in items(server.url("/a"))[0].text


def test_other_formats_come_from_the_web_as_well(server):
    table = json.dumps({"text": SAID, "id": 1}) + "\n"
    server.routes["/news"] = (200, {"Content-Type": "application/x-ndjson"}, table)
    server.routes["/news.nl.gz"] = (200, {"Content-Type": "application/gzip"}, gzip.compress(table.encode()))
    server.routes["/a.txt"] = (200, {"Content-Type": "text/plain"}, SAID)
    found = items(*map(server.url, ("/news", "/news.nl.gz", "/a.txt")))
    assert [item.text for item in found if isinstance(item, Article)] == [SAID] * 3
    assert [item.format for item in found if isinstance(item, Article)] == ["nl", "nl", "text"]


def test_redirects_are_followed_but_not_for_ever(server):
    server.routes["/old"] = (301, {"Location": "/new"}, b"")
    server.routes["/new"] = (200, {}, page())
    server.routes["/circle"] = (302, {"Location": "/circle"}, b"")
    server.routes["/away"] = (302, {"Location": "file:///etc/passwd"}, b"")
    article, visit = items(server.url("/old"))
    assert (article.url, article.path, visit.address) == (
        server.url("/new"), server.url("/old"), server.url("/old"),
    )  # fmt: skip
    assert line(server.url("/circle")) == (
        "redirects more than 8 times; look at it in a browser for the real address"
    )
    assert server.paths().count("/circle") == 9
    assert line(server.url("/away")) == (
        "redirects to “file:///etc/passwd”, which is no page; see what the address leads to"
    )


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (404, {}, b"", "the server answers 404 Not Found; check the address: there is no such page"),
        (403, {}, b"", "the server answers 403 Forbidden; "
         "it is not open to everybody; save the page from a browser"),
        (500, {}, b"", "the server answers 500 Internal Server Error; try again later"),
        (200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n",
         "sends image/png, not a page; give the address of the article itself"),
        (200, {}, b"\x89PNG\r\n\x1a\n", "holds a PNG image, which cannot be read; "
         "save the document as plain text"),
        (200, {}, b"", "no article on this page: it has no text"),
        (200, {}, b"x" * 30_000_000, "over 10.0 MB, more than the 10 MB an article may have; "
         "split it into articles or raise --max-size"),
        (200, {"Content-Encoding": "gzip"}, gzip.compress(b"<html>" + b"\n" * 30_000_000),
         "over 10.0 MB, more than the 10 MB an article may have; "
         "split it into articles or raise --max-size"),
        (200, {"Content-Encoding": "gzip"}, b"not gzip", "sends damaged data; try again later"),
    ],
)  # fmt: skip
def test_what_servers_send_instead_of_an_article(server, status, headers, body, said):
    server.routes["/a"] = (status, headers, body)
    item = items(server.url("/a"))[0]
    assert (item.line if isinstance(item, Failure) else f"{item.path}: {item.reason}") == (
        f"{server.url('/a')}: {said}"
    )


def test_a_server_that_does_not_answer_is_waited_for_only_so_long(server):
    server.routes["/a"] = lambda handler: time.sleep(2)
    assert line(server.url("/a"), timeout=0.2) == (
        "the server does not answer in time; try again later, or raise --timeout"
    )


def test_a_server_that_sends_one_letter_at_a_time(server):
    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        for _ in range(60):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    server.routes["/a"] = drip
    assert line(server.url("/a"), timeout=0.2) == (
        "the server takes too long; try again later, or raise --timeout"
    )


def test_a_connection_that_breaks_off(server):
    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.wfile.write(page().encode())

    server.routes["/a"] = cut
    assert line(server.url("/a")).startswith("the connection broke off")


def test_nobody_there():
    assert line("http://127.0.0.1:9/a") == "cannot be reached; check the address and your connection"


@pytest.mark.parametrize("address", ["ftp://a.example/x", "file:///etc/passwd", "javascript://alert(1)"])
def test_addresses_of_another_kind_are_refused(address):
    scheme = address.partition(":")[0]
    (failure,) = items(address)
    assert failure.problem == f"an address that begins with {scheme}://, not http:// or https://"


def test_robots_txt_is_honoured(server):
    rules = "User-agent: quotes\nDisallow: /private\n\nUser-agent: *\nDisallow: /"
    server.routes["/robots.txt"] = (200, {"Content-Type": "text/plain"}, rules)
    server.routes["/a"] = server.routes["/private/b"] = (200, {}, page())
    first, _, second = items(server.url("/a"), server.url("/private/b"))
    assert isinstance(first, Article)
    assert second == Skipped(server.url("/private/b"), "robots.txt of the site asks programs not to read it")
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a"]
    assert line(server.url("/a"), agent="Another") == second.reason


@pytest.mark.parametrize(("status", "read_it"), [(404, True), (500, False), (403, False)])
def test_robots_txt_that_cannot_be_had(server, status, read_it):
    server.routes["/robots.txt"] = (status, {}, b"")
    server.routes["/a"] = (200, {}, page())
    assert isinstance(items(server.url("/a"))[0], Article) is read_it


def test_requests_to_one_host_keep_their_distance(server, monkeypatch):
    server.routes["/a"] = server.routes["/b"] = (200, {}, page())
    slept = []
    monkeypatch.setattr("quotes.readers.addresses.time.sleep", slept.append)
    items(server.url("/a"), server.url("/b"), delay=7)
    assert len(slept) == 2  # after robots.txt, and after the first page
    assert all(5 < seconds <= 7 for seconds in slept)


def test_a_busy_server_is_asked_once_more_after_the_time_it_says(server, monkeypatch):
    slept = []
    monkeypatch.setattr("quotes.readers.addresses.time.sleep", slept.append)
    server.routes["/a"] = (503, {"Retry-After": "3"}, b"")
    assert line(server.url("/a")) == "the server answers 503 Service Unavailable; try again later"
    assert 3.0 in slept and server.paths() == ["/a", "/a"]


def test_names_and_passwords_in_addresses_are_not_stored(server):
    server.routes["/a"] = (200, {}, page())
    article, visit = items(server.url("/a#part").replace("http://", "http://jo:secret@"))
    assert "Authorization" in dict(server.asked[-1][1])
    assert (article.url, article.path, visit.address) == (server.url("/a"),) * 3


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("/2024/05/bridge", "{}/2024/05/bridge"),
        ("https://other.example/their-story", "{}/a?from=feed"),
        ("/", "{}/a?from=feed"),
        ("javascript:alert(1)", "{}/a?from=feed"),
    ],
)
def test_the_address_a_page_gives_for_itself_holds_only_on_its_own_site(server, said, url):
    server.routes["/a?from=feed"] = (200, {}, page(head=f'<link rel="canonical" href="{said}">'))
    article, _ = items(server.url("/a?from=feed"))
    assert article.url == url.format(server.address)


def test_a_list_of_addresses(server, tmp_path):
    server.routes["/a"] = (200, {}, page())
    server.routes["/list"] = (200, {"Content-Type": "text/plain"}, server.url("/list") + "\n")
    file = tmp_path / "list.txt"
    lines = ["# pages", server.url("/a"), "", server.url("/missing"), "nonsense", server.url("/list")]
    file.write_text("\n".join(lines))
    article, visit, *failures, inner, _ = items(file, format="urls")
    assert (article.url, visit.address) == (server.url("/a"),) * 2
    assert [failure.line for failure in failures] == [
        f"{server.url('/missing')}: the server answers 404 Not Found; "
        "check the address: there is no such page",
        f"{file}, line 5: “nonsense” is not a web address; it must begin with http:// or https://",
    ]
    not_read = "a list of addresses, which is read only where it is named"
    assert inner == Skipped(server.url("/list"), not_read)
    file.write_text(f"{server.url('/a')}\n{server.url('/a')}\n")
    assert [item.url for item in items(file) if isinstance(item, Article)] == [server.url("/a")] * 2
    server.asked.clear()
    assert items(tmp_path) == [Skipped(str(file), not_read)] and not server.asked


def run(*arguments):
    return CliRunner().invoke(cli, [*map(str, arguments), "--delay", "0", "--workers", "1"])


def rows(db, sql):
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql).fetchall()


def test_importing_addresses_stores_them_and_what_to_ask_next_time(server, tmp_path):
    db = tmp_path / "q.db"
    server.routes["/a"] = (200, {"ETag": '"1"'}, page(head='<meta name="author" content="Jo Lee">'))
    file = tmp_path / "list.txt"
    file.write_text(f"{server.url('/a')}\n{server.url('/missing')}\n")
    result = run("import", db, "--urls", file, "--json")
    assert result.exit_code == 1 and json.loads(result.stdout)["added"] == 1
    assert result.stderr.startswith(f"{server.url('/missing')}: the server answers 404 Not Found")
    assert rows(db, "select url, byline, language from sources") == [(server.url("/a"), "Jo Lee", "en")]
    assert rows(db, "select address, etag from fetches") == [(server.url("/a"), '"1"')]

    server.asked.clear()
    run("import", db, server.url("/a"))
    assert [headers.get("If-None-Match") for path, headers in server.asked if path == "/a"] == ['"1"']
    server.asked.clear()
    run("import", db, server.url("/a"), "--replace")
    assert [headers.get("If-None-Match") for path, headers in server.asked if path == "/a"] == [None]


def test_facts_hold_for_a_single_address(server, tmp_path):
    db = tmp_path / "q.db"
    server.routes["/a"] = (200, {}, page())
    run("import", db, server.url("/a"), "--outlet", "Reuters", "--published", "6 May 2024")
    assert rows(db, "select outlet_id, published from sources") == [("reuters", "2024-05-06")]
