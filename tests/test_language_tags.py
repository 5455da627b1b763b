"""Tags: what the shipped weights say, and that our decoding is nltk's, only faster."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.tag.perceptron import PerceptronTagger

from quotes.language import tags
from quotes.language.tags import features_around, features_here, nltk_parameters, normalise, tag
from quotes.language.tokens import tokenize
from quotes.train import corpora
from quotes.train import tagger as training
from quotes.train.__main__ import main as train_command
from quotes.weights import load

# Each sentence with the tags that matter to a reader of quotes.
TAGGED = [
    ("“/`` We/PRP lost/VBD ,/, ”/'' Ruiz/NNP said/VBD ./.", "curly"),
    ("Ruiz/NNP said/VBD that/IN the/DT bridge/NN was/VBD unsafe/JJ ./.", "that-clause"),
    (
        "The/DT senator/NN who/WP says/VBZ that/IN taxes/NNS will/MD fall/VB has/VBZ resigned/VBN ./.",
        "relative clause",
    ),
    ("She/PRP says/VBZ they/PRP do/VBP n’t/RB know/VB ./.", "present"),
    ("According/VBG to/TO officials/NNS ,/, he/PRP left/VBD ./.", "according to"),
    ("Ruiz/NNP was/VBD quoted/VBN by/IN Reuters/NNP as/IN saying/VBG no/DT ./.", "passive"),
    ("Officials/NNS told/VBD reporters/NNS they/PRP would/MD leave/VB ./.", "told"),
    ("Trump/NNP ’s/POS claim/NN that/IN the/DT vote/NN was/VBD rigged/VBN", "noun cue"),
    ("Obama/NNP Says/VBZ He/PRP Will/MD Leave/VB", "title case"),
    ("OBAMA/NNP SAYS/VBZ HE/PRP WILL/MD LEAVE/VB", "capitals"),
]


@pytest.mark.parametrize("tagged", [sentence for sentence, _ in TAGGED], ids=[name for _, name in TAGGED])
def test_tags(tagged: str) -> None:
    pairs = [pair.rsplit("/", 1) for pair in tagged.split(" ")]
    assert tag([word for word, _ in pairs]) == [penn for _, penn in pairs]


def test_nothing_has_no_tags() -> None:
    assert tag([]) == []


class Nltk(PerceptronTagger):
    """nltk's tagger with our features: its own loop, its own scoring, its own ties."""

    def _get_features(self, i: int, word: str, context: list[str], prev: str, prev2: str) -> dict[str, int]:
        row = [*self.START, *self.words, *self.END]
        found = features_here(word)
        for place, at in (("i-1", i + 1), ("i-2", i), ("i+1", i + 3), ("i+2", i + 4)):
            found += features_around(row[at], place)
        found += [("i-1 tag", prev), ("i-2 tag", prev2), ("i tag+i-2 tag", f"{prev} {prev2}")]
        found += [("i-1 tag+i word", f"{prev} {context[i + 2]}")]
        features: dict[str, int] = defaultdict(int)
        for name, value in found:
            features[f"{name} {value}" if value else name] += 1
        return features

    def tags(self, words: Sequence[str]) -> list[str]:
        self.words = [normalise(word) for word in words]
        return [found for _, found in self.tag(self.words)]


@pytest.fixture(scope="module")
def nltks() -> Nltk:
    return Nltk.decode_json_obj(nltk_parameters(load("tagger.json.gz")))


PROSE = """
    “We’re doing really well in our strategy,” the President said, according to Reuters. He wouldn't say when.
    The 45-year-old ex-minister, who'd said in 2019 that 10,000 people left, told CNN/ORC: "No comment."
    MAYOR DENIES REPORT. Mayor Denies Report. @ruiz tweeted at 5:30 p.m. that it's "over" -- again & again…
"""


def test_the_loop_is_nltks_on_prose(nltks: Nltk) -> None:
    for line in PROSE.strip().splitlines():
        starts, ends = tokenize(line)
        words = [line[start:end] for start, end in zip(starts, ends, strict=True)]
        assert tag(words) == nltks.tags(words)


def test_the_loop_is_nltks_on_words_in_any_order(nltks: Nltk) -> None:
    starts, ends = tokenize(PROSE)
    words = [PROSE[start:end] for start, end in zip(starts, ends, strict=True)]
    chance = random.Random(5)
    for _ in range(100):
        some = chance.choices(words, k=chance.randint(1, 12))
        assert tag(some) == nltks.tags(some)


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_the_loop_is_nltks_on_any_strings(nltks: Nltk, words: list[str]) -> None:
    assert tag(words) == nltks.tags(words)


def test_curly_and_straight_marks_are_one() -> None:
    straight = "He did n't say it 's Trump 's -- ' no ' ...".split(" ")
    curly = "He did n’t say it ’s Trump ’s — ’ no ’ …".split(" ")
    assert tag(straight) == tag(curly)


def test_weights_are_small_and_load_fast() -> None:
    path = Path(tags.__file__).parent.parent / "weights" / "tagger.json.gz"
    assert path.stat().st_size < 3_000_000
    begun = time.process_time()
    tags.Tagger(load.__wrapped__("tagger.json.gz"))
    assert time.process_time() - begun < 1.5  # 0.1 s on an idle core


