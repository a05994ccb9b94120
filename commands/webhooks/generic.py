"""POST /webhooks/generic: any system may say that a deal was won. Believes nothing unsigned; decides nothing itself."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commands.bodies import body_of
from commands.refused import refused
from commands.webhooks.call import METHODS, Call, Receive, not_allowed

PATH = "/webhooks/generic"


def route(*, secret: str | None, receive: Receive, now: Callable[[], datetime]) -> Route:
    """Return the route; without a secret it answers that there is nothing here."""

    async def endpoint(request: Request) -> Response:
        if not secret:
            return refused(HTTPStatus.NOT_FOUND, "There is nothing here: no webhook secret is set.")
        if request.method != "POST":
            return not_allowed()
        body = await body_of(request)
        if isinstance(body, Response):
            return body
        answered = await run_in_threadpool(Call(request, body, now()).answer, [secret], receive)
        return answered.response

    return Route(PATH, endpoint, methods=METHODS)
