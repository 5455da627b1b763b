"""Gold and predictions in, figures out, in the terms of the project's scorer."""

from __future__ import annotations

from collections import Counter

import pytest
from evaluate_samples import BUILT, GOLD, LOST, RAIN, TEXT, row

from quotes.evaluate import FORMS, GoldDocument, Row, evaluate
from quotes.evaluate.evaluation import Trust, bootstrap, figures, trust
from quotes.evaluate.letters import covered, numbered, shared, size


def document(*rows: Row, doc: str = "a") -> GoldDocument:
    return GoldDocument(doc, TEXT, rows)


def measure(gold: list[Row], predicted: list[Row], **options: int):
    return evaluate([document(*gold)], {"a": predicted}, **{"samples": 0, **options})


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
