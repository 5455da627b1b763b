"""A correction as a line of JSON that says all that is needed to find what it is of, in any database.

``{"correction": …, "action": "kind", "at": …, "who": …, "why": …, "was": …, "now": …, "quote": {…}}``; those
of speakers have ``"speaker": {"id", "name", "kind"}`` instead. ``correction`` names it wherever it goes, so
that nothing is applied twice. Of quotes see `items`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..model import ACTS, QUOTE_KINDS, SPEAKER_KINDS, STATUSES
from . import corrections, ids, items
from .corrections import COLUMNS, QUOTE_ACTIONS, Correction
from .fields import tidy
from .rows import GAP

WIKIDATA = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?([Qq][1-9][0-9]{0,11})")
"""An item of Wikidata, by its number or address."""

_ID = re.compile(r"[0-9a-f]{20}")
_MOST_OCCURRENCES = 100
_LONGEST_ID = 200


def to_line(correction: Correction) -> dict[str, Any]:
    """A correction as an object that stands for itself."""
    item = dict(correction.item or {})
    to = item.pop("to", None)
    if correction.item_table == "quotes":
        item = items.in_order(item)
    return {
        "correction": correction.uid,
        "action": correction.action,
        "at": correction.at,
        "who": correction.who,
        "why": correction.why,
        "was": correction.was,
        "now": to if correction.action == "speaker" else correction.now,
        "quote" if correction.item_table == "quotes" else "speaker": item,
    }


def from_line(line: str | bytes) -> Correction:
    """The correction that a line of JSON says. Raises ValueError with what is wrong with it."""
    try:
        said = _clean(json.loads(line))
    except ValueError as error:
        raise ValueError("is not JSON") from error
    if not isinstance(said, dict):
        raise ValueError("is not a JSON object")
    action = said.get("action")
    if not isinstance(action, str) or action not in COLUMNS:
        raise ValueError(f"action is {action!r}, not one of {', '.join(COLUMNS)}")
    about = "quote" if action in QUOTE_ACTIONS else "speaker"
    if not isinstance(said.get(about), dict):
        raise ValueError(f"has no {about}")
    at = _text(said, "at", needed=True)
    item = _quote(said["quote"]) if about == "quote" else _speaker(said["speaker"])
    now = _NOW[action](said.get("now"))
    if action == "speaker":
        item["to"], now = now, now and now["id"]
    who, why, was = (_text(said, key) for key in ("who", "why", "was"))
    correction = Correction(
        action,
        f"{about}s",
        item["id"],
        was,
        now,
        who,
        at or "",
        why,
        item,
        source_id=item["source_id"] if about == "quote" else None,
    )
    uid = said.get("correction")
    if uid is not None and not (isinstance(uid, str) and _ID.fullmatch(uid)):
        raise ValueError("correction is not 20 hex digits")
    return Correction(**{**vars(correction), "uid": uid or corrections.uid_of(correction)})


def _clean(value: Any) -> Any:
    """The value, without what no database can store."""
    if isinstance(value, str):
        return ids.clean(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {ids.clean(key): _clean(one) for key, one in value.items()}
    return value


def _text(said: dict[str, Any], key: str, needed: bool = False) -> str | None:
    value = said.get(key)
    if (value is None and not needed) or (isinstance(value, str) and (value or not needed)):
        return value
    raise ValueError(f"{key} is {value!r}, not text")


def _check(said: dict[str, Any], checks: Mapping[str, Callable[[Any], bool]]) -> None:
    for key, right in checks.items():
        if not right(said.get(key)):
            raise ValueError(f"{key} is {json.dumps(said.get(key), ensure_ascii=False)[:60]}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _may_be_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_number(value: Any, most: float = 2**53) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _is_flag(value: Any) -> bool:
    return _is_number(value, 1)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _are_spans(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    pairs = [
        pair for pair in value if isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair))
    ]
    flat = [at for pair in pairs for at in pair]
    return len(pairs) == len(value) and flat == sorted(flat) and all(start < end for start, end in pairs)


def _quote(said: dict[str, Any]) -> dict[str, Any]:
    checks = {"id": _is_id, "source_id": _is_id, "text": _is_text, "spans": _are_spans, "url": _may_be_text}
    _check(said, checks)
    if not said["spans"]:
        raise ValueError("spans is empty")
    length = sum(end - start for start, end in said["spans"]) + len(GAP) * (len(said["spans"]) - 1)
    if length != len(said["text"]):
        raise ValueError("spans are not as long as text")
    possible = range(1, _MOST_OCCURRENCES + 1)
    if not any(ids.quote_id(said["source_id"], said["spans"], n) == said["id"] for n in possible):
        raise ValueError("id is not that of source_id and spans")
    if not items.is_whole(said):
        return {key: said.get(key) for key in ("id", "source_id", "url", "text", "spans")}
    _check(
        said,
        {
            "n": _is_number,
            "kind": QUOTE_KINDS.__contains__,
            "status": STATUSES.__contains__,
            "act": ACTS.__contains__,
            "context": lambda value: isinstance(value, str),
            "rule": lambda value: isinstance(value, str),
            "confidence": lambda value: isinstance(value, (int, float)) and 0 <= value <= 1,
            "cue_spans": _are_spans,
            "source_spans": _are_spans,
            "edited": _is_flag,
            "reviewed": _is_flag,
            "nested_in": lambda value: value is None or _is_id(value),
            "context_start": lambda value: value is None or _is_number(value),
            "holds": lambda value: value is None or (isinstance(value, list) and all(map(_is_id, value))),
            "speakers": lambda value: isinstance(value, list),
            **dict.fromkeys(
                ("mention", "cue", "verb", "role", "addressee", "medium", "runner_up", "via"), _may_be_text
            ),
        },
    )
    speakers = [_said_of(speaker) for speaker in said["speakers"]]
    return items.in_order({**said, "holds": said.get("holds") or [], "speakers": speakers})


def _said_of(said: Any) -> dict[str, Any]:
    """What a quote's article says of one of its speakers."""
    if not isinstance(said, dict):
        raise ValueError("speakers are not all objects")
    aliases = said.get("aliases", [])
    if not (isinstance(aliases, list) and all(map(_is_text, aliases))):
        raise ValueError("aliases are not all text")
    kind = SPEAKER_KINDS.__contains__
    _check(said, {"local_id": _is_key, "name": _is_name, "kind": kind})
    _check(said, {"role": _may_be_text, "pronouns": _may_be_text})
    age = said.get("age")
    if age is not None and not _is_number(age, 200):
        raise ValueError(f"age is {age!r}, not a number of years")
    return {
        **{key: said[key] for key in ("local_id", "name", "kind")},
        **{key: said.get(key) for key in ("role", "pronouns", "age")},
        "aliases": [alias for alias in aliases if tidy(alias) == alias],
    }


