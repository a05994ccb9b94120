"""The HTTP application: which address leads where."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.control import acting, arranging, breaking, clock, configuring, logbook, seeing, waiting, workspaces
from sandbox.control.requests import Handler, answering, in_workspace
from sandbox.errors import SlackError
from sandbox.platform import Platform
from sandbox.web_api.endpoint import WebApi
from sandbox.world import World

PAGE = Path(__file__).with_name("page")
CONTROL: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/sandbox/clock", clock.tell),
    ("POST", "/sandbox/clock", clock.move),
    ("GET", "/sandbox/wait", waiting.wait),
    ("GET", "/sandbox/traffic", logbook.read),
    ("GET", "/sandbox/workspaces", workspaces.listed),
    ("POST", "/sandbox/workspaces", workspaces.add),
    ("POST", "/sandbox/app", configuring.configure_app),
    ("POST", "/sandbox/faults", breaking.add_faults),
    ("DELETE", "/sandbox/faults", breaking.clear_faults),
    ("POST", "/sandbox/sockets/disconnect", breaking.disconnect),
    ("GET", "/sandbox/state", in_workspace(seeing.state)),
    ("GET", "/sandbox/channels/{channel}/messages", in_workspace(seeing.messages)),
    ("GET", "/sandbox/views", in_workspace(seeing.views)),
    ("GET", "/sandbox/home", in_workspace(seeing.home)),
    ("POST", "/sandbox/people", in_workspace(arranging.add_person)),
    ("PATCH", "/sandbox/people/{user}", in_workspace(arranging.change_person)),
    ("POST", "/sandbox/usergroups", in_workspace(arranging.add_usergroup)),
    ("POST", "/sandbox/channels", in_workspace(arranging.add_channel)),
    ("POST", "/sandbox/act/{act}", in_workspace(acting.act)),
)


def create_server(platform: Platform) -> ASGIApp:
    async def live(_request: Request) -> Response:
        return seeing.live(platform)

    async def traffic_file(_request: Request) -> Response:
        return logbook.download(platform)

    async def hook(request: Request) -> Response:
        return await _hook(platform, request)

    routes: list[BaseRoute] = [
        Route(path, answering(platform, handler), methods=[verb]) for verb, path, handler in CONTROL
    ]
    routes += [
        Route("/sandbox/live", live),
        Route("/sandbox/traffic.jsonl", traffic_file),
        Route("/api/{method:path}", WebApi(platform)),
        Route("/hooks/{rest:path}", hook, methods=["POST"]),
        WebSocketRoute("/link/", platform.shared.sockets.serve),
        Mount("/", StaticFiles(directory=PAGE, html=True)),
    ]
    return _with_drop(Starlette(routes=routes, lifespan=_lifespan(platform)))


def _lifespan(platform: Platform) -> Callable[[Starlette], Any]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        timers = asyncio.create_task(platform.shared.timers.run())
        yield
        timers.cancel()
        with suppress(asyncio.CancelledError):
            await timers
        platform.shared.dispatcher.http.stop()

    return lifespan


async def _hook(platform: Platform, request: Request) -> Response:
    shared, path = platform.shared, request.url.path
    at = shared.clock.now().isoformat()
    with shared.in_flight.one():
        raw = await request.body()
        try:
            body = json.loads(raw)
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        try:
            _workspace_of(platform, path).hooks.use(path, body)
            answer, status = {"ok": True}, 200
        except SlackError as error:
            answer, status = error.answer(), 404 if error.code.endswith("_url") else 400
    args = body if isinstance(body, dict) else {"body": body}
    shared.traffic.log("hook", "response_url", at=at, args=args, status=status, answer=answer, team=_team_in(path))
    return JSONResponse(answer, status)


def _workspace_of(platform: Platform, path: str) -> World:
    world = platform.worlds.get(_team_in(path))
    if world is None:
        raise SlackError("invalid_url")
    return world


def _team_in(path: str) -> str:
    """Read the workspace's id in the path of a response URL, /hooks/actions/T…/…/…."""
    parts = path.split("/")
    return parts[3] if len(parts) > 3 else ""  # noqa: PLR2004 - the team stands third


def _with_drop(app: ASGIApp) -> ASGIApp:
    """Give every request the means to close its connection without an answer, for which ASGI has no word."""

    async def outermost(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["sandbox.drop"] = _dropper(send)
        await app(scope, receive, send)

    return outermost


def _dropper(send: Send) -> Callable[[], Awaitable[None]]:
    async def drop() -> None:
        cast("Any", send).__self__.transport.close()
        await asyncio.sleep(0.01)

    return drop
