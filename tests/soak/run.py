"""One soak: a rough time by day and night, a calm end, and then what Slack has of it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from threading import Event, Lock

from tests.soak.crm import Crm
from tests.soak.days import is_working
from tests.soak.people import People
from tests.soak.stage import Stage
from tests.soak.weather import rules

MORNING, EVENING = (5, 50), (18, 10)
"""From before the first may be spoken to until after the last, in UTC."""
LOOK = 0.25
LATEST = 5400
"""Seconds there in which all has arrived that Slack was late with; the program waits for it in real ones."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a run is, in real seconds, and how fast the clock goes by day.

    ``deals`` are won at once, ``head_start`` of them before it gets rough; ``often`` is how many times as often calls go
    wrong. It stays rough until there were ``least_strikes``, but not for longer than four times as long.
    """

    seed: int
    rough: float
    speed: float = 240.0
    calm_days: int = 1
    settling: float = 200.0
    rest: float = 150.0
    actors: int = 5
    deals: int = 6
    head_start: int = 0
    often: float = 1.0
    least_strikes: int = 0
    between_deals: float = 20.0
    between_acts: float = 1.0


@dataclass
class Run:
    """Plays a plan on a stage. ``troubles`` is what went wrong with the playing itself."""

    on: Stage
    plan: Plan
    before_the_calm: Callable[[], None] = lambda: None
    acts: int = 0
    troubles: list[str] = field(default_factory=list)
    unrested: list[float] = field(default_factory=list)
    _busy: dict[str, Lock] = field(default_factory=dict)
    _acting: Event = field(default_factory=Event)
    _over: Event = field(default_factory=Event)
    _gives_up: Event = field(default_factory=Event)

    def play(self) -> None:
        """Play it to its end."""
        plan = self.plan
        with ThreadPoolExecutor(plan.actors + 1) as threads:
            self.on.clock.runs(plan.speed)
            self._acting.set()
            works = [threads.submit(self._crm), *(threads.submit(self._people, n) for n in range(plan.actors))]
            self._wait(60, until=lambda: len(self.on.story.deals) >= plan.head_start)
            self._roughly(time.monotonic() + plan.rough)
            self._over.set()
        # Whoever stopped acting because of a fault would make a quiet run of a bad one.
        self.troubles += [repr(fault) for each in works if (fault := each.exception())]
        self._calmly()

    def _roughly(self, until: float) -> None:
        on = self.on
        on.slack.inject(*rules(self.plan.seed, often=self.plan.often))
        on.fleet.rough()
        latest = until + 3 * self.plan.rough
        while (now := time.monotonic()) < until or (now < latest and on.fleet.strikes < self.plan.least_strikes):
            time.sleep(LOOK)
            on.clock.note()
            if _is_over(on.clock.moment()):
                self._acting.clear()
                on.slack.clear_faults()
                self._rests(min(self.plan.rest, until - time.monotonic()))
                on.slack.inject(*rules(self.plan.seed + int(until - now), often=self.plan.often))
                self._acting.set()
        on.slack.clear_faults()
        on.fleet.calm()
        self._arrives()
        self.before_the_calm()
        on.timeline.calm_from = time.monotonic()

    def _calmly(self) -> None:
        """Let what is in doubt be settled, then let time go on as ever, and end when nothing is left to say."""
        clock = self.on.clock
        clock.runs(min(self.plan.speed, 20.0))
        self._wait(self.plan.settling, until=self._is_quiet, at_least=self.plan.settling / 2)
        if _is_over(clock.moment()) and self.plan.calm_days:
            clock.jumps(_next_morning(clock.moment()))
        for _ in range(self.plan.calm_days):
            clock.runs(self.plan.speed)
            self._wait(3600, until=lambda: _is_over(clock.moment()))
            self._rests(60)
        clock.runs(1.0)
        self._wait(60, until=self._is_quiet, at_least=5)
        clock.note()

    def _rests(self, most: float) -> None:
        """Let the evening last until all is said, and the night no time at all."""
        clock = self.on.clock
        self._arrives()
        clock.runs(1.0)
        if not self._wait(most, until=self._is_quiet, at_least=3):
            self.unrested.append(clock.now())
        clock.jumps(_next_morning(clock.moment()))
        clock.runs(self.plan.speed)

    def _arrives(self) -> None:
        """Let what is on its way arrive before time goes slowly: nobody waits an hour of it for one message."""
        self.on.clock.jumps(self.on.clock.moment() + timedelta(seconds=LATEST))

    def _wait(self, most: float, *, until: Callable[[], bool], at_least: float = 0.0) -> bool:
        begun = time.monotonic()
        while time.monotonic() < begun + most:
            if time.monotonic() > begun + at_least and until():
                return True
            time.sleep(LOOK)
            self.on.clock.note()
        return False

    def _is_quiet(self) -> bool:
        conditions = self.on.fleet.conditions()
        return bool(conditions) and all(each.get("quiet") for each in conditions)

    def _crm(self) -> None:
        dice = Random(f"{self.plan.seed}:crm")
        crm = Crm(self.on.address, self.on.clock.now, self.on.story, dice, self._gives_up)
        while not self._over.is_set():
            self._acting.wait(1)
            if not self._acting.is_set():
                continue
            deals = self.on.story.deals
            if len(deals) < self.plan.deals:
                crm.wins()
                continue
            corrected = dice.choice(deals)
            _once(dice, (0.4, crm.wins), (0.3, partial(crm.corrects, corrected)), (0.3, crm.repeats))
            self._over.wait(dice.uniform(0.3, 1.0) * self.plan.between_deals)

    def _people(self, number: int) -> None:
        dice = Random(f"{self.plan.seed}:{number}")
        people = People(self.on.slack, self.on.clock.now, self.on.story, dice, "abcdefgh"[number])
        while not self._over.is_set():
            self._over.wait(dice.uniform(0.3, 1.7) * self.plan.between_acts)
            deals = list(self.on.story.deals)
            if not deals or not self._acting.is_set():
                continue
            deal = dice.choice(deals[-12:] if dice.random() < 0.7 else deals)
            with self._busy.setdefault(deal.name, Lock()):
                self.acts += bool(people.act(deal))


def _once(dice: Random, *ways: tuple[float, Callable[[], object]]) -> None:
    ((_, way),) = dice.choices(ways, [weight for weight, _ in ways])
    way()


def _is_over(moment: datetime) -> bool:
    return (moment.hour, moment.minute) >= EVENING


def _next_morning(moment: datetime) -> datetime:
    morning = moment.replace(hour=MORNING[0], minute=MORNING[1], second=0, microsecond=0) + timedelta(days=1)
    while not is_working(morning.date()):
        morning += timedelta(days=1)
    return morning
