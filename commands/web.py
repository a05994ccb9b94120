"""The HTTP server: Slack's requests, webhooks, and what operators ask."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.watching import Pulse
from commands.bodies import read_whole
from commands.seeing import condition as seen
from commands.seeing import pages
from commands.seeing.figures import Figures


def Condition(  # noqa: N802 - stands in while app.py changes over
    ticked_at: datetime | None, waiting: int, *, is_quiet: bool, problem: str | None = None
) -> seen.Condition:
    """Return a condition of one problem."""
    return seen.Condition(ticked_at, Pulse(waiting=waiting), is_quiet, (problem,) if problem else ())


def server(
    app: App | None,
    *,
    webhooks: Sequence[Route],
    condition: Callable[[], seen.Condition],
    figures: Figures | None = None,
) -> Starlette:
    """Return the HTTP server. Without ``app`` Slack's requests come over Socket Mode, not here."""
    routes = [*pages.routes(condition, figures or Figures(seconds=float)), *webhooks]
    if app is not None:
        routes.append(Route("/slack/events", _slack(app), methods=["POST"]))
    return Starlette(routes=routes)


def _slack(app: App) -> Callable[[Request], Response]:
    async def answer(request: Request) -> Response:
        """Let Bolt check the signature and dispatch, in a thread: a listener waits for the database."""
        try:
            body = await read_whole(request)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        given = _readable(request, body)
        if given is None:
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        return to_starlette_response(await run_in_threadpool(app.dispatch, given))

    return answer  # type: ignore[return-value]


def _readable(request: Request, body: bytes) -> BoltRequest | None:
    """Return what Bolt can check; None for what cannot be signed by Slack: anybody may send anything here."""
    stamp = request.headers.get("x-slack-request-timestamp", "0")
    signature = request.headers.get("x-slack-signature", "")
    if not re.fullmatch(r"[0-9]{1,12}", stamp) or not signature.isascii():
        return None
    try:
        return to_bolt_request(request, body)
    except (ValueError, AttributeError, TypeError):
        # Bolt reads the body before it checks the signature, and fails on what is not as Slack would write it.
        return None
