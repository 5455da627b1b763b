"""Addresses: an article may be found under several of them on one site, and is one source all the same.

A source is known by the best of its addresses; all are in the table ``addresses``. Two addresses are of one
article if the very same text was found under both, on one site.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from urllib.parse import urlsplit

from . import ids

_PHONES = ("m.", "amp.", "mobile.")


def site_of(url: str | None) -> str | None:
    """The host of an address without what tells its editions for phones: "example.org"."""
    try:
        host = (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return None
    for prefix in ("www.", *_PHONES):
        host = host.removeprefix(prefix)
    return host or None


def rank(url: str) -> tuple[bool, bool, int, str]:
    """What the better of two addresses is smaller by: https, not made for phones, shorter, first in order."""
    for_phones = url.partition("://")[2].startswith(_PHONES)
    return (not url.startswith("https:"), for_phones, len(url), url)


def better(one: str | None, other: str | None) -> str | None:
    """The better of two addresses, one of which may be missing."""
    return min(filter(None, (one, other)), key=rank, default=None)


def source_of(conn: sqlite3.Connection, url: str, text: str) -> tuple[str, str | None] | None:
    """Id and best address of the stored source that is found under an address, or prints the very same text
    on the same site."""
    known = conn.execute(
        "select sources.id, sources.url from addresses join sources on sources.id = source_id "
        "where addresses.url = ?",
        [url],
    ).fetchone()
    if known:
        return str(known[0]), known[1]
    site = site_of(url)
    if site is None or not text.strip():
        return None
    twins = conn.execute(
        "select id, url from sources where sha256 = ? and url is not null order by id", [ids.text_hash(text)]
    )
    return next(((str(key), other) for key, other in twins if site_of(other) == site), None)


def of_source(conn: sqlite3.Connection, source_id: str) -> set[str]:
    """All the addresses of a source."""
    return {url for (url,) in conn.execute("select url from addresses where source_id = ?", [source_id])}


def keep(conn: sqlite3.Connection, source_id: str, old_id: str | None, urls: Iterable[str]) -> None:
    """Let a source have these addresses, and those that it had under another id."""
    if old_id is not None and old_id != source_id:
        conn.execute("update addresses set source_id = ? where source_id = ?", [source_id, old_id])
    conn.executemany(
        "insert into addresses (url, source_id) values (?, ?) "
        "on conflict (url) do update set source_id = excluded.source_id",
        [(url, source_id) for url in sorted(urls)],
    )
