"""The front page of a database, its charts, and what our pages forbid a browser."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser.newsroom import build, extraction
from datasette.app import Datasette
from test_site import check_harmless, get, key_of, text_of

from quotes.model import Article
from quotes.site import charts


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("front") / "news.db")


@pytest.fixture
def ds(newsroom: Path) -> Datasette:
    return Datasette([str(newsroom)])


async def test_front_page(ds: Datasette) -> None:
    html = await get(ds, "/news")
    seen = text_of(html)
    assert "15 quotes 6 speakers 4 articles 3 outlets 2023-01-01 to 2024-06-11" in seen
    assert "Most quoted" in seen and "Ana Ruiz the mayor of Lima 4" in seen
    assert "Quotes over time as a table When Quotes 2023-01 2 2024-05 8 2024-06 3" in seen
    assert "Outlet via Quotes NPR Reuters 1" in " ".join(seen.split())
    latest = seen[seen.index("Latest quotes") :]
    places = [latest.index(words) for words in ("cruel joke", "We will not open", "One two three")]
    assert places == sorted(places)
    check_harmless(html)


async def test_a_database_without_quotes_has_a_front_page(tmp_path: Path) -> None:
    ds = Datasette([str(build(tmp_path / "news.db", extraction(Article("Nothing said."), [])))])
    seen = text_of(await get(ds, "/news"))
    assert "0 quotes 0 speakers 1 article" in seen and "None with a date and a speaker yet." in seen


async def test_who_may_not_see_the_counts_gets_datasettes_page(newsroom: Path) -> None:
    private = {"databases": {"news": {"tables": {"outlet_months": {"allow": False}}}}}
    html = await get(Datasette([str(newsroom)], metadata=private), "/news")
    assert "q-front" not in html and "Custom SQL query" in html


# Charts


@pytest.mark.parametrize(
    ("months", "drawn"),
    [
        ([], []),
        ([("2024-05", 3)], [("2024-05", 3)]),
        ([("2024-05", 3), ("2024-08", 1)], [("2024-05", 3), ("2024-08", 1)]),
        ([("1900-01", 1), ("2024-08", 2), ("2024-01", 2)], [("1900", 1), ("2024", 4)]),
        ([("0001-01", 1), ("9999-12", 1)], [("0001", 1), ("9999", 1)]),
        ([("2024", 3), ("", 1), ("<b>", 1), ("soon-ish", 1)], []),
    ],
)
def test_timeline(months: list[tuple[str, int]], drawn: list[tuple[str, int]]) -> None:
    svg, table = charts.timeline(months, "<Quotes>")
    assert table == drawn
    if drawn:
        root = ET.fromstring(svg)
        bars = root.findall("rect")
        assert len(bars) == len(drawn)
        assert root.get("role") == "img" and (root.get("aria-label") or "").startswith("<Quotes>, ")
        tallest = max(drawn, key=lambda bar: bar[1])
        assert (
            max(bars, key=lambda bar: float(bar.get("height") or 0))[0].text == f"{tallest[0]}: {tallest[1]}"
        )
        assert all(0 <= float(bar.get("x") or -1) <= charts.WIDTH for bar in bars)
    else:
        assert svg == ""


def test_relays_are_drawn_as_wide_as_they_are_frequent() -> None:
    root = ET.fromstring(charts.relays([("NPR", "Reuters", 4), ("BBC", "Reuters", 1), ("NPR", "<AP>", 2)]))
    lines = {line[0].text: float(line.get("stroke-width") or 0) for line in root.findall("path")}
    assert list(lines) == ["NPR via Reuters: 4", "NPR via <AP>: 2", "BBC via Reuters: 1"]
    assert list(lines.values()) == sorted(lines.values(), reverse=True)
    assert sorted(text.text or "" for text in root.findall("text")) == ["<AP>", "BBC", "NPR", "Reuters"]
    assert charts.relays([]) == ""


def test_only_so_many_outlets_are_drawn() -> None:
    links = [(f"Outlet {n}", f"Agency {m}", n + m) for n in range(40) for m in range(40)]
    root = ET.fromstring(charts.relays(links))
    assert len(root.findall("text")) <= 2 * charts.MOST_RELAYS


def test_an_outlet_is_named_only_where_a_line_leads_to_it() -> None:
    links = [("NPR", f"Agency {n}", 9) for n in range(charts.MOST_RELAYS)] + [("BBC", "AP", 1)]
    root = ET.fromstring(charts.relays(links))
    assert len(root.findall("path")) == charts.MOST_RELAYS
    assert "BBC" not in [text.text for text in root.findall("text")]


# What a browser is told

OURS = ["/news", "/news/-/search?q=joke", "source", "quote", "/news/speakers/ana-ruiz"]
DATASETTES = ["/", "/news/quotes", "/news/outlets/npr", "/news/top-speakers", "/news?sql=select+1"]


class Attributes(HTMLParser):
    """The names of all attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.update(name for name, _ in attrs)


def policy(header: str) -> dict[str, str]:
    return {name: rest for name, _, rest in (one.strip().partition(" ") for one in header.split(";"))}


@pytest.mark.parametrize("path", [*OURS, *DATASETTES])
async def test_no_page_runs_inline_scripts_that_an_article_could_bring(
    ds: Datasette, newsroom: Path, path: str
) -> None:
    rows = {
        "source": "/news/sources/" + key_of(newsroom, "select id from sources where title like '%<script>%'"),
        "quote": "/news/quotes/" + key_of(newsroom, "select id from quotes where text like '%<script>%'"),
    }
    response = await ds.client.get(rows.get(path, path))
    allowed = policy(response.headers["content-security-policy"])
    assert allowed["default-src"] == "'none'" and allowed["base-uri"] == "'none'"
    assert "unsafe-inline" not in allowed["script-src"] and "http" not in allowed["script-src"]
    assert response.headers["x-content-type-options"] == "nosniff"
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", response.text, re.S)
    if path in OURS:
        assert allowed["style-src"] == "'self'" and allowed["script-src"] == "'self'"
        assert not inline and "<style" not in response.text
        names = Attributes(response.text).names
        assert "href" in names and not [name for name in names if name == "style" or name.startswith("on")]
    else:
        for script in inline:
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in allowed["script-src"], script


async def test_the_policy_can_be_switched_off(newsroom: Path) -> None:
    settings = {"plugins": {"quotes": {"content_security_policy": False}}}
    response = await Datasette([str(newsroom)], metadata=settings).client.get("/news")
    assert "content-security-policy" not in response.headers


@pytest.mark.parametrize("path", ["/news.json", "/news/quotes.json", "/-/static/app.css"])
async def test_what_is_no_page_has_no_policy(ds: Datasette, path: str) -> None:
    assert "content-security-policy" not in (await ds.client.get(path)).headers
