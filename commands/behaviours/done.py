"""Keep a next step."""

from bot.events import StepKept
from bot.refusals import WhichStep
from bot.rules.steps import meant
from bot.service import deals
from bot.service.desk import by_id
from commands.answers import Answer, Say
from commands.parse import Done
from commands.visit import Visit, pointed
from messages import ids, replies


def typed(visit: Visit, request: Done) -> Answer:
    """Keep the one open step that is meant; ask which when several could be."""
    deal = visit.see_here().deal
    try:
        step = meant(deal, said=request.what, by=visit.user_id)
    except WhichStep as unclear:
        return Say(replies.which_step(deal.id, unclear.steps, unclear.said, ids.STEP_DONE))
    did = deals.keep(visit.desk, visit.asked, visit.here(), step_id=step.id)
    return Say(replies.did(did.happened(StepKept), did.deal, visit.now))


def pressed(visit: Visit, value: str) -> Answer:
    """Keep the step of the button."""
    press = pointed(value)
    assert press.subject is not None
    did = deals.keep(visit.desk, visit.asked, by_id(press.deal_id), step_id=press.subject)
    return Say(replies.did(did.happened(StepKept), did.deal, visit.now), in_place=True)
