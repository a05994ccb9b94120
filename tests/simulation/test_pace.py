"""Slack's limits as they are counted on its side."""

from typing import Any

import pytest

from tests.simulation.pace import POSTS, POSTS_IN_CHANNEL, TIERS, Pace


def post(channel: str, mark: str = "m") -> dict[str, Any]:
    return {"channel": channel, "metadata": {"event_payload": {"k": mark}}}


@pytest.fixture
def pace() -> Pace:
    return Pace()


@pytest.mark.parametrize("method", sorted(TIERS))
def test_as_many_calls_as_a_method_allows_are_fine_and_one_more_is_not(pace: Pace, method: str) -> None:
    for n in range(TIERS[method]):
        pace.called(n * 0.1, method, {})
    assert pace.broken == []

    pace.called(59.0, method, {})
    assert len(pace.broken) == 1


def test_a_minute_later_they_count_no_more(pace: Pace) -> None:
    for n in range(1000):
        pace.called(n * 3.1, "conversations.create", {})

    assert pace.broken == []


def test_one_channel_takes_a_message_a_second(pace: Pace) -> None:
    for n in range(POSTS_IN_CHANNEL):
        pace.called(n * 0.1, "chat.postMessage", post("C1"))
    pace.called(10.0, "chat.postMessage", post("C2"))
    assert pace.broken == []

    pace.called(11.0, "chat.postMessage", post("C1"))
    assert "in C1" in pace.broken[0]


def test_a_workspace_takes_some_hundred_messages_a_minute_over_all_channels(pace: Pace) -> None:
    for n in range(POSTS + 1):
        pace.called(n * 0.01, "chat.postMessage", post(f"C{n}"))

    assert len(pace.broken) == 1
