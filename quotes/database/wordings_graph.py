"""Variants as a graph: what hangs together by links, and which wording that is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ..wordings.fingerprints import stable_hash
from ..wordings.joining import REACHES
from ..wordings.recognising import Recognised
from . import ids

SPEAKER, UNKNOWN, ANYONE = (REACHES.index(who) for who in ("speaker", "unknown", "anyone"))

Row = tuple[int, str]
"""A variant by a speaker, as ``variants`` has it; the speaker is "" for nobody known across articles."""

Link = tuple[int, int, int]
"""Two variants, and who must say both for them to belong together (the place in `joining.REACHES`)."""


class Stored(NamedTuple):
    """What ``variants`` says of a row."""

    reach: int
    quotes: int
    wording: str | None


def known(speaker_id: str | None) -> str:
    """Who said something, for telling whether it is one speaker; "" for nobody known across articles."""
    return speaker_id if speaker_id and ids.is_global(speaker_id) else ""


def linked(conn: sqlite3.Connection, variant: int) -> dict[int, int]:
    """The variants that one is linked with, and who must say both for that."""
    return dict(
        conn.execute("select other_id, reach from variant_links where variant_id = ?", [variant]).fetchall()
    )


class Graph:
    """Rows of ``variants`` and the links between them, each read once and kept in step with what is written.

    What is asked of many at once is read by one statement, if it is announced with `load`.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._rows: dict[int, dict[str, Stored]] = {}
        self._links: dict[int, dict[int, int]] = {}

    def load(self, variants: Iterable[int]) -> None:
        """Read the rows and links of variants that have not been read."""
        self._load_rows(variants)
        new = [variant for variant in variants if variant not in self._links]
        # What has no row has no links.
        there = [variant for variant in new if self._rows[variant]]
        self._links.update((variant, {}) for variant in new)
        sql = (
            "select variant_id, other_id, reach from json_each(?) "
            "cross join variant_links on variant_id = value"
        )
        for variant, other, level in self._conn.execute(sql, [json.dumps(there)]) if there else ():
            self._links[variant][other] = level

    def _load_rows(self, variants: Iterable[int]) -> None:
        new = [variant for variant in variants if variant not in self._rows]
        if not new:
            return
        self._rows.update((variant, {}) for variant in new)
        sql = (
            "select variants.id, speaker_id, reach, quotes, wording_id from json_each(?) "
            "cross join variants on variants.id = value"
        )
        for variant, who, *stored in self._conn.execute(sql, [json.dumps(new)]):
            self._rows[variant][who] = Stored(*stored)

    def rows(self, variant: int) -> Mapping[str, Stored]:
        """What is stored of a variant, by speaker; nothing if no quote is this variant."""
        if variant not in self._rows:
            self._load_rows([variant])
        return self._rows[variant]

    def links(self, variant: int) -> Mapping[int, int]:
        """The variants that one is linked with, and who must say both for that."""
        if variant not in self._links:
            self.load([variant])
        return self._links[variant]

    def row(self, row: Row) -> Stored | None:
        """What is stored of a row, or None."""
        return self.rows(row[0]).get(row[1])

    def wording(self, row: Row) -> str | None:
        """The wording of a row that is stored."""
        stored = self.row(row)
        return stored.wording if stored else None

    def is_alone(self, row: Row) -> bool:
        """Whether nobody else says what a stored row does, and no variant is linked with its own."""
        return len(self.rows(row[0])) == 1 and not self.links(row[0])

    def count(self, counts: Mapping[Row, int], recognised: Mapping[int, Recognised]) -> None:
        """Say how many quotes rows have now, none for those that go. ``recognised`` is what variants are
        recognised by, those that are new among them."""
        gone: list[Row] = []
        changed: list[tuple[int, int, str]] = []
        new: list[tuple[int, str, int, int, int]] = []
        for (variant, who), quotes in counts.items():
            self.rows(variant)
            rows = self._rows[variant]
            if quotes <= 0:
                gone.append((variant, who))
                rows.pop(who, None)
            elif who in rows:
                changed.append((quotes, variant, who))
                rows[who] = rows[who]._replace(quotes=quotes)
            else:
                each = recognised[variant]
                new.append((variant, who, each.reach, each.words.count(" ") + 1, quotes))
                rows[who] = Stored(each.reach, quotes, None)
        conn = self._conn
        conn.executemany("delete from variants where id = ? and speaker_id = ?", gone)
        conn.executemany("update variants set quotes = ? where id = ? and speaker_id = ?", changed)
        conn.executemany(
            "insert into variants (id, speaker_id, reach, words, quotes) values (?, ?, ?, ?, ?)", sorted(new)
        )

    def link(self, links: Iterable[Link]) -> None:
        """Note that variants belong together, which were not linked."""
        both = sorted(way for a, b, level in links for way in ((a, b, level), (b, a, level)))
        for one, other, level in both:
            if one in self._links:
                self._links[one][other] = level
        self._conn.executemany(
            "insert into variant_links (variant_id, other_id, reach) values (?, ?, ?)", both
        )

    def unlink(self, links: Iterable[Link]) -> None:
        """Note that variants do not belong together any more."""
        both = [way for a, b, _ in links for way in ((a, b), (b, a))]
        for one, other in both:
            self._links.get(one, {}).pop(other, None)
        self._conn.executemany("delete from variant_links where variant_id = ? and other_id = ?", both)

    def _joined(self, who: str, other: int, level: int) -> Iterable[Row]:
        """The rows of a variant that belong to a row by this speaker, over a link of this reach."""
        here = self.rows(other)
        if level == ANYONE or (level == UNKNOWN and not who):
            speakers: Iterable[str] = here
        else:
            speakers = [who] if level == SPEAKER else [who, ""]
        return [(other, name) for name in speakers if name in here and (name or level > SPEAKER)]

    def near(self, row: Row) -> set[Row]:
        """The rows that a row belongs to directly; it need not be there any more itself."""
        variant, who = row
        found: set[Row] = set()
        for stored in self.rows(variant).values():
            found.update(self._joined(who, variant, stored.reach))
            break  # it is the same for all of them
        for other, level in self.links(variant).items():
            found.update(self._joined(who, other, level))
        found.discard(row)
        return found

    def between(self, one: int, other: int, level: int) -> set[Row]:
        """The rows of two variants that a link between them concerns."""
        found: set[Row] = set()
        for who in self.rows(one):
            here = self._joined(who, other, level)
            if here:
                found.update(here)
                found.add((one, who))
        return found

    def name(self, row: Row) -> str:
        """What a wording is called if this is the least of its rows."""
        variant, who = row
        stored = self.row(row)
        anyone = stored is not None and stored.reach == ANYONE
        return f"{variant if anyone else stable_hash(f'{variant} {who}'):016x}"

    def regroup(self, rows: Collection[Row]) -> set[str]:
        """Find what hangs together with each of these rows now, and give it the id of its wording.

        Returns the wordings that gained or lost something.
        """
        self.load({variant for variant, _ in rows})
        done: set[Row] = set()
        changed: set[str] = set()
        given: list[tuple[str | None, Row]] = []
        for start in sorted(rows):
            if start in done or self.row(start) is None:
                continue
            wording, together = self.wording_of(start)
            done |= together
            for row in sorted(together):
                before = self.wording(row)
                if before != wording:
                    changed |= {key for key in (before, wording) if key}
                    given.append((wording, row))
        self._give(given)
        return changed

    def wording_of(self, start: Row) -> tuple[str | None, set[Row]]:
        """The id of the wording that a stored row belongs to by its links, if any, and all of its rows."""
        together = self._component(start)
        first = self.row(start)
        quotes = sum(stored.quotes for row in together if (stored := self.row(row)))
        # Nobody known said it, in a few words: each time somebody else, perhaps.
        apart = len(together) == 1 and first is not None and first.reach == SPEAKER and not start[1]
        return None if quotes < 2 or apart else min(map(self.name, together)), together

    def _component(self, start: Row) -> set[Row]:
        found, frontier = {start}, {start}
        while frontier:
            self.load({variant for variant, _ in frontier})
            self._load_rows([other for variant, _ in frontier for other in self.links(variant)])
            frontier = {row for each in frontier for row in self.near(each)} - found
            found |= frontier
        return found

    def _give(self, given: Iterable[tuple[str | None, Row]]) -> None:
        """Give rows, and their quotes, to wordings."""
        conn = self._conn
        told: list[tuple[str | None, int, str]] = []
        for wording, (variant, who) in given:
            rows = self._rows[variant]
            rows[who] = rows[who]._replace(wording=wording)
            told.append((wording, variant, who))
        conn.executemany("update variants set wording_id = ? where id = ? and speaker_id = ?", told)
        conn.executemany(
            "update quotes indexed by idx_quotes_variant_id_speaker_id set wording_id = ? "
            "where variant_id = ? and speaker_id = ?",
            (each for each in told if each[2]),
        )
        for wording, variant, who in told:
            if not who:
                sql = "select id, speaker_id from quotes where variant_id = ?"
                conn.executemany(
                    "update quotes set wording_id = ? where id = ?",
                    [(wording, key) for key, by in conn.execute(sql, [variant]).fetchall() if not known(by)],
                )
