"""Socket Mode: tickets, hello, envelopes to any one of several connections, their acks, and connections that end."""

import asyncio
import math
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.websockets import WebSocket

from sandbox import limits
from sandbox.clock import Clock
from sandbox.deliveries.connection import REFRESH, TOO_MANY, WARNING, Connection, ConnectionLostError
from sandbox.deliveries.outcome import NOBODY, TIMEOUT, Kind, Outcome, Retry, takes_answer
from sandbox.deliveries.timers import Timers
from sandbox.edge.json_text import read_json
from sandbox.errors import Json
from sandbox.live import Changes
from sandbox.mishaps.deliveries import Meanwhile
from sandbox.state.ids import Ids


@dataclass
class SocketMode:
    app_id: str
    ids: Ids
    clock: Clock
    timers: Timers
    changes: Changes
    tickets: dict[str, float] = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)
    is_over: bool = False
    seconds_to_return: float = limits.ACK_SECONDS
    _asked_at: float = -math.inf
    _came_at: float = -math.inf
    _unanswered: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)
    # Slack promises no pattern of which connection gets what; a fixed seed keeps runs alike.
    _dice: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret hangs on it

    def ticket(self) -> str:
        # In real time: an app connects at once, and a clock that is moved meanwhile must not shut the door on it.
        made = self.ids.hex(32)
        self.tickets[made] = time.monotonic() + limits.TICKET_SECONDS
        return made

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection from its ticket to its end."""
        # Taken out whatever comes of it, so that a second connection on the same address is turned away.
        if self.tickets.pop(socket.query_params.get("ticket", ""), 0.0) < time.monotonic():
            await socket.close(code=4001)
            return
        await socket.accept()
        is_short = socket.query_params.get("debug_reconnects") == "true"
        connection = Connection(socket, limits.SHORT_SOCKET_SECONDS if is_short else limits.SOCKET_SECONDS)
        if self.is_over or len(self.connections) >= limits.SOCKETS:
            # In place of hello: the SDK takes any disconnect as a reason to ask for another address.
            with suppress(ConnectionLostError):
                await connection.ask_to_go(TOO_MANY)
            await connection.close()
            return
        await self._hold(connection)

    async def _hold(self, connection: Connection) -> None:
        self.connections.append(connection)
        try:
            await connection.say(self._hello(connection))
            self._plan_end(connection, connection.lives)
            # Whoever waited for a connection goes on only after hello, before which an app does not listen.
            self._arrived.set()
            self._came_at = time.monotonic()
            self.changes.touch()
            await self._dismiss_leaving()
            await self._listen(connection)
        except ConnectionLostError:
            pass
        finally:
            self._forget(connection)

    async def send(
        self,
        kind: Kind,
        payload: Json,
        *,
        accepts_answer: bool,
        seconds: float,
        retry: Retry | None,
        meanwhile: Meanwhile = "",
    ) -> Outcome:
        """Give the payload to one connection; if that one ends without an ack, to another, until time is up.

        `meanwhile` says what happens to the first connection while it holds the payload. A person waits while there is
        no connection; an event does not, since it comes again.
        """
        envelope = {
            "envelope_id": self.ids.envelope(),
            "type": kind,
            "accepts_response_payload": accepts_answer and takes_answer(kind, payload),
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry.number if retry else 0, "retry_reason": retry.reason if retry else ""}
        try:
            async with asyncio.timeout(seconds):
                return await self._until_acked(envelope, meanwhile, waits=kind != "events_api")
        except TimeoutError:
            return Outcome(TIMEOUT, via="socket")

    async def is_there(self, seconds: float, *, blinks: bool = True) -> bool:
        """Tell whether the app is connected; one that was asked to come back is waited for until `seconds` after that.

        `blinks` waits a moment for one that came back and went again, too.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, self._back_by(seconds, blinks=blinks) - time.monotonic())):
                while not self.connections and not self.is_over:
                    self._arrived.clear()
                    await self._arrived.wait()
        return bool(self.connections)

    def _back_by(self, seconds: float, *, blinks: bool) -> float:
        if self._came_at > self._asked_at:
            # The SDK may close its new connection once more while it puts it in the place of the old one.
            return self._came_at + (limits.ACK_SECONDS if blinks else 0.0)
        return self._asked_at + seconds

    async def disconnect_all(self, reason: str) -> int:
        """Ask every connection to come back on a new address, as Slack does now and then; answers how many."""
        told = list(self.connections)
        for connection in told:
            await self._dismiss(connection, reason)
        return len(told)

    async def cut_all(self) -> int:
        """End every connection without a word before; answers how many."""
        ended = list(self.connections)
        for connection in ended:
            self._forget(connection)
            await connection.close()
        return len(ended)

    async def stop(self) -> None:
        """End for good: nobody connects any more, and who waits for a connection waits no longer."""
        self.is_over = True
        self._arrived.set()
        await self.cut_all()

    async def _until_acked(self, envelope: Json, meanwhile: Meanwhile, *, waits: bool) -> Outcome:
        while True:
            connection = await self._any_connection(waits=waits)
            if connection is None:
                return Outcome(NOBODY, via="socket")
            try:
                body = await self._exchange(connection, envelope, meanwhile)
            except ConnectionLostError:
                # The same envelope goes to another: whether the first one took it, nobody knows, in Slack either.
                self._forget(connection)
                meanwhile = ""
                continue
            return Outcome(body=body if envelope["accepts_response_payload"] else None, via="socket")

    async def _any_connection(self, *, waits: bool = True) -> Connection | None:
        """Choose one, best of those that stay; wait while there is none, if asked, but not past the workspace's end."""
        while not self.is_over:
            open_ones = [one for one in self.connections if one.may_be_given]
            if open_ones:
                return self._dice.choice([one for one in open_ones if one.is_staying] or open_ones)
            if not waits:
                return None
            self._arrived.clear()
            await self._arrived.wait()
        return None

    async def _exchange(self, connection: Connection, envelope: Json, meanwhile: Meanwhile) -> Json | None:
        """Send an envelope and wait for its ack, on whichever connection it comes; raises ConnectionLostError."""
        name = envelope["envelope_id"]
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._unanswered[name] = waiting
        connection.holds.add(name)
        try:
            await connection.say(envelope)
            await self._interrupt(connection, meanwhile)
            return await waiting
        finally:
            connection.holds.discard(name)
            del self._unanswered[name]

    async def _interrupt(self, connection: Connection, meanwhile: Meanwhile) -> None:
        if meanwhile == "cut":
            self._forget(connection)
            await connection.close()
        elif meanwhile:
            await self._dismiss(connection, meanwhile)

    def _plan_end(self, connection: Connection, seconds: float) -> None:
        """Warn first and then ask to go, when the connection has lived so long."""
        ends_at = self.clock.epoch() + seconds

        async def warn() -> None:
            # When the clock was moved past both at once, the warning would come too late to be one.
            if self.clock.epoch() < ends_at and not self._is_spared(connection):
                await self._dismiss(connection, WARNING)

        async def refresh() -> None:
            if self._is_spared(connection):
                self._plan_end(connection, connection.lives * self.clock.speed)
            else:
                await self._replace(connection)

        self.timers.after(seconds - limits.SOCKET_WARNING_SECONDS, warn)
        self.timers.after(seconds, refresh, is_awaited=True)

    async def _replace(self, connection: Connection) -> None:
        """Ask a connection to go and give the app time to come back, so that whoever moved the clock finds it there.

        One after another: an app has several so that one stays, and a clock that was moved ends all of them at once.
        """
        async with self._one_by_one:
            if connection not in self.connections:
                return
            # Counted with the one that goes: once there are as many again, its successor has come.
            wanted = self._staying()
            await self._dismiss(connection, REFRESH)
            with suppress(TimeoutError):
                async with asyncio.timeout(self.seconds_to_return):
                    await self._has_at_least(wanted)

    def _staying(self) -> int:
        return sum(one.is_staying for one in self.connections)

    async def _has_at_least(self, count: int) -> None:
        while self._staying() < count and not self.is_over:
            self._arrived.clear()
            await self._arrived.wait()

    def _is_spared(self, connection: Connection) -> bool:
        # In a hurried clock a connection lives as long by the app's own watch as it would in Slack.
        return self.clock.speed > 1 and time.monotonic() - connection.made_at < connection.lives

    async def _dismiss(self, connection: Connection, reason: str) -> None:
        """Ask a connection to go; after more than a warning Slack ends it, whether it went or not."""
        if connection not in self.connections:
            return
        self._asked_at = time.monotonic()
        with suppress(ConnectionLostError):
            await connection.ask_to_go(reason)
        # Not at once: what the app holds it may still acknowledge on its way out.
        if reason != WARNING:
            self.timers.after(limits.SOCKET_WARNING_SECONDS, connection.close)

    async def _dismiss_leaving(self) -> None:
        """End the connections whose successor is there, as Slack does."""
        for connection in [one for one in self.connections if not one.is_staying and not one.holds]:
            await connection.close()

    def _hello(self, connection: Connection) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": connection.lives},
            "connection_info": {"app_id": self.app_id},
        }

    async def _listen(self, connection: Connection) -> None:
        while True:
            message = await connection.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            self._take_ack(message.get("text") or "")

    def _take_ack(self, text: str) -> None:
        """Match an ack with what waits for it; anything else that an app says is noise, and Slack says nothing to it."""
        try:
            ack = read_json(text)
        except ValueError:
            return
        name = ack.get("envelope_id") if isinstance(ack, dict) else None
        # Looked up among all: Slack takes an ack on any connection, because one that is replaced leaves acks behind.
        waiting = self._unanswered.get(name) if isinstance(name, str) else None
        if waiting and not waiting.done():
            payload = ack.get("payload")
            waiting.set_result(payload if isinstance(payload, dict) else None)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
            self.changes.touch()
        for name in connection.holds:
            waiting = self._unanswered[name]
            if not waiting.done():
                # Whoever waits for this ack learns at once that none will come, and hands the envelope to another connection.
                waiting.set_exception(ConnectionLostError())
