"""The plan of the house: a module imports only what stands below it (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "quotes"
FLOORS = {
    "lean": 1,
    "model": 1,
    "weights": 1,
    "readers": 2,
    "language": 2,
    "speakers": 3,
    "attribution": 3,
    "wordings": 3,
    "database": 4,
    "pipeline": 4,
    "evaluate": 5,
    "export": 5,
    "ingest": 5,
    "records": 5,
    "site": 5,
    "scale": 6,
    "cli": 7,
    "train": 7,
    "__main__": 8,
    "__init__": 8,
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The top-level module or package a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms of ours that a file imports, lazily or not."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                base = parts[: len(parts) - node.level]
                names = [*base, *(node.module or "").split(".")] if node.module else list(base)
                targets = [names[0]] if names and names[0] else [alias.name for alias in node.names]
            elif node.module and node.module.split(".")[0] == "quotes":
                targets = node.module.split(".")[1:2] or [alias.name for alias in node.names]
            else:
                targets = []
            found.update(target for target in targets if target in FLOORS)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_data_flows_one_way(path: Path) -> None:
    here = room(path)
    for other in imported_rooms(path) - {here}:
        assert FLOORS[other] < FLOORS[here], f"{path} on floor {FLOORS[here]} imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_can_be_held_in_the_head(path: Path) -> None:
    if path.name in ("lexicon.py", "occupations.py"):
        return  # word lists
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420


def test_speakers_know_nothing_of_attribution() -> None:
    for path in (PACKAGE / "speakers").rglob("*.py"):
        assert "attribution" not in imported_rooms(path)


@pytest.mark.parametrize("module", ["quotes", "quotes.cli", "quotes.site", "quotes.database"])
def test_starting_does_not_load_nltk(module: str) -> None:
    code = f"import {module}, sys; sys.exit('nltk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("program", "loaded"),
    [
        ("from quotes.cli import cli; cli(['extract', 'a.txt'], standalone_mode=False)", set()),
        ("import quotes.ingest.warm", set()),
        (
            "import quotes; quotes.extract('“No,” Jo Lee said.'); import quotes.database",
            {"pandas", "sklearn"},
        ),
        ("from quotes.cli import cli; import quotes.database, pandas", {"pandas"}),
    ],
)
def test_what_happens_to_be_installed_is_not_loaded_by_our_own_programs(
    tmp_path: Path, program: str, loaded: set[str]
) -> None:
    for name in ("pandas", "sklearn", "matplotlib"):
        (tmp_path / f"{name}.py").write_text("Timestamp = str\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("“No,” Jo Lee said.", encoding="utf-8")
    show = "import sys; print(*{'pandas', 'sklearn', 'matplotlib'} & {*sys.modules}, file=sys.stderr)"
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {program}; {show}"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=tmp_path)
    assert set(run.stderr.decode().split()) == loaded
