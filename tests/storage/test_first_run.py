"""What is remembered of the first steps, on both databases: written as it is, each workspace's own, anew after an end."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.first_run import FirstRun, FirstStep
from bot.installed import Asleep
from bot.model import UserId, WorkspaceId
from bot.settled import HouseRules
from storage.opening import Storage
from tests.storage.examples import ANA, NOW

RUN = FirstRun(2, ANA, (FirstStep.LEADS,), (FirstStep.PREVIEW,), 3, "what it said")


def read(storage: Storage, here: WorkspaceId) -> FirstRun | None:
    with storage.work(here) as work:
        return work.first_run()


def put(storage: Storage, here: WorkspaceId, run: FirstRun = RUN) -> None:
    with storage.work(here) as work:
        work.put_first_run(run)


def test_it_comes_back_as_it_was_written_and_the_last_one_counts(storage: Storage, here: WorkspaceId) -> None:
    assert read(storage, here) is None

    put(storage, here, FirstRun())
    put(storage, here)

    assert read(storage, here) == RUN


def test_another_workspace_has_its_own(storage: Storage, here: WorkspaceId) -> None:
    other = storage.workspaces.ensure("T2", bot_user_id=UserId("UBOT2")).id
    put(storage, here)

    assert read(storage, other) is None


def test_where_baton_was_taken_out_the_next_one_begins_anew(storage: Storage, here: WorkspaceId) -> None:
    put(storage, here)

    assert storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW)

    assert read(storage, here) == replace(RUN, number=3, person=None, skipped=(), seen=(), showed="")


@pytest.mark.parametrize("why", [Asleep.REVOKED, Asleep.NOT_RENEWED])
def test_a_token_that_ended_is_no_new_beginning(storage: Storage, here: WorkspaceId, why: Asleep) -> None:
    put(storage, here)

    assert storage.installations.sleep(here, why, now=NOW)

    assert read(storage, here) == RUN


def test_an_end_that_is_told_twice_is_one(storage: Storage, here: WorkspaceId) -> None:
    put(storage, here)

    storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW)
    storage.installations.sleep(here, Asleep.UNINSTALLED, now=NOW + timedelta(minutes=5))

    found = read(storage, here)
    assert found
    assert found.number == RUN.number + 1


def test_a_new_workspace_may_be_silent_and_one_that_stands_stays_as_it_is(storage: Storage) -> None:
    silent = storage.workspaces.ensure("T8", bot_user_id=UserId("UBOT"), is_silent=True)
    speaking = storage.workspaces.ensure("T9", bot_user_id=UserId("UBOT"))

    assert silent.rules == HouseRules(may_speak=False)
    assert storage.workspaces.ensure("T9", bot_user_id=UserId("UBOT"), is_silent=True) == speaking
    assert speaking.rules.may_speak
