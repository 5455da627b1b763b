"""RSS and Atom: what an entry becomes, what is read the second time, and what is refused."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

import pytest
from web_server import SAID, TEXT, page, serving

from quotes.model import Article
from quotes.readers import Deferred, Failure, Reading, Skipped, Visit, read, read_file

FULL = f"<p>{TEXT}</p><blockquote><p>{SAID}</p></blockquote>"


def rss(*entries, before="", title="The Herald &#8211; News"):
    written = "".join(f"<item>{entry}</item>" for entry in entries)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>{title}</title><language>en-gb</language>{written}</channel></rss>"
    )


def item(link, date="Mon, 06 May 2024 10:00:00 +0200", summary="In short.", full="", title="Bridge closed"):
    return (
        f"<title>{title}</title><link>{link}</link><guid>{link}#id</guid><pubDate>{date}</pubDate>"
        f"<dc:creator>Jo Lee</dc:creator><description>{escape(summary)}</description>"
        + (f"<content:encoded><![CDATA[{full}]]></content:encoded>" if full else "")
    )


def from_file(data, name="feed.xml", **how):
    return list(read_file(io.BytesIO(data.encode() if isinstance(data, str) else data), name, Reading(**how)))


def from_web(*addresses, **how):
    found = read(addresses, Reading(**{"delay": 0, "timeout": 5, **how}))
    return [one() if isinstance(one, Deferred) else one for one in found]


@pytest.fixture
def server():
    with serving() as running:
        yield running


def test_an_entry_with_its_full_text():
    (made,) = from_file(rss(item("https://herald.example/bridge", full=FULL)))
    assert made.text == f"{TEXT}\n\n{SAID}"
    assert (made.title, made.url, made.byline) == ("Bridge closed", "https://herald.example/bridge", "Jo Lee")
    assert (made.published, made.language) == ("2024-05-06T08:00:00+00:00", "en")
    assert (made.outlet, made.record, made.note) == (
        "herald.example", "https://herald.example/bridge#id", None,
    )  # fmt: skip
    assert (made.format, made.doc, made.path) == ("feed", "feed.xml/1", "feed.xml")


def test_an_entry_with_nothing_but_a_summary_says_so():
    (made,) = from_file(
        rss(item("https://herald.example/bridge", summary="<p>“No,” Ruiz &amp; Co. said.</p>"))
    )
    assert made.text == "“No,” Ruiz & Co. said."
    assert made.note == "only the summary that the feed gives; --follow reads the page"


def test_atom():
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Herald</title>
    <entry><id>tag:herald,1</id><title type="html">Bridge &amp;amp; river</title>
    <link rel="alternate" href="https://herald.example/b"/><updated>2024-05-06T10:00:00Z</updated>
    <author><name>Jo Lee</name></author><author><name>Bo Kim</name></author>
    <content type="html">{escape(FULL)}</content></entry></feed>"""
    (made,) = from_file(atom)
    assert (made.text, made.title) == (f"{TEXT}\n\n{SAID}", "Bridge & river")
    assert (made.byline, made.published) == ("Jo Lee, Bo Kim", "2024-05-06T10:00:00+00:00")


def test_entries_from_before_a_date_are_passed_over():
    feed = rss(
        item("https://a.example/1", date="Wed, 01 May 2024 10:00:00 GMT"),
        item("https://a.example/2", full=FULL),
    )
    old, new = from_file(feed, since="2024-05-05")
    assert old == Skipped("feed.xml, entry 1", "published before 2024-05-05")
    assert new.url == "https://a.example/2"


def test_only_what_is_new_is_read_the_second_time(server):
    server.routes["/feed"] = (200, {"ETag": '"1"'}, rss(item("https://a.example/1", full=FULL)))
    made, visit = from_web(server.url("/feed"))
    assert isinstance(made, Article) and visit.etag == '"1"' and len(visit.seen) == 1
    more = [item("https://a.example/2", full=FULL), item("https://a.example/1", full=FULL)]
    server.routes["/feed"] = (200, {"ETag": '"2"'}, rss(*more))
    new, old, again = from_web(server.url("/feed"), memory={visit.address: visit}.get)
    assert server.asked[-1][1]["If-None-Match"] == '"1"'
    assert new.url == "https://a.example/2"
    assert old == Skipped(f"{server.url('/feed')}, entry 2", "it was read before")
    assert again.etag == '"2"' and set(visit.seen) < set(again.seen)


