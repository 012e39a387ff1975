"""One article's map put right by a person, in the browser; in the flow right of ``pipeline``.

`desk` has one article under review: it reads it once, makes the document again after each edit by the
library's own corrections, and writes them into the file beside the source. `edits` says which tables an edit
of the page is, `tables` changes one table of a file. `facts` tells the page of figures and movements,
`settings` of what a person set, `layer` of the words and the world; `marked` makes a corpus of what was
reviewed, `publish` writes files. `server` answers the page on 127.0.0.1; its docstring is the contract with
the page's layer in ``web/``.

Only ``cli`` imports this package, when such a command is called. The server needs the extra ``review``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from ..gazetteer import Gazetteer
from .desk import Desk, desks
from .marked import corpus

__all__ = ["Desk", "corpus", "desks", "missing", "serve"]


def missing() -> list[str]:
    """List the modules of the extra ``review`` that are not installed."""
    return [name for name in ("starlette", "uvicorn") if find_spec(name) is None]


def serve(
    open_desks: Sequence[Desk],
    folder: Path,
    port: int,
    tell: Callable[[str], None],
    gazetteer: Gazetteer,
) -> None:
    """Serve a review until it is interrupted; see `server.serve`."""
    from .server import serve as served

    served(open_desks, folder, port, tell, gazetteer)
