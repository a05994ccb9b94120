"""A step that slipped a second time by our own doing: somebody decides how it goes on, not only by when."""

from collections.abc import Iterator
from datetime import datetime

from bot.context import Context
from bot.model import Deal, LapseKind, Slip, Step, WaitingOn
from bot.rules.asking import lead_for
from bot.rules.condition import Condition, afresh
from bot.rules.steps import open_steps, who_acts
from bot.working_time import add_working_hours

KIND = LapseKind.SLIPPED_TWICE
FREE = 1
"""So many slips of our own are told and counted, and nobody is asked about them."""


def slipped_twice(deal: Deal, context: Context, *, now: datetime) -> Iterator[Condition]:
    """Ask the lead from the second slip on; once somebody has decided, from the next one."""
    rungs = deal.ladder.lapses.get(KIND)
    for step in open_steps(deal) if rungs else ():
        settled = afresh(deal, KIND, step.id, step.made_at)
        since = next((slip.at for slip in own_slips(step)[FREE:] if slip.at > settled), None)
        if since and rungs:
            # The lead must act, in hours of their own: whoever moved the step has said what there is to say.
            lead = lead_for(deal, context, who_acts(step), None, now=now)
            if rungs.opens_after_hours:
                since = add_working_hours(context.calendar(lead), since, rungs.opens_after_hours)
            yield Condition(KIND, step.id, since, lead, step.what)


def own_slips(step: Step) -> tuple[Slip, ...]:
    """Return the slips that were up to us: what the customer or a third party held up is nobody's fault here."""
    return tuple(slip for slip in step.slips if slip.cause is WaitingOn.US and slip.now.at > slip.was.at)
