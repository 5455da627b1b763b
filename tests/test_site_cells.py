"""Single values: words cut to a line, figures as percentages, addresses as links."""

from __future__ import annotations

import pytest

from quotes.site.cells import clip, percent, percentage, web_link


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 10, "short"),
        ("exactly so", 10, "exactly so"),
        ("one two three four", 12, "one two…"),
        ("one\n\n  two", 20, "one two"),
        ("unbrokenunbroken", 8, "unbroken…"),
        ("", 5, ""),
        ("word " * 1000, 9, "word…"),
    ],
)
def test_clip(text: str, length: int, expected: str) -> None:
    assert clip(text, length) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.974, "97 %"), (0.5, "50 %"), (1, "100 %"), (0, "0 %"), (0.999, "99 %"), (0.001, "1 %")],
)
def test_percent(value: float, expected: str) -> None:
    assert percent(value).replace("\u00a0", " ") == expected


@pytest.mark.parametrize("value", [1.5, -0.1, "0.5", None, True])
def test_what_is_no_probability_is_left_alone(value: object) -> None:
    assert percentage(value) is None


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "ftp://example.com",
        "//example.com",
        "http://a b",
        "see https://example.com",
        "",
    ],
)
def test_only_web_addresses_are_linked(text: str) -> None:
    assert web_link(text) is None


def test_a_web_address_is_escaped_and_not_vouched_for() -> None:
    assert web_link('https://example.com/?a=1&b="<x>"') == (
        '<a href="https://example.com/?a=1&amp;b=&#34;&lt;x&gt;&#34;" rel="noopener nofollow">'
        "https://example.com/?a=1&amp;b=&#34;&lt;x&gt;&#34;</a>"
    )
