"""POST /webhooks/generic: any system may say that a deal was won. Believes nothing unsigned; decides nothing itself."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.incoming import Arrival, Arrived, Incoming, ItemNews, Unwon
from commands.bodies import body_of
from commands.refused import refused
from commands.webhooks.body import Invalid, NotJson, read_body
from commands.webhooks.failure import Unavailable, UnknownDeal
from commands.webhooks.signature import verify

log = logging.getLogger(__name__)

PATH = "/webhooks/generic"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

Receive = Callable[[str, Incoming | ItemNews | Unwon], Arrived]
"""Take in an event about a deal or one of its lines; may raise UnknownDeal, Unavailable or Invalid."""


def route(*, secret: str | None, receive: Receive, now: Callable[[], datetime]) -> Route:
    """Return the route; without a secret it answers that there is nothing here."""

    async def endpoint(request: Request) -> Response:
        if not secret:
            return refused(HTTPStatus.NOT_FOUND, "There is nothing here: no webhook secret is set.")
        if request.method != "POST":
            return refused(HTTPStatus.METHOD_NOT_ALLOWED, "Only POST works here.", {"Allow": "POST"})
        body = await body_of(request)
        if isinstance(body, Response):
            return body
        return await run_in_threadpool(Call(request, body, now()).answer, secret, receive)

    return Route(PATH, endpoint, methods=METHODS)


@dataclass(frozen=True, slots=True)
class Call:
    """One call with its whole body, off the event loop."""

    request: Request
    body: bytes
    at: datetime

    def answer(self, secret: str, receive: Receive) -> Response:
        """Believe, read, take in, answer: in this order, and nothing changes before the body is believed."""
        if not self._is_believed(secret):
            return refused(HTTPStatus.UNAUTHORIZED, "Bad signature or stale timestamp.")
        try:
            news = read_body(self.body, now=self.at)
            return _arrived(receive(news.event, news.incoming))
        except NotJson as error:
            return _faulty(HTTPStatus.BAD_REQUEST, [{"field": "", "problem": str(error)}])
        except Invalid as error:
            return _faulty(HTTPStatus.UNPROCESSABLE_ENTITY, [asdict(one) for one in error.faults])
        except UnknownDeal:
            return JSONResponse({"status": "unknown"}, HTTPStatus.NOT_FOUND)
        except Unavailable as error:
            after = {"Retry-After": str(error.retry_after)}
            return refused(HTTPStatus.SERVICE_UNAVAILABLE, "Nothing can be stored just now; send it again.", after)

    def _is_believed(self, secret: str) -> bool:
        headers = self.request.headers
        flaw = verify(
            secret,
            timestamp=headers.get("x-baton-timestamp"),
            signature=",".join(headers.getlist("x-baton-signature")),
            body=self.body,
            now=self.at,
        )
        if flaw:
            log.warning("webhook not believed: %s", flaw)
        return flaw is None


def _arrived(arrived: Arrived) -> Response:
    status = HTTPStatus.ACCEPTED if arrived.status is Arrival.ACCEPTED else HTTPStatus.OK
    return JSONResponse({"status": str(arrived.status), "deal": str(arrived.deal_id)}, status)


def _faulty(status: HTTPStatus, errors: list[dict[str, str]]) -> Response:
    return JSONResponse({"status": "invalid", "errors": errors}, status)
