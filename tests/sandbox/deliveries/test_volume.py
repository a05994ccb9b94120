"""How much an app is told: the hour's quota, and the failures after which nothing is told any more."""

from collections.abc import Callable, Iterator

import pytest

from sandbox import limits
from sandbox.client import SandboxClient
from sandbox.deliveries.volume import HOUR, Health, Quota, Tally
from sandbox.running import Sandbox
from sandbox.world import World
from tests.sandbox.deliveries.inside import person, tell
from tests.sandbox.stage import HttpApp

NOON = 43_200.0


def test_a_tally_forgets_what_is_an_hour_old() -> None:
    tally = Tally()
    for minutes in (0, 0, 30, 59):
        tally.add(NOON + minutes * 60)

    assert [tally.total(NOON + minutes * 60) for minutes in (59, 60, 90, 119)] == [4, 2, 1, 0]


def test_a_busy_hour_takes_no_more_memory_than_its_minutes() -> None:
    tally = Tally()
    for second in range(2 * HOUR):
        tally.add(NOON + second)
        tally.total(NOON + second)

    assert len(tally._minutes) <= 61


def test_an_hour_holds_so_many_events_and_then_a_word_a_minute() -> None:
    quota = Quota(most=3)

    taken = [quota.take(NOON + second) for second in range(4)]

    assert taken == [True, True, True, False]
    assert [quota.owes_word(NOON + second) for second in (3, 4, 59, 60, 61)] == [True, False, False, True, False]
    assert quota.minute_told == NOON + 60


def test_a_full_hour_passes() -> None:
    quota = Quota(most=1)
    quota.take(NOON)

    assert not quota.take(NOON + HOUR - 1)
    assert quota.take(NOON + HOUR)


def test_an_app_that_takes_one_in_twenty_is_told_on() -> None:
    health = Health()
    for number in range(3000):
        health.note(NOON, is_acked=number % 20 == 0)

    assert not health.is_off


def test_an_app_that_takes_hardly_any_is_told_no_more_until_forgiven() -> None:
    health = Health()
    for _ in range(limits.EVENTS_BEFORE_OFF - 1):
        health.note(NOON, is_acked=False)
    before = health.is_off
    health.note(NOON, is_acked=False)
    after = health.is_off
    health.forgive()

    assert (before, after, health.is_off) == (False, True, False)


def test_failures_spread_over_a_day_switch_nothing_off() -> None:
    health = Health()
    for hour in range(24):
        for _ in range(500):
            health.note(NOON + hour * HOUR, is_acked=False)

    assert not health.is_off


@pytest.fixture
def few(sandbox: Sandbox, client: SandboxClient) -> Iterator[None]:
    """Let an hour hold two events only."""
    quota = sandbox._platform.first.events.quota
    client.configure_app(events=["team_join"], rate_limits=True)
    quota.most = 2
    yield
    quota.most = limits.EVENTS_PER_HOUR
    client.configure_app(events=[], rate_limits=False)
    client.advance(2 * HOUR)


def newcomers(count: int) -> Callable[[World], None]:
    def happens(world: World) -> None:
        for _ in range(count):
            world.news.person_joined(person(world))

    return happens


@pytest.mark.usefixtures("few")
def test_what_is_over_the_hours_quota_is_never_told_and_the_app_learns_of_it(
    sandbox: Sandbox, client: SandboxClient, http_app: HttpApp
) -> None:
    tell(sandbox, newcomers(5))
    client.advance(HOUR + 60)
    tell(sandbox, newcomers(1))

    (word,) = http_app.payloads("app_rate_limited")
    assert word["team_id"] == sandbox._platform.first.team.id
    assert len(http_app.payloads("team_join")) == 3


@pytest.mark.usefixtures("few")
def test_lifted_limits_lift_this_one_too(sandbox: Sandbox, client: SandboxClient, http_app: HttpApp) -> None:
    client.configure_app(rate_limits=False)

    tell(sandbox, newcomers(5))

    assert len(http_app.payloads("team_join")) == 5
    assert http_app.payloads("app_rate_limited") == []


def test_an_app_is_told_again_when_it_asks_for_events_anew(
    sandbox: Sandbox, client: SandboxClient, http_app: HttpApp
) -> None:
    client.configure_app(events=["team_join"])
    sandbox._platform.shared.dispatcher.health.is_off = True
    tell(sandbox, newcomers(1))
    unheard = list(http_app.heard)
    assert client.state()["app"]["events_are_off"]
    client.configure_app(events=["team_join"])

    tell(sandbox, newcomers(1))
    client.configure_app(events=[])

    assert (unheard, len(http_app.heard)) == ([], 1)
