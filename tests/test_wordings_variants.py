"""How two printings differ: the kind, the places, and what is dangerous about them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.wordings.variants import VARIANT_KINDS, compare

# One text, another, the kind of variant, and the flags.
KINDS = [
    ("We will win.", "“we WILL win,”", "same", ()),
    ("The plan costs 15 percent more.", "The plan costs 15% more.", "same", ()),
    ("[Trump] lied to us about the war.", "He lied to us about the war.", "same", ()),
    ("We met on 14 March in Lima.", "We met on March 14 in Lima.", "same", ()),
    ("the sub-county office is closed", "the subcounty office is closed", "same", ()),
    ("I'll say it again: the plan is dead.", "The plan is dead.", "part", ()),
    ("The plan is dead.", "I'll say it again: the plan is dead.", "part", ()),
    ("No, we will win.", "We will win.", "part", ()),
    ("I will sign the bill unless they change it.", "I will sign the bill.", "part", ("negation lost",)),
    ("It is not true that we failed them.", "We failed them.", "part", ("negation lost",)),
    ("We are, as I will not deny, very happy.", "We are ... very happy.", "cut", ()),
    ("We will never, under any pressure, vote for it.", "We will … vote for it.", "cut", ("negation lost",)),
    ("Nobody came. We waited. Then we left.", "Nobody came … then we left.", "cut", ("far apart",)),
    ("The bank told us so. The bank failed us.", "The bank … failed us.", "cut", ("far apart",)),
    ("We will raise taxes.", "We will not raise taxes.", "altered", ("negation gained",)),
    ("We don't raise taxes.", "We raise taxes.", "altered", ("negation lost",)),
    ("We hardly ever see him here.", "We ever see him here.", "altered", ("negation lost",)),
    ("The ruling was fair to us.", "The ruling was unfair to us.", "altered", ("negation gained",)),
    ("We accept the result of it.", "We reject the result of it.", "altered", ("negation gained",)),
    ("The plan costs 15 million.", "The plan costs $50 million.", "altered", ("number changed",)),
    ("fifteen people saw it", "fifty people saw it", "altered", ("number changed",)),
    ("I met Obama in the park.", "I met Biden in the park.", "altered", ("name changed",)),
    ("We will win this election.", "We may win this election.", "altered", ("modality changed",)),
    ("They have to leave the house.", "They leave the house.", "altered", ("modality changed",)),
    ("We are happy with it all.", "We were happy with it all.", "altered", ("tense changed",)),
    ("She raised the rent again.", "She raises the rent again.", "altered", ("tense changed",)),
    ("It was a good day for us.", "It was a great day for us.", "altered", ()),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "kind", "flags"), KINDS)
def test_how_two_texts_differ(one: str, other: str, kind: str, flags: tuple[str, ...]) -> None:
    found = compare(one, other)
    assert (found.kind, tuple(flag.kind for flag in found.flags)) == (kind, flags)


def test_every_difference_says_where_it_stands_in_both() -> None:
    one, other = "“We will not raise taxes this year, I promise.”", "‘We may raise taxes … I promise’"
    found = compare(one, other)
    assert [(d.kind, d.where, d.was, d.now, d.ellipsis) for d in found.differences] == [
        ("changed", "middle", "will not", "may", False),
        ("left out", "middle", "this year", "", True),
    ]
    for place in (*found.differences, *found.flags):
        assert (one[slice(*place.one)], other[slice(*place.other)]) == (place.was, place.now)
    assert (found.shared, found.words) == (5, (9, 6))


TEXTS = st.text(alphabet=st.characters() | st.sampled_from(" not will 15[]….,"), max_size=60)


@given(TEXTS, TEXTS)
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    found = compare(one, other)
    assert found.kind in VARIANT_KINDS
    assert compare(one, one).kind == "same"
    for place in (*found.differences, *found.flags):
        assert (one[slice(*place.one)], other[slice(*place.other)]) == (place.was, place.now)


def test_ten_thousand_words_are_compared_by_the_word() -> None:
    words = [f"word{n % 700}" for n in range(10_000)]
    edited = [*words[:4000], "new", *words[4001:9000], "not", *words[9000:]]
    found = compare(" ".join(words), " ".join(edited))
    assert [(d.was, d.now) for d in found.differences] == [("word500", "new"), ("", "not")]
    assert [flag.kind for flag in found.flags] == ["negation gained"]


def test_the_same_words_over_and_over() -> None:
    assert compare("ha " * 10_000, "ha " * 9_000 + "ho" + " ha" * 900).shared == 9_900


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("", "", "same"),
        ("…", "!", "altered"),
        ("Yes", "yes!", "same"),
        ("قال الرئيس إننا سنفوز", "قال الرَّئيس إننا لن نفوز", "altered"),
        ("אנחנו ננצח בבחירות", "אנחנו … בבחירות", "cut"),
        ("我们会赢", "我们不会赢", "cut"),
    ],
)
def test_little_and_other_scripts(one: str, other: str, kind: str) -> None:
    assert compare(one, other).kind == kind
