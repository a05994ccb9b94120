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

from sandbox.control import acting, arranging, clock, seeing
from sandbox.control.requests import Handler, answering
from sandbox.errors import SlackError
from sandbox.web_api.endpoint import WebApi
from sandbox.world import World

PAGE = Path(__file__).with_name("page")
CONTROL: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/sandbox/clock", clock.tell),
    ("POST", "/sandbox/clock", clock.move),
    ("GET", "/sandbox/state", seeing.state),
    ("GET", "/sandbox/channels/{channel}/messages", seeing.messages),
    ("GET", "/sandbox/views", seeing.views),
    ("GET", "/sandbox/home", seeing.home),
    ("GET", "/sandbox/traffic", seeing.traffic),
    ("POST", "/sandbox/people", arranging.add_person),
    ("PATCH", "/sandbox/people/{user}", arranging.change_person),
    ("POST", "/sandbox/usergroups", arranging.add_usergroup),
    ("POST", "/sandbox/channels", arranging.add_channel),
    ("POST", "/sandbox/app", arranging.configure_app),
    ("POST", "/sandbox/faults", arranging.add_faults),
    ("DELETE", "/sandbox/faults", arranging.clear_faults),
    ("POST", "/sandbox/sockets/disconnect", arranging.disconnect),
    ("POST", "/sandbox/act/{act}", acting.act),
)


def create_server(world: World) -> ASGIApp:
    async def live(_request: Request) -> Response:
        return seeing.live(world)

    async def hook(request: Request) -> Response:
        return await _hook(world, request)

    routes: list[BaseRoute] = [
        Route(path, answering(world, handler), methods=[verb]) for verb, path, handler in CONTROL
    ]
    routes += [
        Route("/sandbox/live", live),
        Route("/api/{method:path}", WebApi(world)),
        Route("/hooks/{rest:path}", hook, methods=["POST"]),
        WebSocketRoute("/link/", world.sockets.serve),
        Mount("/", StaticFiles(directory=PAGE, html=True)),
    ]
    return _with_drop(Starlette(routes=routes, lifespan=_lifespan(world)))


def _lifespan(world: World) -> Callable[[Starlette], Any]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        timers = asyncio.create_task(world.timers.run())
        yield
        timers.cancel()
        with suppress(asyncio.CancelledError):
            await timers
        world.dispatcher.http.stop()

    return lifespan


async def _hook(world: World, request: Request) -> Response:
    at = world.clock.now().isoformat()
    with world.in_flight.one():
        raw = await request.body()
        try:
            body = json.loads(raw)
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        try:
            world.hooks.use(request.url.path, body)
            answer, status = {"ok": True}, 200
        except SlackError as error:
            answer, status = error.answer(), 404 if error.code.endswith("_url") else 400
    args = body if isinstance(body, dict) else {"body": body}
    world.traffic.log("hook", "response_url", at=at, args=args, status=status, answer=answer, team=world.team.id)
    return JSONResponse(answer, status)


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