def test_words_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "_KEPT_WORDS", 10)
    ours = tags.Tagger(load("tagger.json.gz"))
    for n in range(100):
        ours.tag([f"word{n}", "x" * 1000])
    assert len(ours._words) <= 12


LESSONS: list[training.Sentence] = [
    (["the", "dog", "barks", "."], ["DT", "NN", "VBZ", "."]),
    (["the", "dogs", "bark", "."], ["DT", "NNS", "VBP", "."]),
    (["dogs", "bark", "the", "zzz"], ["NNS", "VBP", "DT", None]),
]


def test_training_learns_what_it_is_taught() -> None:
    data = training.train(LESSONS, epochs=10, least=3, share=1.0, titled=0, shouted=0).average()
    learned = tags.Tagger(data)
    assert data["only"] == {str(learned.classes.index("DT")): "the"}
    for words, right in LESSONS[:2]:
        assert learned.tag(words) == right
    reference = Nltk.decode_json_obj(nltk_parameters(data))
    assert all(learned.tag(words) == reference.tags(words) for words, _ in LESSONS)


def test_training_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        training.write(training.train(LESSONS, epochs=3, least=3).average(), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


CONLLU = """\
# newdoc id = GUM_invented_one
# text = To wit, I don't.
1\tTo\tto\tADP\tIN\t_\t2\tcase\t_\t_
2\twit\twit\tNOUN\tNN\t_\t0\troot\t_\tSpaceAfter=No
3\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\t_
4\tI\tI\tPRON\tPRP\t_\t5\tnsubj\t_\t_
5-6\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
5\tdo\tdo\tAUX\tVBP\t_\t2\tdep\t_\t_
6\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
7\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# newdoc id = GUM_invented_two
# text = A first-rate U.S. plan
1\tA\ta\tDET\tDT\t_\t5\tdet\t_\t_
2\tfirst\tfirst\tADJ\tJJ\t_\t4\tamod\t_\tSpaceAfter=No
3\t-\t-\tPUNCT\tHYPH\t_\t2\tpunct\t_\tSpaceAfter=No
4\trate\trate\tNOUN\tNN\t_\t6\tcompound\t_\t_
5\tU.S.\tU.S.\tPROPN\tNNP\t_\t6\tcompound\t_\t_
6\tplan\tplan\tNOUN\tNN\t_\t0\troot\t_\t_
"""


def test_gum_is_read_and_cut_as_we_cut(tmp_path: Path) -> None:
    path = tmp_path / "gum.conllu.gz"
    path.write_bytes(gzip.compress(CONLLU.encode()))
    one, two = corpora.gum_documents(path)
    assert (one.name, two.name) == ("GUM_invented_one", "GUM_invented_two")
    assert one.sentences[0].text == "To wit, I don't."
    assert training.aligned(one.sentences[0]) == (
        ["To", "wit", ",", "I", "do", "n't", "."],
        ["TO", "NN", ",", "PRP", "VBP", "RB", "."],
    )
    # What GUM cuts at the hyphen has no one tag.
    assert training.aligned(two.sentences[0]) == (
        ["A", "first-rate", "U.S.", "plan"],
        ["DT", None, "NNP", "NN"],
    )


def test_headlines_are_made_and_known() -> None:
    prose: training.Sentence = (["the", "mayor", "denies", "fraud", "of", "votes"], ["DT"] * 6)
    (_, titled) = training.with_headlines([prose], titled=1, shouted=0, seed=1)
    (_, shouted) = training.with_headlines([prose], titled=0, shouted=1, seed=1)
    assert titled[0] == ["the", "Mayor", "Denies", "Fraud", "of", "Votes"]
    assert shouted[0] == ["THE", "MAYOR", "DENIES", "FRAUD", "OF", "VOTES"]
    assert training.is_headline(titled) and not training.is_headline(prose)


def test_the_command_rebuilds_the_same_files(tmp_path: Path) -> None:
    text = "Mr. Lee said no. He left.\n"
    tokens = [(0, 3, "NNP"), (4, 7, "NNP"), (8, 12, "VBD"), (13, 15, "DT"), (15, 16, ".")]
    more = [(17, 19, "PRP"), (20, 24, "VBD"), (24, 25, ".")]
    said = {"content": [[13, 15]], "cue": [[8, 12]], "source": [[0, 7]]}
    files = {
        "news-train.jsonl.gz": json.dumps({"doc": "a", "text": text, "attributions": [said]}),
        "news-train-syntax.jsonl.gz": json.dumps({"doc": "a", "sentences": [tokens, more]}),
        "gum.conllu.gz": CONLLU,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(gzip.compress(content.encode()))
    news, syntax, gum = (str(tmp_path / name) for name in files)
    built = []
    for out in (tmp_path / "one", tmp_path / "two"):
        arguments = ["--gold", news, "--syntax", syntax, "--gum", gum, "--out", str(out), "--epochs", "2"]
        arguments += ["punkt", "tagger", "confidence"]  # the engine is rebuilt in tests/test_train.py
        result = CliRunner().invoke(train_command, arguments, catch_exceptions=False)
        assert "held out" in result.output
        built.append(
            [(out / name).read_bytes() for name in ("punkt.json", "tagger.json.gz", "confidence.json")]
        )
    assert built[0] == built[1]
    learned = tags.Tagger(json.loads(gzip.decompress(built[0][1])))
    assert learned.tag(["Lee", "said"]) == ["NNP", "VBD"]
