"""Whom a mention means within one article: names, roles, pronouns, and what stays nobody."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.language import analyse
from quotes.model import Span
from quotes.speakers import MentionRequest, Resolution, resolve

ARTICLE = Path(__file__).parent.parent / "seeds" / "000_22f8e7120dd248bd.txt"


def ask(text: str) -> tuple[str, Resolution]:
    """Resolve the mentions that ``text`` marks with [brackets]; the text without them, and the answer."""
    plain, requests, start = "", [], 0
    for char in text:
        if char == "[":
            start = len(plain)
        elif char == "]":
            requests.append(MentionRequest((Span(start, len(plain)),)))
        else:
            plain += char
    return plain, resolve(analyse(plain), requests)


def who(text: str) -> list[str]:
    """The speakers' names of every marked mention, "+" between several, "?" for nobody."""
    _, found = ask(text)
    return ["+".join(found.speakers[i].name for i in m.speakers) or "?" for m in found.mentions]


# (text with its mentions marked, whom they mean)
NAMES = [
    ("[Alfonso Durazo] came. [Durazo] said no.", ["Alfonso Durazo", "Alfonso Durazo"]),
    ("[Durazo] said no. [Alfonso Durazo] came.", ["Alfonso Durazo", "Alfonso Durazo"]),
    ("Andres Manuel Lopez Obrador came. [Obrador] left.", ["Andres Manuel Lopez Obrador"]),
    ("Ovidio Guzmán López came. [López Guzman] left. [López] slept.", ["Ovidio Guzmán López"] * 2),
    ("Joaquin “El Chapo” Guzman came. [El Chapo] left.", ["Joaquin Guzman"]),
    ("Sen. Hillary Clinton came. [Hillary] left.", ["Hillary Clinton"]),
    ("Bill Clinton met Hillary Clinton. [Mrs. Clinton] left.", ["Hillary Clinton"]),
    ("Bill Clinton met Hillary Clinton. Mrs. Clinton left. [Mr. Clinton] stayed.", ["Bill Clinton"]),
    ("Ana Ruiz came. [RUIZ]: No comment.", ["Ana Ruiz"]),
    ("Ana Ruiz came. “Proud day,” [@ruiz] tweeted.", ["Ana Ruiz"]),
    ("The World Health Organization (WHO) met. [The WHO] said no.", ["World Health Organization"]),
    ("Ford Motor Co. sold cars. [Ford] said so.", ["Ford Motor Co."]),
    ("[Ana Ruiz and Jo Lee] said no.", ["Ana Ruiz+Jo Lee"]),
    ("[Ana Ruiz, Jo Lee and Al Day] said no.", ["Ana Ruiz+Jo Lee+Al Day"]),
    ("[Ana Ruiz, who replaced Jo Lee in July,] said no.", ["Ana Ruiz"]),
    ("[Ana Ruiz, an aide to President Obama,] said no.", ["Ana Ruiz"]),
    ("[Two objectors, Ana Ruiz and Al Day,] said no.", ["Ana Ruiz+Al Day"]),
    ("Jane Nixon spoke. His nephew, Bill Nixon, left. [Nixon] said no.", ["Jane Nixon"]),
    ("Clinton and Lee debate\n\nHillary Clinton met Bill Clinton. [Clinton] won.", ["Hillary Clinton"]),
    ("Hillary Clinton came. [Hilary Clinton] left.", ["Hilary Clinton"]),
    ("Muhammad Ali died near the Muhammad Ali Center. [Ali] was 74.", ["Muhammad Ali"]),
    ("[Judicial Watch] sued.", ["Judicial Watch"]),
    ("[ANA RUIZ]: No comment.\nJO LEE: None.", ["Ana Ruiz"]),
    ("Bill Clinton came. [Clinton] said of Hillary Clinton that she won.", ["Bill Clinton"]),
    ("[Ana Ruiz’s] claim was false.", ["Ana Ruiz"]),
    ("Before [the F.B.I.] came.", ["F.B.I."]),
    ("[The American Federation of Teachers] said no.", ["American Federation of Teachers"]),
    ("[Sens. Al Day of Texas and Jo Lee of Maine] said no.", ["Al Day+Jo Lee"]),
    ("[The Ruiz Fund, a super PAC that Al Day and Jo Lee run,] said no.", ["Ruiz Fund"]),
    ("[Michael Jordan] met Michelle Jordan.", ["Michael Jordan"]),
    ("Now Raymond “Boots” Dillard came. They told [B. Dillard] twice.", ["Raymond Dillard"]),
    ("Clint Day met his son on the ferry. [Clint Jr.] said no.", ["Clint Jr."]),
    ("[His running mate, Texas Gov. Al Day,] said no.", ["Al Day"]),
    ("Two sons came. [The younger, the cellist Al Day,] said no.", ["Al Day"]),
    ("[The Post’s Jo Lee] writes well. [Fox News's Ana Ruiz] said no.", ["Jo Lee", "Ana Ruiz"]),
    ("[state Senate leader Jo Lee and House Speaker Al Day, both Republicans,] left.", ["Jo Lee+Al Day"]),
    ("[Ana Ruiz and Al Day, three former Lee administration big shots,] left.", ["Ana Ruiz+Al Day"]),
    ("[Texas and Maine Republicans] left.", ["Texas and Maine Republicans"]),
    ("[Mrs. Rao and other prominent donors in both parties] left.", ["Rao"]),
    ("[Belmar County (Ariz.) Sheriff Jo Lee, one of the loudest figures here,] left.", ["Jo Lee"]),
    ("[“Tall Is the New Black” star Ana Ruiz] left.", ["Ana Ruiz"]),
    ("[The Dutch newspaper Het Blad] said so.", ["Het Blad"]),
    ("[the watchdog group Sunlight on Sugar] said so.", ["watchdog group Sunlight on Sugar"]),
    ("Al Read runs Norlake. [Read] said so.", ["Al Read"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names(text: str, expected: list[str]) -> None:
    assert who(text) == expected


NOMINALS = [
    ("Ana Ruiz, the mayor of Lima, came. [The mayor] left.", ["Ana Ruiz"]),
    ("Sen. Jo Lee (R-Texas) met Sen. Al Day (D-Maine). [The Texas Republican] left.", ["Jo Lee"]),
    ("Sen. Jo Lee came. [The senator] left.", ["Jo Lee"]),
    ("Ana Ruiz, 34, came. [The 34-year-old] left.", ["Ana Ruiz"]),
    ("Ford Motor Co. sold cars. [The company] said so.", ["Ford Motor Co."]),
    ("The Congressional Budget Office met. [The budget office] said so.", ["Congressional Budget Office"]),
    ("The Interior Ministry met. [The ministry] said so.", ["Interior Ministry"]),
    ("Ana Ruiz, an actress, met Sen. Al Day. [The actress] left.", ["Ana Ruiz"]),
    ("Sen. Al Day came. [A senator] left.", ["a senator"]),
    ("Former President Al Day met President Jo Lee. [The former president] left.", ["Al Day"]),
    ("President Jo Lee came. [The former president] left.", ["former president"]),
    ("Sen. Al Day came. [His lawyer] left.", ["his lawyer"]),
    ("[The mayor] came.", ["mayor"]),
    ("Sen. Al Day met Ana Ruiz. [Day’s brother] left.", ["day’s brother"]),
    ("Sen. Al Day met Ana Ruiz. [A spokeswoman for the senator] said no.", ["a spokeswoman for the senator"]),
    ("Mr. Day took the floor. “Never,” [the businessman] said.", ["Day"]),
    ("Erik Dahl, a Norwegian, fell. “It hurt,” said [the Norwegian].", ["Erik Dahl"]),
    ("Sen. Jo Lee (R-Texas) met Sen. Al Day (D-Texas). [The Texas Democrat] left.", ["Al Day"]),
    ("Ana Ruiz spoke. Her husband, state Rep. Al Day, left. [Her husband] said no.", ["Al Day"]),
    ("LIMA (AP) — The wall broke. [The agency] said that it was old.", ["agency"]),
    ("[Officials] came. [The officials] left.", ["officials", "officials"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NOMINALS)
def test_nominals(text: str, expected: list[str]) -> None:
    assert who(text) == expected


PRONOUNS = [
    ("The trove came out on Thursday, [which] was late.", ["?"]),
    ("Ana Ruiz came. “No,” [she] said.", ["Ana Ruiz"]),
    ("“Yes,” said Senator Jo Lee. “No,” [she] said.", ["Jo Lee"]),
    ("Mr. Day met Ms. Lee. “No,” [she] said. “Yes,” [he] said.", ["Lee", "Day"]),
    ("Spokeswoman Jo Lee met Al Day. [He] said no. [She] said yes.", ["Al Day", "Jo Lee"]),
    ("[Jo Lee] said no. “Never,” [he] added. “Ever,” [he] said.", ["Jo Lee"] * 3),
    ("[She] said no.", ["?"]),
    ("The report was out. [He] said no.", ["?"]),
    ("[You] said no.", ["?"]),
    ("[We] said no.", ["?"]),
    ("Police came. [They] said no.", ["police"]),
    ("Ana Ruiz and Jo Lee came. [They] said no.", ["Ana Ruiz+Jo Lee"]),
    ("Ford Motor Co. sold cars. [It] said so.", ["Ford Motor Co."]),
    ("Ana Ruiz, [who] said no, left.", ["Ana Ruiz"]),
    ("A report, [which] said no, was lost.", ["a report"]),
    ("The bill is a charter for polluters, said Mia Holm. “No,” [she] added.", ["Mia Holm"]),
    ("Rhys Lee and Karim Saidi came out together. “It is over,” [he] said.", ["?"]),
    ("Norrland Rail was late. [He] said so.", ["?"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PRONOUNS)
def test_pronouns(text: str, expected: list[str]) -> None:
    assert who(text) == expected


# (text with one mention, the speaker's name, kind of speaker, kind of mention)
KINDS = [
    ("[Ana Ruiz] said no.", "Ana Ruiz", "person", "named"),
    ("[Reuters] said no.", "Reuters", "organisation", "named"),
    ("[The White House] said no.", "White House", "organisation", "named"),
    ("[The Ruiz campaign] said no.", "Ruiz campaign", "organisation", "nominal"),
    ("[The Daily Caller] said no.", "Daily Caller", "organisation", "named"),
    ("[The Court of Appeals] said no.", "Court of Appeals", "organisation", "named"),
    ("[British Columbia] said no.", "British Columbia", "organisation", "named"),
    ("[Officials] said no.", "officials", "group", "nominal"),
    ("[Police] said no.", "police", "group", "nominal"),
    ("[Two witnesses] said no.", "two witnesses", "group", "nominal"),
    ("[Republicans] said no.", "Republicans", "group", "nominal"),
    ("[Those hired by the firm] said no.", "those", "group", "nominal"),
    ("[A group of 67 artists] said no.", "a group of 67 artists", "group", "nominal"),
    ("[Court records] said no.", "court records", "document", "nominal"),
    ("[The report] said no.", "report", "document", "nominal"),
    ("[A Reuters poll] said no.", "a Reuters poll", "document", "nominal"),
    ("[An aide who asked not to be named] said no.", "an aide", "unnamed", "nominal"),
    ("[A spokesman for Al Day] said no.", "a spokesman for Al Day", "unnamed", "nominal"),
    ("[A State Department spokesman] said no.", "a State Department spokesman", "unnamed", "nominal"),
    ("[One resident] said no.", "one resident", "unnamed", "nominal"),
    ("Ana Ruiz came. [She] said no.", "Ana Ruiz", "person", "pronominal"),
]


@pytest.mark.parametrize(("text", "name", "kind", "mention"), KINDS)
def test_kinds(text: str, name: str, kind: str, mention: str) -> None:
    _, found = ask(text)
    (answer,) = found.mentions
    speaker = found.speakers[answer.speakers[0]]
    assert (speaker.name, speaker.kind, answer.kind) == (name, kind, mention)


def test_the_families_of_one_name() -> None:
    _, found = ask("Bill Clinton met Hillary Clinton. [The Clintons] left.")
    assert [(s.name, s.kind) for s in found.speakers] == [("Clintons", "group")]


def test_a_speaker_carries_what_the_article_tells() -> None:
    _, found = ask(
        "[Mayor Ana Ruiz] came. [Ruiz], 43, is late. “No,” [she] said. [Ruiz, now a senator,] left."
    )
    (speaker,) = found.speakers
    assert speaker.name == "Ana Ruiz"
    assert speaker.role == "now a senator"
    assert speaker.aliases == ("Ruiz",)
    assert speaker.pronouns == "she"
    assert [m.role for m in found.mentions] == ["Mayor", "Mayor", "Mayor", "now a senator"]


def test_pronouns_are_never_guessed_from_a_name() -> None:
    _, found = ask("[Maria Ruiz] said no.")
    assert found.speakers[0].pronouns is None


def test_the_first_person_in_a_quote_is_its_speaker() -> None:
    text = "“I told them ‘run’,” Ana Ruiz said. “We said yes.”"
    requests = [
        MentionRequest((Span(22, 30),), content=(Span(0, 21),)),
        MentionRequest((Span(1, 2),), quoted=True, outer=0),
        MentionRequest((Span(37, 39),), quoted=True, outer=0),
        MentionRequest((Span(37, 39),), quoted=True),
    ]
    found = resolve(analyse(text), requests)
    assert [m.speakers for m in found.mentions] == [(0,), (0,), (0,), ()]
    assert found.speakers[0].name == "Ana Ruiz"


def test_the_third_person_in_a_quote_is_not_its_speaker() -> None:
    text = "Al Day came late. Jo Lee laughed. “He told me ‘run’ twice,” Jo Lee said."
    he, lee = text.index("He told"), text.rindex("Jo Lee")
    requests = [
        MentionRequest((Span(lee, lee + 6),), content=(Span(he - 1, lee - 1),)),
        MentionRequest((Span(he, he + 2),), quoted=True, outer=0),
    ]
    found = resolve(analyse(text), requests)
    assert [found.speakers[i].name for m in found.mentions for i in m.speakers] == ["Jo Lee", "Al Day"]


def test_a_quote_without_a_mention_has_no_speaker() -> None:
    found = resolve(analyse("“We lost.”"), [MentionRequest(())])
    assert found.speakers == []
    assert (found.mentions[0].speakers, found.mentions[0].kind) == ((), None)


# --- the user's document, and the same with every name exchanged -------------------------------------------

SWAPS = {
    "Alfonso": "Piotr",
    "Durazo": "Wilk",
    "Mexican": "Polish",
    "Cristobal": "Zofia",
    "Castañeda": "Dąbek",
    "Sinaloa": "Mazovia",
    "Andres Manuel Lopez Obrador": "Jan Maria Nowak Mazur",
    "Obrador": "Mazur",
    "Ovidio Guzmán López": "Adam Krawczyk Wrona",
    "López Guzman": "Wrona Krawczyk",
    "Joaquin": "Marek",
    "El Chapo": "Mały",
    "Guzman": "Krawczyk",
    "López": "Wrona",
    "Culiacan": "Plock",
    "Culiacán": "Płock",
    "Mexico": "Poland",
}
MENTIONS = [
    "Mexican security secretary Alfonso Durazo",
    "Durazo said given",
    "Durazo said, according",
    "Cristobal Castañeda, Sinaloa state's head of security",
    "Mexican President Andres Manuel Lopez Obrador",
    "Obrador said",
]
ROLE = [
    ("Alfonso Durazo", "Mexican security secretary"),
    ("Alfonso Durazo", "Mexican security secretary"),
    ("Alfonso Durazo", "Mexican security secretary"),
    ("Cristobal Castañeda", "Sinaloa state's head of security"),
    ("Andres Manuel Lopez Obrador", "Mexican President"),
    ("Andres Manuel Lopez Obrador", "Mexican President"),
]


def swapped(text: str) -> str:
    for old, new in SWAPS.items():
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("change", [str, swapped])
def test_the_users_document(change: Callable[[str], str]) -> None:
    text = change(ARTICLE.read_text("utf-8"))
    requests = []
    for mention in MENTIONS:
        words = change(mention)
        start = text.index(words)
        end = start + len(words.partition(" said")[0])
        requests.append(MentionRequest((Span(start, end),)))
    found = resolve(analyse(text), requests)
    answers = [(found.speakers[m.speakers[0]].name, m.role) for m in found.mentions]
    assert answers == [(change(name), change(role)) for name, role in ROLE]
    assert {s.kind for s in found.speakers} == {"person"}


# --- any input ------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="AaRz “”\"'’.,()@&-\n1é\x00", max_size=120), st.integers(0, 130), st.integers(0, 130))
def test_any_text_and_any_span_has_an_answer(text: str, start: int, end: int) -> None:
    requests = [
        MentionRequest((Span(start, end),)),
        MentionRequest((Span(0, len(text)),), quoted=True, outer=0),
    ]
    found = resolve(analyse(text), requests)
    assert len(found.mentions) == 2
    assert all(0 <= i < len(found.speakers) for m in found.mentions for i in m.speakers)
    assert all(0.0 <= m.strength <= 1.0 for m in found.mentions)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            """Ana Ruiz Lee Mr. Mrs. Sen. the The mayor of and , . said she He they who company “ ” ’s former
            43 Jr. President secretary State @ruiz WHO
            ( ) is a van al-Assad El it I we one officials""".split()
        ),
        max_size=40,
    )
)
def test_any_order_of_words_has_an_answer(words: list[str]) -> None:
    document = analyse(" ".join(words))
    requests = [MentionRequest((Span(a, b),)) for a, b in zip(document.starts, document.ends, strict=True)]
    found = resolve(document, requests)
    assert len(found.mentions) == len(requests)
    assert all(s.name for s in found.speakers)


MANY = [
    "Ana Ruiz told Jo Lee he was late. ",
    "Mayor Ana Ruiz came. The mayor left. Mayor Jo Lee came. ",
    "Guzman ",
    "he she they it ",
    "Ana, ",
]


@pytest.mark.parametrize("piece", MANY)
def test_time_grows_with_length_not_its_square(piece: str) -> None:
    def seconds(times: int) -> float:
        document = analyse(piece * times)
        spans = list(zip(document.starts, document.ends, strict=True))[::7]
        requests = [MentionRequest((Span(a, b),)) for a, b in spans]
        start = time.process_time()
        resolve(document, requests)
        return time.process_time() - start

    most = 64 * max(min(seconds(200) for _ in range(3)), 0.002)  # 16 times the text; a square takes 256 times
    assert any(seconds(3200) < most for _ in range(2))
