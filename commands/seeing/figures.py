"""The figures of one process, in the form that Prometheus reads: what it counted, and what it was told to show."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.watching import Fault
from commands.seeing.condition import Condition


class Stage(StrEnum):
    """What is timed: an input from its arrival to the answer, and on the way deciding and committing; a call to Slack."""

    RECEIVE = "receive"
    DECIDE = "decide"
    COMMIT = "commit"
    DELIVER = "deliver"


# Slack waits three seconds for an answer, and a call to it is given up after ten: the steps around both are the finest.
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10)
TICK_STEPS = (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300)
# Counts of one figure of the condition each. No label names a workspace: a thousand of them would be a thousand series.
SHOWN: Mapping[str, tuple[str, Callable[[Condition], float]]] = {
    "baton_ready": ("1 when /readyz answers 200", lambda it: not it.problems),
    "baton_last_tick_seconds": (
        "Business time of the last completed tick, Unix seconds",
        lambda it: it.ticked_at.timestamp() if it.ticked_at else 0,
    ),
    "baton_outbox_waiting": ("Messages that are decided and not yet in Slack", lambda it: it.pulse.waiting),
    "baton_outbox_due": ("Messages of these that could go now", lambda it: it.pulse.due),
    "baton_outbox_unknown": ("Messages that may have reached Slack", lambda it: it.pulse.unknown),
    "baton_outbox_dead": ("Messages that were given up", lambda it: it.pulse.dead),
    "baton_outbox_lag_seconds": (
        "For how long the message that has been due longest has been due",
        lambda it: it.pulse.lag.total_seconds(),
    ),
    "baton_look_lag_seconds": (
        "For how long the deal or digest to be looked at first has been due",
        lambda it: it.look_lag.total_seconds(),
    ),
}


class Figures:
    """Shared between threads. ``seconds`` is a clock that only goes forward."""

    def __init__(self, *, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._registry = registry = CollectorRegistry()
        self._stages = Histogram(
            "baton_stage_seconds", "How long each stage took", ["stage"], buckets=STEPS, registry=registry
        )
        self._ticks = Histogram(
            "baton_tick_seconds", "How long one look at the clock took", buckets=TICK_STEPS, registry=registry
        )
        self._failed = Counter(
            "baton_ticks_failed_total", "Looks at the clock in which something failed", registry=registry
        )
        self._answers = Counter(
            "baton_slack_answers_total", "What came of calls to Slack", ["method", "outcome"], registry=registry
        )
        self._repeated = Counter(
            "baton_inputs_repeated_total", "Inputs that came again and got their first answer", registry=registry
        )
        self._findings = Gauge("baton_audit_findings", "What the last audit found", ["fault"], registry=registry)
        self._shown = {name: Gauge(name, what, registry=registry) for name, (what, _) in SHOWN.items()}
        for stage in Stage:
            # A series that appears with its first count hides that count from whoever asks for the increase.
            self._stages.labels(stage)
        self.found({})

    def moment(self) -> float:
        """Return the seconds on the clock that only goes forward."""
        return self._seconds()

    def took(self, stage: Stage, seconds: float) -> None:
        """Count how long a stage took."""
        self._stages.labels(stage).observe(seconds)

    @contextmanager
    def timed(self, stage: Stage) -> Iterator[None]:
        """Count how long the block takes, also when it fails."""
        begun = self._seconds()
        try:
            yield
        finally:
            self.took(stage, self._seconds() - begun)

    def ticked(self, seconds: float, *, went_well: bool) -> None:
        """Count one look at the clock."""
        self._ticks.observe(seconds)
        self._failed.inc(0 if went_well else 1)

    def answered(self, method: str, outcome: str) -> None:
        """Count what came of a call to Slack."""
        self._answers.labels(method, outcome).inc()

    def repeated(self) -> None:
        """Count an input that was answered before."""
        self._repeated.inc()

    def found(self, counts: Mapping[Fault, int]) -> None:
        """Show what the last audit found; what it did not find is shown as none."""
        for fault in Fault:
            self._findings.labels(fault).set(counts.get(fault, 0))

    def page(self, condition: Condition) -> bytes:
        """Return everything as Prometheus reads it."""
        for name, (_, read) in SHOWN.items():
            self._shown[name].set(read(condition))
        return generate_latest(self._registry)
