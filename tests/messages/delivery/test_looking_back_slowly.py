"""Looking back at Slack's slowest, one call of fifteen messages a minute: it takes its time, and comes to its end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest

from bot.model import UserId
from messages.delivery.directory import Identity, who_am_i
from messages.delivery.history_pace import SMALL_PAGE, HistoryPace
from messages.delivery.looking_back import Lookout
from messages.delivery.slack import Slack
from sandbox.running import Sandbox
from storage.keeping.backup import back_up
from storage.keeping.restore import restore
from storage.opening import Storage, open_migrated, open_storage
from tests.messages.delivery.office import START, Office

SENT = [f"m{number:02}" for number in range(40)]
TICK = 5.0
MINUTE = timedelta(minutes=1)


# A workspace of its own: at a call a minute, each channel that another test has made would cost a minute.
@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.start(start=START) as running:
        yield running


@pytest.fixture(scope="module")
def identity(sandbox: Sandbox) -> Identity:
    return who_am_i(Slack(sandbox.bot_token, base_url=sandbox.api_url))


@pytest.fixture(scope="module")
def ana(sandbox: Sandbox) -> UserId:
    return UserId(sandbox.client.add_person("ana", "Ana", email="ana@example.com")["id"])


@pytest.fixture(scope="module")
def read_so_far() -> list[int]:
    return [0]


@pytest.fixture
def storage() -> Iterator[Storage]:
    """Return a memory of its own: two local Slacks give the same ids to different channels."""
    opened = open_migrated("sqlite://", ids=uuid4)
    yield opened
    opened.close()


@pytest.fixture
def back(office: Office, tmp_path: Path) -> Iterator[Office]:
    """Give an office that forgot forty messages of one channel, and knows of one more that it has to say there."""
    deal = office.deal()
    office.say(deal, *SENT, "not sent yet")
    back_up(office.storage.engine, tmp_path / "backup.db", now=office.clock.now())
    while office.rows()[SENT[-1]] != "sent":
        office.courier().deliver_once(1)
        office.clock.pass_(1)
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    restore(url, tmp_path / "backup.db", replace=True, now=office.clock.now(), machine=office.clock.machine())
    storage = open_storage(url, ids=uuid4)
    passed = [entry["number"] for entry in office.client.traffic(office.first_entry)]
    yield replace(office, storage=storage, first_entry=max(passed))
    storage.close()


def lookout(office: Office, pace: HistoryPace) -> Lookout:
    memory, outbox = office.storage.looking_back, office.storage.outbox
    author = office.workspace.bot_user_id
    return Lookout(
        memory, outbox, office.clock, slack_for=lambda _: office.slack, author_in=lambda _: author, pace=pace
    )


def look(office: Office, pace: HistoryPace, *, restarts: bool = False) -> float:
    """Tick until all was looked through; return the minutes that it took."""
    watch, passed = lookout(office, pace), 0.0
    while office.storage.looking_back.losses():
        assert passed < 3600, "it never came to an end"
        office.clock.pass_(TICK)
        passed += TICK
        office.deliver()
        (lookout(office, pace) if restarts else watch).run()
    return passed / 60


def asked(office: Office) -> list[tuple[datetime, int]]:
    """Return when history was asked for, and for how many messages."""
    calls = [entry for entry in office.traffic() if entry["method"] == "conversations.history"]
    return [(datetime.fromisoformat(entry["at"]), int(entry["args"]["limit"])) for entry in calls]


@pytest.mark.parametrize("restarts", [False, True])
def test_one_call_a_minute_is_enough(office: Office, back: Office, restarts: bool) -> None:
    look(back, HistoryPace(is_slow=True), restarts=restarts)
    back.drain()

    calls = asked(back)
    assert all(later - earlier >= MINUTE for (earlier, _), (later, _) in pairwise(calls))
    assert {limit for _, limit in calls} == {SMALL_PAGE}
    assert [call["text"].split(" for ")[0] for call in back.calls("chat.postMessage")] == ["not sent yet"]
    assert set(back.rows().values()) == {"sent"}


def test_it_takes_a_minute_for_each_channel_and_each_fifteen_messages(office: Office, back: Office) -> None:
    channels = len(back.client.state()["channels"])

    minutes = look(back, HistoryPace(is_slow=True))

    pages = len(asked(back))
    assert pages <= channels + len(SENT) / SMALL_PAGE + 1
    # Ten minutes pass before the first call: what was on its way then has arrived by now.
    assert 10 <= minutes <= pages + 11


def test_nothing_is_said_before_the_last_page_was_read(office: Office, back: Office) -> None:
    look(back, HistoryPace(is_slow=True))

    assert back.calls("chat.postMessage") == []


def test_who_meets_the_limit_goes_on_slowly_by_itself(office: Office, back: Office) -> None:
    """Nobody has to know, or to say, which of Slack's two paces an app is given."""
    back.inject("429:60", method="conversations.history")

    look(back, HistoryPace())
    back.drain()

    (first, quick), (second, slow), *_ = asked(back)
    assert second - first >= MINUTE
    assert quick > slow == SMALL_PAGE
    assert len(back.calls("chat.postMessage")) == 1
