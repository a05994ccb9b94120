"""Delivers to the app's request URL over HTTP, signed."""

import asyncio
import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from sandbox.deliveries.outcome import CLIENT_ERROR, NOBODY, SERVICE_ERROR, TIMEOUT, Kind, Outcome, Retry
from sandbox.deliveries.signing import signature_headers
from sandbox.errors import Json

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    text: str
    wants_no_retry: bool


@dataclass
class HttpDelivery:
    """Posts in threads of its own, so that a slow app does not hold up the workspace."""

    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(32, "sandbox-delivery"))

    async def send(
        self, url: str, secret: str, kind: Kind, payload: Json, *, timestamp: int, seconds: float, retry: Retry | None
    ) -> Outcome:
        body, content_type = encoded(kind, payload)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        headers |= signature_headers(secret, timestamp, body)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                answer = await loop.run_in_executor(self.threads, _post, url, body, headers, seconds)
        except TimeoutError:
            return Outcome(TIMEOUT, via="http")
        except (OSError, http.client.HTTPException):
            return Outcome(NOBODY, via="http")
        return _outcome(answer)

    def stop(self) -> None:
        self.threads.shutdown(wait=False, cancel_futures=True)


def encoded(kind: Kind, payload: Json) -> tuple[bytes, str]:
    """Each kind in its own dress: commands as form fields, interactions as one field of JSON, events as JSON."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM
    return urlencode(payload).encode(), FORM


def _post(url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
    parts = urlsplit(url)
    made = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = made(parts.hostname or "", parts.port, timeout=seconds)
    try:
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return Answer(
            status=response.status,
            content_type=response.headers.get("Content-Type", ""),
            text=response.read().decode("utf-8", "replace"),
            wants_no_retry=response.headers.get("X-Slack-No-Retry", "") == "1",
        )
    finally:
        connection.close()


def _outcome(answer: Answer) -> Outcome:
    if not http.client.OK <= answer.status < http.client.MULTIPLE_CHOICES:
        error = CLIENT_ERROR if answer.status < http.client.INTERNAL_SERVER_ERROR else SERVICE_ERROR
        return Outcome(error, via="http", wants_no_retry=answer.wants_no_retry)
    if not answer.text:
        return Outcome(via="http")
    if answer.content_type.startswith("application/json"):
        try:
            body = json.loads(answer.text)
        except ValueError:
            return Outcome(via="http", body={"text": answer.text})
        return Outcome(via="http", body=body if isinstance(body, dict) else None)
    return Outcome(via="http", body={"text": answer.text})
