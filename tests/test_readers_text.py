"""Bytes to text, and text to an article: encodings, front matter, headlines, dates."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.readers import Unreadable, checked, iso_date, read_bytes, web_address
from quotes.readers.decode import decode
from quotes.readers.formats import format_of
from quotes.readers.text import article, front_matter, headline

TEXT = "“We lost,” Ana Núñez said.\r\nThe end – or not.\rYes.\n"

# (what it is, the bytes)
ENCODINGS = [
    ("UTF-8", TEXT.encode()),
    ("UTF-8 with a mark", TEXT.encode("utf-8-sig")),
    ("UTF-16, little end first", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")),
    ("UTF-16, big end first", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")),
    ("UTF-16, little end first, without a mark", TEXT.encode("utf-16-le")),
    ("UTF-16, big end first, without a mark", TEXT.encode("utf-16-be")),
    ("UTF-32, little end first", codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le")),
    ("UTF-32, big end first", codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be")),
    ("Windows-1252", TEXT.encode("cp1252")),
]


@pytest.mark.parametrize(("encoding", "data"), ENCODINGS, ids=[name for name, _ in ENCODINGS])
def test_the_text_is_the_same_in_every_encoding_with_its_line_ends(encoding, data):
    assert decode(data) == TEXT


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"caf\xe9", "café"),  # Latin-1
        (b"\x93no\x94 \x81\x8d", "“no” \x81\x8d"),  # bytes that Windows-1252 leaves undefined
        ("Núñez “said” — n".encode() + b"\xc3", "Núñez “said” — n\ufffd"),  # UTF-8 cut inside a character
        (b"null \0 in the text", "null \0 in the text"),
        (b"\x1b[31mred", "\x1b[31mred"),
        (b"a\0", "a\0"),
        (b"", ""),
        ("中文新闻".encode(), "中文新闻"),
        (codecs.BOM_UTF16_LE + "\0a".encode("utf-16-le"), "\0a"),  # begins like UTF-32
        (codecs.BOM_UTF8 + codecs.BOM_UTF8 + b"x", "\ufeffx"),  # only one mark is a mark
    ],
)
def test_odd_bytes_are_text_too(data, text):
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (bytes(range(256)), "a binary file, not text"),
        (bytes(5000), "a binary file, not text"),
        (b"\x01\x02\x03\x04" * 100, "a binary file, not text"),
        (codecs.BOM_UTF16_LE + b"odd", "damaged UTF-16 (at byte 2)"),
        (codecs.BOM_UTF8 + b"\xff", "damaged UTF-8 (at byte 0)"),
        (b"%PDF-1.4\nplain to see", "holds a PDF, which cannot be read"),
        (b"PK\x03\x04word", "a damaged ZIP archive"),
        (b"SQLite format 3\0rest", "a SQLite database that cannot be read (file is not a database)"),
        (b"<?xml version='1.0'?><note>", "holds XML, which cannot be read"),
        (b"\x89PNG\r\n\x1a\n", "holds a PNG image, which cannot be read"),
    ],
)
def test_what_is_no_text_is_refused_by_its_content(data, problem):
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, "article.txt")
    assert refused.value.problem == problem


# (what a file begins with, its name, the format it is read as)
FORMATS = [
    (b"\n <html><body>Hello", "a.txt", "html"),
    (codecs.BOM_UTF16_LE + "<!doctype html>".encode("utf-16-le"), "a.txt", "html"),
    (b"<?xml version='1.0'?>\n<!-- made by hand -->\n<!DOCTYPE html PUBLIC", "a.txt", "html"),
    (b"<?xml version='1.0'?><rss version='2.0'>", "a.xml", "feed"),
    (b"<!-- x --><feed xmlns='http://www.w3.org/2005/Atom'>", "a.txt", "feed"),
    (b'{"text": "Hello"}\n', "a.txt", "nl"),
    (b'{"text": "Hello", "open": ', "a.txt", "nl"),
    (b'{\n  "text": "Hello"}', "a.txt", "json"),
    (b'{"text": "cut\n{"text": "whole"}\n', "rows.jsonl", "nl"),
    (b'[\n  {"text": 1}]', "a.txt", "json"),
    (b"WARC/1.0\r\n", "a.txt", "warc"),
    (b"SQLite format 3\0", "a.txt", "sqlite"),
    (b"https://a.example/1\n# two\nhttp://b.example/2\n", "list.txt", "urls"),
    (b"https://a.example/1 is the address.\n", "a.txt", "text"),
    # Where the content does not tell, the name does.
    (b"Nothing to see.", "page.HTM", "html"),
    (b"Nothing to see.", "feed.rss", "feed"),
    (b"Nothing to see.", "rows.csv", "csv"),
    (b"Nothing to see.", "rows.tsv", "tsv"),
    (b"Nothing to see.", "article", "text"),
]


@pytest.mark.parametrize(("head", "name", "form"), FORMATS)
def test_the_format_is_told_from_the_content_then_from_the_name(head, name, form):
    assert format_of(head, name) == form


def test_what_the_server_says_goes_before_the_name():
    assert format_of(b"Nothing to see.", "rows.csv", "text/html") == "html"


@pytest.mark.parametrize("text", ["[sic] he said", "{x} marks it", "< 5 %", "<b>Bold</b> claims"])
def test_brackets_alone_make_no_format(text):
    assert read_bytes(text.encode(), "a.txt").text == text


@given(st.binary(max_size=300))
def test_any_bytes_are_an_article_or_a_refusal(data):
    try:
        made = read_bytes(data, "any")
    except Unreadable as refused:
        assert refused.problem and refused.remedy
    else:
        made.text.encode("utf-8")  # storable: no lone surrogates


@given(st.text(max_size=300))
def test_an_article_keeps_every_character_but_its_front_matter(text):
    _, start = front_matter(text)
    try:
        assert article(text).text == text[start:]
    except Unreadable:
        assert start or not any(character.isalnum() for character in text)


FRONT = """---
# written by hand
Title: "Bridge: unsafe"
url: https://example.com/a?b=1
author:  Jo  Lee
date: 18 October 2019
outlet: The Herald
note: fictional
tags:
  - bridges
