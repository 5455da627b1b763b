"""A list of people and organisations that the user has, and which speakers of a database are on it.

Lines are read one by one, so that a bad one harms no other. A speaker is linked to an entry's Wikidata item
where a full name of theirs is the entry's name or alias, nothing they are called contradicts what the entry
says they are, and no other entry or speaker fits as well.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ..speakers.careers import Facts, contradict, facts, likeness, same_office_elsewhere
from . import curate, ids
from .fields import tidy
from .lines import WIKIDATA
from .store import QuoteDatabase

COLUMNS = ("name", "aliases", "wikidata", "description")
_NEEDED = ("name", "wikidata")
_BETWEEN = re.compile("[;|]")


class GazetteerError(ValueError):
    """Why a file is no gazetteer at all, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a gazetteer: a Wikidata item, its names, and who or what it is."""

    line: int
    name: str
    wikidata: str
    aliases: tuple[str, ...] = ()
    description: str | None = None

    @property
    def folded(self) -> set[str]:
        """The names as they are compared."""
        return {ids.fold(name) for name in (self.name, *self.aliases)} - {""}


@dataclass(slots=True)
class Gazetteer:
    """The entries of a file, and its bad lines: number and reason."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


def read(content: bytes) -> Gazetteer:
    """Read a gazetteer: JSON lines, or CSV whose first line names the columns.

    Raises `GazetteerError` if the first line is neither. Of an item that two names have nobody knows whose it
    is: none of its lines counts.
    """
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise GazetteerError("is empty")
    result = Gazetteer()
    is_json = lines[first].lstrip()[:1] in (b"{", b"[")
    header = [] if is_json else _header(lines[first])
    by_item: dict[str, list[Entry]] = {}
    for number, line in enumerate(lines[first + (not is_json) :], first + 1 + (not is_json)):
        if not line.strip():
            continue
        try:
            entry = _entry(number, _from_json(line) if is_json else _from_csv(line, header))
        except ValueError as error:
            result.problems.append((number, str(error)))
        else:
            by_item.setdefault(entry.wikidata, []).append(entry)
    for item, entries in by_item.items():
        if len(entries) > 1:
            listed = " and ".join(str(entry.line) for entry in entries[:4])
            reason = f"{item} is given more than once, in lines {listed}; give it to one name"
            result.problems += [(entry.line, reason) for entry in entries]
        else:
            result.entries += entries
    result.problems.sort()
    return result


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8").rstrip("\r")
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8") from error


def _cells(line: bytes) -> list[str]:
    try:
        return next(csv.reader([_decoded(line)], strict=True))
    except csv.Error as error:
        reason = "a quotation mark is left open" if "end of data" in str(error) else str(error)
        raise ValueError(f"is not CSV ({reason})") from error


def _header(line: bytes) -> list[str]:
    try:
        header = [cell.strip().casefold() for cell in _cells(line)]
    except ValueError as error:
        raise GazetteerError(f"line 1 {error}") from error
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise GazetteerError(
            f"has no column {' and '.join(missing)}; its first line must name the columns, "
            f"as {','.join(COLUMNS)}, or each line be a JSON object"
        )
    return header


def _from_csv(line: bytes, header: list[str]) -> dict[str, Any]:
    cells = _cells(line)
    if len(cells) != len(header):
        raise ValueError(f"has {len(cells)} fields, and the first line names {len(header)}")
    return dict(zip(header, cells, strict=True))


def _from_json(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(_decoded(line))
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError("is not JSON") from error
    if not isinstance(said, dict):
        raise ValueError("is not a JSON object")
    return said


def _entry(number: int, said: dict[str, Any]) -> Entry:
    name, item, description = (_text(said, key) for key in ("name", "wikidata", "description"))
    if not name or not ids.fold(name):
        raise ValueError("has no name")
    if not item:
        raise ValueError(f"gives {name} no wikidata")
    match = WIKIDATA.fullmatch(item)
    if match is None:
        raise ValueError(f"{item!r} is no Wikidata item; give its number, as Q42")
    aliases = said.get("aliases") or []
    if isinstance(aliases, str):
        aliases = _BETWEEN.split(aliases)
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise ValueError("aliases are neither text nor a list of texts")
    kept = tuple(alias for text in aliases if (alias := tidy(ids.clean(text))))
    return Entry(number, name, match[1].upper(), kept, description)


def _text(said: dict[str, Any], key: str) -> str | None:
    value = said.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} is {json.dumps(value)[:40]}, not text")
    return tidy(ids.clean(value)) if value else None


@dataclass(frozen=True, slots=True)
class Match:
    """A speaker, the entries that have a name of theirs, and what came of it.

    ``state``: linked, known (linked to it already), ambiguous (``why`` says what a person must decide), or
    other (linked to another item, which stays).
    """

    speaker: str
    name: str
    entries: tuple[Entry, ...]
    state: str
    why: str = ""


@dataclass(slots=True)
class Report:
    """What came of a gazetteer: the matches, and how many speakers and entries it has nothing for."""

    matches: list[Match] = field(default_factory=list)
    speakers_not_found: int = 0
    entries_not_found: int = 0

    def of(self, state: str) -> list[Match]:
        """The matches of one state."""
        return [match for match in self.matches if match.state == state]


@dataclass(slots=True)
class _Candidate:
    id: str
    name: str
    wikidata: str | None
    roles: list[str]
    entries: list[Entry]


