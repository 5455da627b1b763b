"""`quotes evaluate`: a table or JSON of figures, and one line for each file that cannot be used."""

from __future__ import annotations

import gzip
import json

import pytest
from click.testing import CliRunner
from evaluate_samples import BUILT, GOLD, LOST, TEXT, row

from quotes.cli import cli
from quotes.evaluate import FORMS, Row
from quotes.model import Span


def as_lists(given: tuple[Span, ...]) -> list[list[int]]:
    return [list(span) for span in given]


def gold_line(*rows: Row, doc: str = "a", text: str = TEXT) -> str:
    attributions = [
        {"content": as_lists(one.content), "cue": as_lists(one.cue), "source": as_lists(one.source)}
        for one in rows
    ]
    return json.dumps({"doc": doc, "text": text, "attributions": attributions}) + "\n"


def quote_line(one: Row, doc: str = "a", **more: object) -> str:
    spans = {"content": as_lists(one.content), "cue": as_lists(one.cue), "source": as_lists(one.source)}
    return json.dumps({"doc": doc, **spans, "speaker": one.speaker, **more}) + "\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gold.jsonl").write_text(gold_line(*GOLD), encoding="utf-8")
    return tmp_path


def run(*arguments: str, stdin: str | None = None):
    return CliRunner().invoke(cli, ["evaluate", *arguments], input=stdin)


def test_the_table(here):
    (here / "predicted.jsonl").write_text(
        quote_line(row(*LOST), confidence=0.9) + quote_line(row(BUILT[0]), confidence=0.6), encoding="utf-8"
    )
    done = run("gold.jsonl", "predicted.jsonl", "--samples", "10")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "form      gold  predicted  measure       P      R     F1  accuracy  95 %\n"
        "--------  ----  ---------  --------  -----  -----  -----  --------  -----------\n"
        "quoted       1          1  found     100.0  100.0  100.0            100.0–100.0\n"
        "                           exact     100.0  100.0  100.0\n"
        "                           relation  100.0  100.0  100.0            100.0–100.0\n"
        "                           letters   100.0  100.0  100.0\n"
        "                           source                            100.0  100.0–100.0\n"
        "indirect     2          1  found     100.0   50.0   66.7            66.7–66.7\n"
        "                           exact     100.0   50.0   66.7\n"
        "                           relation    0.0    0.0    0.0            0.0–0.0\n"
        "                           letters   100.0   76.7   86.8\n"
        "                           source                              0.0  0.0–0.0\n"
        "reported     1             found            100.0                   100.0–100.0\n"
        "                           exact            100.0\n"
        "                           relation           0.0                   0.0–0.0\n"
        "                           source                              0.0  0.0–0.0\n"
        "all          3          2  found     100.0   66.7   80.0            80.0–80.0\n"
        "                           exact     100.0   66.7   80.0\n"
        "                           relation   50.0   33.3   40.0            40.0–40.0\n"
        "                           letters   100.0   84.4   91.6\n"
        "                           source                             50.0  50.0–50.0\n"
        "\n"
        "1 document; intervals from 10 samples of them, seed 0\n"
        "Relation precision in the more confident half (1): 100.0\n"
        "Expected calibration error of confidence: 35.0\n"
    )


def test_json_has_everything(here):
    predicted = quote_line(row(*LOST)) + quote_line(row("No one else spoke", "", "", speaker="Jo\x9b"))
    done = run("gold.jsonl", "-", "--json", "--errors", "1", "--seed", "5", stdin=predicted)
    found = json.loads(done.stdout)
    assert list(found) == ["documents", *FORMS, "confidence", "mistakes", "samples", "seed"]
    assert found["all"]["gold"] == 3 and found["all"]["predicted"] == 2
    assert found["quoted"]["found"] == {"precision": 1, "recall": 1, "f1": 1, "interval": [1, 1]}
    assert found["reported"]["found"] == {"recall": 0, "interval": [0, 0]}
    assert found["reported"]["source"] == {"accuracy": None}
    assert found["confidence"] is None  # the rows have none
    assert found["mistakes"]["missed indirect"]["count"] == 2
    assert len(found["mistakes"]["missed indirect"]["drawn"]) == 1
    assert found["mistakes"]["spurious indirect"]["drawn"] == [
        {"doc": "a", "content": "No one else spoke", "source": "", "cue": "", "predicted": None}
    ]
    assert (found["samples"], found["seed"]) == (1000, 5)


