"""Review, for whom the plugin's permission allows it: the least certain quotes, and likely duplicates.

Every action goes through the functions, and into the log, of ``quotes correct`` and ``quotes speakers
merge`` and ``dismiss``; each can be undone, here and there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from .article import colours, render
from .cells import percent
from .permission import may_review
from .quote_page import shifted
from .reading import QUOTES, Reader
from .source_page import mark, parts
from .suggestions import COME_BACK, duplicate

if TYPE_CHECKING:
    from ..database import QuoteDatabase
    from ..database.curate import Done

CANDIDATES = 9
"""Speakers of the article who are offered at a key each."""

REFUSED = (
    "Reviewing is for people who are signed in and have the permission “quotes-review” for this database: "
    "ask whoever runs this Datasette."
)

DONE = {
    "accept": "Accepted",
    "reject": "Rejected",
    "speaker": "Speaker changed",
    "merge": "Merged",
    "dismiss": "Kept apart",
}


async def review_page(reader: Reader, request: Any) -> Any:
    """The page for GET, an action for POST. Raises Datasette's Forbidden for who may not review."""
    from datasette.utils.asgi import Forbidden, Response

    if not await may_review(reader.datasette, reader.database, reader.actor):
        raise Forbidden(REFUSED)
    database = reader.datasette.get_database(reader.database)
    if request.method == "POST":
        return await _act(reader, request)
    if request.method != "GET":
        return Response.text("Method not allowed", status=405)
    duplicates = request.args.get("what") == "duplicates"
    after = request.args.get("after", "")
    context: dict[str, Any] = {
        "database": reader.database,
        "page": reader.page("review"),
        "duplicates": duplicates,
        "immutable": not database.is_mutable,
        "done": await _done(reader, request.args.get("done", "")),
        "error": request.args.get("error", "")[:500],
        "after": after,
    }
    if not database.is_mutable:
        pass
    elif duplicates:
        context |= await duplicate(reader, after)
    else:
        context |= await _least_certain(reader, after)
    html = await reader.datasette.render_template(
        "quotes_review.html", context, request=request, view_name="quotes_review"
    )
    headers = {"Refresh": str(COME_BACK)} if context.get("looking") else {}
    return Response.html(html, status=400 if context["error"] else 200, headers=headers)


async def _least_certain(reader: Reader, after: str) -> dict[str, Any]:
    """The least certain quote that nobody has reviewed, behind the one last skipped."""
    least, _, key = after.partition("~")
    try:
        place = (float(least), key)
    except ValueError:
        place = (-1.0, "")
    found = await reader.rows(
        f"{QUOTES} where quotes.reviewed = 0 and quotes.confidence >= :least "
        "and (quotes.confidence > :least or quotes.rowid > (select rowid from quotes where id = :key)) "
        "order by quotes.confidence, quotes.rowid limit 1",
        least=place[0],
        key=place[1],
    )
    if not found:
        return {"quote": None}
    quote = reader.listed(found)[0]
    people = await reader.rows(
        "select distinct speakers.id, speakers.name, appearances.role from appearances "
        "join speakers on speakers.id = appearances.speaker_id where appearances.source_id = :source "
        "and speakers.id is not :speaker order by speakers.quotes desc, speakers.id limit :n",
        source=quote["source_id"],
        speaker=quote["speaker_id"],
        n=CANDIDATES,
    )
    stored = await reader.rows("select text from sources where id = :id", id=quote["source_id"])
    text, context = stored[0]["text"], quote["context"]
    offset = text.find(context, max(0, quote["end"] - len(context)))
    marks = [mark(reader, quote, colours([quote["speaker_id"]])), *parts(quote)]
    shown = render(context, shifted(marks, offset)) if context and 0 <= offset <= quote["start"] else None
    return {
        "quote": quote,
        "certain": percent(quote["confidence"]),
        "context": shown,
        "people": people,
        "skip": f"{reader.page('review')}?{urlencode({'after': place_of(quote)})}",
    }


def place_of(quote: dict[str, Any]) -> str:
    """A quote's place in the order of review."""
    return f"{quote['confidence']!r}~{quote['id']}"


async def _done(reader: Reader, number: str) -> dict[str, Any] | None:
    """The correction of this number, to be named and undone."""
    if not number.isdecimal() or len(number) > 15 or not reader.has("corrections"):
        return None
    found = await reader.rows("select * from corrections where id = :id", id=int(number))
    if not found:
        return None
    row = found[0]
    return {"id": row["id"], "what": DONE.get(row["action"], row["action"]), "undone": row["undone"]}


async def _act(reader: Reader, request: Any) -> Any:
    """Do what the form says and lead back to the page, with the correction's number or what went wrong."""
    from datasette.utils.asgi import Response

    form = await request.post_vars()
    back = {name: form[name] for name in ("what", "after") if form.get(name)}
    action = _action(form, _name(reader.actor))
    if action is None:
        return Response.text("No such action", status=400)
    if not reader.datasette.get_database(reader.database).is_mutable:
        return Response.text("This database is immutable: nothing in it can be changed", status=403)
    try:
        done = await asyncio.to_thread(_written, reader, action)
        if done.corrections:
            back["done"] = str(done.corrections[-1].id)
    except _Failed as failed:
        back["error"] = str(failed)
    return Response.redirect(f"{reader.page('review')}?{urlencode(back)}" if back else reader.page("review"))


class _Failed(Exception):
    """What could not be done, in words."""


def _action(form: dict[str, str], who: str) -> Callable[[QuoteDatabase], Done] | None:
    # Not at the top: the database package loads sqlite-utils.
    from ..database.curate import correct_quote, undo
    from ..database.joining import dismiss, merge

    action, quote, why = form.get("action", ""), form.get("quote", ""), form.get("why") or None
    if action == "accept":
        return lambda db: correct_quote(db, quote, accept=True, who=who, why=why)
    if action == "reject":
        return lambda db: correct_quote(db, quote, reject=True, who=who, why=why)
    if action == "speaker":
        speaker = form.get("speaker", "").strip() or form.get("name", "").strip()
        return lambda db: correct_quote(db, quote, speaker=speaker or "none", who=who, why=why)
    if action == "merge":
        return lambda db: merge(db, form.get("one", ""), form.get("into", ""), who=who, why=why)
    if action == "dismiss":
        return lambda db: dismiss(db, form.get("one", ""), form.get("other", ""), who=who, why=why)
    number = form.get("number", "")
    if action == "undo" and number.isdecimal() and len(number) < 16:
        return lambda db: undo(db, int(number))
    return None


def _written(reader: Reader, action: Callable[[QuoteDatabase], Done]) -> Done:
    from ..database.people import CorrectionError
    from ..database.store import QuoteDatabase, QuoteDatabaseError

    path = reader.datasette.get_database(reader.database).path
    try:
        # Beside readers, and for one row or two: statistics and journal are left as they are.
        with QuoteDatabase(path, create=False, tidy=False) as db:
            return action(db)
    except (CorrectionError, QuoteDatabaseError) as error:
        raise _Failed(str(error)) from error


def _name(actor: dict[str, Any]) -> str:
    for key in ("display", "name", "username", "login", "id"):
        if actor.get(key):
            return str(actor[key])
    return "somebody"
