"""The way in: an input reaches some process, late or twice or never, and whoever sent it may not hear what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.refusals import AlreadyEnded, Refusal
from bot.service.desk import Desk
from tests.simulation.edges import Edge
from tests.simulation.hub import Actor, Hub
from tests.simulation.plan import Plan
from tests.simulation.replica import Replica
from tests.simulation.story import PATIENCE, Told

LATE = 300.0
"""Seconds that an input may be on its way: whoever sent it has given up long before."""
Act = Callable[[Desk, float], Any]


@dataclass(slots=True)
class Reply:
    """What became of one request: no answer yet, or one that may be a refusal."""

    waits: Actor | None = None
    is_there: bool = False
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Inputs:
    """Carries what people and CRMs send."""

    hub: Hub
    plan: Plan
    replicas: Sequence[Replica]
    edge: Edge

    def sure(self, told: Told, act: Act) -> bool:
        """Send an input, perhaps more than once, and wait for its answer; tell whether it was heard."""
        hub, after = self.hub, 0.0
        if hub.chance.happens(self.plan.hears_late):
            hub.counts["input: late"] += 1
            after = hub.chance.span(0.0, LATE)
        reply = self._send(act, after=after)
        if hub.chance.happens(self.plan.hears_twice):
            hub.counts["input: again"] += 1
            self._send(act, after=hub.chance.span(0, 60))
        if not reply.is_there:
            reply.waits = hub.current
            hub.doze(PATIENCE)
            reply.waits = None
        if reply.is_there and reply.is_done:
            told.answered_at = told.answered_at or hub.now
        return reply.is_there

    def _send(self, act: Act, *, after: float) -> Reply:
        replica, reply = self.hub.chance.pick(self.replicas), Reply()

        def serve() -> None:
            if self.edge(lambda: self._answer(replica, act, reply)) and reply.waits:
                reply.waits.wakes_at = self.hub.now

        if replica.process.is_alive:
            self.hub.spawn("request", serve, replica.process, after=after)
        return reply

    def _answer(self, replica: Replica, act: Act, reply: Reply) -> None:
        try:
            act(replica.desk, self.hub.now + replica.clock.off)
            self.hub.point("answer")
            if self.hub.current:
                self.hub.current.stage = ""
        except AlreadyEnded:
            # Whoever asked before and was not answered is told now that it is done.
            reply.is_done = True
        except Refusal:
            reply.is_done = False
        else:
            reply.is_done = True
        reply.is_there = True
