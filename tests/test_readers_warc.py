"""WARC: the pages in it, and that a broken record costs that record alone."""

from __future__ import annotations

import gzip
import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from web_server import SAID, page

from quotes.readers import Deferred, Failure, Reading, read_file


def warc(packed, n=6):
    """A WARC with answers /0 to /5, of which /1 is a 404 and /2 a picture; and where each begins."""
    file, begins = io.BytesIO(), []
    writer = WARCWriter(file, gzip=packed)
    for i in range(n):
        begins.append(file.tell())
        headers = StatusAndHeaders(
            "404 Not Found" if i == 1 else "200 OK",
            [("Content-Type", "image/png" if i == 2 else "text/html; charset=windows-1252")],
            protocol="HTTP/1.1",
        )
        body = page(head=f'<link rel="canonical" href="/bridge/{i}">').encode("cp1252")
        address = f"https://herald.example/{i}"
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
        )
    return file.getvalue(), begins


def items(data, name="crawl.warc", **how):
    return [
        item() if isinstance(item, Deferred) else item
        for item in read_file(io.BytesIO(data), name, Reading(**how))
    ]


def pages(data, **how):
    """The numbers of the pages that were read, and what was said of the rest."""
    return [
        item.line if isinstance(item, Failure) else int(item.url.rsplit("/", 1)[1])
        for item in items(data, **how)
    ]


REMEDY = "fetch or copy the file again; the records behind it are read"


@pytest.mark.parametrize("packed", [False, True])
def test_the_pages_of_a_warc(packed):
    first, *_ = items(warc(packed)[0])
    assert pages(warc(packed)[0]) == [0, 3, 4, 5]
    assert SAID in first.text
    assert (first.url, first.outlet, first.format) == (
        "https://herald.example/bridge/0", "The Kelbridge Herald", "warc",
    )  # fmt: skip
    assert (first.doc, first.path) == ("crawl.warc/https://herald.example/0", "crawl.warc")
    assert first.record.startswith("urn:uuid:")


def test_a_warc_packed_as_one_and_one_in_a_pipe():
    assert pages(gzip.compress(warc(False)[0])) == [0, 3, 4, 5]

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    (*read,) = read_file(Pipe(warc(True)[0]), "-")
    assert len(read) == 4


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data, at: data[: at[3] + 300] + data[at[3] + 500 :], "record at byte {}: a broken record ("),
        (lambda data, at: data[: at[4]] + b"garbage\n" * 30 + data[at[4] :], "its length is wrong"),
    ],
)
def test_a_broken_record_is_named_and_the_rest_is_read(damage, said):
    data, begins = warc(False)
    zero, failure, *rest = pages(damage(data, begins))
    assert (zero, rest) == (0, [4, 5])
    assert said.format(f"{begins[3]:,}") in failure and failure.endswith(REMEDY)


def test_a_record_whose_length_swallows_the_next_ones():
    data, _ = warc(False)
    failure, *rest = pages(data.replace(b"Content-Length: ", b"Content-Length: 9", 1))
    assert failure == f"crawl.warc, record at byte 0: a broken record (it ends too early); {REMEDY}"
    assert rest == [3, 4, 5]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data, at: data[: at[3] + 300] + data[at[3] + 500 :],
        lambda data, at: data[: at[3] + 400] + b"\xff" * 9 + data[at[3] + 409 :],
    ],
)
def test_a_packed_record_that_is_damaged(damage):
    data, begins = warc(True)
    made = pages(damage(data, begins))
    assert [item for item in made if isinstance(item, int)] == [0, 4, 5]
    (failure,) = [item for item in made if isinstance(item, str)]
    assert failure.endswith(REMEDY)


@pytest.mark.parametrize("packed", [False, True])
def test_a_warc_that_is_cut_off(packed):
    *made, failure = pages(warc(packed)[0][:-200])
    assert made == [0, 3, 4] and "a broken record (it ends too early)" in failure


def test_pages_larger_than_the_limit_are_refused_and_the_next_is_read():
    data, _ = warc(False)
    big = data.replace(b"every day.", b"every day." + b" " * 0)
    made = items(big, max_size=500)
    assert len(made) == 4 and all("more than the 0 MB" in item.problem for item in made)


@pytest.mark.parametrize(
    "data", [b"WARC/1.0\r\nfoo", b"WARC/1.0\r\n\r\n", b"WARC/1.0\r\nContent-Length: x\r\n\r\n"]
)
def test_a_warc_of_nonsense(data):
    assert [type(item) for item in items(data)] == [Failure]


def test_an_empty_one():
    (failure,) = items(b"", "a.warc")
    assert failure.line.startswith("a.warc: no WARC records in it")
