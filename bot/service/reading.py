"""Reading without changing: the deal of a channel, lists, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.context import Context
from bot.events import Recorded
from bot.model import Deal, DealStatus, Person, UserId, WorkspaceId
from bot.ports import Sort, UnitOfWork, Wanted
from bot.rules.permissions import let_in, may_find
from bot.service.desk import Asked, Desk, Find, context_of, in_world_of


class Scope(StrEnum):
    """Which deals somebody wants to see."""

    MINE = "mine"
    STALLED = "stalled"
    BACKLOG = "backlog"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Seen:
    """A deal with the people around it, as of one moment."""

    deal: Deal
    context: Context

    @property
    def people(self) -> Mapping[UserId, Person]:
        """Return everybody of the workspace."""
        return self.context.people


def see(desk: Desk, asked: Asked, find: Find) -> Seen:
    """Return one deal to somebody who may see it."""
    with desk.look(asked.workspace_id) as uow:
        return _seen(uow, asked, find)


def around(desk: Desk, workspace_id: WorkspaceId) -> Context:
    """Return the people of a workspace."""
    with desk.look(workspace_id) as uow:
        return context_of(uow)


def listed(desk: Desk, workspace_id: WorkspaceId, scope: Scope, user: UserId) -> tuple[Sequence[Deal], int]:
    """Return the first deals of a scope and how many there are, of those that somebody may come upon."""
    wanted = _WANTED[scope]
    if scope is Scope.MINE:
        wanted = Wanted(person=user, limit=wanted.limit)
    with desk.look(workspace_id) as uow:
        context = context_of(uow)
        deals = [deal for deal in uow.deals(wanted) if may_find(deal, context, user)]
        return deals, max(len(deals), uow.count(wanted) if len(deals) >= wanted.limit else len(deals))


def history(desk: Desk, asked: Asked, find: Find) -> tuple[Seen, Sequence[Recorded]]:
    """Return a deal with everything that happened to it, oldest first, to somebody who may see it."""
    with desk.look(asked.workspace_id) as uow:
        seen = _seen(uow, asked, find)
        return seen, uow.history(seen.deal.id)


def _seen(uow: UnitOfWork, asked: Asked, find: Find) -> Seen:
    seen = Seen(find(uow), context_of(uow))
    let_in(seen.deal, seen.context, asked.by, asked.where)
    return Seen(seen.deal, in_world_of(seen.context, seen.deal))


_STARTED = (DealStatus.OPEN, DealStatus.HELD, DealStatus.CLOSED)

_WANTED = {
    Scope.MINE: Wanted(limit=20),
    Scope.STALLED: Wanted(with_open_lapse=True, limit=20),
    Scope.BACKLOG: Wanted(statuses=(DealStatus.BACKLOG,), limit=20, sort=Sort.NEWEST_WON),
    Scope.ALL: Wanted(statuses=_STARTED, limit=20),
}
