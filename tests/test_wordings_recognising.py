"""What a text is recognised by, worked out where it is parsed and handed to whoever writes it."""

from __future__ import annotations

import pytest
from database_samples import clock, extraction, person, said

from quotes.database import QuoteDatabase
from quotes.database.verify import verify
from quotes.wordings.features import features
from quotes.wordings.fingerprints import exact_key
from quotes.wordings.joining import REACHES, reach_of
from quotes.wordings.recognising import Recognised, recognise
from quotes.wordings.words import normal_words

HARBOUR = "The harbour was promised to the fishermen in writing, and now the ink is running with the oil"


@pytest.mark.parametrize(
    "text", [HARBOUR, "No comment.", "Don’t [sic] pay £1.5 million", "我们一定会赢得这次选举"]
)
def test_all_that_a_text_is_recognised_by(text: str) -> None:
    words = normal_words(text)
    assert recognise(text) == Recognised(
        exact_key(text), " ".join(words), REACHES.index(reach_of(words)), features(words)
    )
    assert recognise(text).words.split(" ") == words


def test_a_text_without_words_is_not_recognised() -> None:
    assert recognise("“…!”") is None


def test_what_was_worked_out_elsewhere_is_used_once(tmp_path) -> None:
    told = recognise(f"“{HARBOUR},”")
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        # As if from another place: what is handed over is taken at its word, so that it shows.
        db.memory.prepare({f"“{HARBOUR},”": told._replace(reach=0)})
        db.write(extraction("One.", said(HARBOUR, person("Ana Ruiz")), url="https://example.org/1"))
        assert [row["reach"] for row in db.query("select reach from variants")] == [0]
        assert [problem.table for problem in verify(db)] == ["variants"]
        assert db.memory.recognised(f"“{HARBOUR},”") == told
