"""The weights of nominals' referents are learned from texts whose speakers are marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("scipy")

from quotes.speakers.referents import chances
from quotes.train import nominals
from quotes.train.nominals import SourceCollector, marked, train, write
from quotes.weights import load

TEXT = (
    "In the old harbour, Ana Ruiz met Sen. Eva Dahl on Monday and talked about the weather. "
    "Ruiz left early. The plumber said the pipes were old."
)


def article(names: list[str] | None) -> dict[str, object]:
    """A row as `quotes evaluate` reads it, its one source "The plumber", marked with the names."""
    at = TEXT.index("The plumber")
    row: dict[str, object] = {
        "source": [[at, at + 11]],
        "cue": [[at + 12, at + 16]],
        "content": [[at + 17, len(TEXT) - 1]],
    }
    if names is not None:
        row["names"] = names
    return {"doc": "a", "text": TEXT, "attributions": [row]}


@pytest.fixture()
def read(tmp_path: Path):
    """Marked texts from rows, by way of a file."""

    def of(*rows: dict[str, object]) -> list[nominals.MarkedText]:
        path = tmp_path / "marked.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return list(marked([path]))

    return of


@pytest.mark.parametrize(
    ("names", "right"),
    [
        (["Ana Ruiz"], ["Ana Ruiz"]),
        ([], ["nobody"]),
        (["Bo Moyo"], ["nobody"]),  # whom the text does not name
        (None, None),  # not marked: nothing is learned from it
    ],
)
def test_what_an_example_teaches(read, names: list[str] | None, right: list[str] | None) -> None:
    examples = SourceCollector(read(article(names))[0]).collect({})
    if right is None:
        assert examples == []
        return
    ((rows, good, _),) = examples
    candidates = ["Ana Ruiz", "Eva Dahl", "nobody"]  # the last subject first
    assert len(rows) == len(candidates)
    assert [candidates[n] for n in good] == right


def test_what_was_learned_is_what_is_likeliest(read) -> None:
    texts = read(article(["Ana Ruiz"]))
    weights = train(texts)
    ((rows, _, _),) = SourceCollector(texts[0]).collect(weights)
    likely = chances(rows, weights)
    assert likely.index(max(likely)) == 0


def test_the_same_texts_give_the_same_bytes(read, tmp_path: Path) -> None:
    texts = read(article(["Ana Ruiz"]), article([]))
    for name in ("one.json.gz", "two.json.gz"):
        write(train(texts), tmp_path / name)
    assert (tmp_path / "one.json.gz").read_bytes() == (tmp_path / "two.json.gz").read_bytes()


def test_the_installed_weights_are_of_features_that_there_are() -> None:
    weights = load("nominals.json.gz")
    assert {"nobody person the", "fresh True False"} <= weights.keys()
