"""The shape of a database of quotes: tables, keys, indexes, full-text search, views, and their words.

`prepare` brings a connection to this shape. Everything is declared once: tables, keys and indexes here,
views in `views.py`, and what each table and column means in `descriptions.py`.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from . import counts, fts, recent, upgrade, wordings_tables
from .descriptions import DESCRIPTIONS as DESCRIPTIONS
from .views import VIEWS

# "QUOT" in ASCII, in the file's header: tells our databases from any other SQLite file.
APPLICATION_ID = 0x51554F54
# Stored as user_version; raised with every migration, so that an older program can say "too new".
VERSION = 17

FTS_TOKENIZE = "porter unicode61 remove_diacritics 2"

migrations = Migrations("quotes")

TABLES: dict[str, dict[str, type]] = {
    "outlets": {"id": str, "name": str, "domain": str},
    "sources": {
        "id": str,
        "url": str,
        "path": str,
        "title": str,
        "outlet_id": str,
        "byline": str,
        "published": str,
        "year_month": str,
        "imported": str,
        "format": str,
        "language": str,
        "words": int,
        "sha256": str,
        "text": str,
        "parser": str,
        "agency": str,
        "record": str,
        "extra": str,
        "note": str,
        "wire_id": str,
    },
    "addresses": {"url": str, "source_id": str},
    "fingerprints": {"h": int, "source_id": str},
    "speakers": {
        "id": str,
        "name": str,
        "sort_name": str,
        "kind": str,
        "role": str,
        "pronouns": str,
        "wikidata": str,
        "quotes": int,
        "sources": int,
        "first_seen": str,
        "last_seen": str,
    },
    "aliases": {"speaker_id": str, "alias": str, "folded": str, "n": int},
    "roles": {"speaker_id": str, "role": str, "first_seen": str, "last_seen": str, "n": int},
    "appearances": {
        "source_id": str,
        "local_id": str,
        "speaker_id": str,
        "name": str,
        "role": str,
        "pronouns": str,
        "aliases": str,
        "age": int,
        "topics": str,
        "story": str,
        "outlet_id": str,
        "seen": str,
    },
    "names": {"id": str, "kind": str, "speaker_id": str, "people": int, "why": str},
    "name_blocks": {"block": str, "name_id": str},
    "statements": {
        "name_id": str,
        "year": str,
        "role": str,
        "age": str,
        "pronouns": str,
        "topics": str,
        "n": int,
        "speaker_id": str,
    },
    "claims": {"name_id": str, "claimed": str, "n": int},
    "pins": {"local_id": str, "source_id": str, "speaker_id": str, "correction_id": int},
    "quotes": {
        "id": str,
        "source_id": str,
        "n": int,
        "local_id": str,
        "speaker_id": str,
        "mention": str,
        "role": str,
        "kind": str,
        "status": str,
        "text": str,
        "start": int,
        "end": int,
        "spans": str,
        "cue": str,
        "cue_spans": str,
        "source_spans": str,
        "verb": str,
        "via_id": str,
        "addressee": str,
        "medium": str,
        "context": str,
        "confidence": float,
        "rule": str,
        "nested_in": str,
        "wording_id": str,
        "act": str,
        "edited": int,
        "reviewed": int,
        "runner_up": str,
        "variant_id": int,
    },
    "quote_speakers": {"quote_id": str, "local_id": str, "speaker_id": str, "n": int},
    "fetches": {"address": str, "fetched": str, "etag": str, "modified": str, "seen": str},
    "imports": {
        "id": int,
        "started": str,
        "finished": str,
        "version": str,
        "arguments": str,
        "added": int,
        "updated": int,
        "unchanged": int,
        "skipped": int,
        "failed": int,
        "quotes": int,
    },
    "corrections": {
        "id": int,
        "item_table": str,
        "item_id": str,
        "column_name": str,
        "was": str,
        "now": str,
        "who": str,
        "at": str,
        "why": str,
        "action": str,
        "undone": str,
        "source_id": str,
        "item": str,
        "uid": str,
    },
    **counts.TABLES,
    **wordings_tables.TABLES,
    **recent.TABLES,
}

KEYS: dict[str, str | tuple[str, ...]] = {
    "fetches": "address",
    "aliases": ("speaker_id", "alias"),
    "roles": ("speaker_id", "role"),
    "appearances": ("source_id", "local_id"),
    "name_blocks": ("block", "name_id"),
    "statements": ("name_id", "year", "role", "age", "pronouns", "topics"),
    "claims": ("name_id", "claimed"),
    "pins": ("local_id", "source_id"),
    "quote_speakers": ("quote_id", "local_id"),
    "addresses": "url",
    "fingerprints": ("h", "source_id"),
    **counts.KEYS,
    **wordings_tables.KEYS,
    **recent.KEYS,
}

REFERENCES: dict[str, list[tuple[str, str, str]]] = {
    "sources": [("outlet_id", "outlets", "id"), ("wire_id", "sources", "id")],
    "addresses": [("source_id", "sources", "id")],
    "aliases": [("speaker_id", "speakers", "id")],
    "roles": [("speaker_id", "speakers", "id")],
    "appearances": [("source_id", "sources", "id"), ("speaker_id", "speakers", "id")],
    "quotes": [
        ("source_id", "sources", "id"),
        ("speaker_id", "speakers", "id"),
        ("via_id", "outlets", "id"),
        ("nested_in", "quotes", "id"),
    ],
    "quote_speakers": [("quote_id", "quotes", "id"), ("speaker_id", "speakers", "id")],
}

# These may be empty; every other column of the table must have a value.
OPTIONAL: dict[str, set[str]] = {
    "outlets": {"domain"},
    "sources": {
        *("url", "path", "title", "outlet_id", "byline", "published", "year_month", "language"),
        *("parser", "agency", "record", "extra", "note", "wire_id"),
    },
    "speakers": {"role", "pronouns", "wikidata", "first_seen", "last_seen"},
    "roles": {"first_seen", "last_seen"},
    "appearances": {"role", "pronouns", "age", "topics", "story", "outlet_id", "seen"},
    "statements": {"speaker_id"},
    "pins": {"correction_id"},
    "quotes": {
        "local_id",
        "speaker_id",
        "mention",
        "role",
        "cue",
        "verb",
        "via_id",
        "addressee",
        "medium",
        *("nested_in", "wording_id", "variant_id", "runner_up"),
    },
    "fetches": {"etag", "modified"},
    "imports": {"finished"},
    "corrections": {"was", "now", "who", "why", "action", "undone", "source_id", "item", "uid"},
    **wordings_tables.OPTIONAL,
}


def _each(columns: str) -> list[tuple[str, ...]]:
    return [(column,) for column in columns.split()]


# Every foreign key and everything Datasette may facet by: a facet without an index times out in silence.
INDEXES: dict[str, list[tuple[str, ...]]] = {
    "sources": [
        ("outlet_id", "published"),
        *_each("year_month published path sha256 format language byline agency wire_id"),
    ],
    "addresses": [("source_id",)],
    "speakers": [("kind", "quotes"), *_each("quotes sort_name role")],
    "aliases": [("folded",)],
    "appearances": [
        ("speaker_id", "seen"),
        ("speaker_id", "source_id", "outlet_id"),
        ("local_id", "seen", "outlet_id"),
        ("local_id", "speaker_id"),
    ],
    "names": [("speaker_id",)],
    "name_blocks": [("name_id",)],
    "claims": [("claimed",)],
    "pins": [("speaker_id",), ("correction_id",)],
    "quotes": [
        ("source_id", "n"),
        ("speaker_id", "via_id"),
        *_each("kind status nested_in verb act rule edited"),
        ("reviewed", "confidence"),
    ],
    "quote_speakers": [("speaker_id",), ("local_id",)],
    "corrections": [("item_table", "item_id"), ("source_id",), ("uid",)],
    **wordings_tables.INDEXES,
}

SEARCHED = {"quotes": ("text",), "sources": ("title", "text"), "speakers": ("name",)}


@migrations()
def create_tables(db: Database) -> None:
    """A new database: every table with its keys, indexes and full-text search, as of this version."""
    for table, columns in TABLES.items():
        if table in wordings_tables.TABLES or table in recent.TABLES:
            continue  # versions 10 and 17 make them
        db.table(table).create(
            columns,
            pk=KEYS.get(table, "id"),
            not_null=set(columns) - OPTIONAL.get(table, set()),
            foreign_keys=REFERENCES.get(table, []),
        )
        for index in INDEXES.get(table, []):
            db.table(table).create_index(index)
    for table, searched in SEARCHED.items():
        db.table(table).enable_fts(searched, tokenize=FTS_TOKENIZE)
        for trigger in fts.triggers(table, searched):
            db.execute(trigger)
    for trigger in counts.triggers():
        db.execute(trigger)


@migrations()
def add_runner_up(db: Database) -> None:
    """Version 2: the mention that came second. Those of quotes imported before are not known."""
    if "runner_up" not in db.table("quotes").columns_dict:
        db.table("quotes").add_column("runner_up", str)


@migrations()
def complete_corrections(db: Database) -> None:
    """Version 3: what kind of correction each is, whether it was undone, and what it is of, to find again."""
    upgrade.complete_corrections(db)


@migrations()
def add_identities(db: Database) -> None:
    """Version 4: names across articles. Every article's speakers get the id that the article alone gives."""
    upgrade.add_identities(db, TABLES, KEYS, INDEXES)


