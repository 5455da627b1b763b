"""What the first page would wait for, done in the background while the server starts.

Modules that our pages load when they first need them, and templates, which are compiled once: half a second.
Only a server tells its application that it starts; `datasette --get` and the like pay for what they need.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from .ours import our_databases
from .until_1_0 import described

if TYPE_CHECKING:
    from datasette.app import Datasette

MODULES = ("row_pages", "search_page", "check_page", "review_page", "front_page")
SELDOM = ("patterns.html", "allow_debug.html", "permissions_debug.html", "messages_debug.html", "logout.html")
"""Templates of Datasette's that hardly anybody asks for."""


def warm(datasette: Datasette) -> threading.Thread | None:
    """Begin to load and compile what pages of ours need; None where no database is ours."""
    # Here and not in the thread: it puts methods of ours into each database, once.
    databases = [(database, columns) for _, database, columns in our_databases(datasette)]
    if not databases:
        return None

    def load() -> None:
        for database, columns in databases:
            described(database, columns)
        for name in MODULES:
            import_module(f".{name}", __package__)
        for name in datasette.jinja_env.list_templates(["html"]):
            if name.rpartition(":")[2] not in SELDOM:
                # Whoever's template is broken hears of it on its page.
                with suppress(TemplateError):
                    datasette.jinja_env.get_template(name)

    thread = threading.Thread(target=load, name="quotes-warming")
    thread.start()
    return thread
