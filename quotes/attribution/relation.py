"""`Relation`: one attribution as the rules find it, in spans of the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..model import Span, Status

BY_MODEL_ALONE = "model"
"""The `Relation.rule` of what no rule found."""


@dataclass(slots=True)
class Relation:
    """Content, cue and source mention of one quote, before anybody knows who the mention refers to.

    ``source`` is the mention as it stands (None where the text names nobody); ``antecedent`` the noun
    phrase that a relative pronoun or an understood subject stands for. ``inherits`` is the relation
    whose source this one shares because it has none of its own (a quotation that goes on, a second
    verb of one subject). ``outer`` is the relation whose content holds this one. ``verbatim`` tells that the
    lay-out marks the content as somebody's very words though no marks stand round it. ``confidence`` is the
    probability that content and source mention are right, None where only the rule's rate is known;
    ``runner_up`` the source mention that came second.
    """

    content: list[Span]
    cue: list[Span] = field(default_factory=list)
    verb: str | None = None
    source: Span | None = None
    antecedent: Span | None = None
    addressee: Span | None = None
    medium: str | None = None
    via: Span | None = None
    status: Status = "said"
    verbatim: bool = False
    rule: str = ""
    paragraph: int = 0
    inherits: Relation | None = None
    outer: Relation | None = None
    confidence: float | None = None
    runner_up: Span | None = None

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Where the content ends."""
        return self.content[-1].end
