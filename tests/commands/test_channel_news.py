"""What Slack tells of a channel's new id: its deal is found under it, and the digests go on."""

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.events import Change, ChannelMoved
from bot.model import BATON, ChannelId, Person, UserId
from bot.service.desk import act, by_id
from commands.channel_news import ChannelNews, register
from messages import ids
from tests.bot.making import ANA, OMAR
from tests.commands.hall import CHANNEL, TEAM, Hall, button

NEW = "C0NEW"


def tell(hall: Hall, team: str = TEAM, **event: Any) -> BoltResponse:
    """Let Slack tell of it, as Bolt brings it."""
    who = AuthorizeResult(enterprise_id=None, team_id=team, bot_user_id="UB", bot_id="BB", bot_token="xoxb-made-up")
    app = App(authorize=lambda: who, process_before_response=True, request_verification_enabled=False)
    register(app, ChannelNews(hall.office.desk, hall.clock, {TEAM: hall.office.workspace.id}.get))
    given = {"type": "channel_id_changed", "old_channel_id": CHANNEL, "new_channel_id": NEW} | event
    body = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": given}
    return app.dispatch(BoltRequest(body=json.dumps(body), headers={"content-type": ["application/json"]}))


def test_a_deal_is_found_under_its_channels_new_id(hall: Hall) -> None:
    assert tell(hall).status == 200

    assert hall.deal.channel_id == NEW
    assert hall.events()[-1] is ChannelMoved


def test_told_again_it_changes_nothing(hall: Hall) -> None:
    tell(hall)
    before = hall.deal

    assert tell(hall).status == 200
    assert hall.deal == before


def test_the_channel_that_reads_digests_is_followed_too(hall: Hall) -> None:
    desk, here = hall.office.desk, hall.office.workspace.id
    with desk.work(here) as uow:
        uow.put_workspace(replace(uow.workspace(), team_channel=ChannelId("C0TEAM")))

    tell(hall, old_channel_id="C0TEAM", new_channel_id=NEW)

    with desk.work(here) as uow:
        assert uow.workspace().team_channel == NEW
        assert NEW in [each.audience for each in uow.digests()]
    assert hall.deal.channel_id == CHANNEL


@pytest.mark.parametrize(
    "odd", [{"new_channel_id": None}, {"old_channel_id": 7}, {"new_channel_id": ""}, {"old_channel_id": {}}]
)
def test_news_that_say_no_id_are_answered_and_let_be(hall: Hall, odd: dict[str, Any]) -> None:
    assert tell(hall, **odd).status == 200
    assert hall.deal.channel_id == CHANNEL


def test_a_channel_of_a_team_that_is_not_served_moves_nothing(hall: Hall) -> None:
    assert tell(hall, team="T0OTHER").status == 200
    assert hall.deal.channel_id == CHANNEL


class TestWhoIsInAChannel:
    """A private deal is for those in its channel, as Slack tells of them."""

    @pytest.fixture
    def private(self, hall: Hall) -> Hall:
        asked = hall.office.asked(BATON, "private", hall.clock.at)
        act(hall.office.desk, asked, by_id(hall.deal_id), lambda deal, _: Change(replace(deal, is_private=True)))
        return hall

    @staticmethod
    def walks(hall: Hall, what: str, user: str = OMAR, channel: object = CHANNEL) -> BoltResponse:
        return tell(hall, type=f"member_{what}_channel", channel=channel, user=user)

    def test_an_old_button_of_somebody_who_was_removed_changes_nothing(self, private: Hall) -> None:
        accept = button(ids.ACCEPT_OWNER, private.deal)
        assert self.walks(private, "left").status == 200

        told = private.presses(OMAR, accept)

        assert told.text.startswith("This is only for the people in the deal's channel")
        assert "Acme" not in str(told)
        assert private.deal.owner_id == ANA

    def test_a_form_that_was_open_meanwhile_changes_nothing_either(self, private: Hall) -> None:
        step = private.commit("call", who=OMAR)
        view = private.presses(OMAR, button(ids.STEP_RESCHEDULE, private.deal, step)).view or {}
        self.walks(private, "left")

        told = private.submits(OMAR, view, when="2026-12-01", reason="rain")

        assert told.errors
        assert private.step("call") == step

    def test_whoever_is_back_acts_again(self, private: Hall) -> None:
        self.walks(private, "left")
        self.walks(private, "joined")

        assert "owns *Acme EV site* now" in private.presses(OMAR, button(ids.ACCEPT_OWNER, private.deal)).text

    def test_who_types_in_the_channel_is_back_though_slack_was_not_heard(self, private: Hall) -> None:
        self.walks(private, "left")

        assert "Noted: *call*" in private.types(OMAR, "next call by fri").text
        assert private.deal.left_channel == ()

    @pytest.mark.parametrize("what", ["left", "joined"])
    @pytest.mark.parametrize("odd", [{"user": ""}, {"channel": None}, {"channel": "C0LUNCH"}])
    def test_news_of_nobody_or_of_another_channel_are_answered_and_let_be(
        self, private: Hall, what: str, odd: dict[str, Any]
    ) -> None:
        before = private.deal

        assert self.walks(private, what, **odd).status == 200
        assert private.deal == before

    def test_a_member_without_a_part_in_it_fills_in_the_form_they_opened_there(self, private: Hall) -> None:
        with private.office.desk.work(private.office.workspace.id) as uow:
            uow.put_people([Person(UserId("UNEA"), "Nea", "UTC")])
        view = private.types("UNEA", "next").view or {}

        told = private.submits("UNEA", view, what="call", when="2026-12-01")

        assert not told.errors
        assert private.step("call").by == "UNEA"

    def test_the_same_form_from_elsewhere_is_refused(self, private: Hall) -> None:
        with private.office.desk.work(private.office.workspace.id) as uow:
            uow.put_people([Person(UserId("UNEA"), "Nea", "UTC")])
        view = private.types("UNEA", "next").view or {}

        for mark in ("", "home|due|0|t1", "in|C0LUNCH|t2", "in|"):
            told = private.submits("UNEA", view | {"external_id": mark}, what="call", when="2026-12-01")
            assert told.errors
        assert not any(step.by == "UNEA" for step in private.deal.steps)
