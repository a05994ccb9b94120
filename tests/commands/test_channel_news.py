"""What Slack tells of a channel's new id: its deal is found under it, and the digests go on."""

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.events import ChannelMoved
from bot.model import ChannelId
from commands.channel_news import ChannelNews, register
from tests.commands.hall import CHANNEL, TEAM, Hall

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
