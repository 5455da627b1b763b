"""Shards: an extraction goes into Parquet and comes back as it was; what is no shard is refused."""

from __future__ import annotations

import dataclasses
import typing

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotes.database.ids import clean
from quotes.model import Article, Extraction, Mention, Quote, Span, Speaker
from quotes.pipeline import extract
from quotes.readers import Unreadable, read
from quotes.scale import shards
from quotes.scale.shards import ShardWriter, from_row, read_shard, schema, shard_facts, to_row

TEXTS = st.text(st.characters(exclude_categories=[]), max_size=20).map(clean)  # surrogates and NUL, too
SPANS = st.builds(Span, st.integers(0, 2**40), st.integers(0, 2**40))
st.register_type_strategy(str, TEXTS)
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
st.register_type_strategy(float, st.floats(allow_nan=False))
st.register_type_strategy(Span, SPANS)
for kind in (Article, Speaker, Mention, Quote):
    st.register_type_strategy(
        kind,
        st.builds(kind, **{
            name: st.from_type(hint) for name, hint in typing.get_type_hints(kind).items()
        }),
    )  # fmt: skip


def written(path, *extractions):
    with ShardWriter(path, {"version": "0"}) as writer:
        for extraction in extractions:
            writer.write(extraction)
    return path


@pytest.fixture(scope="module")
def seeds() -> list[Extraction]:
    return [extract(article) for article in read(["seeds/"])]


def test_the_seeds_come_back_as_they_were(seeds, tmp_path):
    assert list(read_shard(written(tmp_path / "a.parquet", *seeds))) == seeds
    assert any(quote.nested_in for extraction in seeds for quote in extraction.quotes)


@settings(max_examples=50, deadline=None)
@given(st.from_type(Article), st.lists(st.from_type(Speaker), max_size=2), st.data())
def test_any_extraction_comes_back_as_it_was(article, speakers, data):
    inside = st.lists(st.sampled_from(range(len(speakers))), max_size=2) if speakers else st.just([])
    quotes = [
        dataclasses.replace(quote, speakers=tuple(data.draw(inside)))
        for quote in data.draw(st.lists(st.from_type(Quote), max_size=2))
    ]
    extraction = Extraction(article, tuple(quotes), tuple(speakers), data.draw(TEXTS), None)
    row = pa.RecordBatch.from_pylist([to_row(extraction)], schema=schema()).to_pylist()[0]
    assert from_row(row) == extraction


def test_lone_surrogates_become_what_the_database_would_make_of_them(tmp_path):
    (back,) = read_shard(written(tmp_path / "a.parquet", Extraction(Article("a\ud800b\0c", path="\udcff"))))
    assert (back.article.text, back.article.path) == ("a\ufffdb\0c", "\ufffd")


def test_rows_have_plain_columns_and_the_words_of_every_quote(seeds):
    row = to_row(seeds[0])
    assert list(row)[-1] == "text" and set(row) == set(schema().names)
    quote = row["quotes"][0]
    assert (quote["text"], quote["speaker"]) == (
        seeds[0].words(seeds[0].quotes[0].content),
        seeds[0].speakers[seeds[0].quotes[0].speakers[0]].name,
    )


def test_the_schema_has_every_field_of_the_model():
    names = set(schema().names)
    assert {field.name for field in dataclasses.fields(Article)} <= names
    own = {field.name for field in dataclasses.fields(Extraction)} - {"article", "outlet", "language"}
    assert own | {"credited_outlet", "detected_language"} <= names
    quote = {field.name for field in schema().field("quotes").type.value_type}
    assert quote == {field.name for field in dataclasses.fields(Quote)} | {"text", "speaker"}


def test_many_articles_are_read_and_written_a_part_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "_ROWS", 10)
    many = [Extraction(Article(f"{n}")) for n in range(25)]
    path = written(tmp_path / "a.parquet", *many)
    assert pq.ParquetFile(path).num_row_groups == 3
    assert list(read_shard(path)) == many


def test_a_long_article_fills_a_row_group(tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "_CHARACTERS", 100)
    path = written(tmp_path / "a.parquet", *[Extraction(Article("a" * 60))] * 4)
    assert pq.ParquetFile(path).num_row_groups == 2


def test_a_shard_of_an_older_schema_is_read_and_unknown_columns_are_passed_over(tmp_path):
    table = pa.table({"text": ["No."], "mood": ["bad"]})
    table = table.replace_schema_metadata({b"quotes": b'{"schema": 0}'})
    pq.write_table(table, tmp_path / "a.parquet")
    assert list(read_shard(tmp_path / "a.parquet")) == [Extraction(Article("No."))]


def newer(path):
    table = pa.table({"text": ["No."]}).replace_schema_metadata({b"quotes": b'{"schema": 999}'})
    pq.write_table(table, path)


def foreign(path):
    pq.write_table(pa.table({"text": ["No."]}), path)


def cut_short(path):
    written(path, Extraction(Article("No. " * 100)))
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (newer, "written by a newer version of quotes"),
        (foreign, "a Parquet file, but no shard of quotes"),
        (cut_short, "not a whole Parquet file"),
        (lambda path: path.write_text("No."), "not a whole Parquet file"),
    ],
)
def test_what_is_no_shard_is_refused(make, problem, tmp_path):
    make(tmp_path / "a.parquet")
    for look in (shard_facts, lambda path: list(read_shard(path))):
        with pytest.raises(Unreadable, match=problem) as refused:
            look(tmp_path / "a.parquet")
        assert "\n" not in str(refused.value)
