"""A script waits for something to happen, or for rest, and is answered at that moment: it never has to sleep."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY, Stage, sent_back

LONG = 20.0


@contextmanager
def meanwhile(do: object) -> Iterator[None]:
    """Let something be done a moment from now, in another thread."""
    later = threading.Timer(0.1, do)  # type: ignore[arg-type]
    later.start()
    yield
    later.join()


def test_what_is_so_already_is_answered_at_once(client: SandboxClient) -> None:
    told = client.wait(seconds=LONG, is_idle=True)

    assert (told["is_so"], told["under_way"]) == (True, 0)
    assert told["version"] == client.state()["version"]


def test_a_change_is_told_when_it_happens(client: SandboxClient, stage: Stage) -> None:
    channel = stage.channel()
    version = client.wait(seconds=0)["version"]
    begun = time.monotonic()

    with meanwhile(lambda: stage.post(channel)):
        told = client.wait(version, seconds=LONG)

    assert told["is_so"]
    assert told["version"] > version
    assert time.monotonic() - begun < LONG / 2


def test_when_nothing_happens_time_is_up(client: SandboxClient) -> None:
    version = client.wait(seconds=0, is_idle=True)["version"]

    told = client.wait(version, seconds=0.05)

    assert (told["is_so"], told["version"]) == (False, version)


def test_rest_is_told_once_the_last_call_is_answered(client: SandboxClient, stage: Stage) -> None:
    channel = stage.channel()
    client.inject({"method": "chat.postMessage", "do": "hang:2"})
    posting = threading.Thread(target=stage.post, args=[channel])
    posting.start()
    assert client.until(lambda: client.wait(seconds=0)["under_way"] or None, seconds=LONG)
    begun = time.monotonic()

    told = client.wait(seconds=LONG, is_idle=True)

    assert told["under_way"] == 0
    assert 0.1 < time.monotonic() - begun < LONG / 2
    posting.join()
    assert stage.texts(channel) == ["x"]


def test_no_wait_outlives_the_sandbox() -> None:
    sandbox = Sandbox.start(start=MONDAY)
    version = sandbox.client.wait(seconds=0)["version"]
    answers: list[object] = []
    waiting = threading.Thread(target=lambda: answers.append(sandbox.client.wait(version, seconds=LONG)["version"]))
    waiting.start()
    time.sleep(0.1)
    begun = time.monotonic()

    sandbox.stop()
    waiting.join()

    assert time.monotonic() - begun < LONG / 2
    assert answers == [version]


@pytest.mark.parametrize("path", ["after=soon", "seconds=long", "seconds=nan", "after=inf"])
def test_what_is_no_number_is_refused(client: SandboxClient, path: str) -> None:
    name = path.partition("=")[0]
    with sent_back(400, f"{name} is a number, not"):
        client._get(f"/sandbox/wait?{path}")


def test_something_is_looked_for_again_whenever_something_happened(client: SandboxClient, stage: Stage) -> None:
    channel = stage.channel()

    with meanwhile(lambda: stage.post(channel, "found")):
        found = client.until(lambda: next(iter(stage.texts(channel)), None), seconds=LONG)

    assert found == "found"


def test_what_happens_outside_the_workspace_is_noticed_too(client: SandboxClient) -> None:
    outside: list[str] = []

    with meanwhile(lambda: outside.append("there")):
        found = client.until(lambda: outside[0] if outside else None, seconds=LONG)

    assert found == "there"


def test_what_is_not_found_in_time_is_none(client: SandboxClient) -> None:
    looks: list[int] = []

    assert client.until(lambda: looks.append(1), seconds=0.05) is None
    assert looks
