"""`quotes export`: every format holds what the database holds, and keeps to its own rules."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from database_samples import extraction, person, said
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from quotes.cli import cli
from quotes.database import QuoteDatabase
from quotes.export import FORMATS
from quotes.export.annotations import AROUND, CONTEXT
from quotes.export.tei import parts, xml_id
from quotes.model import Article, Extraction, Quote, Span, Speaker

TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# Text that XML does not take easily, and quotes that nest, cross, go on and start at one place.
UGLY = "A & <b>\r\n“One \x00two,” \x85 he\u2028 said.\r\r  \t\n“Three ‘four’ five.\n\n“Six 😀 seven”]]>"


def export(*arguments):
    return CliRunner().invoke(cli, ["export", *map(str, arguments)])


@pytest.fixture(scope="module")
def ugly(tmp_path_factory) -> Path:
    """A database with the seeds, one article of several speakers, and one that nobody would write."""
    path = tmp_path_factory.mktemp("export") / "a.db"
    end = len(UGLY)
    spans = [(0, end), (9, 30), (20, 50), (20, 25), (25, 60), (9, end - 3)]
    quotes = tuple(
        Quote(n=n, kind="direct", content=(Span(*span),), speakers=(n % 3,) if n % 4 else ())
        for n, span in enumerate(spans, 1)
    )
    crossed = Extraction(
        Article(UGLY, url="https://e.org/?a=1&b=“2”", title="<T>", published="2019-10-18", byline="A & B"),
        (*quotes, Quote(n=7, kind="mixed", content=(Span(1, 3), Span(40, 45)), speakers=(0, 1))),
        (
            Speaker("Ana Ruiz", "person", "<the> mayor"),
            Speaker("李明", "person"),
            Speaker("3M", "organisation"),
        ),
    )
    both = extraction(said("We lost", person("Ana Ruiz"), person("Bo Lee")), url="https://e.org/2")
    with QuoteDatabase(path) as db:
        for one in (crossed, both):
            db.write(one)
    return path


def lines(done) -> list[dict]:
    return [json.loads(line) for line in done.stdout_bytes.splitlines()]


def stored(db: Path) -> dict[str, dict]:
    with QuoteDatabase(db, readonly=True) as database:
        sql = "select quotes.*, sources.text as article from quotes join sources on sources.id = source_id"
        return {row["id"]: row for row in database.query(sql)}


@pytest.mark.parametrize("db", ["quotes.db", "ugly"])
def test_tables_hold_every_quote(db, ugly, tmp_path):
    db = ugly if db == "ugly" else db
    rows = stored(db)
    found = lines(export(db, "--format", "nl"))
    assert {row["id"] for row in found} == rows.keys()
    for row in found:
        assert row["spans"] == json.loads(rows[row["id"]]["spans"])
        assert row["text"] == " … ".join(rows[row["id"]]["article"][a:b] for a, b in row["spans"])
    cells = list(csv.DictReader(io.StringIO(export(db, "--format", "csv").stdout_bytes.decode(), newline="")))
    assert [row["text"] for row in cells] == [row["text"] for row in found]
    assert json.loads(cells[0]["spans"]) == found[0]["spans"]
    assert export(db, "--format", "parquet", "--output", tmp_path / "a.parquet").exit_code == 0
    table = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert [row["text"] for row in table] == [row["text"] for row in found]
    assert [[span["start"], span["end"]] for span in table[0]["spans"]] == found[0]["spans"]


def test_filters_are_those_of_search():
    def texts(*filters):
        return {row["text"] for row in lines(export("quotes.db", "--format", "nl", *filters))}

    for filters in (["--speaker", "durazo"], ["--kind", "mixed"], ["--since", "2024"], ["--outlet", "NPR"]):
        searched = CliRunner().invoke(cli, ["search", "quotes.db", *filters, "--limit", "0", "--json"])
        assert texts(*filters) == {row["text"] for row in json.loads(searched.stdout)}
    assert len(texts("--speaker", "durazo")) > 1


@pytest.mark.parametrize("db", ["quotes.db", "ugly"])
def test_annotations_keep_the_rules_of_the_model(db, ugly):
    """The MUSTs of https://www.w3.org/TR/annotation-model/ for what is used of it."""
    rows = stored(ugly if db == "ugly" else db)
    found = lines(export(ugly if db == "ugly" else db, "--format", "annotations"))
    assert len({one["id"] for one in found}) == len(found) == len(rows)
    for one in found:
        row = rows[one["id"].rpartition(":")[2]]
        assert one["@context"] == CONTEXT and one["type"] == "Annotation"
        assert re.match(r"[a-z][a-z0-9+.-]*:\S+$", one["id"])
        assert one["motivation"] == "identifying" and one["generator"]["type"] == "Software"
        for body in one["body"]:
            assert body.keys() == {"type", "purpose", "value", "format"} and body["type"] == "TextualBody"
            assert isinstance(body["value"], str) and body["purpose"] in (
                "identifying",
                "describing",
                "tagging",
            )
        assert len(one["target"]) == len(json.loads(row["spans"])) > 0
        for target, span in zip(one["target"], json.loads(row["spans"]), strict=True):
            assert target["type"] == "SpecificResource" and ":" in target["source"]
            position, words = target["selector"]
            assert position == {"type": "TextPositionSelector", "start": span[0], "end": span[1]}
            text, (start, end) = row["article"], span
            assert words["type"] == "TextQuoteSelector" and words["exact"] == text[start:end]
            assert text[:start].endswith(words["prefix"]) and text[end:].startswith(words["suffix"])
            assert len(words["prefix"]) == min(start, AROUND)
            # Whoever has only the page finds the words by what stands around them.
            assert words["prefix"] + words["exact"] + words["suffix"] in text


