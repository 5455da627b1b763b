"""`quotes speakers link --gazetteer`: link a whole database to a list of people and organisations."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from .correct import opened
from .errors import Problem, complain
from .output import as_json, write
from .terminal import harmless

if TYPE_CHECKING:
    from ..database.gazetteer import Match, Report

_SHOWN = 20


def link_gazetteer(db: str, file: str, dry_run: bool, json_: bool, who: str | None, why: str | None) -> None:
    """Link the speakers of a database to the entries of a file, and say what came of it."""
    from ..database import gazetteer

    shown = "standard input" if file == "-" else file
    try:
        listed = gazetteer.read(_content(file))
    except gazetteer.GazetteerError as error:
        raise Problem(f"{shown}: {error}") from error
    with opened(db, readonly=dry_run) as database:
        said = why or f"gazetteer {shown}"
        report = gazetteer.link_all(database, listed.entries, dry_run=dry_run, who=who, why=said)
    for number, reason in listed.problems:
        complain(f"{shown}, line {number}: {reason}; left out")
    if json_:
        write(as_json(_data(report, dry_run)))
    else:
        for line in _lines(report, dry_run):
            write(harmless(line))
    if listed.problems:
        raise click.exceptions.Exit(1)


def _content(file: str) -> bytes:
    from pathlib import Path

    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise Problem(f"{file}: cannot be read ({error.strerror or error})") from error


def _lines(report: Report, dry_run: bool) -> Iterator[str]:
    linked = report.of("linked")
    for match in linked if dry_run else linked[:_SHOWN]:
        yield f"link {match.name} ({match.speaker}): {match.entries[0].wikidata}{_described(match)}"
    if not dry_run and len(linked) > _SHOWN:
        yield f"… and {len(linked) - _SHOWN:,} more; `quotes corrections` lists them"
    for match in (*report.of("ambiguous"), *report.of("other")):
        entries = ", ".join(f"{entry.wikidata} (line {entry.line})" for entry in match.entries)
        yield f"{match.state} {match.name} ({match.speaker}): {entries}: {match.why}"
    counts = [
        f"{'would be linked' if dry_run else 'linked'} {len(linked):,}",
        f"already linked {len(report.of('known')):,}",
        f"linked to another item {len(report.of('other')):,}",
        f"ambiguous {len(report.of('ambiguous')):,}",
        f"not on the list {report.speakers_not_found:,}",
        f"on the list and never quoted {report.entries_not_found:,}",
    ]
    yield f"Speakers: {', '.join(counts)}"


def _described(match: Match) -> str:
    description = match.entries[0].description
    return f", {description}" if description else ""


def _data(report: Report, dry_run: bool) -> dict[str, Any]:
    matches = [
        {
            "speaker": match.speaker,
            "name": match.name,
            "state": match.state,
            "why": match.why,
            "entries": [
                {"line": e.line, "name": e.name, "wikidata": e.wikidata, "description": e.description}
                for e in match.entries
            ],
        }
        for match in report.matches
    ]
    return {
        "dry_run": dry_run,
        **{state: len(report.of(state)) for state in ("linked", "known", "other", "ambiguous")},
        "speakers_not_found": report.speakers_not_found,
        "entries_not_found": report.entries_not_found,
        "matches": matches,
    }
