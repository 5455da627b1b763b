"""Quotation marks: which open, which close, and which are none."""

from __future__ import annotations

import pytest

from quotes.language import pair_marks, paragraphs


def quotations(text: str) -> list[str]:
    """What stands in marks, marks included; nested quotations have a "+" for each level before them."""
    return ["+" * q.depth + text[q.start : q.end] for q in pair_marks(text, paragraphs(text))]


PAIRED = [
    ("“We lost,” Ana said.", ["“We lost,”"]),
    ('"We lost," he said, "but ok."', ['"We lost,"', '"but ok."']),
    ("''We lost,'' said Ruiz.", ["''We lost,''"]),
    ("``We lost,'' said Ruiz.", ["``We lost,''"]),
    ("« C’est fini », a dit Mme Diaz.", ["« C’est fini »"]),
    ("„Es ist vorbei“, sagte Ruiz.", ["„Es ist vorbei“"]),
    ("»Es ist vorbei«, sagte Ruiz.", ["»Es ist vorbei«"]),
    # marks that do not match
    ('Ruiz said, "We lost.”', ['"We lost.”']),
    ("”We lost,” he said.", ["”We lost,”"]),
    # single marks and apostrophes
    ("‘It’s the unions’ fault,’ said Lee.", ["‘It’s the unions’ fault,’"]),
    ("'It's the unions' fault,' said Lee.", ["'It's the unions' fault,'"]),
    ("The '90s, rock 'n' roll and 'em.", []),
    ("the players’ boots weren’t dry", []),
    ("‘Bridge unsafe’ – mayor", ["‘Bridge unsafe’"]),
    # nesting
    ("“He told me ‘run’ twice,” Lee said.", ["“He told me ‘run’ twice,”", "+‘run’"]),
    ("‘He told me “run” twice,’ Lee said.", ["‘He told me “run” twice,’", "+“run”"]),
    ('"He told me "run" twice," Lee said.', ['"He told me "run" twice,"', '+"run"']),
    ("“‘Run,’ he said.”", ["“‘Run,’ he said.”", "+‘Run,’"]),
    # inches and feet
    ("a 6” pipe; 5'10\" tall", []),
    ('"He is 5\'10" tall," she said.', ['"He is 5\'10" tall,"']),
    # over paragraphs
    ("“One.\n“Two.” she said", ["“One.", "“Two.”"]),
    ("“One.\n\n“Two.\n\n“Three.”", ["“One.", "“Two.", "“Three.”"]),
    # not closed: ends with its paragraph
    ("“We lost.\nThe bus left.", ["“We lost."]),
    ("“We lost. “The bus left.”", ["“We lost.", "“The bus left.”"]),
    ("Nothing here.", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PAIRED)
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


def test_a_quotation_over_paragraphs_is_one_group() -> None:
    text = "“One.\n\n“Two.\n\n“Three.” Then “four”."
    one, two, three, four = pair_marks(text, paragraphs(text))
    assert one.group == two.group == three.group != four.group
    assert all(q.closed for q in (one, two, three, four))


def test_a_missing_mark_is_told() -> None:
    text = "“We lost.\nThe bus left."
    assert [q.closed for q in pair_marks(text, paragraphs(text))] == [False]


PARAGRAPHS = [
    ("One.\nTwo.", ["One.", "Two."]),
    ("One.\r\n\r\n  Two.  \n", ["One.", "Two."]),
    ("said Osei, chairman\nof the board.", ["said Osei, chairman\nof the board."]),
    ("She said:\n“Yes.”", ["She said:", "“Yes.”"]),
    ("The headline\n\nthe text", ["The headline", "the text"]),
    # wrapped by hand: the blank lines and the indented ones count
    (
        "The first line of this paragraph is wrapped by hand in\n"
        "The middle of its sentence, as people did, and so on and\n"
        "On, until it ends here, somewhere, before the margin is.\n"
        "\n"
        "Another one that was wrapped at about the same column by\n"
        "Somebody.",
        [
            "The first line of this paragraph is wrapped by hand in\n"
            "The middle of its sentence, as people did, and so on and\n"
            "On, until it ends here, somewhere, before the margin is.",
            "Another one that was wrapped at about the same column by\nSomebody.",
        ],
    ),
    ("\ufeff\u00a0One.\u2029Two.", ["One.", "Two."]),
    (" \n \t\n", []),
]


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == expected
