"""The turns of a user group are counted once each, however many replicas open deals at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.model import WorkspaceId
from storage.opening import Storage


def take(storage: Storage, here: WorkspaceId, handle: str = "sales") -> int:
    with storage.work(here) as uow:
        return uow.take_turn(handle)


def test_turns_are_counted_from_the_first(storage: Storage, here: WorkspaceId) -> None:
    assert [take(storage, here) for _ in range(3)] == [0, 1, 2]


def test_each_group_and_each_workspace_counts_its_own(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    take(storage, here)

    assert (take(storage, here, "field"), take(storage, elsewhere)) == (0, 0)


class TurnedAwayError(Exception):
    """What ends a unit of work before it is kept."""


def test_a_deal_that_was_not_opened_took_no_turn(storage: Storage, here: WorkspaceId) -> None:
    def taken_in_vain() -> None:
        with storage.work(here) as uow:
            uow.take_turn("sales")
            raise TurnedAwayError

    with pytest.raises(TurnedAwayError):
        taken_in_vain()

    assert take(storage, here) == 0


def test_of_many_at_once_no_two_have_the_same_turn(storage: Storage, here: WorkspaceId) -> None:
    with ThreadPoolExecutor(8) as crowd:
        got = list(crowd.map(lambda _: take(storage, here), range(24)))

    assert sorted(got) == list(range(24))
