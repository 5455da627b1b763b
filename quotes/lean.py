"""What our own programs do without: libraries that happen to be installed, and looking for garbage often.

nltk loads scipy and scikit-learn where it finds them, sqlite-utils pandas, for functions that we do not use:
0.3 to 2 seconds at each start. Only programs of our own go without, since in another's they may be of use.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NEEDLESS = {"nltk": ("matplotlib", "scipy", "sklearn"), "sqlite_utils": ("pandas",)}
_asked = False


def start() -> None:
    """This process is a program of our own; to be called before anything else is imported."""
    global _asked
    _asked = True


def collect_seldom() -> None:
    """Look for cyclic garbage at every 20,000 new objects, not at every 700, which takes a twentieth of the
    time: we make many objects, and few cycles."""
    gc.set_threshold(20_000, 20, 50)


@contextmanager
def importing(library: str) -> Iterator[None]:
    """While ``library`` is imported, what it would load for nothing counts as not installed."""
    wanted = _asked and library not in sys.modules
    hidden = [name for name in _NEEDLESS[library] if wanted and name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: it cannot be imported
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
