"""The views answer the questions they are named after."""

import pytest
from database_samples import clock, extraction, person, said

from quotes.database import QuoteDatabase
from quotes.model import Speaker

ANA = person("Ana Ruiz", "mayor of Lima")
LEE = person("Jo Lee")
FIRM = Speaker("The Firm", "organisation")
AIDE = Speaker("an aide", "unnamed")
OFFICIALS = Speaker("officials", "group")
REPORT = Speaker("the report", "document")


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    with QuoteDatabase(tmp_path_factory.mktemp("views") / "quotes.db", clock=clock) as database:
        first = [
            said("A1", ANA, role="mayor of Lima", via="NPR", confidence=0.7),
            said("A2", LEE, ANA, confidence=0.6),
            said("A3", AIDE, confidence=0.5),
            said("A4", confidence=0.1, via="NPR"),
        ]
        second = [
            said("B1", ANA, via="NPR", confidence=0.8),
            said("B2", OFFICIALS, via="BBC", confidence=0.4),
            said("B3", FIRM, confidence=0.3),
            said("B4", REPORT, confidence=0.2),
        ]
        database.write(extraction(*first, title="First", outlet="The Example", published="2019-10-18"))
        database.write(extraction(*second, title="Second", outlet="The Example", published="2019-11-01"))
        database.write(extraction(said("C1", LEE, confidence=0.9)))
        yield database


@pytest.mark.parametrize(
    "sql, expected",
    [
        (
            "select name, kind, quotes, sources from top_speakers",
            [
                ("Ana Ruiz", "person", 3, 2),
                ("Jo Lee", "person", 2, 2),
                ("The Firm", "organisation", 1, 1),
            ],
        ),
        (
            "select outlet, speaker, quotes, sources from relays",
            [("NPR", "Ana Ruiz", 2, 2), ("BBC", "officials", 1, 1), ("NPR", None, 1, 1)],
        ),
        (
            "select outlet, speaker, quotes, sources from outlet_speakers "
            "where quotes > 1 or speaker like 'Jo%'",
            [("The Example", "Ana Ruiz", 3, 2), ("The Example", "Jo Lee", 1, 1)],
        ),
        ("select text, title from unattributed", [("“A4,”", "First")]),
        (
            "select speaker, speaker_kind, text, outlet from unnamed_sources order by text",
            [("an aide", "unnamed", "“A3,”", "The Example"), ("officials", "group", "“B2,”", "The Example")],
        ),
        ("select text, confidence from unsure limit 2", [("“A4,”", 0.1), ("“B4,”", 0.2)]),
        (
            "select speaker, role, via, outlet, title, year_month from attributed "
            "where text in ('“A1,”', '“C1,”') order by text",
            [
                ("Ana Ruiz", "mayor of Lima", "NPR", "The Example", "First", "2019-10"),
                ("Jo Lee", None, None, None, None, None),
            ],
        ),
        ("select count(*) from attributed", [(9,)]),
    ],
)
def test_a_view_answers_its_question(db, sql, expected):
    assert [tuple(row.values()) for row in db.query(sql)] == expected
