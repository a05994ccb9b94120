"""Deliveries that go wrong on their way to a request URL: lost, twice, late, in another order, or heard in vain."""

from collections.abc import Iterator

import pytest

from sandbox.client import SandboxClient
from tests.sandbox.stage import HttpApp, Stage, actions, button, modal, refused, sent_back


@pytest.fixture(autouse=True)
def listening(client: SandboxClient, http_app: HttpApp) -> Iterator[None]:
    client.configure_app(events=["message.channels"])
    yield
    client.clear_faults()
    client.advance(3600)
    client.configure_app(events=[])


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, client: SandboxClient, http_app: HttpApp, ana: str) -> str:
    made = stage.channel(ana)
    client.advance(0)
    http_app.reset()
    return made


def texts(app: HttpApp) -> list[str]:
    """List what the app heard, in its order: the texts of messages and of commands."""
    return [one.get("event", one).get("text", "") for one in app.payloads()]


def tries(app: HttpApp) -> list[str]:
    return [one.headers.get("x-slack-retry-num", "") for one in app.heard]


def test_an_event_that_comes_twice_is_the_same_event(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "events_api", "do": "double"})

    client.message(ana, channel, "once")
    client.advance(0)

    first, second = http_app.payloads()
    assert first["event_id"] == second["event_id"]
    assert tries(http_app) == ["", ""]


def test_an_event_whose_ack_is_lost_is_heard_and_comes_again(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "events_api", "do": "lose_ack"})

    client.message(ana, channel, "did you hear?")
    client.advance(0)

    assert texts(http_app) == ["did you hear?"] * 2
    assert tries(http_app) == ["", "1"]
    assert http_app.heard[1].headers["x-slack-retry-reason"] == "http_timeout"


def test_a_command_whose_answer_is_lost_has_been_heard(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "slash_commands", "do": "lose_ack"})
    http_app.answer = lambda _: (200, "nobody reads this")

    answer = client.command(ana, channel, "/deal list")

    assert "operation_timeout" in answer["error"]
    assert texts(http_app) == ["list"]
    assert "nobody reads this" not in [one["text"] for one in client.messages(channel, ana)]


def test_a_connection_that_is_cut_is_another_failure_than_a_timeout(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "deliveries", "do": "cut", "times": 2})

    answer = client.command(ana, channel, "/deal list")
    client.message(ana, channel, "hello")
    client.advance(0)

    assert "dispatch_failed" in answer["error"]
    assert texts(http_app) == ["list", "hello", "hello"]
    assert http_app.heard[2].headers["x-slack-retry-reason"] == "connection_failed"


def test_a_delayed_event_comes_when_the_clock_gets_there(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "events_api", "do": "delay:600"})

    client.message(ana, channel, "slow")
    client.message(ana, channel, "quick")
    client.advance(590)
    before = texts(http_app)
    client.advance(11)

    assert before == ["quick"]
    assert texts(http_app) == ["quick", "slow"]
    assert tries(http_app) == ["", ""]


def test_a_delayed_event_that_fails_then_is_tried_again(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "events_api", "do": "delay:600"})
    http_app.answer = lambda _: (500, "") if len(http_app.heard) == 1 else (200, "")

    client.message(ana, channel, "slow")
    client.advance(600)
    client.advance(0)

    assert tries(http_app) == ["", "1"]


def test_a_delayed_command_keeps_nobody_waiting_and_still_arrives(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "slash_commands", "do": "delay:5"})

    answer = client.command(ana, channel, "/deal later")
    before = texts(http_app)
    client.advance(5)

    assert "operation_timeout" in answer["error"]
    assert (before, texts(http_app)) == ([], ["later"])


def test_a_press_can_be_delayed_beyond_its_trigger(
    stage: Stage, client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    ts = stage.post(channel, blocks=actions(button()))
    client.inject({"method": "interactive", "match": {"type": "block_actions"}, "do": "delay:10"})

    answer = client.press(ana, channel, ts, "go")
    client.advance(10)

    press = http_app.payloads("block_actions")[0]
    assert not answer["ok"]
    with refused("expired_trigger_id"):
        stage.slack.views_open(trigger_id=press["trigger_id"], view=modal())


def test_an_event_is_overtaken_by_the_next_one(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "events_api", "match": {"text": "first"}, "do": "reorder"})

    for text in ("first", "second", "third"):
        client.message(ana, channel, text)
    client.advance(0)

    assert sorted(texts(http_app)) == ["first", "second", "third"]
    assert texts(http_app)[0] == "second"


def test_an_event_that_nothing_overtakes_comes_after_a_minute(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "events_api", "do": "reorder"})

    client.message(ana, channel, "alone")
    client.advance(50)
    before = texts(http_app)
    client.advance(11)

    assert (before, texts(http_app)) == ([], ["alone"])


def test_an_overtaken_event_comes_once(client: SandboxClient, http_app: HttpApp, ana: str, channel: str) -> None:
    client.inject({"method": "events_api", "match": {"text": "first"}, "do": "reorder"})

    client.message(ana, channel, "first")
    client.message(ana, channel, "second")
    client.advance(120)

    assert texts(http_app) == ["second", "first"]


def test_a_command_overtakes_no_event(client: SandboxClient, http_app: HttpApp, ana: str, channel: str) -> None:
    client.inject({"method": "events_api", "do": "reorder"})

    client.message(ana, channel, "first")
    client.command(ana, channel, "/deal list")

    assert texts(http_app) == ["list"]


def test_a_move_of_the_clock_does_not_wait_for_what_lies_beyond_it(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.inject({"method": "events_api", "do": "delay:86400"})
    client.message(ana, channel, "tomorrow")

    client.advance(3600)

    assert texts(http_app) == []
    client.advance(86400)
    assert texts(http_app) == ["tomorrow"]


def test_what_a_fault_did_stands_in_the_log(client: SandboxClient, http_app: HttpApp, ana: str, channel: str) -> None:
    client.inject({"method": "events_api", "do": "delay:30"}, {"method": "slash_commands", "do": "lose"})
    before = client.traffic()[-1]["number"]

    client.message(ana, channel, "slow")
    client.command(ana, channel, "/deal")
    client.advance(30)

    faults = [(one["method"], one["fault"]) for one in client.traffic(before) if "fault" in one]
    assert faults == [("/deal", "lose"), ("event:message", "delay:30")]


@pytest.mark.parametrize("do", ["refresh", "warning"])
def test_what_happens_to_sockets_leaves_a_request_url_alone(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str, do: str
) -> None:
    client.inject({"method": "slash_commands", "do": do})
    http_app.answer = lambda _: (200, "fine")

    assert client.command(ana, channel, "/deal")["shown"]["text"] == "fine"


@pytest.mark.parametrize("do", ["429:1", "error:fatal_error", "hang:1", "late:1", "stale:1"])
def test_what_is_for_calls_is_not_for_deliveries(client: SandboxClient, do: str) -> None:
    with sent_back(400, "for calls"):
        client.inject({"method": "events_api", "do": do})


@pytest.mark.parametrize("do", ["delay:1", "reorder", "cut", "refresh", "warning", "lose_ack"])
def test_what_is_for_deliveries_is_not_for_calls(client: SandboxClient, do: str) -> None:
    with sent_back(400, "slash_commands"):
        client.inject({"method": "chat.postMessage", "do": do})
