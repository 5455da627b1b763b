"""docs/database.md: its examples run, and its tables are those of the database."""

import re
from pathlib import Path

import pytest
from cogapp import Cog
from database_samples import clock, extraction, person, said

from quotes.database import QuoteDatabase
from quotes.database.ids import quote_id, source_id
from quotes.model import Speaker

PAGE = Path(__file__).parent.parent / "docs" / "database.md"
EXAMPLES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
DURAZO = person("Alfonso Durazo", "security secretary", "Durazo")


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        database.write(
            extraction(
                "CULIACAN – The troops were on patrol.",
                said("With the goal of safeguarding the life of our people", DURAZO, via="NPR"),
                said("We agreed", person("Jo Lee"), DURAZO),
                said("It leaked", Speaker("an aide", "unnamed")),
                outlet="The Example",
                published="2019-10-18",
            )
        )
        yield database


def test_there_are_examples():
    assert len(EXAMPLES) >= 8


@pytest.mark.parametrize("sql", EXAMPLES)
def test_an_example_runs_and_finds_something(db, sql):
    assert list(db.query(sql))


def test_the_example_of_offsets_gives_the_words(db):
    (sql,) = (example for example in EXAMPLES if "in_the_article" in example)
    found = list(db.query(sql))
    assert [row["text"] for row in found] == [row["in_the_article"] for row in found]


def test_the_tables_on_the_page_are_those_of_the_database():
    assert Cog().main(["cog", "--check", str(PAGE)]) == 0, "run: python -m cogapp -r docs/database.md"


def test_the_ids_on_the_page_are_made_as_it_says():
    from hashlib import sha256

    def digest(text):
        return sha256(text.encode()).hexdigest()[:20]

    assert source_id("https://example.org/a", "x") == digest("url:https://example.org/a")
    assert source_id(None, "x") == digest("text:x")
    assert quote_id("abc", [(0, 5), (7, 9)]) == digest("abc [[0, 5], [7, 9]]")
    assert quote_id("abc", [(0, 5)], 2) == digest("abc [[0, 5]] 2")
