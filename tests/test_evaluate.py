"""`quotes evaluate`: gold and predictions in, figures out, in the terms of the project's scorer."""

from __future__ import annotations

import gzip
import json
from collections import Counter

import pytest
from click.testing import CliRunner

from quotes.cli import cli
from quotes.evaluate import FORMS, GoldDocument, Row, evaluate
from quotes.evaluate.evaluation import Trust, bootstrap, figures, trust
from quotes.evaluate.letters import covered, numbered, shared, size
from quotes.model import Span

TEXT = (
    "“We lost the bridge,” Ana Ruiz said. Mayor Ruiz said that it would be built again. "
    "Her deputy hopes for rain. No one else spoke."
)
# (content, cue, source), each given by its words; one quoted, one reported, one that is merely indirect.
LOST = ("“We lost the bridge,”", "said", "Ana Ruiz")
BUILT = ("that it would be built again", "said", "Mayor Ruiz")
RAIN = ("for rain", "hopes", "Her deputy")


def spans(words: str, text: str = TEXT) -> tuple[Span, ...]:
    """Where the words stand; parts with something left out between them are joined by " … "."""
    parts = words.split(" … ") if words else []
    return tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts)


def row(content: str, cue: str = "", source: str = "", **more: object) -> Row:
    return Row(spans(content), spans(cue), spans(source), **more)  # type: ignore[arg-type]


def document(*rows: Row, doc: str = "a") -> GoldDocument:
    return GoldDocument(doc, TEXT, rows)


def measure(gold: list[Row], predicted: list[Row], **options: int):
    return evaluate([document(*gold)], {"a": predicted}, **{"samples": 0, **options})


GOLD = [row(*LOST), row(*BUILT), row(*RAIN)]


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        pytest.param(
            [row(*LOST), row(*BUILT), row(*RAIN)],
            {
                ("all", "exact", "f1"): 1,
                ("all", "relation", "f1"): 1,
                ("all", "letters", "f1"): 1,
                ("quoted", "found", "precision"): 1,
                ("reported", "found", "recall"): 1,
                ("all", "source", "accuracy"): 1,
            },
            id="all right",
        ),
        pytest.param(
            [row("We lost the bridge", "", "Ana")],  # neither marks nor the extent of the mention matter
            {
                ("quoted", "exact", "f1"): 1,
                ("quoted", "relation", "f1"): 1,
                ("all", "found", "precision"): 1,
                ("all", "found", "recall"): 1 / 3,
                ("all", "found", "f1"): 0.5,
                ("indirect", "found", "precision"): None,
                ("indirect", "found", "recall"): 0,
                ("indirect", "found", "f1"): None,
                ("reported", "found", "recall"): 0,
                ("reported", "source", "accuracy"): None,
            },
            id="one of three",
        ),
        pytest.param(
            [row("would be built again", "", "Mayor Ruiz")],  # 17 of 23 letters
            {
                ("indirect", "found", "precision"): 1,
                ("indirect", "found", "recall"): 0.5,
                ("indirect", "exact", "f1"): 0,
                ("reported", "relation", "recall"): 1,
                ("indirect", "letters", "precision"): 1,
                ("indirect", "letters", "recall"): 17 / (23 + 7),
            },
            id="found but not exact",
        ),
        pytest.param(
            [row("be built", "", "Mayor Ruiz")],  # 7 of 23 letters
            {
                ("all", "found", "f1"): 0,
                ("all", "letters", "precision"): 1,
                ("all", "letters", "recall"): 7 / (15 + 23 + 7),
            },
            id="too little to be found",
        ),
        pytest.param(
            [row(*LOST), row("“We lost")],  # the better one is paired, the other is spurious
            {("quoted", "found", "precision"): 0.5, ("quoted", "found", "recall"): 1},
            id="one to one",
        ),
        pytest.param(
            [row(LOST[0], "", "Her deputy"), row(BUILT[0], "", "Ana Ruiz")],
            {
                ("quoted", "found", "f1"): 1,
                ("quoted", "relation", "f1"): 0,
                ("quoted", "source", "accuracy"): 0,
                ("reported", "relation", "recall"): 1,  # "Ruiz" is in both mentions
                ("all", "source", "accuracy"): 0.5,
            },
            id="the wrong source",
        ),
        pytest.param(
            [row(LOST[0], speaker="Ana Ruiz"), row(RAIN[0])],
            {("quoted", "source", "accuracy"): 1, ("indirect", "source", "accuracy"): 0},
            id="a name instead of a mention, and neither",
        ),
        pytest.param(
            [row("Her deputy hopes for rain", "", "Her deputy"), row("No one else spoke")],
            {
                ("all", "found", "recall"): 0,  # 7 of 21 letters
                ("indirect", "letters", "precision"): 7 / 35,
                ("indirect", "letters", "recall"): 7 / 30,
            },
            id="too much to be found",
        ),
    ],
)
def test_figures(predicted, expected):
    figures = measure(GOLD, predicted).figures
    assert {key: figures[key] for key in expected} == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    ("content", "cue", "forms"),
    [
        ("“We lost the bridge,”", "said", {"quoted", "all"}),
        ("We lost the bridge", "said", {"quoted", "all"}),  # the marks stand right beside it
        ("lost the", "said", {"indirect", "reported", "all"}),
        ("it would be built again", "said", {"indirect", "reported", "all"}),
        ("for rain", "hopes", {"indirect", "all"}),
        ("for rain", "", {"indirect", "all"}),
        ("for rain … “We lost", "", {"quoted", "all"}),
        (" … ", "said", set()),  # no letter, nothing to find
    ],
)
def test_what_a_row_counts_under(content, cue, forms):
    counts = measure([row(content, cue)], []).counts
    assert {form for form in FORMS if counts[form, "gold"]} == forms


