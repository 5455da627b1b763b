"""`quotes extract`: newline-delimited JSON, no database, one line for each document that fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from quotes.cli import cli
from quotes.model import Article, Extraction, Mention, Options, Quote, Span, Speaker
from quotes.records import records

TEXT = "“We lost,” Ana Ruiz, the mayor, told Televisa, according to NPR. “Ask me \x9btomorrow.”"
KEYS = [
    *("doc", "n", "kind", "content", "text", "cue", "source", "speaker", "speaker_kind", "role", "via"),
    *("addressee", "medium", "status", "confidence", "nested_in", "act", "verb", "rule", "runner_up"),
]


def span(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


@pytest.fixture
def extraction() -> Extraction:
    return Extraction(
        Article(TEXT, doc="a.txt"),
        (
            Quote(
                n=1,
                kind="direct",
                content=(span("“We lost,”"), span("“Ask me \x9btomorrow.”")),
                cue=(span("told"),),
                verb="tell",
                source=Mention((span("Ana Ruiz, the mayor,"),), "Ana Ruiz, the mayor,", "named"),
                speakers=(1, 0),
                role="the mayor",
                via="NPR",
                addressee="Televisa",
                confidence=0.912345,
                rule="trailing; name",
                runner_up=span("NPR"),
            ),
            Quote(n=2, kind="indirect", content=(span("lost"),), nested_in=1),
        ),
        (Speaker("Jo Lee", "person"), Speaker("Ana Ruiz", "person")),
    )


def test_a_record_has_the_keys_of_the_design_in_their_order(extraction):
    one, two = records(extraction)
    assert list(one) == list(two) == KEYS
    assert one == {
        "doc": "a.txt",
        "n": 1,
        "kind": "direct",
        "content": [[0, 10], [65, 84]],
        "text": "“We lost,” … “Ask me \x9btomorrow.”",
        "cue": [[32, 36]],
        "source": [[11, 31]],
        "speaker": "Ana Ruiz",
        "speaker_kind": "person",
        "role": "the mayor",
        "via": "NPR",
        "addressee": "Televisa",
        "medium": None,
        "status": "said",
        "confidence": 0.9123,
        "nested_in": None,
        "act": "speech",
        "verb": "tell",
        "rule": "trailing; name",
        "runner_up": "NPR",
    }
    assert (two["verb"], two["rule"], two["runner_up"]) == (None, "", None)
    assert (two["source"], two["speaker"], two["nested_in"]) == ([], None, 1)


def test_one_line_a_quote_and_nothing_a_terminal_would_obey(extraction, monkeypatch, tmp_path):
    monkeypatch.setattr("quotes.ingest.parsing.extract", lambda article, options: extraction)
    (tmp_path / "a.txt").write_text(TEXT)
    result = CliRunner().invoke(cli, ["extract", str(tmp_path / "a.txt")])
    assert result.exit_code == 0
    assert [json.loads(line)["n"] for line in result.stdout.splitlines()] == [1, 2]
    assert "\x9b" not in result.stdout


def test_failures_are_named_on_stderr_and_the_rest_is_read(extraction, monkeypatch, tmp_path):
    monkeypatch.setattr("quotes.ingest.parsing.extract", lambda article, options: extraction)
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").touch()
    result = CliRunner().invoke(cli, ["extract", "missing", str(tmp_path)])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert [line.split(": ")[1].split(";")[0] for line in result.stderr.splitlines()] == [
        "no such file or folder",
        "empty",
    ]


def test_a_parser_that_fails_loses_one_article_only(extraction, monkeypatch, tmp_path):
    def parser(article: Article, options: Options) -> Extraction:
        if article.doc == "b.txt":
            raise RecursionError("too\ndeep")
        return extraction

    monkeypatch.setattr("quotes.ingest.parsing.extract", parser)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TEXT)
    result = CliRunner().invoke(cli, ["extract", str(tmp_path)])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr == (
        f"{tmp_path}/b.txt: cannot be parsed (RecursionError: too deep); please report this with the file\n"
    )


def test_no_path_is_a_usage_error():
    assert CliRunner().invoke(cli, ["extract"]).exit_code == 2


def run(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "quotes", *arguments], capture_output=True, **options)


# The command with a parser that takes every article for one quote: output enough to fill any pipe.
ONE_QUOTE_EACH = """
import quotes.ingest.parsing
from quotes.cli import cli
from quotes.model import Extraction, Quote, Span
quotes.ingest.parsing.extract = lambda article, options: Extraction(
    article, (Quote(n=1, kind="direct", content=(Span(0, len(article.text)),)),)
)
cli()
"""


@pytest.fixture
def many(tmp_path):
    for n in range(300):
        (tmp_path / f"{n}.txt").write_text("“We lost,” Ana Ruiz said. “Ask me tomorrow.”\n\n" * 20)
    return [sys.executable, "-c", ONE_QUOTE_EACH, "extract", str(tmp_path)]


def test_standard_input_end_to_end():
    done = run("extract", "-", input="“We lost,” Ana Ruiz said.".encode("utf-16"))
    assert (done.returncode, done.stderr) == (0, b"")
    for line in done.stdout.splitlines():
        assert list(json.loads(line)) == KEYS


def test_a_reader_that_leaves_early_is_no_reason_to_complain(many):
    with subprocess.Popen(many, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as extracting:
        assert json.loads(extracting.stdout.readline())["n"] == 1
        extracting.stdout.close()
        assert extracting.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(many):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(many, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    line = "Error: The disk is full; free some space and run the same command again\n"
    assert (done.returncode, done.stderr) == (1, line)
