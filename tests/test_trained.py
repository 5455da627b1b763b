"""The trained engine: its arithmetic against the textbook, its promises against ugly texts."""

from __future__ import annotations

import io
from itertools import pairwise, product

import numpy as np
import pytest

import quotes
from quotes.attribution import attribute
from quotes.attribution.trained.bundle import bundle
from quotes.attribution.trained.candidates import candidates
from quotes.attribution.trained.columns import Vocabulary, columns, head_of_cue, lemma_of
from quotes.attribution.trained.crf import Layout, Rows, Template, marginals, spans_of
from quotes.attribution.trained.engine import LONGEST, blocks
from quotes.attribution.trained.judging import judge_features
from quotes.attribution.trained.selection import chosen, printed_words
from quotes.language import analyse
from quotes.weights import load_arrays

ARTICLE = """Bridge stays shut, council says

PORT MARLOW — The council voted on Tuesday to keep the swing bridge shut, and Ana Ruiz, who heads the works \
committee, said the bearings had been dry for years.

“We lost the vote, but we learned a great deal about grease,” Ruiz told reporters. “Ask me again in spring.”

Her deputy, Bo Lee, warned that the repairs would cost more than the council had set aside, and promised a \
report by June. He called the tender “a cruel joke on the ferrymen”.

“The deal is dead,” Lee said, according to the Marlow Gazette.

Residents were puzzled. “Nobody told us anything at all.”
"""


# Linear-chain fields


def test_marginals_are_those_of_counting_every_path() -> None:
    random = np.random.default_rng(7)
    moves = random.normal(size=(3, 3))
    layout = Layout.of([(0, 4), (4, 5), (5, 8)], 8)
    scores = random.normal(size=(8, 3))
    found = np.zeros((8, 3))
    found[layout.tokens[layout.order]] = marginals(layout, scores[layout.tokens[layout.order]], moves)
    for first, last in ((0, 4), (4, 5), (5, 8)):
        expected = np.zeros((last - first, 3))
        for path in product(range(3), repeat=last - first):
            score = sum(scores[first + k, label] for k, label in enumerate(path))
            score += sum(moves[a, b] for a, b in pairwise(path))
            for k, label in enumerate(path):
                expected[k, label] += np.exp(score)
        assert np.allclose(found[first:last], expected / expected.sum(axis=1, keepdims=True))


def test_a_layout_takes_the_longest_sequences_first_step_by_step() -> None:
    layout = Layout.of([(0, 1), (1, 4), (4, 6)], 6)
    assert layout.counts == [3, 2, 1]
    assert layout.tokens[layout.order].tolist() == [1, 4, 0, 2, 5, 3]
    assert layout.tokens[0] == 6  # padding


def test_a_template_gives_each_combination_its_own_number() -> None:
    layout = Layout.of([(0, 3)], 3)
    tokens = layout.tokens
    rows = Rows(layout, {"a": np.array([1, 2, 1, 0])[tokens], "b": np.array([1, 1, 3, 0])[tokens]})
    ids = Template("a@0 b@1", {"a": 3, "b": 4}).ids(rows)[layout.starts[0] :][:3]
    assert ids.tolist() == [1 * 4 + 1, 2 * 4 + 3, 1 * 4 + 0]  # 0: nothing stands behind the last


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ([0, 1, 2, 2, 0], [(1, 4)]),
        ([1, 1, 2], [(0, 1), (1, 3)]),
        ([0, 2, 2], [(1, 3)]),  # goes on without a beginning
        ([0, 5, 0], []),
        ([1], [(0, 1)]),
    ],
)
def test_spans_of_labels(labels: list[int], spans: list[tuple[int, int]]) -> None:
    assert list(spans_of(labels, 1, 2)) == spans


# What the models see


@pytest.mark.parametrize(
    ("cue", "head"),
    [
        ("had been told", "told"),
        ("according to", "according"),
        ("'s claim", "claim"),
        ("is sure", "is"),
        ("was", "was"),
    ],
)
def test_the_head_of_a_cue(cue: str, head: str) -> None:
    document = analyse(f"Lee {cue} that it rained.")
    words = document.words
    tokens = list(range(1, words.index("that")))
    found = head_of_cue(words, document.tags, tokens)
    assert found is not None and words[found] == head


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hopes", "hoped"),
        ("plans", "planning"),
        ("backs", "backed"),
        ("carries", "carried"),
        ("said", "says"),
    ],
)
def test_forms_of_a_verb_share_their_lemma(one: str, other: str) -> None:
    assert lemma_of(one) == lemma_of(other)


def test_columns_have_an_entry_for_every_token_and_stay_below_their_sizes() -> None:
    document = analyse(ARTICLE + "«Ça va», a dit Élodie. 6'3\" 🙂 １２３ ﷺ")
    known = bundle().vocabulary
    seen = columns(document, attribute(document, "rules"), known)
    for name, ids in seen.ids.items():
        assert len(ids) == len(document.words)
        assert ids.min() >= 0 and ids.max() < known.sizes[name], name


def test_an_unknown_word_has_the_id_of_all_unknown_words() -> None:
    rows = Vocabulary(["said"], ["say"]).rows(["said", "frobnicated", "Said"])
    assert rows[:, 0].tolist() == [2, 1, 2]


# What comes out