def tei(db, *filters):
    done = export(db, "--format", "tei", *filters)
    assert done.exit_code == 0, done.stderr
    return etree.fromstring(done.stdout_bytes)


@pytest.mark.parametrize("db", ["quotes.db", "ugly"])
def test_tei_fits_the_schema(db, ugly):
    """The part of TEI P5 that is used, as a RELAX NG grammar, and what that cannot say."""
    corpus = tei(ugly if db == "ugly" else db)
    schema = etree.RelaxNG(etree.parse(str(Path(__file__).parent / "tei_subset.rng")))
    assert schema.validate(corpus), schema.error_log
    ids = [element.get(XML_ID) for element in corpus.iter() if element.get(XML_ID)]
    assert len(ids) == len(set(ids))
    for element in corpus.iter(f"{TEI}said"):
        pointers = [*element.get("who", "").split(), element.get("next"), element.get("prev")]
        assert all(pointer[1:] in ids for pointer in pointers if pointer)


def quoted(text_element) -> dict[str, list[list[int]]]:
    """The spans of every quote of a TEI text, put together again from its parts, in their order."""
    body = text_element.find(f"{TEI}text/{TEI}body")
    at, spans, following, starts = 0, {}, {}, []

    def walk(element):
        nonlocal at
        begun = at
        at += len(element.text or "")
        for child in element:
            walk(child)
            at += len(child.tail or "")
        if element.tag == f"{TEI}said":
            key = element.get(XML_ID)
            spans[key] = [begun, at]
            if element.get("next"):
                following[key] = element.get("next")[1:]
            if not element.get("prev"):
                starts.append(key)

    walk(body)
    found = {}
    for start in starts:
        chain = [start]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        found[start.removeprefix("quote-").partition(".")[0]] = [spans[key] for key in chain]
    return found


