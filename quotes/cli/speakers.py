"""`quotes speakers`: who speaks in a database, and what a person says of them."""

from __future__ import annotations

from typing import Any

import click

from ..model import SPEAKER_KINDS
from .correct import opened, report, said_by
from .listing import Listing
from .output import output_options, print_rows
from .query import limit_option, remark

_SPEAKER_COLUMNS = ("name", "kind", "role", "quotes", "sources", "first_seen", "last_seen")


@click.command(
    cls=Listing,
    short_help="List the speakers; say who they are.",
    epilog="""\b
Examples:
  quotes speakers quotes.db
  quotes speakers quotes.db --speaker-kind person --limit 0 --csv
  quotes speakers quotes.db --speaker obrador
  quotes speakers rename quotes.db amlo "Andrés Manuel López Obrador"
""",
)
@click.argument("db", metavar="DB")
@click.option("--speaker", help="Only speakers with this in their id, name or another form of it.")
@click.option("--speaker-kind", type=click.Choice(SPEAKER_KINDS), help="Only speakers of this kind.")
@click.option(
    "--order",
    type=click.Choice(["quotes", "sources", "name", "first_seen", "last_seen"]),
    default="quotes",
    show_default=True,
    help="What to sort by.",
)
@limit_option
@output_options
def speakers(
    db: str, speaker: str | None, speaker_kind: str | None, order: Any, limit: int, fmt: str | None
) -> None:
    """List the speakers of a database with their numbers of quotes and sources, the most quoted first.

    DB is a database that `quotes import` made.
    """
    from ..database import QuoteDatabase
    from ..database import search as questions

    with QuoteDatabase(db, readonly=True) as database:
        found = questions.speakers(
            database, speaker, kind=speaker_kind, order=order, limit=limit + 1 if limit else None
        )
        print_rows(found[: limit or None], _SPEAKER_COLUMNS, fmt, more=("id", *_SPEAKER_COLUMNS))
        remark(found, limit, "speakers")


@speakers.others.command(
    "rename",
    short_help="Give a speaker another name.",
    epilog="""\b
Example:
  quotes speakers rename quotes.db amlo "Andrés Manuel López Obrador"
""",
)
@click.argument("db", metavar="DB")
@click.argument("speaker", metavar="SPEAKER")
@click.argument("name", metavar="NAME")
@said_by
def rename(db: str, speaker: str, name: str, **said: Any) -> None:
    """Give a speaker another name, whatever articles print. The speaker's id and other names stay.

    DB is a database that `quotes import` made; SPEAKER is an id, a name or any other form of it.
    NAME is the name as it is to be shown. `quotes undo` undoes it.
    """
    from ..database import curate

    with opened(db) as database:
        report(curate.rename(database, speaker, name, **said))


@speakers.others.command(
    "alias",
    short_help="Let a speaker be found by another name, too.",
    epilog="""\b
Example:
  quotes speakers alias quotes.db alfonso-durazo "Durazo Montaño"
""",
)
@click.argument("db", metavar="DB")
@click.argument("speaker", metavar="SPEAKER")
@click.argument("alias", metavar="ALIAS")
@said_by
def alias(db: str, speaker: str, alias: str, **said: Any) -> None:
    """Let a speaker be found by another name, too. Where it is a full name or a handle, articles that call
    somebody so mean this speaker; a surname alone goes on meaning whomever each article means.

    DB is a database that `quotes import` made; SPEAKER is an id, a name or any other form of it.
    ALIAS is the other name. `quotes undo` undoes it.
    """
    from ..database import curate

    with opened(db) as database:
        report(curate.add_alias(database, speaker, alias, **said))


@speakers.others.command(
    "set-role",
    short_help="Say what a speaker's role is.",
    epilog="""\b
Example:
  quotes speakers set-role quotes.db alfonso-durazo "governor of Sonora"
""",
)
@click.argument("db", metavar="DB")
@click.argument("speaker", metavar="SPEAKER")
@click.argument("role", metavar="ROLE")
@said_by
def set_role(db: str, speaker: str, role: str, **said: Any) -> None:
    """Say what a speaker's role is, whatever articles give.

    DB is a database that `quotes import` made; SPEAKER is an id, a name or any other form of it.
    ROLE is the role, or none. `quotes undo` undoes it.
    """
    from ..database import curate

    with opened(db) as database:
        report(curate.set_role(database, speaker, role, **said))


