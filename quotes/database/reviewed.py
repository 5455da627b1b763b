"""What a person reviewed outlives every import: it is put in the place of what the parser says.

A reviewed quote stays while its words stand in the text: where they stood, where their paragraph went, or
where the parser now finds them. What the parser cuts a little differently is the same quote, and gives way.
So the rows of an article follow from its text, the parser and the corrections that hold, whichever of them
came first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import ids, items, placing
from .corrections import Correction, of_sources
from .items import Item
from .rows import ArticleRows, QuoteRow, join

Moved = dict[str, Item]
"""What is kept of corrected quotes by the ids they had: the same, but for where they stand now."""


@dataclass
class _Kept:
    """A quote that outlives the parser: as it was before any correction, and what holds of it since."""

    item: Item
    corrections: list[Correction] = field(default_factory=list)
    match: QuoteRow | None = None
    place: placing.Spans | None = None
    released: bool = False
    also: list[str] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        return any(correction.action == "reject" for correction in self.corrections)


def merge(
    conn: sqlite3.Connection, new: ArticleRows, old: ArticleRows | None, released: Iterable[Item] = ()
) -> Moved:
    """Put what people reviewed of an article into its new rows, which are changed.

    ``old`` are its stored rows, ``released`` quotes of which a correction has been undone: they are put
    back as they were before. Only reads the database. Once the rows are stored, `follow` has the
    corrections follow.
    """
    kept = _kept(conn, new, old, released)
    moved: Moved = {}
    if not kept:
        return moved
    _match(kept, new, old)
    placed: dict[str, str] = {}
    for quote in sorted(kept, key=lambda quote: quote.rejected):
        if quote.match is not None and not items.is_whole(quote.item):
            quote.item = {**items.of_quote(conn, new, quote.match["id"]), "id": quote.item["id"]}
        row = _row(quote, new)
        if quote.rejected:
            _leave_out(new, quote.match)
        if row is None:
            continue
        before = old.quotes.get(quote.item["id"]) if old else None
        same = before or quote.match
        same = same if same and same["text"] == row["text"] and same["id"] == row["id"] else None
        row["wording_id"] = same["wording_id"] if same else None
        row["variant_id"] = same["variant_id"] if same else None
        here = items.moved(quote.item, row, new.source, _context_start(quote, row, new))
        moved |= dict.fromkeys((quote.item["id"], *quote.also), here)
        if not quote.rejected:
            placed[quote.item["id"]] = row["id"]
            _put(new, quote, row)
            if quote.released:
                for key in quote.item.get("holds", []):
                    if key in new.quotes and _holds(new, row["id"], new.quotes[key]):
                        new.quotes[key]["nested_in"] = row["id"]
    _nest(new, old, placed)
    _forget_unused(new)
    return moved


def follow(conn: sqlite3.Connection, moved: Moved) -> None:
    """Let the corrections of quotes name the places where they stand now."""
    for before, item in moved.items():
        found = conn.execute(
            "select id, item from corrections where item_table = 'quotes' and item_id = ?", [before]
        ).fetchall()
        for number, kept in found:
            said = json.loads(kept) if kept else {}
            after = item
            if "to" in said:
                to = items.speaker_here(said["to"], said["source_id"], item["source_id"])
                after = {**item, "to": to}
            conn.execute(
                "update corrections set item_id = ?, source_id = ?, item = ? where id = ?",
                [item["id"], item["source_id"], kept and json.dumps(after, ensure_ascii=False), number],
            )


def _kept(
    conn: sqlite3.Connection, new: ArticleRows, old: ArticleRows | None, released: Iterable[Item]
) -> list[_Kept]:
    """The quotes of an article that people reviewed or corrected, stored or not, in order."""
    # Corrections of an article that had no URL yet, or that was stored under another one.
    sources = {new.source["id"], ids.source_id(None, new.source["text"])}
    sources |= {old.source["id"]} if old else set()
    found: dict[str, _Kept] = {item["id"]: _Kept(item, released=True) for item in released}
    by_hand: set[str] = set()
    for correction in of_sources(conn, sources):
        if correction.item is None:
            by_hand.add(correction.item_id)
        else:
            quote = found.setdefault(correction.item_id, _Kept(correction.item))
            quote.corrections.append(correction)
    if old is not None:
        by_hand |= _corrected_by_hand(conn, old)
        for key, row in old.quotes.items():
            if (row["reviewed"] or key in by_hand) and key not in found:
                found[key] = _Kept(items.of_quote(conn, old, key))
    return sorted(found.values(), key=lambda quote: (quote.item["spans"], quote.item.get("n", 0)))


def _corrected_by_hand(conn: sqlite3.Connection, old: ArticleRows) -> set[str]:
    """The quotes of which somebody corrected anything in the tables themselves, or with an older version."""
    sql = (
        "select item_id from corrections where item_table = 'quotes' and undone is null and item is null "
        "and item_id in (select id from quotes where source_id = ?)"
    )
    return {key for (key,) in conn.execute(sql, [old.source["id"]])}


def _match(kept: list[_Kept], new: ArticleRows, old: ArticleRows | None) -> None:
    """Find where each quote stands now, and what the parser says of the same words: the surest first."""
    text, free = new.source["text"], dict(new.quotes)
    spans = {key: placing.spans_of(row) for key, row in free.items()}

    def claim(quote: _Kept, found: Iterable[QuoteRow]) -> None:
        quote.match = min(
            found, key=lambda row: (abs(row["start"] - quote.item["spans"][0][0]), row["n"]), default=None
        )
        if quote.match is not None:
            del free[quote.match["id"]]

    for quote in kept:
        quote.place = placing.same_place(quote.item, text)
        own = free.get(quote.item["id"])
        if own is not None and spans[own["id"]] == quote.place:
            claim(quote, [own])
    _join(kept)
    for quote in kept:
        if quote.match is None and quote.place is not None:
            claim(quote, [row for row in free.values() if spans[row["id"]] == quote.place])
    for quote in kept:
        if quote.match is None and quote.place is None:
            claim(quote, [row for row in free.values() if _same_words(quote.item, row)])
            quote.place = (
                spans[quote.match["id"]] if quote.match else placing.anywhere(quote.item, new.source["text"])
            )
    for quote in sorted(kept, key=lambda quote: quote.rejected):
        if quote.match is None and quote.place is not None and not quote.released:
            # What stood beside it when it was reviewed is another quote, however much they share.
            others = {quote.item.get("nested_in"), *quote.item.get("holds", [])}
            others |= old.quotes.keys() if old and quote.item["id"] in old.quotes else set()
            shares = {key: placing.overlap(quote.place, spans[key]) for key in free if key not in others}
            best = max(shares, key=lambda key: (shares[key], key), default=None)
            if best is not None and shares[best] > 0.5:
                claim(quote, [free[best]])


def _join(kept: list[_Kept]) -> None:
    """Make one of those that stand in one place now, and stood in different places when they were kept."""
    for quote in list(kept):
        for other in kept:
            if other is quote:
                break
            stood = [(one.item["source_id"], one.item["spans"]) for one in (quote, other)]
            if quote.place is not None and quote.place == other.place and stood[0] != stood[1]:
                other.corrections = sorted(other.corrections + quote.corrections, key=lambda c: c.id)
                other.also += [quote.item["id"], *quote.also]
                other.match = other.match or quote.match
                kept.remove(quote)
                break


def _same_words(item: Item, row: QuoteRow) -> bool:
    """Whether the parser's row is of the same words; short ones must be credited alike."""
    telling = len(row["text"]) >= placing.LEAST or row["mention"] == item.get("mention", row["mention"])
    return row["text"] == item["text"] and telling


