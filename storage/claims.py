"""Choose which outbox rows go next: due, first in their lane, and no workspace before its turn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    Uuid,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.sql.selectable import NamedFromClause

from bot.ports import RowState
from storage.columns import EPOCH, Moment, spelled
from storage.prepared import Prepared, numbered, one_of
from storage.schema.boxes import outbox
from storage.schema.workspaces import AT_WORK, workspace
from storage.tenancy import there_is

CLAIMS_AT_ONCE = 4
"""How many claims that run beside each other find workspaces of their own to serve."""
HOLDS_LANE = timedelta(minutes=10)
"""How long a row that may have reached Slack keeps its lane from moving on."""


@dataclass(frozen=True)
class Clocks:
    """Both readings of the clock: machine time for leases, business time for what people meant."""

    machine: datetime
    business: datetime

    @property
    def given(self) -> dict[str, Any]:
        """Return what the statements below ask for."""
        held_since = self.machine - HOLDS_LANE
        return {"machine": self.machine, "business": self.business, "held_since": held_since}


def is_state(column: ColumnElement[Any], *states: RowState) -> ColumnElement[bool]:
    words = [spelled(state) for state in states]
    return column.in_(words)


def is_waiting(rows: Table | NamedFromClause) -> ColumnElement[bool]:
    return is_state(rows.c.state, RowState.PENDING, RowState.UNKNOWN)


def next_rows(
    connection: Connection, clocks: Clocks, limit: int, *, unless: Callable[[Connection], bool] = lambda _: False
) -> list[dict[str, Any]]:
    """Lock and return up to ``limit`` rows, as even over the workspaces as what is due allows.

    ``unless`` may forbid it. It is asked when something is due, which nearly always nothing is: couriers look every
    second.
    """
    turns = _next_turns(connection, clocks, limit, unless)
    rows: list[dict[str, Any]] = []
    for served, turn in enumerate(turns):
        # What one workspace leaves of its share goes to those that come after it.
        share = ceil((limit - len(rows)) / (len(turns) - served))
        rows += _rows_of(connection, turn, clocks, share)
    return rows


def _next_turns(
    connection: Connection, clocks: Clocks, limit: int, unless: Callable[[Connection], bool]
) -> Sequence[UUID]:
    """Return the workspaces with something due, the longest unserved first, and send them to the end of the queue."""
    # One more than are served now: a workspace that is alone need not queue.
    turns: Sequence[UUID] = _TURNS.on(connection, clocks.given | {"most": limit * CLAIMS_AT_ONCE + 1}).scalars()
    if not turns or unless(connection):
        return []
    if len(turns) > 1:
        turns = _locked_turns(connection, turns, limit)
        _send_to_the_end(connection, turns)
    return turns[:limit]


def _locked_turns(connection: Connection, turns: Sequence[UUID], limit: int) -> Sequence[UUID]:
    """Take those next whom no other claim serves at this moment: waiting for one, to find nothing left, costs a second."""
    free = _free_turns(len(turns)).on(connection, {"most": limit, **numbered("turn", turns)}).scalars()
    if free:
        return free
    first = turns[:limit]
    return _turns_in_order(len(first)).on(connection, numbered("turn", first)).scalars()


def _send_to_the_end(connection: Connection, turns: Sequence[UUID]) -> None:
    _ended(len(turns)).on(connection, numbered("turn", turns))


@cache
def _free_turns(count: int) -> Prepared:
    # With key_share, rows that only refer to a workspace can be added meanwhile: deciding never waits for delivering.
    next_ones = _some_turns(count).order_by(*_QUEUE).limit(_MOST)
    return Prepared(next_ones.with_for_update(key_share=True, skip_locked=True))


@cache
def _turns_in_order(count: int) -> Prepared:
    # Locked in the order of their ids: two replicas that serve the same workspaces wait instead of blocking each other.
    return Prepared(_some_turns(count).order_by(workspace.c.workspace_id).with_for_update(key_share=True))


@cache
def _ended(count: int) -> Prepared:
    # All get the same place behind the last one: among themselves their ids decide, which favours none for long.
    last = select(func.max(workspace.c.turn)).scalar_subquery()
    return Prepared(update(workspace).where(one_of(workspace.c.workspace_id, "turn", count)).values(turn=last + 1))


def _some_turns(count: int) -> Select[Any]:
    return select(workspace.c.workspace_id).where(one_of(workspace.c.workspace_id, "turn", count))


def _rows_of(connection: Connection, workspace_id: UUID, clocks: Clocks, share: int) -> list[dict[str, Any]]:
    """Take what was tried before first: a stream of fresh rows must not keep it waiting."""
    given = clocks.given | {"turn": workspace_id}
    rows = _locked(connection, _RETRIED, given, share)
    return rows + _locked(connection, _FRESH, given, share - len(rows))


def _locked(connection: Connection, rows: Prepared, given: Mapping[str, Any], limit: int) -> list[dict[str, Any]]:
    return rows.on(connection, {**given, "most": limit}).mappings() if limit else []


def _fresh() -> tuple[ColumnElement[bool], ...]:
    # What was never tried is due since the beginning of time: of that one moment the index gives the rows in their order.
    return is_waiting(outbox), outbox.c.due_at == EPOCH, outbox.c.not_before <= _BUSINESS


def _retried() -> tuple[ColumnElement[bool], ...]:
    has_come = outbox.c.not_before <= _BUSINESS
    return is_waiting(outbox), outbox.c.due_at > EPOCH, outbox.c.due_at <= _MACHINE, has_come


def _is_held_up() -> ColumnElement[bool]:
    """Tell whether an earlier row keeps the lane. One that is not to be sent yet has not entered it."""
    earlier = outbox.alias("earlier")
    may_be_on_its_way = and_(is_state(earlier.c.state, RowState.UNKNOWN), earlier.c.last_wire_at > _HELD_SINCE)
    first = select(earlier.c.position).where(
        earlier.c.workspace_id == outbox.c.workspace_id,
        earlier.c.lane == outbox.c.lane,
        earlier.c.position < outbox.c.position,
        earlier.c.not_before <= _BUSINESS,
        is_waiting(earlier),
        or_(is_state(earlier.c.state, RowState.PENDING), may_be_on_its_way),
    )
    return there_is(first)


def _turns() -> Select[Any]:
    is_theirs = outbox.c.workspace_id == workspace.c.workspace_id
    rows = select(outbox.c.position).where(is_theirs)
    due = or_(*(there_is(rows.where(*conditions)) for conditions in (_retried(), _fresh())))
    # After a restore nothing goes out before Slack was asked what it has had.
    wanted = select(workspace.c.workspace_id).where(AT_WORK, due).order_by(*_QUEUE)
    return wanted.limit(_MOST)


def _first_in_lane(*conditions: ColumnElement[bool], by: Sequence[ColumnElement[Any]]) -> Select[Any]:
    rows = select(outbox).where(
        outbox.c.workspace_id == bindparam("turn", type_=Uuid), not_(_is_held_up()), *conditions
    )
    return rows.order_by(*by).limit(_MOST).with_for_update(skip_locked=True, of=outbox)


_QUEUE = (workspace.c.turn, workspace.c.workspace_id)
_MACHINE, _BUSINESS = bindparam("machine", type_=Moment()), bindparam("business", type_=Moment())
_HELD_SINCE, _MOST = bindparam("held_since", type_=Moment()), bindparam("most", type_=Integer)
# Put together once: couriers ask these every second, and building them took longer than running them.
_TURNS = Prepared(_turns())
_RETRIED = Prepared(_first_in_lane(*_retried(), by=(outbox.c.due_at, outbox.c.position)))
_FRESH = Prepared(_first_in_lane(*_fresh(), by=(outbox.c.not_before, outbox.c.position)))
