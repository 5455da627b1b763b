"""The part of `verify` that is about addresses, and about sources that print the same text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from . import recent, wires

if TYPE_CHECKING:
    from .store import QuoteDatabase


def check_wires(db: QuoteDatabase) -> Iterator[tuple[str, str, str]]:
    """Table, key and what is wrong, of every address, fingerprint and link that is not as it should be."""
    nowhere = "select id from sources where url is not null and url not in (select url from addresses)"
    for (source_id,) in db.conn.execute(nowhere):
        yield "sources", source_id, "its url is not among its addresses"
    stored: dict[str, set[int]] = {}
    for table in recent.both("fingerprints"):
        for h, source_id in db.conn.execute(f"select h, source_id from {table}"):
            stored.setdefault(source_id, set()).add(h)
    for source_id, text, wire_id in db.conn.execute("select id, text, wire_id from sources order by id"):
        if stored.pop(source_id, set()) != set(wires.fingerprint(text)):
            yield "sources", source_id, "its fingerprints are not those of its text"
        for other, its_wire in wires.printings(db.conn, source_id, text):
            if its_wire is None or its_wire != wire_id:
                yield "sources", source_id, f"prints the same text as {other}, but they are not linked"
    for source_id in sorted(stored):
        yield "fingerprints", source_id, "there is no such source"
    for (wire_id,) in db.conn.execute("select distinct wire_id from sources where wire_id is not null"):
        rows = db.conn.execute("select id, published from sources where wire_id = ?", [wire_id])
        published = dict(rows.fetchall())
        if len(published) < 2:
            yield "sources", min(published), "bears a wire_id, but it alone prints this text"
        elif wires.first_of(published) != wire_id:
            yield "sources", wire_id, "is a wire_id, but it is not the first that prints this text"
        elif len(list(wires.groups(db.conn, published))) > 1:
            yield "sources", wire_id, "is the wire_id of sources that do not print one text"
