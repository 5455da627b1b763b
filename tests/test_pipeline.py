"""The whole parser on any text: what every extraction must be, whatever it is made from."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import quotes
from quotes.model import QUOTE_KINDS, SPEAKER_KINDS, STATUSES, Article, Extraction, Span

USERS_DOCUMENT = Path(__file__).parent.parent / "seeds" / "000_22f8e7120dd248bd.txt"

# What news is made of, and what breaks parsers: marks of every kind, names, cues, line ends, odd letters.
PIECES = st.sampled_from(
    [
        *"""“ ” " '' `` ‘ ’ ' « » „ ‟ , . ! ? : ; — – -- ( ) [ ] … ... said says told asked wrote denied added
        according to that saying quoted by as Ruiz Ana Lee Reuters the mayor of Lima who he she they I not
        would if 5'10" 6” Q: A: RUIZ: Dr. Jr. U.S. @ruiz https://x.test/a?b=c &quot; <b>
        \x00 \x07 \u200b \u202e \u05d0 \U0001f600
        é e\u0301 \ud7ff \ufeff \ufffd 中文""".split(),
        *("\n", "\n\n", " ", "  ", "\r\n", "\t", "\u2029", "\u00a0", "\ud800"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join)
)


def spans_of(extraction: Extraction) -> list[Span]:
    """Every span an extraction holds."""
    spans = []
    for quote in extraction.quotes:
        spans += [*quote.content, *quote.cue, quote.context, *(quote.source.spans if quote.source else ())]
    return spans


@given(TEXTS)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_string_gives_an_extraction_whose_every_span_lies_in_the_text(text: str) -> None:
    extraction = quotes.extract(text)
    assert all(0 <= start < end <= len(text) for start, end in spans_of(extraction))
    for n, quote in enumerate(extraction.quotes, 1):
        assert quote.n == n
        assert quote.content and list(quote.content) == sorted(quote.content)
        assert all(a.end <= b.start for a, b in zip(quote.content, quote.content[1:], strict=False))
        assert quote.kind in QUOTE_KINDS and quote.status in STATUSES
        assert 0 <= quote.confidence <= 1
        assert all(0 <= index < len(extraction.speakers) for index in quote.speakers)
        assert quote.nested_in is None or 1 <= quote.nested_in <= len(extraction.quotes)
        assert quote.source is None or quote.source.text == extraction.words(quote.source.spans)
    assert all(speaker.name.strip() and speaker.kind in SPEAKER_KINDS for speaker in extraction.speakers)


@given(TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_text_gives_the_same_extraction(text: str) -> None:
    assert quotes.extract(text) == quotes.extract(Article(text=text))


# Texts that make careless rules look at everything twice: each must take time linear in its length.
GROWING = [
    "The mayor of Lima said on Tuesday that the bridge was unsafe and the river high. ",
    "“We lost,” Ana Ruiz said. ",
    '" a. He said b ',
    "Ana Ruiz and Bo Lee met Cy Diaz. ",
    "“No.” ",
    "said ",
    "Ruiz, the, ",
    "“He said ‘no’ and she said ‘yes’ ",
    "“We lost,” he said.\n\n",
    "RUIZ: No.\n\n",
    "Q: Why? A: No.\n",
    "((( ",
    "of the ",
    "according to Ruiz, ",
    "“‘\"'",
    "he said she said they said. ",
    "— Ana\n",
    "a",
    "\n",
    "’",
]


@pytest.mark.parametrize("piece", GROWING, ids=lambda piece: repr(piece[:24]))
def test_time_grows_linearly(piece: str) -> None:
    """Sixteen times the text may take at most 64 times as long: a square would take 256 times."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        quotes.extract(text)
        return time.process_time() - begun

    most = 64 * max(min(seconds(4_000) for _ in range(3)), 0.005)
    assert any(seconds(64_000) < most for _ in range(2))


def seven_quotes(extraction: Extraction) -> list[tuple[str, str, str, str | None, str | None]]:
    """Kind, the first words, speaker, via and addressee of every quote."""
    return [
        (
            quote.kind,
            " ".join(extraction.words(quote.content).split()[:4]),
            extraction.speakers[quote.speakers[0]].name if quote.speakers else "",
            quote.via,
            quote.addressee,
        )
        for quote in extraction.quotes
    ]


