"""GET /slack/install and /slack/oauth_redirect: somebody lets Baton into their workspace, in one browser, once."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlencode, urljoin

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.installed import Installation
from bot.ports import Trouble
from messages import installing
from messages.delivery.outcomes import Failure, Refused
from messages.delivery.own_app import OwnApp

log = logging.getLogger(__name__)

START, BACK = "/slack/install", "/slack/oauth_redirect"
COOKIE = "baton_install"
COOKIE_SECONDS = 600
# The address that brought the browser here holds a code: no other site is to read it.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class States(Protocol):
    """What ties the way back to the way out."""

    def issue(self, browser: str, *, now: datetime) -> str:
        """Return a state for the browser that holds this secret."""
        ...

    def spend(self, state: str, browser: str, *, now: datetime) -> bool:
        """Take a state back: True once, in time, and for the browser that it was made for."""
        ...


@dataclass(frozen=True, slots=True)
class Reception:
    """Sends people to Slack to be asked, and takes them back. ``secret`` makes what nobody can guess."""

    states: States
    own_app: OwnApp
    let_in: Callable[[Installation], None]
    public_url: str
    slack_api_url: str
    scopes: Sequence[str]
    secret: Callable[[], str]
    now: Callable[[], datetime]
    command: str = "/deal"

    def send_off(self) -> Response:
        """Send a browser to Slack, with a state that only this browser can bring back."""
        browser = self.secret()
        asked = {
            "client_id": self.own_app.client_id,
            "scope": ",".join(self.scopes),
            "state": self.states.issue(browser, now=self.now()),
            "redirect_uri": self._address(BACK),
        }
        # Where Slack's API is, there is the page on which people consent: also with a Slack for tests.
        consent = urljoin(self.slack_api_url, "/oauth/v2/authorize")
        answer = RedirectResponse(f"{consent}?{urlencode(asked)}", HTTPStatus.FOUND, HEADERS)
        # Lax: the way back from Slack is a link from another site, and must bring it along.
        answer.set_cookie(
            COOKIE, browser, COOKIE_SECONDS, path=BACK, secure=self._is_secure, httponly=True, samesite="lax"
        )
        return answer

    def take_back(self, request: Request) -> Response:
        """Finish what was begun, or say in a sentence why not."""
        given, browser = request.query_params, request.cookies.get(COOKIE, "")
        if given.get("error"):
            return self._not_done(HTTPStatus.OK, "cancelled")
        try:
            # First of all: whatever a stranger sends along, their browser is not the one that began.
            if not self.states.spend(given.get("state", ""), browser, now=self.now()):
                return self._not_done(HTTPStatus.BAD_REQUEST, "stale")
            return self._exchanged(given.get("code", ""))
        except Trouble as trouble:
            log.warning("An installation was not finished: %s", trouble)
            return self._not_done(HTTPStatus.SERVICE_UNAVAILABLE, "out_of_reach")

    def _exchanged(self, code: str) -> Response:
        got = self.own_app.exchange(code, self._address(BACK), now=self.now())
        if not isinstance(got, Installation):
            return self._failed(got)
        missing = sorted(set(self.scopes) - set(got.scopes))
        if missing:
            log.warning("In %s Baton may not do everything: these scopes are missing: %s", got.team_id, missing)
        self.let_in(got)
        page = installing.done(got.team_name, got.team_id, got.app_id, self.command)
        return self._page(HTTPStatus.OK, page)

    def _failed(self, failure: Failure) -> Response:
        log.warning("Slack did not install Baton: %s", failure.why)
        if isinstance(failure, Refused):
            return self._not_done(HTTPStatus.BAD_REQUEST, "refused", why=failure.why)
        return self._not_done(HTTPStatus.BAD_GATEWAY, "unreached")

    def _not_done(self, status: HTTPStatus, sentence: str, **values: str) -> Response:
        return self._page(status, installing.not_done(sentence, self._address(START), **values))

    def _page(self, status: HTTPStatus, page: str) -> Response:
        answer = HTMLResponse(page, status, HEADERS)
        answer.delete_cookie(COOKIE, path=BACK, secure=self._is_secure, httponly=True, samesite="lax")
        return answer

    def _address(self, path: str) -> str:
        # Slack compares it letter by letter with the one that the app's settings name.
        return self.public_url.rstrip("/") + path

    @property
    def _is_secure(self) -> bool:
        return self.public_url.startswith("https://")


def routes(reception: Reception) -> list[Route]:
    """Return both routes."""

    async def start(_: Request) -> Response:
        return await run_in_threadpool(reception.send_off)

    async def back(request: Request) -> Response:
        return await run_in_threadpool(reception.take_back, request)

    return [Route(START, start, methods=["GET"]), Route(BACK, back, methods=["GET"])]
