"""Read articles in child processes: one that kills its process is found, and only it is lost."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

_MAIN = "from geo.archive.work import serve; serve()"
_TRIES = 2
_STARTS = 60.0  # seconds that a child may take to start
_Made = TypeVar("_Made")


class _Job(Protocol):
    @property
    def options(self) -> Any: ...


def read_apart(
    job: _Job, chosen: Iterable[tuple[int, Any]], lost: Callable[[Any, int, Any, str], _Made]
) -> Iterator[_Made]:
    """Read articles one by one in a child; where it dies twice of one, ask `lost` for what to give."""
    child: _Child | None = None
    try:
        for n, record in chosen:
            for tried in range(_TRIES):
                if child is None:
                    child = _Child(job)
                made = child.ask((n, record), 2 * job.options.most_seconds + _STARTS)
                if made is not None:
                    break
                why, child = child.end(), None
                if tried == _TRIES - 1:
                    made = lost(job, n, record, why)
            yield made
    finally:
        if child is not None:
            child.end()


class _Child:
    """A process that answers articles with rows, over pipes."""

    def __init__(self, job: _Job) -> None:
        paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _MAIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
        )
        self._sent = self._send(job)

    def _send(self, value: Any) -> bool:
        assert self._process.stdin is not None
        try:
            write(self._process.stdin, value)
        except OSError:
            return False
        return True

    def ask(self, value: Any, seconds: float) -> Any:
        """Return the answer; None if the process died, or did not answer in time."""
        if not self._send(value):
            return None
        assert self._process.stdout is not None
        until, held = time.monotonic() + seconds, bytearray()
        while (left := until - time.monotonic()) > 0:
            if not select.select([self._process.stdout], [], [], left)[0]:
                break
            got = os.read(self._process.stdout.fileno(), 1 << 20)
            if not got:
                break
            held += got
            if len(held) >= 8 and len(held) == 8 + struct.unpack("<Q", held[:8])[0]:
                return pickle.loads(bytes(held[8:]))
        return None

    def end(self) -> str:
        """End the process; say how it had ended."""
        code = self._process.poll()
        self._process.kill()
        ended = self._process.wait() if code is None else code
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        if code is None and ended == -9:
            return "did not end, or was killed (signal 9)"
        return f"its process died ({f'signal {-ended}' if ended < 0 else f'exit code {ended}'})"


def write(stream: IO[bytes], value: Any) -> None:
    """Write a value to a pipe, after its length."""
    data = pickle.dumps(value)
    view = memoryview(struct.pack("<Q", len(data)) + data)
    while view:
        view = view[stream.write(view) or 0 :]


def read(stream: IO[bytes]) -> Any:
    """Read the next value from a pipe; EOFError at its end."""
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    return pickle.loads(stream.read(struct.unpack("<Q", head)[0]))
