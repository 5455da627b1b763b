"""The set of pairs of quotes (tests/wordings/README.md) is what its guide says."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.wording_pairs import FLAGS, KINDS, TRAPS, Verdict, engine, figures, pairs

PAIRS = list(pairs())


def test_the_labels_are_those_of_the_guide() -> None:
    assert len({pair.id for pair in PAIRS}) == len(PAIRS) >= 420
    for pair in PAIRS:
        assert pair.half in ("a", "b")
        assert (pair.truth.kind in KINDS) if pair.truth.same else (pair.truth.kind is None), pair.id
        assert pair.truth.flags <= set(FLAGS if pair.truth.same else ()), pair.id
        assert pair.trap is None or pair.trap in TRAPS, pair.id
        assert pair.trap or pair.truth.same, pair.id
        assert pair.trap != "misattributed" or pair.a.speaker != pair.b.speaker, pair.id


def test_kinds_are_of_nearly_equal_number_and_a_third_are_traps() -> None:
    counts = Counter(pair.truth.kind for pair in PAIRS)
    assert all(80 <= counts[kind] <= 120 for kind in (*KINDS, None)), counts
    assert sum(pair.trap is not None for pair in PAIRS) >= len(PAIRS) / 3


def test_the_halves_are_alike() -> None:
    for label in (*KINDS, None):
        halves = Counter(pair.half for pair in PAIRS if pair.truth.kind == label)
        assert abs(halves["a"] - halves["b"]) <= 8, (label, halves)


def test_the_measure_counts_what_is_right() -> None:
    three = [pair for pair in PAIRS if pair.id in ("same-01", "altered-01", "alike-01")]
    truth = figures((pair, pair.truth) for pair in three)
    assert (truth.precision, truth.recall, truth.kind, truth.mistakes) == (100, 100, 100, [])
    assert truth.flags["negation"] == [1, 1, 1]
    all_one = figures((pair, Verdict(True, "same")) for pair in three)
    assert (round(all_one.precision), all_one.recall, all_one.kind) == (67, 100, 50)
    assert [what for what, *_ in all_one.mistakes] == ["kind", "negation missed", "joined"]
    none = figures((pair, Verdict(False)) for pair in three)
    assert (none.recall, none.flags["negation"]) == (0, [1, 0, 0])


@pytest.mark.parametrize(
    ("half", "recall", "kind"),
    [("a", 99, 99), ("b", 95.5, 96)],  # of half b only the scores are looked at
)
def test_the_engine_keeps_its_floors(half: str, recall: float, kind: float) -> None:
    asked = list(pairs(half))
    found = figures(zip(asked, engine(asked), strict=True))
    assert found.precision >= 99
    assert found.recall >= recall
    assert found.kind >= kind
    for flag in ("negation", "number"):
        wanted, _, right = found.flags[flag]
        assert right == wanted, f"a {flag} was not flagged"
