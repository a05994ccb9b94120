"""What all control routes share: JSON in, JSON out, and a sentence when it cannot be done."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.edge.bodies import BodyStalledError, BodyTooLargeError, read_body
from sandbox.edge.json_text import read_json
from sandbox.edge.stumbling import sound
from sandbox.errors import Json, Refused
from sandbox.platform import Platform
from sandbox.world import World

Handler = Callable[[Platform, Request], Awaitable[Json]]
WorldHandler = Callable[[World, Request], Awaitable[Json]]
Endpoint = Callable[[Request], Awaitable[Response]]


def answering(platform: Platform, handler: Handler) -> Endpoint:
    """Make an endpoint that answers JSON, whatever happens: a refusal in a sentence, and our own mistakes too."""

    async def endpoint(request: Request) -> Response:
        def on_bug(bug: str) -> Response:
            return _stumbled(platform, request, bug)

        return await sound(_answered(platform, handler, request), on_bug)

    return endpoint


async def _answered(platform: Platform, handler: Handler, request: Request) -> Response:
    try:
        return JSONResponse(await handler(platform, request))
    except Refused as refusal:
        return sent_back(refusal.sentence, refusal.status, **refusal.more)


def _stumbled(platform: Platform, request: Request, bug: str) -> Response:
    # Into the log as well, since whoever ran a test overnight reads that and not the terminal.
    shared, route = platform.shared, f"{request.method} {request.url.path}"
    shared.traffic.log("control", route, at=shared.clock.now().isoformat(), args={}, status=500, bug=bug)
    return sent_back(f"The sandbox itself made a mistake here and goes on; its error output has the trace. {bug}", 500)


def sent_back(sentence: str, status: int, **more: Any) -> JSONResponse:
    return JSONResponse({"ok": False, "error": sentence, **more}, status)


def in_workspace(handler: WorldHandler) -> Handler:
    """Give the handler the workspace that `?team=T…` names; without it, the first."""

    async def in_one(platform: Platform, request: Request) -> Json:
        return await handler(platform.world(request.query_params.get("team", "")), request)

    return in_one


async def bytes_of(request: Request) -> bytes:
    try:
        return await read_body(request)
    except BodyTooLargeError as error:
        raise Refused("The body is too large; nothing here needs more than two megabytes.", 413) from error
    except BodyStalledError as error:
        raise Refused("The body did not come to its end.", 408) from error


async def body_of(request: Request) -> Json:
    try:
        body = read_json(await bytes_of(request) or b"{}")
    except ValueError as error:
        raise Refused(f"The body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise Refused("The body is a JSON object.")
    return body


def text_in(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(f"{name} is missing; it is a text.")
    return value
