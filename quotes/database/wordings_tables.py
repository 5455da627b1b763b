"""The tables of `wordings`, and the triggers that note what it has to look at, whoever writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

TABLES: dict[str, dict[str, type]] = {
    "wordings": {
        "id": str,
        "text": str,
        "words": int,
        "quotes": int,
        "variants": int,
        "speakers": int,
        "sources": int,
        "first_seen": str,
        "last_seen": str,
    },
    "variants": {
        "id": int,
        "speaker_id": str,
        "reach": int,
        "words": int,
        "quotes": int,
        "wording_id": str,
    },
    "variant_features": {"feature": int, "variant_id": int, "features": int},
    "variant_links": {"variant_id": int, "other_id": int, "reach": int},
    "wording_changes": {"id": int, "quote_id": str, "variant_id": int, "speaker_id": str, "text": str},
}
KEYS: dict[str, str | tuple[str, ...]] = {
    "variants": ("id", "speaker_id"),
    "variant_features": ("feature", "variant_id"),
    "variant_links": ("variant_id", "other_id"),
}
OPTIONAL: dict[str, set[str]] = {
    "wordings": {"first_seen", "last_seen"},
    "variants": {"wording_id"},
    "wording_changes": {"quote_id", "variant_id", "speaker_id", "text"},
}
INDEXES: dict[str, list[tuple[str, ...]]] = {
    "wordings": [("quotes",), ("sources",), ("speakers",), ("variants",), ("first_seen",)],
}
# Two integers and little else to a row: kept in the index itself, at half the size.
_CLUSTERED = ("variants", "variant_features", "variant_links")
_SQL_TYPES = {str: "TEXT", int: "INTEGER"}

DESCRIPTIONS: dict[str, dict[str, str]] = {
    "wordings": {
        "": "The same words in several quotes, whoever prints them and in whosever mouth.",
        "id": "16 hex digits: of the least of its variants.",
        "text": "Its words, as its fullest variant has them.",
        "words": "How many words that are.",
        "quotes": "How many quotes print it, whole or in part.",
        "variants": "In how many different ways: case, marks, punctuation and spelling do not count.",
        "speakers": "To how many speakers who are known it is attributed.",
        "sources": "In how many articles.",
        "first_seen": "The date of the earliest article that has it.",
        "last_seen": "The date of the latest.",
    },
    "variants": {
        "": "The different words that quotes print, by whom they are attributed to.",
        "id": "A number made of the words, without case, marks, punctuation and variants of spelling.",
        "speaker_id": "Who says them in these quotes; empty for nobody who is known across articles.",
        "reach": "Who must say them to make it one wording: 0 one speaker, 1 one or nobody known, 2 anyone.",
        "words": "How many words.",
        "quotes": "How many quotes print exactly these words, by this speaker.",
        "wording_id": "The wording they belong to; empty while only one quote has it.",
    },
    "variant_features": {
        "": "What variants are recognised by in others: hashes of neighbouring telling words.",
        "feature": "The hash.",
        "variant_id": "The variant that has it.",
        "features": "How many that variant has.",
    },
    "variant_links": {
        "": "Variants that are one wording, both ways round.",
        "variant_id": "The one.",
        "other_id": "The other.",
        "reach": "Who must say both for that: 0 one speaker, 1 one or nobody known, 2 anyone.",
    },
    "wording_changes": {
        "": "What is still to be looked at for wordings; empty unless an older database is being upgraded.",
        "id": "A running number.",
        "quote_id": "A quote that is new or has changed.",
        "variant_id": "The variant that a quote no longer is one of, or that one came with.",
        "speaker_id": "Its speaker then.",
        "text": "Its text then.",
    },
}


def create(conn: sqlite3.Connection) -> None:
    """Make the tables, their indexes and the triggers, where they are not there yet."""
    for table, columns in TABLES.items():
        key = KEYS.get(table, "id")
        keys = [key] if isinstance(key, str) else list(key)
        optional = OPTIONAL.get(table, set())
        lines = []
        for column, type_ in columns.items():
            line = f'"{column}" {_SQL_TYPES[type_]}' + ("" if column in optional else " not null")
            lines.append(line + (" primary key" if keys == [column] else ""))
        if len(keys) > 1:
            lines.append(f"primary key ({', '.join(keys)})")
        clustered = " without rowid" if table in _CLUSTERED else ""
        conn.execute(f"create table if not exists {table} ({', '.join(lines)}){clustered}")
        for index in INDEXES.get(table, []):
            name = f"idx_{table}_{'_'.join(index)}"
            conn.execute(f"create index if not exists {name} on {table} ({', '.join(index)})")
    # Most variants are one quote's alone, and have none.
    conn.execute(
        "create index if not exists idx_variants_wording_id on variants (wording_id) "
        "where wording_id is not null"
    )
    for trigger in _triggers():
        conn.execute(trigger)


def _triggers() -> Iterator[str]:
    """A quote that comes is noted by its id, one that goes by what it was.

    ``quotes.variant_id`` is set while a quote is counted in ``variants``, and only then: whatever changes a
    quote takes it out first, by setting 0. (Not null: sqlite-utils has triggers fire within triggers.) It is
    null for a quote without words, which may get some. A quote that comes with its variant is noted with that
    and its speaker: it is to be counted in, whatever becomes of it before that.
    """
    gone = "insert into wording_changes (variant_id, speaker_id, text) "
    gone += "select old.variant_id, old.speaker_id, old.text where old.variant_id <> 0;"
    comes = "insert into wording_changes (quote_id) values (new.id);"
    out = "update quotes set variant_id = 0 where id = new.id;"
    changed = "old.text is not new.text or old.speaker_id is not new.speaker_id"
    for name, event, body in (
        (
            "quotes_worded_in",
            "insert on quotes",
            "insert into wording_changes (quote_id, variant_id, speaker_id) "
            "values (new.id, new.variant_id, iif(new.variant_id <> 0, new.speaker_id, null));",
        ),
        ("quotes_worded_out", "delete on quotes when old.variant_id <> 0", gone),
        (
            "quotes_worded_over",
            f"update of text, speaker_id on quotes when old.variant_id <> 0 and ({changed}) "
            "or old.variant_id is null and old.text is not new.text",
            f"{gone} {out} {comes}",
        ),
        (
            "quotes_worded_off",
            "update of variant_id on quotes when old.variant_id <> 0 and new.variant_id is null "
            f"and not ({changed})",
            f"{gone} {comes}",
        ),
        (
            "sources_worded_over",
            "update of published on sources when old.published is not new.published",
            "insert into wording_changes (quote_id) select id from quotes "
            "where source_id = new.id and wording_id is not null;",
        ),
    ):
        yield f"create trigger if not exists {name} after {event} begin {body} end"


def renew(conn: sqlite3.Connection) -> None:
    """Bring the triggers of an older version up to date, and note the quotes that it took for wordless."""
    conn.execute("drop trigger if exists quotes_worded_over")
    create(conn)
    conn.execute(
        "insert into wording_changes (quote_id) select id from quotes "
        "where variant_id is null and not exists (select 1 from wording_changes)"
    )


def note_variants(conn: sqlite3.Connection) -> None:
    """Bring the trigger of an older version up to date, to which all quotes came without a variant."""
    conn.execute("drop trigger if exists quotes_worded_in")
    create(conn)


def note_all(conn: sqlite3.Connection) -> None:
    """Note every quote of a database that knew no wordings."""
    conn.execute("insert into wording_changes (quote_id) select id from quotes order by rowid")
