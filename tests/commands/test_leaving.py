"""Slack tells that Baton was taken out, or that its token was ended; of people's tokens it is told as well."""

from datetime import UTC, datetime
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.installed import Asleep
from commands import leaving

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
Left = list[tuple[str, Asleep, datetime]]


@pytest.fixture
def left() -> Left:
    return []


@pytest.fixture
def app(left: Left) -> App:
    made = App(
        signing_secret="x",
        request_verification_enabled=False,
        process_before_response=True,
        # The token is dead by then: nobody may be asked who they are.
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1"),
    )
    leaving.register(made, lambda *told: left.append(told))
    return made


def told(app: App, event: dict[str, Any], **more: Any) -> int:
    body = {"type": "event_callback", "team_id": "T1", "event_time": AT.timestamp(), "event": event} | more
    return int(app.dispatch(BoltRequest(body=body, mode="socket_mode")).status)


def test_taken_out_is_heard_with_its_moment(app: App, left: Left) -> None:
    assert told(app, {"type": "app_uninstalled"}) == 200

    assert left == [("T1", Asleep.UNINSTALLED, AT)]


def test_an_ended_token_of_the_bot_is_heard(app: App, left: Left) -> None:
    assert told(app, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}) == 200

    assert left == [("T1", Asleep.REVOKED, AT)]


@pytest.mark.parametrize("tokens", [{"oauth": ["UANA"]}, {"oauth": ["UANA"], "bot": []}, {}, None])
def test_ended_tokens_of_people_are_acknowledged_and_end_nothing(app: App, left: Left, tokens: Any) -> None:
    assert told(app, {"type": "tokens_revoked", "tokens": tokens}) == 200

    assert left == []


def test_without_a_moment_the_news_are_taken_for_old(app: App, left: Left) -> None:
    told(app, {"type": "app_uninstalled"}, event_time=None)

    assert [at for _, _, at in left] == [datetime(1970, 1, 1, tzinfo=UTC)]
