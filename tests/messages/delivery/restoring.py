"""Lose what was remembered since a backup, and look back into Slack as Baton does."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from messages.delivery.looking_back import Lookout
from storage.keeping.backup import back_up
from storage.keeping.restore import restore
from storage.opening import open_storage
from tests.messages.delivery.office import Office

Back = Callable[[], Office]
Keep = Callable[[], Back]


@pytest.fixture
def keep(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> Keep:
    """Return how to back up, which gives how to lose everything since and be back at that moment's memory."""
    kept = tmp_path / "backup.db"
    url = f"sqlite:///{tmp_path / 'restored.db'}"

    def lose() -> Office:
        restore(url, kept, replace=True, now=office.clock.now(), machine=office.clock.machine())
        storage = open_storage(url, ids=uuid4)
        request.addfinalizer(storage.close)
        office.told.clear()
        passed = [entry["number"] for entry in office.client.traffic(office.first_entry)]
        return replace(office, storage=storage, first_entry=max(passed, default=office.first_entry))

    def back_up_now() -> Back:
        back_up(office.storage.engine, kept, now=office.clock.now())
        return lose

    return back_up_now


def lookout(office: Office) -> Lookout:
    return Lookout(
        office.storage.looking_back,
        office.storage.outbox,
        office.clock,
        slack_for=lambda _: office.slack,
        author_in=lambda _: office.workspace.bot_user_id,
    )


def look(office: Office, turns: int = 200) -> int:
    """Take turns until all was looked through; return how many it took."""
    for turn in range(turns):
        if not office.storage.looking_back.losses():
            return turn
        office.clock.pass_(20)
        lookout(office).run()
    raise AssertionError("it never came to an end")
