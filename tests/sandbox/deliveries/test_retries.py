"""Events that the app does not take: tried again at Slack's intervals, for Slack's reasons, and not for ever."""

import time
from collections.abc import Iterator

import pytest

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.deliveries.hearing import forget
from tests.sandbox.stage import HttpApp, Json, Stage


@pytest.fixture(autouse=True)
def subscribed(client: SandboxClient) -> Iterator[None]:
    client.configure_app(events=["message.channels"])
    yield
    client.configure_app(events=[])
    client.advance(3600)


@pytest.fixture
def ana(stage: Stage) -> str:
    return stage.person()


@pytest.fixture
def channel(stage: Stage, client: SandboxClient, http_app: HttpApp, ana: str) -> str:
    made = stage.channel(ana)
    forget(client, http_app)
    return made


def reasons(http_app: HttpApp) -> list[str | None]:
    return [one.headers.get("x-slack-retry-reason") for one in http_app.heard]


def test_an_event_that_is_not_taken_is_tried_three_times_more(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    http_app.answer = lambda _: (500, "")

    client.message(ana, channel, "hear me")
    client.advance(0)
    client.advance(60)
    client.advance(300)
    client.advance(3600)

    tries = [one.headers.get("x-slack-retry-num") for one in http_app.heard]
    reasons = {one.headers.get("x-slack-retry-reason") for one in http_app.heard[1:]}
    assert (tries, reasons) == ([None, "1", "2", "3"], {"http_error"})
    assert len({one["event_id"] for one in http_app.payloads()}) == 1


def test_an_event_that_is_taken_at_the_second_try_is_not_tried_again(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    http_app.answer = lambda _: (500, "") if len(http_app.heard) == 1 else None

    client.message(ana, channel, "hear me")
    client.advance(0)
    client.advance(3600)

    assert len(http_app.heard) == 2


def test_an_app_that_wants_no_retries_gets_none(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    http_app.answer = lambda _: (500, "", {"X-Slack-No-Retry": "1"})

    client.message(ana, channel, "hear me")
    client.advance(3600)

    assert len(http_app.heard) == 1


@pytest.mark.usefixtures("impatient")
def test_an_app_that_is_too_slow_is_tried_again_for_that_reason(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    http_app.answer = lambda _: time.sleep(0.6) if len(http_app.heard) == 1 else None

    client.message(ana, channel, "hear me")
    client.advance(0)

    assert http_app.heard[1].headers["x-slack-retry-reason"] == "http_timeout"


def test_what_is_two_hours_late_is_not_brought_any_more(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    http_app.answer = lambda _: (500, "")
    client.message(ana, channel, "hear me")
    client.advance(0)
    tried = len(http_app.heard)

    client.advance(2 * 3600 + 1)
    client.advance(3600)

    assert (tried, len(http_app.heard)) == (2, 2)


def test_an_app_that_was_away_hears_of_it_when_it_is_back(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.configure_app(request_url="http://127.0.0.1:9/slack/events")
    client.message(ana, channel, "hear me")
    client.advance(0)
    client.configure_app(request_url=http_app.url)

    client.advance(60)

    assert [one.headers["x-slack-retry-num"] for one in http_app.heard] == ["2"]
    assert reasons(http_app) == ["connection_failed"]


def test_two_redirects_are_followed_with_the_whole_request(
    sandbox: Sandbox, client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    http_app.answer = lambda _: (302, "", {"Location": "/elsewhere"}) if len(http_app.heard) < 3 else None

    client.message(ana, channel, "hear me")
    client.advance(0)

    assert reasons(http_app) == [None, None, None]
    assert len({one.raw for one in http_app.heard}) == 1
    assert len({one.headers["x-slack-signature"] for one in http_app.heard}) == 1


def test_a_third_redirect_is_one_too_many(client: SandboxClient, http_app: HttpApp, ana: str, channel: str) -> None:
    http_app.answer = lambda _: (307, "", {"Location": http_app.url}) if len(http_app.heard) < 4 else None

    client.message(ana, channel, "hear me")
    client.advance(0)

    assert reasons(http_app) == [None, None, None, "too_many_redirects"]


def test_an_app_that_speaks_no_tls_is_tried_again_for_that_reason(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    client.configure_app(request_url=http_app.url.replace("http", "https", 1))
    client.message(ana, channel, "hear me")
    client.advance(0)
    client.configure_app(request_url=http_app.url)

    client.advance(60)

    assert reasons(http_app) == ["ssl_error"]


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "http://127.0.0.1:99999/x", "http://[::1", "nowhere"])
def test_an_address_that_leads_nowhere_is_a_failure_like_others(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str, url: str
) -> None:
    client.configure_app(request_url=url)
    client.message(ana, channel, "hear me")
    client.advance(0)
    client.configure_app(request_url=http_app.url)

    client.advance(60)

    assert reasons(http_app)[0] in ("connection_failed", "unknown_error")


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_answer_of_the_two_hundreds_takes_an_event(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str, status: int
) -> None:
    http_app.answer = lambda _: (status, "")

    client.message(ana, channel, "hear me")
    client.advance(3600)

    assert len(http_app.heard) == 1


@pytest.mark.parametrize("status", [201, 204, 302])
def test_a_command_is_taken_by_nothing_but_200(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str, status: int
) -> None:
    http_app.answer = lambda _: (status, "", {"Location": http_app.url})

    answer: Json = client.command(ana, channel, "/deal")

    assert (answer["ok"], len(http_app.heard)) == (False, 1)
    assert "http_client_error" in answer["error"]


def test_nothing_but_events_is_tried_again(client: SandboxClient, http_app: HttpApp, ana: str, channel: str) -> None:
    http_app.answer = lambda _: (500, "")

    client.command(ana, channel, "/deal")
    client.advance(3600)

    assert len(http_app.heard) == 1


def test_the_clock_waits_for_a_try_that_it_brings_about(
    client: SandboxClient, http_app: HttpApp, ana: str, channel: str
) -> None:
    http_app.answer = lambda _: (500, "") if len(http_app.heard) < 3 else time.sleep(0.2)
    client.message(ana, channel, "hear me")
    client.advance(0)

    client.advance(60)

    assert client.traffic()[-1]["method"] == "clock"
    assert [one["retry"] for one in client.traffic() if one["method"] == "event:message"][-1] == 2