@migrations()
def add_counts(db: Database) -> None:
    """Version 5: counts per outlet and month, and of who relays whom; indexes for a speaker's outlets."""
    upgrade.add_counts(db, INDEXES)


@migrations()
def add_parser(db: Database) -> None:
    """Version 6: which parser an article's quotes are of. Of those imported before it is not known."""
    if "parser" not in db.table("sources").columns_dict:
        db.table("sources").add_column("parser", str)


@migrations()
def add_provenance(db: Database) -> None:
    """Version 7: where an article came from, as its reader knows it, and what to remember of addresses."""
    upgrade.add_provenance(db, TABLES)


@migrations()
def add_wires(db: Database) -> None:
    """Version 8: all the addresses of an article, and which articles are printings of one text."""
    upgrade.add_wires(db, TABLES, KEYS, INDEXES)


@migrations()
def add_statements(db: Database) -> None:
    """Version 9: what articles state of a name in very many of them, counted."""
    upgrade.add_statements(db, TABLES, KEYS, INDEXES)


@migrations()
def add_wordings(db: Database) -> None:
    """Version 10: the same words across articles. Opening the database then looks at every quote once."""
    upgrade.add_wordings(db)


@migrations()
def count_quotes_of_new_sources_at_once(db: Database) -> None:
    """Version 11: quotes that are there before their source are counted when it comes."""
    upgrade.count_quotes_of_new_sources_at_once(db)


