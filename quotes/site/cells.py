"""How a single value of our tables is shown: words to read, percentages, links to rows."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils import escape_sqlite, tilde_encode
from markupsafe import Markup, escape

from .describe import LABELS, VIEW_ROWS
from .ours import is_ours, may_see

if TYPE_CHECKING:
    from datasette.app import Datasette

LINKED_TABLES = {
    "source_id": "sources",
    "quote_id": "quotes",
    "nested_in": "quotes",
    "speaker_id": "speakers",
    "outlet_id": "outlets",
    "via_id": "outlets",
}
"""Columns that hold the id of a row, and the table it is in."""

NAMES = {
    "speaker": "speaker_id",
    "outlet": "outlet_id",
    "via": "via_id",
    "title": "source_id",
    "quote": "quote_id",
}
"""Columns of views and queries that name a row whose id another column of the same row holds."""

_WE_SHOW = frozenset({*LINKED_TABLES, *NAMES, *LABELS.values(), "id", "context", "confidence"})
"""Columns whose values we may show in another way than Datasette does, besides web addresses."""

CHECKED_TITLE = "Checked or corrected by a person; no import changes it"
CHECKED = Markup(' <span class="q-checked" role="img" aria-label="reviewed" title="{}">✓</span>').format(
    CHECKED_TITLE
)
"""The mark behind the words of a quote that a person has reviewed."""

QUOTE_LENGTH = 320
CONTEXT_LENGTH = 160
LABEL_LENGTH = 80
"""Characters of words, paragraphs and labels shown in a table's cell."""


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Datasette
) -> Markup | Awaitable[Markup] | None:
    """Datasette's hook: the HTML of a cell of one of our databases; None leaves it to Datasette.

    ``table`` is None for the results of a query. Where a table's cell holds the id of another row, and
    Datasette has not looked up its label (it does not on row pages), the answer is awaitable.
    """
    # First of all, for a page has some thousand cells: most are nothing to us.
    if column not in _WE_SHOW and not (isinstance(value, str) and "://" in value):
        return None
    if not is_ours(datasette, database):
        return None
    return Cell(row, value, column, table, database, datasette).html()


class Cell:
    """A value with all that is known about where it stands."""

    def __init__(
        self, row: Any, value: Any, column: str, table: str | None, database: str, datasette: Datasette
    ) -> None:
        self.row = row
        self.value = value
        self.column = column
        self.table = table
        self.database = database
        self.datasette = datasette

    def html(self) -> Markup | Awaitable[Markup] | None:
        """The HTML, or a way to get it, or None for Datasette's own."""
        if self.value is None:
            return self._untitled()
        if isinstance(self.value, Mapping):
            return self._expanded()
        if isinstance(self.value, bytes):
            return None
        if self.column == "confidence":
            return percentage(self.value)
        if self.column in LINKED_TABLES:
            return self._reference(LINKED_TABLES[self.column])
        if self.column == "id" and self.table in VIEW_ROWS:
            return self._link(VIEW_ROWS[self.table], self.value, self.value)
        if not isinstance(self.value, str) or not self.value:
            return None
        if (target := self._named_row()) is not None:
            return self._link(target[0], target[1], self.value)
        if self.column in ("text", "quote", "context"):
            return self._passage()
        return web_link(self.value)

    def _untitled(self) -> Markup | None:
        """An article without a headline still needs a link to its page."""
        key = get(self.row, "id" if self.table == "sources" else "source_id")
        if self.column != "title" or key is None:
            return None
        return self._link("sources", key, get(self.row, "url") or get(self.row, "path") or "no headline")

    def _expanded(self) -> Markup | Awaitable[Markup] | None:
        table = LINKED_TABLES.get(self.column)
        if table is None:
            return None
        if self.value["label"] is None:
            self.value = self.value["value"]
            return self._looked_up(table)
        return self._link(table, self.value["value"], self.value["label"])

    def _reference(self, other: str) -> Markup | Awaitable[Markup]:
        if self.table is None or self.table not in LABELS:
            return self._link(other, self.value, self.value)
        return self._looked_up(other)

    async def _looked_up(self, other: str) -> Markup:
        # A cell does not know who is looking: only what everybody may see is looked up.
        public = await may_see(self.datasette, None, self.database, other)
        label = await label_of(self.datasette, self.database, other, self.value) if public else None
        return self._link(other, self.value, label or self.value)

    def _named_row(self) -> tuple[str, Any] | None:
        """The table and id of the row that this value names, if it names one."""
        if self.table is not None:
            home = VIEW_ROWS.get(self.table, self.table)
            if self.column == LABELS.get(home) and (key := get(self.row, "id")):
                return home, key
        key_column = NAMES.get(self.column)
        if key_column is None or self.table in LABELS:
            return None
        key = get(self.row, key_column)
        return None if key is None else (LINKED_TABLES[key_column], key)

    def _passage(self) -> Markup:
        if self.table == "sources":
            words = get(self.row, "words")
            tail = f" ({words:,} words)" if isinstance(words, int) else ""
            return Markup(f'<span dir="auto">{escape(clip(self.value, CONTEXT_LENGTH))}{tail}</span>')
        css, length = ("context", CONTEXT_LENGTH) if self.column == "context" else ("words", QUOTE_LENGTH)
        text = escape(clip(self.value, length))
        return Markup(f'<span class="q-{css}" dir="auto">{text}</span>{self._checked()}')

    def _checked(self) -> Markup:
        """The mark of a quote that a person has reviewed; nothing for all else."""
        words = self.column in ("text", "quote") and self.table != "sources"
        return CHECKED if words and get(self.row, "reviewed") == 1 else Markup("")

    def _link(self, table: str, key: Any, label: Any) -> Markup:
        href = escape(row_url(self.datasette, self.database, table, key))
        if self.column in ("text", "quote"):
            text = escape(clip(str(label), QUOTE_LENGTH))
            return Markup(f'<a class="q-words" href="{href}" dir="auto">{text}</a>{self._checked()}')
        return Markup(f'<a href="{href}" dir="auto">{escape(clip(str(label), LABEL_LENGTH))}</a>')


