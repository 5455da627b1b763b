"""Ids are readable, the same everywhere, and never the same for two different things."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quotes.database.ids import clean, fold, known_everywhere, quote_id, slug, source_id, speaker_id
from quotes.model import Span

SOURCE = "3fa2c1d0e9" + "0" * 10


@pytest.mark.parametrize(
    "name, expected",
    [
        ("Alfonso Durazo", "alfonso-durazo"),
        ("Andrés Manuel López Obrador", "andres-manuel-lopez-obrador"),
        ("ANDRES MANUEL LOPEZ OBRADOR", "andres-manuel-lopez-obrador"),
        ("Cristobal Castan\u0303eda", "cristobal-castaneda"),
        ("Conan O’Brien", "conan-obrien"),
        ("Conan O'Brien", "conan-obrien"),
        ("J.K. Rowling", "j-k-rowling"),
        ("J. K. Rowling", "j-k-rowling"),
        ("Jean-Luc  Mélenchon\n", "jean-luc-melenchon"),
        ("@ruiz_2020", "ruiz-2020"),
        ("Søren Łukasz Ægir Straße", "soren-lukasz-aegir-strasse"),
        ("İlker Işık", "ilker-isik"),
        ("Владимир Зеленский", "владимир-зеленскии"),
        ("习近平", "习近平"),
        ("नरेंद्र मोदी", "नरेंद्र-मोदी"),
        ("김정은", "김정은"),
        ("محمد", "محمد"),
        ("ＦＢＩ", "fbi"),
    ],
)
def test_a_name_becomes_a_readable_slug(name, expected):
    assert slug(name) == fold(name) == expected


@pytest.mark.parametrize("name", ["", "???", "★", "…", "\x00", "\ud800"])
def test_a_name_without_letters_gets_a_hash(name):
    assert fold(name) == ""
    assert re.fullmatch("_[0-9a-f]{10}", slug(name))
    assert slug(name) == slug(name) and slug("!") != slug("?")


def test_an_endless_name_is_cut_but_stays_itself():
    one, two = slug("people " * 40 + "one"), slug("people " * 40 + "two")
    assert one != two
    assert len(one) <= 80 and one.startswith("people-people")


@pytest.mark.parametrize(
    "name, kind, expected",
    [
        ("Mary Washington", "person", "mary-washington"),
        ("Mary Washington", "organisation", "mary-washington_org"),
        ("Washington", "person", "washington-3fa2c1d0e9"),
        ("@washington", "person", "washington"),
        ("王毅", "person", "王毅"),
        ("Washington", "organisation", "washington_org"),
        ("Mr. Ruiz’s campaign", "organisation", "ruiz-campaign_org"),
        ("the Sanders’ campaign", "organisation", "the-sanders-campaign_org"),
        ("McDonald’s", "organisation", "mcdonalds_org"),
        ("Dr Pepper", "organisation", "dr-pepper_org"),
        ("Washington Org", "person", "washington-org"),
        ("Mary_org Washington", "person", "mary-org-washington"),
        ("the company", "organisation", "the-company-3fa2c1d0e9"),
        ("City Council", "organisation", "city-council-3fa2c1d0e9"),
        ("Officials", "group", "officials-3fa2c1d0e9"),
        ("an aide", "unnamed", "an-aide-3fa2c1d0e9"),
        ("The report", "document", "the-report-3fa2c1d0e9"),
        ("Officials 3fa2c1d0e9", "person", "officials-3fa2c1d0e9_person"),
        ("Agent 1234567890", "person", "agent-1234567890_person"),
    ],
)
def test_speakers_of_different_kinds_never_share_an_id(name, kind, expected):
    assert speaker_id(name, kind, SOURCE) == expected


def test_two_anonymous_aides_are_never_one_person():
    aides = {
        speaker_id("an aide", "unnamed", SOURCE),
        speaker_id("an aide", "unnamed", SOURCE, 2),
        speaker_id("an aide", "unnamed", "ffffff" + "0" * 14),
    }
    assert len(aides) == 3


@given(
    st.text(),
    st.sampled_from(["group", "unnamed", "document"]),
    st.builds("{} {}".format, st.from_regex("[A-Z][a-z0-9]*", fullmatch=True), st.text()),
    st.integers(1, 9),
)
def test_no_name_of_a_person_or_organisation_imitates_a_local_id(local_name, kind, name, occurrence):
    assume(known_everywhere(name, "person") and known_everywhere(name, "organisation"))
    local = speaker_id(local_name, kind, SOURCE, occurrence)
    assert local != speaker_id(name, "person", SOURCE) != speaker_id(name, "organisation", SOURCE)
    assert local != speaker_id(local, "person", SOURCE)
    assert local != speaker_id(local, "organisation", SOURCE)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_any_name_gives_a_slug_that_is_its_own_slug(name):
    folded = fold(name)
    assert fold(folded) == folded
    assert slug(name) and len(slug(name)) <= 80 and " " not in slug(name)


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_cleaning_makes_any_text_storable_and_keeps_every_offset(text):
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    cleaned.encode()
    assert all(
        a == b or (b == "\ufffd" and "\ud800" <= a <= "\udfff") for a, b in zip(text, cleaned, strict=True)
    )


def test_a_source_is_its_url_or_else_its_text():
    assert source_id("https://example.org/a", "old") == source_id("https://example.org/a", "new")
    assert source_id(None, "same") == source_id("", "same") == "65f0037c897de8c4e68a"
    assert source_id("same", "x") != source_id(None, "same")


def test_a_quote_is_its_source_and_spans():
    spans = (Span(0, 5), Span(9, 12))
    assert quote_id("a", spans) == quote_id("a", [(0, 5), (9, 12)])
    others = [quote_id("b", spans), quote_id("a", spans[:1]), quote_id("a", spans, 2)]
    assert len({quote_id("a", spans), *others}) == 4
    assert re.fullmatch("[0-9a-f]{20}", quote_id("a", spans))
