"""Injected faults: chosen calls go wrong in the ways a network and a service go wrong."""

import http.client
import time
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.client import SandboxClient
from sandbox.errors import Refused
from sandbox.faults import Fault, Faults
from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY, HttpApp, Json, Stage, refused, sent_back

POST = "chat.postMessage"


@pytest.fixture(autouse=True)
def cleared(client: SandboxClient) -> Iterator[None]:
    yield
    client.clear_faults()


@pytest.fixture
def channel(stage: Stage) -> str:
    return stage.channel()


def test_a_doubled_post_is_stored_twice_and_logged_as_two_calls(
    stage: Stage, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "double"})
    before = client.traffic()[-1]["number"]

    ts = stage.post(channel, "twice")

    assert stage.texts(channel) == ["twice", "twice"]
    assert stage.history(channel)[0]["ts"] == ts
    calls = [one for one in client.traffic(before) if one["method"] == POST]
    assert len({one["answer"]["ts"] for one in calls}) == 2


def test_a_lost_post_is_answered_and_stored_nowhere(stage: Stage, client: SandboxClient, channel: str) -> None:
    client.inject({"method": POST, "do": "lose"})

    ts = stage.post(channel, "gone")
    stage.post(channel, "kept")

    assert ts
    assert stage.texts(channel) == ["kept"]


def test_a_lost_edit_leaves_the_message_as_it_was(
    stage: Stage, client: SandboxClient, slack: WebClient, channel: str
) -> None:
    ts = stage.post(channel, "old")
    client.inject({"method": "chat.update", "do": "lose"})

    assert slack.chat_update(channel=channel, ts=ts, text="new")["text"] == "new"
    assert stage.texts(channel) == ["old"]


def test_a_connection_that_drops_after_the_call_leaves_the_post_behind(
    stage: Stage, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "apply_then_drop"})

    with pytest.raises(http.client.RemoteDisconnected):
        stage.post(channel, "did it arrive?")

    assert stage.texts(channel) == ["did it arrive?"]
    assert [one["status"] for one in client.traffic() if one["method"] == POST][-1] == "dropped"


def test_a_connection_that_drops_before_the_call_leaves_nothing(
    stage: Stage, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "drop_before"})

    with pytest.raises(http.client.RemoteDisconnected):
        stage.post(channel, "lost")

    assert stage.texts(channel) == []


def test_the_sdks_own_retry_posts_twice_after_a_drop(
    sandbox: Sandbox, stage: Stage, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "apply_then_drop"})

    WebClient(sandbox.bot_token, base_url=sandbox.api_url).chat_postMessage(channel=channel, text="x")

    assert stage.texts(channel) == ["x", "x"]


def test_an_error_a_status_and_a_missing_method_are_answered_without_doing_anything(
    stage: Stage, client: SandboxClient, channel: str
) -> None:
    for rule, code in [
        ("error:internal_error", "internal_error"),
        ("unknown_method", "unknown_method"),
        ("status:503", "internal_error"),
    ]:
        client.inject({"method": POST, "do": rule})
        with refused(code):
            stage.post(channel, "no")

    assert stage.texts(channel) == []


def test_an_injected_limit_says_how_long_to_wait(stage: Stage, client: SandboxClient, channel: str) -> None:
    client.inject({"method": POST, "do": "429:7"})

    with pytest.raises(SlackApiError) as caught:
        stage.post(channel)

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["retry-after"] == "7"


def test_a_hanging_call_is_answered_late(stage: Stage, client: SandboxClient, channel: str) -> None:
    client.inject({"method": POST, "do": "hang:0.2"})

    began = time.monotonic()
    stage.post(channel, "late")

    assert time.monotonic() - began >= 0.2
    assert stage.texts(channel) == ["late"]


def test_a_rule_waits_for_the_matching_text_and_its_turn(stage: Stage, client: SandboxClient, channel: str) -> None:
    rule = {
        "method": POST,
        "match": {"text_contains": "overdue", "channel": channel},
        "nth": 2,
        "do": "error:fatal_error",
    }
    client.inject(rule)

    stage.post(channel, "overdue once")
    stage.post(channel, "something else")
    with refused("fatal_error"):
        stage.post(channel, "overdue twice")
    stage.post(channel, "overdue three times")

    assert stage.texts(channel) == ["overdue once", "something else", "overdue three times"]


@pytest.mark.parametrize(
    ("rule", "hits"),
    [
        ({}, [1]),
        ({"times": 2}, [1, 2]),
        ({"nth": 2}, [2]),
        ({"nth": 2, "times": 0}, [2, 3, 4]),
        ({"method": "*"}, [1]),
        ({"method": "chat.update"}, []),
        ({"match": {"channel": "C9"}}, []),
    ],
)
def test_which_calls_go_wrong(rule: Json, hits: list[int]) -> None:
    faults = Faults()
    faults.add([{"method": POST, "do": "lose", **rule}])

    found = [number for number in range(1, 5) if faults.first(POST, {"channel": "C1"}, team="T1", now=MONDAY)]

    assert found == hits


@pytest.mark.parametrize(
    "rule",
    [
        {"do": "lose"},
        {"method": POST},
        {"method": POST, "do": "explode"},
        {"method": POST, "do": "error:"},
        {"method": POST, "do": "status:teapot"},
        {"method": POST, "do": "lose:3"},
        {"method": POST, "do": "lose", "nth": -1},
        {"method": "interactive", "do": "error:fatal_error"},
        {"method": POST, "do": "lose", "times": True},
        {"method": POST, "do": "lose", "match": "text"},
        "lose",
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_one_that_does(rule: Any) -> None:
    with pytest.raises(Refused):
        Fault.from_json(rule)


def test_a_doubled_delivery_reaches_the_app_twice_and_the_second_answer_counts(
    stage: Stage, client: SandboxClient, http_app: HttpApp, channel: str
) -> None:
    ana = stage.person()
    client.inject({"method": "slash_commands", "match": {"text_contains": "next"}, "do": "double"})
    http_app.answer = lambda _: (200, f"answer {len(http_app.heard)}")

    once = client.command(ana, stage.channel(ana), "/deal list")
    twice = client.command(ana, stage.channel(ana), "/deal next")

    assert [one["text"] for one in http_app.payloads()] == ["list", "next", "next"]
    assert (once["shown"]["text"], twice["shown"]["text"]) == ("answer 1", "answer 3")


def test_a_lost_delivery_is_a_timeout_for_the_person(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    client.inject({"method": "slash_commands", "do": "lose"})

    answer = client.command(ana, stage.channel(ana), "/deal")

    assert "operation_timeout" in answer["error"]
    assert http_app.heard == []


def test_a_lost_event_comes_at_the_next_try(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    client.configure_app(events=["message.channels"])
    client.inject({"method": "events_api", "match": {"text_contains": "hear"}, "do": "lose"})
    try:
        client.message(ana, channel, "hear me")
        client.advance(0)
    finally:
        client.configure_app(events=[])

    assert [one.headers["x-slack-retry-num"] for one in http_app.heard] == ["1"]


def test_the_route_explains_what_it_takes(client: SandboxClient) -> None:
    with sent_back(400, "error:<code>"):
        client.inject({"method": POST, "do": "explode"})
    with sent_back(400, '"rules"'):
        client._post("/sandbox/faults", {})


def test_cleared_rules_do_no_harm(stage: Stage, client: SandboxClient, channel: str) -> None:
    client.inject({"method": POST, "do": "lose", "times": 0})

    client.clear_faults()
    stage.post(channel, "safe")

    assert stage.texts(channel) == ["safe"]
