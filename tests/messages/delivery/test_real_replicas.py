"""Processes that share one PostgreSQL are killed and stopped in the middle of a message: it is said once."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from uuid import uuid4

import pytest
from sqlalchemy import text

from sandbox.running import Sandbox
from storage.migrations import newest
from storage.opening import Storage, open_migrated
from tests.messages.delivery.office import Office
from tests.storage.conftest import new_database, postgres_server

__all__ = ["postgres_server"]

pytestmark = pytest.mark.postgres

SPEED = 20
"""Their clock: a lease lasts three seconds then, and an answer that never came is waited for four and a half."""
PATIENCE = 60.0
REPLICA = """
import sys, time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from messages.delivery.courier import Courier
from messages.delivery.slack import Slack
from messages.message import Message
from storage.opening import open_storage

url, api_url, token, begun, speed, timeout = sys.argv[1:]


class Clock:
    def now(self):
        return datetime.now(UTC)

    def machine(self):
        return datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=(time.time() - float(begun)) * float(speed))


def draw(outgoing, scene):
    print("draws", outgoing.key, flush=True)
    time.sleep(0.2)
    return Message(outgoing.key, ())


slack = Slack(token, base_url=api_url, timeout=float(timeout))
courier = Courier(
    outbox=(storage := open_storage(url, ids=uuid4)).outbox,
    work=storage.work,
    clock=Clock(),
    slack_for=lambda _: slack,
    render=draw,
    still_true=lambda *_: None,
    told=lambda *about: None,
    held=lambda *about: None,
    skipped=lambda *about: None,
    gave_up=lambda *about: None,
)
print("ready", flush=True)
while True:
    if not courier.deliver_once(1):
        time.sleep(0.05)
"""


Process = subprocess.Popen[str]
QUICK, LONG = 0.5, 10.0
"""How many real seconds one waits for Slack: one that dies or stops waits longer than its lease lasts."""


@dataclass
class Fleet:
    """Replicas on one database, beside an office that only looks."""

    office: Office
    arguments: list[str]
    ending: ExitStack

    def start(self, timeout: float = QUICK) -> Process:
        process = subprocess.Popen(
            [sys.executable, "-c", REPLICA, *self.arguments, str(timeout)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.ending.callback(process.communicate)
        self.ending.callback(process.kill)
        says(process, "ready")
        return process

    def until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline, f"it never came to that: {self.office.rows()}"
            time.sleep(0.02)

    def until_sent(self, *keys: str) -> None:
        self.until(lambda: self.office.rows() == dict.fromkeys(keys, "sent"))


def says(process: Process, words: str) -> None:
    assert process.stdout
    assert process.stdout.readline() == f"{words}\n"


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    return new_database(request.getfixturevalue("postgres_server"), f"replicas_{uuid4().hex}")


@pytest.fixture
def storage(database: str) -> Iterator[Storage]:
    opened = open_migrated(database, ids=uuid4)
    yield opened
    opened.close()


@pytest.fixture
def fleet(office: Office, sandbox: Sandbox, database: str) -> Iterator[Fleet]:
    with ExitStack() as ending:
        yield Fleet(office, [database, sandbox.api_url, sandbox.bot_token, str(time.time()), str(SPEED)], ending)


@pytest.mark.parametrize("fault", ["hang_after", "hang_before"])
def test_one_that_is_killed_while_it_calls_leaves_the_message_to_the_other(
    office: Office, fleet: Fleet, fault: str
) -> None:
    deal, first = office.deal(), fleet.start(LONG)
    office.client.inject({"method": "chat.postMessage", "do": fault})
    office.say(deal, "a", "b")
    fleet.until(lambda: bool(office.calls("chat.postMessage")))

    first.kill()
    fleet.start()
    fleet.until_sent("a", "b")

    assert office.texts(deal.channel_id) == ["a", "b"]
    assert len(office.calls("conversations.history")) == 1


def test_one_that_stands_still_in_its_call_until_its_lease_is_over_changes_nothing_afterwards(
    office: Office, fleet: Fleet
) -> None:
    deal, first = office.deal(), fleet.start(LONG)
    office.client.inject({"method": "chat.postMessage", "do": "hang:1"})
    office.say(deal, "a", "b")
    # Slack has it: one that is stopped with the call still before it makes it when it goes on, and nobody can tell.
    fleet.until(lambda: bool(office.calls("chat.postMessage")))

    first.send_signal(signal.SIGSTOP)
    fleet.start()
    fleet.until_sent("a", "b")
    ended_at = office.column("a", "ended_at")
    first.send_signal(signal.SIGCONT)
    office.say(deal, "c")
    fleet.until_sent("a", "b", "c")

    assert office.texts(deal.channel_id) == ["a", "b", "c"]
    assert office.column("a", "ended_at") == ended_at
    assert first.poll() is None


def test_one_that_stands_still_before_its_call_does_not_make_it_when_it_goes_on(office: Office, fleet: Fleet) -> None:
    deal, first = office.deal(), fleet.start()
    office.say(deal, "a")
    says(first, "draws a")

    first.send_signal(signal.SIGSTOP)
    fleet.start()
    fleet.until_sent("a")
    first.send_signal(signal.SIGCONT)
    office.say(deal, "b")
    fleet.until_sent("a", "b")

    assert office.texts(deal.channel_id) == ["a", "b"]
    assert len(office.calls("chat.postMessage")) == 2


def test_old_ones_stand_down_while_the_tables_are_a_newer_versions(office: Office, fleet: Fleet) -> None:
    deal = office.deal()
    stand_at(office, "9999")
    old = [fleet.start(), fleet.start()]

    office.say(deal, "a")
    time.sleep(1)
    assert office.rows() == {"a": "pending"}
    assert [each.poll() for each in old] == [None, None]

    stand_at(office, newest())
    fleet.until_sent("a")
    assert office.texts(deal.channel_id) == ["a"]


def stand_at(office: Office, revision: str) -> None:
    with office.storage.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})
