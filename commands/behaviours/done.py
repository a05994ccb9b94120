"""Say that a next step, or a line of the checklist, is done."""

import re
from datetime import date, timedelta
from functools import partial

from bot.context import Context
from bot.events import Change, ItemDone, StepKept
from bot.model import Deal, Item
from bot.refusals import Missing, PartMissing, Refusal, WhichItem, WhichStep
from bot.rules import items, steps
from bot.rules.done_by_words import Meant, meant_as_done
from bot.service import deals
from bot.service.desk import act, by_id
from bot.working_time import local_day
from commands.answers import Answer, Open, Say
from commands.behaviours.which import which, which_thing
from commands.requests import Done
from commands.visit import Visit, pointed, subject_of
from commands.when import NotUnderstood, which_day
from messages import forms, ids, replies
from messages.ids import Press

HALF_A_YEAR = timedelta(days=183)


def typed(visit: Visit, request: Done) -> Answer:
    """End the one open step or line that is meant; ask which when several could be, and for evidence in a form."""

    def end(deal: Deal, context: Context) -> Change:
        # Who is meant is decided with the rest: the same words delivered again must not mean another step.
        meant = _meant(visit, deal, context, request)
        thing, by = meant.thing, visit.user_id
        if isinstance(thing, Item):
            return items.finish(deal, context, item_id=thing.id, by=by, proof=meant.proof, now=visit.now)
        return steps.keep(deal, context, step_id=thing.id, by=by, now=visit.now)

    try:
        did = act(visit.desk, visit.asked, visit.here(), end)
    except WhichStep as unclear:
        return which(visit.see_here().deal.id, unclear, ids.STEP_DONE)
    except WhichItem as unclear:
        return which_thing(visit.see_here().deal, unclear)
    except (Missing, PartMissing) as lacking:
        return _asked_for_evidence(visit, request, lacking)
    return Say(replies.did(did.happened(StepKept) or did.happened(ItemDone), did.deal, visit.now))


def pressed(visit: Visit, value: str) -> Answer:
    """Keep the step of the button."""
    press = pointed(value)
    did = deals.keep(visit.desk, visit.asked, by_id(press.deal_id), step_id=subject_of(press))
    return Say(replies.did(did.happened(StepKept), did.deal, visit.now), in_place=True)


def _meant(visit: Visit, deal: Deal, context: Context, request: Done) -> Meant:
    read_day = partial(_day, visit, context)
    return meant_as_done(deal, context, said=request.what, by=visit.user_id, read_day=read_day, now=visit.now)


def _day(visit: Visit, context: Context, text: str) -> date | None:
    try:
        calendar = context.calendar(visit.user_id)
        today = local_day(calendar.zone, visit.now)
        said = which_day(text, since=today, today=today, calendar=calendar)
    except NotUnderstood:
        return None
    return _nearest(said, today) if not re.search(r"\d{4}", text) else said


def _nearest(day: date, today: date) -> date:
    """Return the day of the year that lies nearest: evidence often tells what has been, unlike the date of a step."""
    is_far = day - today > HALF_A_YEAR
    is_leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1) if is_far and not is_leap else day


def _asked_for_evidence(visit: Visit, request: Done, lacking: Refusal) -> Answer:
    """Open the form of the line that is meant, unless what was typed as its evidence lacks something."""
    seen = visit.see_here()
    meant = _meant(visit, seen.deal, seen.context, request)
    if meant.proof.text or not isinstance(meant.thing, Item):
        raise lacking
    return Open(forms.item_done(Press(seen.deal.id, meant.thing.id, meant.thing.generation), meant.thing))
