"""What was agreed for the case that a step is not kept: checked when it is made, carried out when the time comes.

Nothing external is ever done here. A step that was written beforehand is offered to its person, who takes it on or not.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from bot.context import Context
from bot.events import Change, ConsequenceDue, Nudged
from bot.model import Consequence, Deal, Otherwise, Step, StepId, StepStatus, UserId
from bot.offered import StepOffered
from bot.refusals import Missing
from bot.rules.again import same_words
from bot.rules.asking import asked
from bot.rules.changing import said, step_of
from bot.working_time import add_working_days, local_day, whole_day

WHAT = "what happens otherwise"


def checked(consequence: Consequence | None, context: Context) -> Consequence | None:
    """Return what was agreed, with its words trimmed; None where nothing was.

    Raises Missing, TooLong or NotAPerson for what nobody could carry out.
    """
    if consequence is None or (consequence.kind is Otherwise.DEFAULT and not consequence.text.strip()):
        return None
    person, text = consequence.person, consequence.text
    if consequence.kind is Otherwise.STEP and person is None:
        raise Missing("who does it otherwise", "@mei")
    if consequence.kind is Otherwise.STEP or text.strip():
        text = said(WHAT, text, example="tell the customer")
    return replace(consequence, person=context.able(person) if person else None, text=text)


def of_playbook(deal: Deal) -> Consequence | None:
    """Return what happens, by the deal's playbook, where nothing else was agreed; None: the ladder alone goes on."""
    said_there = deal.ladder.otherwise
    if not said_there:
        return None
    kinds = (Otherwise.DECIDE, Otherwise.LEAD)
    return Consequence(Otherwise(said_there)) if said_there in kinds else Consequence(text=said_there)


def alike(one: Consequence | None, other: Consequence | None) -> bool:
    """Tell whether two consequences were meant by the same words."""
    first, second = one or Consequence(), other or Consequence()
    return (first.kind, first.person) == (second.kind, second.person) and same_words(first.text, second.text)


def asked_instead(deal: Deal, step: Step | None, nudged: Nudged, context: Context, *, now: datetime) -> Nudged:
    """Return the question for a decision, put to whoever was agreed on for this case; the others are told as before."""
    agreed = step.consequence if step else None
    if agreed is None or agreed.kind is not Otherwise.DECIDE or agreed.person is None:
        return nudged
    whom = asked(deal, context, agreed.person, None, now=now).whom
    others = (each for each in nudged.also if each != nudged.decider_id)
    also = tuple(each for each in dict.fromkeys((whom, *others)) if each != nudged.who)
    return replace(nudged, decider_id=whom, also=also)


def carry_out(deal: Deal, step_id: UUID, context: Context, *, lead: UserId, now: datetime) -> Change:
    """Let apply what was agreed for a step that is not kept: announced, and what is to be done offered to its person."""
    step = step_of(deal, step_id)
    agreed = step.consequence
    if agreed is None:
        return Change(deal)
    due = ConsequenceDue(step.id, step.what, agreed)
    if agreed.kind not in (Otherwise.LEAD, Otherwise.STEP):
        return Change(deal, (due,))
    whom = asked(deal, context, agreed.person or lead, None, now=now).whom
    what = step.what if agreed.kind is Otherwise.LEAD else agreed.text
    offered = _offered(step, what, whom, context, now)
    if any(each.status is StepStatus.OFFERED and each.what == what and each.by == whom for each in deal.steps):
        return Change(deal, (due,))
    event = StepOffered(offered.id, what, whom, step.id, step.what, offered.due)
    return Change(replace(deal, steps=(*deal.steps, offered)), (due, event))


def _offered(late: Step, what: str, whom: UserId, context: Context, now: datetime) -> Step:
    """Write down the step beforehand, dated for the next working day until its person says otherwise."""
    calendar = context.calendar(whom)
    due = whole_day(calendar, add_working_days(calendar, local_day(calendar.zone, now), 1))
    # By its generation: a step that was moved and missed once more is another occasion.
    new = StepId(uuid5(late.id, f"otherwise:{late.generation}"))
    return Step(new, what, whom, now, first_due=due, due=due, status=StepStatus.OFFERED, instead_of=late.id)
