"""Keep a next step."""

from bot.context import Context
from bot.events import Change, StepKept
from bot.model import Deal
from bot.refusals import WhichStep
from bot.rules import steps
from bot.service import deals
from bot.service.desk import act, by_id
from commands.answers import Answer, Say
from commands.behaviours.which import which
from commands.requests import Done
from commands.visit import Visit, pointed, subject_of
from messages import ids, replies


def typed(visit: Visit, request: Done) -> Answer:
    """Keep the one open step that is meant; ask which when several could be."""

    def keep(deal: Deal, context: Context) -> Change:
        # Who is meant is decided with the rest: the same words delivered again must not mean another step.
        step = steps.meant_as_done(deal, context, said=request.what, by=visit.user_id, now=visit.now)
        return steps.keep(deal, context, step_id=step.id, by=visit.user_id, now=visit.now)

    try:
        did = act(visit.desk, visit.asked, visit.here(), keep)
    except WhichStep as unclear:
        return which(visit.see_here().deal.id, unclear, ids.STEP_DONE)
    return Say(replies.did(did.happened(StepKept), did.deal, visit.now))


def pressed(visit: Visit, value: str) -> Answer:
    """Keep the step of the button."""
    press = pointed(value)
    did = deals.keep(visit.desk, visit.asked, by_id(press.deal_id), step_id=subject_of(press))
    return Say(replies.did(did.happened(StepKept), did.deal, visit.now), in_place=True)
