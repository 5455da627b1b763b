"""`process_shard`: one input, one Parquet file under a name of its own, whole or not there at all."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import fsspec
import pandas as pd
import pytest

from quotes.model import Article, Extraction, Options
from quotes.pipeline import extract
from quotes.readers import Failure, Skipped, read
from quotes.scale import process
from quotes.scale.inputs import Input, input_of, inputs
from quotes.scale.process import process_shard
from quotes.scale.shards import read_shard, shard_facts
from quotes.scale.spark import RESULT, in_pandas
from quotes.scale.store import Store

TEXT = "“We lost,” Ana Ruiz, the mayor of Lima, said."


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT)
    return path


@pytest.fixture
def output(tmp_path) -> Path:
    path = tmp_path / "out"
    path.mkdir()
    return path


def test_a_shard_holds_what_a_plain_run_finds(output):
    result = process_shard("seeds/01-swing-bridge-shut.txt", output)
    expected = [extract(item) for item in read(["seeds/01-swing-bridge-shut.txt"])]
    assert list(read_shard(output / result.shard)) == expected
    assert (result.status, result.articles, result.quotes) == ("written", 1, len(expected[0].quotes))
    assert [path.name for path in output.iterdir()] == [result.shard]


def test_the_name_depends_on_the_input_alone(article, tmp_path, monkeypatch):
    name = input_of(article).shard
    assert name.startswith("a.txt-") and name.endswith(".parquet")
    assert name != input_of(tmp_path / "b" / "a.txt").shard
    monkeypatch.chdir(article.parent)
    assert input_of("a.txt").shard == name
    assert input_of("s3://bucket/crawl/a b?.warc.gz").shard.startswith("a-b-.warc.gz-")


def test_what_is_there_is_left_alone_unless_it_shall_be_replaced(article, output):
    first = process_shard(article, output)

    def written():
        stat = (output / first.shard).stat()
        return stat.st_ino, stat.st_mtime_ns

    before = written()
    article.write_text(TEXT * 2)
    again = process_shard(article, output)
    assert (again.status, again.shard) == ("there", first.shard)
    assert written() == before
    anew = process_shard(article, output, replace=True)
    assert (anew.status, anew.quotes) == ("written", 2)


def test_a_shard_made_with_other_options_is_told_of(article, output):
    process_shard(article, output)
    other = process_shard(article, output, options=Options("rules"))
    assert other.status == "failed" and "was made with other options" in other.problems[0]
    assert process_shard(article, output, options=Options("rules"), replace=True).status == "written"
    assert shard_facts(output / other.shard)["options"]["engine"] == "rules"


def test_an_input_that_gives_nothing_has_no_shard_but_a_reason(article, output):
    article.write_text("")
    result = process_shard(article, output)
    assert result.status == "failed" and result.problems == (
        f"{article}: empty; put the article's text in it or leave it out",
    )
    (kept,) = output.iterdir()
    assert kept.name == result.shard + ".failures.jsonl"
    assert json.loads(kept.read_text())["problem"] == "empty"
    article.write_text(TEXT)
    assert process_shard(article, output).status == "written"
    assert not kept.exists()


def test_one_bad_article_of_many_is_kept_beside_the_shard(article, output, monkeypatch):
    def several(file, name, *, doc):
        yield Article(TEXT, path=name, doc=doc)
        yield Failure(name, "record 2 is broken", "nothing to be done")
        yield Skipped(name, "an image")
        yield Article(TEXT + " Ask me.", path=name, doc=f"{doc}/3")

    monkeypatch.setattr(process, "read_file", several)
    result = process_shard(article, output)
    assert (result.articles, result.skipped, result.failed) == (2, 1, 1)
    assert result.problems == (f"{article}: record 2 is broken; nothing to be done",)
    assert len(list(read_shard(output / result.shard))) == 2
    assert (output / (result.shard + ".failures.jsonl")).exists()


def test_a_reader_or_parser_that_fails_is_a_failure_like_others(article, output, monkeypatch):
    monkeypatch.setattr("quotes.ingest.parsing.extract", lambda *_: 1 // 0)
    assert "ZeroDivisionError" in process_shard(article, output).problems[0]
    monkeypatch.setattr(process, "read_file", lambda file, *_, **__: (1 // 0 for _ in "a"))
    assert "cannot be read (ZeroDivisionError" in process_shard(article, output).problems[0]


def test_a_disk_that_fails_leaves_nothing_and_is_raised(article, output, monkeypatch):
    def full(self, extraction):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("quotes.scale.shards.ShardWriter.write", full)
    with pytest.raises(OSError, match="No space"):
        process_shard(article, output)
    assert list(output.iterdir()) == []


def test_what_killed_workers_leave_is_swept_up(output):
    ours, others = output / ".a.parquet.1f.tmp", output / ".b.parquet.1f.tmp"
    unfinished = [ours, output / ".a.parquet.failures.jsonl.2e.tmp", others]
    for path in unfinished:
        path.touch()
    Store(output).sweep(["a.parquet"])
    assert [path for path in unfinished if path.exists()] == [others]
    assert Store(output).shards() == []


@pytest.fixture
def memory():
    files = fsspec.filesystem("memory")
    files.store.clear()
    yield files
    files.store.clear()


def test_inputs_and_shards_may_be_behind_any_protocol(memory, article):
    memory.pipe("/bucket/crawl/a.txt", TEXT.encode())
    memory.pipe("/bucket/crawl/deep/b.txt", TEXT.encode())
    memory.pipe("/bucket/readme.md", b"")
    found = list(inputs(["memory://bucket/crawl/*.txt"]))
    assert found == [Input("memory:///bucket/crawl/a.txt", "memory:///bucket/crawl/a.txt", "a.txt")]
    below = list(inputs(["memory://bucket/crawl"]))
    assert [one.doc for one in below] == ["a.txt", "deep/b.txt"]
    store = Store("memory://bucket/shards")
    store.make()
    result = process_shard(found[0], "memory://bucket/shards")
    assert process_shard(found[0], "memory://bucket/shards").status == "there"
    assert store.shards() == [result.shard]
    with store.opened(result.shard) as file:
        (extraction,) = read_shard(file)
    (plain,) = read([article])
    assert extraction.article == Article(TEXT, doc="a.txt", path=found[0].name, format=plain.format)
    assert len(extraction.quotes) == 1
    gone = process_shard("memory://bucket/gone.txt", "memory://bucket/shards")
    assert gone.problems == ("memory://bucket/gone.txt: no such file; check the spelling",)
    assert store.has(gone.shard + ".failures.jsonl") and not store.has(gone.shard)


def test_files_folders_and_patterns(article, monkeypatch):
    (article.parent / "b.txt").write_text(TEXT)
    monkeypatch.chdir(article.parent.parent)

    def names(*paths):
        return [(one.name, one.doc) for one in inputs(paths)]

    assert names("in") == [("in/a.txt", "a.txt"), ("in/b.txt", "b.txt")] == names("in/*.txt")
    assert names(f"file://{article}") == [(f"file://{article}", "a.txt")]
    problems = [item.problem for item in inputs(["in/*.md", "nope", "-", "wrong://x", "file:///no/*.txt"])]
    assert [problem.split(" (")[0] for problem in problems] == [
        *("no file fits the pattern", "no such file or folder", "has no place of its own"),
        *("cannot be opened", "no file fits the address"),
    ]


def test_an_input_of_many_articles_at_an_address(memory, output):
    lines = [json.dumps({"text": f"{n}. {TEXT}", "url": f"https://e.org/{n}"}) for n in range(3)]
    memory.pipe("/crawl/a.jsonl.gz", gzip.compress("\n".join(lines).encode()))
    result = process_shard("memory://crawl/a.jsonl.gz", output)
    if result.status == "failed":
        pytest.skip("no reader of compressed JSON lines yet")
    stored = list(read_shard(output / result.shard))
    assert [extraction.article.url for extraction in stored] == [f"https://e.org/{n}" for n in range(3)]
    assert all("/tmp" not in str(extraction.article.path) for extraction in stored)
    assert all(isinstance(extraction, Extraction) and extraction.quotes for extraction in stored)


def test_spark_calls_the_same_function(article, output):
    """`mapInPandas` hands a function data frames and takes data frames of the schema it was told."""
    frames = [pd.DataFrame({"input": [str(article), "no.txt"]}), pd.DataFrame({"input": [str(article)]})]
    first, second = in_pandas(str(output))(iter(frames))
    assert list(first["status"]) == ["written", "failed"] and list(second["status"]) == ["there"]
    assert [f"{name}" for name in first.columns] == [column.split()[0] for column in RESULT.split(", ")]
    assert len(list(read_shard(output / first["shard"][0]))) == 1
