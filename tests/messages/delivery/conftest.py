"""A real outbox and a Slack that answers over HTTP: what the courier works with."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.model import UserId
from messages.delivery.directory import Identity, who_am_i
from messages.delivery.slack import Slack
from sandbox.running import Sandbox
from storage.opening import Storage, open_migrated
from storage.outbox import SqlOutbox
from tests.messages.delivery.office import HASTE, START, Office, TwoClocks


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    # Stopped: on a machine under load a clock that runs shows a second past the moment that a test went to.
    with Sandbox.start(start=START, speed=0) as running:
        yield running


@pytest.fixture(scope="session")
def identity(sandbox: Sandbox) -> Identity:
    return who_am_i(Slack(sandbox.bot_token, base_url=sandbox.api_url))


@pytest.fixture(scope="session")
def ana(sandbox: Sandbox) -> UserId:
    return UserId(sandbox.client.add_person("ana", "Ana", tz="Europe/Helsinki", email="ana@example.com")["id"])


@pytest.fixture
def slack(sandbox: Sandbox) -> Slack:
    return Slack(sandbox.bot_token, base_url=sandbox.api_url)


@pytest.fixture
def hasty(sandbox: Sandbox) -> Slack:
    """Return one that gives up quickly, for calls that hang."""
    return Slack(sandbox.bot_token, base_url=sandbox.api_url, timeout=HASTE)


@pytest.fixture(scope="session")
def memory() -> Iterator[Storage]:
    storage = open_migrated("sqlite://", ids=uuid4)
    yield storage
    storage.close()


@pytest.fixture
def storage(memory: Storage) -> Storage:
    """Return an empty outbox; a test that needs a file on disk takes the place of this fixture."""
    with memory.engine.begin() as connection:
        connection.execute(text("DELETE FROM outbox"))
        connection.execute(text("DELETE FROM bucket"))
    # As in a process of its own: each test's machine clock begins anew, which is no clock that was set back.
    return replace(memory, outbox=SqlOutbox(memory.database, ids=uuid4))


@pytest.fixture(scope="session")
def read_so_far() -> list[int]:
    """Return the number of the last log entry before each test: the log of the whole session is long."""
    return [0]


@pytest.fixture
def office(
    storage: Storage,
    sandbox: Sandbox,
    slack: Slack,
    hasty: Slack,
    identity: Identity,
    ana: UserId,
    read_so_far: list[int],
) -> Iterator[Office]:
    client = sandbox.client
    client.clear_faults()
    # Tests share one workspace; its limits count by the minute.
    client.advance(120)
    workspace = storage.workspaces.ensure(identity.team_id, bot_user_id=identity.bot_user_id)
    read_so_far.extend(entry["number"] for entry in client.traffic(read_so_far[-1])[-1:])
    yield Office(storage, slack, hasty, client, TwoClocks(client), workspace, ana, read_so_far[-1])
    client.clear_faults()
