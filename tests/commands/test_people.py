"""Getting to know people from Slack, and going on when Slack does not answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.incoming import PersonRef
from bot.model import DealId, Person, UserId, WorkspaceId
from commands.people import REFRESH_AFTER, TRY_AGAIN_AFTER, People
from messages.delivery.directory import SlackTrouble
from messages.delivery.slack import Slack
from tests.bot.making import NOW, OMAR, PEOPLE
from tests.bot.service.conftest import Office, won
from tests.commands.wire import Json, Wire

NEA = UserId("UNEA")


def member(user: str = NEA, **facts: object) -> Json:
    profile = {"real_name": "Nea", "email": "Nea@Example.com"}
    return {"id": user, "tz": "Europe/Berlin", "profile": profile} | facts


@pytest.fixture
def people(bare: Office, wire: Wire) -> People:
    wire.says["users.list"] = {"ok": True, "members": [member(), member("UBOT2", is_bot=True)]}
    wire.says["usergroups.list"] = {"ok": True, "usergroups": [{"id": "S1", "handle": "crew", "users": [NEA]}]}
    slack = Slack("xoxb-made-up", base_url=f"{wire.url}/api/")
    return People(bare.desk, lambda _: slack, default_zone="UTC", pause=lambda _: None)


@pytest.fixture
def here(bare: Office) -> WorkspaceId:
    return bare.workspace.id


@pytest.fixture
def known(bare: Office) -> Callable[[], dict[UserId, Person]]:
    def look() -> dict[UserId, Person]:
        with bare.desk.work(bare.workspace.id) as uow:
            return dict(uow.people())

    return look


Known = Callable[[], dict[UserId, Person]]


def test_everybody_and_every_group_is_read(bare: Office, people: People, here: WorkspaceId, known: Known) -> None:
    people.refresh(here, now=NOW)

    assert {user: (each.name, each.zone) for user, each in known().items()} == {NEA: ("Nea", "Europe/Berlin")}
    with bare.desk.work(here) as uow:
        assert [(group.handle, group.members) for group in uow.groups()] == [("crew", (NEA,))]


def test_somebody_who_left_is_known_to_have_left(people: People, here: WorkspaceId, wire: Wire, known: Known) -> None:
    people.refresh(here, now=NOW)
    wire.says["users.list"] = {"ok": True, "members": [member(deleted=True)]}

    people.refresh(here, now=NOW)

    assert not known()[NEA].is_active


def test_the_start_cannot_go_on_without_people(people: People, here: WorkspaceId, wire: Wire, known: Known) -> None:
    wire.says["users.list"] = {"ok": False, "error": "missing_scope"}

    with pytest.raises(SlackTrouble, match=r"users\.list"):
        people.refresh(here, now=NOW)

    assert known() == {}


def test_groups_that_a_plan_does_not_have_are_none(people: People, here: WorkspaceId, wire: Wire, known: Known) -> None:
    wire.says["usergroups.list"] = {"ok": False, "error": "plan_upgrade_required"}

    people.refresh(here, now=NOW)

    assert set(known()) == {NEA}


def test_a_picture_is_read_anew_when_it_has_grown_old(people: People, here: WorkspaceId, wire: Wire) -> None:
    for age in (timedelta(), timedelta(hours=5), REFRESH_AFTER, REFRESH_AFTER + timedelta(hours=1)):
        people.refresh_if_old(here, now=NOW + age)

    assert len(wire.calls("users.list")) == 2


def test_a_picture_of_a_clock_that_was_ahead_is_read_anew(people: People, here: WorkspaceId, wire: Wire) -> None:
    people.refresh_if_old(here, now=NOW + timedelta(days=365))
    people.refresh_if_old(here, now=NOW)

    assert len(wire.calls("users.list")) == 2


def test_an_old_picture_serves_on_when_slack_does_not_answer_and_is_tried_again_soon(
    people: People, here: WorkspaceId, wire: Wire, known: Known, caplog: pytest.LogCaptureFixture
) -> None:
    people.refresh(here, now=NOW)
    wire.says["users.list"] = {"ok": False, "error": "internal_error"}
    old = NOW + REFRESH_AFTER

    people.refresh_if_old(here, now=old)
    people.refresh_if_old(here, now=old + timedelta(minutes=1))
    asked = len(wire.calls("users.list"))
    people.refresh_if_old(here, now=old + TRY_AGAIN_AFTER)

    assert set(known()) == {NEA}
    assert "People were not read anew: Slack cannot be asked" in caplog.text
    assert len(wire.calls("users.list")) > asked


def test_somebody_known_is_not_looked_up(people: People, here: WorkspaceId, wire: Wire) -> None:
    people.refresh(here, now=NOW)

    people.learn(here, NEA)

    assert wire.calls("users.info") == []


def test_somebody_new_is_learnt(people: People, here: WorkspaceId, wire: Wire, known: Known) -> None:
    wire.says["users.info"] = {"ok": True, "user": member()}

    people.learn(here, NEA)

    assert known()[NEA].email == "Nea@Example.com"


@pytest.mark.parametrize("user", [member(is_bot=True), member("USLACKBOT")])
def test_a_bot_is_nobody(people: People, here: WorkspaceId, wire: Wire, known: Known, user: Json) -> None:
    wire.says["users.info"] = {"ok": True, "user": user}

    people.learn(here, UserId(user["id"]))

    assert known() == {}


def test_a_stranger_whom_slack_does_not_show_stays_one(
    people: People, here: WorkspaceId, wire: Wire, known: Known, caplog: pytest.LogCaptureFixture
) -> None:
    wire.says["users.info"] = {"ok": False, "error": "internal_error"}

    people.learn(here, NEA)

    assert known() == {}
    assert "Somebody new could not be read: Slack cannot be asked for a person by id: internal_error." in caplog.text


def test_people_whom_another_system_names_are_met_by_address(
    people: People, here: WorkspaceId, wire: Wire, known: Known
) -> None:
    wire.says["users.lookupByEmail"] = lambda given: (
        {"ok": True, "user": member()}
        if given["email"] == "nea@example.com"
        else {"ok": False, "error": "users_not_found"}
    )

    people.meet(here, won(seller=PersonRef("nea@example.com"), owner=PersonRef("nobody@example.com")))
    people.meet(here, won(seller=PersonRef("NEA@example.com"), owner=PersonRef(name="Only a name")))

    assert set(known()) == {NEA}
    assert [each["email"] for each in wire.calls("users.lookupByEmail")] == ["nea@example.com", "nobody@example.com"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("missing_scope", "The app needs the scope users:read.email."),
        ("internal_error", "Somebody a CRM names could not be looked up"),
    ],
)
def test_where_addresses_cannot_be_looked_up_the_log_says_why(
    people: People,
    here: WorkspaceId,
    wire: Wire,
    known: Known,
    caplog: pytest.LogCaptureFixture,
    error: str,
    reason: str,
) -> None:
    wire.says["users.lookupByEmail"] = {"ok": False, "error": error}

    people.meet(here, won(seller=PersonRef("nea@example.com")))

    assert known() == {}
    assert reason in caplog.text
    assert "xoxb" not in caplog.text


def test_who_moved_while_nobody_listened_has_their_deals_looked_at(
    office: Office, opened: DealId, people: People, wire: Wire
) -> None:
    known = PEOPLE[OMAR]
    profile = {"display_name": known.name, "email": known.email}
    wire.says["users.list"] = {"ok": True, "members": [member(OMAR, tz="Asia/Tokyo", profile=profile)]}

    replace(people, desk=office.desk).refresh(office.workspace.id, now=NOW)

    later = NOW + timedelta(minutes=1)
    with office.desk.work(office.workspace.id) as uow:
        assert uow.people()[OMAR].zone == "Asia/Tokyo"
        assert opened not in uow.due_deals(now=later, limit=10)
    office.storage.looking_again.run(now=later)
    with office.desk.work(office.workspace.id) as uow:
        assert opened in uow.due_deals(now=later, limit=10)
