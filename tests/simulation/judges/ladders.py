"""The ladders: which rung of what must stand in Slack by when, as people who know the inputs would reckon it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.model import UserId
from tests.simulation import hours
from tests.simulation.judges.broken import Broken
from tests.simulation.story import DealStory, StepStory
from tests.simulation.town import ANA, OMAR, ZONES

LADDER = {
    "step_overdue": (("private", 0.0), ("channel", 2.0), ("channel", 8.0), ("leadership", 8.0)),
    "owner_not_accepted": (("channel", 0.0), ("channel", 8.0), ("channel", 8.0), ("leadership", 8.0)),
    "nothing_dated": (("private", 0.0), ("channel", 8.0), ("channel", 8.0)),
    "step_due": (("private", 0.0),),
    "item_due": (("private", 0.0),),
    "item_overdue": (("channel", 4.0), ("channel", 8.0), ("channel", 8.0), ("leadership", 8.0)),
    "done_not_accepted": (("private", 0.0), ("channel", 8.0), ("channel", 8.0), ("leadership", 8.0)),
    "slipped_twice": (("private", 0.0), ("channel", 8.0), ("leadership", 8.0)),
    "promise_at_risk": (("channel", 0.0), ("channel", 16.0), ("leadership", 8.0)),
    "customer_stale": (("private", 0.0),),
    "silence": (("private", 0.0), ("channel", 16.0)),
}
"""Where each rung speaks and how many working hours after the one before, copied by hand from the agreed design."""
RUNGS = {kind: len(rungs) for kind, rungs in LADDER.items()} | {"item_overdue": 3}
"""How many rungs must come: leadership hears of an item only where it is a gate, and none is here."""
UNDER_WAY = 30 * 60.0
"""Seconds that the last words of a run may take to reach Slack once no fault is left: the bound of liveness."""
TOO_SOON, TWO_HOURS = "no rung before its time", 2.0
OWNER, CONTRACT, INVOICE = "who owns this deal", "Attach the contract", "Send the invoice"


@dataclass(slots=True)
class Seen:
    """A nudge in Slack. ``copied_at``: when it came a second time; the program may count from the one or the other."""

    at: float
    where: str
    facts: dict[str, Any]
    copied_at: float = 0.0


Nudges = Mapping[str, Mapping[int, Seen]]
"""By lapse and rung."""


@dataclass(frozen=True, slots=True)
class Undone:
    """Something that somebody should have done and has not: the ladder for it begins at ``opens`` at the latest.

    ``may_open``: nobody knows when an input took effect that was answered long after it was sent.
    """

    kind: str
    about: str
    zone: str
    opens: float
    may_open: float


def missing(
    deal: DealStory,
    nudges: Nudges,
    *,
    off: float,
    end: float,
    calm_from: float,
    counts_from: Callable[[str], float] = lambda _: 0.0,
    with_time: Callable[[float], float] = lambda by: by,
) -> Iterator[Broken]:
    """Yield the rungs that should stand in Slack by the end and do not. ``off``: by how much clocks may differ.

    ``counts_from``: the moment before which nobody waits for the next word about something, since it was put off.
    ``with_time``: by when it is owed where somebody else may be asked.
    """
    seen = [each for rungs in nudges.values() for each in rungs.values() if each.facts["deal"] == deal.id]
    for undone in _undone(deal, seen, off):
        found = sorted(
            max(each.at, each.copied_at)
            for each in seen
            if (event := each.facts["event"])["kind"] == undone.kind
            and event["about"] == undone.about
            and each.at >= undone.may_open - off
        )
        if len(found) < RUNGS[undone.kind]:
            by = with_time(_by(undone, found, calm_from, counts_from(undone.about), off))
            if by < end:
                what = f"{deal.id}: rung {len(found) + 1} of {undone.kind} ({undone.about})"
                yield Broken("no nudge is lost", f"{what} by {hours.wall(undone.zone, by):%a %H:%M}")


def in_public(
    step: StepStory | None, earlier: Mapping[int, Seen], seen: Seen, zone: str, *, off: float
) -> Iterator[Broken]:
    """Look at a public word about an overdue step: after a whole day the next morning, after a clock time two hours."""
    before = earlier.get(1)
    if step is None or before is None:
        return
    # Which of its dates it was late for, nobody outside knows; all that had come by then must have been of one kind.
    had_come = {each.due.on is not None for each in step.dates if each.due.at.timestamp() <= before.at + off}
    if had_come == {True} and seen.at + off < hours.ten_next_morning(zone, before.at - off):
        yield Broken(TOO_SOON, f"{step.what} in the channel at {hours.wall(zone, seen.at):%a %H:%M}, not next morning")
    if had_come == {False} and hours.worked(zone, before.at - off, seen.at + off) < TWO_HOURS:
        yield Broken(TOO_SOON, f"{step.what} in the channel {seen.at - before.at:.0f} s after the private word")


def before_due(step: StepStory, at: float, *, off: float, under_way: float) -> Iterator[Broken]:
    """Look whether a word about a late step came before the date in force, or before any date where that is not known.

    ``under_way``: seconds that a word may be on its way when a new date takes its reason away.
    """
    last = step.dates[-1]
    # Only promises and moves that were answered at once came in the order in which they were made.
    is_known = all(each.told.is_prompt for each in step.dates)
    heard_at = last.told.answered_at if is_known else None
    in_force = [last] if heard_at is not None and at > heard_at + under_way else step.dates
    if all(at + off < each.due.at.timestamp() for each in in_force):
        yield Broken(
            TOO_SOON, f"{step.what} {min(each.due.at.timestamp() for each in in_force) - at:.0f} s before it is due"
        )


def _undone(deal: DealStory, seen: list[Seen], off: float) -> Iterator[Undone]:
    for step in deal.steps.values():
        if step.is_open and step.is_surely_dated:
            late_from = step.dates[-1].due.at.timestamp()
            yield Undone("step_overdue", step.what, ZONES[step.by], late_from, late_from)
    won = deal.won.answered_at
    assert won is not None
    if deal.answer is None and not deal.taken:
        opens, may_open = (hours.worked_by(ZONES[OMAR], at, 4.0) for at in (won, deal.won.sent_at))
        yield Undone("owner_not_accepted", OWNER, ZONES[OMAR], opens, may_open)
    if "contract" not in deal.finished and deal.holder:
        yield from _contract(deal, deal.holder, seen, off)


def _contract(deal: DealStory, holder: UserId, seen: list[Seen], off: float) -> Iterator[Undone]:
    """Yield what its holder is asked about the contract: from their own first rung on, if it was given to them."""
    zone, got = ZONES[holder], deal.given[-1].told if deal.given else deal.won
    won = deal.won
    assert got.answered_at is not None
    assert won.answered_at is not None
    # It was dated where it was sold, and whoever gets it keeps that date. Around midnight clocks differ about the day.
    due, soonest = (hours.next_working_day(ZONES[ANA], at) for at in (won.answered_at + off, won.sent_at - off))
    opens, may_open = max(got.answered_at, hours.begin_of(zone, due)), max(got.sent_at, hours.begin_of(zone, soonest))
    yield Undone("item_due", CONTRACT, zone, opens, may_open)
    reminded = [
        each.at
        for each in seen
        if (event := each.facts["event"])["kind"] == "item_due"
        and event["about"] == CONTRACT
        and holder == whose(event)
        # What they were asked before somebody else had it in between is no word about it now.
        and each.at >= got.sent_at
    ]
    if reminded:
        # A word in the channel is never the first one about an item: it waits for the private one.
        opens = max(hours.end_of(ZONES[ANA], due), *reminded)
        may_open = max(hours.end_of(ZONES[ANA], soonest), got.sent_at)
        yield Undone("item_overdue", CONTRACT, zone, opens, may_open)


def whose(event: Mapping[str, Any]) -> UserId:
    """Return whose it is that somebody is asked about, whoever is asked for them while they are away."""
    # What is said to a machine says "None" where there is nobody.
    instead_of = event.get("instead_of")
    return UserId(event["who"] if instead_of in (None, "None") else instead_of)


def _by(undone: Undone, found: list[float], calm_from: float, counts_from: float, off: float) -> float:
    """Return by when the next rung must be there."""
    # What it counts from was written down by a clock that may have been ahead.
    since, zone = max(found[-1] if found else undone.opens + off, counts_from), undone.zone
    if undone.kind == "step_overdue" and len(found) == 1:
        # Two hours later for a clock time, at ten the next morning for a whole day: the later one is late for both. That
        # is the first one where the two hours begin in the evening.
        ready = max(hours.ten_next_morning(zone, since), hours.worked_by(zone, since, TWO_HOURS))
    else:
        ready = hours.asked_by(zone, since, LADDER[undone.kind][len(found)][1])
    by = max(hours.spoken_after(zone, ready), hours.spoken_after(zone, calm_from)) + UNDER_WAY
    if hours.is_quiet(zone, by, margin=0.0):
        # Six o'clock came while it was under way: nobody may be spoken to before the next morning.
        by = hours.spoken_after(zone, by) + UNDER_WAY
    return by
