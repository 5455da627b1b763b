"""One article into the database: what is stored and what is new are compared, and only differences written.

Runs inside a transaction that the caller holds; see `store.QuoteDatabase.write`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast

from ..model import Article, Extraction
from . import addresses, arrivals, identities, names, pins, reviewed, tables, wires
from .arrivals import add_speakers, count_forms
from .changes import Later, Moves
from .corrections import corrected_columns
from .fields import better_name, domain_of, month_of, tidy
from .identify import identify
from .items import Item
from .prepared import Prepared
from .rows import AppearanceRow, ArticleRows, SourceRow, article_to_rows, outlet_id, source_to_row
from .schema import TABLES
from .totals import refresh_outlet, refresh_speaker

Outcome = Literal["added", "updated", "unchanged"]
_TOGETHER = 4_096  # quotes: what waits is held in memory


def write_article(
    conn: sqlite3.Connection,
    extraction: Extraction | Prepared,
    now: str,
    parser: str | None = None,
    later: Later | None = None,
) -> Outcome:
    """Store an article's source, quotes and speakers; ``now`` is when a new source counts as imported,
    ``parser`` what the quotes were found by. With ``later``, whose the names are is left to `settle_later`,
    in the same transaction. What is raised of an article itself is raised before anything is written.

    Rows that a person reviewed or corrected stay as they are. Raises ValueError for a quote whose spans
    do not lie in the text, and sqlite3's errors; the caller then rolls back.
    """
    old, new, moved, changed = _compared(conn, extraction, now, parser, later)
    if not changed:
        if new.source != (old.source if old else None):  # another parser finds the same
            conn.execute("update sources set parser = ? where id = ?", [parser, new.source["id"]])
        return "unchanged"
    reviewed.follow(conn, moved)
    _store_and_settle(conn, old, new, later)
    return "added" if old is None else "updated"


def settle_later(conn: sqlite3.Connection, later: Later) -> None:
    """Decide whose the names are of the articles that were written, and bring up to date what is counted."""
    arrivals.flush(conn, later)
    for key, domains in sorted(later.outlets.items()):
        for gained, lost in sorted(domains, key=repr):
            refresh_outlet(conn, key, gained, lost)
    if later.everything:
        moves = identities.refresh(conn, later.changed)
    else:
        moves = identities.refresh(conn, later.unsteady, later.touches)
    _count(conn, moves, later.roles)


def rewrite_article(conn: sqlite3.Connection, source_id: str, released: Iterable[Item] = ()) -> None:
    """Bring a stored article's rows in line with the corrections that hold, without parsing it again.

    ``released`` are the quotes of which a correction was undone. Runs inside a transaction, as
    `write_article` does.
    """
    old, new = stored_rows(conn, source_id), stored_rows(conn, source_id)
    moved = reviewed.merge(conn, new, old, released)
    identities.settle(conn, new, old)
    reviewed.follow(conn, moved)
    _store_and_settle(conn, old, new)


def regroup(conn: sqlite3.Connection, local_ids: Iterable[str]) -> None:
    """Decide anew whose these names are, after a person has said so, and count what changed hands."""
    _count(conn, identities.refresh(conn, local_ids), {})


def _count(conn: sqlite3.Connection, moves: Moves, roles: Mapping[str, set[str]]) -> None:
    """Count anew the speakers of names that changed hands, and those whose ``roles`` may have changed."""
    moved = arrivals.count_moved(conn, moves)
    for key in sorted(roles.keys() | moves.touched):
        refresh_speaker(conn, key, roles.get(key, set()) | moved.get(key, set()))


def is_stored(
    conn: sqlite3.Connection, extraction: Extraction | Prepared, now: str, parser: str | None = None
) -> bool:
    """Whether `write_article` would change nothing. Only reads; raises as it does."""
    if isinstance(extraction, Prepared):
        if identify(conn, extraction.article)[1] is None and extraction.has_rows:
            return False
        extraction = extraction.extraction
    old, new, _, changed = _compared(conn, extraction, now, parser)
    return not changed and old is not None and new.source == old.source


def _compared(
    conn: sqlite3.Connection,
    extraction: Extraction | Prepared,
    now: str,
    parser: str | None,
    later: Later | None = None,
) -> tuple[ArticleRows | None, ArticleRows, reviewed.Moved, bool]:
    """The rows that are stored of an article, those to be stored, where reviewed quotes among them stand
    now, and whether the rows differ."""
    article, old_id = identify(conn, extraction.article)
    if old_id and later is not None:
        arrivals.flush(conn, later)
    old = stored_rows(conn, old_id) if old_id else None
    prepared = None
    if isinstance(extraction, Prepared):
        prepared = extraction.take_rows() if old is None else None
        extraction = extraction.extraction if prepared is None else extraction
    if prepared is not None:
        new = prepared
        new.source["imported"], new.source["parser"] = now, parser
    else:
        assert isinstance(extraction, Extraction)
        new = _new_rows(conn, extraction, article, old, now, parser)
    moved = reviewed.merge(conn, new, old)
    identities.settle(conn, new, old)
    changed = old is None or (
        ({**new.source, "parser": old.source["parser"]}, new.quotes, new.quote_speakers, new.appearances)
        != (old.source, old.quotes, old.quote_speakers, old.appearances)
        or new.addresses != old.addresses
        or _new_facts(conn, new, old)
    )
    if old is not None and not changed and parser is None:
        new.source["parser"] = old.source["parser"]  # whoever does not say has no other
    return old, new, moved, changed


def _new_rows(
    conn: sqlite3.Connection,
    extraction: Extraction,
    article: Article,
    old: ArticleRows | None,
    now: str,
    parser: str | None,
) -> ArticleRows:
    outlet = outlet_id(article.outlet or extraction.outlet)
    source = source_to_row(
        article,
        extraction.language,
        outlet,
        now,
        parser,
        agency=extraction.agency,
        unparsed=extraction.unparsed,
    )
    if old is not None:
        corrected = corrected_columns(conn, "sources", old.source["id"])
        keep_what_is_known(source, old.source, corrected, tidy(extraction.article.url))
    new = article_to_rows(extraction, source)
    new.addresses = set(filter(None, (article.url, tidy(extraction.article.url))))
    if old is not None:
        _keep_wordings(new, old)
        new.source["wire_id"] = old.source["wire_id"]
        new.addresses |= old.addresses
    return new


def stored_rows(conn: sqlite3.Connection, source_id: str) -> ArticleRows:
    """All the rows of a stored article."""

    def rows(table: str, where: str) -> list[dict[str, Any]]:
        columns = list(TABLES[table])
        names = ", ".join(f'{table}."{column}"' for column in columns)
        found = conn.execute(f"select {names} from {table} {where}", [source_id])
        return [dict(zip(columns, row, strict=True)) for row in found]

    result = ArticleRows(cast(SourceRow, rows("sources", "where id = ?")[0]))
    of_source = "where source_id = ?"
    appearances = rows("appearances", of_source)
    result.appearances = {row["local_id"]: cast(Any, row) for row in appearances}
    result.quotes = {row["id"]: cast(Any, row) for row in rows("quotes", f"{of_source} order by n, id")}
    several = rows("quote_speakers", "join quotes on quotes.id = quote_id where source_id = ?")
    result.quote_speakers = {(row["quote_id"], row["local_id"]): cast(Any, row) for row in several}
    kinds = (
        "select local_id, kind from appearances join speakers on speakers.id = speaker_id where source_id = ?"
    )
    result.kinds = dict(conn.execute(kinds, [source_id]))
    result.addresses = addresses.of_source(conn, source_id)
    return result


def keep_what_is_known(
    new: SourceRow, old: SourceRow, corrected: set[str], address: str | None = None
) -> None:
    """Fill what the new row does not know from the old one, and keep what people corrected.

    The same text can come from two files, or from two addresses, that say different things of it: then the
    better ``address`` is right or, of one address, the file whose path sorts first, so that the order of
    import does not matter and a second import changes nothing.
    """
    # What the text itself tells is known of the new one as well.
    fixed = ("id", "url", "sha256", "text", "words", "parser", "agency", "note")
    if address and old["url"] and address != old["url"]:
        worse = addresses.rank(address) > addresses.rank(old["url"])
    else:
        worse = bool(new["path"] and old["path"] and new["path"] > old["path"])
    prefer_old = worse and new["sha256"] == old["sha256"]
    values = cast(dict[str, Any], new)
    for column, known in old.items():
        unknown = known is not None and column not in fixed and (prefer_old or values[column] is None)
        if unknown or column in corrected or column == "imported":
            values[column] = known
    if "year_month" not in corrected:
        new["year_month"] = month_of(new["published"])


def _keep_wordings(new: ArticleRows, old: ArticleRows) -> None:
    """A quote that is still the same keeps the wording it was sorted into."""
    for key, quote in new.quotes.items():
        before = old.quotes.get(key)
        if before and before["text"] == quote["text"]:
            quote["wording_id"] = before["wording_id"]
            quote["variant_id"] = before["variant_id"]


def _new_facts(conn: sqlite3.Connection, new: ArticleRows, old: ArticleRows) -> bool:
    """Whether the article tells something of an outlet or speaker that its own rows do not hold."""
    for key, name in new.outlets.items():
        stored = conn.execute("select name from outlets where id = ?", [key]).fetchone()
        if (
            stored
            and better_name(stored[0], name) != stored[0]
            and not corrected_columns(conn, "outlets", key)
        ):
            return True
    changed = [
        key
        for key, kind in new.kinds.items()
        if old.kinds.get(key) != kind and key in new.appearances and _is_own(new.appearances[key])
    ]
    return any("kind" not in corrected_columns(conn, "speakers", key) for key in changed)


def _is_own(appearance: AppearanceRow) -> bool:
    """Whether a speaker goes by this name and no other, so that the article says of what kind they are."""
    return appearance["local_id"] == appearance["speaker_id"]


def _store_and_settle(
    conn: sqlite3.Connection, old: ArticleRows | None, new: ArticleRows, later: Later | None = None
) -> None:
    """Turn the old rows into the new ones, and bring what is counted from them up to date, now or later."""
    if later is not None:
        _store(conn, old, new, later)
    else:
        now = Later()
        _store(conn, old, new, now)
        settle_later(conn, now)


def _store(conn: sqlite3.Connection, old: ArticleRows | None, new: ArticleRows, later: Later) -> None:
    _add_outlets(conn, new)
    _note_outlets(old, new, later)
    if old is None:
        # Whatever tells that the next article is the same one; the rest can wait.
        tables.upsert(conn, "sources", [new.source])
        addresses.keep(conn, new.source["id"], None, new.addresses)
        wires.refresh(conn, None, new.source, new.hashes)
        later.arrived.append(new)
        later.waiting += len(new.quotes)
        if later.waiting >= _TOGETHER:
            arrivals.flush(conn, later)
        return
    moved = old.source["id"] != new.source["id"]
    complete = add_speakers(conn, [new])
    if moved or old.source != new.source:
        tables.upsert(conn, "sources", [new.source])
    tables.replace(conn, "quotes", old.quotes, new.quotes)
    tables.replace(conn, "quote_speakers", old.quote_speakers, new.quote_speakers)
    addresses.keep(conn, new.source["id"], old.source["id"], new.addresses - old.addresses)
    gone = {key: row for key, row in old.appearances.items() if moved or key not in new.appearances}
    tables.delete(conn, "appearances", gone.values())
    kept = {key: row for key, row in old.appearances.items() if key not in gone}
    tables.upsert(conn, "appearances", [row for key, row in new.appearances.items() if kept.get(key) != row])
    followed: set[str] = set()
    if moved:
        tables.delete(conn, "sources", [old.source])
        here = [new.source["id"], old.source["id"]]
        sql = "update corrections set item_id = ? where item_table = 'sources' and item_id = ?"
        conn.execute(sql, here)
        conn.execute("update corrections set source_id = ? where source_id = ?", here)
        followed = pins.follow(conn, old.source["id"], new.source["id"])
    wires.refresh(conn, old.source, new.source, new.hashes)
    count_forms(conn, [old], [new])
    registered = names.register(conn, old, new)
    if followed:
        later.everything = True
    later.changed |= registered.changed | followed
    later.unsteady |= registered.changed - registered.steady
    if not later.everything:
        later.touches.append(identities.touch_of(conn, old, new, registered))
    later.note_roles([old, new], complete)


def _add_outlets(conn: sqlite3.Connection, new: ArticleRows) -> None:
    for key, name in sorted(new.outlets.items()):
        stored = conn.execute("select name from outlets where id = ?", [key]).fetchone()
        if stored is None:
            conn.execute("insert into outlets (id, name) values (?, ?)", [key, name])
        elif "name" not in corrected_columns(conn, "outlets", key):
            best = better_name(stored[0], name)
            conn.execute("update outlets set name = ? where id = ? and name <> ?", [best, key, best])


def _note_outlets(old: ArticleRows | None, new: ArticleRows, later: Later) -> None:
    touched = {row.source["outlet_id"] for row in (old, new) if row}
    for rows in filter(None, (old, new)):
        touched |= {quote["via_id"] for quote in rows.quotes.values()}
    lost = domain_of(old.source["url"]) if old else None
    for key in sorted(filter(None, touched)):
        gained = domain_of(new.source["url"]) if key == new.source["outlet_id"] else None
        later.outlets.setdefault(key, set()).add((gained, lost if lost != gained else None))
