"""What all control routes share: JSON in, JSON out, and a sentence when it cannot be done."""

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.errors import Json, Refused
from sandbox.world import World

Handler = Callable[[World, Request], Awaitable[Json]]
Endpoint = Callable[[Request], Awaitable[Response]]


def answering(world: World, handler: Handler) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await handler(world, request))
        except Refused as refusal:
            return JSONResponse({"ok": False, "error": refusal.sentence}, refusal.status)

    return endpoint


async def body_of(request: Request) -> Json:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise Refused("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise Refused("The body is a JSON object.")
    return body


def text_in(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise Refused(f"{name} is missing; it is a text.")
    return value
