"""Have the Homes of those who look at them published anew, where somebody else or the clock changed what they show."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.home_memory import Unshown
from bot.model import UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import UnitOfWork
from bot.rules.home_news import shown_to
from bot.service.desk import Desk, context_of, in_world_of

LOOKED_WITHIN = timedelta(days=14)
"""How long somebody's Home is kept up to date after they were there last.

Opening it publishes it anyway: this is for whoever has it before them. Two weeks are as far as a Home looks back itself, and
a holiday long; who did not come by for longer costs nothing until they do.
"""
BATCH = 50
"""Changed deals that are looked at together: they are read before the write, which takes a moment."""


def show(desk: Desk, workspace_id: WorkspaceId, *, now: datetime) -> int:
    """Have Homes show some of what happened, the oldest change first; return how many deals that was about."""
    since = now - LOOKED_WITHIN
    with desk.look(workspace_id) as uow:
        changed = uow.unshown(limit=BATCH)
        lookers = uow.lookers(since=since) if changed else frozenset()
        rows = _rows(uow, changed, lookers, now) if lookers else {}
    if not changed:
        return 0
    with desk.work(workspace_id) as uow:
        if not lookers:
            # Nobody would see it, however much it is.
            uow.all_shown(since=since)
            return 0
        uow.redraw(tuple(rows.values()), now=now)
        uow.shown(changed)
    if rows:
        desk.wake()
    return len(changed)


def show_day(uow: UnitOfWork, person: UserId, day: str, *, now: datetime) -> None:
    """Have somebody's Home drawn for a new day, on which other things are due, if they look at it."""
    if person in uow.lookers(since=now - LOOKED_WITHIN):
        uow.redraw((_row(person, f"day:{day}"),), now=now)


def _rows(
    uow: UnitOfWork, changed: Sequence[Unshown], lookers: frozenset[UserId], now: datetime
) -> dict[UserId, Outgoing]:
    rows: dict[UserId, Outgoing] = {}
    context = context_of(uow)
    for each in changed:
        deal = uow.deal(each.deal_id)
        assert deal is not None
        recorded = uow.events_after(deal.id, each.shown_seq)
        for person in sorted(shown_to(deal, recorded, in_world_of(context, deal), lookers, now=now)):
            rows.setdefault(person, _row(person, f"{deal.id}:{each.seq}"))
    return rows


def _row(person: UserId, because: str) -> Outgoing:
    here = f"home:{person}"
    return Outgoing(f"{here}:{because}", Kind.HOME, None, to_user=person, edits=here)
