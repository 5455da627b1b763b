"""Words and marks of a sentence, cut as the Penn Treebank cuts them, as offsets into the text.

The tags of `tags.py` were learned on text cut this way, so the conventions are CoreNLP's: ``do|n't``,
``Trump|'s``, ``$|5``, ``U.S.``, ``Mr.``, ``front-runner``, ``CNN/ORC``, ``. . .`` and ``--`` are tokens; a
sentence's final full stop always stands alone, even after an abbreviation (``8|p.m|.``). Quotation marks
are single tokens whatever they touch. Where we differ on purpose: ``R-Fla.`` keeps its full stop inside a
sentence (CoreNLP cuts it and ends the sentence there), and marks that touch each other are cut apart.

The pattern is run by `re` itself: nltk's `RegexpTokenizer` gives the same tokens at a quarter of the speed
(304,000 against 1,275,000 a second), and stops after five seconds by the clock.
"""

from __future__ import annotations

import re

# Kept with their full stop inside a sentence. As they are written: titles and states have capitals.
_ABBREVIATIONS = """
    Mr Mrs Ms Mx Dr Prof Sr Jr Messrs Mmes Mme Mlle Hon Rev Fr Msgr Esq St Ste Ft Mt Pres Gov Govs Lt Sen
    Sens Rep Reps Del Dels Amb Sec Secy Treas Atty Supt Insp Det Gen Adm Col Maj Capt Cmdr Cpt Sgt Cpl Pvt
    Brig Ald Assn Assoc Dept Univ Inst Bros Co Corp Inc Ltd Plc Cos Ave Blvd Rd Bldg Ct Hwy Pkwy Jan Feb Mar
    Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Ala Ariz Ark Calif Cal
    Colo Conn Fla Ga Ida Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo Mont Neb Nebr Nev Okla Ore Pa Penn
    Tenn Tex Va Vt Wash Wis Wisc Wyo Ont Que Alta etc al vs v cf ca approx est incl max min viz ed eds trans
    """
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())

# Only with a figure after them: on their own they are words ("No.") or too short to tell.
_NUMBERED = "No Nos no nos Fig Figs fig figs Art art Vol vol Ch ch Sec sec Eq eq p pp"
NUMBERED = frozenset(_NUMBERED.split())


def _alternation(words: frozenset[str]) -> str:
    """The words as one pattern, grouped by first letter so that a miss costs one comparison."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (w, len(w))):
        groups.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(groups.items()))


_LETTER = r"[^\W\d_]"
# Accents written as marks of their own, soft hyphens and joiners belong to the word they stand in.
_INNER = r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]"
_CLITIC = r"(?:[sSmMdD]|[rR][eE]|[vV][eE]|[lL][lL])"
_PIECE = (
    r"Ph\.D\b\.?|"
    rf"(?:{_LETTER}\.)+{_LETTER}(?!{_INNER}|\.)"  # U.S without its last full stop
    rf"|(?:{_LETTER}\.){{2,}}"  # U.S., a.m.
    rf"|(?:{_alternation(ABBREVIATIONS)})\.(?!\w)"
    rf"|[^\W_]{_INNER}*+(?:(?<=\d)[.,:]\d{_INNER}*+)*(?:['’](?!{_CLITIC}\b){_LETTER}{_INNER}*+)*"
)

# Ordered alternatives; each is possessive, bounded, or consumes all that it looked at, so that a match
# never reads more than a constant times what it (or the alternative that wins) takes. No group is possessive:
# Python 3.11.0 to 3.11.4 get those wrong (github.com/python/cpython/issues/106052). Nothing that can fail
# follows them, so that none is ever tried again.
_TOKEN = re.compile(
    rf"""
    (?:[Cc]an(?=not\b)|[Gg]on(?=na\b)|[Gg]ot(?=ta\b)|[Ww]an(?=na\b)|[Ll]em(?=me\b)|[Gg]im(?=me\b))
    |[A-Za-z]++(?=[ ,;])                              # most words: nothing to think about
    |(?:US|AU|NZ|HK|C|A)\$
    |(?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]}}]
    |[\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{1,4}}
    |[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,3}}\.(?:com|org|net|gov|edu|mil|int|info|news|tv|io|co\.[a-z]{{2}})\b
        (?:/[^\s<>"“”]*[^\s<>"“”.,;:!?'’)\]}}])?
    |[A-Za-z]{{1,6}}(?=n['’]t(?!\w))|[A-Z]{{1,6}}(?=N['’]T(?!\w))|[Nn]['’][Tt](?!\w)
    |(?<=\S)['’]{_CLITIC}(?!{_INNER})                 # Trump|'s
    |['’‘](?:\d\ds?|em|til|cause|tis|twas|bout|cuz|n)(?!\w)
    |(?:{_alternation(NUMBERED)})\.(?=\s?\d)
    |[A-ZÀ-ÖØ-Þ]\.(?![\w.])                           # initials
    |(?:{_PIECE})(?:[-‐‑/&](?:{_PIECE}))*
    |[@\#]\w+(?:[-.]\w+)*
    |</?[A-Za-z][^<>]{{0,300}}>
    |\.(?:[ \u00a0]\.){{2,}}|\.{{2,}}+|…++
    |''|``|-{{2,}}+|_++|[!?]{{2,}}+|\*++|={{2,}}+|~++
    |\S
    """,
    re.VERBOSE,
)

_CLOSERS = "\"'”’»)]}"


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[list[int], list[int]]:
    """Cut one sentence, ``text[start:end]``, into tokens.

    Returns two parallel lists, the tokens' starts and their ends, in code points into ``text``. The
    tokens stand in order, do not overlap, hold no space except in ``. . .`` and in markup, and cover
    everything that is not white space. Any string is cut, in time linear in its length.
    """
    if end is None:
        end = len(text)
    stop = _final_stop(text, start, end)
    if stop is None:
        spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
    else:
        spans = [match.span() for match in _TOKEN.finditer(text, start, stop)]
        spans.append((stop, stop + 1))
        if stop + 1 < end:
            spans += [match.span() for match in _TOKEN.finditer(text, stop + 1, end)]
    if not spans:
        return [], []
    starts, ends = zip(*spans, strict=True)
    return list(starts), list(ends)


def _final_stop(text: str, start: int, end: int) -> int | None:
    """Where the full stop that ends the sentence stands, before any closing marks; None without one."""
    at = end - 1
    while at > start and (text[at] in _CLOSERS or text[at].isspace()):
        at -= 1
    if at <= start or text[at] != "." or text[at - 1] in ".…" or text[at - 1].isspace():
        return None
    return at
