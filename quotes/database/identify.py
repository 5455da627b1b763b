"""Which stored source an article is: itself, an earlier version of itself, or nobody yet."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..model import Article
from . import addresses, ids
from .fields import tidy

# Files of these formats hold one article each; only there can a file's name say which article it is.
ONE_ARTICLE_FORMATS = ("text", "html", "markdown")
# More sources than this under one path cannot be versions of one document.
_MOST_VERSIONS = 20


def cleaned(article: Article) -> Article:
    """The article with what the database knows it by as it is stored."""
    return replace(article, text=ids.clean(article.text), url=tidy(article.url), path=tidy(article.path))


def identify(conn: sqlite3.Connection, article: Article) -> tuple[Article, str | None]:
    """The article as it will be stored, and the id of the stored source that it is or replaces, if any.

    A source is the same if it has the same URL, or the same text under another URL of the same site (it is
    then known by the better of the two) or, without URLs, the same text. An article that comes from the file
    of a stored one and shares at least half of its lines is a new version of it: a URL that only one of the
    two has belongs to both.
    """
    article = cleaned(article)
    text, url, path = article.text, article.url, article.path
    if url and (known := addresses.source_of(conn, url, text)):
        return replace(article, url=addresses.better(url, known[1])), known[0]
    own_id = ids.source_id(url, text)
    if _stored(conn, own_id):
        return article, own_id
    if url:
        # The same text, imported before its URL was known.
        without_url = ids.source_id(None, text)
        same_file = "select 1 from sources where id = ? and (path is null or ? is null or path = ?)"
        if conn.execute(same_file, [without_url, path, path]).fetchone():
            return article, without_url
    earlier = _earlier_version(conn, article)
    if earlier is None:
        return article, None
    earlier_id, earlier_url = earlier
    return replace(article, url=url or earlier_url), earlier_id


def _stored(conn: sqlite3.Connection, source_id: str) -> bool:
    return conn.execute("select 1 from sources where id = ?", [source_id]).fetchone() is not None


def _earlier_version(conn: sqlite3.Connection, article: Article) -> tuple[str, str | None] | None:
    """Id and URL of the stored source that the article is a new version of; the closest, if several."""
    if article.path is None:
        return None
    # A record of a table has a path of its own only if it has an id.
    own_path = article.record is not None and article.path.endswith(f"/{article.record}")
    if article.format not in ONE_ARTICLE_FORMATS and not own_path:
        return None
    rows: Sequence[tuple[str, str | None, str]] = conn.execute(
        "select id, url, text from sources where path = ? and format = ? order by id limit ?",
        [article.path, article.format, _MOST_VERSIONS],
    ).fetchall()
    best: tuple[str, str | None] | None = None
    best_share = 0.5
    for source_id, url, text in rows:
        share = shared_lines(text, article.text)
        # Two different URLs are two different articles, whatever their files are called.
        if not (url and article.url) and (share > best_share or (best is None and share >= best_share)):
            best, best_share = (source_id, url), share
    return best


def shared_lines(old: str, new: str) -> float:
    """Which share of the lines, blank ones apart, two texts have in common: 0 to 1, of the shorter one."""
    lines = [Counter(filter(None, map(str.strip, text.splitlines()))) for text in (old, new)]
    fewest = min(sum(counter.values()) for counter in lines)
    return sum((lines[0] & lines[1]).values()) / fewest if fewest else 0.0
