"""Slack tells of every message, our own as well; new ones are passed on, and all are answered."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.model import ChannelId
from bot.ports import Posted
from commands.own_messages import register

Message = Mapping[str, Any]
Heard = list[tuple[str, Message]]
BOT = "UBATON"
MESSAGE = {"type": "message", "channel": "C1", "user": BOT, "bot_id": "BBATON", "ts": "1.2", "text": "hello"}


class Ears:
    """A Bolt app with nothing but this listener, and what it heard."""

    def __init__(self) -> None:
        self.heard: Heard = []
        self.lived: Heard = []
        self.answered: list[Message] = []
        self.gone: list[tuple[str, Posted]] = []
        self.app = App(
            authorize=lambda: AuthorizeResult(
                enterprise_id=None, team_id="T1", bot_user_id=BOT, bot_id="BBATON", bot_token="xoxb-made-up"
            ),
            process_before_response=True,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
        )
        register(
            self.app,
            lambda team, message: self.heard.append((team, message)),
            lambda team, message: self.lived.append((team, message)),
            lambda message, *_: self.answered.append(message),
            lambda team, gone: self.gone.append((team, gone)),
        )

    def event(self, **event: Any) -> BoltResponse:
        """Bring an event as Slack does."""
        body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
        return self.app.dispatch(BoltRequest(body=json.dumps(body), headers={"content-type": ["application/json"]}))


def test_our_own_message_is_passed_on_with_all_that_slack_tells_of_it() -> None:
    ears = Ears()
    told = MESSAGE | {"metadata": {"event_type": "baton_sent", "event_payload": {"k": "1"}}}

    assert ears.event(**told).status == 200
    assert ears.heard == [("T1", told)]


def test_every_message_comes_to_whoever_answers_what_is_said_below_a_nudge() -> None:
    ears = Ears()
    reply = MESSAGE | {"user": "UANA", "bot_id": None, "thread_ts": "1.1", "text": "done"}

    ears.event(**reply)

    assert ears.answered == [reply]


def test_a_message_that_slack_calls_a_bots_is_passed_on_too() -> None:
    ears = Ears()

    ears.event(**MESSAGE, subtype="bot_message")

    assert len(ears.heard) == 1


@pytest.mark.parametrize("subtype", ["message_changed", "message_deleted", "channel_join", "pinned_item", "file_share"])
def test_what_is_about_another_message_is_answered_and_left_alone(subtype: str) -> None:
    ears = Ears()

    assert ears.event(**MESSAGE, subtype=subtype).status == 200
    assert ears.heard == []


@pytest.mark.parametrize("subtype", [None, "file_share", "channel_join"])
def test_all_of_it_is_passed_on_to_whoever_looks_for_signs_of_life(subtype: str | None) -> None:
    ears = Ears()
    theirs = {"type": "message", "channel": "C1", "user": "UANA", "ts": "1.3", "text": "hello", "subtype": subtype}

    assert ears.event(**theirs).status == 200
    assert ears.lived == [("T1", theirs)]


def test_what_cannot_be_taken_in_now_is_not_answered_so_that_slack_sends_it_again() -> None:
    ears = Ears()

    def fail(*_: object) -> None:
        raise ConnectionError

    ears.app = App(
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id=BOT, bot_token="xoxb-made-up"),
        process_before_response=True,
        request_verification_enabled=False,
        ignoring_self_events_enabled=False,
    )
    register(ears.app, fail, fail, fail, fail)

    assert ears.event(**MESSAGE).status == 500


OURS = {"ts": "1.2", "user": BOT, "bot_id": "BBATON", "text": "hello"}


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_deleted", "deleted_ts": "1.2", "previous_message": OURS},
        {"subtype": "message_changed", "message": {"subtype": "tombstone", "ts": "1.2"}, "previous_message": OURS},
    ],
)
def test_that_a_message_of_a_program_was_deleted_is_passed_on_with_its_place(event: dict[str, Any]) -> None:
    ears = Ears()

    assert ears.event(type="message", channel="C1", ts="9.9", hidden=True, **event).status == 200

    assert ears.gone == [("T1", Posted(ChannelId("C1"), "1.2"))]


@pytest.mark.parametrize(
    "event",
    [
        {"subtype": "message_deleted", "deleted_ts": "1.2", "previous_message": OURS | {"bot_id": None}},
        {"subtype": "message_deleted", "deleted_ts": "1.2"},
        {"subtype": "message_changed", "message": OURS | {"text": "hello again"}, "previous_message": OURS},
        {"text": "hello"},
    ],
)
def test_what_people_take_back_or_change_is_none_of_our_business(event: dict[str, Any]) -> None:
    ears = Ears()

    ears.event(type="message", channel="C1", ts="9.9", **event)

    assert ears.gone == []
