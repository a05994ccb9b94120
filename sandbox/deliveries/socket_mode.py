"""Socket Mode: tickets, hello, envelopes to any one of several connections, and their acks."""

import asyncio
import json
import random
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from sandbox import limits
from sandbox.deliveries.outcome import TIMEOUT, Kind, Outcome, Retry
from sandbox.errors import Json
from sandbox.ids import Ids


class ConnectionLostError(Exception):
    """The connection ended before it acknowledged what it was given."""


@dataclass(eq=False)
class Connection:
    """One socket; `holds` names the envelopes that it has been given, `is_leaving` that it was asked to go."""

    socket: WebSocket
    holds: set[str] = field(default_factory=set)
    is_leaving: bool = False

    async def say(self, message: Json) -> None:
        """Send one message; raises ConnectionLostError."""
        try:
            await self.socket.send_text(json.dumps(message))
        except (WebSocketDisconnect, RuntimeError) as error:
            raise ConnectionLostError from error

    async def close(self) -> None:
        if self.socket.application_state is WebSocketState.CONNECTED:
            await self.socket.close(code=1001)


@dataclass
class SocketMode:
    app_id: str
    ids: Ids
    tickets: set[str] = field(default_factory=set)
    connections: list[Connection] = field(default_factory=list)
    _unanswered: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    # Slack promises no pattern of which connection gets what; a fixed seed keeps runs alike.
    _dice: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - no secret hangs on it

    def ticket(self) -> str:
        made = self.ids.hex(32)
        self.tickets.add(made)
        return made

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection from its ticket to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self.tickets:
            await socket.close(code=4001)
            return
        self.tickets.discard(ticket)
        await socket.accept()
        if len(self.connections) >= limits.SOCKETS:
            await socket.send_text(json.dumps({"type": "disconnect", "reason": "too_many_websockets"}))
            await socket.close()
            return
        connection = Connection(socket)
        self.connections.append(connection)
        try:
            await connection.say(self._hello())
            self._arrived.set()
            await self._dismiss_leaving()
            await self._listen(connection)
        except ConnectionLostError:
            pass
        finally:
            self._forget(connection)

    async def send(
        self, kind: Kind, payload: Json, *, accepts_answer: bool, seconds: float, retry: Retry | None
    ) -> Outcome:
        """Give the payload to one connection; if that one ends without an ack, to another, until time is up."""
        envelope = {
            "envelope_id": self.ids.envelope(),
            "type": kind,
            "accepts_response_payload": accepts_answer,
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry.number if retry else 0, "retry_reason": retry.reason if retry else ""}
        try:
            async with asyncio.timeout(seconds):
                return await self._until_acked(envelope)
        except TimeoutError:
            return Outcome(TIMEOUT, via="socket")

    async def _until_acked(self, envelope: Json) -> Outcome:
        while True:
            connection = await self._any_connection()
            try:
                return Outcome(body=await self._exchange(connection, envelope), via="socket")
            except ConnectionLostError:
                self._forget(connection)

    async def _any_connection(self) -> Connection:
        """Choose one that was not asked to leave; wait while there is none."""
        while not (staying := [one for one in self.connections if not one.is_leaving]):
            self._arrived.clear()
            await self._arrived.wait()
        return self._dice.choice(staying)

    async def _dismiss_leaving(self) -> None:
        """End the connections whose successor is there, as Slack does."""
        for connection in [one for one in self.connections if one.is_leaving and not one.holds]:
            await connection.close()

    async def _exchange(self, connection: Connection, envelope: Json) -> Json | None:
        """Send an envelope and wait for its ack, on whichever connection it comes; raises ConnectionLostError."""
        name = envelope["envelope_id"]
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._unanswered[name] = waiting
        connection.holds.add(name)
        try:
            await connection.say(envelope)
            return await waiting
        finally:
            connection.holds.discard(name)
            del self._unanswered[name]

    async def disconnect_all(self, reason: str) -> int:
        """Ask every connection to come back on a new address, as Slack does now and then; answers how many."""
        told = list(self.connections)
        for connection in told:
            connection.is_leaving = True
            await connection.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        return len(told)

    async def cut_all(self) -> int:
        """End every connection without a word before; answers how many."""
        ended = list(self.connections)
        for connection in ended:
            self._forget(connection)
            await connection.close()
        return len(ended)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 3600},
            "connection_info": {"app_id": self.app_id},
        }

    async def _listen(self, connection: Connection) -> None:
        while True:
            message = await connection.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            self._take_ack(message.get("text") or "")

    def _take_ack(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return
        waiting = self._unanswered.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
        if waiting and not waiting.done():
            payload = ack.get("payload")
            waiting.set_result(payload if isinstance(payload, dict) else None)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        for name in connection.holds:
            waiting = self._unanswered[name]
            if not waiting.done():
                waiting.set_exception(ConnectionLostError())
