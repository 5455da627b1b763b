"""`quotes.db`: what a clone can browse at once is what importing `seeds/` gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from quotes.cli import cli
from quotes.database import QuoteDatabase
from quotes.database.verify import verify

ROOT = Path(__file__).parent.parent
TRACKED = ROOT / "quotes.db"
WHEN_IT_WAS_RUN = {"imports": ["started", "finished", "version"], "sources": ["imported"]}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of `seeds/`, made as the README says."""
    path = tmp_path_factory.mktemp("rebuilt") / "quotes.db"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(ROOT)
        result = CliRunner().invoke(cli, ["import", str(path), "seeds/"])
    assert result.exit_code == 0, result.output
    assert result.stdout.rstrip().endswith(f"datasette {path}")
    return path


def tables(path: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each table with its rows in order, without what tells when they were made."""
    with QuoteDatabase(path, readonly=True) as db:
        names = [row["name"] for row in db.query("select name from sqlite_master where type = 'table'")]
        for name in sorted(n for n in names if "_fts" not in n and not n.startswith(("sqlite_", "_"))):
            rows = list(db.query(f'select * from "{name}"'))
            for row in rows:
                for column in WHEN_IT_WAS_RUN.get(name, []):
                    row[column] = None
            yield name, sorted(rows, key=repr)


def test_the_tracked_database_holds_what_importing_the_seeds_gives(rebuilt: Path) -> None:
    with QuoteDatabase(TRACKED, readonly=True) as db:
        own = list(db.query("select path from sources where path is null or path not like 'seeds/%'"))
    if own:
        pytest.skip(f"somebody's own articles are in quotes.db, {own[0]['path']} for one")
    assert dict(tables(TRACKED)) == dict(tables(rebuilt)), (
        "quotes.db is out of date: remove it and run `SOURCE_DATE_EPOCH=0 quotes import quotes.db seeds/`"
    )


def test_every_row_of_the_tracked_database_is_proved() -> None:
    with QuoteDatabase(TRACKED, readonly=True) as db:
        assert list(verify(db)) == []


def test_importing_the_seeds_again_changes_nothing(rebuilt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = hashlib.sha256(rebuilt.read_bytes()).hexdigest()
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, ["import", str(rebuilt), "seeds/"])
    assert "0 added, 0 updated, 9 unchanged" in result.output
    assert hashlib.sha256(rebuilt.read_bytes()).hexdigest() == before


USERS_DOCUMENT = [
    # how the content begins, kind, speaker, via, addressee
    ("army and National Guard troops", "indirect", "Alfonso Durazo", None, None),
    ("given the size of the force outside", "indirect", "Alfonso Durazo", None, None),
    ("“With the goal of safeguarding", "direct", "Alfonso Durazo", "NPR", None),
    ("two people were killed and 21", "indirect", "Cristobal Castañeda", None, "the Televisa network"),
    ("they saved lives by releasing Guzman", "indirect", "Andres Manuel Lopez Obrador", None, None),
    ("“The officials who took this", "direct", "Andres Manuel Lopez Obrador", "Reuters", None),
]


def test_the_users_document_is_in_it() -> None:
    with QuoteDatabase(TRACKED, readonly=True) as db:
        rows = list(
            db.query(
                "select attributed.*, quotes.start, sources.text as article from attributed "
                "join quotes on quotes.id = attributed.id join sources on sources.id = quotes.source_id "
                "where path = 'seeds/000_22f8e7120dd248bd.txt' order by quotes.start"
            )
        )
    assert [(r["kind"], r["speaker"], r["via"], r["addressee"]) for r in rows] == [
        (kind, speaker, via, addressee) for _, kind, speaker, via, addressee in USERS_DOCUMENT
    ]
    for row, (beginning, *_) in zip(rows, USERS_DOCUMENT, strict=True):
        assert row["text"].startswith(beginning)
        assert row["article"][row["start"] :].startswith(beginning)
    assert "“We’re doing really well in our strategy.”" in rows[-1]["text"]


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("0[1-9]-*.txt")), ids=lambda path: path.name)
def test_what_we_made_up_says_so(path: Path) -> None:
    front_matter = path.read_text(encoding="utf-8").split("---")[1]
    assert "fictional" in front_matter.lower()
