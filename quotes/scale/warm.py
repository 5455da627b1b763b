"""Imported by the process that those are forked from who read shards: all that they need is loaded once."""

from __future__ import annotations

import gc
import signal

from .. import lean

signal.signal(signal.SIGINT, signal.SIG_IGN)
lean.start()

from . import reading  # noqa: E402  (Ctrl-C while this loads is for the main process)

assert reading
gc.collect()
gc.freeze()
lean.collect_seldom()
