"""What Slack tells of people: where they are now, who joined, and until when somebody wants no noise."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.model import DealId, Person, UserId
from commands.people_news import LONGEST_QUIET, PeopleNews, register
from tests.bot.making import FAYE, GUEST, NOW, OMAR, PEOPLE, STRANGER
from tests.bot.service.conftest import Office
from tests.commands.hall import TEAM, HandClock

SECONDS = int(NOW.timestamp())
LATER = NOW + timedelta(minutes=1)


class Ears:
    """A Bolt app with nothing but these listeners, for one office."""

    def __init__(self, office: Office) -> None:
        self.office = office
        news = PeopleNews(office.desk, HandClock(), {TEAM: office.workspace.id}.get, "Europe/Vienna")
        self.team = TEAM
        self.app = App(
            authorize=lambda: AuthorizeResult(
                enterprise_id=None, team_id=self.team, bot_user_id="UBATON", bot_id="BBATON", bot_token="xoxb-made-up"
            ),
            process_before_response=True,
            request_verification_enabled=False,
        )
        register(self.app, news)

    def event(self, kind: str, **event: Any) -> BoltResponse:
        body = {"type": "event_callback", "team_id": self.team, "event_id": "Ev1", "event": {"type": kind} | event}
        return self.app.dispatch(BoltRequest(body=json.dumps(body), headers={"content-type": ["application/json"]}))

    def hushes(self, user: str, status: Mapping[str, Any]) -> datetime | None:
        """Tell of somebody's do-not-disturb; return until when it is remembered."""
        assert self.event("dnd_updated_user", user=user, dnd_status=dict(status)).status == 200
        time = self.people[UserId(user)].time
        return time.quiet_until if time else None

    @property
    def people(self) -> Mapping[UserId, Person]:
        with self.office.desk.work(self.office.workspace.id) as uow:
            return dict(uow.people())

    def looked_at(self) -> list[DealId]:
        """Return what the next tick looks at that was not due."""
        with self.office.desk.work(self.office.workspace.id) as uow:
            before = uow.due_deals(now=LATER, limit=10)
        self.office.storage.looking_again.run(now=LATER)
        with self.office.desk.work(self.office.workspace.id) as uow:
            return [deal for deal in uow.due_deals(now=LATER, limit=10) if deal not in before]


@pytest.fixture
def ears(office: Office) -> Ears:
    return Ears(office)


def member(user: str = OMAR, **facts: Any) -> dict[str, Any]:
    known = PEOPLE.get(UserId(user))
    profile = {"display_name": known.name, "email": known.email} if known else {"real_name": "Nea"}
    return {"id": user, "tz": known.zone if known else "Europe/Helsinki", "profile": profile} | facts


def test_who_moves_is_asked_by_another_clock_from_then_on(ears: Ears, opened: DealId) -> None:
    assert ears.event("user_change", user=member(tz="Asia/Tokyo")).status == 200

    assert ears.people[OMAR].zone == "Asia/Tokyo"
    assert ears.looked_at() == [opened]


def test_who_leaves_can_be_asked_no_more(ears: Ears, opened: DealId) -> None:
    ears.event("user_change", user=member(deleted=True))

    assert not ears.people[OMAR].is_active
    assert ears.looked_at() == [opened]


def test_another_status_moves_no_deal(ears: Ears, opened: DealId) -> None:
    before = ears.people[OMAR]

    ears.event("user_change", user=member(profile={"display_name": before.name, "status_text": "lunch"}))

    assert ears.looked_at() == []


@pytest.mark.parametrize("tz", ["", "Mars/Olympus", None])
def test_whoever_has_no_zone_gets_the_usual_one(ears: Ears, tz: str | None) -> None:
    ears.event("user_change", user=member(tz=tz))

    assert ears.people[OMAR].zone == "Europe/Vienna"


def test_who_joins_is_known_at_once(ears: Ears) -> None:
    ears.event("team_join", user=member("UNEA"))

    assert ears.people[UserId("UNEA")].name == "Nea"


def test_a_bot_that_joins_is_nobody(ears: Ears) -> None:
    ears.event("team_join", user=member("UROBOT", is_bot=True))

    assert UserId("UROBOT") not in ears.people


@pytest.mark.parametrize(
    ("status", "until"),
    [
        ({"dnd_enabled": True, "next_dnd_start_ts": SECONDS - 60, "next_dnd_end_ts": SECONDS + 3600}, 3600),
        ({"dnd_enabled": True, "next_dnd_start_ts": SECONDS, "next_dnd_end_ts": SECONDS + 60}, 60),
        ({"dnd_enabled": True, "next_dnd_start_ts": SECONDS + 60, "next_dnd_end_ts": SECONDS + 3600}, None),
        ({"dnd_enabled": True, "next_dnd_start_ts": SECONDS - 60, "next_dnd_end_ts": SECONDS}, None),
        ({"dnd_enabled": False, "next_dnd_start_ts": SECONDS - 60, "next_dnd_end_ts": SECONDS + 3600}, None),
        ({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, None),
        ({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 10**15}, LONGEST_QUIET.total_seconds()),
        ({}, None),
    ],
)
def test_quiet_that_is_now_is_remembered_until_it_ends(
    ears: Ears, status: Mapping[str, Any], until: float | None
) -> None:
    assert ears.hushes(OMAR, status) == (NOW + timedelta(seconds=until) if until else None)


def test_quiet_that_ends_early_has_the_deals_looked_at(ears: Ears, opened: DealId) -> None:
    ears.hushes(OMAR, {"dnd_enabled": True, "next_dnd_start_ts": SECONDS, "next_dnd_end_ts": SECONDS + 3600})

    assert ears.hushes(OMAR, {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}) is None
    assert ears.looked_at() == [opened]


@pytest.mark.parametrize("user", [STRANGER, "", "U" * 500])
def test_quiet_of_somebody_unknown_is_nobodys(ears: Ears, user: str) -> None:
    before = ears.people

    assert ears.event("dnd_updated_user", user=user, dnd_status={"dnd_enabled": True}).status == 200
    assert ears.people == before


@pytest.mark.parametrize("kind", ["user_change", "team_join", "dnd_updated_user"])
def test_what_slack_tells_of_another_team_changes_nothing(ears: Ears, kind: str) -> None:
    before = ears.people
    ears.team = "TOTHER"

    quiet = {"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": SECONDS + 60}
    assert ears.event(kind, user=OMAR if "dnd" in kind else member(tz="Asia/Tokyo"), dnd_status=quiet).status == 200
    assert ears.people == before


@pytest.mark.parametrize("user", [OMAR, None])
def test_an_event_without_the_person_is_answered_and_let_be(ears: Ears, user: str | None) -> None:
    before = ears.people

    assert ears.event("user_change", user=user).status == 200
    assert ears.people == before


def test_a_person_of_another_company_is_a_guest(ears: Ears) -> None:
    ears.event("user_change", user=member("UELSE", is_stranger=True))

    assert ears.people[UserId("UELSE")].is_guest
    assert ears.people[GUEST].is_guest


def test_who_told_of_an_absence_keeps_it_when_they_move(ears: Ears) -> None:
    ears.hushes(FAYE, {"dnd_enabled": True, "next_dnd_start_ts": SECONDS, "next_dnd_end_ts": SECONDS + 60})

    ears.event("user_change", user=member(FAYE, tz="Asia/Tokyo"))

    time = ears.people[FAYE].time
    assert time
    assert time.quiet_until == NOW + timedelta(seconds=60)
