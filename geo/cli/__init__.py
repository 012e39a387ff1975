"""The command line: arguments, messages, exit codes.

Results go to standard output, messages to standard error. Exit code 0 is success, 1 a known error with a
message of one line, 2 wrong usage.

``program`` runs a command. The modules with commands (``program.COMMANDS``) each have a function ``add`` that
adds their commands to the parser; ``options`` has what commands share. Nothing is imported before ``main``
runs, so that an interrupt while the modules load gives the same message as any other.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType


class _Terminated(KeyboardInterrupt):
    """Raised when the program is asked to end (SIGTERM)."""


_READING = frozenset({"render", "parse", "explain", "export", "embed"})
_OBJECTS = 100_000  # between collections of garbage: a run makes many objects that stay, and few cycles


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    before = None
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGTERM, _terminate)
    gc.set_threshold(_OBJECTS)
    # No command multiplies matrices: numpy need not start a thread a core for it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    atexit.register(gc.freeze)  # a process that ends gives its memory back at once
    try:
        from .streams import open_streams

        open_streams()
        _begin(sys.argv[1:] if argv is None else argv)
        from .program import run

        return run(argv)
    except KeyboardInterrupt as end:
        if sys.stderr is not None:
            print("geo: interrupted; nothing was left half-written", file=sys.stderr)
        return 143 if isinstance(end, _Terminated) else 130  # as shells number the two signals
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def _begin(argv: Sequence[str]) -> None:
    """Let the gazetteer's files be verified while the modules load, if an article is to be read."""
    if not _READING.isdisjoint(argv[:1]) and "--gazetteer" not in argv:
        from ..errors import GeoError
        from ..gazetteer import Gazetteer

        with suppress(GeoError):  # the command itself says what is wrong
            Gazetteer.pinned().warm()


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise _Terminated