def test_errors_are_listed_by_kind(here):
    done = run("gold.jsonl", "-", "--errors", "9", stdin=quote_line(row(LOST[0], "", "Her deputy")))
    assert done.stdout.endswith(
        "\nmissed indirect: 2\n"
        "  a: for rain | Her deputy | hopes\n"
        "  a: that it would be built again | Mayor Ruiz | said\n"
        "\nsource: 1\n"
        "  a: “We lost the bridge,” | Ana Ruiz, not Her deputy | said\n"
    )


def test_without_paths_the_parser_reads_the_texts(here):
    (here / "a").write_text(TEXT, encoding="utf-8")
    extracted = CliRunner().invoke(cli, ["extract", "a"]).stdout
    assert extracted
    alone = run("gold.jsonl", "--json")
    assert (alone.exit_code, alone.stderr) == (0, "")
    assert json.loads(alone.stdout)["quoted"]["found"]["f1"] == 1
    assert json.loads(alone.stdout)["confidence"]["rows"] > 0
    assert run("gold.jsonl", "-", "--json", stdin=extracted).stdout == alone.stdout


def test_the_parser_is_asked_as_extract_asks_it(here):
    everything = json.loads(run("gold.jsonl", "--engine", "rules", "--attitudes", "--json").stdout)
    nothing = json.loads(run("gold.jsonl", "--min-confidence", "1", "--json").stdout)
    assert everything["all"]["predicted"] > 0
    assert (nothing["all"]["predicted"], nothing["all"]["found"]["precision"]) == (0, None)
    assert nothing["all"]["found"]["recall"] == 0 and nothing["confidence"] is None


@pytest.mark.parametrize("option", [["--engine", "rules"], ["--attitudes"], ["--min-confidence", "0.5"]])
def test_what_was_predicted_elsewhere_is_not_asked_for_again(here, option):
    done = run("gold.jsonl", "-", *option, stdin=quote_line(GOLD[0]))
    assert done.exit_code == 2
    assert f"{option[0]} is for the parser; give it to `quotes extract`" in done.stderr


def test_files_may_be_gzipped_and_several(here):
    (here / "gold.jsonl.gz").write_bytes(gzip.compress(gold_line(*GOLD).encode()))
    (here / "one.jsonl").write_text("\ufeff" + quote_line(row(*LOST)), encoding="utf-8")
    (here / "two.jsonl.gz").write_bytes(gzip.compress(("\n" + quote_line(row(*BUILT))).encode()))
    found = json.loads(run("gold.jsonl.gz", "one.jsonl", "two.jsonl.gz", "--json").stdout)
    assert found["all"]["found"]["recall"] == pytest.approx(2 / 3)


GOLD_REMEDY = (
    'every line of GOLD must be {"doc": …, "text": …, "attributions": [{"content": [[start, end]], …}]}'
)
QUOTE_REMEDY = "every line must be a quote as `quotes extract` prints it"
SPAN_REMEDY = "spans are [[start, end], …] in code points into the document's text, the end not included"


@pytest.mark.parametrize(
    ("gold", "line"),
    [
        ("", f"it holds no documents, and there is nothing to measure by; {GOLD_REMEDY}"),
        (gold_line(), f"it holds no attributions, and there is nothing to measure by; {GOLD_REMEDY}"),
        ("“We lost”", f"line 1: not JSON (Expecting value at column 1); {GOLD_REMEDY}"),
        ("\n[1]", f"line 2: not a JSON object; {GOLD_REMEDY}"),
        (quote_line(GOLD[0]), f'line 1: no "text"; {GOLD_REMEDY}'),
        ('{"doc": "a", "text": null}', f'line 1: "text" is not a string; {GOLD_REMEDY}'),
        ('{"doc": "a", "text": ""}', f'line 1: no "attributions"; {GOLD_REMEDY}'),
        (
            '{"doc": "a", "text": "", "attributions": [0]}',
            f"line 1: an attribution that is no object; {GOLD_REMEDY}",
        ),
        (
            '{"doc": "a", "text": "", "attributions": [{"cue": []}]}',
            f'line 1: no "content"; {GOLD_REMEDY}',
        ),
        (
            '{"doc": "a", "text": "", "attributions": [{"content": [], "names": [0]}]}',
            f'line 1: "names" is not a list of strings; {GOLD_REMEDY}',
        ),
        (
            '{"doc": "a", "text": "abc", "attributions": [{"content": [[0, 4]]}]}',
            f'line 1: "content" holds [0, 4], outside the text of 3 characters; {SPAN_REMEDY}',
        ),
        (
            '{"doc": "a", "text": "abc", "attributions": [{"content": [], "source": [0, 1]}]}',
            f'line 1: "source" holds 0, which is no span; {SPAN_REMEDY}',
        ),
        (
            gold_line(*GOLD) * 2,
            'line 2: the document "a" for the second time; give each a name of its own',
        ),
        (b"\xff\xfe{", "line 1: not UTF-8; save the file as UTF-8"),
        (b"\x1f\x8b\x08\x00", "damaged gzip; compress or download it again"),
        (gzip.compress(b"{}", mtime=0)[:-9] + b"123456789", "damaged gzip; compress or download it again"),
    ],
)
def test_gold_that_cannot_be_used_is_one_line(here, gold, line):
    (here / "gold.jsonl").write_bytes(gold if isinstance(gold, bytes) else gold.encode())
    says_one_line(run("gold.jsonl"), "gold.jsonl", line)


