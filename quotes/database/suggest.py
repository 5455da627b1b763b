"""Speakers who are probably one, and speakers who are probably several: looked for, weighed, listed.

`speakers.suspicion` weighs; this module finds what is worth weighing. Names meet in blocks, of a large block
only the most quoted, so that the time grows with the speakers and not with their pairs. What a person has
said of speakers by `merge`, `split` or `dismiss`, and what they took back, is not suggested again.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from ..speakers.statements import Stated
from ..speakers.suspicion import (
    ENOUGH,
    Known,
    Reason,
    Suspect,
    known,
    name_keys,
    names_alike,
    one_person,
    several,
    unfit,
)
from . import ids, names
from .store import QuoteDatabase

Kind = Literal["duplicates", "mix-ups"]

_BLOCK = 40  # names of a block that are compared
_MOST_PAIRS = 20_000  # pairs that are weighed
_MOST_NAMES = 4  # of one speaker
_ARTICLES = 40  # of one speaker, the latest
_RARE = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two speakers who may be one ("duplicate"), or one who may be several ("mix-up").

    ``speakers`` are the ids: of duplicates first the one to give up; of a mix-up the one to split.
    ``arguments`` are those of `quotes speakers merge` or `split` that would put it right.
    """

    kind: Literal["duplicate", "mix-up"]
    score: int
    speakers: tuple[str, ...]
    names: tuple[str, ...]
    why: tuple[str, ...]
    arguments: tuple[str, ...]
    quotes: int = 0


@dataclass(slots=True)
class _Speaker:
    id: str
    name: str
    kind: str
    quotes: int
    names: list[Known] = field(default_factory=list)


def suggest(db: QuoteDatabase, kind: Kind | None = None, limit: int | None = None) -> list[Suggestion]:
    """The likely duplicates and mix-ups of a database, or one ``kind`` of them, the likeliest first."""
    conn = db.conn
    everyone = _everyone(conn)
    found: list[Suggestion] = []
    if kind != "mix-ups":
        found += _with_rivals(list(_duplicates(conn, everyone)))
    if kind != "duplicates":
        found += _mix_ups(conn, everyone)
    found.sort(key=lambda s: (-s.score, -s.quotes, s.speakers))
    return found[:limit]


def _everyone(conn: sqlite3.Connection) -> dict[str, _Speaker]:
    rows = conn.execute(
        "select id, name, kind, quotes from speakers where kind in ('person', 'organisation')"
    )
    everyone = {
        key: _Speaker(key, name, kind, quotes, [known(name, kind)]) for key, name, kind, quotes in rows
    }
    for name_id, speaker_id in conn.execute("select id, speaker_id from names where id <> speaker_id"):
        speaker = everyone.get(speaker_id)
        if speaker is None or not ids.is_global(name_id):
            continue
        words = ids.words_of(name_id)
        if words != speaker.names[0].folded and len(speaker.names) < _MOST_NAMES:
            name = " ".join(word.capitalize() for word in words.split())
            speaker.names.append(known(name, speaker.kind))
    return everyone


def _decided(conn: sqlite3.Connection) -> tuple[set[frozenset[str]], set[str]]:
    """The pairs of speakers, and the speakers, of whom people have said whether they are one."""
    pairs: set[frozenset[str]] = set()
    single: set[str] = set()
    sql = (
        "select action, item_id, was, now from corrections where action in ('merge', 'split') "
        "or (action = 'dismiss' and undone is null)"
    )
    for action, *row in conn.execute(sql):
        known = {key for key in row if key}
        if action != "dismiss" or len(known) == 1:
            single |= known
        pairs |= {frozenset(pair) for pair in combinations(sorted(known), 2)}
    return pairs, single


def _duplicates(conn: sqlite3.Connection, everyone: dict[str, _Speaker]) -> Iterator[Suggestion]:
    families = Counter(parts.family for s in everyone.values() if (parts := s.names[0].form) is not None)
    decided, _ = _decided(conn)
    alike: dict[tuple[str, str], Reason] = {}
    for block in _blocks(everyone.values()):
        for one, other in combinations(block, 2):
            pair = (one.id, other.id) if one.id < other.id else (other.id, one.id)
            if pair in alike or one.kind != other.kind or frozenset(pair) in decided:
                continue
            best = _names_alike(one, other)
            if best is not None:
                alike[pair] = best
    ranked = sorted(
        alike,
        key=lambda pair: (
            -alike[pair].points,
            -min(everyone[key].quotes for key in pair),
            pair,
        ),
    )
    suspects = _Suspects(conn, everyone)
    for pair in ranked[:_MOST_PAIRS]:
        speakers = sorted((everyone[key] for key in pair), key=_keeps)
        gone, kept = speakers
        reasons = one_person(
            suspects.of(gone.id),
            suspects.of(kept.id),
            alike[pair],
            suspects.called,
            _rare(speakers, families),
        )
        score = sum(reason.points for reason in reasons)
        if score >= ENOUGH:
            yield Suggestion(
                "duplicate",
                score,
                (gone.id, kept.id),
                (gone.name, kept.name),
                tuple(reason.words for reason in reasons),
                ("merge", gone.id, kept.id),
                gone.quotes + kept.quotes,
            )


