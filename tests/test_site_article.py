"""An article as HTML: its quotes in place, whatever their spans, and nothing in it but its text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quotes.site
from quotes.site.article import COLOURS, Mark, clean, colours, render

TEXT = "One two three four five."


def mark(name: str, *spans: tuple[int, int], kind: str = "direct", colour: int | None = 1) -> Mark:
    return Mark(name, ord(name[0]) - 96, kind, spans, colour, f"label {name}", f"/q/{name}")


def skeleton(html: str) -> str:
    """The HTML with each mark written ``[name: …]`` (a later stretch ``[: …]``) and each link ``^n``."""
    html = re.sub(r'<a class="q-ref"[^>]*>(\d+)</a>', r"^\1", html)
    html = re.sub(r'<mark id="q-(\w+)"[^>]*>', r"[\1:", html)
    html = re.sub(r"<mark [^>]*>", "[:", html)
    return html.replace("</mark>", "]").replace('<p dir="auto">', "").replace("</p>\n", "|")


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ({}, "One two three four five.|"),
        ({"a": [(4, 7)]}, "One [a:two]^1 three four five.|"),
        ({"a": [(0, 24)]}, "[a:One two three four five.]^1|"),
        # two spans of one quote: one id, one link, at the end
        ({"a": [(0, 3), (8, 13)]}, "[a:One] two [:three]^1 four five.|"),
        # nested
        ({"a": [(4, 18)], "b": [(8, 13)]}, "One [a:two [b:three]^2 four]^1 five.|"),
        ({"a": [(8, 13)], "b": [(4, 18)]}, "One [b:two [a:three]^1 four]^2 five.|"),
        # the same words twice, the same start, the same end
        ({"a": [(4, 7)], "b": [(4, 7)]}, "One [a:[b:two]]^2^1 three four five.|"),
        ({"a": [(4, 7)], "b": [(4, 13)]}, "One [b:[a:two]^1 three]^2 four five.|"),
        ({"a": [(4, 13)], "b": [(8, 13)]}, "One [a:two [b:three]]^2^1 four five.|"),
        # crossing: the one that goes on is closed and opened anew
        ({"a": [(4, 13)], "b": [(8, 18)]}, "One [a:two [b:three]]^1[: four]^2 five.|"),
        # touching
        ({"a": [(4, 7)], "b": [(7, 13)]}, "One [a:two]^1[b: three]^2 four five.|"),
        # two spans of one quote that overlap end in one link
        ({"a": [(4, 13), (8, 13)]}, "One [a:two [:three]]^1 four five.|"),
        # empty, reversed, and outside the text
        ({"a": [(4, 4)], "b": [(9, 5)], "c": [(-5, -1)], "d": [(30, 40)]}, "One two three four five.|"),
        ({"a": [(19, 99)]}, "One two three four [a:five.]^1|"),
    ],
)
def test_spans(spans: dict[str, list[tuple[int, int]]], expected: str) -> None:
    assert skeleton(render(TEXT, [mark(name, *found) for name, found in spans.items()])) == expected


def test_a_quote_over_paragraphs_is_marked_in_each() -> None:
    text = "“One.\n\n“Two,” she said.\n\nThree."
    assert skeleton(render(text, [mark("a", (0, 13))])) == "[a:“One.]|[:“Two,”]^1 she said.|Three.|"


def test_a_stretch_between_paragraphs_marks_nothing() -> None:
    assert skeleton(render("One.\n\nTwo.", [mark("a", (4, 6))])) == "One.|Two.|"


def test_only_the_part_asked_for() -> None:
    assert skeleton(render("One.\n\nTwo two.\n\nThree.", [mark("a", (6, 9))], 6, 14)) == "[a:Two]^1 two.|"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&#34;&#39;"),
        ("a\x00b\x1bc", "a␀b␛c"),
        ("tab\tline\nend", "tab\tline\nend"),
        ("עברית 👋🏽 e\u0301", "עברית 👋🏽 e\u0301"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_everything_about_a_quote_is_escaped() -> None:
    hostile = '"><script>alert(1)</script>'
    html = render(
        "text", [Mark(hostile, 1, hostile, ((0, 4),), 1, hostile, hostile, False, hostile, (hostile,))]
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 7


def test_classes_say_kind_and_speaker() -> None:
    known = render("text", [mark("a", (0, 4), kind="indirect", colour=7)])
    unknown = render("text", [mark("a", (0, 4), kind="direct", colour=None)])
    assert 'class="q q-indirect q-depth-0 q-c7" data-n="1" title="label a"' in known
    assert 'class="q q-direct q-depth-0 q-nobody" data-n="1" title="label a"' in unknown
    assert "style" not in known + unknown  # which the page's policy forbids


def test_the_number_of_a_quote_has_a_card_with_its_facts() -> None:
    facts = ("to NPR", "<b>")
    html = render("text", [Mark("a", 1, "direct", ((0, 4),), 1, "l", "/q", False, "Ana Ruiz", facts)])
    card = '<span class="q-who" dir="auto">Ana Ruiz</span><span>to NPR</span><span>&lt;b&gt;</span>'
    assert f"{card}</span></span>" in html


def test_cue_and_mention_are_no_quotes_wherever_they_stand() -> None:
    quote, cue = mark("a", (4, 18)), mark("b", (8, 24), kind="cue")
    html = render(TEXT, [quote, cue])
    assert 'two <span class="q-part q-cue">three four</span></mark>' in html
    assert '</a><span class="q-part q-cue"> five.</span>' in html
    assert html.count("<mark") == 1


def test_each_speaker_has_one_colour_and_the_style_sheet_has_them_all() -> None:
    found = colours(["ruiz", None, "park", "ruiz"])
    assert found == {"ruiz": 0, "park": 1}
    assert set(colours(str(n) for n in range(99)).values()) == set(range(COLOURS))
    sheet = (Path(quotes.site.__file__).parent / "static" / "quotes.css").read_text(encoding="utf-8")
    hues = [float(hue) for hue in re.findall(r"^\.q-c\d+ { --q-hue: ([\d.]+); }$", sheet, re.M)]
    assert len(hues) == COLOURS
    gaps = [min(abs(a - b), 360 - abs(a - b)) for i, a in enumerate(hues[:12]) for b in hues[:i]]
    assert min(gaps) > 15


class Checker(HTMLParser):
    """Collects the text, fails on an element closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "a" not in self.open:
            self.text.append(data)


SPANS = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=50), st.lists(SPANS, max_size=5))
def test_any_text_and_any_spans_nest_well_and_lose_no_word(
    text: str, spans: list[list[tuple[int, int]]]
) -> None:
    marks = [mark(chr(97 + n), *found) for n, found in enumerate(spans)]
    checker = Checker()
    checker.feed(render(text, marks))
    checker.close()
    assert not checker.open
    assert len(checker.ids) == len(set(checker.ids))
    assert visible("".join(checker.text)) == visible(text)


def visible(text: str) -> str:
    """The text without space: Python counts some controls as space, and HTML some line ends as one."""
    pictures = "".join(chr(0x2400 + code) for code in range(32) if chr(code).isspace())
    shown = "".join(chr(0x2400 + ord(c)) if c < " " else c for c in text)
    return "".join(c for c in shown if not c.isspace() and c not in pictures + "\ufeff")
