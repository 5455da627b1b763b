"""The small rules behind the rows: dates, domains, names to sort by, the better of two spellings."""

import pytest

from quotes.database.context import CONTEXT_LIMIT, context_of
from quotes.database.fields import best_form, better_name, date_of, domain_of, month_of, sort_name, tidy
from quotes.database.identify import shared_lines
from quotes.database.rows import outlet_id
from quotes.database.totals import better_domain
from quotes.model import Quote, Span


@pytest.mark.parametrize(
    "name, kind, expected",
    [
        ("Alfonso Durazo", "person", "Durazo, Alfonso"),
        ("Andrés Manuel López Obrador", "person", "Obrador, Andrés Manuel López"),
        ("Ana de la Cruz", "person", "Cruz, Ana de la"),
        ("Ursula von der Leyen", "person", "Leyen, Ursula von der"),
        ("Martin Luther King Jr.", "person", "King, Martin Luther Jr."),
        ("Martin Luther King, Jr.", "person", "King, Martin Luther Jr."),
        ("Madonna", "person", "Madonna"),
        ("King Jr.", "person", "King Jr."),
        ("van Gogh", "person", "Gogh, van"),
        ("The United Nations", "organisation", "United Nations"),
        ("The", "organisation", "The"),
        ("an aide", "unnamed", "an aide"),
        ("", "person", ""),
    ],
)
def test_a_name_as_an_index_lists_it(name, kind, expected):
    assert sort_name(name, kind) == expected


@pytest.mark.parametrize(
    "name, expected",
    [
        ("The Ansel Courier", "ansel-courier"),
        ("Ansel Courier", "ansel-courier"),
        ("the\u00a0Ansel Courier", "ansel-courier"),
        ("The", "the"),
        ("Theatre Weekly", "theatre-weekly"),
        ("", None),
        (None, None),
    ],
)
def test_an_outlet_is_one_with_and_without_its_article(name, expected):
    assert outlet_id(name) == expected


@pytest.mark.parametrize(
    "published, date, month",
    [
        ("2019-10-18", "2019-10-18", "2019-10"),
        ("2019-10-18T08:00:00+02:00", "2019-10-18", "2019-10"),
        ("2019-10-18 08:00", "2019-10-18", "2019-10"),
        ("2019-10", "2019-10", "2019-10"),
        ("2019", "2019", None),
        ("yesterday", None, None),
        ("18 October 2019", None, None),
        ("20191018", None, None),
        ("2019-1-1", None, None),
        ("2019-10-180", None, None),
        ("2019-13", None, None),
        ("2019-10-32", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_the_date_and_the_month_of_what_was_published(published, date, month):
    assert (date_of(published), month_of(published)) == (date, month)


@pytest.mark.parametrize(
    "url, expected",
    [
        ("https://www.Example.org:8080/a?b#c", "example.org"),
        ("http://m.example.org", "m.example.org"),
        ("ftp://example.org/a", None),
        ("javascript:alert(1)", None),
        ("http://[bad", None),
        ("example.org/a", None),
        ("", None),
        (None, None),
    ],
)
def test_the_domain_of_a_url(url, expected):
    assert domain_of(url) == expected


@pytest.mark.parametrize(
    "names, expected",
    [
        (["Reuters", "REUTERS"], "Reuters"),
        (["NPR", "Npr"], "NPR"),
        (["The Example", "The example"], "The Example"),
    ],
)
def test_the_better_spelling_of_an_outlet_does_not_depend_on_which_came_first(names, expected):
    assert better_name(None, names[0]) == names[0]
    assert better_name(*names) == better_name(*reversed(names)) == expected


@pytest.mark.parametrize(
    "forms, expected",
    [
        ({"Ana Ruiz": 1, "ANA RUIZ": 3}, "ANA RUIZ"),
        ({"J.K. Rowling": 2, "J. K. Rowling": 2}, "J. K. Rowling"),
        ({"Ana Ruiz": 1, "Ana Ruíz": 1}, "Ana Ruiz"),
    ],
)
def test_the_form_that_most_articles_use_is_the_name(forms, expected):
    assert best_form(forms) == best_form(dict(reversed(forms.items()))) == expected


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("example.org", "m.example.org", "example.org"),
        ("b.org", "a.org", "a.org"),
        (None, "a.org", "a.org"),
        (None, None, None),
    ],
)
def test_the_better_of_two_domains(one, other, expected):
    assert better_domain(one, other) == better_domain(other, one) == expected


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("a\nb\nc\nd", "a\nb\nc\nx", 0.75),
        ("a\nb\n\n\nc\nd", "  a\n\nb  ", 1.0),
        ("a\na\na\na", "a\nb", 0.5),
        ("a", "b", 0.0),
        ("", "a", 0.0),
        ("\n\n", "\n\n", 0.0),
    ],
)
def test_which_share_of_their_lines_two_texts_have_in_common(old, new, expected):
    assert shared_lines(old, new) == shared_lines(new, old) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        (" NPR\n", "NPR"),
        ("a\x00b", "ab"),
        ("\x00 \x00", None),
        ("a\ud800", "a\ufffd"),
        ("", None),
        (None, None),
    ],
)
def test_metadata_is_tidied(text, expected):
    assert tidy(text) == expected


@pytest.mark.parametrize("words", ["word ", "字"])
def test_a_quote_of_an_endless_paragraph_keeps_what_stands_around_it(words):
    before, after = words * CONTEXT_LIMIT, words * CONTEXT_LIMIT
    text = f"{before}“No,” he said. {after}"
    content, cue = (
        Span(start, start + size) for start, size in ((text.index("“"), 5), (text.index("said"), 4))
    )
    quote = Quote(1, "direct", (content,), (cue,), context=Span(0, len(text)))
    context = context_of(quote, text)
    assert "“No,” he said." in context
    assert context in text
    assert 1_900 < len(context) < 2_100
    assert set(context.split()) == {*words.split(), "“No,”", "he", "said."} or words == "字"


def test_a_paragraph_of_usual_length_is_kept_whole():
    text = "a" * CONTEXT_LIMIT
    quote = Quote(1, "direct", (Span(0, 5),), context=Span(0, len(text)))
    assert context_of(quote, text) == text
