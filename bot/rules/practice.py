"""A practice deal: real rules on a playbook of minutes, in a world of one person who is always there."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.context import Context
from bot.events import Change
from bot.incoming import Incoming
from bot.model import Deal, DealId, DealStatus, Due, Facts, LapseKind, PersonalTime, StepId, UserId, Week, WorkspaceId
from bot.playbook import FunctionRole, Ladder, Playbook, Rung, Rungs, Tell, Where
from bot.practice import PracticeEnded, PracticeWords
from bot.rules import opening, steps
from bot.rules.opening import Cast

SOURCE = KIND = "practice"
A_MOMENT = timedelta(minutes=2)
"""How long the step has, and what a real deal's next morning is here."""

IDLE, AFTERWARDS, LONGEST = timedelta(minutes=15), timedelta(minutes=3), timedelta(minutes=60)
"""Practice ends when nobody pressed for so long, so long after its step is done, and in any case."""

_HOURS = A_MOMENT / timedelta(hours=1)
_NEVER = Rungs(1000.0, ())
ALWAYS = Week(frozenset(range(7)), time.min, time.max)
LADDER = Ladder(
    # Of all else nothing is asked: whoever practises follows one story, and the default ladder would tell others.
    {kind.value: _NEVER for kind in LapseKind}
    | {
        LapseKind.STEP_OVERDUE.value: Rungs(
            0.0,
            (
                Rung((Tell.HOLDER,), Where.PRIVATE),
                Rung((Tell.HOLDER,), Where.CHANNEL, after_hours=_HOURS),
                Rung((Tell.LEAD,), Where.CHANNEL, after_hours=_HOURS, asks_decision=True),
            ),
        )
    },
    archive_after_days=0,
)


def playbook_of(words: PracticeWords) -> Playbook:
    """Return the playbook: the first rungs of the default ladder, in minutes."""
    role = FunctionRole(KIND, words.function)
    return Playbook(KIND, KIND, words.deal, KIND, (role,), (), LADDER, channel_name="practice-{short}", is_private=True)


def practised(context: Context, by: UserId) -> Context:
    """Return a world in which there is only one person, who works around the clock, answers for everything and is never away."""
    person = context.people.get(by)
    people = {by: replace(person, time=PersonalTime(week=ALWAYS))} if person else {}
    return Context(people, by, person.zone if person else context.zone, ALWAYS, is_alone=True)


def opened(
    words: PracticeWords,
    context: Context,
    *,
    deal_id: DealId,
    workspace_id: WorkspaceId,
    step_id: StepId,
    short: str,
    by: UserId,
    now: datetime,
) -> tuple[Deal, Change]:
    """Return the deal before it began, and its opening with one step that is due in a moment."""
    incoming = Incoming(SOURCE, str(deal_id), KIND, Facts(words.deal, words.customer, won_at=now), now)
    playbook = playbook_of(words)
    kept = opening.register(
        incoming, playbook, context, deal_id=deal_id, workspace_id=workspace_id, short=short, seller=by
    )
    before = replace(kept.deal, is_practice=True)
    begun = opening.start(before, playbook, Cast(by, None, ((KIND, by),)), context, now=now)
    due = Due(now + A_MOMENT, context.calendar(by).zone)
    said = steps.commit(
        begun.deal, context, step_id=step_id, what=words.step, by=by, due=due, consequence=None, now=now
    )
    return before, Change(said.deal, (*begun.events, *said.events))


def over_at(deal: Deal) -> datetime | None:
    """Return when practice ends if nobody does anything; None: it is none, or it has ended."""
    if not deal.is_practice or deal.opened_at is None or _has_ended(deal):
        return None
    is_told = deal.status is DealStatus.OPEN and bool(steps.open_steps(deal))
    lived = deal.lived_at or deal.opened_at
    return min(deal.opened_at + LONGEST, lived + (IDLE if is_told else AFTERWARDS))


def end(deal: Deal) -> Change:
    """End it for good; what has ended stays so."""
    if not deal.is_practice or _has_ended(deal):
        return Change(deal)
    return Change(replace(deal, status=DealStatus.CLOSED, closing=None, held_until=None), (PracticeEnded(),))


def _has_ended(deal: Deal) -> bool:
    # Somebody may close it as they would a real one; that is part of the practice, and not its end.
    return deal.status is DealStatus.CLOSED and deal.closing is None
