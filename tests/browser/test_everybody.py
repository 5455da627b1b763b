"""The pages are for everybody: axe-core finds no fault; no script, mouse, wide screen or colour is needed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import serve, signed_in
from browser.test_reading import BASE, all_seen, row, seen

Browse = Callable[..., Any]
AXE = Path(__file__).parent / "axe" / "axe.min.js"

PAGES = {
    "home": "/",
    "front": BASE,
    "search": f"{BASE}/-/search?q=the",
    "nothing found": f"{BASE}/-/search?q=zzz&kind=odd",
    "narrowed": f"{BASE}/-/search?speaker=ana-ruiz&status=said",
    "article": "article",
    "hostile": "hostile",
    "quote": "quote",
    "speaker": f"{BASE}/speakers/ana-ruiz",
    "check": f"{BASE}/-/check?q=The+budget+is+not+a+cruel+joke+at+all",
    "review": f"{BASE}/-/review",
    "duplicates": f"{BASE}/-/review?what=duplicates",
    "table": f"{BASE}/quotes",
    "outlet": f"{BASE}/outlets/npr",
    "question": f"{BASE}/quotes-of-a-speaker?speaker=ruiz",
    "SQL": f"{BASE}?sql=select+1",
}


@pytest.fixture(scope="module")
def paths(newsroom: Path) -> dict[str, str]:
    return PAGES | {
        "article": row(newsroom, "sources", "title = 'Bridge stays shut'"),
        "hostile": row(newsroom, "sources", "title like '%<script>%'"),
        "quote": row(newsroom, "quotes", "text like '%cruel joke%'"),
    }


@pytest.fixture
def eva(chromium: Any, site: str) -> Iterator[None]:
    """The browser is signed in as somebody who may review."""
    with signed_in(chromium, site):
        yield


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing(browse: Browse, eva: None, paths: dict[str, str], page: str, dark: bool) -> None:
    browser = browse(paths[page], dark=dark)
    # Through the debugger: the pages' own policy lets no foreign script in.
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations.map("
        "v => [v.id, v.help, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))])));"
    )
    assert found == [], json.dumps(found, indent=1)


@pytest.mark.parametrize("page", PAGES)
def test_360_pixels_are_wide_enough(browse: Browse, eva: None, paths: dict[str, str], page: str) -> None:
    browser = browse(paths[page], width=360)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360


def test_the_card_of_a_quote_opens_for_pointer_and_keyboard_and_closes_with_escape(
    browse: Browse, paths: dict[str, str]
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser = browse(paths["article"])
    number = browser.find_element("css selector", ".q-ref[aria-label^='Quote 2']")
    card = number.find_element("xpath", "following-sibling::*")
    assert not card.is_displayed()
    browser.execute_script("arguments[0].focus()", number)
    assert card.is_displayed()
    words = " ".join(card.text.split())
    assert words.startswith("Ana Ruiz the mayor of Lima") and "97 % certain" in words and "“said”" in words
    number.send_keys(Keys.ESCAPE)
    assert not card.is_displayed()
    words_of_it = browser.find_element("css selector", "mark.q[data-n='2']")
    ActionChains(browser).move_to_element(words_of_it).perform()
    assert card.is_displayed()


def test_cues_and_names_are_underlined_on_demand(browse: Browse, paths: dict[str, str]) -> None:
    browser = browse(paths["article"])
    cue = browser.find_element("css selector", "article .q-cue")
    assert "underline" not in cue.value_of_css_property("text-decoration")
    browser.find_element("css selector", "label[for=q-parts]").click()
    assert "underline" in cue.value_of_css_property("text-decoration")
    assert cue.text == "said"


@pytest.fixture
def without_scripts(chromium: Any) -> Iterator[None]:
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_without_scripts_from_search_to_the_words_in_their_place_and_back(
    browse: Browse, without_scripts: None
) -> None:
    from selenium.webdriver.support.expected_conditions import staleness_of
    from selenium.webdriver.support.wait import WebDriverWait

    browser = browse(BASE)
    field = browser.find_element("css selector", "#q-words")
    field.send_keys("cruel jok*\n")
    WebDriverWait(browser, 30).until(staleness_of(field))
    assert seen(browser, "#q-h-found") == "1 quote"
    assert all_seen(browser, "mark.q-hit") == ["cruel", "joke"]
    browser.find_element("css selector", ".q-list a.q-words").click()
    assert seen(browser, ".q-figure blockquote") == "“The budget is a cruel joke,”"
    browser.find_element("link text", "Read it in the article").click()
    assert seen(browser, "mark:target") == "“The budget is a cruel joke,”"
    browser.back()
    browser.back()
    assert seen(browser, "#q-h-found") == "1 quote"
    browser.find_element("css selector", "[aria-label^='Without']").click()
    assert seen(browser, "#q-h-found") == "15 quotes"


def test_print_has_the_article_without_what_is_for_the_screen(browse: Browse, paths: dict[str, str]) -> None:
    browser = browse(paths["article"])
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = [
            browser.find_element("css selector", selector).is_displayed()
            for selector in ("article", ".q-legend", ".q-nav", ".q-toggle-label", "footer")
        ]
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == [True, True, False, False, False]


# Review with keys alone


@pytest.fixture
def desk(chromium: Any, newsroom: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A copy of the newsroom to change, and the address of its review page."""
    path = Path(shutil.copy(newsroom, tmp_path / "desk.db"))
    with serve(path) as address, signed_in(chromium, address):
        yield f"{address}/desk/-/review", path


def corrections(path: Path) -> list[tuple[str, str | None]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(
            "select action, case when undone is null then null else 'undone' end from corrections order by id"
        ).fetchall()
    finally:
        connection.close()


def test_review_with_keys(browse: Browse, desk: tuple[str, Path]) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.expected_conditions import staleness_of
    from selenium.webdriver.support.wait import WebDriverWait

    address, path = desk
    browser = browse(address)

    def press(*keys: str) -> None:
        page = browser.find_element("css selector", "h1")
        ActionChains(browser).send_keys(*keys).perform()
        WebDriverWait(browser, 30).until(staleness_of(page))

    assert seen(browser, ".q-figure blockquote") == "“It leaked,”"
    press("s")
    assert seen(browser, ".q-figure blockquote") == "‘run’"
    press("a")
    assert "Accepted: correction 1." in seen(browser, ".q-done")
    press("u")
    assert "undone" in seen(browser, ".q-done")
    browser = browse(address)
    press("1")
    assert "Speaker changed: correction 2." in seen(browser, ".q-done")
    press("r")
    browser = browse(address)
    # A letter typed into the field is a letter.
    ActionChains(browser).send_keys("c").perform()
    ActionChains(browser).send_keys("Sara Crust").perform()
    press(Keys.ENTER)
    assert corrections(path) == [("accept", "undone"), ("speaker", None), ("reject", None), ("speaker", None)]
    connection = sqlite3.connect(path)
    assert connection.execute("select count(*) from speakers where id = 'sara-crust'").fetchone() == (1,)
    connection.close()