def _row(quote: _Kept, new: ArticleRows) -> QuoteRow | None:
    """The row of a reviewed quote where it stands now, or None if its words are gone."""
    if quote.place is None or not items.is_whole(quote.item):
        return None
    source, text = new.source, new.source["text"]
    row = items.to_row(quote.item)
    by = quote.place[0][0] - row["start"]
    same = quote.match if quote.match and placing.spans_of(quote.match) == quote.place else None
    row["source_id"], row["spans"] = source["id"], ids.spans_json(quote.place)
    row["start"], row["end"] = quote.place[0][0], quote.place[-1][1]
    cue, mention = (placing.shift(quote.item[column], by) for column in ("cue_spans", "source_spans"))
    if not _stands(text, cue, row["cue"]):
        row["cue"], cue = (same["cue"], json.loads(same["cue_spans"])) if same else (None, [])
    if not _stands(text, mention, row["mention"]):
        mention = []
        if same:
            row["mention"], mention = same["mention"], json.loads(same["source_spans"])
    if not cue:
        row["cue"] = None
    row["cue_spans"], row["source_spans"] = ids.spans_json(cue), ids.spans_json(mention)
    if not text.startswith(row["context"], (quote.item["context_start"] or 0) + by):
        row["context"] = same["context"] if same else placing.paragraph(text, row["start"], row["end"])[1]
    if row["runner_up"] and row["runner_up"] not in text:
        row["runner_up"] = None
    if quote.match is not None:
        row["n"] = quote.match["n"]
    row["id"] = _id(quote, same, new)
    return row


def _stands(text: str, spans: placing.Spans, words: str | None) -> bool:
    return not spans or (spans[0][0] >= 0 and join(text, spans) == words)


