"""A reply in the thread of a nudge: what it may be about, and that it is answered once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.context import Context
from bot.events import Nudged, Reminded
from bot.model import Deal, Item, Lapse, Step, StepStatus, UserId, WorkspaceId
from bot.ports import Conflict, Posted, UnitOfWork
from bot.refusals import Refusal
from bot.rules.items import finishable
from bot.rules.permissions import Act
from bot.rules.steps import changeable
from bot.service.desk import Desk, context_of, in_world_of


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that a nudge asked about and that is open still, with its deal and the world that its rules see."""

    deal: Deal
    thing: Step | Item
    context: Context


def is_nudge(desk: Desk, workspace_id: WorkspaceId, said: Posted) -> bool:
    """Tell whether a message is a nudge: most threads hang on what people wrote."""
    with desk.work(workspace_id) as uow:
        return bool(uow.nudges(said))


def asked_in(desk: Desk, workspace_id: WorkspaceId, said: Posted, by: UserId, *, now: datetime) -> Sequence[Asked]:
    """Return what a nudge asks about that ``by`` may end, each once; whoever may not is just talking."""
    with desk.work(workspace_id) as uow:
        return tuple(_asked(uow, said, context_of(uow), by, now))


def heard(desk: Desk, workspace_id: WorkspaceId, key: str, *, now: datetime) -> bool:
    """Take note that a message is answered; False if it was before, since Slack tells of one message several times."""
    try:
        with desk.work(workspace_id) as uow:
            if uow.answered(key) is not None:
                return False
            uow.answer(key, "heard", now=now)
    except Conflict:
        return False
    return True


def _asked(uow: UnitOfWork, said: Posted, context: Context, by: UserId, now: datetime) -> Iterator[Asked]:
    seen: set[UUID] = set()
    for deal_id, seq in uow.nudges(said):
        deal, event = uow.deal(deal_id), uow.event(deal_id, seq).event
        lapse = _lapse(deal, event) if deal else None
        if deal is None or lapse is None or lapse.subject is None or lapse.subject in seen:
            continue
        seen.add(lapse.subject)
        here = in_world_of(context, deal)
        thing = _open(deal, here, lapse.subject, by, now)
        if thing:
            yield Asked(deal, thing, here)


def _lapse(deal: Deal, event: object) -> Lapse | None:
    if not isinstance(event, Nudged | Reminded):
        return None
    return next((each for each in deal.lapses if each.id == event.lapse_id), None)


def _open(deal: Deal, context: Context, subject: UUID, by: UserId, now: datetime) -> Step | Item | None:
    """Return the step or the line if ``by`` may end it now, by the same rules that a press is judged by."""
    try:
        if any(step.id == subject and step.status is StepStatus.OPEN for step in deal.steps):
            return changeable(deal, context, step_id=subject, by=by, act=Act.MOVE_STEP, now=now)
        if any(item.id == subject for item in deal.items):
            return finishable(deal, context, item_id=subject, by=by, now=now)
    except Refusal:
        return None
    return None
