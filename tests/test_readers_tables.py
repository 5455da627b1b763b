"""Tables of articles: which column is what, and what becomes of records that are not as they should be."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing

import pytest

from quotes.model import Article
from quotes.readers import Failure, Reading, Skipped, read, read_file
from quotes.readers.formats import is_named_like_records

TEXT = "“We lost,” Ana Ruiz said."


def items(data, name="news.nl", **how):
    if isinstance(data, str):
        data = data.encode()
    return list(read_file(io.BytesIO(data), name, Reading(**how)))


def lines(data, name="news.nl", **how):
    """What was said of everything that gave no article, and the texts of what did."""
    return [
        item.text if isinstance(item, Article)
        else item.line if isinstance(item, Failure)
        else f"skipped {item.path}: {item.reason}"
        for item in items(data, name, **how)
    ]  # fmt: skip


def nl(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


# (how a newsroom, an export or an interface names its columns, what is made of them)
NAMES = [
    (
        {"text": TEXT, "title": "Loss", "url": "https://a.example/1", "outlet": "The Herald",
         "published": "2024-05-06", "byline": "Jo Lee", "language": "en", "id": 7},
        ("Loss", "https://a.example/1", "The Herald", "2024-05-06", "Jo Lee", "en", "7"),
    ),
    (
        {"headline": "Loss", "body": TEXT, "link": "https://a.example/1", "publication": "The Herald",
         "pubDate": "Mon, 06 May 2024 10:00:00 GMT", "author": "Jo Lee"},
        ("Loss", "https://a.example/1", "The Herald", "2024-05-06T10:00:00+00:00", "Jo Lee", None, None),
    ),
    (  # as news interfaces on the web answer
        {"source": {"id": None, "name": "The Herald"}, "author": None, "title": "Loss",
         "publishedAt": "2024-05-06T10:00:00Z", "content": TEXT, "description": "A loss."},
        ("Loss", None, "The Herald", "2024-05-06T10:00:00+00:00", None, None, None),
    ),
    (
        {"Full_Text": TEXT, "Authors": ["Jo Lee", "Bo Kim"], "Date": 1714989600, "GUID": "x-1"},
        (None, None, None, "2024-05-06T10:00:00+00:00", "Jo Lee, Bo Kim", None, "x-1"),
    ),
    (
        {"content": "", "article": TEXT, "web_url": "https://news.bbc.co.uk/1", "date": "2024-05"},
        (None, "https://news.bbc.co.uk/1", "BBC", "2024-05", None, None, None),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("record", "known"), NAMES)
def test_the_usual_names_of_columns_are_recognised(record, known):
    (made,) = items(nl(record))
    assert made.text == TEXT
    facts = (made.title, made.url, made.outlet, made.published, made.byline, made.language, made.record)
    assert facts == known


def test_columns_can_be_named_and_then_nothing_else_is_taken_for_them():
    record = {"text": "A summary.", "story": {"full": TEXT}, "title": "Not this", "kicker": "This"}
    (made,) = items(nl(record), columns={"text": "story.full", "title": "kicker", "outlet": "=The Herald"})
    assert (made.text, made.title, made.outlet) == (TEXT, "This", "The Herald")


def test_extra_columns_are_kept_where_asked():
    record = {"id": 1, "text": TEXT, "section": "Politics", "tags": ["a", "ñ"], "empty": None}
    assert items(nl(record))[0].extra is None
    (made,) = items(nl(record), extra=True)
    assert json.loads(made.extra) == {"section": "Politics", "tags": ["a", "ñ"]}


def test_an_id_names_the_article_and_a_line_does_where_there_is_none():
    made = items(nl({"id": "a/1", "text": TEXT}, {"text": TEXT}))
    assert [(item.doc, item.path, item.record) for item in made] == [
        ("news.nl/a/1", "news.nl/a/1", "a/1"),
        ("news.nl/2", "news.nl", None),
    ]


def test_what_makes_no_sense_is_left_out_with_a_note_and_the_article_is_read():
    (made,) = items(nl({"text": TEXT, "date": "someday", "url": "javascript:alert(1)"}))
    assert (made.text, made.published, made.url) == (TEXT, None, None)
    assert made.note == "“javascript:alert(1)” is not a web address; “someday” is not a date"


def test_markup_in_a_text_is_read_as_what_it_means():
    markup = "<p>“We lost,” she&nbsp;said.</p><script>alert(1)</script><p>One<br>two &lt;3</p>"
    (made,) = items(nl({"text": markup}))
    assert made.text == "“We lost,” she said.\n\nOne\n\ntwo <3"
    assert items(nl({"text": "5 < 6 and <b> is bold"}))[0].text == "5 < 6 and <b> is bold"


def test_one_bad_line_in_the_middle_costs_that_line():
    data = nl({"text": TEXT}) + '{"text": "cut\n' + "\n[1]\n" + nl({"text": "Then."}, {"text": ""})
    assert lines(data) == [
        TEXT,
        "news.nl, line 2: not JSON (Invalid control character at, at character 14); "
        "mend the line or leave it out",
        "news.nl, line 4: not an object with columns; give each article as {…}",
        "Then.",
        "skipped news.nl, line 6: its text is empty",
    ]


def test_an_id_that_comes_twice_is_named_once_for_each_time():
    data = nl({"id": 1, "text": TEXT}, {"id": 1, "text": "Other."}, {"id": 2, "text": "Third."})
    assert lines(data) == [
        TEXT,
        "news.nl, line 2: its id “1” was another record's already; give every record an id of its own",
        "Third.",
    ]


def test_a_file_without_texts_is_one_failure_not_a_million():
    made = lines(nl(*[{"a": 1, "b": n} for n in range(1000)]))
    assert made == [
        "news.nl: none of the first 10 lines can be read, the last: no column is known to hold a text; "
        "name it with --text: a, b"
    ]


def test_a_line_that_is_too_long_is_passed_over_whole():
    data = nl({"text": "x" * 5000}, {"text": TEXT})
    assert lines(data, max_size=1000) == [
        "news.nl, line 1: over 0.0 MB, more than the 0 MB an article may have; "
        "split it into articles or raise --max-size",
        TEXT,
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
@pytest.mark.parametrize("form", ["nl", "json", "csv"])
def test_tables_in_every_encoding(form, encoding):
    data = {"nl": nl({"text": TEXT}), "json": json.dumps([{"text": TEXT}]), "csv": f'id,text\n1,"{TEXT}"\n'}
    data["nl"] = json.dumps({"text": TEXT}, ensure_ascii=False) + "\n"
    (made,) = items(data[form].encode(encoding), f"news.{form}", format=form)
    assert made.text == TEXT


def test_lines_may_be_in_several_encodings():
    data = "text\n“No” – Ana.\n".encode() + "Señor Ruiz said “no”.\n".encode("cp1252")
    assert lines(data, "news.csv") == ["“No” – Ana.", "Señor Ruiz said “no”."]


# (what a JSON file holds, the texts in it)
VALUES = [
    ([{"text": "One."}, {"text": "Two."}], ["One.", "Two."]),
    ({"text": "One.", "tags": [{"name": "x"}]}, ["One."]),
    ({"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}], "n": 2}, ["One.", "Two."]),
    ([], []),
]


@pytest.mark.parametrize(("value", "texts"), VALUES)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_of_every_shape(value, texts, indent):
    assert lines(json.dumps(value, indent=indent), "news.json") == texts


def test_values_one_after_the_other_are_read_as_well():
    assert lines('{\n"text": "One."\n}\n{\n"text": "Two."\n}', "news.json") == ["One.", "Two."]


def test_a_list_longer_than_any_piece_that_is_read_at_once():
    texts = [f"{n} " + "word " * 3000 for n in range(60)]
    assert lines(json.dumps([{"text": text} for text in texts]), "news.json") == texts


@pytest.mark.parametrize("cut", range(3, 53, 7))
def test_json_that_is_cut_off_gives_what_came_before(cut):
    whole = json.dumps([{"text": "One."}, {"text": "Two is longer than one."}, {"text": "Three."}])
    made = lines(whole[:-cut], "news.json")
    assert made[0] == "One."
    assert made[-1].startswith("news.json: not JSON from here on") and made[-1].endswith(
        "mend the file: it may be cut off"
    )


@pytest.mark.parametrize("data", ["[1, 2, 3]", "[[[[", '"text"', "{]", "[" * 100_000, '{"a":' * 100_000])
def test_json_that_is_no_table_is_a_failure(data):
    made = lines(data, "news.json", format="json")
    assert made and all("news.json" in line for line in made)


def test_csv_with_quoted_line_ends_and_semicolons():
    data = 'headline;body;date\n"A;b";"“We lost,”\nshe said.";2024-05-06\n'
    (made,) = items(data, "news.csv")
    assert (made.text, made.title, made.published) == ("“We lost,”\nshe said.", "A;b", "2024-05-06")


def test_tsv():
    assert lines(f"id\ttext\n1\t{TEXT}\n", "news.tsv") == [TEXT]


def test_rows_that_are_not_as_the_heading_says():
    data = f"id,text\n1,{TEXT}\n".replace(TEXT, f'"{TEXT}"') + "2\n3,a b,c\n\n4,Then.\n"
    assert lines(data, "news.csv") == [
        TEXT,
        "news.csv, row 2: 1 of 2 columns; fill in those that are missing",
        "news.csv, row 3: 3 columns, where the heading has 2; put its text in quotation marks",
        "Then.",
    ]


def test_a_csv_without_a_column_of_texts_is_one_failure_that_lists_what_there_is():
    assert lines("a,b\n1,2\n3,4\n", "news.csv") == [
        "news.csv: no column is known to hold a text; name it with --text: a, b"
    ]
    assert lines("a,text\n1,2\n", "news.csv", columns={"text": "txt"}) == [
        "news.csv: has no column “txt”; choose one with --text: a, text"
    ]


def test_a_field_of_ten_megabytes_costs_its_row():
    data = 'id,text\n1,"' + "word " * 2_000_000 + f'"\n2,"{TEXT}"\n'
    assert lines(data, "news.csv", max_size=5_000_000) == [
        "news.csv, row 1: 10.0 MB, more than the 5 MB an article may have; "
        "split it into articles or raise --max-size",
        TEXT,
    ]
    assert len(lines(data, "news.csv", max_size=20_000_000)[0]) == 10_000_000


def test_a_quotation_mark_that_is_never_closed():
    data = 'id,text\n1,Yes.\n2,"never closed\n' + "3,more\n" * 10
    assert lines(data, "news.csv")[1:] == [
        "news.csv, row 2: cannot be told apart from what follows (unexpected end of data); "
        "look for a quotation mark that is doubled or closed nowhere"
    ]
    endless = data + "4,more\n" * 100_000
    assert lines(endless, "news.csv", max_size=100_000)[1:] == [
        "news.csv: row 2 has no end: over 0.4 MB; what follows was not read; "
        "look for a quotation mark that is never closed, or raise --max-size"
    ]


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "news.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute('create table "the articles" (id integer primary key, body, headline, picture blob)')
        conn.execute(
            'insert into "the articles" values (1, ?, ?, ?), (2, null, null, null)', [TEXT, "L", b"\0"]
        )
        conn.execute("create table authors (name)")
        conn.commit()
    return path


def test_a_table_of_a_sqlite_database(database):
    before = database.read_bytes()
    made, empty = read([database], Reading(table="the articles", extra=True))
    assert (made.text, made.title, made.record, made.format, made.extra) == (TEXT, "L", "1", "sqlite", None)
    assert empty == Skipped(f"{database}, row 2", "its text is empty")
    assert database.read_bytes() == before and [*database.parent.iterdir()] == [database]


@pytest.mark.parametrize(
    ("table", "problem"),
    [(None, "holds a SQLite database"), ('x"; drop table authors', 'has no table “x"; drop table authors”')],
)
def test_which_table_must_be_said(database, table, problem):
    (failure,) = read([database], Reading(table=table))
    assert failure.line == f"{database}: {problem}; name a table with --from-table: authors, the articles"


def test_a_view_and_a_single_table_and_a_piped_database(tmp_path):
    path = tmp_path / "one.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("create table a (text)")
        conn.execute("insert into a values (?)", [TEXT])
        conn.commit()
        assert [item.text for item in read([path])] == [TEXT]
        conn.execute("create view b as select 'Viewed.' as text")
        conn.commit()
    assert [item.text for item in read([path], Reading(table="b"))] == ["Viewed."]
    piped = read(["-"], Reading(table="a"), stdin=io.BytesIO(path.read_bytes()))
    assert [item.text for item in piped] == [TEXT]


def test_a_damaged_database_is_a_failure(tmp_path):
    path = tmp_path / "bad.db"
    path.write_bytes(b"SQLite format 3\0" + b"\1" * 5000)
    (failure,) = read([path])
    assert failure.problem.startswith("a SQLite database that cannot be read")


@pytest.mark.parametrize(
    ("name", "table"),
    [("a.csv", True), ("a.jsonl.gz", True), ("a.db", True), ("a.txt", False), ("a.html.gz", False)],
)
def test_names_of_tables(name, table):
    assert is_named_like_records(name) is table
