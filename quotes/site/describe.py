"""What Datasette is told about our tables: labels, facets, order, and what everything means.

Datasette calls this metadata. It is built for the tables and columns that a file really has, so that a
database written by another version of quotes, or one that somebody cut down, still opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .ours import Columns

LABELS = {
    "sources": "title",
    "outlets": "name",
    "speakers": "name",
    "quotes": "text",
    "aliases": "alias",
    "roles": "role",
    "appearances": "name",
    "fetches": "fetched",
    "imports": "started",
    "corrections": "column_name",
}
"""The column whose value stands for a row wherever another row refers to it."""

FACET_SIZE = 10
"""Values of a facet that are shown before the reader asks for more; Datasette's own 30 fill a screen."""

VIEW_ROWS = {
    "attributed": "quotes",
    "unattributed": "quotes",
    "unnamed_sources": "quotes",
    "unsure": "quotes",
    "top_speakers": "speakers",
}
"""Views whose ``id`` is that of a row in the table named."""

FACETS = {
    "quotes": ("speaker_id", "kind", "status", "via_id", "medium"),
    "sources": ("outlet_id", "year_month", "language", "format"),
    "speakers": ("kind",),
    "corrections": ("item_table", "who"),
    "attributed": ("speaker", "kind", "outlet", "year_month", "status"),
    "unattributed": ("kind", "outlet"),
    "unnamed_sources": ("speaker_kind", "outlet"),
    "unsure": ("kind", "rule"),
}

SORT = {"attributed": ("published", True)}
"""The order of rows unless the reader chooses another: a column, and whether it descends.

Only for views, whose pages Datasette counts off. Tables go by id: Datasette continues a sorted table after
the last value and id shown, but does not sort the first page by id, and so loses rows that share a value.
"""

SORTABLE = {
    "quotes": (
        "id",
        "source_id",
        "speaker_id",
        "kind",
        "status",
        "verb",
        "via_id",
        "addressee",
        "medium",
        "confidence",
        "rule",
        "act",
        "reviewed",
    ),
    "sources": (
        "id",
        "title",
        "outlet_id",
        "byline",
        "published",
        "year_month",
        "imported",
        "format",
        "language",
        "words",
    ),
    "attributed": (
        "kind",
        "status",
        "act",
        "speaker_id",
        "speaker",
        "speaker_kind",
        "role",
        "verb",
        "via_id",
        "via",
        "addressee",
        "medium",
        "confidence",
        "rule",
        "reviewed",
        "outlet_id",
        "outlet",
        "byline",
        "published",
        "year_month",
    ),
}
"""Columns that can be sorted by where not all can: nobody sorts by the text of an article."""

BRIEF = {
    "quotes": (
        "text",
        "speaker_id",
        "mention",
        "kind",
        "status",
        "cue",
        "via_id",
        "source_id",
        "confidence",
    ),
    "sources": ("title", "outlet_id", "byline", "published", "words", "text", "url"),
    "speakers": ("name", "kind", "role", "quotes", "sources", "first_seen", "last_seen"),
    "attributed": (
        "text",
        "speaker",
        "role",
        "kind",
        "via",
        "title",
        "outlet",
        "published",
        "confidence",
    ),
    "unattributed": ("text", "mention", "kind", "title", "outlet", "published", "confidence", "context"),
    "unnamed_sources": ("text", "speaker", "speaker_kind", "title", "outlet", "published", "context"),
    "unsure": ("text", "speaker", "mention", "confidence", "rule", "title", "context"),
    "top_speakers": ("name", "kind", "role", "quotes", "sources", "first_seen", "last_seen"),
    "relays": ("outlet", "speaker", "quotes", "sources"),
    "outlet_speakers": ("outlet", "speaker", "quotes", "sources"),
}
"""The columns that a table's page shows before the reader asks for all of them."""

HIDDEN = (
    "_sqlite_migrations",
    *("variant_features", "recent_features", "recent_fingerprints", "variant_links", "wording_changes"),
)

ABOUT = "Who said what, where, and who says so: quotations found in news articles."


def describe(columns: Columns) -> dict[str, Any]:
    """Datasette's metadata for one database of ours; what the database does not have is left out."""
    # Not at the top: the database package may load sqlite-utils, which Datasette's start need not wait for.
    from ..database.descriptions import DESCRIPTIONS

    tables: dict[str, Any] = {}
    for table, present in columns.items():
        if table in HIDDEN:
            tables[table] = {"hidden": True}
            continue
        words = DESCRIPTIONS.get(table)
        if words is None:
            continue
        known: dict[str, Any] = {"description": words.get("", "")}
        known["columns"] = {column: words[column] for column in present if column in words}
        if LABELS.get(table) in present:
            known["label_column"] = LABELS[table]
        if facets := [column for column in FACETS.get(table, ()) if column in present]:
            known["facets"] = facets
            known["facet_size"] = FACET_SIZE
        if table in SORTABLE:
            known["sortable_columns"] = [c for c in SORTABLE[table] if c in present]
        column, descending = SORT.get(table, (None, False))
        if column in present:
            known["sort_desc" if descending else "sort"] = column
        tables[table] = known
    return {"description": ABOUT, "tables": tables}
