"""Web pages: what of them is the article, what they say of themselves, and which hold none."""

from __future__ import annotations

import io

import pytest
from web_server import SAID, TEXT, page

from quotes.model import Article
from quotes.readers import Deferred, Reading, Skipped, read_file
from quotes.readers.html import canonical, decoded, plain

SHOPS = "“It is a disaster for the shops,” said Bo Kim, who sells shoes on the north bank of the river."


def article(markup, name="page.html", **how):
    data = markup if isinstance(markup, bytes) else markup.encode()
    (deferred,) = read_file(io.BytesIO(data), name, Reading(**how))
    assert isinstance(deferred, Deferred)
    return deferred()


def test_the_article_is_its_paragraphs_and_nothing_else():
    made = article(page())
    assert made.text.split("\n\n") == ["Bridge closed", TEXT, SAID, SHOPS]


# (what stands in the page, what must not be read, what must)
ROUND_IT = [
    ('<div class="cookie-banner"><p>We use cookies to make this site work.</p></div>', "cookies", SAID),
    ("<script>var quote = '“Hidden,” she said.';</script>", "Hidden", SAID),
    ("<style>p::before { content: 'styled' }</style>", "styled", SAID),
    ("<!-- “Commented,” he said. -->", "Commented", SAID),
    ("<figure><img alt='x'><figcaption>A bridge. PA</figcaption></figure>", "<img", SAID),
    ('<ul class="related-links"><li><a href="/1">Ten things about piers</a></li></ul>', "Ten things", SAID),
    ("<form><input name=q><button>Sign up to our newsletter</button></form>", "newsletter", SAID),
]


@pytest.mark.parametrize(("markup", "absent", "present"), ROUND_IT)
def test_what_stands_round_an_article_is_left_out(markup, absent, present):
    text = article(page(after=markup)).text
    assert absent not in text and present in text


def test_block_quotes_and_lists_stay_paragraphs():
    quoted = "<blockquote><p>“One.”</p><p>“Two is a little longer than one.”</p></blockquote>"
    made = article(page(after=quoted + "<ul><li>It was built in 1891.</li><li>It is of iron.</li></ul>"))
    assert made.text.split("\n\n")[-4:] == [
        "“One.”", "“Two is a little longer than one.”", "- It was built in 1891.", "- It is of iron.",
    ]  # fmt: skip


HEAD = """<link rel="canonical" href="https://herald.example/2024/05/bridge">
<meta name="author" content="Jo Lee">
<meta property="article:published_time" content="2024-05-06T08:30:00+01:00">"""


def test_what_a_page_says_of_itself():
    made = article(page(head=HEAD))
    assert (made.title, made.byline, made.outlet) == ("Bridge closed", "Jo Lee", "The Kelbridge Herald")
    assert (made.published, made.language) == ("2024-05-06T08:30:00+01:00", "en")
    assert made.url == "https://herald.example/2024/05/bridge"


def test_json_ld():
    data = (
        '<script type="application/ld+json">{"@context": "https://schema.org", '
        '"@type": "NewsArticle", "headline": "Bridge closed", '
        '"datePublished": "2024-05-06", "author": {"@type": "Person", "name": "Jo Lee"}}</script>'
    )
    made = article(page(head=data))
    assert (made.byline, made.published) == ("Jo Lee", "2024-05-06")


def test_a_date_is_never_made_up():
    assert article(page(text=TEXT + " The bridge was opened on 3 May 1891.")).published is None


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<html><body></body></html>", "it has no text"),
        ("<html><body><p>Short.</p></body></html>", "only 1 words"),
        (
            "<html><body><main>"
            + "".join(f"<h2><a href='/{n}'>Mayor says bridge {n} is unsafe</a></h2>" for n in range(20))
            + "</main></body></html>",
            "only headings and links",
        ),
    ],
)
def test_pages_without_an_article_are_skipped_with_the_reason(markup, reason):
    found = article(markup)
    assert isinstance(found, Skipped) and found.reason.startswith("no article on this page")
    assert reason in found.reason or "it has no text" in found.reason


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body>" + "<div>" * 20_000 + TEXT,
        "<html><body><p>" + TEXT * 3 + "<table><tr><td><p>x</b></i></table",
        "<html>" + "<p>" * 5000,
        "<html><body>\0\x01\x02" + TEXT,
        "<html><head><meta charset=utf-8>" + "<link " * 5000,
        "<html lang='" + "a" * 100_000,
    ],
)
def test_broken_markup_never_raises(markup):
    assert isinstance(article(markup), (Article, Skipped))


def test_a_page_of_thirty_megabytes_is_refused():
    (failure,) = read_file(io.BytesIO(b"<html>" + b"x" * 30_000_000), "a.html")
    assert failure.line == (
        "a.html: over 10.0 MB, more than the 10 MB an article may have; "
        "split it into articles or raise --max-size"
    )


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("“é”".encode(), None, "“é”"),
        ("“é”".encode("cp1252"), None, "“é”"),
        ("“é”".encode("cp1252"), "ISO-8859-1", "“é”"),
        ('<meta charset="koi8-r">Да'.encode("koi8-r"), None, '<meta charset="koi8-r">Да'),
        ("Да".encode("koi8-r"), "koi8-r", "Да"),
        ("Да".encode(), "koi8-x", "Да"),
        ("Да".encode("utf-16"), "utf-8", "Да"),
        ('<meta charset="hex">é'.encode(), "hex", '<meta charset="hex">é'),
    ],
)
def test_the_encoding_of_a_page(data, charset, text):
    assert decoded(data, charset) == text


@pytest.mark.parametrize(
    ("said", "found", "url"),
    [
        ("https://herald.example/a", "https://herald.example/a?utm=1", "https://herald.example/a"),
        ("https://www.herald.example/a", "https://m.herald.example/a", "https://www.herald.example/a"),
        ("https://other.example/a", "https://herald.example/a", "https://herald.example/a"),
        ("https://herald.example/", "https://herald.example/a", "https://herald.example/a"),
        (None, "https://herald.example/a", "https://herald.example/a"),
        ("https://herald.example/a", None, "https://herald.example/a"),
        ("mailto:x", None, None),
    ],
)
def test_which_address_a_page_has(said, found, url):
    assert canonical(said, found) == url


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One &amp; two</p><p>Three<br>four</p>", "One & two\n\nThree\n\nfour"),
        ("No markup", "No markup"),
        ("", ""),
        ("<script>x</script><!-- y -->z<b> bold</b> tail", "z bold tail"),
        ("<div>" * 3000 + "deep", "deep"),
    ],
)
def test_markup_as_plain_text(markup, text):
    assert plain(markup) == text
