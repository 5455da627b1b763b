"""The Datasette plugin: a database of quotes that explains itself.

``datasette quotes.db`` is all it takes: no metadata file, any file name, several databases at once. Each
module does one thing, and none applies to a database that is not ours.
"""

from __future__ import annotations

from .cells import render_cell
from .facets import register_facet_classes
from .pages import extra_css_urls, extra_template_vars
from .search import filters_from_request, prepare_connection
from .until_1_0 import canned_queries, get_metadata

__all__ = [
    "canned_queries",
    "extra_css_urls",
    "extra_template_vars",
    "filters_from_request",
    "get_metadata",
    "prepare_connection",
    "register_facet_classes",
    "render_cell",
]
