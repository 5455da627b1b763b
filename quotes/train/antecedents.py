"""Measures whom pronouns are said to mean, against annotated chains."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from ..language import analyse
from ..model import Span
from ..speakers.coreference import Resolver
from ..speakers.mentions import MentionRequest
from ..speakers.pronouns import PRONOUNS
from ..speakers.register import Tally  #
from .chains import ChainDocument


def _spans(pairs: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


class Linked:
    """A document as the resolver reads it, and the annotated chain of each of its tokens and entities."""

    def __init__(self, annotated: ChainDocument) -> None:
        self.document = analyse(annotated.text)
        requests = [
            MentionRequest(_spans(r.source), _spans(r.content), _spans(r.cue)) for r in annotated.requests
        ]
        self.requests = requests
        self.resolver = Resolver(self.document, requests)
        self.votes = {e.id: dict(e.votes) for e in self.resolver.register.entities}
        self.chain_of: dict[int, int] = {}  # token -> chain of the smallest mention that it heads
        starts = self.document.starts
        for mention in sorted(annotated.mentions, key=lambda m: m.start - m.end):
            at = bisect_left(starts, mention.head)
            if at < len(starts) and starts[at] == mention.head:
                self.chain_of[at] = mention.chain

    def token(self, offset: int) -> int:
        """The token that holds an offset or else begins behind it."""
        return bisect_right(self.document.ends, offset)

    def reset(self) -> None:
        """Forget what was learned from reading."""
        self.resolver.events.clear()
        self.resolver.people.clear()
        self.resolver.event_at.clear()
        for entity in self.resolver.register.entities:
            entity.votes, entity.pronouns = Tally(self.votes.get(entity.id, {})), Tally()

    def read(self) -> None:
        """Let the resolver read the document."""
        self.resolver.run()

    def entity_chains(self) -> dict[int, int]:
        """The chain that most of an entity's names and phrases are of, -1 where it is of none."""
        votes: dict[int, Counter[int]] = {}
        register = self.resolver.register
        for name, entity in zip(self.resolver.names, register.of_name, strict=True):
            chain = next(
                (self.chain_of[i] for i in range(name.last - 1, name.first - 1, -1) if i in self.chain_of), -1
            )
            votes.setdefault(entity, Counter())[chain] += 1
        for event in self.resolver.events:
            if not event.pronoun and len(event.entities) == 1:
                entity = event.entities[0]
                if not register.entities[entity].named:
                    votes.setdefault(entity, Counter())[self.chain_of.get(event.at, -1)] += 1
        chains = {}
        for entity, counts in votes.items():
            if len(counts) > 1:
                counts.pop(-1, None)
            chains[entity] = counts.most_common(1)[0][0]
        return chains


def measure(documents: Iterable[ChainDocument]) -> dict[str, Counter[str]]:
    """By pronoun, whether it is a source, and what names its antecedent: rows, right, wrong and none."""
    counts: dict[str, Counter[str]] = {}
    for annotated in documents:
        linked = Linked(annotated)
        linked.read()
        resolver = linked.resolver
        chains = linked.entity_chains()
        known = set(chains.values())
        named = {c for e, c in chains.items() if resolver.register.entities[e].named}
        for at, chain in linked.chain_of.items():
            low = resolver.folded[at]
            if low not in ("he", "she", "they", "it"):
                continue
            entities = resolver._pronoun(at, PRONOUNS[low])[0]
            if chain in known:
                found = any(chains.get(e) == chain for e in entities)
                outcome = "right" if found else "wrong" if entities else "none"
            else:
                outcome = "wrong" if any(resolver.register.entities[e].named for e in entities) else "none"
            group = "he/she" if low in ("he", "she") else low
            place = "source" if at in resolver.source_tokens else "other"
            what = "named" if chain in named else "phrase" if chain in known else "nobody"
            counts.setdefault(f"{group} {place} {what}", Counter()).update(("rows", outcome))
    return counts


def report(counts: dict[str, Counter[str]]) -> Iterator[str]:
    """The lines of the table."""
    for kind, n in sorted(counts.items()):
        shares = " ".join(f"{100 * n[what] / n['rows']:6.1f}" for what in ("right", "wrong", "none"))
        yield f"{kind:24}{n['rows']:6} {shares}"
