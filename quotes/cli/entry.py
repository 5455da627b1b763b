"""`quotes speakers show`: a speaker as an entry in a reference book."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import click

from .correct import opened
from .output import as_json, write
from .terminal import colours, harmless, terminal_width, width

_WIDEST = 100
_LABELS = 15
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_UNSURE = 0.7
_WHY = {
    "same name": "the same name, written otherwise",
    "middle name": "the same but for a middle name",
    "short name": "a form of the name, and role, company or story agree",
    "alias": "articles give it as another name",
    "role or company": "only the surname, but role, company or story agree",
    "by hand": "a person said so",
}
_DONE = {"rename": "name", "set-role": "role", "link": "Wikidata item"}


@click.command(
    "show",
    short_help="Show all that is known of a speaker.",
    epilog="""\b
Examples:
  quotes speakers show quotes.db alfonso-durazo
  quotes speakers show quotes.db "Alfonso Durazo" --json
""",
)
@click.argument("db", metavar="DB")
@click.argument("speaker", metavar="SPEAKER")
@click.option("--json", "json_", is_flag=True, help="Output: all that is known, as one JSON object.")
def show(db: str, speaker: str, json_: bool) -> None:
    """Show all that is known of a speaker, as an entry in a reference book: roles and names, who quotes and
    relays them, beside whom, on what, whom they may be taken for, what people corrected, and some quotes.

    DB is a database that `quotes import` made; SPEAKER is an id, a name or any other form of it. Of the
    quotes, those are shown that say most about the latest articles; how sure the parser is of one is said
    where it is not.
    """
    from ..database.entry import entry

    with opened(db, readonly=True) as database:
        found = entry(database, speaker)
    if json_:
        write(as_json(found))
        return
    room = min(terminal_width(), _WIDEST)
    for line in _lines(db, found, room, colours()):
        write(line)


def _lines(db: str, found: Mapping[str, Any], room: int, colour: bool) -> Iterator[str]:
    def styled(text: str, **style: Any) -> str:
        return click.style(text, **style) if colour else text

    name = harmless(found["name"])
    yield styled(name, bold=True)
    yield styled("=" * min(width(name), room), dim=True)
    yield from wrapped(_lead(found), room)
    yield ""
    for label, text in _facts(found):
        lines = wrapped(harmless(text), room - _LABELS) if text else []
        for at, line in enumerate(lines):
            head = styled(label.ljust(_LABELS), dim=True) if at == 0 else " " * _LABELS
            yield head + line
    if not found["chosen"]:
        return
    several = found["quotes"] > len(found["chosen"])
    yield ""
    yield styled("Some of the quotes" if several else "Quotes", bold=True)
    for _, rows in groupby(found["chosen"], key=lambda row: row["source_id"]):
        own = list(rows)
        yield ""
        yield from (styled(line, dim=True) for line in wrapped(harmless(_article(own[0])), room))
        for row in own:
            yield from wrapped(harmless(f"{row['text']} ({_remarks(row)})"), room, "  ", "    ")
    if several:
        yield ""
        every = shlex.join(["quotes", "search", db, "--speaker", found["id"]])
        yield f"All {found['quotes']:,}: {harmless(every)}"


def wrapped(text: str, room: int, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines of at most so many columns, broken at blanks; a longer word has its own line.

    ``first`` opens the first line and ``rest`` the others, where it is not the same.
    """
    lines: list[str] = []
    line = first
    empty = True
    for word in text.split():
        if not empty and width(f"{line} {word}") > room:
            lines.append(line)
            line, empty = first if rest is None else rest, True
        line = line + word if empty else f"{line} {word}"
        empty = False
    return lines if empty else [*lines, line]


def _lead(found: Mapping[str, Any]) -> str:
    """The entry's first sentences: who it is, how often, when and where they are quoted."""
    from ..database.entry import bare_role

    role = harmless(bare_role(found["role"])) if found["role"] else ""
    kind = found["kind"]
    said = [_sentence(f"{role} ({kind})" if role else kind)]
    if not found["quotes"]:
        said.append("Not quoted in any article.")
        return " ".join(said)
    articles = counted(found["sources"], "article")
    outlets = f" of {counted(found['outlets'], 'outlet')}" if found["outlets"] > 1 else ""
    years = _period(found["first_seen"], found["last_seen"], "without a date")
    said.append(f"Quoted {_times(found['quotes'])} in {articles}{outlets}, {years}.")
    if found["pronouns"]:
        said.append(f"Articles use “{harmless(found['pronouns'])}”.")
    if found["people"] > 1:
        said.append(f"One of {found['people']} people of this name.")
    return " ".join(said)


