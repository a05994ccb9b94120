"""A state is taken back once, in time, and from the browser that it was made for."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.model import WorkspaceId
from storage.engine import Database
from storage.schema.secrets import spent_state
from storage.secrets.sealing import Place, seal
from storage.secrets.states import LIVES, States
from tests.storage.examples import NOW
from tests.storage.secrets.conftest import TokensWith, keys_of

MINE, THEIRS = "the secret of my browser", "the secret of theirs"


@pytest.fixture
def states(database: Database) -> States:
    return States(database, keys_of("a"))


def kept(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(spent_state)) or 0


def test_a_state_comes_back_once(states: States) -> None:
    state = states.issue(MINE, now=NOW)

    assert [states.spend(state, MINE, now=NOW) for _ in range(2)] == [True, False]


def test_of_replicas_that_are_given_it_at_once_one_takes_it(states: States) -> None:
    state, start, taken = states.issue(MINE, now=NOW), Barrier(5), list[bool]()

    def come_back() -> None:
        start.wait()
        taken.append(states.spend(state, MINE, now=NOW))

    threads = [Thread(target=come_back) for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sorted(taken) == [False] * 4 + [True]


def test_it_is_worth_nothing_in_another_browser_and_is_not_used_up_by_one(states: States) -> None:
    state = states.issue(MINE, now=NOW)

    assert not states.spend(state, THEIRS, now=NOW)
    assert not states.spend(state, "", now=NOW)
    assert states.spend(state, MINE, now=NOW)


@pytest.mark.parametrize(("after", "is_taken"), [(LIVES - timedelta(seconds=1), True), (LIVES, False)])
def test_it_is_worth_nothing_when_its_time_is_over(states: States, after: timedelta, *, is_taken: bool) -> None:
    state = states.issue(MINE, now=NOW)

    assert states.spend(state, MINE, now=NOW + after) is is_taken


def test_one_that_a_wrong_clock_made_for_years_is_worth_nothing_today(states: States) -> None:
    state = states.issue(MINE, now=NOW + timedelta(days=999))

    assert not states.spend(state, MINE, now=NOW)


def test_two_for_one_browser_differ_and_are_spent_each_for_itself(states: States) -> None:
    one, other = states.issue(MINE, now=NOW), states.issue(MINE, now=NOW)

    assert one != other
    assert states.spend(one, MINE, now=NOW)
    assert states.spend(other, MINE, now=NOW)


def test_asking_writes_nothing_and_old_ones_are_forgotten(states: States, database: Database) -> None:
    state = states.issue(MINE, now=NOW)
    assert kept(database) == 0

    states.spend(state, MINE, now=NOW)
    later = NOW + LIVES
    states.spend(states.issue(MINE, now=later), MINE, now=later)

    assert kept(database) == 1


def test_one_of_another_key_is_not_ours_and_one_of_an_older_key_is(database: Database) -> None:
    state = States(database, keys_of("old")).issue(MINE, now=NOW)

    assert not States(database, keys_of("other")).spend(state, MINE, now=NOW)
    assert States(database, keys_of("new", "old")).spend(state, MINE, now=NOW)


def test_a_sealed_token_is_no_state(states: States, tokens_with: TokensWith, here: WorkspaceId) -> None:
    sealed = seal(keys_of("a"), f"{(NOW + LIVES).isoformat()} x", Place(here, "slack"))

    assert not states.spend(sealed, "x", now=NOW)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(made_up=st.text(max_size=200) | st.from_regex(r"v1\.[0-9a-f]{8}\.[A-Za-z0-9_=-]{0,80}", fullmatch=True))
def test_nothing_that_anybody_made_up_is_one(states: States, made_up: str) -> None:
    assert not states.spend(made_up, MINE, now=NOW)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(place=st.integers(min_value=0, max_value=10_000), letter=st.sampled_from("abcXYZ019-_."))
def test_one_that_was_changed_anywhere_is_none(states: States, place: int, letter: str) -> None:
    state = states.issue(MINE, now=NOW)
    at = place % len(state)
    changed = state[:at] + letter + state[at + 1 :]

    # The last letters of base64 may differ and mean the same bytes.
    if changed != state and at < len(state) - 4:
        assert not states.spend(changed, MINE, now=NOW)
