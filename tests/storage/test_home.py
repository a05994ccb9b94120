"""When a workspace and its people work is remembered, each by its workspace, whatever Slack says of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlalchemy import event

from bot.model import Absence, Person, PersonalTime, UserId, Week, WorkspaceId
from storage.opening import Storage
from tests.storage.examples import ANA, OMAR

TRIP = date(2027, 6, 4)
FOUR_DAYS = Week(frozenset(range(4)), time(8), time(16, 30))
AWAY = Absence(date(2026, 12, 1), date(2026, 12, 4), by=ANA, stand_in=UserId("UMEI"))
OWN = PersonalTime(FOUR_DAYS, "DE-BY", (AWAY,), datetime(2026, 12, 1, 18, tzinfo=UTC))
HERSELF = Person(ANA, "Ana", "Europe/Madrid")


def test_a_persons_time_comes_back_as_it_was_told(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_people([HERSELF])
        work.put_time(ANA, OWN)

    with storage.work(here) as work:
        assert work.people()[ANA] == replace(HERSELF, time=OWN)


def test_what_slack_says_of_a_person_leaves_their_time_alone(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_people([HERSELF])
        work.put_time(ANA, OWN)
        work.put_people([replace(HERSELF, zone="Asia/Tokyo")])

        assert work.people()[ANA] == replace(HERSELF, zone="Asia/Tokyo", time=OWN)


def test_a_person_can_be_like_everybody_again(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_people([HERSELF])
        work.put_time(ANA, OWN)
        work.put_time(ANA, None)

        assert work.people()[ANA].time is None


def test_time_is_told_of_somebody_who_is_there_and_here(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    with storage.work(elsewhere) as work:
        work.put_people([HERSELF])

    with storage.work(here) as work:
        work.put_time(ANA, OWN)
        work.put_time(OMAR, OWN)
        assert not work.people()

    with storage.work(elsewhere) as work:
        assert work.people() == {ANA: HERSELF}


def test_a_workspaces_week_region_and_days_off_come_back(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    with storage.work(here) as work:
        home = replace(work.workspace(), week=FOUR_DAYS, region="FI", days_off=(TRIP,))
        work.put_workspace(home)
        assert work.workspace() == home
        assert work.days_off()[""] == {TRIP}

    assert storage.workspaces.get(here) == home
    other = storage.workspaces.get(elsewhere)
    assert other
    assert (other.week, other.region, other.days_off) == (None, None, ())


def test_an_operators_settings_leave_the_week_alone(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        work.put_workspace(replace(work.workspace(), week=FOUR_DAYS, region="FI", days_off=(TRIP,)))

    found = storage.workspaces.get(here)
    assert found
    storage.workspaces.put(replace(found, default_owner=OMAR))

    assert storage.workspaces.get(here) == replace(found, default_owner=OMAR)


def test_regions_are_known_by_their_country(storage: Storage, here: WorkspaceId) -> None:
    with storage.work(here) as work:
        assert "DE-BY" in work.regions("DE")
        assert not work.regions("XX")


def test_days_off_cost_no_statement_of_their_own(storage: Storage, here: WorkspaceId) -> None:
    asked: list[str] = []
    with storage.work(here) as work:
        work.workspace()
        event.listen(storage.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

        days = work.days_off()
        assert date(2026, 12, 6) in days["FI"]

    assert not [statement for statement in asked if "SELECT" in statement.upper()]
