"""Which files are read, in what order, under what name, and what is said about the others."""

from __future__ import annotations

import inspect
import io
import os
import socket
import sys
from pathlib import Path

import pytest

from quotes.model import Article
from quotes.readers import Deferred, Failure, Reading, Skipped, count, read

SEED = Path(__file__).parent.parent / "seeds" / "000_22f8e7120dd248bd.txt"


def outcome(*paths, stdin=None, skip=(), **how):
    """{name: doc, or the failure's line, or "skipped: why"} of everything that was met."""
    return [
        item.doc
        if isinstance(item, Article)
        else item.line
        if isinstance(item, Failure)
        else f"skipped {item.path}: {item.reason}"
        for item in map(done, read(paths, Reading(**how), stdin=stdin, skip=skip))
    ]


def done(item):
    """What a reader left for later, done now."""
    return item() if isinstance(item, Deferred) else item


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "articles"
    for name in ("b.txt", "a.txt", "sub/z.txt", "sub/deep/y.txt", "c.txt"):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"It is {name}.")
    return root


def test_a_file_is_read_to_the_letter_under_its_own_name():
    (article,) = read([SEED])
    assert article.text == SEED.read_bytes().decode("utf-8")
    assert (article.doc, article.path, article.format) == (SEED.name, str(SEED), "text")


def test_the_caption_on_the_first_line_is_the_title():
    (article,) = read([SEED])
    assert article.title == article.text.splitlines()[0]


def test_a_folder_is_read_in_sorted_order_and_docs_are_paths_below_it(folder):
    assert outcome(folder) == ["a.txt", "b.txt", "c.txt", "sub/deep/y.txt", "sub/z.txt"]


def test_paths_are_read_in_the_order_given_and_path_is_as_the_user_named_it(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert [(item.doc, item.path) for item in read(["sub", "b.txt"])] == [
        ("deep/y.txt", "sub/deep/y.txt"),
        ("z.txt", "sub/z.txt"),
        ("b.txt", "b.txt"),
    ]


def test_standard_input_is_read_as_bytes_and_only_once():
    (article, again) = read(["-", "-"], stdin=io.BytesIO("Caf\u00e9 \u201chere\u201d".encode("cp1252")))
    assert (article.text, article.doc, article.path) == ("Café “here”", "-", None)
    assert again == Skipped("-", "standard input was read already")


def test_a_file_called_minus_is_a_file(folder, monkeypatch):
    monkeypatch.chdir(folder)
    Path("./-").write_text("A file.")
    (article,) = read(["./-"], stdin=io.BytesIO(b"Not this."))
    assert article.text == "A file."


def test_hidden_files_are_skipped(folder):
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref")
    assert outcome(folder)[0] == f"skipped {folder}/.git: its name begins with a full stop"
    assert outcome(folder / ".git" / "HEAD") == ["HEAD"]  # unless it is named


def test_the_database_itself_is_no_document(folder):
    db = folder / "quotes.db"
    db.write_bytes(b"SQLite format 3\0")
    assert outcome(folder, skip=[db]) == ["a.txt", "b.txt", "c.txt", "sub/deep/y.txt", "sub/z.txt"]
    assert outcome(db, skip=[db]) == [f"skipped {db}: it is the database itself"]


def test_links_are_followed_but_never_round_in_circles(folder):
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "twin").symlink_to(folder / "sub", target_is_directory=True)
    (folder / "zz.txt").symlink_to(folder / "a.txt")
    assert outcome(folder) == [
        "a.txt",
        "b.txt",
        "c.txt",
        "sub/deep/y.txt",
        f"skipped {folder}/sub/loop: the folder it leads to was read already",
        "sub/z.txt",
        f"skipped {folder}/twin: the folder it leads to was read already",
        "zz.txt",
    ]


def test_folders_may_nest_deeper_than_python_calls(tmp_path):
    path = tmp_path.joinpath(*["d"] * 100)
    path.mkdir(parents=True)
    (path / "z.txt").write_text("The end.")
    depth = len(inspect.stack())
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(depth + 60)
        met = outcome(tmp_path)
    finally:
        sys.setrecursionlimit(limit)
    assert met == ["d/" * 100 + "z.txt"]


