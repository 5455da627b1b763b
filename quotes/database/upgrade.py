"""How older databases are brought up to date where that takes more than a new column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from . import counts, identities, ids, names, recent, statements, wires, wordings_tables
from .corrections import corrected_columns
from .rows import ArticleRows, about
from .totals import AGREED, recount_forms, refresh_speaker, usual_role

_NEW = ("names", "name_blocks", "statements", "claims", "pins")
_OPTIONAL = {"statements": "speaker_id", "pins": "correction_id"}

# Which kind of correction changes which column.
_ACTIONS: dict[tuple[str, str], str] = {
    ("quotes", "reviewed"): "accept",
    ("quotes", "speaker_id"): "speaker",
    ("quotes", "kind"): "kind",
    ("quotes", "status"): "status",
    ("speakers", "name"): "rename",
    ("speakers", "role"): "set-role",
    ("speakers", "wikidata"): "link",
}


def complete_corrections(db: Database) -> None:
    """Version 3: the columns that say what a correction is, by table and column changed."""
    table = db.table("corrections")
    if "action" not in table.columns_dict:
        for column in ("action", "undone", "source_id", "item", "uid"):
            table.add_column(column, str)
        table.create_index(("source_id",))
        table.create_index(("uid",))
    for (item_table, column), action in _ACTIONS.items():
        db.execute(
            "update corrections set action = ? where item_table = ? and column_name = ?",
            [action, item_table, column],
        )


def add_identities(
    db: Database,
    tables: Mapping[str, Mapping[str, type]],
    keys: Mapping[str, str | tuple[str, ...]],
    indexes: Mapping[str, Sequence[tuple[str, ...]]],
) -> None:
    """Version 4: give every appearance and quote its local id, and find out who is who across articles."""
    for table in _NEW:
        if not db.table(table).exists():
            optional = {_OPTIONAL.get(table)}
            db.table(table).create(
                dict(tables[table]), pk=keys.get(table, "id"), not_null=set(tables[table]) - optional
            )
            for index in indexes.get(table, ()):
                db.table(table).create_index(index)
    if "local_id" in db.table("appearances").columns_dict:
        return
    conn = db.conn
    conn.execute("pragma defer_foreign_keys = on")
    for table in ("appearances", "quotes", "quote_speakers"):
        db.table(table).add_column("local_id", str)
    db.table("appearances").add_column("age", int)
    db.table("appearances").add_column("topics", str)
    db.table("appearances").add_column("story", str)
    db.table("appearances").add_column("outlet_id", str)
    conn.execute(
        "update appearances set local_id = speaker_id, "
        "outlet_id = (select outlet_id from sources where id = source_id)"
    )
    for (source_id,) in conn.execute("select id from sources").fetchall():
        (text,) = conn.execute("select text from sources where id = ?", [source_id]).fetchone()
        conn.execute(
            "update appearances set topics = ?, story = ? where source_id = ?", [*about(text), source_id]
        )
    # A bare surname, and a body without a name, is nobody's but its article's until something tells.
    for source_id, speaker_id, name, kind in conn.execute(
        "select source_id, speaker_id, appearances.name, kind "
        "from appearances join speakers on speakers.id = speaker_id"
    ).fetchall():
        if kind in ("person", "organisation") and not ids.known_everywhere(name, kind):
            conn.execute(
                "update appearances set local_id = ? where source_id = ? and speaker_id = ?",
                [ids.speaker_id(name, kind, source_id), source_id, speaker_id],
            )
    conn.execute(
        "update quotes set local_id = (select local_id from appearances "
        "where appearances.source_id = quotes.source_id and appearances.speaker_id = quotes.speaker_id)"
    )
    conn.execute(
        "update quote_speakers set local_id = (select appearances.local_id from appearances join quotes "
        "on quotes.source_id = appearances.source_id "
        "where quotes.id = quote_id and appearances.speaker_id = quote_speakers.speaker_id)"
    )
    for table in ("appearances", "quote_speakers"):
        db.table(table).transform(
            pk=keys[table],
            not_null={"local_id": True},
            column_order=list(tables[table]),
        )
    for table in ("appearances", "quotes", "quote_speakers"):
        _add_indexes(db, table, indexes)
    _identify(db)


def _add_indexes(db: Database, table: str, indexes: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
    """The indexes of today on columns that the table has: SQLite takes the name of another for a string."""
    there = db.table(table).columns_dict
    for index in indexes[table]:
        if all(column in there for column in index):
            db.table(table).create_index(index, if_not_exists=True)


def _identify(db: Database) -> None:
    conn = db.conn
    everybody: set[str] = set()
    rows: list[Any] = [dict(row) for row in db.table("appearances").rows]
    for row in rows:
        kind = conn.execute("select kind from speakers where id = ?", [row["speaker_id"]]).fetchone()[0]
        if kind not in ("person", "organisation"):
            continue
        source: Any = {"id": row["source_id"]}
        before, after = ArticleRows(source), ArticleRows(source)
        row["speaker_id"] = row["local_id"]
        after.appearances, after.kinds = {row["local_id"]: row}, {row["local_id"]: kind}
        everybody |= names.register(conn, before, after).changed
    _count_speakers(db, identities.refresh(conn, everybody).touched)


def _count_speakers(db: Database, moved: set[str]) -> None:
    for speaker_id in sorted(moved):
        recount_forms(db.conn, speaker_id)
    for speaker_id in sorted(moved):
        refresh_speaker(db.conn, speaker_id, ())


def add_counts(db: Database, indexes: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
    """Version 5: the tables of `counts`, filled and kept by triggers, and three indexes widened."""
    if not db.table("outlet_months").exists():
        for table, columns in counts.TABLES.items():
            db.table(table).create(columns, pk=counts.KEYS[table], not_null=set(columns))
        counts.recount(db.conn)
        for trigger in counts.triggers():
            db.execute(trigger)
    for table, column in (("sources", "outlet_id"), ("quotes", "speaker_id")):
        db.execute(f"drop index if exists idx_{table}_{column}")
    for table in ("sources", "quotes", "appearances"):
        _add_indexes(db, table, indexes)


def add_provenance(db: Database, tables: Mapping[str, Mapping[str, type]]) -> None:
    """Version 7: what readers know of a source, and the table ``fetches``."""
    table = db.table("sources")
    for column in ("agency", "record", "extra", "note"):
        if column not in table.columns_dict:
            table.add_column(column, str)
    table.create_index(("agency",), if_not_exists=True)
    if not db.table("fetches").exists():
        not_null = {"address", "fetched", "seen"}
        db.table("fetches").create(dict(tables["fetches"]), pk="address", not_null=not_null)


def add_wires(
    db: Database,
    tables: Mapping[str, Mapping[str, type]],
    keys: Mapping[str, str | tuple[str, ...]],
    indexes: Mapping[str, Sequence[tuple[str, ...]]],
) -> None:
    """Version 8: note the address of every source, and link those that print the same text."""
    if "wire_id" in db.table("sources").columns_dict:
        return
    db.execute("alter table sources add column wire_id text references sources(id)")
    _add_indexes(db, "sources", indexes)
    for table in ("addresses", "fingerprints"):
        references = [("source_id", "sources", "id")] if table == "addresses" else []
        db.table(table).create(
            dict(tables[table]), pk=keys[table], not_null=set(tables[table]), foreign_keys=references
        )
        for index in indexes.get(table, ()):
            db.table(table).create_index(index)
    db.execute("insert into addresses (url, source_id) select url, id from sources where url is not null")
    recent.create(db.conn)
    wires.link_all(db.conn)


def add_statements(
    db: Database,
    tables: Mapping[str, Mapping[str, type]],
    keys: Mapping[str, str | tuple[str, ...]],
    indexes: Mapping[str, Sequence[tuple[str, ...]]],
) -> None:
    """Version 9: the table ``statements``, and who is who among the names that are counted in it."""
    if not db.table("statements").exists():
        db.table("statements").create(
            dict(tables["statements"]),
            pk=keys["statements"],
            not_null=set(tables["statements"]) - {"speaker_id"},
        )
    db.execute("drop index if exists idx_appearances_local_id_role")
    _add_indexes(db, "appearances", indexes)
    many = "select id from names join appearances on local_id = id group by id having count(*) > ?"
    found = [key for (key,) in db.conn.execute(many, [statements.FEW]).fetchall() if ids.is_global(key)]
    for name_id in found:
        statements.recount(db.conn, name_id)
    _count_speakers(db, identities.refresh(db.conn, found).touched)


def add_wordings(db: Database) -> None:
    """Version 10: the tables of `wordings_tables`. Quotes that are stored already are noted."""
    if "variant_id" not in db.table("quotes").columns_dict:
        db.table("quotes").add_column("variant_id", int)
    db.table("quotes").create_index(("variant_id", "speaker_id"), if_not_exists=True)
    wordings_tables.create(db.conn)
    wordings_tables.note_all(db.conn)


def count_quotes_of_new_sources_at_once(db: Database) -> None:
    """Version 11: a quote whose source is not there yet is counted by the trigger of the source."""
    db.execute("drop trigger if exists quotes_counted_in")
    for trigger in counts.triggers():
        if trigger.startswith("create trigger quotes_counted_in "):
            db.execute(trigger)


def agree_on_roles(db: Database) -> None:
    """Version 13: the roles of speakers of whom articles give several, unless somebody corrected them; and
    the fingerprints of articles."""
    conn = db.conn
    several = "select speaker_id from roles group by speaker_id having count(*) > 1 and max(n) >= ?"
    for (key,) in conn.execute(several, [AGREED]).fetchall():
        if "role" not in corrected_columns(conn, "speakers", key):
            conn.execute("update speakers set role = ? where id = ?", [usual_role(conn, key), key])
    # They are worked out otherwise since version 10.
    conn.execute("delete from fingerprints")
    recent.create(conn)
    wires.link_all(conn)


def index_relays_with_speakers(db: Database) -> None:
    """Version 14: few quotes come by way of another outlet, so an index of only those takes less to keep."""
    db.execute("drop index if exists idx_quotes_via_id")
    db.execute("create index idx_quotes_via_id on quotes (via_id, speaker_id) where via_id is not null")


def index_less(db: Database, indexes: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
    """Version 15: an entry at a place of its own in each index is what storing a quote takes longest for."""
    for table, columns in (
        ("appearances", "speaker_id_source_id speaker_id_outlet_id local_id_seen local_id_outlet_id_seen"),
        ("appearances", "local_id_role_speaker_id speaker_id_role_seen_source_id"),
        ("appearances", "speaker_id_pronouns_seen_source_id"),
        ("quotes", "local_id reviewed_confidence_id wording_id addressee medium variant_id_speaker_id"),
        ("variants", "wording_id"),
    ):
        for name in columns.split():
            db.execute(f"drop index if exists idx_{table}_{name}")
    for table in ("appearances", "quotes"):
        for index in indexes[table]:
            db.table(table).create_index(index, if_not_exists=True)
    for table, kept, of in (
        ("appearances", "speaker_id, role, seen, source_id", "role"),
        ("appearances", "speaker_id, pronouns, seen, source_id", "pronouns"),
        ("appearances", "local_id, role, speaker_id", "role"),
        ("quotes", "variant_id, speaker_id", "variant_id"),
        ("quotes", "wording_id", "wording_id"),
        ("quotes", "addressee", "addressee"),
        ("quotes", "medium", "medium"),
    ):
        name = f"idx_{table}_{kept.replace(', ', '_')}"
        db.execute(f"create index {name} on {table} ({kept}) where {of} is not null")
    wordings_tables.create(db.conn)
