"""The HTTP application: which address leads where."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute, compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.control import (
    acting,
    arranging,
    breaking,
    clock,
    configuring,
    consenting,
    logbook,
    seeing,
    verifying,
    waiting,
    workspaces,
)
from sandbox.control.requests import Handler, answering, in_workspace, sent_back
from sandbox.edge.response_urls import ResponseUrls
from sandbox.edge.stumbling import sound
from sandbox.page import routes as page
from sandbox.platform import Platform
from sandbox.web_api.endpoint import WebApi

WRONG_VERB = 405
CONTROL: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/sandbox/clock", clock.tell),
    ("POST", "/sandbox/clock", clock.move),
    ("GET", "/sandbox/wait", waiting.wait),
    ("GET", "/sandbox/traffic", logbook.read),
    ("GET", "/sandbox/workspaces", workspaces.listed),
    ("POST", "/sandbox/workspaces", workspaces.add),
    ("GET", "/sandbox/workspaces/{team}", workspaces.tell),
    ("POST", "/sandbox/workspaces/{team}", workspaces.change),
    ("POST", "/sandbox/workspaces/{team}/install", workspaces.install),
    ("POST", "/sandbox/workspaces/{team}/uninstall", workspaces.uninstall),
    ("POST", "/sandbox/app", configuring.configure_app),
    ("POST", "/sandbox/app/manifest", configuring.apply_manifest),
    ("POST", "/sandbox/app/verify", verifying.verify),
    ("GET", "/sandbox/app/uses", seeing.uses),
    ("POST", "/sandbox/faults", breaking.add_faults),
    ("GET", "/sandbox/faults", breaking.list_faults),
    ("DELETE", "/sandbox/faults", breaking.clear_faults),
    ("DELETE", "/sandbox/faults/{number}", breaking.remove_fault),
    ("POST", "/sandbox/sockets/disconnect", breaking.disconnect),
    ("GET", "/sandbox/state", in_workspace(seeing.state)),
    ("GET", "/sandbox/channels/{channel}/messages", in_workspace(seeing.messages)),
    ("GET", "/sandbox/views", in_workspace(seeing.views)),
    ("GET", "/sandbox/home", in_workspace(seeing.home)),
    ("POST", "/sandbox/people", in_workspace(arranging.add_person)),
    ("PATCH", "/sandbox/people/{user}", in_workspace(arranging.change_person)),
    ("POST", "/sandbox/usergroups", in_workspace(arranging.add_usergroup)),
    ("PATCH", "/sandbox/usergroups/{group}", in_workspace(arranging.change_usergroup)),
    ("POST", "/sandbox/channels", in_workspace(arranging.add_channel)),
    ("POST", "/sandbox/act/{act}", in_workspace(acting.act)),
)


def create_server(platform: Platform) -> ASGIApp:
    async def live(_request: Request) -> Response:
        return seeing.live(platform)

    async def traffic_file(_request: Request) -> Response:
        return logbook.download(platform)

    # Routes are tried in order, and nearly every request of an app is a call: they stand before the forty others.
    routes: list[BaseRoute] = [Route("/api/{method:path}", WebApi(platform))]
    routes += [Route(path, answering(platform, handler), methods=[verb]) for verb, path, handler in CONTROL]
    routes += [
        Route("/sandbox/live", live),
        Route("/sandbox/traffic.jsonl", traffic_file),
        *consenting.routes(platform),
        Route("/hooks/{rest:path}", ResponseUrls(platform).answer, methods=["POST"]),
        WebSocketRoute("/link/", platform.shared.sockets.serve),
        *page.routes(platform),
    ]
    refusals = {HTTPException: _no_such_route}
    return _with_drop(Starlette(routes=routes, lifespan=_lifespan(platform), exception_handlers=refusals))


async def _no_such_route(request: Request, error: Exception) -> Response:
    """Answer for an address that leads nowhere, or not with this verb; to scripts in a sentence, as everywhere."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if not request.url.path.startswith("/sandbox/"):
        return PlainTextResponse("method_not_allowed" if status == WRONG_VERB else "not_found", status)
    verbs = [verb for verb, path, _ in CONTROL if compile_path(path)[0].match(request.url.path)]
    if verbs:
        return sent_back(f"{request.method} does nothing at {request.url.path}; {' and '.join(verbs)} do.", status)
    return sent_back(f"There is no {request.url.path}; docs/sandbox.md lists what there is.", status)


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


def _with_drop(app: ASGIApp) -> ASGIApp:
    """Give every request the means to close its connection without an answer, for which ASGI has no word."""

    async def outermost(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["sandbox.drop"] = _dropper(send)
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
        else:
            # Starlette has answered 500 by now, or the socket is closed; here it is told to the developer.
            await sound(app(scope, receive, send), lambda _bug: None)

    return outermost


def _dropper(send: Send) -> Callable[[], Awaitable[None]]:
    async def drop() -> None:
        cast("Any", send).__self__.transport.close()
        await asyncio.sleep(0.01)

    return drop