@speakers.others.command(
    "link",
    short_help="Link speakers to items of Wikidata.",
    epilog="""\b
Examples:
  quotes speakers link quotes.db alfonso-durazo Q6133735
  quotes speakers link quotes.db --gazetteer senators.csv --dry-run
""",
)
@click.argument("db", metavar="DB")
@click.argument("speaker", metavar="[SPEAKER]", required=False)
@click.argument("item", metavar="[ITEM]", required=False)
@click.option("--gazetteer", metavar="FILE", help="Link whoever is on this list; - is standard input.")
@click.option("--dry-run", is_flag=True, help="Say what the list would link, and change nothing.")
@click.option("--json", "json_", is_flag=True, help="Output: what came of the list, as one JSON object.")
@said_by
def link(
    db: str,
    speaker: str | None,
    item: str | None,
    gazetteer: str | None,
    dry_run: bool,
    json_: bool,
    **said: Any,
) -> None:
    """Link a speaker to an item of Wikidata, or all who are on a list.

    DB is a database that `quotes import` made; SPEAKER is an id, a name or any other form of it.
    ITEM is its number (Q42) or address. `quotes undo` undoes it.

    A list is CSV whose first line is name,aliases,wikidata,description (aliases separated by ; or |), or JSON
    lines with these keys. Who has a full name of one entry is linked, unless the description does not fit
    the roles; where it does not tell which of several is meant, nobody is. Links that are there stay.
    """
    from ..database import curate

    if gazetteer is None:
        if speaker is None or item is None or dry_run or json_:
            raise click.UsageError("Give SPEAKER and ITEM, or --gazetteer FILE.")
        with opened(db) as database:
            report(curate.link_wikidata(database, speaker, item, **said))
        return
    if speaker is not None:
        raise click.UsageError("Give SPEAKER and ITEM, or --gazetteer FILE, not both.")
    from .gazetteer import link_gazetteer

    link_gazetteer(db, gazetteer, dry_run, json_, **said)


@speakers.others.command(
    "merge",
    short_help="Say that two speakers are one.",
    epilog="""\b
Examples:
  quotes speakers merge quotes.db william-hadley bill-hadley
  quotes speakers merge quotes.db "AMLO" "Andres Manuel Lopez Obrador" --why "his initials"
""",
)
@click.argument("db", metavar="DB")
@click.argument("speaker", metavar="SPEAKER")
@click.argument("into", metavar="INTO")
@said_by
def merge(db: str, speaker: str, into: str, **said: Any) -> None:
    """Say that SPEAKER and INTO are one: what the one said is the other's, now and in all imports to come.

    DB is a database that `quotes import` made; SPEAKER and INTO are ids, names or other forms of them.
    INTO's id and name stay. `quotes undo` undoes it.
    """
    from ..database import joining

    with opened(db) as database:
        report(joining.merge(database, speaker, into, **said))


@speakers.others.command(
    "split",
    short_help="Say that a speaker is several.",
    epilog="""\b
Examples:
  quotes speakers split quotes.db bill-smith --name "William Smith"
  quotes speakers split quotes.db emma-clarke --role captain --to emma-clarke_rugby
  quotes speakers split quotes.db emma-clarke --article 3f2a5c91 --to "Emma J. Clarke"
""",
)
@click.argument("db", metavar="DB")
@click.argument("speaker", metavar="SPEAKER")
@click.option("--name", "names", multiple=True, help="What articles call the other one, in full.")
@click.option("--article", "sources", multiple=True, help="An article that means the other: id, URL or path.")
@click.option("--role", "roles", multiple=True, help="The role of the other one, as articles give it.")
@click.option("--to", help="Who the other one is: an id, a name or a new name; else a namesake.")
@said_by
def split(db: str, speaker: str, **said: Any) -> None:
    """Say that some of what SPEAKER said is somebody else's, now and in every import to come.

    DB is a database that `quotes import` made; SPEAKER is an id, a name or any other form of it. What goes
    is said by --name, --article and --role, each as often as need be. `quotes undo` undoes it.
    """
    from ..database import joining

    if not (said["names"] or said["sources"] or said["roles"]):
        raise click.UsageError("Say what is the other one's: --name, --article or --role.")
    with opened(db) as database:
        report(joining.split(database, speaker, **said))


@speakers.others.command(
    "dismiss",
    short_help="Say that a suggestion is wrong.",
    epilog="""\b
Examples:
  quotes speakers dismiss quotes.db john-reyes juan-reyes --why "brothers"
  quotes speakers dismiss quotes.db emma-clarke
""",
)
@click.argument("db", metavar="DB")
@click.argument("speaker", metavar="SPEAKER")
@click.argument("other", metavar="[OTHER]", required=False)
@said_by
def dismiss(db: str, speaker: str, other: str | None, **said: Any) -> None:
    """Say that SPEAKER and OTHER are not the same, or without OTHER that SPEAKER is one and not several:
    `quotes speakers suggest` does not suggest it again. Nothing else changes.

    DB is a database that `quotes import` made; SPEAKER and OTHER are ids, names or other forms of them.
    `quotes undo` undoes it.
    """
    from ..database import joining

    with opened(db) as database:
        report(joining.dismiss(database, speaker, other, **said))
