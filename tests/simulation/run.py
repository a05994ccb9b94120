"""One run: a seed in, what broke and what was met on the way out."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b

from tests.simulation.beginnings import beginning
from tests.simulation.chance import Chance
from tests.simulation.hub import NEVER, Hub
from tests.simulation.judges.broken import Broken
from tests.simulation.pile import Pile
from tests.simulation.plan import Plan, draw
from tests.simulation.setting import Setting
from tests.simulation.town import MONDAY, TEAMS

LAST_WORDS = 2 * 3600.0
"""Seconds without faults before a run that must drain ends."""


@dataclass(slots=True)
class Ran:
    """What came of a seed."""

    seed: int
    broken: tuple[Broken, ...]
    counts: Counter[str]
    seconds: float
    tape: Sequence[int]
    steps: Sequence[tuple[float, str, str]] = field(default_factory=tuple)
    plan: Plan | None = None

    @property
    def trace(self) -> str:
        """Return a hash of everything that was chosen and met: one seed has one, in whatever process it runs."""
        met = (list(self.tape), sorted(self.counts.items()), self.seconds, self.broken)
        return blake2b(repr(met).encode(), digest_size=8).hexdigest()


def run(seed: int, tape: Sequence[int] | None = None, *, steps: int = 0) -> Ran:
    """Run one seed, or one tape; remember so many of its last steps."""
    chance = Chance(seed, tape)
    plan = draw(chance)
    snapshot = beginning(plan)
    begins = snapshot.at if snapshot else MONDAY.timestamp() + plan.begins
    calm_from = begins + plan.seconds if plan.drains else NEVER
    hub = Hub(chance, begins, plan.weather, calm_from, steps=deque(maxlen=steps))
    setting = Setting(hub, plan, snapshot)
    try:
        _play(setting, begins + plan.seconds + (LAST_WORDS if plan.drains else 0.0))
    except (AssertionError, LookupError, TypeError, ValueError, AttributeError) as bug:
        setting.judge.blame("no bug", f"{type(bug).__name__}: {bug}")
    finally:
        hub.end()
    judge = setting.judge
    return Ran(
        seed, tuple(judge.broken), hub.counts + judge.counts, hub.now - begins, chance.tape, tuple(hub.steps), plan
    )


def _play(setting: Setting, until: float) -> None:
    """Let everything happen."""
    hub, plan, world = setting.hub, setting.plan, setting.world
    for deal in list(setting.story.deals.values()):
        hub.spawn("people", partial(world.live, deal))
    for n in range(len(setting.story.deals), plan.deals):
        team = TEAMS[hub.chance.below(2)]
        hub.spawn("crm", partial(world.crm, team, n + 1), after=hub.chance.span(0.0, 3600.0))
    setting.mishaps.begin(plan.mischief, plan.seconds)
    setting.spells.begin(plan.spells, plan.seconds)
    if plan.has_pile:
        Pile(setting).begin(is_slow=setting.judge.expects_fairness)
    hub.run(until)
    for replica in setting.replicas:
        for key in replica.fences:
            setting.judge.blame("a lost lease writes nothing", key)
    setting.judge.audit(setting.trail(), setting.slacks, leaks=setting.leaks())
    if plan.drains:
        # Who was stopped just before the calm stands still into it.
        calm_from = max(hub.calm_from, *(each.process.paused_until for each in setting.replicas))
        setting.judge.close(setting.slacks, end=until, calm_from=calm_from, found=setting.found())
