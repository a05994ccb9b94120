"""An owner who has left the company: somebody else has to own the deal, and the owning function's lead says who."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from bot.context import Context
from bot.model import Deal, LapseKind, UserId
from bot.rules.asking import lead_for
from bot.rules.changing import ABOUT
from bot.rules.condition import Condition
from bot.working_time import add_working_hours

KIND = LapseKind.OWNER_GONE
ASKED_AGAIN_AFTER = 8.0
"""Working hours in which whoever decided something else than the owner is not asked the same again."""


def has_left(context: Context, user: UserId) -> bool:
    """Tell whether somebody known can own and do nothing any more; of whom nothing is known may be learned any moment."""
    return user in context.people and not context.is_able(user)


def owner_gone(deal: Deal, context: Context, *, now: datetime) -> Iterator[Condition]:
    """Ask at once who owns the deal, but not while somebody is being asked to."""
    if deal.offer or not has_left(context, deal.owner_id):
        return
    lead = lead_for(deal, context, deal.owner_id, None, now=now)
    yield Condition(KIND, None, seen_since(deal, context, KIND, None, lead, now=now), lead, ABOUT[KIND])


def seen_since(
    deal: Deal, context: Context, kind: LapseKind, subject: UUID | None, lead: UserId, *, now: datetime
) -> datetime:
    """Return since when ``lead`` is asked: nobody tells when somebody left, so from when Baton first looks."""
    before = [each for each in deal.lapses if (each.kind, each.subject) == (kind, subject)]
    running = next((each.opened_at for each in before if each.closed_at is None), None)
    if running:
        return running
    settled = max((each.closed_at for each in before if each.closed_at), default=None)
    return max(now, add_working_hours(context.calendar(lead), settled, ASKED_AGAIN_AFTER)) if settled else now
