"""Check a quotation on the site: the answer, what differs word by word, and nothing else than text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from browser.newsroom import articles, build, extraction, quote
from datasette.app import Datasette
from test_site import check_harmless, get, get_json, text_of

from quotes.model import Article, Speaker
from quotes.site.check_page import ANSWERS, marked
from quotes.wordings import checking

WORDS = "We will rebuild the old bridge and this time we will oil it properly"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = f"“{WORDS},” said Nora Okafor."
    said = quote(text, "direct", [f"“{WORDS},”"], [0], mention="Nora Okafor")
    article = Article(text, title="Oil", outlet="NPR", published="2024-05-04", path="oil.txt")
    more = extraction(article, [Speaker("Nora Okafor", "person", "mayor", ("Okafor",))], said)
    return build(tmp_path_factory.mktemp("check") / "news.db", *articles(), more)


@pytest.fixture
def ds(newsroom: Path) -> Datasette:
    return Datasette([str(newsroom)])


def asked(words: str, speaker: str = "", form: str = "") -> str:
    return f"/news/-/check{form}?{urlencode({'q': words, 'speaker': speaker})}"


ANSWERED = [
    (WORDS, "", "verbatim", True),
    (WORDS.upper(), "okafor", "verbatim", True),
    ("this time we will oil it properly", "Nora Okafor", "part", True),
    (WORDS.replace("will oil", "will not oil"), "", "altered", False),
    (WORDS, "Ana Ruiz", "somebody else's", False),
    ("The moon is made of very old green cheese indeed", "", "not found", False),
]


@pytest.mark.parametrize(("words", "speaker", "answer", "sound"), ANSWERED)
async def test_answers(ds: Datasette, words: str, speaker: str, answer: str, sound: bool) -> None:
    found = await get_json(ds, asked(words, speaker, ".json"))
    assert (found["answer"], found["sound"]) == (answer, sound)
    html = await get(ds, asked(words, speaker))
    assert f"{answer.capitalize()} {ANSWERS[answer]}" in text_of(html)
    assert f'q-{"sound" if sound else "unsound"}"' in html
    assert ("Oil" in text_of(html)) == (answer != "not found")


def test_every_answer_has_a_sentence() -> None:
    assert set(ANSWERS) == set(checking.ANSWERS)


async def test_what_differs_is_shown_word_by_word(ds: Datasette) -> None:
    html = await get(ds, asked(WORDS.replace("will oil", "will not oil").replace("old", "new")))
    printed = re.search(r'<p class="q-printed" dir="auto">(.*?)</p>', html)
    assert printed and "the <del>old</del><ins>new</ins> bridge" in printed[1]
    assert "we will <ins>not</ins> oil it" in printed[1]
    assert "negation gained" in text_of(html)


@pytest.mark.parametrize(
    ("text", "differences", "expected"),
    [
        ("a b c", [], "a b c"),
        ("a b c", [((2, 3), "x")], "a <del>b</del><ins>x</ins> c"),
        ("a b c", [((2, 3), "")], "a <del>b</del> c"),
        ("a b c", [((1, 1), "x")], "a <ins>x</ins> b c"),
        ("a b c", [((2, 2), "x")], "a <ins>x</ins> b c"),
        ("a b c", [((0, 0), "x")], "<ins>x</ins> a b c"),
        ("<b> c", [((0, 3), "<i>")], "<del>&lt;b&gt;</del><ins>&lt;i&gt;</ins> c"),
        ("a b c", [((0, 3), ""), ((2, 5), "x")], "<del>a b</del><del> c</del><ins>x</ins>"),
    ],
)
def test_marked(text: str, differences: list[tuple[tuple[int, int], str]], expected: str) -> None:
    given: list[dict[str, Any]] = [{"at": list(at), "now": now} for at, now in differences]
    assert marked(text, given) == expected


async def test_an_unknown_speaker_is_said(ds: Datasette) -> None:
    assert "Nobody is called “Zorro”." in text_of(await get(ds, asked(WORDS, "Zorro")))


@pytest.mark.parametrize(
    "words", ["", "<script>alert(1)</script>", "\0", "“", "x" * 9000, "the " * 2000, "{{ 7*7 }}"]
)
async def test_any_words(ds: Datasette, words: str) -> None:
    html = await get(ds, asked(words, words[:9]))
    check_harmless(html)
    assert ">49<" not in html
    await get_json(ds, asked(words, "", ".json"))


async def test_what_takes_too_long_says_so(ds: Datasette, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotes.site.check_page.SECONDS", -1.0)
    monkeypatch.setattr("quotes.site.check_page.STEPS", 1)
    assert "This takes too long to look up" in await get(ds, asked(WORDS), 503)


async def test_immutable_and_private(newsroom: Path) -> None:
    ds = Datasette([], immutables=[str(newsroom)])
    assert "Verbatim" in text_of(await get(ds, asked(WORDS)))
    private: Any = {"databases": {"news": {"tables": {"quotes": {"allow": False}}}}}
    assert WORDS not in await get(Datasette([str(newsroom)], metadata=private), asked("bridge"), 403)
