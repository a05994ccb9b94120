"""What a series of runs must have met to mean anything: each window of failure, each fault, each kind of point."""

from collections import Counter
from collections.abc import Iterator

WINDOWS = {
    "W1 applied, and dead before it was recorded": ("window: dead unrecorded",),
    "W2 applied, and no answer": ("wire: silent_after", "wire: cut_after"),
    "W3 applied, and an answer that says broken": ("wire: broken_after", "wire: said_broken_after"),
    "W4 two at work on one outbox": ("window: two at work",),
    "W5 a lease over while its call was out": ("window: lease over in flight",),
    "W6 marked, and dead before the call": ("window: dead between mark and call",),
    "W7 surely refused, tried again": ("wire: limited", "wire: broken_before", "wire: unreachable"),
    "W8 decided, and dead before anybody was woken": ("crashed: input is committed", "crashed: sweep is committed"),
    "W9 applied after the caller gave up": ("wire: late",),
    "W10 history that lags or comes in short pages": ("wire: lagging", "wire: short pages"),
    "W11 heard, and dead before the answer": ("window: dead before the answer",),
    "W12 heard again": ("input: again",),
}
FAULTS = (
    "database: busy",
    "database: full",
    "database: unheard commit",
    "wire: silent_before",
    "wire: garbled_after",
    "wire: html_before",
    "wire: foreign_after",
    "wire: later_than_settle",
    "wire: slow history",
    "wire: squatted",
    "spell: limited",
    "spell: unreachable",
    "spell: refused",
    "spell: slow",
    "mishap: archived",
    "mishap: kicked",
    "mishap: deleted",
    "mishap: renamed",
    "mishap: revoked",
    "mishap: clock_back",
    "mishap: clock_ahead",
    "mishap: restored",
    "mishap: failed_over",
    "event: heard",
    "event: was the proof",
    "event: lost",
    "event: twice",
    "event: late",
    "input: late",
    "crm: corrected before it was won",
    "crm: older news after newer",
    "crm: won again",
    "input: away",
    "input: put off",
    "input: customer line",
    "input: promised",
    "input: promise answered",
    "input: promise withdrawn",
    "input: line given",
    "input: took over",
    "said: again",
    "copies",
    "said: alert",
    "alert: was owed",
    "wait: asked for",
    "pile: put",
)
FATES = ("crashed", "preempted", "paused")
INJECTED = ("wire: ", "database: ", "spell: ", "mishap: ")
POINTS = ("claim", "read", "take", "to wire", "sent", "later", "tell", "sweep", "input")
KINDS = ("brief", "board", "checklist", "say", "tell", "nudge", "digest", "absence")


def unmet(counts: Counter[str]) -> list[str]:
    """Return what was never met, in words."""
    missing = [name for name, any_of in WINDOWS.items() if not sum(counts[each] for each in any_of)]
    missing += [name for name in FAULTS if not counts[name]]
    missing += [
        f"{what}: {point} {edge}"
        for what in FATES
        for point in POINTS
        for edge in ("begins", "is committed")
        if not counts[f"{what}: {point} {edge}"]
    ]
    missing += [f"crashed: {point} commits" for point in POINTS if not counts[f"crashed: {point} commits"]]
    return missing + [f"said: {kind}" for kind in KINDS if not counts[f"said: {kind}"]]


def times_met(counts: Counter[str]) -> Iterator[str]:
    """Yield how often each fault, and at each point of preemption each fate, was met, whether it must be or not.

    In the midst of a commit (``commits``) a process may only be killed.
    """
    for name in sorted({*FAULTS, *(each for each in counts if each.startswith(INJECTED))}):
        yield f"{counts[name]:>10,}  {name}"
    yield "".join(f"{fate:>10}" for fate in FATES)
    for point in sorted({point for fate in FATES for point in _points(counts, fate)}):
        yield "".join(f"{counts[f'{fate}: {point}']:>10,}" for fate in FATES) + f"  {point}"


def _points(counts: Counter[str], fate: str) -> Iterator[str]:
    yield from (f"{point} {edge}" for point in POINTS for edge in ("begins", "is committed"))
    yield from (name.removeprefix(f"{fate}: ") for name in counts if name.startswith(f"{fate}: "))
