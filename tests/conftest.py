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