def test_an_entry_that_was_changed_is_read_again(server):
    server.routes["/feed"] = (200, {}, rss(item("https://a.example/1", full=FULL)))
    _, visit = from_web(server.url("/feed"))
    changed = item("https://a.example/1", full=FULL + "<p>More.</p>", date="Tue, 07 May 2024 10:00:00 GMT")
    server.routes["/feed"] = (200, {}, rss(changed))
    made, _ = from_web(server.url("/feed"), memory={visit.address: visit}.get)
    assert made.text.endswith("More.")


def test_follow_reads_the_pages_behind_summaries(server):
    server.routes["/feed"] = (
        200,
        {"ETag": '"1"'},
        rss(
            item(server.url("/a"), title="In the feed"),
            item(server.url("/missing")),
            item(server.url("/long"), full="<p>" + "word " * 200 + "</p>"),
        ),
    )
    server.routes["/a"] = (200, {"ETag": '"a"'}, page())
    made, page_visit, failure, whole, visit = from_web(server.url("/feed"), follow=True)
    assert SAID in made.text and made.title == "Bridge closed"
    assert (made.byline, made.published, made.record) == (
        "Jo Lee", "2024-05-06T08:00:00+00:00", server.url("/a") + "#id",
    )  # fmt: skip
    assert page_visit == Visit(server.url("/a"), '"a"')
    assert failure.line.startswith(f"{server.url('/missing')}: the server answers 404")
    assert whole.text.startswith("word word")
    assert server.paths() == ["/feed", "/a", "/missing"]
    # What failed is asked for again, even if the feed does not change.
    assert visit.etag is None and len(visit.seen) == 2
    assert visit.address == server.url("/feed") + " --follow"


def test_links_of_links_are_not_followed(server):
    server.routes["/feed"] = (200, {}, rss(item(server.url("/feed")), item(server.url("/inner"))))
    server.routes["/inner"] = (200, {}, rss(item(server.url("/deeper"))))
    from_web(server.url("/feed"), follow=True)
    assert len(server.paths()) < 12


LAUGHS = '<!DOCTYPE lolz [<!ENTITY lol "lol">' + "".join(
    f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    "before",
    [
        LAUGHS,
        '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!-- <rss> --><!DOCTYPE x [<!ENTITY x "y">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
        '<!DOCTYPE x [<!ENTITY x "y">] broken',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_never_expanded(before, encoding):
    feed = rss(item("https://a.example/1", full=FULL), before=before, title="&lol9;&x;")
    (failure,) = from_file(feed.encode(encoding), format="feed")
    assert failure.line == (
        "feed.xml: declares XML entities, which are never expanded; ask for a feed without them"
    )


def test_an_external_dtd_is_not_fetched(server):
    before = f'<!DOCTYPE rss SYSTEM "{server.url("/x.dtd")}">'
    (made,) = from_file(rss(item("https://a.example/1", full=FULL), before=before))
    assert isinstance(made, Article) and not server.asked


@pytest.mark.parametrize("data", ["Nothing to see.", "<rss", "{}", "<html><body>No</body></html>", ""])
def test_a_feed_that_is_none(data):
    (failure,) = from_file(data, "news.rss", format="feed")
    assert isinstance(failure, Failure)
    assert failure.remedy == "check the address: is it RSS or Atom?"


def test_a_feed_that_is_cut_off_gives_the_entries_it_has():
    whole = rss(item("https://a.example/1", full=FULL), item("https://a.example/2", full=FULL))
    made = from_file(whole[: whole.index("https://a.example/2")])
    assert made[0].url == "https://a.example/1"


def test_what_looks_like_an_address_is_not_fetched(server):
    from_file(server.url("/a"), format="feed")
    assert not server.asked


def test_odd_entries_do_not_stop_the_rest():
    odd = "<title></title>"
    script = item("javascript:alert(1)", full="<script>alert(1)</script><p onclick='x()'>“No,” she said.</p>")
    nothing, scripted = from_file(rss(odd, script))
    assert nothing == Skipped("feed.xml, entry 1", "it holds no text")
    assert (scripted.text, scripted.url) == ("“No,” she said.", None)
    assert scripted.note == "“javascript:alert(1)” is not a web address"
