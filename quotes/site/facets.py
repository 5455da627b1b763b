"""Facet suggestions, which take a second on a big table of ours, only where they cost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datasette import hookimpl

from .ours import is_ours

SUGGEST_UP_TO = 5_000
"""Rows of a table up to which Datasette may try out every column of it as a facet."""


@hookimpl(hookwrapper=True)
def register_facet_classes() -> Iterator[None]:
    """Datasette's hook: every kind of facet there is, made to suggest nothing about our big tables.

    The facets that we configure, and those that a reader asks for, are counted as ever.
    """
    outcome: Any = yield
    outcome.force_result([[_quiet(kind) for kind in kinds] for kinds in outcome.get_result()])


def _quiet(kind: type[Any]) -> type[Any]:
    if kind not in _quieted:

        async def suggest(self: Any) -> list[dict[str, Any]]:
            if is_ours(self.ds, self.database) and (self.row_count is None or self.row_count > SUGGEST_UP_TO):
                return []
            return await kind.suggest(self)

        _quieted[kind] = type(kind.__name__, (kind,), {"suggest": suggest})
    return _quieted[kind]


_quieted: dict[type[Any], type[Any]] = {}