@pytest.mark.parametrize(
    ("predicted", "line"),
    [
        ("", f"no predicted quotes in it; {QUOTE_REMEDY}"),
        ("x", f"line 1: not JSON (Expecting value at column 1); {QUOTE_REMEDY}"),
        (gold_line(*GOLD), f'line 1: no "content"; {QUOTE_REMEDY}'),
        ('{"content": []}', f'line 1: no "doc"; {QUOTE_REMEDY}'),
        (quote_line(GOLD[0], doc="b"), 'line 1: GOLD has no document "b"; name the documents as GOLD does'),
        (
            f'{quote_line(GOLD[0])}{{"doc": "a", "content": [[5, 999]]}}',
            f'line 2: "content" holds [5, 999], outside the text of {len(TEXT)} characters; {SPAN_REMEDY}',
        ),
        (
            '{"doc": "a", "content": [[9, 5]]}',
            f'line 1: "content" holds [9, 5], outside the text of {len(TEXT)} characters; {SPAN_REMEDY}',
        ),
        (
            '{"doc": "a", "content": [[true, 5]]}',
            f'line 1: "content" holds [true, 5], which is no span; {SPAN_REMEDY}',
        ),
        (
            '{"doc": "a", "content": [], "speaker": ["Ana"]}',
            f'line 1: "speaker" is not a string or null; {QUOTE_REMEDY}',
        ),
        (
            '{"doc": "a", "content": [], "confidence": NaN}',
            'line 1: "confidence" is nan; it must be between 0 and 1',
        ),
        (
            '{"doc": "a", "content": [], "confidence": true}',
            f'line 1: "confidence" is not a number or null; {QUOTE_REMEDY}',
        ),
    ],
)
def test_predictions_that_cannot_be_used_are_one_line(here, predicted, line):
    (here / "predicted.jsonl").write_text(predicted, encoding="utf-8")
    says_one_line(run("gold.jsonl", "predicted.jsonl"), "predicted.jsonl", line)
    says_one_line(run("gold.jsonl", "-", stdin=predicted), "standard input", line)


@pytest.mark.parametrize(
    ("arguments", "name", "line"),
    [
        (["none.jsonl"], "none.jsonl", "no such file or folder; check the spelling"),
        (["gold.jsonl", "none.jsonl"], "none.jsonl", "no such file or folder; check the spelling"),
        (["gold.jsonl", "."], ".", "cannot be opened (Is a directory); check the path and the disk it is on"),
    ],
)
def test_a_file_that_is_not_there_is_one_line(here, arguments, name, line):
    says_one_line(run(*arguments), name, line)


def says_one_line(done, name: str, line: str) -> None:
    comma = ", " if line.startswith("line ") else ": "
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"Error: {name}{comma}{line}\n")


@pytest.mark.parametrize("line", ["[" * 100_000, "1" * 10_000])
def test_json_that_python_gives_up_on_is_one_line(here, line):
    done = run("gold.jsonl", "-", stdin=line)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("Error: standard input, line 1: not JSON that can be read (")


def test_standard_input_is_read_once(here):
    assert run("-", "-", stdin=gold_line(*GOLD)).exit_code == 2
    assert run("-", "--json", stdin=gold_line(*GOLD)).exit_code == 0
