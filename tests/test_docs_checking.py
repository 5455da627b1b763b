"""docs/checking.md shows what the commands print; `python -m tests.test_docs_checking` writes it anew."""

from __future__ import annotations

import re
import shlex
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from quotes.cli import cli

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "checking.md"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


def printed(commands: list[str], folder: Path) -> str:
    """What a terminal of 110 columns shows of the commands, each behind its "$ "."""
    shown = []
    for command in commands:
        shown.append(f"$ {command}")
        arguments = [
            str(folder / word)
            if word == "speech.db"
            else str(ROOT / word)
            if word.startswith("tests/")
            else word
            for word in shlex.split(command)[1:]
        ]
        with ExitStack() as patches:
            for module in ("output", "check", "wordings"):
                patches.enter_context(patch(f"quotes.cli.{module}.on_terminal", lambda: True))
                patches.enter_context(patch(f"quotes.cli.{module}.terminal_width", lambda: 110))
            result = CliRunner().invoke(cli, arguments)
        shown += result.output.splitlines()
    return "\n".join(shown) + "\n"


def rewritten(text: str, folder: Path) -> str:
    """The page with what its commands print today."""

    def block(match: re.Match[str]) -> str:
        commands = [line[2:] for line in match[0].splitlines() if line.startswith("$ ")]
        if any(">" in shlex.split(command) for command in commands):
            return match[0]
        return printed(commands, folder)

    return _BLOCK.sub(block, text)


def test_the_page_on_checking_shows_what_the_commands_print(tmp_path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert rewritten(text, tmp_path) == text, "run: python -m tests.test_docs_checking"


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8"), Path(name)), encoding="utf-8")
