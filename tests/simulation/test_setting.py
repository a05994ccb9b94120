"""What a run plays on: what it tells the judge, and what it finds in the memory when it is over."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.watching import Fault
from tests.simulation.chance import Chance
from tests.simulation.hub import Hub, Weather
from tests.simulation.mishaps import JUMPS, Mischief
from tests.simulation.plan import Plan
from tests.simulation.setting import Setting
from tests.simulation.slack import BOT, CHAT
from tests.simulation.town import ANA
from tests.simulation.wire import TOKEN, LineWeather

MONDAY_NOON = 1_792_400_000.0


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub(Chance(1, []), MONDAY_NOON, Weather())
    yield hub
    hub.end()


@pytest.fixture
def played(hub: Hub) -> Setting:
    """Return one in which a deal was won and everything about it was said."""
    setting = Setting(hub, Plan())
    hub.spawn("crm", lambda: setting.world.win("T1", 1))
    hub.run(hub.now + 600)
    return setting


def test_the_whole_trail_of_a_deal_is_read(played: Setting) -> None:
    trail = played.trail()

    assert [each.seq for each in trail] == list(range(1, len(trail) + 1))
    assert {each.last for each in trail} == {len(trail)}
    assert trail[1].name == "DealOpened"


def test_the_auditor_finds_nothing_where_all_is_well_and_something_where_it_is_not(played: Setting) -> None:
    assert played.found() == {"T1": (), "T2": ()}

    with played.memory.engine.begin() as connection:
        connection.execute(text("UPDATE deal SET next_review_at = NULL"))

    assert [each.fault for each in played.found()["T1"]] == [Fault.UNREVIEWED]


@pytest.mark.parametrize(
    "leak", ["UPDATE outbox SET error = :token WHERE position = 1", "UPDATE event SET payload = :token WHERE seq = 1"]
)
def test_a_token_that_is_kept_is_found(played: Setting, leak: str) -> None:
    assert played.leaks() == []

    with played.memory.engine.begin() as connection:
        connection.execute(text(leak), {"token": f'"refused: Bearer {TOKEN}"'})

    assert len(played.leaks()) == 1


def test_the_judge_is_told_what_this_runs_faults_excuse(hub: Hub) -> None:
    calm = Setting(hub, Plan()).judge
    assert (calm.tolerance, calm.forgives_copies, calm.lanes.is_forgetful) == (5.0, False, False)

    rough = Plan(
        skew=20.0,
        weather=Weather(crash=5),
        line=LineWeather(later_than_settle=0.1),
        mischief=Mischief(clock_ahead=1.0),
    )
    judge = Setting(hub, rough).judge
    assert (judge.tolerance, judge.forgives_copies, judge.lanes.is_forgetful) == (max(JUMPS) + 25.0, True, False)


def test_what_a_memory_that_loses_time_may_have_lost_is_held_against_nobody(hub: Hub) -> None:
    for plan, is_lossy in ((Plan(), False), (Plan(mischief=Mischief(restored=1.0)), True)):
        setting = Setting(hub, plan)

        assert setting.judge.is_forgetful is is_lossy
        assert setting.judge.lanes.is_forgetful is is_lossy
        assert {slack.waits.is_kept for slack in setting.slacks.values()} == {not is_lossy}


def test_the_judge_of_order_is_told_when_each_message_was_written_down_as_on_its_way(played: Setting) -> None:
    marks = played.judge.lanes.marks

    assert any(key.startswith("brief:") for key in marks)
    assert all(MONDAY_NOON <= at <= MONDAY_NOON + 600 for times in marks.values() for at in times)


def test_a_doubt_counts_from_its_beginning_however_long_its_commit_took() -> None:
    hub = Hub(Chance(7), MONDAY_NOON, Weather(pause=100, longest_pause=60.0))
    setting = Setting(hub, Plan())
    hub.spawn("crm", lambda: setting.world.win("T1", 1))
    hub.run(hub.now + 3600)
    with setting.memory.engine.connect() as connection:
        written = connection.execute(text("SELECT key, first_wire_at FROM outbox WHERE first_wire_at IS NOT NULL"))
        began = {key: microseconds / 1_000_000 for key, microseconds in written}
    hub.end()

    assert hub.counts["paused: to wire begins"]
    assert {key: min(times) for key, times in setting.judge.lanes.marks.items()} == pytest.approx(began, abs=1e-3)


def test_where_pages_are_short_people_fill_them(hub: Hub) -> None:
    hub.chance = Chance(7)
    setting = Setting(hub, Plan(line=LineWeather(short_pages=0.3)))
    hub.spawn("crm", lambda: setting.world.win("T1", 1))
    hub.run(hub.now + 600)

    said = [each for channel in setting.slacks["T1"].channels.values() for each in channel.messages]
    assert {each.user for each in said} == {BOT, ANA}
    assert {each.text for each in said if each.user == ANA} == {CHAT}


def test_everybody_hears_of_what_takes_effect_in_slack(played: Setting) -> None:
    assert played.judge.counts["said: brief"] == 1
    assert played.judge.counts["create"] == 1
