"""Run commands where what Windows lacks is missing, and an open file can neither be replaced nor removed.

    python tests/windows.py "render a.txt" "export a.txt -o a.csv"

It is Linux all the same: paths, encodings of a console and Windows' own calls are not tried.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any


def _refused(*_: Any) -> None:
    raise AssertionError("os.kill(pid, 0) interrupts a process of Windows")


def _guard(call: Any) -> Any:
    def guarded(*paths: Any, **options: Any) -> Any:
        """Refuse, as Windows does, a file that some part of this process holds open."""
        held = {os.path.realpath(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")}
        for path in paths:
            if os.path.realpath(path) in held and os.path.isfile(path):
                raise PermissionError(13, "The process cannot access the file", str(path))
        return call(*paths, **options)

    return guarded


_open = os.open


def _opened(path: Any, flags: int, *more: Any, **options: Any) -> int:
    caller = sys._getframe(1).f_globals.get("__name__", "")
    if caller.startswith("geo") and os.path.isdir(path):
        raise PermissionError(13, "Permission denied", str(path))
    return _open(path, flags, *more, **options)


def take_away() -> None:
    """Take from this process what Windows lacks."""
    for module in ("fcntl", "resource", "pwd", "grp", "termios", "pty"):
        sys.modules[module] = None  # type: ignore[assignment]
    for name in (
        "O_NONBLOCK",
        "sched_getaffinity",
        "register_at_fork",
        "fork",
        "killpg",
        "getuid",
        "set_blocking",
    ):
        if hasattr(os, name):
            delattr(os, name)
    os.kill = _refused
    os.open = _opened
    os.replace, os.rename = _guard(os.replace), _guard(os.rename)
    os.remove, os.unlink = _guard(os.remove), _guard(os.unlink)


if __name__ == "__main__":  # not where pytest only imports it
    take_away()
    from geo.cli import main

    with ExitStack() as stack:
        for path in os.environ.get("HELD", "").split():
            stack.enter_context(Path(path).open("rb"))  # as another program has it
        sys.exit(max(main(command.split()) for command in sys.argv[1:]))
