"""Brings one payload to the app, by a socket if one is connected, else to its request URL, and notes what came of it."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sandbox import limits
from sandbox.clock import Clock
from sandbox.deliveries.http import HttpDelivery
from sandbox.deliveries.outcome import NOBODY, TIMEOUT, Kind, Outcome, Retry
from sandbox.deliveries.socket_mode import SocketMode
from sandbox.deliveries.timers import Job, Timers
from sandbox.deliveries.volume import Health
from sandbox.errors import Json
from sandbox.faults import Fault, Faults
from sandbox.live import Changes, InFlight
from sandbox.mishaps.deliveries import Meanwhile
from sandbox.state.model import App
from sandbox.traffic import Traffic
from sandbox.uses import Uses

# So long an overtaken payload waits for one that overtakes it, in seconds of the workspace; then it comes alone.
LONGEST_OVERTAKEN = 60.0


@dataclass
class Dispatcher:
    app: App
    sockets: SocketMode
    clock: Clock
    traffic: Traffic
    in_flight: InFlight
    changes: Changes
    faults: Faults
    timers: Timers
    ack_seconds: float = limits.ACK_SECONDS
    http: HttpDelivery = field(default_factory=HttpDelivery)
    health: Health = field(default_factory=Health)
    uses: Uses = field(default_factory=Uses)
    overtaken: dict[Kind, list[Job]] = field(default_factory=lambda: defaultdict(list))

    async def deliver(
        self,
        kind: Kind,
        payload: Json,
        *,
        accepts_answer: bool = True,
        retry: Retry | None = None,
        then: Callable[[Outcome], None] | None = None,
    ) -> Outcome:
        """Deliver, or let an injected fault have its way; `then` hears what came of it when that put it off."""
        team = team_of(payload)
        fault = self.faults.first(kind, payload.get("event", payload), team=team, now=self.clock.now())
        delivery = Delivery(self, kind, payload, accepts_answer=accepts_answer, retry=retry, then=then, fault=fault)
        mishap = fault.mishap.on_delivery if fault else None
        if fault is None or mishap is None:
            return await delivery.send()
        return await mishap(delivery, fault.value)

    def let_overtaken_go(self, kind: Kind) -> None:
        for job in self.overtaken.pop(kind, []):
            self.timers.after(0, job, is_awaited=True)


@dataclass(eq=False)
class Delivery:
    """One payload on its way to the app."""

    to: Dispatcher
    kind: Kind
    payload: Json
    accepts_answer: bool
    retry: Retry | None
    then: Callable[[Outcome], None] | None
    fault: Fault | None
    _has_left: bool = False

    async def send(self, *, loses_ack: bool = False, meanwhile: Meanwhile = "") -> Outcome:
        at = self.to.clock.now().isoformat()
        with self.to.in_flight.one():
            outcome = await self._sent(meanwhile)
            if loses_ack and outcome.is_acked:
                outcome = Outcome(TIMEOUT, via=outcome.via)
            self._note(at, outcome)
            # While this one is still under way, so that nobody moves the clock between the two.
            self.to.let_overtaken_go(self.kind)
        return outcome

    def lose(self) -> Outcome:
        outcome = Outcome(TIMEOUT)
        self._note(self.to.clock.now().isoformat(), outcome)
        return outcome

    def put_off(self, seconds: float) -> Outcome:
        self.to.timers.after(seconds, self._send_late, is_awaited=True)
        return self._meanwhile()

    def let_next_pass(self) -> Outcome:
        self.to.overtaken[self.kind].append(self._send_late)
        # It is in both; whichever comes first sends it, and the other finds that it has left.
        self.to.timers.after(LONGEST_OVERTAKEN, self._send_late, is_awaited=True)
        return self._meanwhile()

    async def _send_late(self) -> None:
        """Send it once, whichever comes first: the one that overtakes it, or the end of the wait."""
        if self._has_left:
            return
        self._has_left = True
        outcome = await self.send()
        if self.then:
            self.then(outcome)

    def _meanwhile(self) -> Outcome:
        """Tell what is known now: a person has waited in vain; an event that is not there yet has not failed either."""
        return Outcome(via="later") if self.kind == "events_api" else Outcome(TIMEOUT)

    async def _sent(self, meanwhile: Meanwhile) -> Outcome:
        to = self.to
        # An event that finds nobody comes again, and the clock stands still meanwhile: only people are let wait for long.
        is_event = self.kind == "events_api"
        seconds = min(to.ack_seconds, limits.ACK_SECONDS) if is_event else to.ack_seconds
        url = to.app.url_for(self.payload)
        # Whoever has an address need not wait to see whether a socket that went by itself only blinked.
        if to.sockets.connections or (not is_event and await to.sockets.is_there(seconds, blinks=not url)):
            return await to.sockets.send(
                self.kind,
                self.payload,
                accepts_answer=self.accepts_answer,
                seconds=seconds,
                retry=self.retry,
                meanwhile=meanwhile,
            )
        if not url:
            return Outcome(NOBODY)
        # The app checks the stamp against its own clock, so it is signed in real time.
        outcome = await to.http.send(
            url,
            to.app.signing_secret,
            self.kind,
            self.payload,
            timestamp=int(time.time()),
            seconds=seconds,
            retry=self.retry,
        )
        # Over HTTP each payload has a connection of its own: the app has heard it, its answer finds nobody.
        return replace(outcome, error=NOBODY, body=None) if meanwhile == "cut" else outcome

    def _note(self, at: str, outcome: Outcome) -> None:
        fault = {"fault": self.fault.do} if self.fault else {}
        self.to.traffic.log(
            "delivery",
            _name(self.kind, self.payload),
            at=at,
            args=self.payload,
            status=outcome.error or "acked",
            answer=outcome.body,
            team=team_of(self.payload) or None,
            via=outcome.via,
            retry=self.retry.number if self.retry else 0,
            **fault,
        )
        self.to.uses.delivered(self.kind, self.payload, self.to.app.scopes, is_acked=outcome.is_acked)
        self.to.changes.touch()


def team_of(payload: Json) -> str:
    """Read which workspace it comes from; a shortcut of a whole organisation comes from none."""
    return str(payload.get("team_id") or (payload.get("team") or {}).get("id") or "")


def _name(kind: Kind, payload: Json) -> str:
    if kind == "events_api":
        return f"event:{payload.get('event', payload)['type']}"
    return str(payload.get("command") or payload.get("type") or kind)
