"""Read the pack's format into cases whose spans are resolved against their texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from quotes.model import Article
from quotes.readers import text as text_reader

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

Spans = tuple[tuple[int, int], ...]

KINDS = {"D": "direct", "M": "mixed", "I": "indirect"}
SPAN_FIELDS = ("content", "cue", "source")
VALUE_FIELDS = (
    "speaker", "speaker-kind", "role", "via", "addressee", "medium", "status", "act", "verb", "mention",
    "nested", "edited", "confidence", "context", "optional",
)  # fmt: skip
SPEAKER_FIELDS = ("name", "alias", "role", "kind", "pronouns")
ARTICLE_FIELDS = ("outlet", "language")

_HEAD = re.compile(r"## (\S+)(?: (.*))?$")
_EXPECTATION = re.compile(r"(?:(?P<kind>\?|[DMISA](?:/[DMI])*) \| .*|N)$")
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|([trn\\]))")
_PLAIN = {"t": "\t", "r": "\r", "n": "\n", "\\": "\\"}


class BadCase(ValueError):
    """The pack itself is wrong: the message names the case and the field."""


@dataclass(frozen=True)
class Expected:
    """One quote of a case. Every field holds its equally right answers; `kinds` is empty for any."""

    line: str
    kinds: tuple[str, ...]
    spans: dict[str, tuple[Spans, ...]] = field(default_factory=dict)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def content(self) -> tuple[Spans, ...]:
        """The contents that are equally right."""
        return self.spans["content"]

    @property
    def optional(self) -> str:
        """ "yes": the quote may be absent; "joined": if another holds its words; "": it may not."""
        return self.values.get("optional", ("",))[0]


@dataclass(frozen=True)
class Case:
    """A text, the quotes that belong to it, and what must be known of its speakers and of itself."""

    id: str
    row: str
    title: str
    document: Article
    quotes: tuple[Expected, ...]
    speakers: tuple[dict[str, str], ...] = ()
    article: dict[str, str] = field(default_factory=dict)
    known_hard: bool = False
    none: bool = False

    @property
    def text(self) -> str:
        """The text as the parser gets it."""
        return self.document.text


def read_pack(path: Path) -> list[Case]:
    """Every case of one file, in order. Raises `BadCase` where a line or a field does not hold."""
    cases: list[Case] = []
    head: str | None = None
    body: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), "## "]:
        if line.startswith("## "):
            if head is not None:
                cases.append(_case(head, body))
            head, body = line, []
        elif head is not None:
            body.append(line)
    return cases


def phenomena() -> list[Case]:
    """The cases of the whole pack."""
    return [case for path in sorted(HERE.glob("pack-*.txt")) for case in read_pack(path)]


def seeds() -> list[Case]:
    """What the articles in `seeds/` must give, a case an article."""
    return read_pack(HERE / "seeds.txt")


def seed_article(path: Path) -> Article:
    """A seed article as the reader gives it to the parser, without its front matter."""
    return text_reader.article(path.read_text(encoding="utf-8"), doc=path.name)


def _case(head: str, lines: list[str]) -> Case:
    found = _HEAD.match(head)
    if not found:
        raise BadCase(f"not an id line: {head!r}")
    id, title = found[1], found[2] or ""
    row = re.sub(r"(?<=\d)[a-z]$", "", id)
    expectations = [line for line in lines if _EXPECTATION.match(line)]
    text = _unescape("\n".join(line for line in lines if not _EXPECTATION.match(line)).strip("\n"))
    document = seed_article(ROOT / text[2:].strip()) if text.startswith("< ") else Article(text)
    text = document.text
    if not expectations:
        raise BadCase(f"{id}: says neither which quotes it expects nor N")
    quotes: list[Expected] = []
    speakers: list[dict[str, str]] = []
    article: dict[str, str] = {}
    for line in expectations:
        kind, _, rest = line.partition(" | ")
        fields = _fields(id, rest)
        if kind == "S":
            speakers.append(_known(id, fields, SPEAKER_FIELDS))
        elif kind == "A":
            article = _known(id, fields, ARTICLE_FIELDS)
        elif kind != "N":
            quotes.append(_expected(id, text, line, kind, fields))
    none = "N" in expectations
    if none and quotes:
        raise BadCase(f"{id}: expects both quotes and none")
    hard = title.endswith("known-hard")
    return Case(id, row, title, document, tuple(quotes), tuple(speakers), article, hard, none)


def _fields(id: str, rest: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    # " || " inside a value joins spans, so only a single bar parts two fields
    for part in re.split(r" \| (?=[a-z-]+: )", rest) if rest else []:
        name, colon, value = part.partition(": ")
        if not colon or name in fields:
            raise BadCase(f"{id}: not a field: {part!r}")
        fields[name] = _unescape(value.strip())
    return fields


def _known(id: str, fields: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    for name in fields:
        if name not in names:
            raise BadCase(f"{id}: no such field: {name}")
    return fields


def _expected(id: str, text: str, line: str, kind: str, fields: dict[str, str]) -> Expected:
    _known(id, fields, SPAN_FIELDS + VALUE_FIELDS)
    if "content" not in fields:
        raise BadCase(f"{id}: a quote without content: {line!r}")
    kinds = () if kind == "?" else tuple(KINDS[letter] for letter in kind.split("/"))
    spans: dict[str, tuple[Spans, ...]] = {}
    spans["content"] = tuple(_spans(id, text, each, ()) for each in fields["content"].split(" // "))
    for name in ("cue", "source"):
        if name in fields:
            answers = fields[name].split(" // ")
            spans[name] = tuple(_spans(id, text, each, spans["content"][0]) for each in answers)
    values = {
        name: tuple(" ".join(each.split()) for each in value.split(" // "))
        for name, value in fields.items()
        if name in VALUE_FIELDS
    }
    return Expected(line, kinds, spans, values)


def _spans(id: str, text: str, value: str, near: Spans) -> Spans:
    """The spans that a value names; with `near`, each is the occurrence nearest to those, outside of them."""
    if value == "-":
        return ()
    spans: list[tuple[int, int]] = []
    for part in value.split(" || "):
        found = re.search(r" #(\d+)$", part)
        nth = int(found[1]) if found else 0
        part = part[: found.start()] if found else part
        hits = [hit.span() for hit in _pattern(part).finditer(text)]
        if near and not nth:
            hits = [hit for hit in hits if not any(hit[0] < end and start < hit[1] for start, end in near)]
            hits.sort(key=lambda hit: min(max(start - hit[1], hit[0] - end) for start, end in near))
            hits = hits[:1]
        if not hits or nth > len(hits):
            raise BadCase(f"{id}: not in the text: {part!r}")
        if len(hits) > 1 and not nth and len(spans) == 0:
            raise BadCase(f"{id}: occurs {len(hits)} times, say which with #n: {part!r}")
        # the later spans of a content follow the first
        follow = [hit for hit in hits if spans and hit[0] >= spans[-1][1]] or hits
        spans.append(hits[nth - 1] if nth else follow[0])
    return tuple(sorted(spans))


def _pattern(part: str) -> re.Pattern[str]:
    ends = [r"\s+".join(re.escape(word) for word in end.split()) for end in part.split("~")]
    left = r"(?<!\w)" if part[0].isalnum() else ""
    right = r"(?!\w)" if part[-1].isalnum() else ""
    return re.compile(left + ".*?".join(ends) + right, re.DOTALL)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: _PLAIN[m[3]] if m[3] else chr(int(m[1] or m[2], 16)), text)