def _facts(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = {c["now"] for c in found["corrections"] if c["action"] == "set-role"}
    roles = [f"{role['role']} ({_when(role)})" for role in found["roles"]]
    if len(roles) == 1 and found["sources"] == 1:
        roles = []  # said at the top, and when
    roles += [f"{role} (a person said so)" for role in sorted(filter(None, given))]
    yield "Roles" if len(roles) > 1 else "Role", "; ".join(roles)
    yield "Also called", "; ".join(f"{a['alias']} ({_articles(a['n'])})" for a in found["aliases"])
    yield "Names joined", "; ".join(_names(found))
    yield "Quoted by", _list(found["published_by"], found["outlets"], _in_articles)
    yield "Relayed by", _list(found["relayed_by"], 0, lambda row: counted(row["quotes"], "quote"))
    yield "Speaks to", _list(found["told"], 0, lambda row: counted(row["quotes"], "quote"))
    yield "Quoted with", "; ".join(_companions(found))
    of = f" of {found['sources']:,} articles)"
    yield (
        "Subjects",
        ", ".join(
            row["topic"] + (f" ({row['sources']:,}{of}" if found["sources"] > 1 else "")
            for row in found["topics"]
        ),
    )
    kinds = ", ".join(f"{n:,} {kind}" for kind, n in found["kinds"].items())
    unsure = f"; {found['unsure']:,} unsure" if found["unsure"] else ""
    checked = f"; {found['reviewed']:,} checked by a person" if found["reviewed"] else ""
    yield "Words", kinds + unsure + checked
    yield "Namesakes", "; ".join(_others(found))
    yield "Known from", f"this article only: {_article(found['article'])}" if found["article"] else ""
    yield "Corrected", "; ".join(_correction(c) for c in found["corrections"])
    if found["wikidata"]:
        yield "Wikidata", f"https://www.wikidata.org/wiki/{found['wikidata']}"
    yield "Id", found["id"]


def _list(rows: Iterable[Mapping[str, Any]], total: int, of: Any) -> str:
    shown = [f"{row['name']} ({of(row)})" for row in rows]
    more = f"; {total - len(shown)} more" if total > len(shown) else ""
    return "; ".join(shown) + more


def _in_articles(row: Mapping[str, Any]) -> str:
    if row["quotes"] == row["sources"]:
        return counted(row["quotes"], "quote")
    return f"{counted(row['quotes'], 'quote')} in {counted(row['sources'], 'article')}"


def _names(found: Mapping[str, Any]) -> Iterator[str]:
    """The names that articles know the speaker by and why each is taken for theirs, but for the first."""
    for name in found["joined"]:
        own = name["id"] == found["id"] or (name["why"] == "same name" and name["name"] == found["name"])
        if not own and name["why"] in _WHY:
            yield f"{name['name']} ({_articles(name['sources'])}): {_WHY[name['why']]}"


def _companions(found: Mapping[str, Any]) -> Iterator[str]:
    """Those quoted in the same articles, by the number of these."""
    from ..database.entry import bare_role

    for n, rows in groupby(found["beside"], key=lambda row: row["sources"]):
        named = [row["name"] + (f" ({bare_role(row['role'])})" if row["role"] else "") for row in rows]
        yield (f"in {_articles(n)}: " if found["sources"] > 1 else "") + ", ".join(named)


def _others(found: Mapping[str, Any]) -> Iterator[str]:
    from ..database.entry import bare_role

    for row in found["namesakes"]:
        who = bare_role(row["role"]) if row["role"] else row["kind"]
        told = f" [{row['id']}]" if row["why"] == "same name" else ""
        yield f"{row['name']}, {who} ({row['why']}, {counted(row['quotes'], 'quote')}){told}"
    if found["unresolved"]:
        surname = found["sort_name"].partition(",")[0]
        yield f"the {surname} of {counted(found['unresolved'], 'article')} without a fuller name"


def _article(row: Mapping[str, Any]) -> str:
    """Where quotes stand: headline, outlet, date."""
    known = (row["title"] or row["path"] or row["url"], row["outlet"], day(row["published"]))
    return ", ".join(part for part in known if part) or str(row["source_id"])


def _remarks(row: Mapping[str, Any]) -> str:
    """What a reader should know of a quote, and the digits to find it by."""
    parts = [f"via {row['via']}"] if row["via"] else []
    parts += [row["status"]] if row["status"] != "said" else []
    parts += [row["act"]] if row["act"] != "speech" else []
    if row["reviewed"]:
        parts.append("✓ checked by a person")
    elif row["confidence"] < _UNSURE:
        parts.append(f"confidence {row['confidence']:.2f}")
    return ", ".join([*parts, row["id"][:10]])


def _correction(row: Mapping[str, Any]) -> str:
    was = f", was {row['was'] or 'none'}" if row["action"] in _DONE else ""
    if row["action"] == "merge":
        what = f"{row['was']} merged into {row['now']}"
    elif row["action"] == "split":
        what = f"{row['now']} split off {row['item_id']}"
    elif row["action"] == "dismiss":
        what = f"{row['item_id']} and {row['now']} are not the same" if row["now"] else "is one, not several"
    else:
        what = f"{_DONE.get(row['action'], row['action'])} {row['now'] or 'none'}{was}"
    why = f": {row['why']}" if row["why"] else ""
    return f"{what} ({row['who'] or 'somebody'}, {day(row['at'])}, number {row['number']}{why})"


def _when(role: Mapping[str, Any]) -> str:
    period = _period(role["first_seen"], role["last_seen"], "")
    return f"{period}, {_articles(role['n'])}" if period else _articles(role["n"])


def _period(first: str | None, last: str | None, without: str) -> str:
    """ "14 November 2025", or "November 2025 to June 2026"."""
    if not first or not last:
        return without
    if first == last:
        return day(first)
    short = [day(date[:7]) for date in (first, last)]
    if short[0] == short[1]:
        return f"{day(first)} to {day(last)}"
    return " to ".join(short)


def day(date: str | None) -> str:
    """A date as a reader writes it: 14 November 2025, November 2025, 2025; what is no date as it is."""
    match = _DATE.match(date or "")
    if match is None or not 0 < int(match[2] or 1) < 13:
        return date or ""
    year, month, of_month = match.groups()
    words = [str(int(of_month))] if of_month else []
    return " ".join([*words, *([_MONTHS[int(month) - 1]] if month else []), year])


def counted(n: int, what: str) -> str:
    """ "1 article", "1,200 articles"."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _articles(n: int) -> str:
    return counted(n, "article") if n else "a person said so"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
