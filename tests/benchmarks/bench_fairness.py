"""A workspace with a mountain of messages keeps nobody else waiting."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil
from time import monotonic, sleep
from uuid import uuid4, uuid5

from sqlalchemy import insert

from bot.model import UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import RowState
from commands.following import TwoClocks
from commands.tick import edge
from messages.delivery.workers import Workers
from storage.columns import EPOCH
from storage.mapping import outgoing_values
from storage.opening import Storage
from storage.schema.boxes import outbox
from storage.schema.workspaces import installation, workspace
from tests.benchmarks.filling import _take_stock
from tests.benchmarks.in_process import Told, courier_of
from tests.benchmarks.measuring import tell
from tests.bot.making import NOW

MOUNTAIN, OTHERS = 100_000, 999
LANES = 1_000
TICK = 5.0
"""Seconds: BATON_TICK_SECONDS, as it is by itself."""
MOST_TICKS = 2

Open = Callable[[], Storage]


def put_workspaces(storage: Storage, how_many: int) -> list[WorkspaceId]:
    ids = [WorkspaceId(uuid4()) for _ in range(how_many)]
    with storage.engine.begin() as connection:
        connection.execute(insert(workspace), [{"workspace_id": each, "secret": each.hex} for each in ids])
        teams = [{"workspace_id": each, "enterprise_id": "", "team_id": each.hex, "bot_user_id": "UB"} for each in ids]
        connection.execute(insert(installation), teams)
    return ids


def put_due(storage: Storage, here: WorkspaceId, count: int) -> None:
    """Add messages that may go now, to as many people as there are lanes."""
    alike = {"workspace_id": here, "due_at": EPOCH, "attempt": 0, "decided_at": NOW, "state": RowState.PENDING}
    rows = []
    for number in range(count):
        lane = number % LANES
        said = Outgoing(f"m:{number}", Kind.TELL, f"lane:{lane}", to_user=UserId(f"U{lane}"))
        rows.append(outgoing_values(said) | alike | {"id": uuid5(here, said.key)})
    with storage.engine.begin() as connection:
        connection.execute(insert(outbox), rows)


def filled(storage: Storage) -> tuple[WorkspaceId, set[WorkspaceId]]:
    """Return the workspace with the mountain, and the others."""
    large, *others = put_workspaces(storage, OTHERS + 1)
    # The mountain was there first: its rows are the oldest of all, and all of them are due.
    put_due(storage, large, MOUNTAIN)
    for each in others:
        put_due(storage, each, 1)
    _take_stock(storage)
    return large, set(others)


def test_the_others_are_served_within_two_ticks(kind: str, open_one: Open) -> None:
    storage = open_one()
    large, others = filled(storage)
    told = Told()
    at: list[float] = []
    clock = TwoClocks(lambda: datetime.now(UTC), lambda: datetime.now(UTC))
    workers = Workers(courier_of(storage, clock, told), guard=edge)

    begun = monotonic()
    workers.start()
    left = len(others)
    while left and monotonic() - begun < 20 * TICK:
        sleep(0.02)
        left = len(others - set(told.order))
        at += [monotonic() - begun] * (OTHERS - left - len(at))
    workers.stop(60)

    assert not left
    last = max(place for place, each in enumerate(told.order) if each in others)
    beside = sum(each == large for each in told.order[:last])
    tell(
        f"{OTHERS} workspaces with one message beside one with {MOUNTAIN:,}, {kind}",
        f"half of them served in {at[len(at) // 2]:.1f} s",
        f"99 % in {at[ceil(len(at) * 0.99) - 1]:.1f} s",
        f"all in {at[-1]:.1f} s = {at[-1] / TICK:.1f} ticks",
        f"{beside} messages of the large one meanwhile",
    )
    assert at[-1] <= MOST_TICKS * TICK
