"""One call of another system: believed, read, taken in, answered. The same at every door that systems come in by."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.connected import Unheard
from bot.incoming import Arrival, Arrived, Incoming, ItemNews, Unwon
from commands.refused import refused
from commands.webhooks.body import FieldFault, Invalid, News, NotJson, read_body
from commands.webhooks.failure import Unavailable, UnknownDeal
from commands.webhooks.signature import Flaw, verify

log = logging.getLogger(__name__)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

Receive = Callable[[str, Incoming | ItemNews | Unwon], Arrived]
"""Take in an event about a deal or one of its lines; may raise UnknownDeal, Unavailable or Invalid."""

UNHEARD = {
    Flaw.NO_TIMESTAMP: Unheard.NO_TIMESTAMP,
    Flaw.STALE: Unheard.STALE,
    Flaw.NO_SIGNATURE: Unheard.NO_SIGNATURE,
    Flaw.MISMATCH: Unheard.MISMATCH,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What the sender is answered, and why it was not taken, for us; None where it was, or could not be just now."""

    response: Response
    unheard: Unheard | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call with its whole body, off the event loop. ``source``: the only system it may speak for."""

    request: Request
    body: bytes
    at: datetime
    source: str | None = None

    def answer(self, secrets: Sequence[str], receive: Receive) -> Answered:
        """Believe, read, take in, answer: in this order, and nothing changes before the body is believed.

        Any of the ``secrets`` will do: while one is being replaced, two are good.
        """
        if flaw := self._flaw(secrets):
            log.warning("webhook not believed: %s", flaw)
            return Answered(disbelieved(), UNHEARD[flaw])
        try:
            news = read_body(self.body, now=self.at)
            self._check_source(news)
            return Answered(_arrived(receive(news.event, news.incoming)))
        except NotJson as error:
            faults = [{"field": "", "problem": str(error)}]
            return Answered(_faulty(HTTPStatus.BAD_REQUEST, faults), Unheard.NOT_JSON)
        except Invalid as error:
            faults = [asdict(one) for one in error.faults]
            return Answered(_faulty(HTTPStatus.UNPROCESSABLE_ENTITY, faults), Unheard.FIELDS)
        except UnknownDeal:
            return Answered(JSONResponse({"status": "unknown"}, HTTPStatus.NOT_FOUND), Unheard.UNKNOWN_DEAL)
        except Unavailable as error:
            return Answered(unavailable(error))

    def _flaw(self, secrets: Sequence[str]) -> Flaw | None:
        headers = self.request.headers
        signature = ",".join(headers.getlist("x-baton-signature"))
        # All are looked at: how long it takes must not tell which of several was right.
        flaws = [
            verify(secret, timestamp=headers.get("x-baton-timestamp"), signature=signature, body=self.body, now=self.at)
            for secret in secrets
        ]
        return None if None in flaws else flaws[0]

    def _check_source(self, news: News) -> None:
        """Hold a system to its own deals: whoever gets hold of one secret must not speak for all the others."""
        if self.source is not None and news.incoming.source != self.source:
            raise Invalid(FieldFault("source", f'source must be "{self.source}", as this connection is called.'))


def disbelieved() -> Response:
    """Answer whoever is not believed; never why, and the same whether or not there is anything behind the door."""
    return refused(HTTPStatus.UNAUTHORIZED, "Bad signature or stale timestamp.")


def unavailable(error: Unavailable) -> Response:
    """Ask for the same once more, later."""
    after = {"Retry-After": str(error.retry_after)}
    return refused(HTTPStatus.SERVICE_UNAVAILABLE, "Nothing can be stored just now; send it again.", after)


def not_allowed() -> Response:
    """Refuse every other verb, before anything is looked at."""
    return refused(HTTPStatus.METHOD_NOT_ALLOWED, "Only POST works here.", {"Allow": "POST"})


def _arrived(arrived: Arrived) -> Response:
    status = HTTPStatus.ACCEPTED if arrived.status is Arrival.ACCEPTED else HTTPStatus.OK
    return JSONResponse({"status": str(arrived.status), "deal": str(arrived.deal_id)}, status)


def _faulty(status: HTTPStatus, errors: list[dict[str, str]]) -> Response:
    return JSONResponse({"status": "invalid", "errors": errors}, status)
