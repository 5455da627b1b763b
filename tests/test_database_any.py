"""Whatever a parser makes of whatever text: it is stored, stored once, and every row can be proved."""

import pytest
from database_samples import clock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quotes.database import QuoteDatabase
from quotes.database.search import search, show, stats
from quotes.database.verify import verify
from quotes.model import (
    QUOTE_KINDS,
    SPEAKER_KINDS,
    STATUSES,
    Article,
    Extraction,
    Mention,
    Quote,
    Span,
    Speaker,
)

TEXT = st.text(
    alphabet=st.characters(exclude_categories=()) | st.sampled_from("“” \n\x00\ud800aé"), max_size=60
)
NAME = st.sampled_from(["Ana Ruiz", "ANA RUÍZ", "Lee", "an aide", "", "\x00", "\ud800", "★"]) | TEXT
MAYBE = st.none() | NAME
DATES = st.sampled_from([None, "", "2019", "2019-10", "2019-10-18", "2019-10-18T10:00:00+02:00", "yesterday"])


@st.composite
def extractions(draw):
    text = draw(TEXT)
    speakers = tuple(
        draw(
            st.lists(
                st.builds(
                    Speaker,
                    NAME,
                    st.sampled_from(SPEAKER_KINDS),
                    MAYBE,
                    st.lists(NAME, max_size=3).map(tuple),
                    MAYBE,
                ),
                max_size=4,
            )
        )
    )

    def spans():
        ends = draw(st.lists(st.integers(0, len(text)), max_size=4).map(sorted))
        return tuple(Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False))

    def content():
        start = draw(st.integers(0, len(text) - 1))
        return (Span(start, draw(st.integers(start + 1, len(text)))), *spans()[1:])

    quotes = tuple(
        Quote(
            n,
            draw(st.sampled_from(QUOTE_KINDS)),
            content=content(),
            cue=spans(),
            source=draw(st.none() | st.builds(Mention, st.just(spans()), NAME, st.just("named"))),
            speakers=tuple(draw(st.lists(st.integers(0, len(speakers) - 1), max_size=3))) if speakers else (),
            role=draw(MAYBE),
            via=draw(MAYBE),
            addressee=draw(MAYBE),
            status=draw(st.sampled_from(STATUSES)),
            context=Span(0, len(text)),
            confidence=draw(st.floats(0, 1)),
        )
        for n in range(1, draw(st.integers(0, 4 if text else 0)) + 1)
    )
    url = draw(st.sampled_from([None, "", "https://example.org/a", "http://[bad", "\ud800"]))
    article = Article(text, title=draw(MAYBE), outlet=draw(MAYBE), url=url, published=draw(DATES))
    return Extraction(article, quotes, speakers, draw(MAYBE))


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    with QuoteDatabase(tmp_path_factory.mktemp("any") / "quotes.db", clock=clock) as database:
        yield database


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extraction=extractions())
def test_any_extraction_is_stored_once_and_can_be_proved(db, extraction):
    assert db.write(extraction) in ("added", "updated", "unchanged")
    assert db.write(extraction) == "unchanged"
    assert list(verify(db)) == []
    for row in search(db, limit=3):
        shown = show(db, row["id"])
        context = shown["context"]
        stretches = [context["text"][start:end] for start, end in context["content"]]
        assert " … ".join(stretches) == row["text"]
    assert stats(db)["quotes"] >= len(extraction.quotes)
