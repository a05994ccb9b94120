"""Have digests of today drawn again: what they ask for has its answer, or leadership has one more thing to read."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.context import Context
from bot.events import Recorded
from bot.model import Deal
from bot.outgoing import DIGEST, DigestFacts, Kind, Outgoing
from bot.ports import DigestKind, UnitOfWork
from bot.rules.asking import with_stand_ins
from bot.rules.digests import arisen
from bot.rules.endings import is_ending
from bot.rules.members import members
from bot.working_time import local_day


def digest_key(kind: DigestKind, audience: str, day: str) -> str:
    """Return the key of a digest: a second one for the same local day is impossible."""
    return f"digest:{kind}:{audience}:{day}"


def redrawn(
    uow: UnitOfWork, deal: Deal, recorded: Sequence[Recorded], context: Context, *, now: datetime
) -> tuple[Outgoing, ...]:
    """Return the edits of today's digests: of those that have lines about the deal, where some of them may have ended.

    Leadership's also takes in what is to be decided since it was written. A morning that had none gets none now: a
    digest comes at its hour or not at all, and who decides has a question of their own.
    """
    edits: dict[str, DigestFacts | None] = {}
    if any(is_ending(each.event) for each in recorded):
        edits |= dict.fromkeys(uow.digests_about(deal.id, tuple(_keys(uow, deal, context, now))))
    added = arisen(deal, (each.event for each in recorded))
    for key in uow.digests_about(None, tuple(_leaderships(uow, context, now))) if added else ():
        edits[key] = DigestFacts(DigestKind.LEADERSHIP, _today(context.zone, now), context.zone, added)
    return tuple(_edit(deal, key, facts, recorded[-1].seq) for key, facts in edits.items())


def _edit(deal: Deal, key: str, added: DigestFacts | None, seq: int) -> Outgoing:
    # The lines stand in the row that draws them, found again by the word that it shares with all of its digest: adding
    # is one insert, and two deals that add at once cannot overwrite each other.
    return Outgoing(
        f"edit:{key}:{deal.id}:{seq}",
        Kind.EDIT,
        f"edit:{key}",
        deal_id=deal.id,
        detail=DIGEST,
        edits=key,
        digest=added,
        gathers=key if added else None,
    )


def _keys(uow: UnitOfWork, deal: Deal, context: Context, now: datetime) -> Iterator[str]:
    deciders = tuple(each.decider_id for each in deal.lapses if each.decider_id)
    readers = with_stand_ins(deal, context, members(deal), now=now)
    for user in dict.fromkeys((*readers, *deciders, context.default_owner)):
        yield digest_key(DigestKind.PERSON, user, _today(context.calendar(user).zone, now))
    yield from _leaderships(uow, context, now)


def _leaderships(uow: UnitOfWork, context: Context, now: datetime) -> Iterator[str]:
    channel = uow.workspace().leadership_channel
    if channel:
        yield digest_key(DigestKind.LEADERSHIP, channel, _today(context.zone, now))


def _today(zone: str, now: datetime) -> str:
    return local_day(zone, now).isoformat()
