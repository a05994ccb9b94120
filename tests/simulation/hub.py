"""The scheduler of a run: who goes on at each point, what time it is, and which process dies or stands still there."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from greenlet import GreenletExit, getcurrent, greenlet

from tests.simulation.chance import FINE, Chance

NEVER = float("inf")


class Killed(BaseException):
    """The process is gone. No code of the program may catch it; what still runs on the way out reaches no port."""


@dataclass(eq=False, slots=True)
class Process:
    """What dies together and stands still together; ``name`` counts its lives."""

    name: str
    is_alive: bool = True
    paused_until: float = 0.0


@dataclass(eq=False, slots=True)
class Actor:
    """One thread of a process, or something of the world outside.

    ``is_dozing``: it may be woken before its time. ``stage``: the window of failure it stands in, if it does.
    """

    name: str
    process: Process | None
    thread: greenlet
    wakes_at: float
    is_dozing: bool = False
    stage: str = ""

    def is_done(self) -> bool:
        return bool(self.thread.dead)


@dataclass(slots=True)
class Weather:
    """What may befall a process at a point, in thousandths of all points."""

    crash: int = 0
    pause: int = 0
    preempt: int = 0
    longest_pause: float = 300.0


@dataclass
class Hub:
    """Runs one actor at a time. Between two points nobody else runs, so a run is its choices and nothing else."""

    chance: Chance
    now: float
    weather: Weather
    calm_from: float = NEVER
    counts: Counter[str] = field(default_factory=Counter)
    steps: deque[tuple[float, str, str]] = field(default_factory=lambda: deque(maxlen=0))
    actors: list[Actor] = field(default_factory=list)
    current: Actor | None = None
    on_death: Callable[[Process], None] = lambda _: None
    _root: greenlet = field(default_factory=getcurrent)
    _is_over: bool = False

    def spawn(
        self, name: str, work: Callable[[], object], process: Process | None = None, *, after: float = 0.0
    ) -> Actor:
        """Let something run beside the others, from ``after`` seconds on."""
        actor = Actor(name, process, greenlet(lambda: self._live(work), self._root), self.now + after)
        self.actors.append(actor)
        return actor

    def run(self, until: float, *, ends: Callable[[], bool] = lambda: False) -> None:
        """Let everybody act until that moment, or until something has come about."""
        while not ends():
            ready = [actor for actor in self.actors if self._wakes(actor) <= self.now]
            if ready:
                self._step(ready[self.chance.below(len(ready))] if len(ready) > 1 else ready[0])
                continue
            soonest = min((self._wakes(actor) for actor in self.actors), default=NEVER)
            if soonest > until:
                self.now = until
                return
            self.now = soonest

    def end(self) -> None:
        """Throw everybody out."""
        self._is_over = True
        for actor in self.actors:
            self._throw_out(actor)
        self.actors.clear()

    def point(self, name: str) -> None:
        """Stand where another may go first, or where the process may die or stand still."""
        actor = self.current
        if actor is None:
            return
        self._check(actor)
        self.counts[name] += 1
        self.steps.append((self.now, actor.name, name))
        if actor.process is None:
            return
        weather, drawn = self.weather, self.chance.below(FINE)
        if drawn < FINE - weather.crash - weather.pause - weather.preempt:
            return
        if drawn >= FINE - weather.preempt:
            self.counts[f"preempted: {name}"] += 1
            self._let_others(self.now)
        elif not self.is_stormy:
            return
        elif drawn >= FINE - weather.preempt - weather.pause:
            self.counts[f"paused: {name}"] += 1
            self.pause(actor.process, self.chance.span(1, weather.longest_pause))
        else:
            self.die_here(name)

    def may_die_here(self, name: str) -> None:
        """Stand where a process may die but nobody else can go first: inside a transaction."""
        actor = self.current
        if actor is None or actor.process is None:
            return
        self._check(actor)
        if self.is_stormy and self.weather.crash and self.chance.below(FINE) >= FINE - self.weather.crash:
            self.die_here(name)

    def die_here(self, name: str) -> None:
        """Kill the process of whoever runs; its other threads are thrown out as soon as this one has left."""
        actor = self.current
        assert actor is not None
        assert actor.process is not None
        self.counts[f"crashed: {name}"] += 1
        self.kill(actor.process)
        raise Killed

    def kill(self, process: Process) -> None:
        process.is_alive = False
        for actor in self.actors:
            if actor.process is process and actor.stage:
                self.counts[f"window: dead {actor.stage}"] += 1
        self.steps.append((self.now, process.name, "dies"))
        self.on_death(process)

    def pause(self, process: Process, seconds: float) -> None:
        """Stop a process as SIGSTOP does."""
        process.paused_until = self.now + seconds
        self.steps.append((self.now, process.name, f"stands still for {seconds:.0f} s"))
        self._let_others(self.now)

    def sleep(self, seconds: float) -> None:
        """Let time pass for whoever runs."""
        self._let_others(self.now + seconds)

    def doze(self, seconds: float) -> None:
        """Let time pass until woken."""
        assert self.current is not None
        self.current.is_dozing = True
        self._let_others(self.now + seconds)

    def wake(self, name: str, process: Process) -> None:
        """Wake the dozing actors of this name."""
        for actor in self.actors:
            if actor.is_dozing and actor.process is process and actor.name == name:
                actor.wakes_at = self.now

    @property
    def is_stormy(self) -> bool:
        return self.now < self.calm_from

    def _wakes(self, actor: Actor) -> float:
        paused_until = actor.process.paused_until if actor.process else 0.0
        return max(actor.wakes_at, paused_until)

    def _step(self, actor: Actor) -> None:
        actor.is_dozing = False
        self.current = actor
        try:
            actor.thread.switch()
        finally:
            self.current = None
        if actor.thread.dead:
            self.actors.remove(actor)
        if actor.process and not actor.process.is_alive:
            self._bury(actor.process)

    def _bury(self, process: Process) -> None:
        theirs = [actor for actor in self.actors if actor.process is process]
        for actor in theirs:
            self._throw_out(actor)
            self.actors.remove(actor)

    def _throw_out(self, actor: Actor) -> None:
        # One that never ran has nothing to leave.
        if not actor.thread:
            return
        self.current = actor
        try:
            actor.thread.throw(Killed)
        finally:
            self.current = None

    def _live(self, work: Callable[[], object]) -> None:
        try:
            assert self.current is not None
            # Its process may have died before its turn came.
            self._check(self.current)
            work()
        except Killed as death:
            raise GreenletExit from death

    def _let_others(self, until: float) -> None:
        actor = self.current
        assert actor is not None
        actor.wakes_at = until
        self._root.switch()
        self._check(actor)

    def _check(self, actor: Actor) -> None:
        if self._is_over or (actor.process and not actor.process.is_alive):
            raise Killed
