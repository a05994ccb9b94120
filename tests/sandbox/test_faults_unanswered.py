"""Calls that are never answered, or too late: what was done all the same, and when."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.error import URLError

import pytest
from slack_sdk import WebClient

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import Json, Stage, refused

POST = "chat.postMessage"
GIVES_UP, PATIENCE = 0.3, 20.0


@pytest.fixture(autouse=True)
def cleared(client: SandboxClient) -> Iterator[None]:
    yield
    client.clear_faults()


@pytest.fixture
def hasty(sandbox: Sandbox) -> WebClient:
    """Give the SDK with so little patience that a test need not wait for it."""
    return WebClient(sandbox.bot_token, base_url=sandbox.api_url, timeout=GIVES_UP, retry_handlers=[])


@pytest.fixture
def channel(stage: Stage) -> str:
    return stage.channel()


@contextmanager
def timing_out() -> Iterator[None]:
    with pytest.raises((TimeoutError, URLError)):
        yield


def last_call(client: SandboxClient, method: str = POST) -> Json:
    return next((one for one in reversed(client.traffic()) if one["method"] == method), {})


def test_a_call_that_times_out_before_it_is_done_is_never_done(
    hasty: WebClient, stage: Stage, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "hang_before"})

    with timing_out():
        hasty.chat_postMessage(channel=channel, text="lost")
    client.advance(3600)

    assert stage.texts(channel) == []
    assert (last_call(client)["status"], last_call(client)["fault"]) == ("unanswered", "hang_before")


def test_a_call_that_times_out_after_it_was_done_is_done(
    hasty: WebClient, stage: Stage, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "hang_after"})

    with timing_out():
        hasty.chat_postMessage(channel=channel, text="done")

    assert stage.texts(channel) == ["done"]
    assert last_call(client)["answer"] is None


def test_a_late_call_is_done_when_the_clock_gets_there(
    hasty: WebClient, stage: Stage, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "late:300"})

    with timing_out():
        hasty.chat_postMessage(channel=channel, text="at last")
    client.advance(290)
    before = stage.texts(channel)
    client.advance(11)

    assert (before, stage.texts(channel)) == ([], ["at last"])


def test_a_late_call_stands_in_the_log_when_it_came_and_when_it_was_done(
    hasty: WebClient, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "late:60"})
    before = client.traffic()[-1]["number"]

    with timing_out():
        hasty.chat_postMessage(channel=channel, text="twice in the log")
    client.advance(60)

    asked, done = [one for one in client.traffic(before) if one["method"] == POST]
    assert (asked["status"], done["status"], done["is_late"]) == ("unanswered", 200, True)
    assert done["answer"]["ok"]
    assert asked["fault"] == done["fault"] == "late:60"


def test_an_edit_that_is_done_late_overwrites_what_came_after_it(
    hasty: WebClient, slack: WebClient, stage: Stage, client: SandboxClient, channel: str
) -> None:
    ts = stage.post(channel, "first")
    client.inject({"method": "chat.update", "do": "late:30"})

    with timing_out():
        hasty.chat_update(channel=channel, ts=ts, text="second")
    slack.chat_update(channel=channel, ts=ts, text="third")
    client.advance(30)

    assert stage.texts(channel) == ["second"]


def test_the_clock_moves_on_while_a_call_waits_for_nothing(
    sandbox: Sandbox, client: SandboxClient, channel: str
) -> None:
    client.inject({"method": POST, "do": "hang_before"})
    patient = WebClient(sandbox.bot_token, base_url=sandbox.api_url, timeout=8, retry_handlers=[])
    ended: list[BaseException] = []

    def wait() -> None:
        try:
            patient.chat_postMessage(channel=channel, text="hello?")
        except (TimeoutError, URLError) as error:
            ended.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    eventually(lambda: last_call(client).get("fault") == "hang_before")
    client.advance(3600)

    assert waiting.is_alive()
    waiting.join()
    assert ended


def test_a_workspace_ends_at_once_though_a_call_still_waits() -> None:
    ended: list[str] = []
    with Sandbox.start() as other:
        other.client.inject({"method": "auth.test", "do": "hang_before"})

        def wait() -> None:
            try:
                WebClient(other.bot_token, base_url=other.api_url, retry_handlers=[]).auth_test()
            except (OSError, URLError) as error:
                ended.append(type(error).__name__)

        waiting = threading.Thread(target=wait)
        waiting.start()
        eventually(lambda: last_call(other.client, "auth.test").get("fault") == "hang_before")
        began = time.monotonic()
    waiting.join(5)

    assert time.monotonic() - began < 15
    assert ended == ["RemoteDisconnected"]


def test_a_slow_call_holds_the_clock_until_it_is_done(stage: Stage, client: SandboxClient, channel: str) -> None:
    client.inject({"method": POST, "do": "hang:0.3"})
    slow = threading.Thread(target=stage.post, args=(channel, "slow"))
    slow.start()
    eventually(lambda: last_call(client).get("fault") == "hang:0.3")

    client.advance(60)

    assert stage.texts(channel) == ["slow"]
    slow.join()


@pytest.mark.parametrize(
    ("do", "code"), [("status_after:503", "internal_error"), ("error_after:fatal_error", "fatal_error")]
)
def test_an_error_may_come_after_the_call_was_done(
    stage: Stage, client: SandboxClient, channel: str, do: str, code: str
) -> None:
    client.inject({"method": POST, "do": do})

    with refused(code):
        stage.post(channel, "there all the same")

    assert stage.texts(channel) == ["there all the same"]
    assert last_call(client)["fault"] == do


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)
