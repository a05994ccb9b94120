"""Have digests of today drawn again when something that they ask for has its answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.context import Context
from bot.events import Recorded
from bot.model import Deal
from bot.outgoing import DIGEST, Kind, Outgoing
from bot.ports import DigestKind, UnitOfWork
from bot.rules.asking import with_stand_ins
from bot.rules.endings import is_ending
from bot.rules.members import members
from bot.working_time import local_day


def digest_key(kind: DigestKind, audience: str, day: str) -> str:
    """Return the key of a digest: a second one for the same local day is impossible."""
    return f"digest:{kind}:{audience}:{day}"


def redrawn(
    uow: UnitOfWork, deal: Deal, recorded: Sequence[Recorded], context: Context, *, now: datetime
) -> tuple[Outgoing, ...]:
    """Return the edits of today's digests that have lines about the deal, where some of them may have ended."""
    if not any(is_ending(each.event) for each in recorded):
        return ()
    seq = recorded[-1].seq
    found = uow.digests_about(deal.id, tuple(_keys(uow, deal, context, now)))
    return tuple(
        Outgoing(f"edit:{key}:{deal.id}:{seq}", Kind.EDIT, f"edit:{key}", deal_id=deal.id, detail=DIGEST, edits=key)
        for key in found
    )


def _keys(uow: UnitOfWork, deal: Deal, context: Context, now: datetime) -> Iterator[str]:
    deciders = tuple(each.decider_id for each in deal.lapses if each.decider_id)
    readers = with_stand_ins(deal, context, members(deal), now=now)
    for user in dict.fromkeys((*readers, *deciders, context.default_owner)):
        yield digest_key(DigestKind.PERSON, user, local_day(context.calendar(user).zone, now).isoformat())
    channel = uow.workspace().leadership_channel
    if channel:
        yield digest_key(DigestKind.LEADERSHIP, channel, local_day(context.zone, now).isoformat())
