"""Other names that an article gives outright: "Ana Whitfield, formerly Ana Torres"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.-]{0,30}"
_NAME = rf"{_WORD}(?: (?:(?:van|von|de|del|della|der|di|la|le|al|bin|ben|el) ){{0,2}}{_WORD}){{0,4}}"
_OTHER = rf"(?:“[^”\n]{{2,40}}”|\"[^\"\n]{{2,40}}\"|{_NAME}|@\w{{2,30}})"
_VERBS = (
    r"(?:sings|sang|raps|rapped|boxed|boxes|wrestled|wrestles|performs|performed|records|recorded|writes|wrote|"
    r"signs|signed|posts|posted|tweets|tweeted|blogs|streams|plays|played|fought|fights|competes|competed)"
)
_CALLED = (
    r"(?:formerly|née|nee|born|previously|aka|a\.k\.a\.|alias|(?:also|better|best|otherwise|widely) known "
    r"as|known as|nicknamed|known online as)"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<name>{_NAME})(?:, \d{{1,3}})?,? \(?{_CALLED} (?P<other>{_OTHER})",
        rf"(?P<name>{_NAME})(?:, \d{{1,3}})?, who {_VERBS} (?:[\w’'-]+ ){{0,5}}?"
        rf"(?P<other>(?<=as ){_OTHER}|{_WORD} {_WORD}(?: {_WORD})?)",
        rf"(?P<name>{_NAME})(?:, \d{{1,3}})?, who (?:was|is) (?:once |also |better |now )?"
        rf"(?:born|known as|called) (?P<other>{_OTHER})",
        rf"(?P<name>{_NAME})(?:, \d{{1,3}})?, whom? (?:[\w’'-]+ ){{0,3}}?calls? (?P<other>{_OTHER})",
        rf"\bcalls? (?P<name>{_NAME}) (?P<other>“[^”\n]{{2,40}}”|\"[^\"\n]{{2,40}}\")",
        rf"(?P<name>{_NAME}) \((?P<other>@\w{{2,30}})\)",
        rf"(?P<name>{_NAME}) [^.!?\n@“”]{{0,90}}\bas (?P<other>@\w{{2,30}})",
    )
)
SIGNS = (
    "formerly",
    "née ",
    "nee ",
    "born ",
    "previously ",
    "aka ",
    "a.k.a.",
    "alias ",
    "known ",
    "nicknamed",
    ", who ",
    "whom ",
    " call ",
    " calls ",
    "@",
)
"""What a text must hold at least one of to be worth reading."""
_READ = 200_000  # code points
_MAIDEN = re.compile(r"\b(?:formerly|née|nee|born) ")


def other_names(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of a name and another name of the same person that the text gives, as printed.

    A maiden name of one word gets the given name of its bearer. Linear in the length of the text, of
    which at most 200,000 code points are read.
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(text, 0, _READ):
            name, other = match["name"].rstrip(".,"), match["other"].strip('“”"').rstrip(".,")
            if " " not in name or other == name or (not other[:1].isupper() and other[:1] != "@"):
                continue
            if " " not in other and other[:1] != "@":
                if not _MAIDEN.search(match.group()):
                    continue
                other = f"{name.split()[0]} {other}"
            yield name, other
