"""Take each public nudge from its person's budget of the day, in the transaction that fires it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.context import Context
from bot.events import Nudged, Recorded
from bot.model import Deal, UserId
from bot.rules.restraint import as_begun, asked_in_public, in_private
from bot.working_time import local_day

Take = Callable[[UserId, date], bool]
"""Take one of what a person has left of a day; False when it is used up."""


def within_budget(
    deal: Deal, recorded: Sequence[Recorded], context: Context, take: Take, *, now: datetime
) -> tuple[Recorded, ...]:
    """Return what happened, with every public nudge that somebody has no room for today said in private instead."""
    if context.is_private_at(now):
        recorded = [replace(each, event=as_begun(deal, each.event, context, now=now)) for each in recorded]
    asked = {each.seq: who for each in recorded if (who := asked_in_public(deal, each.event))}
    spared: dict[int, date] = {}
    # In the order of people: of two deals that ask the same two, one would else wait for the other for ever.
    for seq, who in sorted(asked.items(), key=lambda each: (each[1], each[0])):
        day = local_day(context.calendar(who).zone, now)
        if not take(who, day):
            spared[seq] = day
    return tuple(_spared(each, spared[each.seq]) if each.seq in spared else each for each in recorded)


def _spared(recorded: Recorded, day: date) -> Recorded:
    assert isinstance(recorded.event, Nudged)
    return replace(recorded, event=in_private(recorded.event, day))
