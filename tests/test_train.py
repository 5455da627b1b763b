"""The engine is rebuilt from annotated texts alone, the same each time, and runs as it was trained.

Needs the extra `train` (PyTorch, scikit-learn), and is skipped without it: nothing else of the project does.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from quotes.attribution.trained import linking, tagging  # noqa: E402
from quotes.attribution.trained.bundle import Bundle  # noqa: E402
from quotes.attribution.trained.columns import Vocabulary, columns  # noqa: E402
from quotes.attribution.trained.judging import Judge  # noqa: E402
from quotes.attribution.trained.network import network  # noqa: E402
from quotes.train import bundle, engine, fields, judge  # noqa: E402

PEOPLE = "Ruiz Lee Okafor Haddad Moyo Dahl Nwosu Perić Bang Solheim".split()
THINGS = "bridge ferry tunnel harbour market school river station".split()


def document(n: int) -> dict[str, Any]:
    """An invented article of some sentences, half of them attributions, annotated."""
    text, rows = "", []
    for k in range(6):
        who, what = PEOPLE[(n + k) % len(PEOPLE)], THINGS[(3 * n + k) % len(THINGS)]
        verb = ("said", "warned", "hoped")[(n + k) % 3]
        content = f"the {what} would stay shut until spring"
        start = len(text)
        if k % 2:
            text += f"{who} {verb} {content}.\n"
            at = start + len(who) + len(verb) + 2
            rows.append((start, start + len(who), start + len(who) + 1, at - 1, at, at + len(content)))
        else:
            text += f"The {what} lies behind the hill where {who} was born.\n"
    return {
        "doc": str(n),
        "text": text,
        "attributions": [
            {"source": [[a, b]], "cue": [[c, d]], "content": [[e, f]]} for a, b, c, d, e, f in rows
        ],
    }


@pytest.fixture(scope="module")
def gold() -> list[dict[str, Any]]:
    return [document(n) for n in range(50)]


@pytest.fixture(scope="module")
def built(gold: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    return bundle.train(gold, log=lambda line: None)


def test_the_same_texts_give_the_same_weights(gold, built) -> None:
    again = bundle.train(gold, log=lambda line: None)
    assert built.keys() == again.keys()
    assert all(np.array_equal(built[name], again[name]) for name in built)


def test_what_was_written_is_read_back(built, tmp_path) -> None:
    bundle.write(built, tmp_path / "engine.npz")
    with np.load(tmp_path / "engine.npz", allow_pickle=False) as file:
        weights = Bundle.of(dict(file))
    assert isinstance(weights.judge, Judge)
    assert "said" in weights.vocabulary.words


def test_a_field_runs_as_it_was_trained(gold, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numpy's scores are PyTorch's, but for the rounding of the exported weights."""
    monkeypatch.setattr(fields, "LEAST", 0.0)
    items = [engine.annotated(row) for row in gold]
    known = Vocabulary(*engine.vocabulary(items))
    spec, _ = engine.specs(known)
    seen = engine.columns_of(items[0], known)
    examples = [engine.tagging_example(item, engine.columns_of(item, known), spec) for item in items]
    trained = fields.train(examples, spec, epochs=2, log=lambda line: None)
    meta, arrays = fields.exported(trained, "tagging")
    weights = network("tagging", {"tagging": meta}, arrays, known.sizes)
    (batch,) = fields.batches(examples[:1], trained.keys, spec, 1)
    with torch.no_grad():
        scores = trained(
            fields._long(batch.wide),
            {"token": fields._long(batch.parts["token"])},
            {"token": fields._long(batch.rows["token"])},
        ).numpy()
    expected, _, _ = fields.expectations(
        scores.astype(float), batch.layout, trained.moves.detach().numpy().astype(float)
    )
    rows = tagging.rows_of(seen).layout.tokens[batch.layout.tokens[batch.layout.order]]
    found = tagging.tagged(weights, seen)[rows]
    assert np.abs(found - expected).max() < 0.01


def test_the_trees_run_as_they_were_trained() -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(600, 8)).astype(np.float32).astype(float)
    y = (x[:, 0] * x[:, 1] + 0.3 * random.normal(size=600)) > 0
    model = judge._fitted(x, y)
    arrays = judge.trees(model) | {
        "judge.raw": np.array([0.0, 1.0]),
        "judge.calibrated": np.array([0.0, 1.0]),
    }
    assert np.allclose(Judge(arrays).probabilities(x.tolist()), model.predict_proba(x)[:, 1], atol=1e-3)


def test_the_annotation_of_a_cue_becomes_labels_of_its_window(gold) -> None:
    item = engine.annotated(gold[0])
    known = Vocabulary(*engine.vocabulary([item]))
    _, spec = engine.specs(known)
    heads = engine.heads_of(item)
    assert [item.document.words[head] for head in heads] == ["warned", "said", "hoped"]
    example = engine.linking_example(item, columns(item.document, item.relations, known), spec)
    assert example is not None
    start, length = int(example.layout.starts[0]), int(example.layout.lengths[0])
    names = [tagging.LABELS[label] for label in example.labels[start : start + length]]
    assert names == ["BS", "BK", "BC", *["IC"] * 6, "O"]
    assert linking.windows_of(item.document, engine.columns_of(item, known), list(heads)).heads == list(heads)
