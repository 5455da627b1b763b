"""Check a quotation: whether the database holds words as they are, in part, altered, or as another's."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from datasette.utils import sqlite3
from markupsafe import Markup

from .article import clean
from .reading import Reader, heading

LONGEST = 5_000
"""Characters of the words that are looked up."""

SECONDS = 3.0
"""How long looking up may take."""

STEPS = 10_000
"""Steps of SQLite after which it is asked how late it is."""

SHOWN = 12

ANSWERS = {
    "verbatim": "Printed so, word for word.",
    "part": "Printed so, as a part of more.",
    "altered": "Printed otherwise: words were changed, left out or put in.",
    "somebody else's": "Printed so, but as the words of somebody else.",
    "not found": "No quote in this database has these words.",
}
"""What the answers of `quotes check` mean, in a sentence."""


async def check_page(reader: Reader, request: Any) -> Any:
    """The answer for the words ``q`` and, if given, the ``speaker``, as a page or as JSON."""
    from datasette.utils.asgi import Response

    words = request.args.get("q", "").strip()[:LONGEST]
    speaker = request.args.get("speaker", "").strip()[:300]
    found, note, status = None, "", 200
    if words:
        try:
            found, note = await asyncio.to_thread(_look_up, reader, words, speaker)
        except _Failed as failed:
            note, status = str(failed), 503
    if request.url_vars.get("format") == "json":
        answer = {"words": words, "asked": speaker or None, "note": note or None, **(found or {})}
        text = json.dumps(answer, ensure_ascii=False)
        return Response(text, status=status, content_type="application/json; charset=utf-8")
    context = {
        "database": reader.database,
        "page": reader.page("check"),
        "words": words,
        "speaker": speaker,
        "note": note,
        "found": found,
        "says": ANSWERS.get(found["answer"], "") if found else "",
        "groups": _groups(reader, found) if found else [],
    }
    html = await reader.datasette.render_template(
        "quotes_check.html", context, request=request, view_name="quotes_check"
    )
    return Response.html(html, status=status)


class _Failed(Exception):
    """Why nothing could be looked up, in words."""


def _look_up(reader: Reader, words: str, speaker: str) -> tuple[dict[str, Any], str]:
    """What `quotes check` says, and a note if the speaker is not known."""
    # Not at the top: the database package loads sqlite-utils.
    from ..database.checking import check
    from ..database.search import speaker_ids
    from ..database.store import QuoteDatabase, QuoteDatabaseError

    late = time.monotonic() + SECONDS
    path = reader.datasette.get_database(reader.database).path
    try:
        with QuoteDatabase(path, readonly=True) as db:
            db.conn.set_progress_handler(lambda: time.monotonic() > late, STEPS)
            ids = speaker_ids(db, speaker) if speaker else None
            note = f"Nobody is called “{speaker}”." if speaker and not ids else ""
            return check(db, words, ids, SHOWN), note
    except QuoteDatabaseError as error:
        raise _Failed(str(error)) from error
    except sqlite3.OperationalError as error:
        raise _Failed("This takes too long to look up: give fewer words, or a speaker.") from error


def _groups(reader: Reader, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The evidence as lists with a heading each, every quote with what differs marked in it."""
    groups = []
    for name, title in (
        ("evidence", "Where it stands"),
        ("others", "The same words under other names"),
        ("otherwise", "Where the same speaker is quoted otherwise"),
    ):
        quotes = []
        for row in found[name]:
            quote = dict(row)
            quote["url"] = reader.url("quotes", row["id"])
            quote["speaker_url"] = reader.url("speakers", row["speaker_id"])
            quote["in_place"] = f"{reader.url('sources', row['source_id'])}#q-{row['id']}"
            quote["source_heading"] = heading({"path": None, **row, "id": row["source_id"]})
            quote["marked"] = marked(row["text"], row["differences"])
            quote["flags"] = [_words_of(flag) for flag in row["flags"]]
            quotes.append(quote)
        if quotes:
            groups.append({"name": name, "title": title, "quotes": quotes})
    return groups


def _words_of(flag: Any) -> str:
    return str(flag if isinstance(flag, str) else getattr(flag, "kind", flag))


def marked(text: str, differences: list[dict[str, Any]]) -> Markup:
    """The printed text word by word against the words asked for: what they lack struck out, what they have
    instead put in."""
    shown: list[Markup] = []
    at = 0
    for each in sorted(differences, key=lambda each: (each["at"][0], each["at"][1])):
        start, end = max(each["at"][0], at), max(each["at"][1], at)
        shown.append(clean(text[at:start]))
        if end > start:
            shown.append(Markup("<del>{}</del>").format(clean(text[start:end])))
        if each["now"]:
            word = Markup("<ins>{}</ins>").format(clean(each["now"]))
            # Put in between two words: with the space that stands on the other side of it.
            apart = end == start and text[start - 1 : start].strip()
            shown.append(Markup(" ") + word if apart else word + (" " if end == start else ""))
        at = max(at, end)
    shown.append(clean(text[at:]))
    return Markup("").join(shown)
