"""Slack's way in over HTTP: believe first, read then, and let Bolt dispatch what can be read, off the event loop."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commands.afterwards import finish, is_awaited
from commands.bodies import body_of
from commands.refused import refused
from commands.shapes import flaw

log = logging.getLogger(__name__)

PATH = "/slack/events"
STAMP = re.compile(r"[0-9]{1,12}")
SSL_CHECK = re.compile(rb"(?:^|&)ssl_check=1(?:&|$)")
LARGEST_SSL_CHECK = 1_000
UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, RecursionError)
"""What Bolt's reader raises on what is not as Slack would write it: it looks for names without asking for types."""

Believes = Callable[[bytes, str, str], bool]
"""Tell whether a body was signed so, at that moment, by Slack for our app."""


def believing(secret: str) -> Believes:
    """Return what checks Slack's signatures; it takes the same time wherever a wrong one differs from the right one."""
    return SignatureVerifier(secret).is_valid


def route(app: App, believes: Believes | None) -> Route:
    """Return the route. With ``believes`` nobody's bytes are looked into before they are believed.

    Bolt checks the signature too, but only after it has read the whole body: a few bytes of brackets from anybody
    would cost more than a signed request, and every fault of its reader would be open to the street.
    """

    async def endpoint(request: Request) -> Response:
        body = await body_of(request)
        if isinstance(body, Response):
            return body
        return await run_in_threadpool(Knock(request, body).answer, app, believes)

    return Route(PATH, endpoint, methods=["POST"])


@dataclass(frozen=True, slots=True)
class Knock:
    """One request with its whole body, off the event loop: a listener waits for the database."""

    request: Request
    body: bytes

    def answer(self, app: App, believes: Believes | None) -> Response:
        """Believe, read, dispatch: in this order."""
        if len(self.body) < LARGEST_SSL_CHECK and SSL_CHECK.search(self.body):
            # Slack's monthly look at the certificate; it is answered without a thought, so it needs no signature.
            return Response()
        if not self._is_believed(believes):
            return refused(HTTPStatus.UNAUTHORIZED, "Bad signature or stale timestamp.")
        given = self._readable()
        if given is None:
            # Without a look at the signature before, nobody could say that it was Slack who wrote it.
            status = HTTPStatus.BAD_REQUEST if believes else HTTPStatus.UNAUTHORIZED
            return refused(status, "This is not a request as Slack writes them.")
        answer = to_starlette_response(app.dispatch(given))
        if is_awaited(given):
            answer.background = BackgroundTask(finish, given)
        return answer

    def _is_believed(self, believes: Believes | None) -> bool:
        stamp = self.request.headers.get("x-slack-request-timestamp", "0")
        signature = self.request.headers.get("x-slack-signature", "")
        # What is no figure, no plain text or no UTF-8 would break the check itself, and Slack signs none of it.
        if not STAMP.fullmatch(stamp) or not signature.isascii() or not _is_text(self.body):
            return False
        return believes is None or believes(self.body, stamp, signature)

    def _readable(self) -> BoltRequest | None:
        try:
            given = to_bolt_request(self.request, self.body)
        except UNREADABLE as trouble:
            log.warning("A request could not be read: %s", type(trouble).__name__)
            return None
        if place := flaw(given.body):
            log.warning("A request is not as Slack writes them: %s", place)
            return None
        return given


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