def test_the_users_document_gives_its_seven_quotes() -> None:
    extraction = quotes.extract(USERS_DOCUMENT.read_text(encoding="utf-8"))
    durazo, castaneda, obrador = "Alfonso Durazo", "Cristobal Castañeda", "Andres Manuel Lopez Obrador"
    assert seven_quotes(extraction) == [
        ("indirect", "army and National Guard", durazo, None, None),
        ("indirect", "given the size of", durazo, None, None),
        ("direct", "“With the goal of", durazo, "NPR", None),
        ("indirect", "two people were killed", castaneda, None, "the Televisa network"),
        ("indirect", "they saved lives by", obrador, None, None),
        (
            "direct",
            "“The officials who took",
            obrador,
            "Reuters",
            None,
        ),  # two spans: the last two of the seven
    ]
    last = extraction.quotes[-1]
    assert [extraction.article.text[start:end] for start, end in last.content] == [
        "“The officials who took this decision did well,”",
        "“We’re doing really well in our strategy.”",
    ]
    roles = {speaker.name: speaker.role for speaker in extraction.speakers}
    assert roles == {
        durazo: "Mexican security secretary",
        castaneda: "Sinaloa state's head of security",
        obrador: "Mexican President",
    }
    assert extraction.outlet is None


SAYING = (
    "said stated declared announced claimed revealed noted confirmed added warned alleged recalled maintained"
)
TELLING = "told informed assured notified reminded warned advised"
PARTICIPLES = "saying claiming arguing insisting stating noting adding suggesting maintaining"
# Durazo, Castañeda, Obrador and the younger Guzman; three outlets; country, people, city, state
NAMES = [
    "Petra Nováková, Aino Virtanen, Ole Henrik Dahl Berg, Lucien Moreau; KTN, Nation, Citizen; "
    "Kenya, Kenyan, Mombasa, Kilifi",
    "Will Tanaka, June Petrov, Rob Grace Nguyễn Li, Amara Okafor; ERT, ANSA, Globo; "
    "Italy, Italian, Bari, Puglia",
    "Siobhán O’Brien, Kwame Mensah, María Lakshmi Volkov May, Dmitri Haddad; RTE, PTI, TVN; "
    "Chile, Chilean, Arica, Atacama",
    "Noor al-Rashid, Zanele Mbeki, Wei Ahmed Park Jóhannsson, Tariq Singh; BBC, AFP, Anadolu; "
    "Norway, Norwegian, Tromso, Nordland",
    "Chioma Ben-David, Sven Lindqvist, Mark Kwame McAllister Day, Yuki Rose; Interfax, NRK, GhanaWeb; "
    "Poland, Polish, Krakow, Silesia",
]


def exchanged(text: str, names: str, turn: int) -> str:
    """The user's document with its names and verbs of attribution replaced, each time by the next verb."""
    people_named, outlets, places = (part.split(", ") for part in names.split("; "))
    durazo, castaneda, obrador, guzman = people_named
    npr, reuters, televisa = outlets
    country, people, city, state = places
    first, last = guzman.split()
    table = {
        "Alfonso Durazo": durazo, "Durazo": durazo.split()[-1], "Cristobal Castañeda": castaneda,
        "Andres Manuel Lopez Obrador": obrador, "Obrador": obrador.split()[-1],
        "NPR": npr, "Reuters": reuters, "Televisa": televisa,
        "Joaquin": "Bertrand", "El Chapo": "Le Grand", "Ovidio": first,
        "Guzman": last, "Guzmán": last, "López": "Diallo",
        "Mexican": people, "Mexico": country, "Culiacan": city, "Culiacán": city, "Sinaloa": state,
        "indicated": "suggested", "defended": "praised",
    }  # fmt: skip
    pattern = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    text = pattern.sub(lambda match: table[match[0]], text)
    for word, others in (("said", SAYING), ("told", TELLING), ("saying", PARTICIPLES)):
        verbs = itertools.islice(itertools.cycle(others.split()), turn, None)
        text = re.sub(rf"\b{word}\b", lambda _, verbs=verbs: next(verbs), text)
    return text


@pytest.mark.parametrize("names", NAMES, ids=lambda names: names.partition(",")[0])
def test_nothing_of_the_users_document_is_special_cased(names: str) -> None:
    """The same quotes come out whatever its people, places, outlets and verbs of attribution are called."""
    original = USERS_DOCUMENT.read_text(encoding="utf-8")
    (durazo, castaneda, obrador, _), (npr, reuters, televisa), _ = (
        part.split(", ") for part in names.split("; ")
    )
    for turn in range(len(SAYING.split())):
        assert seven_quotes(quotes.extract(exchanged(original, names, turn))) == [
            ("indirect", "army and National Guard", durazo, None, None),
            ("indirect", "given the size of", durazo, None, None),
            ("direct", "“With the goal of", durazo, npr, None),
            ("indirect", "two people were killed", castaneda, None, f"the {televisa} network"),
            ("indirect", "they saved lives by", obrador, None, None),
            ("direct", "“The officials who took", obrador, reuters, None),
        ], turn