@pytest.mark.parametrize(
    ("source", "predicted", "speaker", "right"),
    [
        ("", "", None, True),
        ("", "", "Ana Ruiz", False),
        ("", "Ana Ruiz", "Ana Ruiz", False),
        ("Ana Ruiz", "Ruiz", None, True),
        ("Ana Ruiz", "Mayor Ruiz", None, True),
        ("Mayor Ruiz", "Her deputy", "Ana Ruiz", True),  # the speaker counts for the mention
        ("Mayor Ruiz", "Ana Ruiz", "Jo Lee", False),
        ("Her deputy", "Ana Ruiz", "Ana Ruiz", False),
        ("Her deputy", "", None, False),
    ],
)
def test_when_a_source_is_right(source, predicted, speaker, right):
    gold, given = row(LOST[0], "", source), row(LOST[0], "", predicted, speaker=speaker)
    assert measure([gold], [given]).figures["all", "source", "accuracy"] == right


@pytest.mark.parametrize(
    ("names", "speaker", "right"),
    [
        (("Ana Ruiz",), "Ana Ruiz", True),
        (("Ana Ruiz",), "Ruiz", True),
        (("Ana Ruiz",), "Ana", False),  # the last name must be there
        (("Ana Ruiz",), "Ana Ruiz Soto", True),
        (("Ana Ruiz",), "Jo Ruiz", False),
        (("the mayor", "Ana Ruiz"), "ruiz", True),
        (("Ana Ruiz",), None, False),
        ((), None, True),  # gold has no name: the mentions decide
    ],
)
def test_when_a_speaker_is_right(names, speaker, right):
    gold, given = row(*LOST, names=names), row(*LOST, speaker=speaker)
    figures = measure([gold, row(*BUILT)], [given]).figures
    assert figures["all", "speaker", "accuracy"] == right
    assert figures["all", "speaker", "recall"] == right / 2


def test_without_names_no_speaker_is_measured():
    assert measure(GOLD, GOLD).measures("all") == ["found", "exact", "relation", "letters", "source"]
    assert measure(GOLD, GOLD).measures("reported") == ["found", "exact", "relation", "source"]


def test_letters_are_numbered_without_what_stands_between_them():
    numbers = numbered("“é, 2!” b")
    assert numbers == [0, 0, 1, 1, 1, 2, 2, 2, 2, 3]
    assert covered(numbers, [(4, 9), (0, 4), (3, 4)]) == ((0, 3),)


@pytest.mark.parametrize(
    ("a", "b", "n"),
    [
        ((), ((0, 5),), 0),
        (((0, 5),), ((5, 9),), 0),
        (((0, 5), (7, 9)), ((3, 8),), 3),
        (((0, 1), (2, 3), (4, 5)), ((0, 9),), 3),
    ],
)
def test_shared_letters(a, b, n):
    assert shared(a, b) == shared(b, a) == n
    assert size(a) + size(b) - n >= max(size(a), size(b))