def _is_key(value: Any) -> bool:
    return _is_text(value) and len(value) <= _LONGEST_ID and "\0" not in value


def _is_name(value: Any) -> bool:
    return _is_text(value) and tidy(value) == value


def _speaker(said: dict[str, Any]) -> dict[str, Any]:
    _check(said, {"id": _is_key, "name": _is_name, "kind": SPEAKER_KINDS.__contains__})
    known = {key: said[key] for key in ("id", "name", "kind")}
    if "pins" in said:
        if not _are_pins(said["pins"]):
            raise ValueError("pins is not a list of [name's id, article's id, speaker's id]")
        known["pins"] = said["pins"]
    return known


def _are_pins(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list)
        and len(one) == 3
        and _is_key(one[0])
        and _is_key(one[2])
        and (one[1] == "" or _is_key(one[1]))
        for one in value
    )


def _pinned(value: Any) -> str:
    if not _is_key(value):
        raise ValueError(f"now is {value!r}, no speaker's id")
    return str(value)


def _to(said: Any) -> dict[str, Any] | None:
    if said is None:
        return None
    if not isinstance(said, dict):
        raise ValueError("now is no speaker: give id, name and kind, or null")
    whole = {"local_id": said.get("id"), "role": None, **_speaker(said), **said}
    _check(whole, {"local_id": _is_key, "role": _may_be_text})
    return {key: whole[key] for key in ("id", "local_id", "name", "kind", "role")}


def _one_of(allowed: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"now is {value!r}, not one of {', '.join(allowed)}")
        return str(value)

    return check


def _name(value: Any) -> str:
    if not (_is_name(value) and ids.fold(value)):
        raise ValueError(f"now is {value!r}, no name")
    return str(value)


def _role(value: Any) -> str | None:
    if value is not None and not _is_name(value):
        raise ValueError(f"now is {value!r}, no role")
    return value if value is None else str(value)


def _wikidata(value: Any) -> str:
    match = WIKIDATA.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"now is {value!r}, no Wikidata item; it is written as Q42")
    return match[1].upper()


def _other(value: Any) -> str | None:
    return None if value is None else _pinned(value)


_NOW: dict[str, Callable[[Any], Any]] = {
    "accept": lambda value: "1",
    "reject": lambda value: None,
    "speaker": _to,
    "kind": _one_of(QUOTE_KINDS),
    "status": _one_of(STATUSES),
    "rename": _name,
    "set-role": _role,
    "merge": _pinned,
    "split": _pinned,
    "dismiss": _other,
    "alias": _name,
    "link": _wikidata,
}
