"""Learns Punkt's parameters: abbreviations, sentence starters, collocations and letter case of words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nltk.tokenize.punkt import PunktTrainer

from ..language.sentences import language_vars, plain

_KNOWN = """
    mr mrs ms mx dr prof sr jr messrs hon rev fr msgr esq st ste ft mt pres gov govs lt sen sens rep reps del
    amb treas atty supt insp det gen adm col maj capt cmdr sgt cpl pvt brig ald assn assoc dept univ bros co
    corp inc ltd plc ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec ala ariz ark calif cal colo
    conn fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt
    wash wis wisc wyo ont que u.s u.k u.n e.u u.s.a d.c n.y n.j n.h n.c s.c n.d s.d n.m r.i w.va a.m p.m ph.d
    m.d b.a m.a j.d i.e e.g etc vs v cf ca approx viz al ed eds st.-jean l.a f.b.i c.i.a g.o.p
    d.n.c r.n.c
"""
ABBREVIATIONS = _KNOWN.split()
"""Known beforehand, whether or not the texts show enough of them; in lower case, without the last stop."""

# nltk's flags: seen in the middle of a sentence with a capital; seen anywhere in lower case.
_MIDDLE_UPPER, _ANY_LOWER = 1 << 2, (1 << 4) | (1 << 5) | (1 << 6)


def train(texts: Iterable[str], least: int = 2) -> dict[str, Any]:
    """The content of punkt.json, learned from running texts with a paragraph a line.

    Lines that do not end as sentences do (headlines, captions) are left out: their capitals would teach
    that any word may be a name. Words seen fewer than ``least`` times are forgotten. Where nltk's flags
    rest on a few odd cases (“He said, "We lost"” has a capital in its middle), they are cleared.
    """
    kept = []
    for text in texts:
        kept += [line for line in plain(text).split("\n") if _ENDS.search(line)]
    trainer = PunktTrainer(lang_vars=language_vars())
    trainer._params.abbrev_types.update(ABBREVIATIONS)
    trainer.train("\n\n".join(kept))
    params = trainer.get_params()
    upper, lower = _middle_counts(kept)
    counts = Counter(word.strip("\"'.,;:!?()[]") for line in kept for word in line.lower().split())
    orthography: dict[str, list[str]] = {}
    for word, flags in sorted(params.ortho_context.items()):
        if upper[word] < 0.015 * lower[word]:
            flags &= ~_MIDDLE_UPPER
        if lower[word] < 0.015 * upper[word]:
            flags &= ~_ANY_LOWER
        if flags and counts[word] >= least and re.fullmatch(r"[^\W\d_][\w.'&-]*", word):
            orthography.setdefault(str(flags), []).append(word)
    learned = {word for word in params.abbrev_types if re.fullmatch(r"[a-z]+(?:[.-][a-z]+)+", word)}
    return {
        "abbreviations": sorted(learned | set(ABBREVIATIONS)),
        "collocations": sorted(list(pair) for pair in params.collocations if pair[0] != "##number##"),
        "starters": sorted(
            word for word in params.sent_starters if lower[word] > 0.3 * upper[word] or word == "i"
        ),
        "orthography": {flags: " ".join(words) for flags, words in sorted(orthography.items())},
    }


_ENDS = re.compile(r"[.!?]['\")\]]*\s*$")


def _middle_counts(lines: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How often words stand inside a sentence, not after a mark, with a capital and without."""
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for line in lines:
        before = "."
        for word in line.split():
            bare = word.rstrip("\"'.,;:!?()[]")
            if bare and bare[0].isalpha() and before[-1] not in ".!?:\"'":
                (upper if bare[0].isupper() else lower)[bare.lower()] += 1
            before = word
    return upper, lower


def write(weights: dict[str, Any], path: Path) -> None:
    """Write punkt.json, the same bytes for the same parameters."""
    path.write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
