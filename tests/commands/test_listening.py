"""That people write in a deal's channel is noted, once an hour, and nothing of what they write."""

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest

from bot.model import ChannelId, WorkspaceId
from bot.ports import UnitOfWork
from bot.refusals import Busy
from commands.listening import MOST_REMEMBERED, Listening, is_by_a_person
from tests.bot.making import NOW
from tests.commands.hall import CHANNEL, ELSEWHERE, TEAM, Hall

SAID = {
    "type": "message",
    "channel": CHANNEL,
    "channel_type": "channel",
    "user": "UANA",
    "ts": "1.2",
    "text": "on my way",
}


@pytest.mark.parametrize(
    ("changes", "is_theirs"),
    [
        ({}, True),
        ({"subtype": "file_share"}, True),
        ({"subtype": "me_message"}, True),
        ({"subtype": "thread_broadcast"}, True),
        ({"thread_ts": "1.0"}, True),
        ({"channel_type": "group"}, True),
        ({"channel_type": "im"}, False),
        ({"subtype": "channel_join"}, False),
        ({"subtype": "channel_topic"}, False),
        ({"subtype": "message_changed", "user": None}, False),
        ({"subtype": "bot_message"}, False),
        ({"bot_id": "BBATON"}, False),
        ({"user": "USLACKBOT"}, False),
        ({"user": None}, False),
    ],
)
def test_what_people_write_is_told_from_what_programs_and_slack_itself_write(
    changes: dict[str, Any], *, is_theirs: bool
) -> None:
    assert is_by_a_person(SAID | changes) is is_theirs


@pytest.fixture
def ears(hall: Hall) -> Listening:
    workspaces = {TEAM: hall.office.workspace.id}
    return Listening(hall.office.desk, hall.clock, workspaces.get)


def hears(ears: Listening, **changes: Any) -> None:
    ears.heard(TEAM, SAID | changes)


def test_the_moment_is_kept_and_nothing_of_what_was_written(hall: Hall, ears: Listening) -> None:
    before = hall.events()
    hall.clock.move(hours=3)

    hears(ears, text="the crane is 12 m high")

    assert hall.deal.lived_at == hall.clock.at
    assert hall.events() == before
    assert "crane" not in repr(hall.deal)


def test_an_hour_of_talk_is_one_write(hall: Hall, ears: Listening) -> None:
    hears(ears)
    first = hall.deal

    for _ in range(5):
        hall.clock.move(minutes=11)
        hears(ears)
    assert hall.deal == first

    hall.clock.move(minutes=6)
    hears(ears)
    assert (hall.deal.version, hall.deal.lived_at) == (first.version + 1, hall.clock.at)


def test_another_process_that_hears_the_same_hour_writes_nothing(hall: Hall, ears: Listening) -> None:
    hears(ears)
    first = hall.deal
    hall.clock.move(minutes=5)

    hears(replace(ears, _noted={}))

    assert hall.deal == first


@pytest.mark.parametrize(
    "changes", [{"channel": ELSEWHERE}, {"channel": None}, {"bot_id": "B1"}, {"subtype": "channel_join"}]
)
def test_what_is_no_word_of_a_person_about_a_deal_changes_nothing(
    hall: Hall, ears: Listening, changes: dict[str, Any]
) -> None:
    before = hall.deal
    hall.clock.move(hours=3)

    hears(ears, **changes)

    assert hall.deal == before


def test_what_is_written_in_another_company_is_not_listened_to(hall: Hall, ears: Listening) -> None:
    before = hall.deal
    hall.clock.move(hours=3)

    ears.heard("T0OTHER", SAID)

    assert hall.deal == before


def test_what_a_channel_says_meanwhile_costs_no_look_at_the_database(hall: Hall, ears: Listening) -> None:
    looked: list[WorkspaceId] = []

    def work(workspace_id: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
        looked.append(workspace_id)
        return hall.office.desk.work(workspace_id)

    counting = replace(ears, desk=replace(hall.office.desk, work=work))
    for channel in (CHANNEL, ELSEWHERE) * 20:
        hears(counting, channel=channel)

    # The deal's channel is looked up and noted; of the other one it is only found out that it is no deal's.
    assert len(looked) == 3


def test_a_clock_that_was_set_back_stops_nothing(hall: Hall, ears: Listening) -> None:
    hall.clock.move(hours=3)
    hears(ears)
    noted = hall.clock.at

    hall.clock.move(hours=-2)
    hears(ears)
    assert hall.deal.lived_at == noted

    hall.clock.move(hours=4)
    hears(ears)
    assert hall.deal.lived_at == hall.clock.at


def test_a_deal_that_many_are_changing_just_now_needs_no_note(hall: Hall, ears: Listening) -> None:
    def busy(_: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
        raise Busy

    hears(replace(ears, desk=replace(hall.office.desk, work=busy)))

    hears(ears)
    assert hall.deal.lived_at == hall.clock.at


def test_the_memory_of_channels_is_bounded(hall: Hall, ears: Listening) -> None:
    crowded = {(hall.office.workspace.id, ChannelId(f"C{n}")): NOW for n in range(MOST_REMEMBERED)}

    full = replace(ears, _noted=crowded)
    hears(full)

    assert len(crowded) == 1
