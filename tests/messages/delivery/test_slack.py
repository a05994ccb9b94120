"""One workspace's Slack over HTTP: outcomes, never exceptions, and no token in any of them."""

import logging
import socket

import pytest
from sqlalchemy import text

from messages.delivery.outcomes import Later, Refused, Sent, Unsure
from messages.delivery.slack import Slack
from sandbox.running import Sandbox
from tests.messages.delivery.office import Office


def test_what_slack_did_is_sent_with_its_answer(office: Office) -> None:
    said = office.slack.ask("auth.test", {})

    assert isinstance(said, Sent)
    assert said.answer["user_id"] == office.workspace.bot_user_id


@pytest.mark.parametrize("fault", ["hang:0.6", "apply_then_drop", "drop_before", "status:500", "error:fatal_error"])
def test_what_slack_may_have_done_is_unsure(office: Office, fault: str) -> None:
    office.inject(fault, method="auth.test", times=3)

    slack = office.hasty if office.is_hurried else office.slack

    assert isinstance(slack.send("auth.test", {}), Unsure)


def test_a_write_is_called_once_even_when_the_connection_breaks(office: Office) -> None:
    office.inject("apply_then_drop", method="auth.test", times=0)

    office.slack.send("auth.test", {})

    assert len(office.calls("auth.test")) == 1


def test_a_read_is_tried_again_when_the_connection_breaks(office: Office) -> None:
    office.inject("apply_then_drop", method="auth.test")

    assert isinstance(office.slack.ask("auth.test", {}), Sent)
    assert len(office.calls("auth.test")) == 2


def test_a_429_is_not_slept_through_in_the_client(office: Office) -> None:
    office.inject("429:30", method="auth.test")

    assert office.slack.ask("auth.test", {}) == Later(30.0, "Slack asks to wait", is_limit=True)


def test_a_refusal_carries_slacks_code(office: Office) -> None:
    said = office.slack.ask("conversations.info", {"channel": "CNOWHERE"})

    assert said == Refused("channel_not_found", permanent=True)


def test_a_slack_that_nobody_runs_is_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    said = Slack("xoxb-secret", base_url=f"http://127.0.0.1:{port}/api/").send("auth.test", {})

    assert said == Later(10.0, "Slack cannot be reached (ConnectionRefusedError)")


def test_no_token_is_logged_or_kept_whatever_happens(
    sandbox: Sandbox, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    deal = office.deal()
    faults = ["error:invalid_auth", "status:500", "apply_then_drop", "429:1", "error:restricted_action"]
    with caplog.at_level(logging.DEBUG):
        for number, fault in enumerate(faults):
            office.inject(fault)
            office.say(deal, f"m{number}")
            office.drain()

    with office.storage.engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM outbox")).all())
    assert len(office.rows()) == len(faults)
    assert sandbox.bot_token not in caplog.text + kept
