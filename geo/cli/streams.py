"""The three standard streams: opened where they are closed, and dropped where nobody reads."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def open_streams() -> None:
    """Replace closed streams, and let every character be shown.

    A closed standard input is empty, a closed standard output cannot be written, and messages to a closed
    standard error are dropped. No file that is opened later gets the number of a closed stream.
    """
    for number, (name, flags, mode) in enumerate(
        (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w"))
    ):
        if getattr(sys, name) is None:
            try:
                os.fstat(number)
            except OSError:
                os.open(os.devnull, flags)  # gets the lowest free number, which is this one
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):  # a terminal without these letters shows their codes
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
            if os.name == "nt" and not stream.isatty():  # a pipe or a file: not the old code page
                stream.reconfigure(encoding="utf-8")


def drop_output(stream: TextIO) -> None:
    """Discard what is still to be written to a stream, so that the end of the process does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
