"""A real database file and a Slack that answers over HTTP: what the courier works with."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.model import UserId
from messages.delivery.directory import Identity, who_am_i
from messages.delivery.slack import Slack
from sandbox.running import Sandbox
from storage.opening import open_migrated
from tests.messages.delivery.office import PATIENCE, START, Office, TwoClocks


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(start=START) as running:
        yield running


@pytest.fixture(scope="session")
def identity(sandbox: Sandbox) -> Identity:
    return who_am_i(Slack(sandbox.bot_token, base_url=sandbox.api_url))


@pytest.fixture(scope="session")
def ana(sandbox: Sandbox) -> UserId:
    return UserId(sandbox.client.add_person("ana", "Ana", tz="Europe/Helsinki", email="ana@example.com")["id"])


@pytest.fixture
def slack(sandbox: Sandbox) -> Slack:
    return Slack(sandbox.bot_token, base_url=sandbox.api_url, timeout=PATIENCE)


@pytest.fixture
def office(tmp_path: Path, sandbox: Sandbox, slack: Slack, identity: Identity, ana: UserId) -> Iterator[Office]:
    client = sandbox.client
    client.clear_faults()
    # Tests share one workspace; its limits count by the minute.
    client.advance(120)
    storage = open_migrated(f"sqlite:///{tmp_path / 'baton.db'}", ids=uuid4)
    workspace = storage.workspaces.ensure(identity.team_id, bot_user_id=identity.bot_user_id)
    past = len(client.traffic())
    yield Office(storage, slack, client, TwoClocks(client), workspace, ana, past)
    storage.close()
    client.clear_faults()
