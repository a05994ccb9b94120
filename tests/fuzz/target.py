"""What is shot at: the program as it is put together for serving, on a memory of its own, without a socket."""

import logging
import signal
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from sqlite3 import Connection, connect
from typing import Any
from uuid import uuid4

from anyio import to_thread
from starlette.types import ASGIApp, Message, Scope

import app
from bot.service.refused import PREFIX
from commands.settings import Settings
from storage.opening import open_storage
from tests.fuzz.recording import KEYS, World, memory_of, site_of
from tests.fuzz.shots import Header, Secrets, Shot
from tests.fuzz.slack_end import SlackEnd, answering

HANGS = 20.0
"""Seconds after which a request counts as hanging; an answer takes milliseconds, and this machine may be busy."""
CHUNK = 16_384


class Hung(BaseException):
    """A request took too long; no kind of Exception, so that nobody under way takes it for their own trouble."""


@contextmanager
def watched() -> Iterator[None]:
    """Raise Hung where the block stands, wherever that is, when it takes too long."""
    # Put back afterwards: whoever runs the tests may watch them by the same alarm.
    heard_by = signal.signal(signal.SIGALRM, _hung)
    left, _ = signal.setitimer(signal.ITIMER_REAL, HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, heard_by)


def _hung(*_: object) -> None:
    raise Hung(f"No answer for {HANGS:g} s.")


@dataclass(frozen=True)
class Result:
    """What came of one request. ``changes``: rows written. ``calls``: of Slack. ``first``: what came of it before.

    ``seconds``: of the processor.
    ``is_only_noted``: all that was written is that it was refused.
    """

    status: int
    headers: tuple[Header, ...]
    body: bytes
    changes: int
    calls: tuple[str, ...]
    seconds: float
    incidents: tuple[str, ...] = ()
    first: "Result | None" = None
    is_only_noted: bool = False


@dataclass
class Log(logging.Handler):
    """Keeps what is logged as an error: a person may have got an answer, and yet something broke."""

    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        formatter = logging.Formatter("%(name)s: %(message)s")
        self.found.append(formatter.format(record))

    __hash__ = object.__hash__


@dataclass
class Target:
    """A site under fire."""

    world: World
    site: ASGIApp
    memory: Connection
    first: Connection
    slack: SlackEnd
    log: Log
    secrets: Secrets
    answered: dict[bytes, Result] = field(default_factory=dict)
    noted: tuple[int, str] | None = None
    came: list[tuple[int | None, int | None]] = field(default_factory=list)

    def restore(self) -> None:
        """Let everything be as it was recorded."""
        self.first.backup(self.memory)
        self.answered.clear()
        self._is_noted()

    async def fire(self, shot: Shot) -> Result:
        """Send one request and note what it did."""
        self.slack.asked.clear()
        self.log.found.clear()
        # The processor's time, of all threads: what else runs on this machine is no fault of the request.
        before, began = self.memory.total_changes, time.process_time()
        status, headers, body = await self._answer(shot)
        seconds, changes = time.process_time() - began, self.memory.total_changes - before
        first = self.answered.get(shot.body)
        calls, incidents = tuple(self.slack.asked), tuple(self.log.found)
        noted = bool(changes) and self._is_noted() and changes == 1
        result = Result(status, headers, body, changes, calls, seconds, incidents, first, noted)
        if shot.may_change:
            self.answered.setdefault(shot.body, result)
        return result

    def _is_noted(self) -> bool:
        """Tell whether a note was made that was not there before: of a refusal, or of what came by a connection."""
        newest = self.memory.execute("SELECT rowid, key FROM inbox ORDER BY rowid DESC LIMIT 1").fetchone()
        is_new, self.noted = newest != self.noted, newest
        came = self.memory.execute("SELECT heard_at, refused_at FROM crm_connection").fetchall()
        has_come, self.came = came != self.came, came
        return has_come or bool(is_new and newest and newest[1].startswith(PREFIX))

    async def _answer(self, shot: Shot) -> tuple[int, tuple[Header, ...], bytes]:
        exchange = Exchange(shot.body)
        scope = _scope(shot, shot.signed(self.secrets, int(time.time())))
        try:
            with watched():
                await self.site(scope, exchange.receive, exchange.send)
        except (Exception, Hung):  # noqa: BLE001 - nothing may get past whoever counts faults
            # A server would log it and answer 500: whatever gets out here is a fault of the program.
            self.log.found.append(traceback.format_exc())
        return exchange.status, exchange.headers, bytes(exchange.body)


@dataclass
class Exchange:
    """One request's body on its way in and answer on its way out."""

    given: bytes
    status: int = 0
    headers: tuple[Header, ...] = ()
    body: bytearray = field(default_factory=bytearray)

    async def receive(self) -> Message:
        chunk, self.given = self.given[:CHUNK], self.given[CHUNK:]
        return {"type": "http.request", "body": chunk, "more_body": bool(self.given)}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = tuple(
                (name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]
            )
        else:
            self.body += message.get("body", b"")


def _scope(shot: Shot, headers: Iterable[Header]) -> Scope:
    path, _, query = shot.path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": shot.verb,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in headers],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 3_000),
        "state": {},
    }


@contextmanager
def alone() -> Iterator[None]:
    """Let what is served in a thread be served in this one: handing each request over would cost more than most do."""

    async def run(call: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
        return call(*arguments)

    threads: Any = to_thread
    before = threads.run_sync
    threads.run_sync = run
    try:
        yield
    finally:
        threads.run_sync = before


@contextmanager
def standing(world: World) -> Iterator[Target]:
    """Put the program together around a recorded memory."""
    storage = open_storage("sqlite://", ids=uuid4, keys=KEYS)
    first = connect(":memory:", check_same_thread=False)
    first.deserialize(bytes.fromhex(world.memory))
    memory, log = memory_of(storage), Log()
    first.backup(memory)
    logging.getLogger().addHandler(log)
    try:
        with answering(world.slack) as slack, alone():
            settings = Settings(_env_file=None, **world.settings)  # type: ignore[arg-type, call-arg]
            site = site_of(app.build(settings, storage))
            memory.backup(first)
            secrets = Secrets(world.settings["slack_signing_secret"], world.settings["baton_webhook_secret"])
            yield Target(world, site, memory, first, slack, log, secrets)
    finally:
        logging.getLogger().removeHandler(log)
        first.close()
        storage.close()
