"""Counts that would take too long to make anew for every page: kept true by triggers, row by row.

``outlet_months`` has the articles and quotes of each outlet and month, ``outlet_relays`` how often the
articles of one outlet give another as the one that heard it. Triggers rather than code, so that they hold
whoever writes: an import, a correction, a load of whole tables, or somebody's SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

TABLES: dict[str, dict[str, type]] = {
    "outlet_months": {"outlet_id": str, "year_month": str, "sources": int, "quotes": int},
    "outlet_relays": {"outlet_id": str, "via_id": str, "quotes": int},
}
KEYS: dict[str, str | tuple[str, ...]] = {
    "outlet_months": ("outlet_id", "year_month"),
    "outlet_relays": ("outlet_id", "via_id"),
}

# An unknown outlet or month counts under the empty string: a key cannot hold nothing.
_COUNTED = {
    "outlet_months": """select coalesce(outlet_id, '') as outlet_id, coalesce(year_month, '') as year_month,
  count(*) as sources, sum((select count(*) from quotes where source_id = sources.id)) as quotes
from sources group by 1, 2""",
    "outlet_relays": """select coalesce(outlet_id, '') as outlet_id, via_id, count(*) as quotes
from quotes join sources on sources.id = source_id where via_id is not null group by 1, 2""",
}


# No "insert or ignore" and no upsert below: within a trigger, SQLite goes by the conflict clause of the
# statement that fired it.


def _here(side: str) -> str:
    return f"outlet_id = coalesce({side}.outlet_id, '') and year_month = coalesce({side}.year_month, '')"


def _outlet(side: str) -> str:
    return f"(select coalesce(outlet_id, '') from sources where id = {side}.source_id)"


def _months_of_source(side: str, sign: str) -> str:
    change = f"""update outlet_months set sources = sources {sign} 1,
  quotes = quotes {sign} (select count(*) from quotes where source_id = {side}.id)
where {_here(side)};"""
    if sign == "-":
        return f"{change}\ndelete from outlet_months where sources = 0 and {_here(side)};"
    month = f"coalesce({side}.outlet_id, ''), coalesce({side}.year_month, '')"
    new = f"select {month}, 0, 0 where not exists (select 1 from outlet_months where {_here(side)})"
    return f"insert into outlet_months {new};\n{change}"


def _relays_of_source(side: str, sign: str) -> str:
    outlet = f"coalesce({side}.outlet_id, '')"
    theirs = f"from quotes where source_id = {side}.id and via_id is not null"
    change = f"""update outlet_relays set quotes = quotes {sign} (
  select count(*) {theirs} and via_id = outlet_relays.via_id
) where outlet_id = {outlet} and via_id in (select via_id {theirs});"""
    if sign == "-":
        return f"{change}\ndelete from outlet_relays where quotes = 0 and outlet_id = {outlet};"
    known = f"select via_id from outlet_relays where outlet_id = {outlet}"
    new = f"select distinct {outlet}, via_id, 0 {theirs} and via_id not in ({known})"
    return f"insert into outlet_relays {new};\n{change}"


def _months_of_quote(side: str, sign: str) -> str:
    return f"""update outlet_months set quotes = quotes {sign} 1 where (outlet_id, year_month) = (
  select coalesce(outlet_id, ''), coalesce(year_month, '') from sources where id = {side}.source_id
);"""


def _relays_of_quote(side: str, sign: str) -> str:
    here = f"outlet_id = {_outlet(side)} and via_id = {side}.via_id"
    change = f"update outlet_relays set quotes = quotes {sign} 1 where {here};"
    if sign == "-":
        return f"{change}\ndelete from outlet_relays where quotes = 0 and {here};"
    known = f"not exists (select 1 from outlet_relays where {here})"
    new = f"select {_outlet(side)}, {side}.via_id, 0 where {side}.via_id is not null and {known}"
    return f"insert into outlet_relays {new};\n{change}"


def triggers() -> Iterator[str]:
    """The statements that make the triggers."""
    for name, event, changes in (
        ("sources_counted_in", "insert on sources", [("new", "+")]),
        ("sources_counted_out", "delete on sources", [("old", "-")]),
        (
            "sources_counted_over",
            "update of outlet_id, year_month on sources when old.outlet_id is not new.outlet_id "
            "or old.year_month is not new.year_month",
            [("old", "-"), ("new", "+")],
        ),
        # Of quotes that are there before their source, the source's own trigger counts all at once.
        (
            "quotes_counted_in",
            "insert on quotes when exists (select 1 from sources where id = new.source_id)",
            [("new", "+")],
        ),
        ("quotes_counted_out", "delete on quotes", [("old", "-")]),
        (
            "quotes_counted_over",
            "update of source_id, via_id on quotes when old.source_id is not new.source_id "
            "or old.via_id is not new.via_id",
            [("old", "-"), ("new", "+")],
        ),
    ):
        make = (
            (_months_of_source, _relays_of_source)
            if name.startswith("sources")
            else (_months_of_quote, _relays_of_quote)
        )
        body = "\n".join(one(side, sign) for side, sign in changes for one in make)
        yield f"create trigger {name} after {event} begin\n{body}\nend"


def recount(conn: sqlite3.Connection) -> None:
    """Count everything anew, as for a database that had no counts yet."""
    for table, sql in _COUNTED.items():
        conn.execute(f"delete from {table}")
        conn.execute(f"insert into {table} {sql}")


def wrong(conn: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The table and key of each count that a recount contradicts."""
    for table, sql in _COUNTED.items():
        first, second, *_ = TABLES[table]
        columns = ", ".join(TABLES[table])
        stored, counted = f"select {columns} from {table}", f"select {columns} from ({sql})"
        for one, other in conn.execute(
            f"select distinct {first}, {second} from ("
            f"select * from ({stored} except {counted}) union all select * from ({counted} except {stored})"
            ") order by 1, 2"
        ):
            yield table, f"{one},{other}"
