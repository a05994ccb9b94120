"""Have deals looked at anew whose people's time changed: some with each tick, so that what is due waits for none of them."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Uuid, bindparam, case, delete, select, update

from bot.model import DealId, Lost, UserId, WorkspaceId
from bot.redraws import board_anew
from storage import concerning
from storage.columns import Moment
from storage.engine import Database
from storage.home import EVERYBODY
from storage.prepared import Prepared
from storage.schema.deals import deal
from storage.schema.workspaces import another_look
from storage.sending import Sending
from storage.tenancy import ours

A_TICK = 200
"""Deals that one tick has looked at anew in a workspace. Looking at so many takes a second of the five of a tick, on both
databases: with all of a hundred thousand at once, a nudge that is due now would come after them."""


class Wanted(NamedTuple):
    """Another look at somebody's deals. ``after`` is the last of them that was marked."""

    workspace_id: WorkspaceId
    person: str
    at: datetime
    after: UUID | None
    draws: bool | None

    def redraws(self, found: "Found") -> bool:
        """Tell whether the board of a deal names the person as its owner, and stands somewhere."""
        has_channel = found.channel_name is not None and found.channel_lost is not Lost.GONE
        return bool(self.draws) and found.owner_id == self.person and has_channel


class Found(NamedTuple):
    """A deal that is looked at anew."""

    id: DealId
    owner_id: UserId
    channel_name: str | None
    channel_lost: Lost | None


class LookingAgain:
    """All workspaces. Each batch is a transaction of its own."""

    def __init__(self, database: Database, *, a_tick: int = A_TICK) -> None:
        self._database = database
        self._a_tick = a_tick

    def run(self, *, now: datetime) -> None:
        """Do a tick's part."""
        self.mark(now=now)

    def mark(self, *, now: datetime) -> int:
        """Mark the next deals of each workspace as due to be looked at; return how many."""
        with self._database.reading() as connection:
            wanted = [Wanted(*row) for row in _WANTED.on(connection, {"now": now})]
        marked: dict[WorkspaceId, int] = {}
        for each in wanted:
            so_far = marked.get(each.workspace_id, 0)
            if so_far < self._a_tick:
                marked[each.workspace_id] = so_far + self._mark(each, self._a_tick - so_far, now)
        return sum(marked.values())

    def _mark(self, wanted: Wanted, most: int, now: datetime) -> int:
        # Read apart from the write: somebody with few deals among many is looked for longer than others should wait.
        found = self._next(wanted, most)
        # A full batch may be the last one as well: then the next finds nothing, and ends it.
        is_all = len(found) < most
        this = {"tenant": wanted.workspace_id, "who": wanted.person, "since": wanted.at, "was": wanted.after}
        with self._database.writing() as connection:
            moved = _OVER.on(connection, this) if is_all else _ON.on(connection, this | {"after": found[-1].id})
            # Another process was here first, or the time changed once more and all begins anew.
            if moved.rowcount != 1:
                return 0
            if found:
                marks = [{"tenant": wanted.workspace_id, "this": each.id, "now": now} for each in found]
                _MARKED.on_each(connection, marks)
            # With the marks: of a batch that another process did already, nothing is drawn a second time.
            boards = [board_anew(each.id, wanted.at.isoformat()) for each in found if wanted.redraws(each)]
            Sending(connection, wanted.workspace_id).send(boards, now=now)
        return len(found)

    def _next(self, wanted: Wanted, most: int) -> list[Found]:
        given: dict[str, Any] = {"tenant": wanted.workspace_id, "most": most}
        if wanted.after:
            given["after"] = wanted.after
        if wanted.person != EVERYBODY:
            given |= concerning.given(UserId(wanted.person))
        asked = _running(of_person=wanted.person != EVERYBODY, goes_on=wanted.after is not None)
        with self._database.reading() as connection:
            return [Found(*row) for row in asked.on(connection, given)]


@cache
def _running(*, of_person: bool, goes_on: bool) -> Prepared:
    columns = (deal.c.id, deal.c.owner_id, deal.c.channel_name, deal.c.channel_lost)
    wanted = select(*columns).where(ours(deal), deal.c.next_review_at.is_not(None))
    if goes_on:
        wanted = wanted.where(deal.c.id > bindparam("after", type_=Uuid))
    if of_person:
        wanted = wanted.where(concerning.is_touched())
    return Prepared(wanted.order_by(deal.c.id).limit(bindparam("most", type_=Integer)))


_WANTED = Prepared(
    select(*(another_look.c[name] for name in Wanted._fields))
    .where(another_look.c.at <= bindparam("now"))
    .order_by(another_look.c.workspace_id, another_look.c.at, another_look.c.person)
)
_IS_IT = (
    ours(another_look),
    another_look.c.person == bindparam("who"),
    another_look.c.at == bindparam("since"),
    another_look.c.after.is_not_distinct_from(bindparam("was", type_=Uuid)),
)
_ON = Prepared(update(another_look).where(*_IS_IT))
_OVER = Prepared(delete(another_look).where(*_IS_IT))
_NOW = bindparam("now", type_=Moment())
# A new version: whoever decided by the time as it was must not save what they made of it.
_MARKED = Prepared(
    update(deal)
    .where(ours(deal), deal.c.id == bindparam("this"), deal.c.next_review_at.is_not(None))
    .values(
        next_review_at=case((deal.c.next_review_at > _NOW, _NOW), else_=deal.c.next_review_at),
        version=deal.c.version + 1,
    )
)