@pytest.mark.parametrize("db", ["quotes.db", "ugly"])
def test_texts_and_offsets_survive_tei(db, ugly):
    db = ugly if db == "ugly" else db
    rows, corpus = stored(db), tei(db)
    seen = 0
    for text in corpus.findall(f"{TEI}TEI"):
        written = "".join(text.find(f"{TEI}text/{TEI}body").itertext())
        for key, spans in quoted(text).items():
            row = rows[key]
            seen += 1
            assert written == re.sub("[\x00-\x08]", "\ufffd", row["article"])
            # A line end between two parts belongs to no paragraph; all else of the quote is in its parts.
            inside = {i for start, end in json.loads(row["spans"]) for i in range(start, end)}
            covered = [i for start, end in spans for i in range(start, end)]
            assert len(covered) == len(set(covered)) and set(covered) <= inside
            assert not "".join(row["article"][i] for i in sorted(inside - set(covered))).strip("\r\n\t ")
            assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert seen == len(rows)


def test_who_speaks_is_listed_and_pointed_to(ugly):
    corpus = tei(ugly)
    people = {
        p.get(XML_ID): p.findtext(f"{TEI}persName") for p in corpus.iter(f"{TEI}person", f"{TEI}personGrp")
    }
    assert set(people.values()) == {"Ana Ruiz", "李明", "3M", "Bo Lee"}
    pointed = {pointer[1:] for said in corpus.iter(f"{TEI}said") for pointer in said.get("who", "").split()}
    assert pointed == set(people)
    assert {said.get("who") for said in corpus.iter(f"{TEI}said")} >= {"#ana-ruiz #bo-lee", None}
    alone = tei(ugly, "--speaker", "Bo Lee")
    assert len(alone.findall(f"{TEI}TEI")) == 1 and len(list(alone.iter(f"{TEI}person"))) == 2


SPAN = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(list)


@settings(max_examples=200)
@given(st.lists(st.lists(SPAN, max_size=3), max_size=8), st.sets(st.integers(1, 59), max_size=5))
def test_parts_never_cross_and_lose_nothing(quotes, cuts):
    edges = [0, *sorted(cuts), 60]
    paragraphs = list(pairwise(edges))
    found = parts(quotes, paragraphs)
    for n, spans in enumerate(quotes):
        mine = [part for part in found if part.quote == n]
        assert [part.n for part in mine] == list(range(1, len(mine) + 1))
        covered = {i for part in mine for i in range(part.start, part.end)}
        assert covered == {i for start, end in spans for i in range(start, end)}
    for a, b in pairwise(found):
        assert a.start <= b.start
    for a in found:
        assert any(first <= a.start < a.end <= last for first, last in paragraphs)
        for b in found:
            assert a.end <= b.start or b.end <= a.start or a.start <= b.start < b.end <= a.end or (
                b.start <= a.start < a.end <= b.end
            )  # fmt: skip


@pytest.mark.parametrize(
    ("speaker", "name"),
    [("ana-ruiz", "ana-ruiz"), ("3m", "_3m"), ("李明", "李明"), ("a b", "a_x20_b"), ("", "_")],
)
def test_an_id_becomes_a_name_of_xml(speaker, name):
    assert xml_id(speaker) == name


@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_found_is_an_empty_export_and_a_word(format_, tmp_path):
    done = export("quotes.db", "--format", format_, "--speaker", "nobody", "--output", tmp_path / "a")
    assert (done.exit_code, done.stderr) == (0, "No quotes found.\n")
    assert (tmp_path / "a").exists()
    if format_ == "tei":
        assert etree.parse(str(tmp_path / "a")).getroot().tag == f"{TEI}teiCorpus"


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["no.db", "--format", "nl"], 1, "there is no such database"),
        (["quotes.db", "--format", "doc"], 2, "is not one of"),
        (["quotes.db", "--format", "nl", "--output", "no/such/folder"], 1, "No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments, code, line):
    done = export(*arguments)
    assert done.exit_code == code and line in done.stderr.splitlines()[-1]