def test_what_cannot_be_read_is_one_line_with_a_remedy_and_the_rest_is_read(folder):
    (folder / "d-empty.txt").touch()
    (folder / "e-white.txt").write_text(" \n\t\n")
    (folder / "f.bin").write_bytes(bytes(range(256)) * 9)
    (folder / "g.pdf").write_bytes(b"%PDF-1.7 \xff\xfe")
    (folder / "h.html").write_text("<!DOCTYPE html><p>Hello")
    (folder / "i-dangling.txt").symlink_to("nowhere.txt")
    (folder / "j-circle.txt").symlink_to("j-circle.txt")
    os.mkfifo(folder / "k-pipe")
    met = outcome(folder, "missing.txt", "bad\0name")
    assert [line.replace(f"{folder}/", "") for line in met] == [
        "a.txt",
        "b.txt",
        "c.txt",
        "d-empty.txt: empty; put the article's text in it or leave it out",
        "e-white.txt: holds no words; put the article's text in it or leave it out",
        "f.bin: a binary file, not text; save the document as plain text in UTF-8",
        "g.pdf: holds a PDF, which cannot be read; save the document as plain text",
        "skipped h.html: no article on this page: only 1 words",
        "i-dangling.txt: a link to nowhere.txt, which does not exist; mend or remove the link",
        "j-circle.txt: cannot be opened (Too many levels of symbolic links); "
        "check the path and the disk it is on",
        "k-pipe: a named pipe, not a file; pipe its contents in and name - as the path",
        "sub/deep/y.txt",
        "sub/z.txt",
        "missing.txt: no such file or folder; check the spelling",
        "bad\0name: a name with a null byte, which no file has; check the spelling",
    ]


def test_no_name_is_not_the_current_folder(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert outcome("") == [": no such file or folder; check the spelling"]
    assert len(outcome(".")) == 5


def test_sockets_and_devices_are_not_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s")
        assert outcome("s", "/dev/zero") == [
            "s: a socket, not a file; pipe its contents in and name - as the path",
            "/dev/zero: a device, not a file; pipe its contents in and name - as the path",
        ]


@pytest.mark.parametrize("inside", [[], ["empty"]])
def test_an_empty_folder_is_a_failure(tmp_path, inside):
    for name in inside:
        (tmp_path / name).mkdir()
    assert outcome(tmp_path) == [f"{tmp_path}: the folder holds no files; name a folder with documents in it"]


def test_an_empty_folder_beside_files_is_nothing_to_speak_of(folder):
    (folder / "empty").mkdir()
    assert len(outcome(folder)) == 5


def test_a_file_without_permission(folder, monkeypatch):
    """Root reads everything, so the refusal is simulated; `test_cli_import` drops root's rights."""
    real_open = Path.open

    def guarded(self, *arguments, **options):
        if self.name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return real_open(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", guarded)
    line = f"{folder}/b.txt: permission denied; give yourself the right to read it, for instance with chmod"
    assert outcome(folder)[:3] == ["a.txt", line, "c.txt"]


def test_a_folder_without_permission(folder, monkeypatch):
    real_scandir = os.scandir

    def guarded(path):
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert outcome(folder)[-1].startswith(f"{folder}/sub: permission denied; ")


def test_a_disk_that_fails_midway(folder, monkeypatch):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError(5, "Input/output error")

        read1 = read

    assert outcome("-", folder / "a.txt", stdin=Broken()) == [
        "standard input: cannot be opened (Input/output error); check the path and the disk it is on",
        "a.txt",
    ]


def test_documents_too_long_for_an_article_are_refused_before_they_are_read(tmp_path):
    giant = tmp_path / "giant.txt"
    with giant.open("wb") as file:
        file.truncate(50_000_000)  # a sparse file: nothing is written
    remedy = "an article may have; split it into articles or raise --max-size"
    assert outcome(giant, "-", stdin=io.BytesIO(b"x " * 10), max_size=10) == [
        f"{giant}: 50.0 MB, more than the 0 MB {remedy}",
        f"standard input: over 0.0 MB, more than the 0 MB {remedy}",
    ]


def test_a_name_that_is_not_utf8_can_be_printed_and_stored(tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("Text.")
    assert outcome(tmp_path) == [r"caf\xe9.txt"]


def test_one_item_comes_for_each_that_is_counted(folder):
    (folder / ".hidden").touch()
    (folder / "broken").symlink_to("nowhere")
    paths = [folder, "-", "missing", SEED]
    assert count(paths) == len(list(read(paths, stdin=io.BytesIO(b"Text.")))) == 10


def test_standard_input_that_is_closed_is_a_failure(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert outcome("-") == ["standard input: it is closed; pipe a document in or name a file"]
