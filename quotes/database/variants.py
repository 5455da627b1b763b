"""A wording with all its prints in order, and wordings that are attributed to several speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ..wordings.checking import PARAPHRASED
from ..wordings.variants import Variant, compare
from ..wordings.words import normal_words
from .rows import outlet_id
from .search import NotFoundError, Queries, full_id
from .transcripts import differences

_PRINTS = """select quotes.id, quotes.text, quotes.kind as quoted, quotes.variant_id, quotes.nested_in,
  quotes.speaker_id, speakers.name as speaker, relay.name as via, sources.id as source_id, sources.title,
  sources.url, outlets.name as outlet, sources.published, sources.agency{wire}
from quotes
join sources on sources.id = quotes.source_id
left join speakers on speakers.id = quotes.speaker_id
left join outlets on outlets.id = sources.outlet_id
left join outlets as relay on relay.id = quotes.via_id
where quotes.wording_id = ?
order by sources.published is null, substr(sources.published, 1, 10) || '~', sources.published, sources.id,
  quotes.n"""


def wording_id(db: Queries, start: str) -> str:
    """The wording that an id, or enough of its beginning, means: its own, or that of a quote it has.

    Raises `NotFoundError` for none, for several, and for a quote that stands by itself.
    """
    start = start.strip().lower()
    if re.fullmatch("[0-9a-f]{1,16}", start):
        # "g" follows every hex digit: a range, so that the index finds it.
        sql = "select id from wordings where id >= ? and id < ? limit 2"
        found = [row["id"] for row in db.query(sql, [start, start + "g"])]
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFoundError(f"several wordings have ids that start with {start!r}: give more of it")
    key = full_id(db, start)
    (row,) = db.query("select wording_id from quotes where id = ?", [key])
    if row["wording_id"] is None:
        raise NotFoundError(f"no other quote prints the words of {key}")
    return str(row["wording_id"])


def wording(db: Queries, key: str) -> dict[str, Any]:
    """A wording by its id: its row of ``wordings``, and ``prints``, its quotes, the earliest first (a month
    or a year alone is later than the days in it).

    Of each: ``id``, ``text``, ``quoted`` (direct, mixed, indirect), ``kind``, ``flags`` and ``differences``
    (how it differs from the fullest text, which is the wording's), ``speaker``, ``speaker_id``, ``outlet``,
    ``published``, ``title``, ``url``, ``source_id`` and ``origin``: whom the outlet has it from, if it says
    so (via, agency) or prints another's copy. ``outlets`` counts those that print it, ``independent`` how
    many of them have it from nobody else that is known. Raises `NotFoundError`.
    """
    rows = list(db.query("select * from wordings where id = ?", [key]))
    if not rows:
        raise NotFoundError(f"no wording has the id {key!r}")
    columns = {row["name"] for row in db.query("select name from pragma_table_info('sources')")}
    sql = _PRINTS.format(wire=", sources.wire_id" if "wire_id" in columns else ", null as wire_id")
    prints = list(db.query(sql, [key]))
    _trace(prints)
    size = {row["variant_id"]: len(normal_words(row["text"])) for row in prints}
    fullest = max(prints, key=lambda row: size[row["variant_id"]])["text"]  # of several, the earliest
    compared: dict[str, Variant] = {}
    for row in prints:
        row.pop("variant_id")
        if row["text"] not in compared:
            compared[row["text"]] = compare(fullest, row["text"])
        variant = compared[row["text"]]
        flags = [flag.kind for flag in variant.flags]
        row["kind"] = variant.kind
        row["flags"] = flags if row["quoted"] != "indirect" else [*flags, PARAPHRASED]
        row["differences"] = differences(variant.differences, "other")
    return {
        **rows[0],
        "text": fullest,
        "outlets": len({row["outlet"] for row in prints if row["outlet"]}),
        "independent": len({outlet_id(row["origin"] or row["outlet"]) or row["source_id"] for row in prints}),
        "prints": prints,
    }


def _trace(prints: list[dict[str, Any]]) -> None:
    """Where each print has the words from: ``origin`` in place of ``via``, ``agency`` and ``wire_id``."""
    first: dict[str, dict[str, Any]] = {}
    for row in prints:
        via, agency, wire = row.pop("via"), row.pop("agency"), row.pop("wire_id")
        of_wire = first.setdefault(wire, row) if wire else row
        origin = via or agency
        if origin is None and of_wire is not row:
            origin = of_wire["origin"] or of_wire["outlet"]
        row["origin"] = origin if origin != row["outlet"] else None


_DISPUTED = """select disputes.*, quotes.text as printed, outlets.name as outlet,
  sources.published, sources.url, sources.title
from disputes
join quotes on quotes.id = disputes.quote_id
join sources on sources.id = quotes.source_id
left join outlets on outlets.id = sources.outlet_id
order by disputes.wording_id, disputes.first_seen is null, disputes.first_seen, disputes.speaker_id"""


def disputes(db: Queries) -> Iterator[dict[str, Any]]:
    """Wordings that are attributed to different speakers, in the order of their ids: see the view.

    A dict for each: ``wording_id``, ``text``, and ``speakers``, the earliest first, each with
    ``speaker_id``, ``speaker``, ``kind``, ``quotes``, ``sources``, ``first_seen`` and its earliest print:
    ``quote_id``, ``printed``, ``outlet``, ``published``, ``title`` and ``url``.
    """
    for (key, text), rows in groupby(db.query(_DISPUTED), lambda row: (row["wording_id"], row["text"])):
        speakers = [{k: v for k, v in row.items() if k not in ("wording_id", "text")} for row in rows]
        yield {"wording_id": key, "text": text, "speakers": speakers}
