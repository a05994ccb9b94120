"""What one message costs on its way through the courier, without the time that Slack takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid5

import pytest

from bot.events import Event, Nudged, Recorded, StepKept
from bot.model import BATON, ChannelId, Deal, DealId, LapseKind, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.service import delivery
from bot.service.desk import Desk
from messages.delivery.courier import Courier
from messages.delivery.outcomes import Outcome, Sent
from messages.delivery.slack import Slack
from messages.rendering import render
from storage.opening import Storage
from tests.benchmarks.filling import AHEAD, a_busy_deal, workspace
from tests.benchmarks.measuring import asked, best, tell
from tests.bot.making import ANA, NOW, a_lapse, by

AT_ONCE, BATCHES = 8, 6
MESSAGES = BATCHES + 2
"""Of each deal: some batches, a first one that makes the buckets, and one for the message alone."""
MOST = {Kind.SAY: (5, 16), Kind.NUDGE: (6, 26)}
"""Transactions and statements of one message that is claimed alone, in a channel that was spoken in before."""
MOST_TIMES_SLOWER = 100.0
"""Compared with a transaction that writes one row: a message is several of them, a deal read, and words drawn."""


class QuickSlack(Slack):
    """A Slack that takes everything at once."""

    def __init__(self) -> None:
        super().__init__("xoxb-none", base_url="http://127.0.0.1:9/")

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        return self.ask(method, arguments)

    def ask(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        return Sent({"ok": True, "channel": arguments.get("channel", f"D-{method}"), "ts": "1.0"})


@dataclass
class Paced:
    """A clock that moves on by what Slack wants between two batches, each time it is told to."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.at

    def pass_(self) -> None:
        self.at += timedelta(seconds=10)


def a_talkative_deal(here: WorkspaceId, number: int) -> tuple[Deal, list[Recorded]]:
    """Return a deal in which some steps were kept, and somebody is about to be told that others are overdue."""
    busy = a_busy_deal(here, items=20, steps=MESSAGES, days=AHEAD)
    steps = tuple(replace(step, due=by("2026-11-20")) for step in busy.steps)
    lapses = tuple(a_lapse(LapseKind.STEP_OVERDUE, step.id, rung=1, fired_at=NOW) for step in steps)
    deal = replace(
        busy,
        id=DealId(uuid5(here, f"{number}")),
        external_id=f"D-{number}",
        channel_id=ChannelId(f"C{number}"),
        steps=steps,
        lapses=lapses,
        seq=2 * MESSAGES,
    )
    kept = [StepKept(step.id, step.what, ANA, on_time=True, as_first_dated=True) for step in steps]
    nudged = [Nudged(lapse.id, lapse.kind, "a step", 1, Where.PRIVATE, who=ANA) for lapse in lapses]
    events: list[Event] = [*kept, *nudged]
    return deal, [Recorded(seq, NOW, BATON, each) for seq, each in enumerate(events, 1)]


def messages(deal: Deal, kind: Kind) -> list[Outgoing]:
    return [
        Outgoing(
            f"{kind}:{deal.id}:{number}",
            kind,
            f"deal:{deal.id}",
            deal_id=deal.id,
            in_channel_of=deal.id,
            seq=number + (1 if kind is Kind.SAY else 1 + MESSAGES),
            detail=None if kind is Kind.SAY else f"{deal.lapses[number].id}:1",
        )
        for number in range(MESSAGES)
    ]


def courier(storage: Storage, desk: Desk, clock: Paced) -> Courier:
    slack = QuickSlack()
    return Courier(
        outbox=storage.outbox,
        work=storage.work,
        clock=clock,
        slack_for=lambda _: slack,
        render=render,
        still_true=delivery.still_true,
        told=lambda *about: delivery.told(desk, *about),
        held=lambda *about: delivery.held(desk, *about),
        skipped=lambda *about: delivery.skipped(desk, *about),
        gave_up=lambda *about: delivery.gave_up(desk, *about),
    )


@pytest.mark.parametrize("kind", [Kind.SAY, Kind.NUDGE])
def test_a_message(kind: Kind, open_one: Callable[[], Storage], at_desk: Callable[[Storage], Desk]) -> None:
    storage, clock, numbers = open_one(), Paced(), count()
    here, delivering = workspace(storage), courier(storage, at_desk(storage), clock)
    for number in range(AT_ONCE):
        deal, events = a_talkative_deal(here, number)
        with storage.work(here) as uow:
            uow.add(deal, events, messages(deal, kind))

    def deliver(limit: int = AT_ONCE) -> None:
        clock.pass_()
        assert delivering.deliver_once(limit) == limit

    def bare() -> None:
        with storage.work(here) as uow:
            uow.answer(f"{next(numbers)}", "nothing", now=NOW)

    deliver()
    with asked(storage.engine) as seen:
        deliver(1)
    batch, alone = best(deliver, bare, times=BATCHES)

    taken = batch / AT_ONCE
    tell(f"one {kind}", f"{taken:.1f} ms", f"{alone:.1f} ms for a bare transaction", f"{seen} alone")
    assert seen.transactions <= MOST[kind][0]
    assert len(seen.statements) <= MOST[kind][1]
    assert taken < alone * MOST_TIMES_SLOWER
