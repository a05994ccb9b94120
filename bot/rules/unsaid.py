"""Why a nudge was not said: read from the deal as it stands when that is recorded."""

from datetime import datetime
from uuid import UUID

from bot.model import Deal, DealStatus, ItemStatus, Lapse, LapseKind, Lost, StepStatus
from bot.rules.steps import in_force
from bot.unsaid import Unsaid

_PERSON_GONE = frozenset({"user_not_found", "account_inactive", "user_disabled", "cannot_dm_bot", "no such person"})
"""Slack's words for somebody to whom nothing can be said."""

_BY_KIND = {
    LapseKind.OWNER_NOT_ACCEPTED: Unsaid.ANSWERED,
    LapseKind.NOTHING_DATED: Unsaid.DATED,
    LapseKind.REQUEST_UNANSWERED: Unsaid.ANSWERED,
    LapseKind.DONE_NOT_ACCEPTED: Unsaid.ANSWERED,
    LapseKind.COLLEAGUE_GONE: Unsaid.HANDED_ON,
}
"""What ends a question whatever became of the step."""


def ended_by(deal: Deal, lapse: Lapse, *, now: datetime) -> Unsaid:
    """Return what ended the reason to ask, told from what became of the step or item."""
    if deal.status is not DealStatus.OPEN:
        return Unsaid.STANDS_STILL
    if lapse.kind is LapseKind.DONE_NOT_ACCEPTED and _of_item(deal, lapse.subject) is Unsaid.WAITING:
        return Unsaid.WAITING
    if lapse.subject is None or lapse.kind in _BY_KIND:
        return _BY_KIND.get(lapse.kind, Unsaid.SETTLED)
    return _of_step(deal, lapse.subject, now) or _of_item(deal, lapse.subject) or Unsaid.SETTLED


def coded(deal: Deal, lapse: Lapse, why: str, *, now: datetime) -> Unsaid:
    """Return the code for a reason as the courier gives it: one of ours, a word of Slack's, or what ended the lapse."""
    if why in tuple(Unsaid):
        return Unsaid(why)
    if why in tuple(Lost):
        return Unsaid.CHANNEL_GONE
    if why in _PERSON_GONE:
        return Unsaid.PERSON_GONE
    if deal.status is not DealStatus.OPEN or lapse.closed_at:
        return ended_by(deal, lapse, now=now)
    return Unsaid.REFUSED


def _of_step(deal: Deal, subject: UUID, now: datetime) -> Unsaid | None:
    for step in deal.steps:
        if step.id == subject:
            if step.status is not StepStatus.OPEN:
                return Unsaid.DONE if step.status is StepStatus.KEPT else Unsaid.SUPERSEDED
            # Its date came meanwhile, and another question took the place of this one.
            if in_force(step).at <= now:
                return Unsaid.SUPERSEDED
            return Unsaid.WAITING if step.parked else Unsaid.DATED
    return None


def _of_item(deal: Deal, subject: UUID | None) -> Unsaid | None:
    for item in deal.items:
        if item.id == subject:
            if item.status is ItemStatus.WAITING:
                return Unsaid.WAITING
            return Unsaid.DATED if item.status is ItemStatus.OPEN else Unsaid.DONE
    return None
