"""Reading without changing: the deal of a channel, lists, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.context import Context
from bot.events import Recorded
from bot.model import Deal, DealStatus, Person, UserId, WorkspaceId
from bot.ports import Sort, Wanted
from bot.rules.members import may_see
from bot.service.desk import Desk, Find, context_of


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


def see(desk: Desk, workspace_id: WorkspaceId, find: Find) -> Seen:
    """Return one deal."""
    with desk.look(workspace_id) as uow:
        return Seen(find(uow), context_of(uow))


def around(desk: Desk, workspace_id: WorkspaceId) -> Context:
    """Return the people of a workspace."""
    with desk.look(workspace_id) as uow:
        return context_of(uow)


def listed(desk: Desk, workspace_id: WorkspaceId, scope: Scope, user: UserId) -> tuple[Sequence[Deal], int]:
    """Return the first deals of a scope and how many there are. Somebody else's private deals are left out."""
    wanted = _WANTED[scope]
    if scope is Scope.MINE:
        wanted = Wanted(person=user, limit=wanted.limit)
    with desk.look(workspace_id) as uow:
        deals = [deal for deal in uow.deals(wanted) if may_see(deal, user)]
        return deals, max(len(deals), uow.count(wanted) if len(deals) >= wanted.limit else len(deals))


def history(desk: Desk, workspace_id: WorkspaceId, find: Find) -> tuple[Seen, Sequence[Recorded]]:
    """Return a deal with everything that happened to it, oldest first."""
    with desk.look(workspace_id) as uow:
        deal = find(uow)
        return Seen(deal, context_of(uow)), uow.history(deal.id)


_STARTED = (DealStatus.OPEN, DealStatus.HELD, DealStatus.CLOSED)

_WANTED = {
    Scope.MINE: Wanted(limit=20),
    Scope.STALLED: Wanted(with_open_lapse=True, limit=20),
    Scope.BACKLOG: Wanted(statuses=(DealStatus.BACKLOG,), limit=20, sort=Sort.NEWEST_WON),
    Scope.ALL: Wanted(statuses=_STARTED, limit=20),
}