def _with_rivals(found: list[Suggestion]) -> Iterator[Suggestion]:
    """The suggestions, each a point less likely where somebody else fits one of the two as well."""
    partners: dict[str, dict[str, str]] = {}
    for one in found:
        for i in (0, 1):
            partners.setdefault(one.speakers[i], {})[one.speakers[1 - i]] = one.names[1 - i]
    for one in found:
        a, b = one.speakers
        rivals = {
            key: name
            for x, y in ((a, b), (b, a))
            for key, name in partners[x].items()
            if key != y and key not in partners[y]
        }
        if rivals:
            listed = ", ".join(f"{name} ({key})" for key, name in sorted(rivals.items())[:2])
            why = (*one.why, f"but others fit as well: {listed}")
            one = replace(one, score=one.score - 1, why=why)
        if one.score >= ENOUGH:
            yield one


def _keeps(speaker: _Speaker) -> tuple[object, ...]:
    """Sorts the speaker to give up before the one to keep: a full name, the most quoted, the fuller name."""
    return (ids.is_global(speaker.id), speaker.quotes, len(speaker.name), speaker.id)


def _rare(speakers: list[_Speaker], families: Counter[str]) -> bool:
    if speakers[0].kind == "organisation":
        return all(ids.is_global(speaker.id) for speaker in speakers)
    parts = [found for speaker in speakers if (found := speaker.names[0].form) is not None]
    return bool(parts) and all(families[found.family] <= _RARE for found in parts)


def _names_alike(one: _Speaker, other: _Speaker) -> Reason | None:
    found = [
        reason for a in one.names for b in other.names if (reason := names_alike(a, b, one.kind)) is not None
    ]
    return max(found, key=lambda reason: reason.points, default=None)


def _blocks(speakers: Iterable[_Speaker]) -> Iterator[list[_Speaker]]:
    """Those whose names are worth comparing, of each block the most quoted."""
    blocks: dict[str, list[_Speaker]] = {}
    full: dict[str, list[_Speaker]] = {}
    for speaker in sorted(speakers, key=lambda s: (-s.quotes, s.id)):
        for name in speaker.names:
            for key in name_keys(name, speaker.kind):
                block = blocks.setdefault(key, [])
                if len(block) < _BLOCK and (not block or block[-1] is not speaker):
                    block.append(speaker)
        parts = speaker.names[0].form
        if parts is not None:
            same = full.setdefault(parts.family, [])
            if len(same) < _BLOCK:
                same.append(speaker)
    for key, block in blocks.items():
        if key.startswith("bare "):
            block += full.get(key.removeprefix("bare "), [])
        if len(block) > 1:
            yield block


class _Suspects:
    """What articles state of speakers, fetched when it is asked for, once."""

    def __init__(self, conn: sqlite3.Connection, everyone: dict[str, _Speaker]) -> None:
        self._conn = conn
        self._everyone = everyone
        self._known: dict[str, Suspect] = {}
        self.called = {key: speaker.name for key, speaker in everyone.items()}
        self.called |= dict(conn.execute("select id, name from outlets").fetchall())

    def of(self, key: str) -> Suspect:
        """A speaker with the latest articles, each by itself."""
        if key not in self._known:
            speaker = self._everyone[key]
            stated, locals_ = self._stated(key)
            self._known[key] = Suspect(key, speaker.name, speaker.kind, stated, self._claims(locals_))
        return self._known[key]

    def _stated(self, key: str) -> tuple[tuple[Stated, ...], set[str]]:
        company: dict[str, set[str]] = {}
        latest = "select source_id from appearances where speaker_id = ? order by seen desc limit ?"
        for source, other in self._conn.execute(
            "select source_id, speaker_id from appearances "
            f"where source_id in ({latest}) and speaker_id <> ?",
            [key, _ARTICLES, key],
        ):
            if ids.is_global(other):
                company.setdefault(source, set()).add(other)
        rows = self._conn.execute(
            "select role, seen, seen, 1, age, pronouns, topics, outlet_id, source_id, story, local_id "
            "from appearances where speaker_id = ? order by seen desc limit ?",
            [key, _ARTICLES],
        ).fetchall()
        stated = tuple(
            names.said_of(
                said, company=frozenset(company.get(source, ())), story=names.words(story), key=(source,)
            )
            for *said, source, story, _ in rows
        )
        return stated, {row[-1] for row in rows}

    def _claims(self, locals_: Iterable[str]) -> frozenset[str]:
        found = set()
        for local_id in locals_:
            rows = self._conn.execute("select claimed from claims where name_id = ?", [local_id])
            found |= {ids.words_of(claimed) for (claimed,) in rows}
        return frozenset(found)


