"""Lives in which nothing goes wrong, played once in each process: runs begin at their moments, where faults matter."""

from collections.abc import Iterator
from functools import cache

from tests.simulation.chance import Chance
from tests.simulation.hub import Hub, Weather
from tests.simulation.plan import DAY, PATHS, STAGES, Plan
from tests.simulation.setting import Setting, Snapshot
from tests.simulation.town import MONDAY

HOURS = 3600.0
LIFE_FROM = (0.5, 105.0, 68.0, 277.0, 9.0, 87.0, 29.5, 321.0, 130.0)
"""Hours after the first Monday: each life begins at another hour, two of them before a night in which clocks change."""
PRIVATE = (2, 5)
"""The lives that are lived in private."""
OTHER_SEEDS = 1 << 40
"""Beyond the seeds of runs: what two runs of one seed draw is the same, ids as well."""
SHORTLY = 20.0
FAR = 12 * HOURS


def beginning(plan: Plan) -> Snapshot | None:
    """Return the moment that a plan begins at; None where nothing has happened yet."""
    return _life(plan.path)[plan.stage] if plan.path else None


@cache
def _life(path: int) -> tuple[Snapshot, ...]:
    chance = Chance(OTHER_SEEDS + path)
    hub = Hub(chance, MONDAY.timestamp() + LIFE_FROM[path - 1] * HOURS, Weather())
    setting = Setting(hub, Plan(seconds=DAY, is_private=path in PRIVATE))
    try:
        stages = _stages(setting)
        return tuple(snapshot for _, snapshot in zip(range(STAGES), stages, strict=False))
    finally:
        hub.end()


def _stages(setting: Setting) -> Iterator[Snapshot]:
    """Yield a deal's moments: won, half open, open, after each act of people, before each look of the clock."""
    hub, world = setting.hub, setting.world
    hub.run(hub.now, ends=hub.spawn("crm", lambda: world.win("T1", 1)).is_done)
    yield setting.snapshot()
    for seconds in (2.0, 15 * 60.0):
        hub.run(hub.now + seconds)
        yield setting.snapshot()
    (deal,) = setting.story.deals.values()
    while True:
        hub.run(hub.now, ends=hub.spawn("person", lambda: world.act(deal)).is_done)
        yield setting.snapshot()
        for _ in range(3):
            hub.run(max(hub.now, min(setting.hints.next_review() - SHORTLY, hub.now + FAR)))
            yield setting.snapshot()
            hub.run(hub.now + 15 * 60.0)


assert len(LIFE_FROM) == PATHS
