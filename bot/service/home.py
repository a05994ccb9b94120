"""A person's Home: read in one transaction, and published anew after they looked or acted there."""

from datetime import datetime, timedelta

from bot.model import Deal, DealId, UserId
from bot.outgoing import Kind, Outgoing
from bot.ports import UnitOfWork, Wanted
from bot.rules.asking import stood_in_for
from bot.rules.at_home import Around, HomeFacts, Shown, at_home, is_leader
from bot.service.desk import Asked, Desk, context_of

ALL_OF_THEM = 1000
"""The most deals that a Home looks through."""
MOST_STALLED, MOST_RESCUED = 200, 100
RESCUED_WITHIN = timedelta(days=14)


def publish(desk: Desk, asked: Asked, shown: Shown) -> None:
    """Have the Home of whoever asks published as it then is; of several that wait only the last one is."""
    here = f"home:{asked.by}"
    row = Outgoing(f"{here}:{asked.key}", Kind.HOME, None, to_user=asked.by, detail=str(shown), edits=here)
    with desk.work(asked.workspace_id) as uow:
        uow.looked(asked.by, str(shown), at=asked.now)
        uow.send((row,), now=asked.now)
    desk.wake()


def home_of(uow: UnitOfWork, person: UserId, shown: Shown, *, now: datetime) -> HomeFacts:
    """Return what stands in a person's Home at this moment."""
    context = context_of(uow)
    is_leading = is_leader(context, person)
    around = Around(
        uow.deals_around(person, limit=ALL_OF_THEM),
        _stood_in(uow, stood_in_for(context, person, now=now)),
        uow.stopped(person, limit=MOST_STALLED) if is_leading else (),
        uow.rescues(since=now - RESCUED_WITHIN, limit=MOST_RESCUED) if is_leading else (),
    )
    return at_home(around, person, context, shown=shown, now=now)


def _stood_in(uow: UnitOfWork, absent: tuple[UserId, ...]) -> list[Deal]:
    found: dict[DealId, Deal] = {}
    for who in absent:
        found |= {deal.id: deal for deal in uow.deals(Wanted(person=who, limit=ALL_OF_THEM))}
    return list(found.values())
