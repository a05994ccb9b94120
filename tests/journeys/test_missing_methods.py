"""A Slack that lacks or forbids what Baton can do without: it serves on, and its log says what is missing."""

import hashlib
import hmac
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from tests.journeys.stage import Stage, stage

MISSING = {
    "usergroups.list": "unknown_method",
    "pins.add": "error:missing_scope",
    "conversations.setTopic": "unknown_method",
}


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Let Baton serve over HTTP without a webhook secret, and open a deal by hand; Ana has no time zone in Slack."""
    with stage(tmp_path_factory.mktemp("missing"), over_http=True, BATON_WEBHOOK_SECRET="") as made:
        made.slack.change_person(made.people["ana"].id, tz=None)
        made.slack.inject(*({"method": method, "do": do, "times": 0} for method, do in MISSING.items()))
        with made.serving():
            won_by_hand(made)
            yield made


def won_by_hand(on: Stage) -> None:
    ana = on.people["ana"]
    ana.types("/deal won Acme EV site 48000 EUR", in_="general")
    ana.fills({"name": "Acme EV site", "account": "Acme", "kind": "site-installation"}).fills_the_rest().submits()
    on.settle()


def test_a_deal_opens_without_pin_topic_and_user_groups(on: Stage) -> None:
    said = on.slack.messages(on.channel())

    assert sum(each["text"].startswith("Won: *Acme EV site* for Acme, €48,000") for each in said) == 1
    assert sum("*Owner:*" in each["text"] for each in said) == 1
    assert not [each for each in said if each["pinned"]]
    assert "the message was not pinned: missing_scope" in on.log
    assert "the topic was not set: unknown_method" in on.log


def test_without_user_groups_whoever_owns_the_deal_holds_every_line(on: Stage) -> None:
    ana, bot = on.people["ana"].id, on.slack.state()["app"]["user"]

    assert "There are no user groups to read: unknown_method" in on.log
    assert set(on.channels("acme")[0]["members"]) == {ana, bot}


def test_who_has_no_zone_in_slack_gets_one_and_sees_it(on: Stage) -> None:
    echo = on.type("ana", "/deal next call the site host by fri 15:00")

    assert "People without a time zone in Slack: 1. UTC is taken for them." in on.log
    assert echo == "Noted: *call the site host* by Friday 4 December 2026, 15:00 UTC."


def test_without_a_secret_there_is_no_webhook(on: Stage) -> None:
    status, answer = on.hook(b"{}", secret="")

    assert (status, answer["problem"]) == (404, "There is nothing here: no webhook secret is set.")


@pytest.mark.parametrize(("age", "is_forged"), [(0, True), (600, False)], ids=["forged", "stale"])
def test_what_slack_did_not_sign_just_now_changes_nothing(on: Stage, age: int, *, is_forged: bool) -> None:
    state = on.slack.state()
    typed = {
        "command": "/deal",
        "text": "next sell the company by fri",
        "team_id": state["team"]["id"],
        "channel_id": on.channel(),
        "user_id": on.people["ana"].id,
        "trigger_id": f"1.{age}",
    }
    body, stamp = urlencode(typed).encode(), str(int(time.time()) - age)
    secret = "made up" if is_forged else on.workspace.signing_secret
    signature = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }

    status, _ = on.ask("POST", "/slack/events", body, headers)

    on.settle()
    assert status == 401
    assert "sell the company" not in "".join(on.read(on.channel()))
