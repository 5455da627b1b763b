"""The search page: the question in the address, the answer as a page, JSON, CSV or an Atom feed."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from .article import clean
from .estimates import Question
from .find import BANDS, FACETS, Answer, find
from .matching import CLOSE, OPEN
from .reading import Reader

PAGE = 25
DATA_PAGE = 100
MOST = 1_000
FEED = 40
SNIPPET = 420
"""Characters of a quote that its place in the list shows, round the first word found."""

LABELS = {
    "speaker": "Speaker",
    "outlet": "Outlet",
    "kind": "Kind",
    "status": "Status",
    "via": "Via",
    "year": "Year",
    "confidence": "Certain",
}
COLUMNS = (
    "id", "text", "kind", "status", "speaker_id", "speaker", "role", "mention", "cue", "via_id", "via",
    "addressee", "medium", "confidence", "reviewed", "source_id", "title", "url", "outlet_id", "outlet",
    "published", "context",
)  # fmt: skip
"""The columns of the JSON and the CSV: those of the view ``attributed``."""

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


async def search_page(reader: Reader, request: Any) -> Any:
    """The answer to the question in the address, in the format that it ends in."""
    # Not at the top: Datasette loads its plugins halfway through loading itself.
    from datasette.database import QueryInterrupted
    from datasette.utils.asgi import Response

    form = request.url_vars.get("format") or "html"
    args = {name: request.args.get(name, "").strip()[:1000] for name in ASKED}
    question, notes = await asked(reader, args)
    size = {"html": PAGE, "json": _size(request), "csv": _size(request), "atom": FEED}[form]
    if form == "atom":
        question = replace(question, sort="date")
    status, headers = 200, {}
    try:
        answer = await find(reader, question, size, request.args.get("next", "")[:100])
    except QueryInterrupted:
        answer, status = Answer(), 503
        notes.append(
            "This takes too long to find. Ask for something narrower: a speaker, a year, more words."
        )
    if answer.after and form in ("json", "csv"):
        headers["Link"] = f'<{_absolute(reader, request, args, form, answer.after)}>; rel="next"'
    if form == "csv":
        return Response(_csv(answer), status=status, headers=headers, content_type="text/csv; charset=utf-8")
    if form == "json":
        return Response(
            _json(reader, request, args, answer, notes),
            status=status,
            headers=headers,
            content_type="application/json; charset=utf-8",
        )
    if form == "atom":
        from .feed import feed

        title = "Quotes: " + (
            ", ".join(text for _, text, _ in _chips(args, await _names(reader, args))) or "the latest"
        )
        text = feed(reader, request, title, _query(args), answer.quotes)
        return Response(text, status=status, content_type="application/atom+xml; charset=utf-8")
    return await _html(reader, request, args, question, answer, notes, status)


ASKED = ("q", "speaker", "outlet", "kind", "status", "via", "since", "until", "year", "confidence", "sort")
"""What can be asked for, by the name of the field in the address."""


async def asked(reader: Reader, args: dict[str, str]) -> tuple[Question, list[str]]:
    """The question that the fields of a form ask, and what of it could not be understood, in words."""
    # Not at the top: the database package may load sqlite-utils.
    from ..database.search import match_expression
    from ..model import QUOTE_KINDS, STATUSES

    notes: list[str] = []
    words = match_expression(args["q"]) if args["q"] else ""
    if args["q"] and not words:
        notes.append("There is no word in what you look for; all quotes are shown.")
    found: dict[str, Any] = {
        "words": words,
        "sort": args["sort"] if args["sort"] in ("date", "relevance") else "",
    }
    if args["speaker"]:
        found["speakers"] = await _speakers(reader, args["speaker"])
        if not found["speakers"]:
            notes.append(f"Nobody is called “{args['speaker']}”.")
    for field, name in (("outlet", "outlets"), ("via", "via")):
        if args[field]:
            found[name] = await _outlets(reader, args[field])
            if not found[name]:
                notes.append(f"No outlet is called “{args[field]}”.")
    for field, known in (("kind", QUOTE_KINDS), ("status", STATUSES)):
        if args[field] in known:
            found[field] = args[field]
        elif args[field]:
            notes.append(f"“{args[field]}” is not one of {', '.join(known)}.")
    for field in ("since", "until", "year"):
        if args[field] and not _is_date(args[field]):
            notes.append(f"“{args[field]}” is no date; write 2019, 2019-10 or 2019-10-18.")
        elif args[field]:
            found |= {"since": args[field], "until": args[field]} if field == "year" else {field: args[field]}
    if args["confidence"]:
        if args["confidence"].isdecimal() and 0 < int(args["confidence"][:4]) <= 100:
            found["confidence"] = int(args["confidence"])
        else:
            notes.append("Confidence is a percentage: 1 to 100.")
    return Question(**found), notes


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


async def _speakers(reader: Reader, wanted: str) -> tuple[str, ...]:
    """The speakers whose id, name or other form this is, or else one of whose names begins so."""
    exact = await reader.rows(
        "select id from speakers where id = :wanted union select speaker_id from aliases "
        "where folded = quotes_fold(:wanted) and quotes_fold(:wanted) <> '' limit 200",
        wanted=wanted,
    )
    if any(row["id"] == wanted for row in exact):
        return (wanted,)
    begun = exact or await reader.rows(
        "select distinct speaker_id as id from aliases where quotes_fold(:wanted) <> '' "
        "and folded >= quotes_fold(:wanted) and folded < quotes_fold(:wanted) || '~' limit 200",
        wanted=wanted,
    )
    return tuple(row["id"] for row in begun)


async def _outlets(reader: Reader, wanted: str) -> tuple[str, ...]:
    rows = await reader.rows(
        "select id from outlets "
        "where id = :wanted or name = :wanted collate nocase or domain = lower(:wanted)",
        wanted=wanted,
    )
    if any(row["id"] == wanted for row in rows):
        return (wanted,)
    return tuple(row["id"] for row in rows)


async def _names(reader: Reader, args: dict[str, str]) -> dict[str, str]:
    """The names of the speaker and outlets that the fields give by id."""
    names = {}
    for field, table in (("speaker", "speakers"), ("outlet", "outlets"), ("via", "outlets")):
        if args[field]:
            found = await reader.rows(f"select name from {table} where id = :id", id=args[field])
            names[field] = found[0]["name"] if found else args[field]
    return names


async def _fields(reader: Reader, args: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """What stands in the form for whom the fields give by id: the name, or the id where the name means others
    as well, so that the form sent again asks the same."""
    fields = {}
    for field, look in (("speaker", _speakers), ("outlet", _outlets), ("via", _outlets)):
        if args[field]:
            same = names[field] == args[field] or await look(reader, names[field]) == (args[field],)
            fields[field] = names[field] if same else args[field]
    return fields


def _size(request: Any) -> int:
    text = request.args.get("size", "")
    return max(1, min(int(text), MOST)) if text.isdecimal() and len(text) < 6 else DATA_PAGE


def _query(args: dict[str, str], **changes: str | None) -> str:
    """The fields as the end of an address; ``changes`` set or (with None) take away some."""
    return urlencode({name: value for name, value in {**args, **changes}.items() if value})


def _address(page: str, query: str) -> str:
    return f"{page}?{query}" if query else page


def _absolute(reader: Reader, request: Any, args: dict[str, str], form: str, after: str) -> str:
    size = request.args.get("size", "")
    path = (
        f"{reader.page('search')}.{form}?{_query(args, next=after, size=size if size.isdecimal() else None)}"
    )
    return str(reader.datasette.absolute_url(request, path))


def _chips(args: dict[str, str], names: dict[str, str]) -> list[tuple[str, str, str]]:
    """What is asked for, one by one: field, words, and what the address is without it."""
    words = {
        "q": "{}",
        "since": "since {}",
        "until": "until {}",
        "confidence": "at least {} % certain",
        "via": "via {}",
    }
    return [
        (field, words.get(field, "{}").format(names.get(field, args[field])), _query(args, **{field: None}))
        for field in ASKED
        if args[field] and field != "sort"
    ]


def snippet(marked: str, length: int = SNIPPET) -> Markup:
    """The words of a quote with those that were found marked, cut round the first of them if it is long."""
    first = max(marked.find(OPEN), 0)
    if len(marked) > length and first > length // 2:
        start = marked.rfind(" ", 0, first - length // 3) + 1
        marked = "…" + marked[start:] if start else marked
    shown: list[Markup] = []
    left = length
    inside = False
    for part in re.split(f"([{OPEN}{CLOSE}])", marked):
        if part in (OPEN, CLOSE):
            if inside:
                shown.append(Markup("</mark>"))
            inside = part == OPEN
            if inside:
                shown.append(Markup('<mark class="q-hit">'))
            continue
        shown.append(clean(part[:left]))
        left -= len(part)
        if left <= 0:
            break
    if inside:
        shown.append(Markup("</mark>"))
    return Markup("").join(shown) + ("…" if left < 0 else "")


async def _html(
    reader: Reader,
    request: Any,
    args: dict[str, str],
    question: Question,
    answer: Answer,
    notes: list[str],
    status: int,
) -> Any:
    from datasette.utils.asgi import Response

    page = reader.page("search")
    names = await _names(reader, args)
    quotes = reader.listed(answer.quotes)
    for quote in quotes:
        quote["snippet"] = snippet(quote["marked"])
    groups = []
    for name in FACETS:
        values = answer.facets.get(name, [])
        if not values or (name in ("kind", "status", "via", "year") and len(values) < 2 and not args[name]):
            continue
        entries = [
            {
                "label": f"{label} % and more" if name == "confidence" else label,
                "n": n,
                "on": args[name] == value,
                "url": _address(page, _query(args, **{name: None if args[name] == value else value})),
            }
            for value, label, n in values
        ]
        groups.append({"name": name, "label": LABELS[name], "values": entries})
    from ..model import QUOTE_KINDS, STATUSES

    chips = _chips(args, names)
    query = _query(args)
    context = {
        "database": reader.database,
        "args": args,
        "fields": await _fields(reader, args, names),
        "quotes": quotes,
        "answer": answer,
        "notes": notes,
        "groups": groups,
        "chips": [(text, _address(page, rest)) for _, text, rest in chips],
        "page": page,
        "choices": {"kind": QUOTE_KINDS, "status": STATUSES, "confidence": BANDS},
        "is_empty": question.is_empty,
        "sorts": [
            (label, f"{page}?{_query(args, sort=sort)}", answer.sort == sort)
            for sort, label in (("relevance", "Relevance"), ("date", "Date"))
        ]
        if answer.ranked
        else [],
        "next_url": f"{page}?{_query(args, next=answer.after)}" if answer.after else None,
        "first_url": _address(page, query) if request.args.get("next") else None,
        "formats": [
            (label, _address(f"{page}.{form}", query))
            for form, label in (("json", "JSON"), ("csv", "CSV"), ("atom", "Atom feed"))
        ],
        "people": await _people(reader, args["q"]) if args["q"] and not request.args.get("next") else [],
        "title": ", ".join(text for _, text, _ in chips),
    }
    html = await reader.datasette.render_template(
        "quotes_search.html", context, request=request, view_name="quotes_search"
    )
    return Response.html(html, status=status)


async def _people(reader: Reader, words: str) -> list[dict[str, Any]]:
    """Speakers one of whose names begins with the words looked for: perhaps somebody wants them."""
    rows = await reader.rows(
        "select id, name, role, quotes from speakers where id in ("
        "select speaker_id from aliases where length(quotes_fold(:words)) > 2 "
        "and folded >= quotes_fold(:words) and folded < quotes_fold(:words) || '~' limit 500) "
        "and kind in ('person', 'organisation') order by quotes desc, id limit 4",
        words=words,
    )
    return [{**row, "url": reader.url("speakers", row["id"])} for row in rows]


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([row[column] for column in COLUMNS] for row in answer.quotes)
    return out.getvalue()


def _json(reader: Reader, request: Any, args: dict[str, str], answer: Answer, notes: list[str]) -> str:
    after = _absolute(reader, request, args, "json", answer.after) if answer.after else None
    facets = {
        name: [{"value": value, "label": label, "n": n} for value, label, n in values]
        for name, values in answer.facets.items()
    }
    return json.dumps(
        {
            "question": {name: value for name, value in args.items() if value},
            "notes": notes,
            "total": answer.total,
            "sort": answer.sort,
            "counted": answer.counted,
            "facets": facets,
            "quotes": [{column: row[column] for column in COLUMNS} for row in answer.quotes],
            "next": after,
        },
        ensure_ascii=False,
    )