async def label_of(datasette: Datasette, database: str, table: str, key: Any) -> str | None:
    """The label of a row of ours (its name, title or words), or None if there is none."""
    label = "coalesce(title, url, path)" if table == "sources" else escape_sqlite(LABELS[table])
    sql = f"select {label} from {escape_sqlite(table)} where id = :id"
    found = (await datasette.get_database(database).execute(sql, {"id": key})).first()
    return None if found is None or found[0] is None else str(found[0])


def row_url(datasette: Datasette, database: str, table: str, key: Any) -> str:
    """The path of a row's page, with the base URL, its id encoded as Datasette does."""
    text = str(key)
    if not _PLAIN.fullmatch(text):
        text = tilde_encode(text)
    route = datasette.get_database(database).route
    return f"{_table_path(datasette.setting('base_url'), route, table)}/{text}"


_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
"""What `tilde_encode` leaves as it is."""


@lru_cache(maxsize=256)
def _table_path(base_url: str, route: str, table: str) -> str:
    return f"{base_url}{tilde_encode(route)}/{tilde_encode(table)}"


def percentage(value: Any) -> Markup | None:
    """A probability as a percentage, the exact figure on hover; None for what is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return None
    return Markup(f'<span class="q-confidence" title="{value}">{percent(value)}</span>')


def percent(value: float) -> str:
    """0.974 as "97 %": rounded, but never up to 100 or down to 0."""
    rounded = round(value * 100)
    if rounded == 100 and value < 1:
        rounded = 99
    if rounded == 0 and value > 0:
        rounded = 1
    return f"{rounded}\u00a0%"


def web_link(text: str) -> Markup | None:
    """A link if the text is a web address (http or https only); None for any other text."""
    address = text.strip()
    if not address.lower().startswith(("http://", "https://")) or any(c.isspace() for c in address):
        return None
    return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(address, clip(address, LABEL_LENGTH))


def clip(text: str, length: int) -> str:
    """The text on one line, cut at a word with an ellipsis if it has more than ``length`` characters."""
    line = " ".join(text[: length * 4].split())
    if len(line) <= length and len(text) <= length * 4:
        return line
    cut = line[:length]
    return cut[: cut.rfind(" ", length // 2)].rstrip() + "…" if " " in cut[length // 2 :] else cut + "…"


def get(row: Any, column: str) -> Any:
    """A column of a row (sqlite3's or Datasette's), its id where a label was added, None if absent."""
    if column not in row.keys():  # noqa: SIM118  sqlite3.Row tests values, not names
        return None
    value = row[column]
    return value["value"] if isinstance(value, Mapping) else value
