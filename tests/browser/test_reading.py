"""What a reader sees in a real browser, from the front page to a quote in its article."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Browse = Callable[..., Any]
BASE = "/the~20news"


def seen(browser: Any, selector: str = "section.content") -> str:
    """The text that is visible in the first element that matches."""
    return " ".join(browser.find_element("css selector", selector).text.split())


def all_seen(browser: Any, selector: str) -> list[str]:
    return [" ".join(element.text.split()) for element in browser.find_elements("css selector", selector)]


def click(browser: Any, link: str) -> None:
    browser.find_element("link text", link).click()


def ask(browser: Any, selector: str, words: str) -> None:
    """Type the words into a field and send its form; back once the page with the answer is there."""
    from selenium.webdriver.support.expected_conditions import staleness_of
    from selenium.webdriver.support.wait import WebDriverWait

    field = browser.find_element("css selector", selector)
    field.send_keys(words)
    field.submit()
    # Selenium does not wait for a form as it does for a link.
    WebDriverWait(browser, 30).until(staleness_of(field))


@pytest.fixture
def bridge(newsroom: Path) -> str:
    return row(newsroom, "sources", "title = 'Bridge stays shut'")


def row(path: Path, table: str, where: str) -> str:
    """The page of the first row that meets a condition."""
    connection = sqlite3.connect(path)
    try:
        key = connection.execute(f"select id from {table} where {where}").fetchone()[0]
        return f"{BASE}/{table}/{key}"
    finally:
        connection.close()


def test_from_the_front_page_to_a_quote_in_its_article(browse: Browse) -> None:
    browser = browse("/")
    click(browser, "the news")
    assert "Who said what, where, and who says so" in seen(browser)
    click(browser, "What did somebody say?")
    ask(browser, "input[name=speaker]", "ruiz")
    assert all_seen(browser, "td.col-speaker") == ["Ana Ruiz"] * 4
    assert all_seen(browser, "td.col-quote")[0] == "“The budget is a cruel joke,”"
    assert not any(all_seen(browser, "td.col-quote_id"))
    click(browser, "“The budget is a cruel joke,”")
    assert seen(browser, "blockquote") == "“The budget is a cruel joke,”"
    assert seen(browser, "figcaption") == "Ana Ruiz to Televisa via Reuters"
    click(browser, "Read it in the article")
    target = browser.find_element("css selector", "mark:target")
    assert target.text == "“The budget is a cruel joke,”"
    assert seen(browser, "h1") == "Budget fight"


def test_search(browse: Browse) -> None:
    browser = browse(f"{BASE}/attributed")
    assert len(all_seen(browser, "tbody tr")) == 15
    ask(browser, "#_search", "cruel joke")
    assert all_seen(browser, "td.col-text") == ["“The budget is a cruel joke,”"]
    assert "1 row where search matches" in seen(browser)


def test_table(browse: Browse) -> None:
    browser = browse(f"{BASE}/quotes")
    headings = [re.sub(r"\W", "", heading) for heading in all_seen(browser, "thead th")]
    assert headings[:3] == ["text", "speaker_id", "mention"]
    assert "Ana Ruiz" in all_seen(browser, "td.col-speaker_id")
    assert {"97 %", "20 %"} <= set(all_seen(browser, "td.col-confidence"))
    assert "Ana Ruiz 4" in all_seen(browser, "#facet-speaker_id li")
    # However many values a facet has, its list leaves room for the rows.
    browser.execute_script(
        "const list = document.querySelector('#facet-speaker_id ul');"
        "for (let n = 0; n < 40; n++) list.append(list.querySelector('li').cloneNode(true));"
    )
    assert browser.find_element("css selector", "#facet-speaker_id ul").size["height"] < 200
    browser.find_element("partial link text", "Show all ").click()
    assert "source_spans" in [re.sub(r"\W", "", heading) for heading in all_seen(browser, "thead th")]
    assert "Where the cue stands" not in seen(browser)
    browser.find_element("css selector", ".q-meanings summary").click()
    assert "Where the cue stands" in seen(browser)


def test_article_colours_each_speaker_and_underlines_each_kind(browse: Browse, bridge: str) -> None:
    browser = browse(bridge)

    def style(words: str, name: str) -> str:
        mark = next(
            mark for mark in browser.find_elements("css selector", "mark.q") if mark.text.startswith(words)
        )
        return str(mark.value_of_css_property(name))

    assert style("“We will not", "border-bottom-style") == "solid"
    assert style("The old bridge", "border-bottom-style") == "dashed"
    ruiz, city = style("“We will not", "background-color"), style("The old bridge", "background-color")
    assert ruiz == style("that repairs", "background-color") == style("“Not a day", "background-color")
    assert ruiz != city
    swatches = [
        swatch.value_of_css_property("background-color")
        for swatch in browser.find_elements("css selector", ".q-swatch")
    ]
    assert swatches[:2] == [city, ruiz]
    assert "Speaker unknown" in seen(browser, ".q-legend li:last-child")


def test_the_keyboard_shows_where_it_is(browse: Browse, bridge: str) -> None:
    from selenium.webdriver.common.keys import Keys

    browser = browse(bridge)
    browser.find_element("css selector", "body").send_keys(Keys.TAB, Keys.TAB, Keys.TAB, Keys.TAB)
    focused = browser.switch_to.active_element
    assert focused.tag_name == "a"
    assert focused.value_of_css_property("outline-style") == "solid"
    assert focused.value_of_css_property("outline-width") == "3px"


def test_markup_in_an_article_does_nothing(browse: Browse, newsroom: Path) -> None:
    browser = browse(row(newsroom, "sources", "text like '%<script>%'"))
    assert "“<script>alert(1)</script> & <b>bold</b>,”" in seen(browser, "article")
    assert not browser.find_elements("css selector", "section.content :is(img, script, i, u, b)")
