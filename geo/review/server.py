"""The server of a review: it listens on 127.0.0.1 alone, and answers the page that has its token.

What page and server say to each other (JSON, same origin)::

    GET  /                      the list of articles, with a form to paste one or drop a file
    GET  /a/ID/                 the product's page with /review.css and the scripts of `layer.SERVED`
    GET  /base.css              the style that all pages share
    GET  /NAME                  a file of web/
    GET  /api/articles          [{id, title, open, doubtful, minutes}]: null where not read yet, and `error`
                                where it cannot be read
    POST /api/articles          {name, text | base64} → {id, articles}: of the first one; their number
    GET  /api/words             {words, kinds: {name: word}, types: {word: kind}, articles: [words],
                                countries: {code: name}, formats: [names]}
    GET  /api/world             coordinates of a MultiPolygon: the countries, longitude first
    GET  /api/a/ID              the article's state, see `Desk.state`
    GET  /api/a/ID/candidates   ?key= → [{place, name, kind, kind_label, admin, country, lng, lat, population,
                                km, chosen, why}]; km is from the nearest sure place of the story
    GET  /api/a/ID/search       ?q=&kind=&country= → the same over the whole gazetteer, at most 30
    GET  /api/search            ?q=&kind=&country=&id= → the same
    POST /api/a/ID/edit         {hash, edit} → the state
    POST /api/a/ID/undo, redo   {hash} → the state
    POST /api/a/ID/publish      {formats: [...], folder?} → {files: [...]}

An edit is one of::

    {do: "right" | "none", key, scope}               scope: mention (default), article, folder
    {do, each: [{do?, key, scope} | {claim, start, end} | {flow}]}       several at once
    {do: "right", claim, start, end}, {do: "right", flow}
    {do: "place", key, scope, place, kind?}          kind: the one that is meant here
    {do: "own", key, scope, name, kind?, geometry}   geometry: GeoJSON, longitude first
    {do: "add", start, end, scope?, place? | name, kind?, geometry?}     without a place: the best known
    {do: "span", key, start, end | spans: [[start, end], …], place?}     other bounds, split, join
    {do: "reset", key}                               takes back the table that decides on it (`scope`)
    {do: "reset", file, line, member?}               one of `unmatched` or `settings` of the state
    {do: "claim", claim, start?, end?, set: {value, value_max, unit, per, subject, predicate, owner,
                                             places: [ids]} | null}
    {do: "claim", sentence, start?, end?, set}       another figure; without words, of the whole sentence
    {do: "flow", flow, set: {from, to, subject, name} | null}, {do: "flow", sentence, start?, end?, set}
    {do: "map", set: {title, note, frame: [w, s, e, n], insets: [id | box | {of, title}],
                      hidden: [ids], labelled: [ids], unlabelled: [ids], order: [ids],
                      layers: [{id, title?, color?, hidden?}]}}

A `set` of null takes out; a null in it takes back what a person set of the map, else it stands for none.

A key is ``start-end`` in code points, `end` exclusive. Answers that are no success: 400 ``{error}`` for what
cannot be done, 403 without token, 404, 409 ``{error, mine, theirs, hash}`` where the files were changed
elsewhere: `mine` is the edit, `theirs` the state now, `hash` its hash.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ..document import SUFFIX, is_corrections
from ..drawing.page import render_page
from ..drawing.policy import shared_style
from ..errors import GeoError
from ..files import exchange
from ..gazetteer import Gazetteer
from .desk import Conflict, Desk, Refused, desks_of, inside
from .layer import SERVED, words, world
from .publish import publish

WEB = Path(__file__).parent / "web"
HEADER, PARAMETER = "x-dateline-token", "token"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
_MOST = 30_000_000  # bytes of a request
_LONGEST = 80  # characters of a file's name
_LIST_SECONDS = 1.0  # in which articles are read for one answer; the page asks again

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The policy of what is not the product's page, which brings its own."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Guard:
    """Lets through only what comes from the page itself: right Host, no other Origin, and the token.

    A name that somebody else points to 127.0.0.1 (DNS rebinding) is another Host; another site's request has
    another Origin, and no token.
    """

    def __init__(self, app: Callable[..., Awaitable[None]], token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"dateline-{port}"

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        answer = self._refusal(Request(scope))
        await (answer or self._app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts or headers.getlist("host")[1:]:
            return _error(403, "another host; open the address that geo review shows")
        if origin is not None and origin != f"http://{host}":
            return _error(403, "from another site; open the address that geo review shows")
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return _error(403, "from another site; open the address that geo review shows")
        given = request.query_params.get(PARAMETER)
        if request.method == "GET" and given is not None and self._is_token(given):
            rest = urlencode([(k, v) for k, v in request.query_params.multi_items() if k != PARAMETER])
            path = "/" + request.url.path.lstrip("/")
            answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303, _HEADERS)
            answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
            return answer
        if not (self._is_token(headers.get(HEADER, "")) or self._is_token(self._of_cookie(headers))):
            return _error(403, "no token; open the address that geo review shows")
        if request.method == "POST" and headers.get("content-type", "").split(";")[0] != "application/json":
            return _error(415, "expected JSON")
        return None

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    def _of_cookie(self, headers: Mapping[str, str]) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return found.value if found else ""


class Review:
    """The application: one handler for each line of the contract."""

    def __init__(
        self,
        open_desks: Sequence[Desk],
        folder: Path,
        token: str,
        port: int,
        gazetteer: Gazetteer,
    ) -> None:
        """Take the desks, the folder for what is published and pasted, the token and the port."""
        self._gazetteer = gazetteer
        self._desks = {desk.id: desk for desk in open_desks}
        self._folder = folder
        routes = [
            Route("/", self._list),
            Route("/a/{id}/", self._page),
            Route("/api/articles", self._articles),
            Route("/api/articles", self._new, methods=["POST"]),
            Route("/api/words", self._words),
            Route("/api/world", self._world),
            Route("/api/search", self._search),
            Route("/api/a/{id}", self._state),
            Route("/api/a/{id}/candidates", self._candidates),
            Route("/api/a/{id}/search", self._search),
            Route("/api/a/{id}/edit", self._edit, methods=["POST"]),
            Route("/api/a/{id}/undo", self._edit, methods=["POST"]),
            Route("/api/a/{id}/redo", self._edit, methods=["POST"]),
            Route("/api/a/{id}/publish", self._publish, methods=["POST"]),
            Route("/base.css", self._style),
            Route("/{name}", self._file),
        ]
        faults: Mapping[Any, Any] = {
            GeoError: _told,
            HTTPException: lambda _, e: _error(e.status_code, e.detail),
            Exception: _unknown,
        }
        self.app = Guard(Starlette(routes=routes, exception_handlers=faults), token, port)

    # The handlers do not wait for anything: edits come one after another, as the person makes them.

    async def _list(self, _: Request) -> Response:
        return _file("list.html")

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in {p.name for p in WEB.iterdir() if p.suffix in (".js", ".css")}:
            raise HTTPException(404, "no such file")
        return _file(name)

    async def _style(self, _: Request) -> Response:
        return _shown(shared_style(), "text/css")

    async def _page(self, request: Request) -> Response:
        page = render_page(self._desk(request).look().document, served=SERVED)
        return Response(page, media_type="text/html", headers=_HEADERS)

    async def _articles(self, _: Request) -> Response:
        until = monotonic() + _LIST_SECONDS
        return _json([self._row(desk, until) for desk in self._desks.values()])

    def _row(self, desk: Desk, until: float) -> dict[str, Any]:
        """Tell of an article in the list: why one cannot be read, or nothing if no time is left."""
        if monotonic() > until and not desk.is_read:
            nothing: dict[str, Any] = dict.fromkeys(("open", "doubtful", "minutes"))
            return {"id": desk.id, "title": desk.source.name, **nothing}
        try:
            return desk.summary()
        except GeoError as error:
            nothing = dict.fromkeys(("open", "doubtful", "minutes"), 0)
            return {"id": desk.id, "title": desk.source.name, **nothing, "error": str(error)}

    async def _new(self, request: Request) -> Response:
        body = await _body(request)
        name = Path(str(body.get("name") or "article.txt").replace("\\", "/")).name
        if not name.strip(".-") or name.startswith(".") or len(name) > _LONGEST or is_corrections(name):
            raise Refused(f"{name[:_LONGEST]}: no name for an article; expected one like story.txt")
        if "base64" in body:
            try:
                data = base64.b64decode(str(body["base64"]), validate=True)
            except binascii.Error:
                raise Refused(f"{name}: not base64") from None
        else:
            data = str(body.get("text") or "").encode("utf-8", "replace")
        path = inside(self._folder, name)
        stem = path.stem
        taken = {desk.own for desk in self._desks.values()}
        for number in range(2, 1000):
            if not path.exists() and path.with_name(path.stem + SUFFIX) not in taken:
                break
            path = path.with_name(f"{stem}-{number}{path.suffix}")
        self._folder.mkdir(parents=True, exist_ok=True)
        if not exchange(path, None, data):
            raise Refused(f"{path.name}: was just made by somebody else; try again")
        made = desks_of(path, self._gazetteer, self._desks)
        try:
            made[0].look()
        except GeoError:
            exchange(path, data, None)
            raise
        self._desks |= {desk.id: desk for desk in made}
        return _json({"id": made[0].id, "articles": len(made)})

    async def _words(self, _: Request) -> Response:
        return _json(words())

    async def _world(self, _: Request) -> Response:
        return _json(world())

    async def _state(self, request: Request) -> Response:
        return _json(self._desk(request).state())

    async def _candidates(self, request: Request) -> Response:
        return _json(self._desk(request).candidates(request.query_params.get("key", "")))

    async def _search(self, request: Request) -> Response:
        asked = request.query_params
        name = request.path_params.get("id") or asked.get("id") or next(iter(self._desks), "")
        if name not in self._desks:
            raise HTTPException(404, f"{name}: no such article")
        found = self._desks[name].search(
            asked.get("q", "")[:200], asked.get("kind", ""), asked.get("country", "")
        )
        return _json(found)

    async def _edit(self, request: Request) -> Response:
        desk, body = self._desk(request), await _body(request)
        do = request.url.path.rpartition("/")[2]
        edit = body.get("edit") if do == "edit" else {}
        if not isinstance(edit, dict):
            raise Refused("edit: expected an object with do")
        try:
            known = str(body.get("hash"))
            if do == "edit":
                desk.edit(edit, known)
            else:
                (desk.undo if do == "undo" else desk.redo)(known)
        except Conflict as conflict:
            now = desk.state()
            return _json({"error": str(conflict), "mine": edit, "theirs": now, "hash": now["hash"]}, 409)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise Refused("not an edit; expected the members that its kind needs") from None
        return _json(desk.state())

    async def _publish(self, request: Request) -> Response:
        desk, body = self._desk(request), await _body(request)
        formats = body.get("formats")
        if not isinstance(formats, list) or not all(isinstance(f, str) for f in formats):
            raise Refused("formats: expected a list of names")
        folder = inside(self._folder, str(body.get("folder") or "."))
        return _json({"files": [str(path) for path in publish(desk, formats, folder)]})

    def _desk(self, request: Request) -> Desk:
        name = request.path_params["id"]
        if name not in self._desks:
            raise HTTPException(404, f"{name}: no such article")
        return self._desks[name]


def _file(name: str) -> Response:
    kind = _TYPES[Path(name).suffix]
    return _shown((WEB / name).read_bytes(), kind)


def _shown(content: bytes | str, kind: str) -> Response:
    headers = {**_HEADERS, "Content-Security-Policy": POLICY}
    return Response(content, media_type=kind, headers=headers)


def _json(data: Any, status: int = 200) -> Response:
    return JSONResponse(data, status, {**_HEADERS, "Content-Security-Policy": POLICY})


def _error(status: int, words: str) -> Response:
    return _json({"error": words}, status)


def _told(_: Request, error: Exception) -> Response:
    return _error(400, str(error))


def _unknown(_: Request, error: Exception) -> Response:
    print(f"geo: {type(error).__name__} in the review; nothing was written", file=sys.stderr)
    return _error(500, "the program failed; nothing was written")


async def _body(request: Request) -> dict[str, Any]:
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > _MOST:
            raise HTTPException(413, f"over {_MOST // 1_000_000} MB")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise HTTPException(400, "not JSON") from None
    if not isinstance(found, dict):
        raise HTTPException(400, "expected a JSON object")
    return found


def serve(
    open_desks: Sequence[Desk],
    folder: Path,
    port: int,
    tell: Callable[[str], None],
    gazetteer: Gazetteer,
) -> None:
    """Serve a review until it is interrupted.

    Parameters
    ----------
    open_desks
        The articles.
    folder
        Where to publish, and where a pasted article is saved.
    port
        Of 127.0.0.1; 0 for any that is free.
    tell
        Called once with the address, when the server listens.
    gazetteer
        For articles that are pasted.
    """
    token = secrets.token_urlsafe(24)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refused(
                f"port {port}: cannot be opened ({error.strerror}); choose another with --port"
            ) from None
        port = listener.getsockname()[1]
        listener.listen()
        first = f"a/{open_desks[0].id}/" if len(open_desks) == 1 else ""
        tell(f"http://127.0.0.1:{port}/{first}?{PARAMETER}={token}")
        review = Review(open_desks, folder, token, port, gazetteer)
        config = uvicorn.Config(
            review.app,
            log_level="critical",
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        uvicorn.Server(config).run(sockets=[listener])
