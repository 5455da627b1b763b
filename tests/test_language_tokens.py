"""Tokens: the Penn Treebank's cuts, with offsets into the text as given."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.language.tokens import tokenize


def words(text: str) -> list[str]:
    starts, ends = tokenize(text)
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


# Each sentence as it should be cut, with a bar at every cut.
CUTS = [
    # clitics
    "I| do|n't| know|.",
    "I| do|n’t| know|.",
    "CA|N’T| STOP",
    "She|’d| say| we|'re| late| and| they|’ll| wait|.",
    "Trump|'s| and| the| U.S.|’s",
    "the| unions|'| fault",
    "It| can|not| be",
    "O’Malley| of| L'Aquila",
    "'em| in| the| ’80s",
    # abbreviations keep their full stop inside a sentence, the sentence's own stands alone
    "Mr.| Ruiz| of| the| U.S.| left|.",
    "He| left| at| 8| p.m|.",
    "He| left| at| 8| p.m.| today|.",
    "He| left| the| U.S|.|”",
    "Sen.| Durbin|,| D-Ill.|,| spoke|.",
    "the| R-Fla.| man|,| then-Sen.| Lee|,| J.| K.| Rowling",
    "See| No.| 5|,| and| say| no|.",
    "a| Ph.D.| in| art",
    # figures
    "$|5.2| million|,| 10,000| votes|,| 9:30|,| 9/11|,| 20|%",
    "US$|5| or| C$|6",
    "a| 6'3\"| man".replace("6'3\"", "6|'|3|\""),
    # hyphens and slashes join, dashes part
    "the| front-runner| of| U.S.-Mexico| talks",
    "a| CNN/ORC| poll| of| AT&T",
    "Ruiz|—|the| mayor|—|left|--|late| –| again",
    # quotation marks of every kind
    "“|We| lost|,|”| Ruiz| said|.",
    "''|We| lost|,|''| Ruiz| said|.",
    "``|We|''",
    '"|He| said| ‘|no|’|"',
    "‘|It|’s| the| unions|’| fault|,|’| he| said|.",
    "«| C’est| fini| »",
    # ellipses
    "I| …| well|...| no| . . .| yes",
    "He| left|…",
    # the web
    "@ruiz| told| a.lee@mail.example.com| of| #WeLost2| at| https://t.co/daC7(x|)|.",
    "See| state.gov| or| www.example.org/a-b?c=d|!",
    # brackets, markup, what is left
    "He| [|Ruiz|]| (|right|)| left|?!",
    '<tweet id="5">|Hi|</tweet>',
    "a| ¶| b| ☃| c|*",
]


@pytest.mark.parametrize("cut", CUTS)
def test_cuts(cut: str) -> None:
    assert words(cut.replace("|", "")) == [word.strip() for word in cut.split("|")]


def test_offsets_are_into_the_whole_text() -> None:
    text = "One. Two don't. Three."
    starts, ends = tokenize(text, 5, 15)
    assert starts == [5, 9, 11, 14]
    assert ends == [8, 11, 14, 15]


def test_accents_written_as_marks_of_their_own_stay_in_their_word() -> None:
    assert words("cafe\u0301 exam\u00adple Zu\u0308rich.") == [
        "cafe\u0301",
        "exam\u00adple",
        "Zu\u0308rich",
        ".",
    ]


@given(st.text(alphabet=st.sampled_from("ab.A’'\"“”‘-@/&<>0,:… \n\u0301\x00nt")) | st.text())
def test_any_string_is_covered_in_order(text: str) -> None:
    starts, ends = tokenize(text)
    at = 0
    for start, end in zip(starts, ends, strict=True):
        assert not text[at:start].strip(), "something that is not white space was left out"
        assert at <= start < end
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "unit",
    [
        "a.",
        "a'",
        "a-",
        "a@",
        "www.",
        "http://.",
        "<a",
        "1,",
        "ab.",
        ". ",
        ".[1]",
        "'",
        "…",
        "x",
        "n't",
        "\x00",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begun = time.process_time()
        tokenize(text)
        return time.process_time() - begun

    most = 64 * min(seconds(10_000) for _ in range(3)) + 0.1  # 16 times the text; a square takes 256 times
    assert any(seconds(160_000) < most for _ in range(3))
