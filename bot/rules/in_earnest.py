"""When in a real deal would come what practice says within minutes: asked of the real rules, in a person's real week."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.context import Context
from bot.events import Nudged
from bot.ladder import DEFAULT_LADDER
from bot.model import Deal, DealStatus, Due, LapseKind, Step, StepId
from bot.rules.preview import foretell
from bot.working_time import end_of_day, local_day, next_working_day


@dataclass(frozen=True, slots=True)
class InEarnest:
    """For a step that is due on a day, when the same question would be asked."""

    due: Due
    at: datetime


def in_earnest(deal: Deal, nudge: Nudged, context: Context) -> InEarnest | None:
    """Return when it would come if the step were due on the next working day; None for what the default ladder has not."""
    begun, calendar = deal.opened_at, context.calendar(deal.seller_id)
    if begun is None or nudge.kind is not LapseKind.STEP_OVERDUE:
        return None
    day = next_working_day(calendar, local_day(calendar.zone, begun))
    due = Due(end_of_day(calendar, day), calendar.zone, on=day)
    step = Step(StepId(deal.id), "", deal.seller_id, begun, first_due=due, due=due)
    real = replace(
        deal, is_practice=False, ladder=DEFAULT_LADDER, status=DealStatus.OPEN, steps=(step,), lapses=(), lived_at=begun
    )
    asked = (each for each in foretell(real, context, now=begun) if each.nudge.kind is nudge.kind)
    return next((InEarnest(due, each.at) for each in asked if each.nudge.rung == nudge.rung), None)
