"""What came of an import, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..model import QUOTE_KINDS, Extraction

if TYPE_CHECKING:
    from ..database.prepared import Prepared

OUTCOMES = ("added", "updated", "unchanged", "skipped", "failed")
# Both are for the closing lines only: the rarest are forgotten before they fill memory.
_MOST_SPEAKERS = 20_000
_MOST_REASONS = 2_000
_MOST_LOOKED_UP = 1_000


@dataclass(slots=True)
class Summary:
    """What came of an import. ``outcomes`` counts documents by `OUTCOMES`, and by "parsed" in a dry run;
    ``reasons`` counts those skipped and failed by (outcome, reason); ``kinds`` counts quotes; ``speakers``
    counts quotes by (name, kind) and knows the frequent ones."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    speakers: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def quotes(self) -> int:
        """How many quotes the articles hold, those that were in the database before included."""
        return self.kinds.total()

    @property
    def done(self) -> int:
        """How many articles are in the database, new or not."""
        return sum(self.outcomes[name] for name in ("added", "updated", "unchanged"))

    def found(self, extraction: Extraction | Prepared) -> None:
        """Count an article's quotes, and each for all of its speakers, as the database does."""
        from ..database.prepared import Prepared, counted

        if isinstance(extraction, Prepared):
            self.held(extraction.kinds, extraction.speakers)
        else:
            self.held(*counted(extraction))

    def held(self, kinds: Counter[str], speakers: Counter[tuple[str, str]]) -> None:
        """Count the quotes of an article: by kind, and by (name, kind) of their speakers."""
        self.kinds += kinds
        self.speakers.update(speakers)
        if len(self.speakers) > _MOST_SPEAKERS:
            self.speakers = Counter(dict(self.speakers.most_common(_MOST_SPEAKERS // 2)))

    def as_called(self, usual: Callable[[str, str], str]) -> None:
        """Count the frequent speakers by the names that ``usual`` gives to (name, kind) of an article."""
        known: Counter[tuple[str, str]] = Counter()
        for (name, kind), n in self.speakers.most_common(_MOST_LOOKED_UP):
            known[usual(name, kind), kind] += n
        self.speakers = known

    def without(self, outcome: str, reason: str) -> None:
        """Count a document that gave no article: "skipped" or "failed", and why."""
        self.outcomes[outcome] += 1
        self.reasons[outcome, reason] += 1
        if len(self.reasons) > _MOST_REASONS:
            self.reasons = Counter(dict(self.reasons.most_common(_MOST_REASONS // 2)))

    def why(self, outcome: str) -> dict[str, int]:
        """How many documents were skipped or failed for each reason, the most frequent first."""
        ranked = sorted(self.reasons.items(), key=lambda item: (-item[1], item[0]))
        return {reason: n for (which, reason), n in ranked if which == outcome}

    def top_speakers(self, n: int = 10) -> list[tuple[str, str, int]]:
        """(name, kind, quotes) of the most quoted, by name where they are level."""
        ranked = sorted(self.speakers.items(), key=lambda item: (-item[1], item[0]))
        return [(name, kind, quotes) for (name, kind), quotes in ranked[:n]]

    def as_dict(self) -> dict[str, object]:
        """The summary as JSON has it."""
        counts: dict[str, object] = {name: self.outcomes[name] for name in OUTCOMES}
        if self.outcomes["parsed"]:
            counts["parsed"] = self.outcomes["parsed"]
        return counts | {
            "reasons": {name: self.why(name) for name in ("skipped", "failed")},
            "quotes": self.quotes,
            "kinds": {kind: self.kinds[kind] for kind in QUOTE_KINDS},
            "speakers": [
                {"name": name, "kind": kind, "quotes": quotes} for name, kind, quotes in self.top_speakers()
            ],
        }
