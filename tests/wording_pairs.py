"""Which quotes print the same words, and how they differ, measured: `python -m tests.wording_pairs`.

`tests/wordings/README.md` says what the pairs are and what their labels mean. A judge is whatever says
of two quotes whether they are one wording, of what kind, and with which flags; the measure counts how often
it is right.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quotes.wordings.joining import same_wording
from quotes.wordings.variants import compare

PAIRS = Path(__file__).parent / "wordings" / "pairs.jsonl"
KINDS = ("same", "part", "cut", "altered")
FLAGS = ("negation", "number", "name", "join", "modality")
TRAPS = (
    *("negation", "number", "name", "misattributed"),
    *("alike", "boilerplate", "proverb", "statistics", "formula", "translation", "paraphrase"),
)


@dataclass(frozen=True)
class Printed:
    """A quote as one paper prints it."""

    text: str
    speaker: str
    outlet: str
    published: str


@dataclass(frozen=True)
class Verdict:
    """Whether two quotes are one wording; if so how they differ."""

    same: bool
    kind: str | None = None
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """Two quotes and what is true of them."""

    id: str
    half: str
    a: Printed
    b: Printed
    truth: Verdict
    trap: str | None
    note: str


Judge = Callable[[list[Pair]], Iterable[Verdict]]


def pairs(half: str | None = None) -> Iterator[Pair]:
    """The pairs of the set, or of one of its halves."""
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if half is None or row["half"] == half:
            yield Pair(
                id=row["id"],
                half=row["half"],
                a=Printed(**row["a"]),
                b=Printed(**row["b"]),
                truth=Verdict(row["same"], row["kind"], frozenset(row["flags"])),
                trap=row["trap"],
                note=row["note"],
            )


@dataclass
class Figures:
    """Counts of a judge's rights and wrongs."""

    same: int = 0
    joined: int = 0
    both: int = 0
    kinds: int = 0
    flags: dict[str, list[int]] = field(default_factory=lambda: {flag: [0, 0, 0] for flag in FLAGS})
    mistakes: list[tuple[str, Pair, Verdict]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the joined pairs that are one wording, in per cent."""
        return 100 * self.both / max(self.joined, 1)

    @property
    def recall(self) -> float:
        """Share of the pairs of one wording that are joined, in per cent."""
        return 100 * self.both / max(self.same, 1)

    @property
    def kind(self) -> float:
        """Share of the rightly joined pairs whose kind is right, in per cent."""
        return 100 * self.kinds / max(self.both, 1)


def figures(judged: Iterable[tuple[Pair, Verdict]]) -> Figures:
    """What the verdicts are worth. Kinds and flags are counted over the pairs rightly joined; a lost negation
    or changed number of a pair that is not joined counts as missed."""
    found = Figures()
    for pair, verdict in judged:
        truth = pair.truth
        found.same += truth.same
        found.joined += verdict.same
        if truth.same != verdict.same:
            found.mistakes.append(("parted" if truth.same else "joined", pair, verdict))
        if not truth.same:
            continue
        if verdict.same:
            found.both += 1
            found.kinds += truth.kind == verdict.kind
            if truth.kind != verdict.kind:
                found.mistakes.append(("kind", pair, verdict))
        for flag in FLAGS:
            wanted, given = flag in truth.flags, verdict.same and flag in verdict.flags
            for i, one in enumerate((wanted, given, wanted and given)):
                found.flags[flag][i] += one
            if wanted != given and verdict.same:
                found.mistakes.append((f"{flag} {'missed' if wanted else 'too much'}", pair, verdict))
    return found


def equal_when_normalised(asked: list[Pair]) -> Iterator[Verdict]:
    """The judge to beat, and all that Quotebank does: equal without case and punctuation."""
    for pair in asked:
        one, other = (re.sub(r"\W+", " ", text.lower()).strip() for text in (pair.a.text, pair.b.text))
        yield Verdict(one == other, "same" if one == other else None)


# The engine tells directions apart, and tense from modal verbs; the labels do not.
_FLAGS = {
    "negation lost": "negation",
    "negation gained": "negation",
    "number changed": "number",
    "name changed": "name",
    "modality changed": "modality",
    "tense changed": "modality",
    "far apart": "join",
}


def engine(asked: list[Pair]) -> Iterator[Verdict]:
    """What `quotes.wordings` says of each pair by itself."""
    for pair in asked:
        same = same_wording(pair.a.text, pair.b.text, same_speaker=pair.a.speaker == pair.b.speaker)
        variant = compare(pair.a.text, pair.b.text)
        yield Verdict(same, variant.kind, frozenset(_FLAGS[flag.kind] for flag in variant.flags))


JUDGES: dict[str, Judge] = {"engine": engine, "equal": equal_when_normalised}


def main() -> None:
    """Judge, count, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.wording_pairs", description=__doc__)
    parser.add_argument(
        "--errors", action="store_true", help="print the pairs that are judged wrongly (half a)"
    )
    parser.add_argument("--half", choices=("a", "b"), help="only one half; half b is not for looking at")
    parser.add_argument("--judge", choices=tuple(JUDGES), default="engine")
    options = parser.parse_args()
    for half in (options.half,) if options.half else ("a", "b"):
        asked = list(pairs(half))
        found = figures(zip(asked, JUDGES[options.judge](asked), strict=True))
        if options.errors and half == "a":
            for what, pair, verdict in found.mistakes:
                print(f"{pair.id}: {what}; {verdict.kind} {sorted(verdict.flags)} for {pair.truth.kind}")
                print(f"    {pair.a.text} ({pair.a.speaker})\n    {pair.b.text} ({pair.b.speaker})")
        print(
            f"half {half}: {len(asked)} pairs, {found.same} the same: precision {found.precision:.1f} %, "
            f"recall {found.recall:.1f} %, kind {found.kind:.1f} %; flags found of wanted (and too many): "
            + ", ".join(f"{flag} {n[2]}/{n[0]} ({n[1] - n[2]})" for flag, n in found.flags.items())
        )


if __name__ == "__main__":
    main()
