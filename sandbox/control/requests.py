"""What all control routes share: JSON in, JSON out, and a sentence when it cannot be done."""

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.errors import Json, Refused
from sandbox.platform import Platform
from sandbox.world import World

Handler = Callable[[Platform, Request], Awaitable[Json]]
WorldHandler = Callable[[World, Request], Awaitable[Json]]
Endpoint = Callable[[Request], Awaitable[Response]]


def answering(platform: Platform, handler: Handler) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await handler(platform, request))
        except Refused as refusal:
            return JSONResponse({"ok": False, "error": refusal.sentence}, refusal.status)

    return endpoint


def in_workspace(handler: WorldHandler) -> Handler:
    """Give the handler the workspace that `?team=T…` names; without it, the first."""

    async def in_one(platform: Platform, request: Request) -> Json:
        return await handler(platform.world(request.query_params.get("team", "")), request)

    return in_one


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
