"""Imported by the workers of a local cluster: Ctrl-C is for whoever started them, who ends them in order."""

from __future__ import annotations

import signal
import threading

if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
