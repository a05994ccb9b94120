"""History is asked for as fast as Slack documents, and once a minute where it gives no more."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.model import WorkspaceId
from messages.delivery.history_pace import PAGE, SLOW_FOR, SMALL_PAGE, HistoryPace
from messages.delivery.rates import HISTORY, SLOW_HISTORY, rates

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HERE, ELSEWHERE = WorkspaceId(UUID(int=1)), WorkspaceId(UUID(int=2))


def test_it_is_quick_until_slack_says_otherwise() -> None:
    pace = HistoryPace()

    assert not pace.is_slow(HERE, machine=NOW)
    assert pace.rates(HERE, machine=NOW) == rates(HISTORY, None)
    assert pace.page(HERE, machine=NOW) == PAGE


def test_where_an_operator_says_so_it_is_slow_for_ever() -> None:
    pace = HistoryPace(is_slow=True)

    assert pace.rates(HERE, machine=NOW + timedelta(days=365)) == (SLOW_HISTORY,)
    assert pace.page(HERE, machine=NOW) == SMALL_PAGE


def test_a_limit_that_was_met_slows_its_workspace_for_a_while() -> None:
    pace = HistoryPace()

    pace.limited(HERE, machine=NOW)

    assert pace.is_slow(HERE, machine=NOW + SLOW_FOR - timedelta(seconds=1))
    assert not pace.is_slow(HERE, machine=NOW + SLOW_FOR)
    assert not pace.is_slow(ELSEWHERE, machine=NOW)


def test_a_clock_that_is_set_back_makes_nobody_slow_until_its_moment_comes_again() -> None:
    pace = HistoryPace()

    pace.limited(HERE, machine=NOW + timedelta(days=365))

    assert not pace.is_slow(HERE, machine=NOW)


def test_slow_and_quick_take_from_the_same_bucket() -> None:
    """Else an app that learns that it is slow would have a fresh minute to spend."""
    (quick,) = rates(HISTORY, None)

    assert (SLOW_HISTORY.bucket, SLOW_HISTORY.burst) == (quick.bucket, 1.0)
    assert SLOW_HISTORY.per_second == 1 / 60
