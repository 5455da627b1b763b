"""Run the parser on a case and say what is wrong with what came out."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import quotes
from quotes.model import Extraction, Quote

from .cases import Case, Expected, Spans


@dataclass(frozen=True)
class Outcome:
    """How one case, or one expected quote of a seed article, came out: no problems means it passed."""

    id: str
    row: str
    problems: tuple[str, ...]
    known_hard: bool = False

    @property
    def passed(self) -> bool:
        """Whether everything that the case names is right."""
        return not self.problems


def judge(case: Case) -> Outcome:
    """All of a case: exactly its quotes, each with every named field right."""
    extraction, problem = _run(case)
    if extraction is None:
        return Outcome(case.id, case.row, (problem,), case.known_hard)
    got_of = _pair(case, extraction)
    problems = [
        each for n in range(len(case.quotes)) for each in _quote_problems(case, n, got_of, extraction)
    ]
    problems += _left_over(case, got_of, extraction) + _knowledge_problems(case, extraction)
    return Outcome(case.id, case.row, tuple(problems), case.known_hard)


def judge_parts(case: Case) -> list[Outcome]:
    """One outcome for each quote of a long article (`id/1`, `id/2` …) and `id/rest` for all else."""
    extraction, problem = _run(case)
    names = [f"{case.id}/{n}" for n in range(1, len(case.quotes) + 1)]
    if extraction is None:
        return [Outcome(name, case.row, (problem,)) for name in [*names, f"{case.id}/rest"]]
    got_of = _pair(case, extraction)
    parts = [
        Outcome(name, case.row, tuple(_quote_problems(case, n, got_of, extraction)))
        for n, name in enumerate(names)
        # what may be absent and is proves nothing, so it does not count as passed
        if n in got_of or not case.quotes[n].optional
    ]
    rest = _left_over(case, got_of, extraction) + _knowledge_problems(case, extraction)
    return [*parts, Outcome(f"{case.id}/rest", case.row, tuple(rest))]


def describe(extraction: Extraction, quote: Quote) -> str:
    """One quote as a line in the pack's own words, to read beside the expected one."""
    text = extraction.article.text
    parts = [f"{'DMI'['dmi'.index(quote.kind[0])]} | content: {_words(text, quote.content)}"]
    parts.append(f"cue: {_words(text, quote.cue)}")
    parts.append(f"source: {_words(text, quote.source.spans) if quote.source else '-'}")
    parts.append(f"speaker: {' || '.join(extraction.speakers[i].name for i in quote.speakers) or '-'}")
    for name in ("role", "via", "addressee", "medium"):
        if value := getattr(quote, name):
            parts.append(f"{name}: {value}")
    if quote.status != "said":
        parts.append(f"status: {quote.status}")
    if quote.nested_in:
        parts.append(f"nested in n={quote.nested_in}")
    return " | ".join(parts) + f"   [n={quote.n} {quote.rule} {quote.confidence:.2f}]"


def produced(case: Case) -> list[str]:
    """What the parser gives for a case, described."""
    extraction, problem = _run(case)
    if extraction is None:
        return [problem]
    return [describe(extraction, quote) for quote in extraction.quotes]


def _run(case: Case) -> tuple[Extraction | None, str]:
    try:
        return quotes.extract(case.document), ""
    except Exception as error:  # the parser promises to be total: one raising case must not hide the others
        return None, f"raised {type(error).__name__}: {error}"


@functools.cache
def _plainest() -> float:
    (quote,) = quotes.extract("“We lost the vote on the bridge,” Ana Ruiz said.").quotes
    return quote.confidence


def _letters(text: str, spans: Spans) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def _words(text: str, spans: Spans) -> str:
    return " || ".join(" ".join(text[start:end].split()) for start, end in spans) or "-"


def _plain(value: str) -> str:
    """A name or role without its article, case and punctuation."""
    words = re.findall(r"\w+", value.casefold())
    return " ".join(words[1:] if words[:1] and words[0] in ("the", "a", "an") else words)


def _pair(case: Case, extraction: Extraction) -> dict[int, Quote]:
    """Which quote that came out answers which expected one: the one with the same letters."""
    free = list(extraction.quotes)
    got_of: dict[int, Quote] = {}
    for n, expected in enumerate(case.quotes):
        wanted = [_letters(case.text, spans) for spans in expected.content]
        for quote in free:
            if _letters(case.text, quote.content) in wanted:
                got_of[n] = quote
                free.remove(quote)
                break
    return got_of


