"""The HTTP server: Slack's requests, webhooks, and what operators ask."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from commands.bodies import read_whole


@dataclass(frozen=True, slots=True)
class Condition:
    """How the process is. ``problem`` None: ready. ``is_quiet``: nothing is due and nothing waits to be sent."""

    ticked_at: datetime | None
    waiting: int
    is_quiet: bool
    problem: str | None = None


def server(app: App | None, *, webhooks: Sequence[Route], condition: Callable[[], Condition]) -> Starlette:
    """Return the HTTP server. Without ``app`` Slack's requests come over Socket Mode, not here."""
    routes = [
        Route("/healthz", _healthz),
        Route("/readyz", _readyz(condition)),
        Route("/metrics", _metrics(condition)),
        *webhooks,
    ]
    if app is not None:
        routes.append(Route("/slack/events", _slack(app), methods=["POST"]))
    return Starlette(routes=routes)


async def _healthz(_: Request) -> Response:
    return JSONResponse({"status": "alive"})


def _readyz(condition: Callable[[], Condition]) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        now = condition()
        body = {
            "status": now.problem or "ready",
            "ticked_at": now.ticked_at.isoformat() if now.ticked_at else None,
            "waiting": now.waiting,
            "quiet": now.is_quiet,
        }
        return Response(json.dumps(body), 503 if now.problem else 200, media_type="application/json")

    return answer


def _metrics(condition: Callable[[], Condition]) -> Callable[[Request], Response]:
    registry = CollectorRegistry()
    waiting = Gauge("baton_outbox_waiting", "Messages that are decided and not yet in Slack", registry=registry)
    ready = Gauge("baton_ready", "1 when the database answers and the tick runs", registry=registry)
    ticked = Gauge(
        "baton_last_tick_seconds", "Business time of the last completed tick, Unix seconds", registry=registry
    )

    def answer(_: Request) -> Response:
        now = condition()
        waiting.set(now.waiting)
        ready.set(0 if now.problem else 1)
        ticked.set(now.ticked_at.timestamp() if now.ticked_at else 0)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return answer


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
