"""What admins settled is kept on both databases: the rules as they stand, and every change once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.model import UserId, WorkspaceId
from bot.ports import Conflict
from bot.settled import HouseRules, Leader, Setting, Settled
from storage.opening import Storage
from tests.storage.examples import ANA, NOW

RULES = HouseRules(
    leads=(("delivery", Leader(UserId("UOMAR"))), ("finance", Leader(group="money"))),
    private_above_minor=10_000_000,
    private_kinds=("site",),
    private_until=date(2026, 11, 30),
    history_days=365,
    erases=True,
    has_channels=True,
)


def a_change(seq: int, now: str = "C1") -> Settled:
    return Settled(seq, NOW + timedelta(minutes=seq), ANA, Setting.TEAM_CHANNEL, "", "", now)


def settle_late(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_workspace(replace(work.workspace(), rules=RULES))
        work.settle([a_change(1, "C2")])


def test_rules_come_back_as_they_were_written(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        assert work.workspace().rules == HouseRules()
        work.put_workspace(replace(work.workspace(), rules=RULES))

    with storage.work(here) as work:
        assert work.workspace().rules == RULES
    found = storage.workspaces.get(here)
    assert found
    assert found.rules == RULES


def test_changes_are_told_newest_first(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.settle([a_change(1), a_change(2)])
        work.settle([])
    with storage.work(here) as work:
        work.settle([a_change(3)])

    with storage.work(here) as work:
        assert work.settled() == [a_change(3), a_change(2), a_change(1)]
        assert work.settled(after=1, most=1) == [a_change(3)]
        assert work.settled(after=3) == []


def test_a_number_that_somebody_else_took_is_a_conflict_and_nothing_is_kept(
    storage: Storage, here: WorkspaceId
) -> None:
    with storage.work(here) as work:
        work.settle([a_change(1)])

    with pytest.raises(Conflict):
        settle_late(storage, here)

    with storage.work(here) as work:
        assert work.settled() == [a_change(1)]
        assert work.workspace().rules == HouseRules()


def test_another_workspace_has_changes_of_its_own(storage: Storage, here: WorkspaceId) -> None:
    other = storage.workspaces.ensure("T2", bot_user_id=UserId("UBOT2")).id
    with storage.work(here) as work:
        work.settle([a_change(1)])

    with storage.work(other) as work:
        assert work.settled() == []
        work.settle([a_change(1, "C9")])
    with storage.work(here) as work:
        assert work.settled() == [a_change(1)]