def _left_over(case: Case, got_of: dict[int, Quote], extraction: Extraction) -> list[str]:
    """Quotes that nobody expects. An attitude beside real quotes is no matter: the pack is about speech."""
    paired = {quote.n for quote in got_of.values()}
    return [
        f"not expected: {describe(extraction, quote)}"
        for quote in extraction.quotes
        if quote.n not in paired and (case.none or quote.act == "speech")
    ]


def _quote_problems(case: Case, n: int, got_of: dict[int, Quote], extraction: Extraction) -> list[str]:
    expected = case.quotes[n]
    quote = got_of.get(n)
    if quote is None:
        return [] if _may_be_absent(case, expected, extraction) else [f"missing: {expected.line}"]
    problems = []
    if expected.kinds and quote.kind not in expected.kinds:
        problems.append(f"kind is {quote.kind}, not {' or '.join(expected.kinds)}")
    for name, got in (("cue", quote.cue), ("source", quote.source.spans if quote.source else ())):
        wanted = expected.spans.get(name)
        if wanted and _letters(case.text, got) not in [_letters(case.text, spans) for spans in wanted]:
            right = " // ".join(_words(case.text, spans) for spans in wanted)
            problems.append(f"{name} is {_words(case.text, got)!r}, not {right!r}")
    for name, answers in expected.values.items():
        if name == "optional":
            continue
        got_value = _value(name, quote, extraction)
        if name == "nested":
            answers = tuple(_inner_of(answer, got_of) for answer in answers)
        if name == "confidence":
            right_value = quote.confidence < _plainest()
        elif name in ("role", "addressee", "via", "context"):
            right_value = _plain(got_value) in [_plain(_expand(answer, case.text)) for answer in answers]
        else:
            right_value = got_value in answers
        if not right_value:
            problems.append(f"{name} is {got_value!r}, not {' // '.join(answers)!r}")
    if problems:
        return [f"{expected.line}", *(f"    {each}" for each in problems)]
    return []


def _may_be_absent(case: Case, expected: Expected, extraction: Extraction) -> bool:
    if expected.optional != "joined":
        return expected.optional == "yes"
    wanted = _letters(case.text, expected.content[0])
    return any(wanted <= _letters(case.text, quote.content) for quote in extraction.quotes)


def _inner_of(answer: str, got_of: dict[int, Quote]) -> str:
    if answer == "-":
        return answer
    outer = got_of.get(int(answer) - 1)
    return str(outer.n) if outer else "the outer quote, which is missing"


def _expand(answer: str, text: str) -> str:
    if "~" not in answer:
        return answer
    head, tail = (r"\s+".join(map(re.escape, part.split())) for part in answer.split("~"))
    found = re.search(f"{head}.*?{tail}", text, re.DOTALL)
    return found[0] if found else answer


def _value(name: str, quote: Quote, extraction: Extraction) -> str:
    speakers = [extraction.speakers[i] for i in quote.speakers]
    text = extraction.article.text
    got: dict[str, object] = {
        "speaker": " || ".join(speaker.name for speaker in speakers),
        "speaker-kind": speakers[0].kind if speakers else None,
        "mention": quote.source.kind if quote.source else None,
        "nested": quote.nested_in,
        "edited": "yes" if quote.edited else "no",
        "context": text[quote.context.start : quote.context.end],
        "confidence": f"{quote.confidence:.2f}",
    }
    value = got[name] if name in got else getattr(quote, name)
    return " ".join(str(value).split()) if value not in (None, "") else "-"


def _knowledge_problems(case: Case, extraction: Extraction) -> list[str]:
    problems = []
    for wanted in case.speakers:
        speaker = next((each for each in extraction.speakers if each.name == wanted["name"]), None)
        if speaker is None:
            problems.append(
                f"no speaker {wanted['name']!r} among {[each.name for each in extraction.speakers]}"
            )
            continue
        if "alias" in wanted and wanted["alias"] not in speaker.aliases:
            problems.append(f"{wanted['alias']!r} is no alias of {speaker.name}: {speaker.aliases}")
        if "role" in wanted and _plain(speaker.role or "-") != _plain(wanted["role"]):
            problems.append(f"the role of {speaker.name} is {speaker.role!r}, not {wanted['role']!r}")
        if "kind" in wanted and speaker.kind not in wanted["kind"].split(" // "):
            problems.append(f"{speaker.name} is a {speaker.kind}, not a {wanted['kind']}")
        if "pronouns" in wanted and wanted["pronouns"] != (speaker.pronouns or "-"):
            problems.append(f"pronouns of {speaker.name}: {speaker.pronouns}, not {wanted['pronouns']}")
    for name, value in case.article.items():
        got = getattr(extraction, name) or "-"
        if got not in value.split(" // "):
            problems.append(f"the article's {name} is {got!r}, not {value!r}")
    return problems
