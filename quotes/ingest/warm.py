"""Imported by the process that the others are forked from: everything a parser needs is then loaded once."""

from __future__ import annotations

import gc
import signal

from .. import lean

signal.signal(signal.SIGINT, signal.SIG_IGN)
lean.start()

from ..database.prepared import Prepared  # noqa: E402  (Ctrl-C while this loads is for the main process)
from ..pipeline import extract  # noqa: E402

Prepared(extract("“No,” Jo Lee said."))
gc.collect()
gc.freeze()
lean.collect_seldom()
