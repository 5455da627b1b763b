"""Who said what, where, and who says so: quotations and their attributions from news into SQLite.

The public API is `extract` (text to quotes) and `open` (a database of quotes)::

    import quotes

    for quote in quotes.extract("“We lost,” Ana Ruiz said.").quotes:
        print(quote.source.text, quote.content)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import Options

if TYPE_CHECKING:
    from os import PathLike

    from .database import QuoteDatabase
    from .model import Article, Engine, Extraction

__version__ = "0.1.0"
__all__ = ["Options", "__version__", "extract", "open"]


def extract(
    text: str | Article,
    *,
    engine: Engine = "trained",
    attitudes: bool = False,
    min_confidence: float | None = None,
) -> Extraction:
    """Find every quote in a text and who said it; see `quotes.pipeline.extract` and `Options`."""
    from .pipeline import extract as pipeline_extract

    return pipeline_extract(text, Options(engine, attitudes, min_confidence))


def open(path: str | PathLike[str]) -> QuoteDatabase:
    """Open, and where needed create or upgrade, a database of quotes; see `quotes.database`."""
    from .database import QuoteDatabase

    return QuoteDatabase(path)
