"""The words of the trade, as frozen dataclasses that every other module shares.

All offsets are code points into the article's text as it was given, half-open: ``text[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

QuoteKind = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["person", "organisation", "group", "document", "unnamed"]
MentionKind = Literal["named", "nominal", "pronominal"]
Status = Literal["said", "asked", "ordered", "denied", "not said", "hypothetical"]
Act = Literal["speech", "attitude"]
Engine = Literal["trained", "rules"]

QUOTE_KINDS: tuple[QuoteKind, ...] = ("direct", "mixed", "indirect")
SPEAKER_KINDS: tuple[SpeakerKind, ...] = ("person", "organisation", "group", "document", "unnamed")
STATUSES: tuple[Status, ...] = ("said", "asked", "ordered", "denied", "not said", "hypothetical")
ACTS: tuple[Act, ...] = ("speech", "attitude")
ENGINES: tuple[Engine, ...] = ("trained", "rules")

INDIRECT_CONFIDENCE, HEIR_CONFIDENCE = 0.36, 0.1
"""The least confidence, by default, of indirect quotes that no rule finds, and of quotations that are given
to whoever spoke before: see docs/parser.md."""


class Span(NamedTuple):
    """A half-open stretch of text, in code points."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of the parser.

    ``engine`` finds and attributes the quotes: "trained" learned it from annotated news, "rules" needs
    no weights. ``attitudes`` keeps what somebody believes, backs or hopes beside what they say.
    ``min_confidence``, from 0 to 1, is the least `Quote.confidence` that is kept; None keeps all
    but the least likely of what is often wrong (`INDIRECT_CONFIDENCE`, `HEIR_CONFIDENCE`). Raises
    ValueError for any other value.
    """

    engine: Engine = "trained"
    attitudes: bool = False
    min_confidence: float | None = None

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise ValueError(f"engine is {self.engine!r}, not one of {', '.join(ENGINES)}")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise ValueError(f"min_confidence is {self.min_confidence}, not between 0 and 1")


DEFAULTS = Options()


@dataclass(frozen=True, slots=True)
class Article:
    """One document as a reader found it: its text, untouched, and what is known about it.

    ``published`` is an ISO 8601 date or date and time; ``path`` is the file's path as the user named
    it; ``doc`` is the short name that `quotes extract` prints (the path below the folder that was
    given, or the file's name). Of what was one of several in a file or feed, ``record`` is the id it had
    there, and ``extra`` what else was known of it: a JSON object. ``note`` says what went wrong with
    something that is known of it.
    """

    text: str
    doc: str = ""
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    path: str | None = None
    format: str = "text"
    language: str | None = None
    record: str | None = None
    extra: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names somebody, where it stands: "he", "the senator", "Durazo"."""

    spans: tuple[Span, ...]
    text: str
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever mentions refer to within one article.

    ``name`` is the fullest form the article gives; ``aliases`` are the other forms it uses, most used
    first, nicknames and handles included; ``role`` is the latest the article states, ``pronouns`` only
    what the text itself uses (never guessed from a name), ``age`` the years it gives.
    """

    name: str
    kind: SpeakerKind
    role: str | None = None
    aliases: tuple[str, ...] = ()
    pronouns: str | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution relation: content, the cue that introduces it, the mention it is attributed to.

    ``n`` counts the quotes of an article from 1 in the order of their contents. ``speakers`` are
    indexes into `Extraction.speakers`, the first of several first; empty where nobody could be found.
    ``role`` is what this article says of the first speaker where the quote stands or, failing that,
    where it introduced them. ``via`` names the outlet that relays the words. ``context`` is the span
    of the paragraphs the quote stands in. ``rule`` names how it was attributed, ``confidence``
    estimates the probability that content and speaker are both right. ``nested_in`` is the ``n`` of
    the quote that this one stands in. ``edited`` tells that the article marks a change to the words
    ("[sic]", an ellipsis, an editor's brackets). ``runner_up`` is the source mention that came second where
    several were weighed.
    """

    n: int
    kind: QuoteKind
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    verb: str | None = None
    source: Mention | None = None
    speakers: tuple[int, ...] = ()
    role: str | None = None
    via: str | None = None
    addressee: str | None = None
    medium: str | None = None
    status: Status = "said"
    act: Act = "speech"
    context: Span = NOWHERE
    confidence: float = 0.0
    rule: str = ""
    nested_in: int | None = None
    edited: bool = False
    runner_up: Span | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the parser found in one article.

    ``speakers`` are those of its quotes. ``outlet`` is the agency an opening credit names, if any ("LIMA
    (Reuters) –"), ``agency`` that one, or another that had a part in it ("AFP contributed"). ``language`` is
    an ISO 639-1 code where it could be told; ``unparsed`` says why the text was not parsed, if it was not.
    """

    article: Article
    quotes: tuple[Quote, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    outlet: str | None = None
    language: str | None = None
    agency: str | None = None
    unparsed: str | None = None

    def words(self, spans: tuple[Span, ...]) -> str:
        """The text of the spans, joined by " … " where something was left out between them."""
        return " … ".join(self.article.text[start:end] for start, end in spans)
