"""How much of our time and room one request may take, whoever sends it and wherever to: told from what arrives."""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commands.bodies import LARGEST_BODY, LARGEST_DRAINED
from commands.refused import refused

Headers = Iterable[tuple[bytes, bytes]]
AS_IT_IS = frozenset({b"", b"identity"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one request may take. Slack asks for an answer within three seconds, so all of it is generous."""

    body_seconds: float = 10.0
    answer_seconds: float = 25.0
    at_once: int = 200
    head_bytes: int = 16 << 10
    head_lines: int = 100
    path_bytes: int = 2 << 10


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is answered instead of serving a request."""

    status: HTTPStatus
    sentence: str
    retry_after: int | None = None

    def response(self) -> Response:
        """Return the answer; who was refused for what they sent must not send more on the same connection."""
        headers = {"Connection": "close"}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        return refused(self.status, self.sentence, headers)


class BrokenOff(Exception):  # noqa: N818 - a fact about the sender, not a fault of the program
    """The sender went away before the body was whole."""


@dataclass
class Limits:
    """Stands before a site: reads each body whole or refuses it, and answers for a site that does not."""

    app: ASGIApp
    bounds: Bounds = field(default_factory=Bounds)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request within bounds."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            came = await self._received(scope, receive)
        except BrokenOff:
            return
        if isinstance(came, Refusal):
            await came.response()(scope, receive, send)
        else:
            await self._answered(scope, Replay(came, receive), send)

    async def _received(self, scope: Scope, receive: Receive) -> bytes | Refusal:
        """Return the body, or why the request is refused."""
        refusal = head_refusal(scope, self.bounds) or self._busy()
        try:
            async with asyncio.timeout(self.bounds.body_seconds):
                # Read even where the head is refused: many senders look for an answer only once they have sent it all.
                body = await _read(receive)
        except TimeoutError:
            # Bytes that come one by one hold a connection; nothing that is sent in earnest takes so long.
            sentence = f"The body did not arrive within {self.bounds.body_seconds:g} seconds; send it again."
            return refusal or Refusal(HTTPStatus.REQUEST_TIMEOUT, sentence)
        if body is None:
            sentence = f"The body is larger than {LARGEST_BODY:,} bytes."
            return refusal or Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
        return refusal or body

    async def _answered(self, scope: Scope, replay: "Replay", send: Send) -> None:
        """Let the site answer; after too long answer for it, and let what it began come to its end unheard."""
        gate = Gate(send)
        task = asyncio.create_task(self._serve(scope, replay, gate))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        # Not cancelled: a thread that waits for the database cannot be, and its commit must not be torn either.
        await asyncio.wait({task}, timeout=self.bounds.answer_seconds)
        if task.done():
            task.result()
        elif gate.shut():
            task.add_done_callback(_heard)
            sentence = "It takes too long to answer just now; send it again, the same request is never served twice."
            late = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after=30)
            await late.response()(scope, replay, send)
        else:
            await task

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    def _busy(self) -> Refusal | None:
        if len(self._under_way) < self.bounds.at_once:
            return None
        sentence = "Too many requests are being served just now; send it again."
        return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, sentence, retry_after=5)


def head_refusal(scope: Scope, bounds: Bounds) -> Refusal | None:
    """Return why a request's head is not taken, or None."""
    headers: Sequence[tuple[bytes, bytes]] = scope["headers"]
    if len(scope["raw_path"]) + len(scope["query_string"]) > bounds.path_bytes:
        return Refusal(HTTPStatus.REQUEST_URI_TOO_LONG, f"The address is longer than {bounds.path_bytes:,} bytes.")
    if len(headers) > bounds.head_lines or sum(len(name) + len(value) for name, value in headers) > bounds.head_bytes:
        most = f"{bounds.head_lines} lines or {bounds.head_bytes:,} bytes"
        return Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"The headers are more than {most}.")
    # A few compressed bytes can stand for gigabytes, and neither Slack nor a CRM that signs its bytes compresses them.
    if any(name == b"content-encoding" and value.strip().lower() not in AS_IT_IS for name, value in headers):
        return Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is compressed; send it as it is.")
    return None


async def _read(receive: Receive) -> bytes | None:
    """Return the body; None when it is too large, which is told from what arrives, not from what was announced."""
    chunks: deque[bytes] = deque()
    size, is_more = 0, True
    while is_more and size <= LARGEST_DRAINED:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BrokenOff
        chunk = message.get("body", b"")
        size, is_more = size + len(chunk), message.get("more_body", False)
        chunks.append(chunk)
        if size > LARGEST_BODY:
            # Read on and forgotten, so that its sender gets to see our answer instead of a broken connection.
            chunks.clear()
    return None if size > LARGEST_BODY else b"".join(chunks)


@dataclass
class Replay:
    """Gives a site the body that was read already, and afterwards whatever else the connection says."""

    body: bytes | None
    receive: Receive

    async def __call__(self) -> Message:
        """Return the next message."""
        if self.body is None:
            return await self.receive()
        message: Message = {"type": "http.request", "body": self.body, "more_body": False}
        self.body = None
        return message


@dataclass
class Gate:
    """Lets a site's answer through until it is shut; an answer that has begun can no longer be shut off."""

    send: Send
    has_begun: bool = False
    is_shut: bool = False

    async def __call__(self, message: Message) -> None:
        """Pass a message on, or drop it."""
        if not self.is_shut:
            self.has_begun = True
            await self.send(message)

    def shut(self) -> bool:
        """Shut, unless the answer has begun; tell whether it is shut."""
        self.is_shut = not self.has_begun
        return self.is_shut


def _heard(task: asyncio.Task[None]) -> None:
    """Take note of how a late task ended, so that a fault in it is logged as one and not as a forgotten task."""
    if not task.cancelled() and (trouble := task.exception()):
        task.get_loop().call_exception_handler({"message": "A late answer failed", "exception": trouble})