def test_mistakes_are_of_a_kind():
    predicted = [row(LOST[0], "", "Her deputy"), row("No one else spoke", "", "", speaker="Ana Ruiz")]
    result = measure(GOLD, predicted)
    assert [(one.kind, one.content, one.source, one.predicted) for one in result.mistakes] == [
        ("source", LOST[0], "Ana Ruiz", "Her deputy"),
        ("missed indirect", BUILT[0], "Mayor Ruiz", None),
        ("missed indirect", RAIN[0], "Her deputy", None),
        ("spurious indirect", "No one else spoke", "", None),
    ]
    assert {kind: (n, len(drawn)) for kind, (n, drawn) in result.drawn(1).items()} == {
        "missed indirect": (2, 1),
        "source": (1, 1),
        "spurious indirect": (1, 1),
    }


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        ([(1.0, True)], Trust(1, 1, 1.0, 0.0)),
        # One bin from 0.9, one from 0.5: |0.95 - 0.5| and |0.5 - 0.5|, two rows each.
        ([(0.95, True), (0.95, False), (0.5, True), (0.5, False)], Trust(4, 2, 0.5, 0.225)),
        # Bins hold their lower edge: 0.8 and 0.89 share one, with a mean of 0.845.
        ([(0.8, True), (0.89, True)], Trust(2, 1, 1.0, 0.155)),
        # Half of five is three; of the two that are level at its edge, each counts for a half.
        ([(0.9, True), (0.9, True), (0.3, True), (0.3, False), (0, False)], Trust(5, 3, 2.5 / 3, 0.12)),
        ([], None),
        ([(0.9, True), (None, True)], None),
    ],
)
def test_what_confidence_is_worth(judged, expected):
    got = trust(judged)
    if expected is None:
        assert got is None
    else:
        assert (got.rows, got.upper_half) == (expected.rows, expected.upper_half)
        assert got.precision_of_upper_half == pytest.approx(expected.precision_of_upper_half)
        assert got.calibration_error == pytest.approx(expected.calibration_error)


def test_a_predicted_row_is_right_if_its_relation_is():
    predicted = [
        row(*LOST, confidence=0.9),
        row(RAIN[0], "", "Ana Ruiz", confidence=0.6),  # found, the wrong source
        row("No one else spoke", confidence=0.1),  # not found
    ]
    got = measure(GOLD, predicted).trust
    assert (got.rows, got.upper_half, got.precision_of_upper_half) == (3, 2, 0.5)
    assert got.calibration_error == pytest.approx((0.1 + 0.6 + 0.1) / 3)


def counted(found: int, of: int) -> Counter:
    names = ("gold", "predicted", "found gold", "found predicted", "relation gold", "relation predicted")
    numbers = (of, of, found, found, found, found)
    return Counter({(form, name): n for form in FORMS for name, n in zip(names, numbers, strict=True)})


def test_intervals_bracket_the_figure_and_are_the_same_for_one_seed():
    documents = [counted(found, 10) for found in (2, 4, 6, 7, 8, 9, 9, 10)]
    whole = figures(sum(documents, Counter()))
    intervals = bootstrap(documents, samples=500, seed=3)
    assert intervals == bootstrap(documents, samples=500, seed=3)
    assert intervals != bootstrap(documents, samples=500, seed=4)
    assert intervals.keys() == {(form, name) for form in FORMS for name in ("found", "relation", "source")}
    for form in FORMS:
        low, high = intervals[form, "found"]
        assert low < whole[form, "found", "recall" if form == "reported" else "f1"] < high
        assert (low, high) == pytest.approx((0.5, 0.86), abs=0.05)  # 0.69 ± 1.96 standard errors of 0.09
        assert intervals[form, "source"] == (1, 1)  # nothing varies


@pytest.mark.parametrize("samples", [0, 1])
def test_no_interval_without_samples(samples):
    assert bootstrap([counted(1, 2)], samples, seed=0) == {}


# The command


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
        (gzip.compress(b"{}")[:-9] + b"123456789", "damaged gzip; compress or download it again"),
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
