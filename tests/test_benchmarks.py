"""The benchmarks run, on little, and print their tables; no test asserts a time (docs/benchmarks.md)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent / "benchmarks"
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"), key=lambda path: path.stat().st_size)
SMALLEST = [str(path) for path in SEEDS[:2]]


@pytest.mark.parametrize(
    ("script", "arguments", "printed"),
    [
        ("speed.py", ["--rounds", "1", "--words", "0", *SMALLEST], "nltk: tokenizer and tagger"),
        ("memory.py", ["--runs", "1", "--engine", "rules", *SMALLEST], "before the first text"),
        ("import.py", ["--rounds", "1", "--workers", "1", "--", *SMALLEST], "import, 1 worker"),
        ("wordings.py", ["--database", str(Path(__file__).parent.parent / "quotes.db")], "asked, median"),
        ("site.py", ["--quotes", "300", "--times", "2"], "home of Datasette"),
        ("growth.py", ["--largest", "1000", "--engine", "rules", "news"], "rules: news"),
    ],
)
def test_a_benchmark_prints_its_table(script: str, arguments: list[str], printed: str) -> None:
    ran = subprocess.run(
        [sys.executable, str(BENCHMARKS / script), *arguments], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert printed in ran.stdout