def _id(quote: _Kept, same: QuoteRow | None, new: ArticleRows) -> str:
    if same is not None:
        return same["id"]
    assert quote.place is not None
    item, taken = quote.item, new.quotes.keys() - {quote.match["id"] if quote.match else ""}
    unmoved = item["source_id"] == new.source["id"] and item["spans"] == [list(s) for s in quote.place]
    if unmoved and item["id"] not in taken:
        return str(item["id"])
    occurrence = 1
    while (key := ids.quote_id(new.source["id"], quote.place, occurrence)) in taken:
        occurrence += 1
    return key


def _context_start(quote: _Kept, row: QuoteRow, new: ArticleRows) -> int | None:
    size, text = len(row["context"]), new.source["text"]
    start = text.find(row["context"], max(0, row["end"] - size), max(row["start"] + size, row["end"]))
    return start if start >= 0 else None


def _put(new: ArticleRows, quote: _Kept, row: QuoteRow) -> None:
    """Put a reviewed quote in the place of the parser's, with its speakers and what was corrected."""
    if quote.match is not None and quote.match["id"] != row["id"]:
        _take_out(new, quote.match["id"], row["id"])
    for link in [link for link in new.quote_speakers if link[0] == row["id"]]:
        del new.quote_speakers[link]
    new.quotes[row["id"]] = row
    if row["via_id"] and quote.item["via"]:
        new.outlets.setdefault(row["via_id"], quote.item["via"])
    before, after = quote.item["source_id"], new.source["id"]
    speakers = (items.speaker_here(said, before, after) for said in quote.item["speakers"])
    _say(new, row, [said for said in speakers if said])
    for correction in quote.corrections:
        row["reviewed"] = 1
        if correction.action == "kind":
            row["kind"] = correction.now or row["kind"]
        elif correction.action == "status":
            row["status"] = correction.now or row["status"]
        elif correction.action == "speaker" and correction.item:
            to = items.speaker_here(correction.item["to"], before, after)
            row["role"] = to["role"] if to else None
            _say(new, row, [{**to, "role": None}] if to else [])


def _say(new: ArticleRows, row: QuoteRow, speakers: list[dict[str, Any]]) -> None:
    """Let a quote be these speakers'."""
    for link in [link for link in new.quote_speakers if link[0] == row["id"]]:
        del new.quote_speakers[link]
    keys = [items.appear(new, said) for said in speakers]
    row["local_id"] = row["speaker_id"] = keys[0] if keys else None
    if len(keys) > 1:
        for n, key in enumerate(keys, 1):
            new.quote_speakers[row["id"], key] = {
                "quote_id": row["id"],
                "local_id": key,
                "speaker_id": key,
                "n": n,
            }


def _leave_out(new: ArticleRows, match: QuoteRow | None) -> None:
    """Drop a rejected quote; what is nested in it is nested in what that was nested in."""
    if match is not None:
        _take_out(new, match["id"], match["nested_in"])


def _take_out(new: ArticleRows, key: str, instead: str | None) -> None:
    new.quotes.pop(key, None)
    for link in [link for link in new.quote_speakers if link[0] == key]:
        del new.quote_speakers[link]
    for row in new.quotes.values():
        if row["nested_in"] == key:
            row["nested_in"] = instead


def _nest(new: ArticleRows, old: ArticleRows | None, placed: Mapping[str, str]) -> None:
    """Let ``nested_in`` of reviewed rows name quotes that are still there, and that they stand in."""
    for key in placed.values():
        row = new.quotes[key]
        outer = row["nested_in"]
        outer = placed.get(outer, outer) if outer else None
        if outer is not None and outer not in new.quotes:
            # The outer quote has another id now: find it by its words.
            words = old.quotes[outer]["text"] if old and outer in old.quotes else None
            outer = next((row["id"] for row in new.quotes.values() if row["text"] == words), None)
        row["nested_in"] = outer if outer and _holds(new, outer, row) else None


def _holds(new: ArticleRows, outer: str, row: QuoteRow) -> bool:
    """Whether a quote stands in the outer one, and the outer one in nothing that stands in it."""
    other = new.quotes[outer]
    seen, at = {row["id"]}, outer
    while at:
        if at in seen:
            return False
        seen.add(at)
        at = (new.quotes[at]["nested_in"] or "") if at in new.quotes else ""
    return other["start"] <= row["start"] and row["end"] <= other["end"]


def _forget_unused(new: ArticleRows) -> None:
    """Drop appearances of speakers, and outlets, whom only the parser's replaced rows named."""
    used = {row["local_id"] for row in new.quotes.values()}
    used |= {speaker for _, speaker in new.quote_speakers}
    new.appearances = {key: row for key, row in new.appearances.items() if key in used}
    new.kinds = {key: kind for key, kind in new.kinds.items() if key in used}
    outlets = {new.source["outlet_id"]} | {row["via_id"] for row in new.quotes.values()}
    new.outlets = {key: name for key, name in new.outlets.items() if key in outlets}