def test_every_candidate_has_the_features_that_the_judge_was_trained_on() -> None:
    document = analyse(ARTICLE)
    weights = bundle()
    seen = columns(document, attribute(document, "rules"), weights.vocabulary)
    found, evidence = candidates(document, seen, weights.tagging, weights.linking)
    judge_features(document, seen, found, evidence)
    assert weights.judge is not None
    assert len({len(c.features) for c in found}) == 1
    assert all(np.isfinite(c.features).all() for c in found)
    probabilities = weights.judge.probabilities([c.features for c in found])
    assert ((probabilities > 0) & (probabilities < 1)).all()
    kept = [found[k] for k in chosen(found, probabilities, printed_words(document, seen))]
    heads = [c.head for c in kept if c.head >= 0]
    assert len(heads) == len(set(heads))


def test_an_article() -> None:
    extraction = quotes.extract(ARTICLE)
    found = [
        (extraction.words(q.content), q.source.text if q.source else None, q.via) for q in extraction.quotes
    ]
    assert (
        "“We lost the vote, but we learned a great deal about grease,” … “Ask me again in spring.”",
        "Ruiz",
        None,
    ) in found
    assert ("“The deal is dead,”", "Lee", "Marlow Gazette") in found
    assert any(words == "the bearings had been dry for years" for words, _, _ in found)
    assert any("repairs would cost more" in words and who and "Bo Lee" in who for words, who, _ in found)
    assert any("a cruel joke" in words and who == "He" for words, who, _ in found)


@pytest.mark.parametrize("engine", ["trained", "rules"])
def test_words_in_marks_are_never_lost(engine: str) -> None:
    extraction = quotes.extract(ARTICLE, engine=engine)
    covered = [span for quote in extraction.quotes for span in quote.content]
    for words in ("“We lost", "“Ask me again", "“a cruel joke", "“The deal is", "“Nobody told us"):
        at = ARTICLE.index(words)
        assert any(start <= at < end for start, end in covered), words


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # marks stay whole
        ('Jane Oye, who once described herself as "a woman married to a fern," died on March 3.', 'a fern,"'),
        # what a noun introduces ends before the verb of its sentence
        ("The minister's claim that wards are fully staffed drew scorn from nurses.", "fully staffed"),
    ],
)
def test_where_content_ends(text: str, content: str) -> None:
    (quote,) = quotes.extract(text).quotes
    assert text[: quote.content[-1].end].endswith(content)


def test_nobody_is_quoted_for_being_cited() -> None:
    text = "The Daily Nation reported the raid on Friday, citing a hospital source."
    found = quotes.extract(text, attitudes=True, min_confidence=0)
    assert "a hospital source" not in [found.words(quote.content) for quote in found.quotes]


def test_no_span_is_a_mere_mark() -> None:
    text = 'Trump, who has called climate change "a hoax," praised the ruling on Truth Social: "GREAT DAY!!!"'
    for quote in quotes.extract(text, attitudes=True, min_confidence=0).quotes:
        assert all(any(map(str.isalnum, text[start:end])) for start, end in quote.content)


def test_quotes_overlap_only_where_one_stands_in_another() -> None:
    for quote in (extraction := quotes.extract(ARTICLE * 3, attitudes=True, min_confidence=0)).quotes:
        for other in extraction.quotes:
            if quote.n < other.n and quote.nested_in is None and other.nested_in is None:
                letters = sum(end - start for start, end in other.content)
                shared = sum(
                    max(0, min(b, d) - max(a, c)) for a, b in quote.content for c, d in other.content
                )
                assert shared <= 0.34 * letters


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "“",
        "said said said said",
        "“” said",
        ": : : Q: A: Q:",
        "\x00“a\x00b,” he said",
        "He said “" + "a " * 3000,
        "according to " * 400,
        "“a” said b. " * 1500,
        "word " * 20_000,
        "‘" * 2000 + "’" * 2000,
        "\ud800 said \udfff “x y z w”",
    ],
)
def test_any_text_gives_an_extraction(text: str) -> None:
    extraction = quotes.extract(text, attitudes=True, min_confidence=0)
    for quote in extraction.quotes:
        assert all(0 <= start < end <= len(text) for start, end in quote.content)
        assert 0 <= quote.confidence <= 1


def test_the_same_text_gives_the_same_quotes() -> None:
    assert quotes.extract(ARTICLE) == quotes.extract(ARTICLE)


def test_a_long_document_is_worked_on_in_blocks_that_hold_every_token_once() -> None:
    document = analyse(ARTICLE * 150)
    parts = list(blocks(document))
    assert len(parts) > 1
    assert [start for part in parts for start in part.starts] == document.starts
    assert all(len(part.words) < 2 * LONGEST for part in parts)
    assert sum(len(part.quotations) for part in parts) == len(document.quotations)


def test_a_long_document_gives_each_copy_of_an_article_its_quotes() -> None:
    many = quotes.extract(ARTICLE * 60)
    found = [many.words(quote.content) for quote in many.quotes]
    for opening in (
        "the bearings had been dry",
        "“We lost the vote",
        "that the repairs",
        "“The deal is dead,”",
    ):
        assert sum(words.startswith(opening) for words in found) == 60, opening


def test_a_weight_file_with_an_object_in_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Planted:
        def joinpath(self, name: str) -> Planted:
            return self

        def open(self, mode: str) -> io.BytesIO:
            file = io.BytesIO()
            np.savez(file, bad=np.array([print], dtype=object))
            return io.BytesIO(file.getvalue())

    monkeypatch.setattr("quotes.weights.files", lambda package: Planted())
    with pytest.raises(ValueError, match="allow_pickle"):
        load_arrays("engine.npz")