@migrations()
def note_quotes_that_get_words(db: Database) -> None:
    """Version 12: a quote that had no words and gets some is noted for `wordings`."""
    wordings_tables.renew(db.conn)


@migrations()
def agree_on_roles(db: Database) -> None:
    """Version 13: a speaker's role is one that several articles give, where any is."""
    upgrade.agree_on_roles(db)


@migrations()
def index_relays_with_speakers(db: Database) -> None:
    """Version 14: whose words an outlet passed on is counted along an index of only those."""
    upgrade.index_relays_with_speakers(db)


@migrations()
def index_less(db: Database) -> None:
    """Version 15: indexes that others stand in for are gone, some hold only what they are asked for."""
    upgrade.index_less(db, INDEXES)


@migrations()
def note_variants_of_new_quotes(db: Database) -> None:
    """Version 16: a quote may come with its variant."""
    wordings_tables.note_variants(db.conn)


@migrations()
def keep_recent_rows_apart(db: Database) -> None:
    """Version 17: the latest rows of large tables wait to join them together."""
    recent.create(db.conn)


def migration_names() -> set[str]:
    """The names of all migrations that this version knows."""
    with Database(memory=True) as empty:
        return {migration.name for migration in migrations.pending(empty)}


def prepare(db: Database, now: str) -> None:
    """Bring an empty or older database of ours to this version's shape; do nothing to a current one.

    ``now`` is noted as the time of the migrations, so that a build with a fixed clock repeats exactly.
    """
    pending = [migration.name for migration in migrations.pending(db)]
    stored = dict(db.execute("select name, sql from sqlite_master where type = 'view'").fetchall())
    stale = [name for name, view in VIEWS.items() if not stored.get(name, "").endswith(view.sql)]
    if not pending and not stale:
        return
    # Immediate: of two programs that open a new file at once, the second waits for the first.
    db.execute("begin immediate")
    try:
        pending = [migration.name for migration in migrations.pending(db)]
        migrations.apply(db)
        marks = ", ".join("?" * len(pending))
        sql = "update _sqlite_migrations set applied_at = ? where migration_set = 'quotes'"
        db.execute(f"{sql} and name in ({marks})", [now, *pending])
        for name, view in VIEWS.items():
            db.create_view(name, view.sql, replace=True)
        # Pragmas take no parameters; both are numbers of ours, and both are part of the transaction.
        db.execute(f"pragma application_id = {APPLICATION_ID}")
        db.execute(f"pragma user_version = {VERSION}")
        db.commit()
    except BaseException:
        db.rollback()
        raise