def link_all(
    db: QuoteDatabase,
    entries: Iterable[Entry],
    *,
    dry_run: bool = False,
    who: str | None = None,
    why: str | None = None,
) -> Report:
    """Link every person and organisation who is one entry, each by a correction, all in one transaction.

    ``dry_run`` says what would come of it, and changes nothing.
    """
    listed = list(entries)
    candidates = list(_candidates(db, listed))
    report = Report(list(_decide(db, candidates)))
    counted = "select count(*) from speakers where kind in ('person', 'organisation')"
    report.speakers_not_found = db.conn.execute(counted).fetchone()[0] - len(candidates)
    met = {entry.line for candidate in candidates for entry in candidate.entries}
    report.entries_not_found = len(listed) - len(met)
    if not dry_run and report.of("linked"):
        with db.transaction():
            for match in report.of("linked"):
                curate.link_wikidata(db, match.speaker, match.entries[0].wikidata, who=who, why=why)
    return report


def _candidates(db: QuoteDatabase, entries: list[Entry]) -> Iterator[_Candidate]:
    """The speakers of whom a full name is on the list, with the entries that have it."""
    by_name: dict[str, list[Entry]] = {}
    for entry in entries:
        for folded in entry.folded:
            by_name.setdefault(folded, []).append(entry)
    found: dict[str, _Candidate] = {}
    for key, name, kind, wikidata, alias, folded in db.conn.execute(
        "select id, name, kind, wikidata, alias, folded from speakers join aliases on speaker_id = id "
        "where kind in ('person', 'organisation') order by id, alias"
    ):
        # A bare surname may be anybody's.
        if folded not in by_name or not ids.known_everywhere(alias, kind):
            continue
        candidate = found.setdefault(key, _Candidate(key, name, wikidata, [], []))
        candidate.entries += [entry for entry in by_name[folded] if entry not in candidate.entries]
    for candidate in found.values():
        rows = db.conn.execute(
            "select role from roles where speaker_id = :id "
            "union select role from speakers where id = :id and role is not null order by 1",
            {"id": candidate.id},
        )
        candidate.roles = [role for (role,) in rows]
        candidate.entries.sort(key=lambda entry: entry.line)
        yield candidate


def _decide(db: QuoteDatabase, candidates: list[_Candidate]) -> Iterator[Match]:
    chosen: dict[str, tuple[Entry, int]] = {}
    unsure: dict[str, str] = {}
    for candidate in candidates:
        fits = {entry.wikidata: _fit(entry, candidate.roles) for entry in candidate.entries}
        possible = [entry for entry in candidate.entries if fits[entry.wikidata] >= 0]
        best = sorted(possible, key=lambda entry: (-fits[entry.wikidata], entry.line))
        roles = "; ".join(candidate.roles[:3]) or "no role"
        if not best:
            unsure[candidate.id] = f"the description does not fit the roles: {roles}"
        elif len(candidate.entries) > 1 and (
            not fits[best[0].wikidata] or (len(best) > 1 and fits[best[0].wikidata] == fits[best[1].wikidata])
        ):
            unsure[candidate.id] = f"several entries have the name, and the roles do not tell: {roles}"
        else:
            chosen[candidate.id] = (best[0], fits[best[0].wikidata])
    rivals: dict[str, list[str]] = {}
    for key, (entry, _) in chosen.items():
        rivals.setdefault(entry.wikidata, []).append(key)
    taken = dict(
        db.conn.execute("select wikidata, id from speakers where wikidata is not null order by id desc")
    )
    for candidate in candidates:
        if candidate.id in unsure:
            yield _match(candidate, None, unsure[candidate.id])
            continue
        entry, fit = chosen[candidate.id]
        why = _rivalry(candidate.id, fit, entry, chosen, rivals[entry.wikidata], taken)
        yield _match(candidate, entry, why)


def _rivalry(
    key: str,
    fit: int,
    entry: Entry,
    chosen: dict[str, tuple[Entry, int]],
    rivals: list[str],
    taken: dict[str, str],
) -> str:
    """Why a speaker cannot have an entry's item, as others have it or fit as well; "" if there are none."""
    owner = taken.get(entry.wikidata)
    if owner is not None and owner != key:
        return f"{owner} is linked to {entry.wikidata}; if they are one, merge them"
    others = [other for other in rivals if other != key and chosen[other][1] >= fit]
    if others and owner != key:
        return f"{', '.join(others[:3])} may be meant as well; if they are one, merge them"
    return ""


def _match(candidate: _Candidate, entry: Entry | None, why: str) -> Match:
    key, name = candidate.id, candidate.name
    if candidate.wikidata is not None:
        if any(one.wikidata == candidate.wikidata for one in candidate.entries):
            same = tuple(one for one in candidate.entries if one.wikidata == candidate.wikidata)
            return Match(key, name, same, "known")
        return Match(key, name, tuple(candidate.entries), "other", f"linked to {candidate.wikidata} already")
    if entry is None or why:
        return Match(key, name, tuple(candidate.entries) if entry is None else (entry,), "ambiguous", why)
    return Match(key, name, (entry,), "linked")


def _fit(entry: Entry, roles: list[str]) -> int:
    """How well a description goes with the roles that articles give, in points; -1 where it does not."""
    if not entry.description or not roles:
        return 0
    said = facts(entry.description)
    known = [facts(role) for role in roles]
    best = max(_points(said, other) for other in known)
    if best:
        return best
    odd = [contradict(said, other) or same_office_elsewhere(said, other) for other in known]
    return -1 if any(odd) else 0


def _points(said: Facts, role: Facts) -> int:
    if contradict(said, role) or same_office_elsewhere(said, role):
        return 0
    return 2 * likeness(said, role) + bool(said.fields & role.fields)
