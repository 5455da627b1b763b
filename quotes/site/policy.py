"""What a browser may do on our pages, said in a header: no inline script, nothing from elsewhere.

A page that is ours alone allows no inline style either. Datasette's own pages of our databases (tables,
SQL) set some styles inline and run two short scripts, which are named by their hashes. The header can be
switched off (``"content_security_policy": false`` in the plugin's settings), should another plugin need more.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from .big import without_count
from .ours import asked
from .remembering import remember_permissions
from .warming import warm

if TYPE_CHECKING:
    from datasette.app import Datasette

Scope = MutableMapping[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]

NOTE = "quotes_policy"
"""Key of the ASGI scope under which a page notes whose it is: a dict that survives copies of the scope."""

_ALWAYS = (
    "default-src 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
OURS = f"{_ALWAYS}; script-src 'self'; style-src 'self'"


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    """Datasette's hook: the headers of every page of a database of ours, and what a request remembers."""
    remember_permissions(datasette)

    def wrap(app: Application) -> Application:
        async def with_policy(scope: Scope, receive: Any, send: Any) -> None:
            if scope["type"] == "lifespan":
                warm(datasette)
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            note: dict[str, bool] = {}
            answers = asked.set({})

            async def send_with_policy(event: dict[str, Any]) -> None:
                if event["type"] == "http.response.start" and "ours" in note:
                    event = {**event, "headers": [*event["headers"], *_headers(datasette, note["ours"])]}
                await send(event)

            scope = without_count(datasette, scope)
            try:
                await app({**scope, NOTE: note}, receive, send_with_policy)
            finally:
                asked.reset(answers)

        return with_policy

    return wrap


def note(request: Any, ours: bool) -> None:
    """Note that the page asked for is of a database of ours; ``ours`` if it is a page of our own."""
    if request is not None and NOTE in request.scope:
        request.scope[NOTE]["ours"] = ours or request.scope[NOTE].get("ours", False)


def _headers(datasette: Datasette, ours: bool) -> list[tuple[bytes, bytes]]:
    headers = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
    settings = datasette.plugin_config("quotes") or {}
    if settings.get("content_security_policy", True):
        headers.append((b"content-security-policy", (OURS if ours else datasettes()).encode()))
    return headers


@cache
def datasettes() -> str:
    """The policy of Datasette's own pages: their styles, and the scripts in their templates."""
    from datasette.app import app_root

    foot = (app_root / "datasette" / "templates" / "_codemirror_foot.html").read_text(encoding="utf-8")
    scripts = [*re.findall(r"<script>(.*?)</script>", foot, re.S)]
    scripts += [f"DATASETTE_ALLOW_FACET = {value};" for value in ("true", "false")]
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return f"{_ALWAYS}; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'"
