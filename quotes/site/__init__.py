"""The Datasette plugin: a database of quotes that explains itself.

``datasette quotes.db`` is all it takes: no metadata file, any file name, several databases at once. Each
module does one thing, and none applies to a database that is not ours.
"""

from __future__ import annotations

from .cells import render_cell
from .facets import register_facet_classes
from .pages import extra_css_urls, extra_template_vars
from .permission import permission_allowed, register_permissions
from .policy import asgi_wrapper
from .routes import register_routes
from .search import filters_from_request, prepare_connection
from .until_1_0 import canned_queries, get_metadata

__all__ = [
    "asgi_wrapper",
    "canned_queries",
    "extra_css_urls",
    "extra_template_vars",
    "filters_from_request",
    "get_metadata",
    "permission_allowed",
    "prepare_connection",
    "register_facet_classes",
    "register_permissions",
    "register_routes",
    "render_cell",
]
