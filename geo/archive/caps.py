"""Cap the time and the memory of one article, inside a process that goes on.

A watching thread raises ``TooLong`` in the thread that reads. Where that has no effect (it is inside a
library that never comes back), the process ends after as long again; whoever gave it the work finds the
article then (``child``).
"""

from __future__ import annotations

import ctypes
import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_LOOKS = 0.2
"""Seconds between two looks at the clock; to wake the watching thread for each article costs more."""

_GRACE = 30.0
"""Seconds that the exception may take to have its effect, at least."""


class TooLong(Exception):
    """Raised in the middle of an article that takes more than its time."""


class _Watch(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.changed = threading.Condition()
        self.reader = 0
        self.until = 0.0
        self.fired = False
        self.start()

    def begin(self, seconds: float) -> None:
        with self.changed:
            self.reader, self.until, self.fired = threading.get_ident(), time.monotonic() + seconds, False
            self.seconds = seconds
            if seconds < _LOOKS:
                self.changed.notify()

    def end(self) -> bool:
        with self.changed:
            self.reader = 0
            return self.fired

    def run(self) -> None:
        with self.changed:
            while True:
                left = self.until - time.monotonic()
                if not self.reader or left > 0:
                    self.changed.wait(min(left, _LOOKS) if self.reader else _LOOKS)
                elif self.fired:
                    os._exit(70)
                else:
                    self.fired, self.until = True, time.monotonic() + max(self.seconds, _GRACE)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self.reader), ctypes.py_object(TooLong)
                    )


_watches: dict[int, _Watch] = {}


@contextmanager
def capped(seconds: float, size: int) -> Iterator[None]:
    """Raise ``TooLong`` after so many seconds, ``MemoryError`` over so many bytes more than are in use."""
    watch = _watches.get(os.getpid())
    if watch is None:
        watch = _watches[os.getpid()] = _Watch()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _in_use() + size
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        watch.begin(seconds)
        try:
            yield
        finally:
            if watch.end():
                time.sleep(0)  # the exception may still be on its way: it must not come later
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _in_use() -> int:
    """Return how much address space the process has, bytes."""
    try:
        handle = os.open("/proc/self/statm", os.O_RDONLY)  # a file object takes five times as long
        try:
            return int(os.read(handle, 100).split()[0]) * resource.getpagesize()
        finally:
            os.close(handle)
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