# Who may be several: called he and she, of an age somewhere, of several names, or quoted over a lifetime.
_SEVERAL = """
select speaker_id from appearances where pronouns in ('he', 'she')
  group by speaker_id having count(distinct pronouns) > 1
union select speaker_id from appearances where age is not null
union select speaker_id from names where id <> speaker_id
union select id from speakers
  where cast(substr(last_seen, 1, 4) as integer) - cast(substr(first_seen, 1, 4) as integer) >= 45
"""
_ROLES = """
select speaker_id, role from roles
where speaker_id in (select speaker_id from roles group by speaker_id having count(*) > 1)
order by n desc
"""


def _mix_ups(conn: sqlite3.Connection, everyone: dict[str, _Speaker]) -> Iterator[Suggestion]:
    _, decided = _decided(conn)
    for key in sorted(_at_odds(conn) - decided):
        speaker = everyone.get(key)
        if speaker is None:
            continue
        said = _groups(conn, key)
        reasons, lesser = several(Suspect(key, speaker.name, speaker.kind, said))
        score = sum(reason.points for reason in reasons)
        if score >= ENOUGH:
            yield Suggestion(
                "mix-up",
                score,
                (key,),
                (speaker.name,),
                tuple(reason.words for reason in reasons),
                ("split", key, *_what_goes(lesser, said)),
                speaker.quotes,
            )


def _at_odds(conn: sqlite3.Connection) -> set[str]:
    """The speakers of whom articles state anything at all that hardly fits one person."""
    found = {key for (key,) in conn.execute(_SEVERAL)}
    roles: dict[str, list[str]] = {}
    for key, role in conn.execute(_ROLES):
        roles.setdefault(key, []).append(role)
    for key, stated in roles.items():
        if any(unfit(one, other) for one, other in combinations(stated[:_ARTICLES], 2)):
            found.add(key)
    return found


def _groups(conn: sqlite3.Connection, key: str) -> tuple[Stated, ...]:
    """What articles state alike of a speaker, the most frequent first; ``key``: the name and the articles."""
    rows = conn.execute(
        "select role, min(seen), max(seen), count(*) as n, age, pronouns, topics, outlet_id, "
        "max(story), local_id, group_concat(source_id) from appearances where speaker_id = ? "
        "group by role, age, pronouns, topics, outlet_id, local_id, substr(seen, 1, 3) "
        "order by n desc, min(seen), local_id limit ?",
        [key, _ARTICLES],
    )
    own = frozenset(ids.words_of(key).split())
    return tuple(
        names.said_of(said, story=names.words(story) - own, key=(local_id, *sorted(sources.split(","))))
        for *said, story, local_id, sources in rows
    )


def _what_goes(lesser: list[Stated], said: tuple[Stated, ...]) -> list[str]:
    """What `quotes speakers split` is to be told: a name or a role that only the lesser have, or articles."""
    rest = [s for s in said if not any(s is one for one in lesser)]
    for option, of in (("--name", _local_id), ("--role", _role)):
        own = {of(s) for s in lesser}
        if None not in own and not own & {of(s) for s in rest}:
            return [word for value in sorted(map(str, own)) for word in (option, value)]
    sources = sorted({source for s in lesser for source in _sources(s)})
    return [word for source in sources for word in ("--article", source[: ids.LOCAL_DIGITS])]


def _local_id(stated: Stated) -> str | None:
    return str(stated.key[0])


def _role(stated: Stated) -> str | None:
    return stated.role


def _sources(stated: Stated) -> list[str]:
    return [str(source) for source in stated.key[1:]]
