"""What a seed is: its size, its mode, and the random few of all faults that it lets loose."""

from dataclasses import dataclass, field, fields

from tests.simulation.chance import Chance
from tests.simulation.database import DatabaseWeather
from tests.simulation.hearing import Events
from tests.simulation.hub import Weather
from tests.simulation.mishaps import Mischief
from tests.simulation.spells import Spells
from tests.simulation.wire import LineWeather

DAY = 86_400.0
Weathers = LineWeather | DatabaseWeather | Mischief | Events | Spells
PATHS, STAGES = 9, 16
"""Lives that runs may begin in the middle of, and the moments of each."""
SPANS = (*(600.0,) * 4, *(1800.0,) * 4, *(3600.0,) * 3, 3 * 3600.0, 8 * 3600.0, DAY, 1.6 * DAY)


@dataclass(slots=True)
class Plan:
    """Drawn once, at a run's beginning. ``drains``: the faults end at a moment, and by the end all must be said.

    ``has_pile``: one workspace has more to say than can be said in minutes, and all others must be served meanwhile.

    ``path`` and ``stage``: the life and the moment of it that the run goes on from; without a path it ``begins`` anew.
    """

    begins: float = 0.0
    path: int = 0
    stage: int = 0
    seconds: float = DAY
    drains: bool = True
    replicas: int = 1
    couriers: int = 1
    deals: int = 1
    acts: int = 3
    skew: float = 0.0
    hears_twice: float = 0.0
    hears_late: float = 0.0
    is_private: bool = False
    has_pile: bool = False
    weather: Weather = field(default_factory=Weather)
    line: LineWeather = field(default_factory=LineWeather)
    database: DatabaseWeather = field(default_factory=DatabaseWeather)
    mischief: Mischief = field(default_factory=Mischief)
    events: Events = field(default_factory=Events)
    spells: Spells = field(default_factory=Spells)


def draw(chance: Chance) -> Plan:
    """Draw a plan. A fault that is on is on with a rate of its own: all faults at once would hide each other."""
    plan = Plan(
        begins=chance.below(28) * DAY + chance.below(24) * 3600.0,
        # Most runs are short and begin where something is about to happen: that is where faults find something.
        path=chance.below(1 + PATHS),
        stage=chance.below(STAGES),
        seconds=chance.pick(SPANS),
        drains=not chance.happens(0.2),
        replicas=1 + chance.below(2),
        couriers=1 + chance.below(2),
        deals=1 + (chance.below(16) == 15),
        acts=chance.pick((0, 0, 0, 0, 1, 1, 1, 2, 3)),
        skew=chance.pick((0.0, 0.0, 20.0, 100.0, 400.0)),
        hears_twice=chance.pick((0.0, 0.2, 0.5)),
        hears_late=chance.pick((0.0, 0.0, 0.1, 0.5)),
        is_private=chance.below(4) == 1,
    )
    plan.weather = Weather(
        crash=chance.pick((0, 0, 5, 20)),
        pause=chance.pick((0, 0, 5, 15)),
        preempt=chance.pick((0, 50, 200)),
        longest_pause=chance.pick((30.0, 300.0, 4000.0)),
    )
    _let_loose(chance, plan.line, rates=(0.02, 0.1, 0.3), share=0.25)
    # One channel is made in a run: at the rates of the other faults hardly any name would ever be taken.
    plan.line.squatted = min(0.7, 5 * plan.line.squatted)
    _let_loose(chance, plan.database, rates=(0.005, 0.02), share=0.2)
    _let_loose(chance, plan.mischief, rates=(1.0,), share=0.05)
    if plan.mischief.loses:
        # There must be time for something to be lost, and to look back.
        plan.seconds = max(plan.seconds, 3 * 3600.0)
    if chance.below(3) == 2:
        _let_loose(chance, plan.events, rates=(0.05, 0.3), share=0.5)
        plan.events.told = 1.0
    _let_loose(chance, plan.spells, rates=(1.0,), share=0.1)
    if plan.spells.refused:
        # A taken name is a refusal as well: both together may come to eight, and no channel is made then.
        plan.line.squatted = 0.0
    return _with_pile(chance, plan) if chance.below(40) == 39 else plan


def _with_pile(chance: Chance, drawn: Plan) -> Plan:
    """Return a run in which nothing but a pile of messages, or Slack's limits, can keep anybody waiting."""
    return Plan(
        begins=drawn.begins,
        seconds=1800.0,
        replicas=drawn.replicas,
        couriers=drawn.couriers,
        deals=0,
        acts=0,
        has_pile=True,
        line=LineWeather(limited=chance.pick((0.0, 0.0, 0.1, 0.3))),
    )


def _let_loose(chance: Chance, weather: Weathers, *, rates: tuple[float, ...], share: float) -> None:
    for fault in fields(weather):
        if chance.happens(share):
            setattr(weather, fault.name, chance.pick(rates))
