"""A command that has others: `quotes corrections DB` lists, `quotes corrections export DB` does more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click


class Listing(click.Command):
    """A command whose first argument may be the name of another one, which is then run in its place.

    Others are added with ``@listing.others.command("name")``. A file of such a name is written ./name.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.others = click.Group(self.name)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Understand the arguments, as one's own or another's."""
        if args and args[0] in self.others.commands:
            return self.others.make_context(info_name, args, parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and below them the other commands."""
        super().format_options(ctx, formatter)
        with formatter.section("Commands"):
            names = sorted(self.others.commands.items())
            formatter.write_dl([(name, command.get_short_help_str(limit=60)) for name, command in names])


def every_command(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """All commands of a group by the words they are called with, those of a `Listing` behind it."""
    for name, command in group.commands.items():
        yield name, command
        if isinstance(command, Listing):
            for other, inner in sorted(command.others.commands.items()):
                yield f"{name} {other}", inner
