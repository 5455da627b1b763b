"""Compressed files and archives: what is in them is read on the way, and nothing in them can do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import tarfile
import zipfile

import pytest
import zstandard
from web_server import page

from quotes.model import Article
from quotes.readers import Deferred, Failure, Reading, Skipped, read, read_file

TEXT = "“We lost,” Ana Ruiz said."
CHECKED = zstandard.ZstdCompressor(write_checksum=True)
PACKERS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": CHECKED.compress,
}


def items(data, name, **how):
    return [
        item() if isinstance(item, Deferred) else item
        for item in read_file(io.BytesIO(data), name, Reading(**how))
    ]


def lines(data, name, **how):
    return [
        f"{item.doc}: {item.text}" if isinstance(item, Article)
        else item.line if isinstance(item, Failure)
        else f"skipped {item.path}: {item.reason}"
        for item in items(data, name, **how)
    ]  # fmt: skip


def zipped(members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(members, mode="w"):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


ARCHIVES = {
    "zip": zipped,
    "tar": tarred,
    "tar.gz": lambda members: tarred(members, "w:gz"),
    "tgz": lambda members: tarred(members, "w:gz"),
    "tar.bz2": lambda members: tarred(members, "w:bz2"),
    "tar.xz": lambda members: tarred(members, "w:xz"),
    "tar.zst": lambda members: PACKERS["zst"](tarred(members)),
}


@pytest.mark.parametrize("ending", PACKERS)
def test_a_packed_file_is_read_as_what_it_holds(ending):
    table = (json.dumps({"text": TEXT}) + "\n") * 2
    assert lines(PACKERS[ending](TEXT.encode()), f"a.txt.{ending}") == [f"a.txt.{ending}: {TEXT}"]
    assert [item.format for item in items(PACKERS[ending](table.encode()), "no-ending-at-all")] == ["nl"] * 2
    assert [item.text for item in items(PACKERS[ending](b"text\nYes.\n"), f"a.csv.{ending}")] == ["Yes."]


@pytest.mark.parametrize("ending", PACKERS)
def test_several_packed_files_one_behind_the_other_are_one(ending):
    data = PACKERS[ending](b"One. ") + PACKERS[ending](b"Two.")
    assert [item.text for item in items(data, f"a.txt.{ending}")] == ["One. Two."]


@pytest.mark.parametrize("ending", ARCHIVES)
def test_the_members_of_an_archive(ending):
    members = {
        "in/one.txt": TEXT.encode(),
        "two.nl": b'{"id": 7, "text": "Two."}\n{"bad\n',
        "page.html": page(title="Title").encode(),
        ".hidden": b"x",
        "__MACOSX/one.txt": b"x",
        "picture.png": b"\x89PNG\r\n\x1a\n",
        "inner.zip": zipped({"deep.txt.gz": gzip.compress(b"Deep.")}),
        "list.txt": b"http://127.0.0.1:9/a\n",
    }
    name = f"a.{ending}"
    made = lines(ARCHIVES[ending](members), name)
    assert made[0] == f"{name}/in/one.txt: {TEXT}"
    assert made[1] == f"{name}/two.nl/7: Two."
    assert made[2].startswith(f"{name}/two.nl, line 2: not JSON")
    assert made[3].startswith(f"{name}/page.html: Title")
    assert made[4:] == [
        f"skipped {name}/.hidden: its name begins with a full stop",
        f"skipped {name}/__MACOSX/one.txt: a Macintosh's notes on a file",
        f"{name}/picture.png: holds a PNG image, which cannot be read; save the document as plain text",
        f"{name}/inner.zip/deep.txt.gz: Deep.",
        f"skipped {name}/list.txt: a list of addresses, which is read only where it is named",
    ]


def test_the_path_of_a_member_is_the_archives_and_its_own(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"b/c.txt": TEXT}))
    (made,) = read([tmp_path])
    assert (made.doc, made.path) == ("a.zip/b/c.txt", f"{tmp_path}/a.zip/b/c.txt")


@pytest.mark.parametrize("ending", ARCHIVES)
def test_archives_from_a_pipe(ending):
    (made,) = read(["-"], stdin=pipe(ARCHIVES[ending]({"a.txt": TEXT.encode()})))
    assert (made.text, made.doc, made.path) == (TEXT, "-/a.txt", None)


def pipe(data):
    """What cannot be read twice, and hands out little at a time."""

    class Pipe(io.BytesIO):
        def seekable(self):
            return False

        def read(self, size=-1):
            return super().read(min(size, 1000) if size >= 0 else 1000)

        read1 = read

    return Pipe(data)


def test_nothing_is_written_and_names_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    members = {"../../out.txt": b"One.", "/etc/passwd2": b"Two.", "a\\..\\b.txt": b"Three.", "..": b"Four."}
    for make in (zipped, tarred):
        assert lines(make(members), "x") == [
            "x/out.txt: One.", "x/etc/passwd2: Two.", "x/a/b.txt: Three.", "x/nameless: Four.",
        ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_links_in_a_tar_are_not_followed():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            entry = tarfile.TarInfo("link")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    assert lines(file.getvalue(), "a.tar") == []


# Few lines, since each takes its time.
BOMB = (b" " * 99_999 + b"\n") * 1_500


@pytest.mark.parametrize("ending", PACKERS)
def test_a_bomb_is_refused_at_a_limit_that_the_user_can_set(ending):
    data = PACKERS[ending](BOMB[:30_000_000])
    said = ["a: over 10.0 MB, more than the 10 MB an article may have; "
            "split it into articles or raise --max-size"]  # fmt: skip
    assert lines(data, "a") == said
    assert lines(data, "a", format="nl", max_unpacked=5_000_000) == [
        "a: unpacks to more than 5.0 MB; if you trust it, allow more with --max-unpacked"
    ]
    assert lines(data, "a", format="nl", max_unpacked=50_000_000) == []


def test_without_a_limit_it_is_200_times_the_size():
    bomb = gzip.compress(gzip.compress(BOMB, 9), 9)
    assert lines(bomb, "a", format="nl") == [
        "a: unpacks to more than 100.0 MB; if you trust it, allow more with --max-unpacked"
    ]
    honest = gzip.compress(random.Random(1).randbytes(3_000_000).hex().encode())
    assert lines(honest, "a.txt.gz")[0].startswith("a.txt.gz: ")


def test_a_bomb_in_an_archive_ends_the_archive():
    members = {f"{n}.nl": BOMB[:40_000_000] for n in range(3)} | {"z.txt": TEXT}
    assert lines(zipped(members), "a.zip") == [
        "a.zip: unpacks to more than 100.0 MB; if you trust it, allow more with --max-unpacked"
    ]


def test_archives_in_archives_without_end():
    data = TEXT.encode()
    for _ in range(7):
        data = zipped({"a.zip": data})
    (line,) = lines(data, "a.zip")
    assert line.endswith("archives in archives, five deep; unpack it first")


@pytest.mark.parametrize("ending", ["gz", "xz", "bz2", "zst"])
def test_a_file_that_is_cut_off_gives_the_lines_before(ending):
    randomly = random.Random(1)
    records = [{"id": n, "text": randomly.randbytes(400).hex()} for n in range(800)]
    table = "".join(json.dumps(record) + "\n" for record in records).encode()
    packed = PACKERS[ending](table)
    *made, failure = items(packed[: len(packed) // 2], f"a.nl.{ending}")
    assert failure.line.startswith(f"a.nl.{ending}: the packed data ends in the middle")
    assert len(made) >= {"gz": 50}.get(ending, 0)
    assert [item.text for item in made] == [record["text"] for record in records[: len(made)]]


def test_a_text_that_is_cut_off_is_no_article():
    packed = gzip.compress(os.urandom(9000).hex().encode())
    assert lines(packed[:-100], "a.txt.gz") == [
        "a.txt.gz: the packed data ends in the middle; fetch or copy the file again"
    ]


@pytest.mark.parametrize("ending", PACKERS)
def test_damaged_data_is_a_failure(ending):
    packed = bytearray(PACKERS[ending](random.Random(2).randbytes(50_000).hex().encode()))
    packed[len(packed) // 2] ^= 0xFF
    (line,) = lines(bytes(packed), f"a.txt.{ending}")
    assert line.startswith(f"a.txt.{ending}: the packed data is damaged")


def test_a_damaged_member_does_not_keep_us_from_the_next():
    data = bytearray(zipped({"a.txt": random.Random(3).randbytes(5000).hex(), "b.txt": TEXT}))
    data[2000] ^= 0xFF
    first, second = lines(bytes(data), "a.zip")
    assert first.startswith("a.zip/a.txt: ") and second == f"a.zip/b.txt: {TEXT}"
    cut = gzip.compress(b"Never whole." * 99)[:-20]
    first, second = lines(tarred({"a.txt.gz": cut, "b.txt": TEXT.encode()}), "a.tar")
    assert first.startswith("a.tar/a.txt.gz: the packed data ends") and second == f"a.tar/b.txt: {TEXT}"


@pytest.mark.parametrize("cut", [100, 600, 1200])
def test_an_archive_that_is_cut_off(cut):
    data = tarred({"a.txt": TEXT.encode(), "b.txt": b"x " * 2000})
    made = lines(data[: len(data) - 10240 + cut] if cut == 100 else data[:cut], "a.tar")
    assert all("a.tar" in line for line in made)
    (line,) = lines(zipped({"a.txt": TEXT})[:-30], "a.zip")
    assert line == "a.zip: a damaged ZIP archive; fetch or copy the file again"


def test_members_with_a_password():
    data = bytearray(zipped({"a.txt": TEXT}, zipfile.ZIP_STORED))
    for header in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(header) + (6 if header.endswith(b"\x04") else 8)
        data[at] |= 1  # the flag of encryption
    assert lines(bytes(data), "a.zip") == ["a.zip/a.txt: locked with a password; unpack it first"]


def test_office_documents_are_not_taken_for_archives():
    data = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert lines(data, "a.docx") == [
        "a.docx: holds an office document or e-book; save the document as plain text"
    ]


def test_an_empty_archive_holds_nothing():
    assert lines(zipped({}), "a.zip") == []
    assert items(zipped({"a/": b""}), "a.zip") == []


def test_skipped_is_what_it_says():
    assert items(zipped({".a": b""}), "a.zip") == [Skipped("a.zip/.a", "its name begins with a full stop")]
