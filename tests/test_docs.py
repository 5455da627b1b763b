"""The documentation says what the commands do: every command, every option, every example."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from quotes.cli import cli
from quotes.cli.listing import every_command

ROOT = Path(__file__).parent.parent
COMMANDS = sorted(every_command(cli))
NAMES = [name for name, _ in COMMANDS]


def examples(command: click.Command) -> list[list[str]]:
    """The calls of `quotes` in a command's examples, as lists of words."""
    _, _, lines = (command.epilog or "").partition(":\n")
    calls = [call.strip() for line in lines.splitlines() for call in line.split(" | ")]
    return [shlex.split(call)[1:] for call in calls if call.startswith("quotes ")]


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=NAMES)
def test_every_command_has_help_with_an_example_of_itself(name, command):
    assert command.help and command.get_short_help_str(limit=200)
    assert any(call[: len(name.split())] == name.split() for call in examples(command))


@pytest.mark.parametrize("command", [cli, *dict(COMMANDS).values()], ids=["quotes", *NAMES])
def test_every_example_is_understood(command):
    for name, *arguments in examples(command):
        used = cli.commands[name]
        context = used.make_context(name, arguments)  # parses and checks, raises, and runs nothing
        assert context.params or context.command is not used  # or one that stands behind it


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=NAMES)
def test_every_option_has_help_and_every_argument_is_explained(name, command):
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
        else:
            assert parameter.metavar.strip("[].") in command.help, parameter.name


def test_an_option_means_the_same_in_every_command():
    seen: dict[str, tuple] = {}
    for name, command in COMMANDS:
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name:
                shape = (sorted(parameter.opts), parameter.is_flag)
                assert seen.setdefault(parameter.opts[-1], shape) == shape, (name, parameter.opts)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_documented(name):
    assert f"\n## quotes {name}\n" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def test_the_reference_is_what_the_commands_say():
    checked = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "docs/cli.md"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, "run: cog -r docs/cli.md\n" + checked.stdout + checked.stderr


def test_the_readme_opens_with_the_two_commands_that_do_all_the_set_up():
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("README.md is not written yet")
    top = readme.read_text(encoding="utf-8")[:3000]
    assert "pip install . && quotes import quotes.db seeds/" in top
    assert "pip install '.[test]' && pytest" in top
