"""Which language a text is in, and what becomes of one that is not English."""

# ruff: noqa: E501 - texts in many languages

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.attribution.outlets import agency
from quotes.language.tongue import UNKNOWN, is_foreign, tongue
from quotes.model import Article
from quotes.pipeline import extract
from quotes.readers.facts import outlet_of

# Written for this test: the same few sentences about a bridge.
TEXTS = [
    ("en", "The old bridge over the river was closed on Monday after engineers found cracks in two of its piers, "
     "the council said. “We could not wait another day,” the mayor told reporters who had come to the town hall."),
    ("de", "Die alte Brücke über den Fluss wurde am Montag geschlossen, nachdem Ingenieure Risse in zwei Pfeilern "
     "gefunden hatten, sagte der Rat. „Wir konnten nicht mehr warten“, sagte die Bürgermeisterin und ging."),
    ("fr", "Le vieux pont sur la rivière a été fermé lundi après que des ingénieurs ont trouvé des fissures dans "
     "deux de ses piles, a dit le conseil. « Nous ne pouvions pas attendre un jour de plus », a dit la maire."),
    ("es", "El viejo puente sobre el río fue cerrado el lunes después de que los ingenieros hallaran grietas en dos "
     "de sus pilares, dijo el consejo. «No podíamos esperar ni un día más», dijo la alcaldesa a los periodistas."),
    ("it", "Il vecchio ponte sul fiume è stato chiuso lunedì dopo che gli ingegneri hanno trovato crepe in due dei "
     "suoi piloni, ha detto il consiglio. «Non potevamo aspettare un altro giorno», ha detto la sindaca."),
    ("pt", "A velha ponte sobre o rio foi fechada na segunda-feira depois que os engenheiros encontraram rachaduras "
     "em dois dos seus pilares, disse o conselho. “Não podíamos esperar mais um dia”, disse a prefeita aos jornais."),
    ("nl", "De oude brug over de rivier werd maandag gesloten nadat ingenieurs scheuren in twee van de pijlers "
     "hadden gevonden, zei de raad. “We konden geen dag langer wachten”, zei de burgemeester in het stadhuis."),
    ("sv", "Den gamla bron över floden stängdes på måndagen efter att ingenjörer hade hittat sprickor i två av "
     "pelarna, sade rådet. ”Vi kunde inte vänta en dag till”, sade borgmästaren när hon kom till huset."),
    ("pl", "Stary most na rzece został zamknięty w poniedziałek po tym, jak inżynierowie znaleźli pęknięcia w dwóch "
     "filarach, i to jest koniec, powiedziała rada. „Nie mogliśmy czekać ani dnia dłużej”, że tak jest do dziś."),
    ("ru", "Старый мост через реку был закрыт в понедельник после того, как инженеры нашли трещины в двух опорах."),
    ("el", "Η παλιά γέφυρα πάνω από το ποτάμι έκλεισε τη Δευτέρα αφού οι μηχανικοί βρήκαν ρωγμές, είπε το συμβούλιο."),
    ("ja", "川に架かる古い橋は月曜日に閉鎖された。技術者が二本の橋脚にひび割れを見つけたためだと市議会は述べた。もう待てないと市長は語った。"),
    ("zh", "河上的老桥周一关闭，此前工程师在两座桥墩上发现裂缝，市议会说。市长告诉记者，我们一天也不能再等了。"),
    ("ar", "أغلق الجسر القديم فوق النهر يوم الاثنين بعد أن وجد المهندسون شقوقا في اثنين من أعمدته قال المجلس"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), TEXTS, ids=[code for code, _ in TEXTS])
def test_languages_are_told_apart(code, text):
    assert tongue(text) == code


@pytest.mark.parametrize("text", [text for code, text in TEXTS if code != "en"])
def test_a_text_in_another_language_is_not_parsed_and_says_so(text):
    extraction = extract(text)
    assert not extraction.quotes and extraction.unparsed.startswith("not parsed: the text is in ")
    assert extraction.unparsed.endswith(", not in English")


# English, or too little to say: parsed.
PARSED = [
    TEXTS[0][1],
    "“Nein,” sagte er.",
    "“Ich bin ein Berliner,” Kennedy said in Berlin, and the crowd cheered for a long time after he had said it.",
    "Ruiz 3, Lee 2; Kim 1, Roe 0; Durazo 4, Guzman 4; Obrador 1, Smith 1 " * 5,
    "",
]


@pytest.mark.parametrize("text", PARSED)
def test_english_and_what_is_too_short_to_tell_is_parsed(text):
    assert extract(text).unparsed is None


def test_english_with_a_long_quotation_in_another_language_is_english():
    assert tongue((TEXTS[0][1] + "\n") * 2 + TEXTS[1][1]) in ("en", None)


def test_a_language_that_we_do_not_know_is_not_english():
    latin = (
        "Gallia est omnis divisa partes tres quarum unam incolunt Belgae aliam Aquitani tertiam qui ipsorum lingua "
        "Celtae nostra Galli appellantur Hi omnes lingua institutis legibus inter differunt Gallos Aquitanis "
    )
    assert tongue(latin * 8) == UNKNOWN and is_foreign(UNKNOWN)


@given(st.text(max_size=400))
def test_any_text_has_a_language_or_none(text):
    assert tongue(text) is None or tongue(text) == UNKNOWN or len(tongue(text)) == 2


# (the text, the byline, the agency that is credited)
CREDITS = [
    ("LONDON (Reuters) – “No,” Ruiz said.", None, "Reuters"),
    ("“No,” Ruiz said.\n\nThe Associated Press contributed to this report.", None, "Associated Press"),
    ("“No,” Ruiz said.\n\n(AFP contributed to this story.)", None, "AFP"),
    ("“No,” Ruiz said.\n\nAssociated Press writer Jo Lee in Lima contributed to this report.", None,
     "Associated Press"),
    ("“No,” Ruiz said.\n\nWith reporting by Reuters", None, "Reuters"),
    ("“No,” Ruiz said.\n\n© 2024 AFP", None, "AFP"),
    ("“No,” Ruiz said.", "Jo Lee, Associated Press", "Associated Press"),
    ("“No,” Ruiz told Reuters.", "Jo Lee", None),
    ("Reuters said on Monday that sales rose. The AP building is in New York.", None, None),
    ("Ruiz contributed $500 to the campaign.", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "byline", "name"), CREDITS)
def test_credits_of_agencies(text, byline, name):
    assert agency(text, byline) == name
    assert extract(Article(text, byline=byline)).agency == name


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.nytimes.com/2024/a.html", "The New York Times"),
        ("http://news.bbc.co.uk/1", "BBC"),
        ("https://m.herald.example/a", "herald.example"),
        ("https://edition.cnn.com/a", "CNN"),
        ("http://127.0.0.1:8000/a", None),
        ("http://[::1]/a", None),
        ("http://localhost/a", None),
        ("http://[", None),
    ],
)
def test_the_outlet_is_told_from_the_address(url, outlet):
    assert outlet_of(url) == outlet
