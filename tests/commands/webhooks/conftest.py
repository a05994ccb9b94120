"""A real HTTP server around the webhook, and a sender that signs."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.incoming import Arrival, Arrived, Incoming
from bot.model import DealId
from commands.webhooks.call import Receive
from commands.webhooks.generic import PATH, route
from commands.webhooks.signature import sign

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECRET = "a secret between two systems"
DEAL = DealId(UUID(int=42))


def won(**deal: Any) -> dict[str, Any]:
    """Return a body that is right, with some of its deal replaced."""
    return {
        "event": "deal.won",
        "occurred_at": "2026-11-22T10:00:00Z",
        "source": "erp",
        "deal": {"id": "D-1042", "name": "Acme EV site", "account": {"id": "A-7", "name": "Acme Oy"}, **deal},
    }


@dataclass
class Receiver:
    """Takes everything in and remembers it; answers as told, and knows on which thread it was asked."""

    status: Arrival = Arrival.ACCEPTED
    error: Exception | None = None
    taken: list[tuple[str, Incoming]] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)

    def __call__(self, event: str, incoming: Incoming) -> Arrived:
        self.threads.append(threading.current_thread().name)
        if self.error:
            raise self.error
        self.taken.append((event, incoming))
        return Arrived(self.status, DEAL)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    json: Any


@dataclass(frozen=True)
class Sender:
    """Another system, with its end of the secret."""

    port: int
    secret: str = SECRET

    def sends(self, body: Any, *, method: str = "POST", signed_at: float = NOW.timestamp(), **headers: str) -> Answer:
        """Send a body, signed unless the headers say otherwise; what is not bytes is sent as JSON."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int(signed_at))
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        signed = {"X-Baton-Timestamp": stamp, "X-Baton-Signature": sign(self.secret, stamp, raw)} | given
        return self.sends_raw(method, raw, signed)

    def sends_raw(self, method: str, body: Any, headers: dict[str, str]) -> Answer:
        """Send exactly this; an iterator of chunks goes out without an announced length."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, PATH, body, headers)
            response = connection.getresponse()
            text = response.read()
            given = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, given, json.loads(text) if text else None)
        finally:
            connection.close()


@contextmanager
def served_by(receive: Receive, secret: str | None = SECRET) -> Iterator[Sender]:
    """Serve the webhook on a free port."""
    with listening([route(secret=secret, receive=receive, now=lambda: NOW)]) as port:
        yield Sender(port)


@contextmanager
def listening(routes: Sequence[Route]) -> Iterator[int]:
    """Serve ways in on a free port, which it gives; all is done when the block is left."""
    app = Starlette(routes=routes)
    config = uvicorn.Config(app, port=0, log_level="critical", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    give_up = monotonic() + 60
    while not server.started and monotonic() < give_up:
        sleep(0.005)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture(scope="module")
def served(receiver: Receiver) -> Iterator[Sender]:
    with served_by(receiver) as sender:
        yield sender


@pytest.fixture
def sender(served: Sender, receiver: Receiver) -> Sender:
    """Return a sender to a server whose receiver has forgotten the test before."""
    receiver.taken.clear()
    receiver.threads.clear()
    receiver.status, receiver.error = Arrival.ACCEPTED, None
    return served


@pytest.fixture
def body() -> Callable[..., dict[str, Any]]:
    return won


@pytest.fixture
def bare() -> Iterator[Sender]:
    """Return a sender to a server that was given no secret."""
    with served_by(Receiver(), None) as sender:
        yield sender


@pytest.fixture
def serving() -> Callable[[Receive], AbstractContextManager[Sender]]:
    """Serve with a receiver of the test's own."""
    return served_by
