"""A small newsroom: four invented articles, as the parser would hand them to the database.

Between them they have what the site must show: every kind of quote, one of two spans, one over two
paragraphs, a nested one, two that cross, several speakers, a relay, an unnamed source, an unknown speaker,
markup in every field that markup could come in by, an address that is no web address, and no headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from quotes.database import QuoteDatabase
from quotes.model import Article, Extraction, Mention, Quote, Span, Speaker

BRIDGE = """LIMA, May 3 – The old bridge will stay shut, the city said on Monday.

“We will not open it before it is safe,” Ana Ruiz, the mayor of Lima, said. “Not a day earlier.”

Ruiz added that repairs would cost 12 million soles. Officials said the money had been found.

“He told me ‘run’ twice,” said driver José Castañeda, who was on the bridge when it moved.

“I have crossed it every day for thirty years.

“I will cross it again,” Castañeda said.

“It leaked,” read a note on the gate."""

BUDGET = """“The budget is a cruel joke,” Ana Ruiz told Televisa, according to Reuters.

Ruiz and Lee Park said they would vote against it. Park denied taking bribes."""

HOSTILE = """“<script>alert(1)</script> & <b>bold</b>,” said Bob "><img src=x onerror=alert(2)>.

He said the sky & the sea were <blue>."""

CROSSING = """“One two three four five,” said Lee Park."""


def quote(
    text: str, kind: str, content: Sequence[str], speakers: Sequence[int] = (), **more: object
) -> dict[str, object]:
    """The fields of a quote whose words, cue and mention are found in the text, each after the last."""
    spans, at = [], 0
    for words in content:
        at = text.index(words, at)
        spans.append(Span(at, at + len(words)))
        at += len(words)
    first, last = spans[0].start, spans[-1].end
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    context = Span(start, len(text) if end < 0 else end)
    cue, mention = str(more.pop("cue", "")), str(more.pop("mention", ""))
    fields: dict[str, object] = {"kind": kind, "content": tuple(spans), "speakers": tuple(speakers)}
    if cue:
        place = text.index(cue, context.start)
        fields["cue"] = (Span(place, place + len(cue)),)
    if mention:
        place = text.index(mention, context.start)
        fields["source"] = Mention((Span(place, place + len(mention)),), mention, "named")
    return {**fields, "context": context, "confidence": 0.9, "rule": "after the quote", **more}


def extraction(article: Article, speakers: Sequence[Speaker], *quotes: dict[str, object]) -> Extraction:
    numbered = [Quote(n=n, **fields) for n, fields in enumerate(quotes, start=1)]  # type: ignore[arg-type]
    return Extraction(article, tuple(numbered), tuple(speakers), language="en")


def articles() -> list[Extraction]:
    bridge = Article(
        BRIDGE,
        doc="bridge.txt",
        title="Bridge stays shut",
        url="https://www.example.com/bridge?a=1&b=2",
        outlet="Lima Times",
        byline="Eva Gold",
        published="2024-05-03",
        path="seeds/bridge.txt",
    )
    budget = Article(
        BUDGET,
        doc="budget.txt",
        title="Budget fight",
        outlet="NPR",
        published="2024-06-11",
        path="seeds/budget.txt",
    )
    hostile = Article(
        HOSTILE,
        doc="hostile.txt",
        title="<script>alert(3)</script>",
        url="javascript:alert(4)",
        outlet="<i>Evil</i> Times",
        path="seeds/hostile.txt",
    )
    crossing = Article(CROSSING, doc="crossing.txt", path="seeds/crossing.txt", published="2023-01-01")
    ruiz = Speaker("Ana Ruiz", "person", "the mayor of Lima", ("Ruiz",), "she")
    castaneda = Speaker("José Castañeda", "person", "driver", ("Castañeda",))
    park = Speaker("Lee Park", "person", None, ("Park",))
    return [
        extraction(
            bridge,
            [ruiz, castaneda, Speaker("Officials", "group"), Speaker("the city", "unnamed")],
            quote(BRIDGE, "indirect", ["The old bridge will stay shut"], [3], cue="said", mention="the city"),
            quote(
                BRIDGE,
                "direct",
                ["“We will not open it before it is safe,”", "“Not a day earlier.”"],
                [0],
                cue="said",
                mention="Ana Ruiz, the mayor of Lima,",
                verb="say",
                role="the mayor of Lima",
                confidence=0.974,
            ),
            quote(BRIDGE, "indirect", ["that repairs would cost 12 million soles"], [0], cue="added"),
            quote(BRIDGE, "indirect", ["the money had been found"], [2], cue="said", mention="Officials"),
            quote(BRIDGE, "direct", ["“He told me ‘run’ twice,”"], [1], cue="said", role="driver"),
            quote(BRIDGE, "direct", ["‘run’"], nested_in=5, mention="He", confidence=0.4),
            quote(
                BRIDGE,
                "direct",
                ["“I have crossed it every day for thirty years.\n\n“I will cross it again,”"],
                [1],
                cue="said",
            ),
            quote(BRIDGE, "direct", ["“It leaked,”"], confidence=0.2, rule="nobody near"),
        ),
        extraction(
            budget,
            [ruiz, park],
            quote(
                BUDGET,
                "direct",
                ["“The budget is a cruel joke,”"],
                [0],
                cue="told",
                mention="Ana Ruiz",
                via="Reuters",
                addressee="Televisa",
                medium="interview",
                runner_up=Span(BUDGET.index("Lee Park"), BUDGET.index("Lee Park") + 8),
            ),
            quote(
                BUDGET,
                "indirect",
                ["they would vote against it"],
                [0, 1],
                cue="said",
                mention="Ruiz and Lee Park",
            ),
            quote(BUDGET, "indirect", ["taking bribes"], [1], cue="denied", mention="Park", status="denied"),
        ),
        extraction(
            hostile,
            [Speaker('Bob "><img src=x onerror=alert(2)>', "person", "<u>boss</u>")],
            quote(HOSTILE, "direct", ["“<script>alert(1)</script> & <b>bold</b>,”"], [0], role="<u>boss</u>"),
            quote(HOSTILE, "indirect", ["the sky & the sea were <blue>"], [0], cue="said", via="<s>Wire</s>"),
        ),
        extraction(
            crossing,
            [park],
            quote(CROSSING, "direct", ["“One two three"], [0]),
            quote(CROSSING, "mixed", ["two three four five,”"], [0]),
        ),
    ]


def many(count: int, per_article: int = 4) -> list[Extraction]:
    """Articles enough for ``count`` quotes, for pages that must be cut."""
    found = []
    for number in range(count // per_article):
        lines = [f"“Line {i} of article {number},” said Person {i}." for i in range(per_article)]
        text = "\n\n".join(lines)
        speakers = [Speaker(f"Person Number {chr(65 + i)}", "person") for i in range(per_article)]
        quotes = [quote(text, "direct", [line[: line.index(" said")]], [i]) for i, line in enumerate(lines)]
        article = Article(text, title=f"Article {number}", outlet="Long Times", path=f"{number}.txt")
        found.append(extraction(article, speakers, *quotes))
    return found


def build(path: Path, *extractions: Extraction) -> Path:
    """A database of quotes at ``path`` with these articles, or else with the newsroom's four."""
    with QuoteDatabase(path) as database:
        for each in extractions or articles():
            database.write(each)
    return path
