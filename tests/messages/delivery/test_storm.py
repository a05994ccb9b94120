"""Random faults, crashes and pauses together, many times over: each message once, and in order."""

import random
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pytest

from bot.ports import Clock
from tests.messages.delivery.office import Office

FAULTS = ["429:2", "apply_then_drop", "drop_before", "status:500", "error:internal_error", "error:restricted_action"]
METHODS = ["chat.postMessage"] * 3 + ["conversations.history"]


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Mortal:
    """A process: once it is dead it reads no clock any more, and without one a courier writes nothing."""

    clock: Clock
    is_dead: bool = False

    def now(self) -> datetime:
        return self._living().now()

    def machine(self) -> datetime:
        return self._living().machine()

    def die(self) -> None:
        self.is_dead = True
        raise Killed

    def _living(self) -> Clock:
        if self.is_dead:
            raise Killed
        return self.clock


def rain(office: Office, luck: random.Random) -> None:
    """Make a few of the next calls go wrong."""
    for _ in range(luck.randint(1, 4)):
        office.inject(luck.choice(FAULTS), method=luck.choice(METHODS), nth=luck.randint(1, 6))


def deliver(office: Office, luck: random.Random) -> None:
    """Deliver until nothing is due; a courier may be paused or killed, and another one follows."""
    claimed = True
    while claimed:
        process = Mortal(office.clock)
        office.while_drawing = office.while_telling = partial(befall, office, luck, process)
        try:
            claimed = bool(office.courier(process).deliver_once(limit=3))
        except Killed:
            continue


def befall(office: Office, luck: random.Random, process: Mortal, _: object) -> None:
    chance = luck.random()
    if chance < 0.08:
        process.die()
    if chance < 0.16:
        office.clock.stall(luck.choice([30.0, 58.0, 70.0, 300.0]))


@pytest.mark.parametrize("seed", range(25))
def test_whatever_comes_together_each_message_stands_once_and_in_order(office: Office, seed: int) -> None:
    luck = random.Random(seed)
    deals = [office.deal() for _ in range(2)]
    for deal in deals:
        office.say(deal, *(f"{deal.short}{letter}" for letter in "abcd"))

    for _ in range(luck.randint(2, 8)):
        rain(office, luck)
        deliver(office, luck)
        office.clock.pass_(luck.choice([5, 40, 95]))
    office.client.clear_faults()
    office.while_drawing = office.while_telling = lambda _: None
    office.drain()

    for deal in deals:
        assert office.texts(deal.channel_id) == [f"{deal.short}{letter}" for letter in "abcd"]
    assert set(office.rows().values()) == {"sent"}
