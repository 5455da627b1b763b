"""The database: who said what, stored so that every row can be proved against the text it came from."""

from .. import lean

with lean.importing("sqlite_utils"):
    import sqlite_utils as sqlite_utils

from .descriptions import DESCRIPTIONS
from .schema import SEARCHED, TABLES, VIEWS
from .store import ImportRun, QuoteDatabase, QuoteDatabaseError, system_clock
from .write import Outcome

__all__ = [
    "DESCRIPTIONS",
    "SEARCHED",
    "TABLES",
    "VIEWS",
    "ImportRun",
    "Outcome",
    "QuoteDatabase",
    "QuoteDatabaseError",
    "system_clock",
]
