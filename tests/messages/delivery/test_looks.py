"""A look at a channel serves every row that it can, and throws away no page that Slack gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import ChannelId, UserId, WorkspaceId
from messages.delivery.history_pace import HistoryPace
from messages.delivery.looks import MOST_LOOKS, PAGES_AT_ONCE, Look, Looks
from messages.delivery.marks import metadata
from messages.delivery.outcomes import Failure, Later, Outcome, Refused, Sent, Unsure
from tests.storage.conftest import numbered_ids

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HERE = (WorkspaceId(numbered_ids()()), ChannelId("C1"))
BOT = UserId("UBATON")


def message(ts: str, marked: str = "k1", user: str | None = BOT) -> dict[str, Any]:
    return {"ts": ts, "user": user, "metadata": metadata(marked)}


def page(*messages: dict[str, Any], cursor: str = "", **more: Any) -> Sent:
    return Sent({"messages": list(messages), "response_metadata": {"next_cursor": cursor}, **more})


@dataclass
class Channel:
    """Answers one after the other, and remembers what was asked."""

    answers: list[Outcome]
    now: datetime = NOW
    asked: list[Mapping[str, Any]] = field(default_factory=list)

    def ask(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        assert method == "conversations.history"
        self.asked.append(arguments)
        return self.answers.pop(0)

    def machine(self) -> datetime:
        return self.now


def look(looks: Looks, channel: Channel, *, oldest: float = 100.0, not_before: datetime = NOW) -> Look | Failure:
    return looks.look(HERE, channel, author=BOT, oldest=oldest, not_before=not_before)


def seen(looks: Looks, channel: Channel, *, oldest: float = 100.0, not_before: datetime = NOW) -> Look:
    said = look(looks, channel, oldest=oldest, not_before=not_before)
    assert isinstance(said, Look)
    return said


@pytest.mark.parametrize(
    ("there", "found"),
    [
        (message("1.0"), "1.0"),
        (message("1.0", user="USTRANGER"), None),
        (message("1.0", user=None), None),
        (message("1.0", "k2"), None),
        ({"ts": "1.0", "user": BOT}, None),
        ({"ts": "1.0", "user": BOT, "metadata": {"event_type": "baton_sent"}}, None),
        ({"ts": "1.0"}, None),
    ],
)
def test_only_our_bots_message_with_our_mark_is_ours(there: dict[str, Any], found: str | None) -> None:
    assert seen(Looks(), Channel([page(there)])).first("k1") == found


def test_of_two_copies_the_first_is_the_message() -> None:
    found = seen(Looks(), Channel([page(message("2.0"), cursor="more"), page(message("1.0"))]))

    assert found.first("k1") == "1.0"
    assert found.copies["k1"] == {"1.0", "2.0"}


def test_a_look_serves_whoever_needs_no_more_of_it() -> None:
    looks, channel = Looks(), Channel([page(message("1.0"))])

    first = seen(looks, channel, oldest=100)
    second = seen(looks, channel, oldest=200, not_before=NOW - timedelta(minutes=1))

    assert first is second
    assert len(channel.asked) == 1


@pytest.mark.parametrize(
    ("oldest", "not_before"),
    [(99.0, NOW), (100.0, NOW + timedelta(seconds=1))],
    ids=["further back", "after a later call"],
)
def test_a_look_that_proves_too_little_is_made_anew(oldest: float, not_before: datetime) -> None:
    looks, channel = Looks(), Channel([page(), page(message("1.0"))])
    seen(looks, channel)
    channel.now = not_before

    again = seen(looks, channel, oldest=oldest, not_before=not_before)

    assert again.first("k1") == "1.0"
    assert len(channel.asked) == 2


def test_another_channel_is_another_look() -> None:
    looks, channel = Looks(), Channel([page(message("1.0")), page()])
    seen(looks, channel)

    other = looks.look((HERE[0], ChannelId("C2")), channel, author=BOT, oldest=100.0, not_before=NOW)

    assert isinstance(other, Look)
    assert other.first("k1") is None


@pytest.mark.parametrize("trouble", [Later(60, "no token"), Unsure("HTTP 500")])
def test_a_look_that_was_interrupted_goes_on_where_it_stopped(trouble: Failure) -> None:
    looks = Looks()
    channel = Channel([page(message("2.0", "k2"), cursor="p2"), trouble, page(message("1.0"))])

    assert look(looks, channel) == trouble
    channel.now += timedelta(minutes=1)
    found = seen(looks, channel)

    assert (found.first("k1"), found.first("k2")) == ("1.0", "2.0")
    assert found.began_at == NOW
    assert [asked.get("cursor") for asked in channel.asked] == [None, "p2", "p2"]


def test_a_look_that_slack_refused_to_go_on_with_begins_anew() -> None:
    looks = Looks()
    channel = Channel([page(cursor="p2"), Refused("invalid_cursor"), page(message("1.0"))])

    assert look(looks, channel) == Refused("invalid_cursor")
    assert seen(looks, channel).first("k1") == "1.0"
    assert [asked.get("cursor") for asked in channel.asked] == [None, "p2", None]


def test_a_channel_that_slack_shows_a_part_of_proves_nothing() -> None:
    said = look(Looks(), Channel([page(message("1.0"), has_more=True)]))

    assert said == Refused("Slack keeps back a part of the channel")


def test_a_long_channel_is_read_in_several_turns() -> None:
    looks = Looks()
    pages: list[Outcome] = [page(cursor=f"p{number}") for number in range(PAGES_AT_ONCE)]
    channel = Channel([*pages, page(message("1.0"))])

    assert look(looks, channel) == Unsure("there is more of the channel to look through")
    assert seen(looks, channel).first("k1") == "1.0"
    assert len(channel.asked) == PAGES_AT_ONCE + 1


def test_history_is_asked_for_in_small_pages_where_slack_gives_no_more() -> None:
    channel = Channel([page()])

    seen(Looks(HistoryPace(is_slow=True)), channel)

    assert channel.asked[0]["limit"] == 15


def test_looks_are_not_kept_without_bound() -> None:
    looks = Looks()
    for number in range(MOST_LOOKS + 1):
        place = (HERE[0], ChannelId(f"C{number}"))
        looks.look(place, Channel([page()]), author=BOT, oldest=100.0, not_before=NOW)

    first, last = Channel([page()]), Channel([page()])
    looks.look((HERE[0], ChannelId("C0")), first, author=BOT, oldest=100.0, not_before=NOW)
    looks.look((HERE[0], ChannelId(f"C{MOST_LOOKS}")), last, author=BOT, oldest=100.0, not_before=NOW)

    assert (len(first.asked), len(last.asked)) == (1, 0)


def test_a_look_of_a_clock_that_was_ahead_proves_nothing_about_calls_made_since() -> None:
    """It began before them, and only seems younger."""
    looks = Looks()
    seen(looks, Channel([page()], now=NOW + timedelta(days=1)))
    now = Channel([page(message("150.0"))], now=NOW)

    assert seen(looks, now, not_before=NOW).first("k1") == "150.0"


def test_two_threads_whose_readings_part_by_a_moment_share_a_look() -> None:
    looks = Looks()
    seen(looks, Channel([page(message("150.0"))], now=NOW))
    a_little_behind = Channel([], now=NOW - timedelta(milliseconds=20))

    assert seen(looks, a_little_behind, not_before=NOW - timedelta(seconds=9)).first("k1") == "150.0"
