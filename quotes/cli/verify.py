"""`quotes verify`: every row proved against the text it came from."""

from __future__ import annotations

import click

from .errors import complain
from .output import write
from .terminal import harmless


@click.command(
    short_help="Prove every row against the text it came from.",
    epilog="""\b
Example:
  quotes verify quotes.db
""",
)
@click.argument("db", metavar="DB")
def verify(db: str) -> None:
    """Prove every row of a database against its stored text and hash.

    DB is a database that `quotes import` made; nothing in it is changed. Each row that fails is one line
    that names its table, its id and what is wrong, and the exit code is 1.
    """
    from ..database import QuoteDatabase
    from ..database.search import stats
    from ..database.verify import verify as problems

    failing = 0
    with QuoteDatabase(db, readonly=True) as database:
        for problem in problems(database):
            failing += 1
            row = " ".join(filter(None, (problem.table, problem.id)))
            write(harmless(f"{row}: {problem.message}" if row else problem.message))
        if failing:
            complain(
                f"{db}: {failing:,} found wrong; import its documents into a new database to restore them"
            )
            raise click.exceptions.Exit(1)
        counts = stats(database, top=1)
    sound = ", ".join(f"{counts[name]:,} {name}" for name in ("sources", "quotes", "speakers"))
    write(f"{harmless(db)} is sound: {sound}, each as its text and hash say")
