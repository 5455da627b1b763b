"""Who may review: put right, on the site, what a database says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from .ours import is_ours

if TYPE_CHECKING:
    from datasette.app import Datasette

REVIEW = "quotes-review"
"""The permission's name. Asked of a database; nobody has it unless somebody gave it."""


@hookimpl
def register_permissions() -> list[Any]:
    """Datasette's hook: the permission to review."""
    from datasette import Permission

    return [
        Permission(
            name=REVIEW,
            abbr=None,
            description="Accept, correct and reject quotes, and merge speakers",
            takes_database=True,
            takes_resource=False,
            default=False,
        )
    ]


@hookimpl
def permission_allowed(datasette: Datasette, actor: Any, action: str, resource: Any) -> bool | None:
    """Datasette's hook: ``root`` may review, and whomever the plugin's settings name.

    ``{"plugins": {"quotes": {"review": {"id": "eva"}}}}``, in the whole instance's metadata or in a
    database's, is an "allow" block as Datasette has them.
    """
    if action != REVIEW or actor is None:
        return None
    from datasette.utils import actor_matches_allow

    allow = (datasette.plugin_config("quotes", database=resource) or {}).get("review")
    if allow is not None:
        return bool(actor_matches_allow(actor, allow))
    return True if actor.get("id") == "root" else None


async def may_review(datasette: Datasette, database: str, actor: Any) -> bool:
    """Whether this person may review this database: signed in, and given the permission."""
    if actor is None or not is_ours(datasette, database):
        return False
    return bool(await datasette.permission_allowed(actor, REVIEW, resource=database, default=False))
