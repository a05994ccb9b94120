"""Delivers to the app's request URL over HTTP, signed."""

import asyncio
import http.client
import json
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from sandbox import limits
from sandbox.deliveries.outcome import CLIENT_ERROR, NOBODY, SERVICE_ERROR, TIMEOUT, Kind, Outcome, Retry, takes_answer
from sandbox.deliveries.signing import signature_headers
from sandbox.edge.json_text import read_json
from sandbox.errors import Json

FORM = "application/x-www-form-urlencoded"
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class UnreachableError(Exception):
    """There was no answer; `reason` says why, in Slack's words for it."""

    def __init__(self, error: str, reason: str) -> None:
        super().__init__(reason)
        self.error = error
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    text: str
    wants_no_retry: bool = False
    location: str = ""


@dataclass
class HttpDelivery:
    """Posts in threads of its own, so that a slow app does not hold up the workspace."""

    # Blocking, because the sandbox needs no HTTP client of its own then; a slow app holds one of these, not the loop.
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(32, "sandbox-delivery"))

    async def send(
        self, url: str, secret: str, kind: Kind, payload: Json, *, timestamp: int, seconds: float, retry: Retry | None
    ) -> Outcome:
        body, content_type = encoded(kind, payload)
        headers = signature_headers(secret, timestamp, body) | {"Content-Type": content_type}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        # A person who waits gets no redirect followed: Slack documents it for events alone.
        redirects = limits.REDIRECTS if kind == "events_api" else 0
        try:
            answer = await self.post(url, body, headers, seconds=seconds, redirects=redirects)
        except UnreachableError as failure:
            return Outcome(failure.error, via="http", reason=failure.reason)
        return _outcome(answer, kind, payload)

    async def post(
        self, url: str, body: bytes, headers: dict[str, str], *, seconds: float, redirects: int = 0
    ) -> Answer:
        """Post, following so many redirects; raises UnreachableError."""
        sent = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)", **headers}
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                answer = await loop.run_in_executor(self.threads, _posted, url, body, sent, seconds)
                while redirects and answer.status in REDIRECTS:
                    url, redirects = urljoin(url, answer.location), redirects - 1
                    answer = await loop.run_in_executor(self.threads, _posted, url, body, sent, seconds)
        except TimeoutError as error:
            raise UnreachableError(TIMEOUT, "http_timeout") from error
        # From the narrow to the wide: both of these are kinds of OSError, and Slack has a name for each.
        except ssl.SSLError as error:
            raise UnreachableError(NOBODY, "ssl_error") from error
        except OSError as error:
            raise UnreachableError(NOBODY, "connection_failed") from error
        except (http.client.HTTPException, ValueError) as error:
            # What answered speaks no HTTP, or the URL is none.
            raise UnreachableError(NOBODY, "unknown_error") from error
        return answer

    def stop(self) -> None:
        self.threads.shutdown(wait=False, cancel_futures=True)


def encoded(kind: Kind, payload: Json) -> tuple[bytes, str]:
    """Each kind in its own dress: commands as form fields, interactions as one field of JSON, events as JSON."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM
    return urlencode(payload).encode(), FORM


def _posted(url: str, body: bytes, headers: dict[str, str], seconds: float) -> Answer:
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
            location=response.headers.get("Location", ""),
        )
    finally:
        connection.close()


def _outcome(answer: Answer, kind: Kind, payload: Json) -> Outcome:
    if not _is_ack(answer.status, kind):
        reason = "too_many_redirects" if answer.status in REDIRECTS else "http_error"
        error = CLIENT_ERROR if answer.status < http.client.INTERNAL_SERVER_ERROR else SERVICE_ERROR
        return Outcome(error, via="http", wants_no_retry=answer.wants_no_retry, reason=reason)
    if not answer.text or not takes_answer(kind, payload):
        return Outcome(via="http")
    if answer.content_type.startswith("application/json"):
        try:
            body = read_json(answer.text)
        except ValueError:
            # JSON that is none is shown as it stands, which tells whoever wrote it more than silence would.
            return Outcome(via="http", body={"text": answer.text})
        return Outcome(via="http", body=body if isinstance(body, dict) else None)
    return Outcome(via="http", body={"text": answer.text})


def _is_ack(status: int, kind: Kind) -> bool:
    # Slack asks for any 2xx where it tells of events, and for 200 exactly where a person waits.
    if kind == "events_api":
        return http.client.OK <= status < http.client.MULTIPLE_CHOICES
    return status == http.client.OK