- and one more
---
“We lost,” Ana Ruiz said.
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_front_matter_becomes_facts_and_is_no_part_of_the_text(line_end):
    made = article(FRONT.replace("\n", line_end))
    assert made.text == "“We lost,” Ana Ruiz said." + line_end
    assert (made.title, made.url, made.byline) == ("Bridge: unsafe", "https://example.com/a?b=1", "Jo Lee")
    assert (made.published, made.outlet) == ("2019-10-18", "The Herald")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: never closed\n\nText.",
        "---\n---\nText.",
        "---\nA dinkus, then a sentence.\n---\nText.",
        "----\ntitle: four\n---\nText.",
        "Text.\n---\ntitle: too late\n---\n",
        "--- title: one line ---",
        "---",
        "---\n" + "key: value\n" * 3000 + "---\n",
    ],
)
def test_other_rules_are_text(text):
    assert front_matter(text) == ({}, 0)


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("date: someday", "front matter: “someday” is not a date; write it like 2019-10-18"),
        (
            "url: javascript:alert(1)",
            "front matter: “javascript:alert(1)” is not a web address; "
            "it must begin with http:// or https://",
        ),
    ],
)
def test_facts_that_make_no_sense_are_refused(lines, line):
    with pytest.raises(Unreadable) as refused:
        article(f"---\n{lines}\n---\nText.")
    assert str(refused.value) == line


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bridge unsafe\n\nText follows.", "Bridge unsafe"),
        ("\n\n  Bridge unsafe, says mayor?  \r\n\r\nText.", "Bridge unsafe, says mayor?"),
        ("‘Bridge unsafe’ – mayor\nLIMA (Reuters) – Ruiz said no.", "‘Bridge unsafe’ – mayor"),
        ("Ruiz wins in the U.S.\nText.", "Ruiz wins in the U.S."),
        ("FICTION\nText.", "FICTION"),
        ("“We lost,” Ana Ruiz said.\nText.", None),  # a sentence
        ("“We lost.”\nText.", None),
        ("One line only", None),
        ("One line only\n\n  \n", None),
        ("Long " * 50 + "\nText.", None),
        ("The mayor of the town told the council\nthat it was late.", None),  # broken at a fixed width
        (
            "The mayor of Lima, who took office in March, told the council and\n"
            "Ana Ruiz of the Herald that the bridge was unsafe and would be\n"
            "closed on Monday.",
            None,
        ),
        ("", None),
    ],
)
def test_a_first_line_that_looks_like_a_headline_is_the_title(text, title):
    assert headline(text) == title


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2019-10-18", "2019-10-18"),
        ("18 October 2019", "2019-10-18"),
        ("Oct. 18, 2019", "2019-10-18"),
        ("10/18/2019", "2019-10-18"),
        ("20191018", "2019-10-18"),
        ("2019-10-18T00:00:00Z", "2019-10-18T00:00:00+00:00"),
        ("Fri, 18 Oct 2019 21:30:00 GMT", "2019-10-18T21:30:00+00:00"),
        ("Oct 18, 2019 9:30 pm EDT", "2019-10-18T21:30:00-04:00"),
        ("2019-10-18 09:00", "2019-10-18T09:00:00"),
    ],
)
def test_dates_are_stored_as_iso(written, iso):
    assert iso_date(written) == iso


@pytest.mark.parametrize(
    "written",
    [
        *("", "someday", "yesterday", "Friday", "10", "2019", "October 2019", "10:30", "1571392800"),
        *("2019-13-45", "\0", "2019-10-18 10:00 BRST", "9" * 5000),
    ],
)
def test_nonsense_and_half_dates_are_refused(written):
    with pytest.raises(ValueError, match="write it like 2019-10-18"):
        iso_date(written)


@pytest.mark.parametrize(
    "address", ["https://example.com", "HTTP://example.com/a#b", "https://exämple.com/ñ"]
)
def test_web_addresses(address):
    assert web_address(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "http://[",
        "https://a b",
        "http://a\x1b",
    ],
)
def test_other_addresses_are_refused(address):
    with pytest.raises(ValueError, match="is not a web address"):
        web_address(address)


def test_facts_ignore_what_is_blank_or_unknown():
    facts = checked({"title": "  ", "outlet": " The  Herald ", "note": "x", "url": None})
    assert (facts.title, facts.outlet, facts.url) == (None, "The Herald", None)
    assert not checked({})


@pytest.mark.parametrize(
    ("written", "code"), [("en", "en"), ("EN-gb", "en"), ("de_AT", "de"), ("English", None), ("e", None)]
)
def test_languages_are_codes(written, code):
    assert checked({"language": written}).language == code


def test_facts_can_always_be_stored():
    assert checked({"title": "caf\udce9"}).title == "caf\ufffd"  # a Latin-1 byte from the command line
