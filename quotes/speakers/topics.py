"""What an article is about: fields of work that `careers` knows, and the rare words that tell its story.

Both are signs of who speaks in it, the first weak, the second strong: two articles that share rare words tell
one story, and a story has its own people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from . import lexicon
from .careers import FIELD_OF, common_words
from .lexicon import word_set
from .names import fold

_WORDS: dict[str, frozenset[str]] = {
    "politics": word_set(
        """vote votes voted voters election elections ballot senate parliament congress bill bills legislation
    campaign cabinet coalition referendum party policy lawmakers ministry minister mayor council
    councillors government amendment primary caucus manifesto lobby"""
    ),
    "law": word_set(
        "court courts trial verdict lawsuit jury testimony appeal sentenced plea prosecutors ruling"
    ),
    "police": word_set(
        """police officers arrested burglary burglaries stolen theft robbery murder detectives deputies
    sheriff     investigation charged suspects crime handcuffs patrol cid stabbing shooting"""
    ),
    "military": word_set(
        "troops soldiers war army regiment squadron airman battalion missile navy artillery"
    ),
    "sport": word_set(
        """match matches goal goals league season cup tournament medal race races metres swim swimmer swimming
    butterfly freestyle penalty innings stadium playoff score scored striker coach defeat football
    rugby tennis cricket golf marathon olympic championship title heats sprint pitch squad offside
    hurdles lap rower regatta tries flanker goalkeeper"""
    ),
    "arts": word_set(
        """novel novels fiction film films album albums song songs poem poems poetry gallery exhibition
    theatre     stage orchestra concert festival actor readers reader literary memoir sculpture painting
    paintings opera ballet museum screenplay band singer guitar tour records writer"""
    ),
    "medicine": word_set(
        """hospital patients patient clinic vaccine surgery disease ward wards doctors nurses nurse infection
    cancer transplant emergency treatment symptoms beds"""
    ),
    "science": word_set(
        """physicists physicist study researchers laboratory atoms atom species telescope experiment genome
    climate particle quantum university scientists fossil galaxy data journal glacier"""
    ),
    "education": word_set(
        "school schools pupils classroom teachers teacher students lesson homework exam exams"
    ),
    "business": word_set(
        """shares profit profits earnings investors sales quarter startup merger shareholders revenue market
    factory bank stock chain firm customers brand app"""
    ),
    "religion": word_set(
        "church parish sermon mosque bishop congregation chapel prayer temple synagogue pastor"
    ),
    "trades": word_set(
        """farm farmers harvest cattle tractor crops restaurant kitchen soup chef noodle menu bakery orchard
    fishing boats dairy barn wheat sheep"""
    ),
    "youth": word_set("schoolboy schoolgirl teenager teenagers kindergarten playground toddler"),
}
_TOPIC_OF: dict[str, list[str]] = {}
for _topic, _words in _WORDS.items():
    for _word in _words:
        _TOPIC_OF.setdefault(_word, []).append(_topic)
for _noun, _fields in FIELD_OF.items():
    if len(_fields) == 1:
        _known = _TOPIC_OF.setdefault(_noun, [])
        _known += [_field for _field in _fields if _field not in _known]
_LETTERS = re.compile(r"[a-z]+")
_ENOUGH = 2
_NO_STORY = lexicon.PLACES | lexicon.NATIONALITIES | lexicon.CALENDAR | frozenset(lexicon.NICKNAMES)
_READ = 6_000  # code points: the topic stands at the top


def topics(text: str) -> tuple[str, ...]:
    """The fields that most words of an article's beginning belong to: none, one or two, in string order.

    A field needs two different words, and half as many as the first.
    """
    found = Counter(
        topic for word in set(_LETTERS.findall(text[:_READ].lower())) for topic in _TOPIC_OF.get(word, ())
    )
    if not found:
        return ()
    top = max(found.values())
    likely = sorted(
        (topic for topic, n in found.items() if n >= _ENOUGH and 2 * n > top), key=lambda t: (-found[t], t)
    )
    return tuple(sorted(likely[:2]))


_CONTENT = re.compile(r"[^\W\d_][\w'’-]*")
_NO_END = "_'’-"  # what a word may have in it, but not at its end
_STORY = 12
_LEAST_LETTERS = 4


def content_words(text: str) -> Iterator[tuple[str, int]]:
    """The folded words of four letters or more, plural endings cut, with their offsets in code points."""
    for match in _CONTENT.finditer(text, 0, _READ):
        word = _content_word(match.group())
        if word is not None:
            yield word, match.start()


def _content_word(form: str) -> str | None:
    word = fold(form.rstrip(_NO_END))
    if len(word) < _LEAST_LETTERS:
        return None
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def story(text: str) -> tuple[str, ...]:
    """The dozen rare words that an article's beginning repeats most or has first, in string order.

    Rare is what few articles of the training corpus hold. Countries, months and the like never count.
    """
    counts: Counter[str] = Counter()
    # Each form of a word is folded once, however often it stands there; the first is where it stood first.
    for form, n in Counter(_CONTENT.findall(text, 0, _READ)).items():
        word = _rare(form)
        if word is not None:
            counts[word] += n
    return tuple(sorted(word for word, _ in counts.most_common(_STORY)))


@lru_cache(maxsize=16384)
def _rare(form: str) -> str | None:
    """The folded word of a form, if it may tell a story."""
    word = _content_word(form)
    return word if word is not None and word not in common_words() and word not in _NO_STORY else None
