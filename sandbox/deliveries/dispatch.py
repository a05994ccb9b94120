"""Brings one payload to the app, by a socket if one is connected, else to its request URL, and notes what came of it."""

import time
from dataclasses import dataclass, field

from sandbox import limits
from sandbox.clock import Clock
from sandbox.deliveries.http import HttpDelivery
from sandbox.deliveries.outcome import NOBODY, TIMEOUT, Kind, Outcome, Retry
from sandbox.deliveries.socket_mode import SocketMode
from sandbox.deliveries.volume import Health
from sandbox.errors import Json
from sandbox.faults import Fault, Faults
from sandbox.live import Changes, InFlight
from sandbox.model import App
from sandbox.traffic import Traffic


@dataclass
class Dispatcher:
    app: App
    sockets: SocketMode
    clock: Clock
    traffic: Traffic
    in_flight: InFlight
    changes: Changes
    faults: Faults
    ack_seconds: float = limits.ACK_SECONDS
    http: HttpDelivery = field(default_factory=HttpDelivery)
    health: Health = field(default_factory=Health)

    async def deliver(
        self, kind: Kind, payload: Json, *, accepts_answer: bool = True, retry: Retry | None = None
    ) -> Outcome:
        """Deliver, unless an injected fault loses it; one that doubles it has the app hear it twice."""
        fault = self.faults.first(kind, payload.get("event", payload))
        outcome = await self._deliver_once(kind, payload, accepts_answer=accepts_answer, retry=retry, fault=fault)
        if fault and fault.kind == "double":
            return await self._deliver_once(kind, payload, accepts_answer=accepts_answer, retry=retry, fault=None)
        return outcome

    async def _deliver_once(
        self, kind: Kind, payload: Json, *, accepts_answer: bool, retry: Retry | None, fault: Fault | None
    ) -> Outcome:
        at = self.clock.now().isoformat()
        with self.in_flight.one():
            if fault and fault.kind == "lose":
                outcome = Outcome(TIMEOUT)
            else:
                outcome = await self._send(kind, payload, accepts_answer=accepts_answer, retry=retry)
        self.traffic.log(
            "delivery",
            _name(kind, payload),
            at=at,
            args=payload,
            status=outcome.error or "acked",
            answer=outcome.body,
            team=payload.get("team_id") or payload.get("team", {}).get("id"),
            via=outcome.via,
            retry=retry.number if retry else 0,
        )
        self.changes.touch()
        return outcome

    async def _send(self, kind: Kind, payload: Json, *, accepts_answer: bool, retry: Retry | None) -> Outcome:
        if self.sockets.connections:
            return await self.sockets.send(
                kind, payload, accepts_answer=accepts_answer, seconds=self.ack_seconds, retry=retry
            )
        if not self.app.request_url:
            return Outcome(NOBODY)
        # The app checks the stamp against its own clock, so it is signed in real time.
        return await self.http.send(
            self.app.request_url,
            self.app.signing_secret,
            kind,
            payload,
            timestamp=int(time.time()),
            seconds=self.ack_seconds,
            retry=retry,
        )


def _name(kind: Kind, payload: Json) -> str:
    if "event" in payload:
        return f"event:{payload['event']['type']}"
    return str(payload.get("command") or payload.get("type") or kind)
