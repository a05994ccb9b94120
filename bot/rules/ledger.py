"""The two-date ledger of a deal: what was kept by which date, whose doing the slips were, and on whom it waited.

Read from what happened and from nothing else, so that a figure can be checked line by line against the timeline.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.events import Decided, Recorded, StepDropped, StepKept, StepParked, StepRescheduled, Woken
from bot.figures import Ledger, Slips
from bot.model import Choice, StepId, WaitingOn
from bot.working_time import Calendar, working_hours_between


def ledger(recorded: Iterable[Recorded]) -> Ledger:
    """Add up what happened to a deal's steps."""
    events = [each.event for each in recorded]
    kept = [each for each in events if isinstance(each, StepKept)]
    slips = [each for each in events if isinstance(each, StepRescheduled) and each.due.at > each.was.at]
    return Ledger(
        kept=len(kept),
        in_time=sum(each.on_time for each in kept),
        as_first_dated=sum(each.as_first_dated for each in kept),
        ours=_slips(slips, WaitingOn.US),
        customers=_slips(slips, WaitingOn.CUSTOMER),
        third_parties=_slips(slips, WaitingOn.THIRD_PARTY),
    )


def _slips(slips: Sequence[StepRescheduled], cause: WaitingOn) -> Slips:
    theirs = [each.is_early for each in slips if each.cause is cause]
    return Slips(early=sum(theirs), late=len(theirs) - sum(theirs))


@dataclass
class _Waits:
    """Steps that wait, on whom and since when; what has been waited so far, in working hours."""

    calendar: Calendar
    waits: dict[StepId, WaitingOn] = field(default_factory=dict)
    since: dict[StepId, datetime] = field(default_factory=dict)
    hours: Counter[WaitingOn] = field(default_factory=Counter)

    def stop(self, at: datetime, *steps: StepId) -> None:
        for step in steps:
            begun = self.since.pop(step, None)
            if begun is not None:
                self.hours[self.waits[step]] += working_hours_between(self.calendar, begun, at)  # type: ignore[assignment]

    def take(self, recorded: Recorded) -> None:
        at, event = recorded.at, recorded.event
        if isinstance(event, StepParked):
            self.stop(at, event.step_id)
            self.waits[event.step_id], self.since[event.step_id] = event.parked.on, at
        elif isinstance(event, StepRescheduled | StepKept | StepDropped):
            self.stop(at, event.step_id)
            self.waits.pop(event.step_id, None)
        elif isinstance(event, Decided) and event.choice is Choice.HOLD:
            self.stop(at, *tuple(self.since))
        elif isinstance(event, Woken):
            self.since = dict.fromkeys(self.waits, at)


def waited(recorded: Iterable[Recorded], calendar: Calendar, *, now: datetime) -> tuple[tuple[WaitingOn, float], ...]:
    """Return for how many working hours steps have waited on whom, the longest first; while a deal rests none pass.

    Two steps that wait at the same time count twice: each of them could have gone on.
    """
    waits = _Waits(calendar)
    for each in recorded:
        waits.take(each)
    waits.stop(now, *tuple(waits.since))
    return tuple((on, hours) for on, hours in waits.hours.most_common() if hours > 0)
