"""Ready is what all of it must be; each reason why it is not is a sentence, and goes away with its cause."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.model import WorkspaceId
from bot.ports import Trouble
from bot.watching import Pulse
from commands.seeing.condition import Condition
from commands.seeing.readiness import Readiness
from tests.bot.making import NOW, WORKSPACE

MACHINE = NOW + timedelta(days=100)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@dataclass
class Clocks:
    """The two readings, each its own."""

    at: datetime = NOW
    machine_at: datetime = MACHINE

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.machine_at


@dataclass
class House:
    """What readiness looks at, all well until a test changes it. ``pulses`` are seen one after the other."""

    clock: Clocks = field(default_factory=Clocks)
    completed_at: datetime | None = NOW
    beat_at: datetime | None = MACHINE
    pulses: list[Pulse] = field(default_factory=lambda: [Pulse()])
    due: Sequence[WorkspaceId] = ()
    tables: str | None = None
    others: list[str | None] = field(default_factory=lambda: [None, None])
    is_away: bool = False
    known: str | None = None
    asked: int = 0
    tick_seconds: float = 5

    def pulse(self, *, now: datetime, machine: datetime) -> Pulse:
        assert (now, machine) == (self.clock.at, self.clock.machine_at)
        self.asked += 1
        if self.is_away:
            raise Trouble("The database is held by another program for too long.")
        return self.pulses.pop(0) if len(self.pulses) > 1 else self.pulses[0]

    def schema_problem(self) -> str | None:
        return self.tables

    def look(self) -> Condition:
        others: list[Callable[[], str | None]] = [lambda n=n: self.others[n] for n in range(len(self.others))]  # type: ignore[misc]
        ready = Readiness(self.clock, self, self.tick_seconds, self, lambda _: self.due, lambda: self.known, others)
        return ready.look()

    def problems(self) -> Sequence[str]:
        return self.look().problems


@pytest.fixture
def house() -> House:
    return House()


def test_it_is_ready_when_nothing_is_wrong(house: House) -> None:
    assert house.look() == Condition(NOW, Pulse(), is_quiet=True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"beat_at": None}, "no tick has completed for 0:00:15"),
        ({"beat_at": MACHINE - 16 * SECOND}, "no tick has completed for 0:00:15"),
        ({"beat_at": MACHINE - 91 * SECOND, "tick_seconds": 30}, "no tick has completed for 0:01:30"),
        ({"tables": "the tables stand at revision 0001"}, "the tables stand at revision 0001"),
        ({"others": ["a key is missing", None]}, "a key is missing"),
        ({"others": [None, "it looks through Slack"]}, "it looks through Slack"),
        (
            {"pulses": [Pulse(due_look=NOW - 11 * MINUTE)]},
            "a deal or a digest has not been looked at for 0:11:00 since it was due",
        ),
        (
            {"pulses": [Pulse(waiting=1, lag=31 * MINUTE)]},
            "a message has been due for 0:31:00: is Slack slow, does it refuse, can it be reached?",
        ),
        ({"beat_at": MACHINE + 16 * SECOND}, "no tick has completed for 0:00:15"),
        ({"known": "The disk is full."}, "The disk is full."),
        ({"is_away": True}, "The database is held by another program for too long."),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_each_thing_that_is_wrong_is_said(house: House, wrong: dict[str, object], said: str) -> None:
    for name, value in wrong.items():
        setattr(house, name, value)

    assert house.problems() == (said,)
    assert house.look().in_words()["status"] == said


@pytest.mark.parametrize(
    "well",
    [
        {"beat_at": MACHINE - 15 * SECOND},
        {"beat_at": MACHINE - 89 * SECOND, "tick_seconds": 30},
        {"pulses": [Pulse(due_look=NOW - 9 * MINUTE)]},
        {"pulses": [Pulse(due_look=NOW + 9 * MINUTE)]},
        {"pulses": [Pulse(waiting=9, dead=4, unknown=1, lag=29 * MINUTE)]},
        {"completed_at": None, "pulses": [Pulse(due_look=NOW - 99 * MINUTE)]},
    ],
    ids=[
        "a tick just now",
        "a slow tick just now",
        "due",
        "due later",
        "a lag that Slack's pace explains",
        "just begun",
    ],
)
def test_what_is_on_its_way_is_no_fault(house: House, well: dict[str, object]) -> None:
    for name, value in well.items():
        setattr(house, name, value)

    assert house.problems() == ()


def test_what_became_due_by_a_jump_of_the_clock_is_no_fault_until_a_tick_has_left_it(house: House) -> None:
    house.pulses = [Pulse(due_look=NOW + 5 * MINUTE)]
    house.clock.at = NOW + timedelta(hours=9)
    assert house.problems() == ()
    assert house.look().look_lag == timedelta(hours=9) - 5 * MINUTE

    house.completed_at = house.clock.at
    assert len(house.problems()) == 1


def test_several_reasons_are_all_said_and_the_gravest_is_the_status(house: House) -> None:
    house.beat_at, house.tables, house.others = None, "tables", ["keys", "slack"]
    house.pulses = [Pulse(lag=60 * MINUTE, due_look=NOW - 60 * MINUTE)]

    words = house.look().in_words()

    assert words["status"] == "tables"
    assert [each.split()[0] for each in words["reasons"]] == ["tables", "no", "keys", "slack", "a", "a"]


def test_a_database_that_is_known_to_be_away_is_not_waited_for(house: House) -> None:
    house.known, house.beat_at = "The disk is full.", None

    assert house.problems() == ("The disk is full.",)
    assert house.asked == 0


def test_it_is_ready_again_when_the_cause_is_gone(house: House) -> None:
    house.is_away = True
    assert house.problems()

    house.is_away = False
    assert house.problems() == ()


@pytest.mark.parametrize(
    ("pulses", "due", "is_quiet"),
    [
        ([Pulse()], (), True),
        ([Pulse()], (WORKSPACE,), False),
        ([Pulse(waiting=1)], (), False),
        ([Pulse(waiting=1), Pulse()], (), False),
        ([Pulse(), Pulse(waiting=1)], (), False),
    ],
    ids=["nothing", "a deal is due", "a message waits", "it waited before", "a tick decided it in between"],
)
def test_it_is_quiet_only_where_nothing_is_due_and_nothing_waits_from_first_to_last(
    house: House, pulses: list[Pulse], due: Sequence[WorkspaceId], is_quiet: bool
) -> None:
    house.pulses, house.due = list(pulses), due

    found = house.look()

    assert found.is_quiet is is_quiet
    assert found.in_words()["quiet"] is is_quiet


def test_the_page_says_what_scripts_read() -> None:
    pulse = Pulse(waiting=3, lag=2 * MINUTE, comes_at=NOW + MINUTE)
    condition = Condition(NOW, pulse, is_quiet=False, problems=("so",))

    assert condition.in_words() == {
        "status": "so",
        "reasons": ["so"],
        "ticked_at": "2026-11-23T08:00:00+00:00",
        "waiting": 3,
        "lag_seconds": 120,
        "quiet": False,
        "next_at": "2026-11-23T08:01:00+00:00",
    }
    assert replace(condition, problems=(), ticked_at=None).in_words() | {"status": "ready", "ticked_at": None} == (
        replace(condition, problems=(), ticked_at=None).in_words()
    )
