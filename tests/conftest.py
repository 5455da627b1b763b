"""Options that the whole suite shares."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# For `from tests.speaker_gold import …` under any runner; last, so that an installed `quotes` comes first.
sys.path.append(str(Path(__file__).resolve().parent.parent))


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("phenomena", "the parser's floor on tests/phenomena")
    group.addoption(
        "--update-baseline",
        action="store_true",
        help="write what passes now into tests/phenomena/baseline.json; refused when something was lost",
    )
    group.addoption(
        "--lower-baseline",
        action="store_true",
        help="the same, and allow that cases which passed before fail from now on",
    )


@pytest.fixture(params=[False, True], ids=["joined", "waiting"])
def waiting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways: as in a small database, and with new rows that wait to join, as in a large one."""
    from quotes.database import recent

    if request.param:
        monkeypatch.setattr(recent, "_LARGE", -1)
        monkeypatch.setattr(recent, "_ROOT", 1e9)
    return bool(request.param)
