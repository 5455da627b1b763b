"""The options of every command that parses: which engine, what it keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from ..model import DEFAULTS, ENGINES, INDIRECT_CONFIDENCE, Engine, Options


def parser_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--engine``, ``--attitudes`` and ``--min-confidence``, as one argument ``options``."""

    @click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default=DEFAULTS.engine,
        show_default=True,
        help="How to attribute: as learned from annotated news, or by rules alone.",
    )
    @click.option("--attitudes", is_flag=True, help="Keep what people believe, back or hope, too.")
    @click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        default=DEFAULTS.min_confidence,
        show_default=f"{INDIRECT_CONFIDENCE} for indirect speech that no rule finds, else about 0",
        help="Leave out what is less certain.",
    )
    @wraps(function)
    def command(
        *args: Any, engine: Engine, attitudes: bool, min_confidence: float | None, **others: Any
    ) -> Any:
        try:
            options = Options(engine, attitudes, min_confidence)
        except ValueError as error:  # nan
            raise click.UsageError(f"--min-confidence: {error}") from error
        return function(*args, options=options, **others)

    return command
