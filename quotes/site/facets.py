"""Facet suggestions for our tables: only columns worth counting, only where it costs nothing.

On a big table Datasette takes a second to try out every column, and then offers offsets and contexts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datasette import hookimpl

from .describe import LABELS, SORTABLE
from .ours import is_ours

TABLES_UP_TO = 100_000
"""Rows of a table up to which the facets that we configure are counted; each takes 0.1 s a million rows."""

SUGGEST_UP_TO = 5_000
"""Rows of a table up to which Datasette may try out its columns as facets."""

VIEWS_UP_TO = 50_000
"""Rows of a view up to which the facets that we configure are counted: views have no index to count by."""


@hookimpl(hookwrapper=True)
def register_facet_classes() -> Iterator[None]:
    """Datasette's hook: every kind of facet there is, made to hold back on our big tables and views.

    The facets that a reader asks for are counted as ever.
    """
    outcome: Any = yield
    outcome.force_result([[_quiet(kind) for kind in kinds] for kinds in outcome.get_result()])


def _quiet(kind: type[Any]) -> type[Any]:
    if kind not in _quieted:

        async def suggest(self: Any) -> list[dict[str, Any]]:
            if not is_ours(self.ds, self.database):
                return await kind.suggest(self)
            if _more_than(self, SUGGEST_UP_TO):
                return []
            worth = SORTABLE.get(self.table)
            return [facet for facet in await kind.suggest(self) if worth is None or facet["name"] in worth]

        def get_configs(self: Any) -> list[dict[str, Any]]:
            configs = kind.get_configs(self)
            most = TABLES_UP_TO if self.table in LABELS else VIEWS_UP_TO
            if is_ours(self.ds, self.database) and _more_than(self, most):
                return [config for config in configs if config["source"] != "metadata"]
            return configs

        _quieted[kind] = type(kind.__name__, (kind,), {"suggest": suggest, "get_configs": get_configs})
    return _quieted[kind]


def _more_than(facet: Any, rows: int) -> bool:
    # Datasette does not know how many there are where counting took too long.
    return facet.row_count is None or facet.row_count > rows


_quieted: dict[type[Any], type[Any]] = {}
