"""Words looked up in a database: who is quoted with them, where, and how exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ..wordings.checking import Finding, Match, Print, weigh
from ..wordings.transcripts import vouched
from ..wordings.variants import compare
from .store import QuoteDatabase
from .transcripts import differences
from .wordings_search import holding, prints

EVIDENCE: tuple[str, ...] = (
    *("id", "text", "kind", "speaker", "speaker_id", "via", "outlet", "published", "title", "url"),
    *("source_id", "wording_id", "flags", "differences"),
)


def check(
    db: QuoteDatabase, words: str, speaker_ids: Collection[str] | None = None, limit: int = 10
) -> dict[str, Any]:
    """What the quotes of a database say of some words, which ``speaker_ids`` are said to have said.

    Keys: ``answer`` (see `wordings.checking.Finding`); ``kind``, ``flags`` and ``differences`` of the words
    from the nearest print (``was`` is printed, ``now`` is asked); ``sources``, in how many articles they
    stand so; ``evidence``, up to ``limit`` of these quotes, the earliest first, as dicts of `EVIDENCE`
    (``flags`` and ``differences`` are of each); ``others``, the earliest quote under each other speaker
    that is as near or nearer; ``otherwise``, up to ``limit`` quotes of the speaker from which the words
    differ with a flag of their own. ``sound`` is true where the words may be printed so: verbatim or part,
    without a flag, and not in fewer articles than print them otherwise.
    """
    quotes = _grouped(prints(db.conn, words))
    finding = weigh(words, (each for each, _ in quotes), speaker_ids)
    if finding.answer == "not found":
        quotes = _grouped(holding(db.conn, words))
        finding = weigh(words, (each for each, _ in quotes), speaker_ids)
    of_print = {each.key: rows for each, rows in quotes}
    nearest = finding.matches[0] if finding.matches else None
    evidence = _rows(finding.matches, of_print)
    if finding.answer != "altered":
        evidence.sort(key=_when)
    otherwise = _rows(finding.otherwise, of_print)
    sources = len({row["source_id"] for row in evidence})
    evidence = [_shown(row, words) for row in evidence[: limit or None]]
    return {
        "answer": finding.answer,
        "sound": finding.sound and len({row["source_id"] for row in otherwise}) <= sources,
        "kind": nearest and nearest.variant.kind,
        "flags": list(nearest.flags) if nearest else [],
        "differences": evidence[0]["differences"] if evidence else [],
        "sources": sources,
        "evidence": evidence,
        "others": list(_others(finding, of_print, words)),
        "otherwise": [_shown(row, words) for row in sorted(otherwise, key=_when)[: limit or None]],
    }


def _grouped(rows: list[dict[str, Any]]) -> list[tuple[Print, list[dict[str, Any]]]]:
    """The quotes that come into question, those of one text and one speaker as one print."""
    outer = {row["nested_in"] for row in rows}
    text_of: dict[int, str] = {}
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    found: dict[str, Print] = {}
    for row in rows:
        text = text_of.setdefault(row["variant_id"], row["text"])
        # A quote that stands in another, or holds one, is looked at by itself; so is what is not all quoted.
        alone = row["nested_in"] is not None or row["id"] in outer
        name = row["id"] if alone else f"{row['variant_id']} {' '.join(sorted(row['speakers']))}"
        quoted = None
        if row["kind"] != "direct":
            name = row["id"]
            quoted = tuple(vouched(row["text"], row["kind"]))
        if name not in found:
            found[name] = Print(name, text, frozenset(row["speakers"]), row["nested_in"], quoted)
        groups[name].append(row)
    return [(found[name], rows) for name, rows in groups.items()]


def _rows(matches: Iterable[Match], of_print: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{**row, "flags": list(match.flags)} for match in matches for row in of_print[match.print.key]]


def _when(row: dict[str, Any]) -> tuple[bool, str, str]:
    return row["published"] is None, row["published"] or "", row["source_id"]


def _others(
    finding: Finding, of_print: dict[str, list[dict[str, Any]]], words: str
) -> Iterator[dict[str, Any]]:
    named: set[str] = set()
    for row in sorted(_rows(finding.others, of_print), key=_when):
        if row["speaker_id"] not in named:
            named.add(row["speaker_id"])
            yield _shown(row, words)


def _shown(row: dict[str, Any], words: str) -> dict[str, Any]:
    """A quote as evidence, with how the words asked about differ from its own text."""
    row["differences"] = differences(compare(row["text"], words).differences, "one")
    return {column: row[column] for column in EVIDENCE}
