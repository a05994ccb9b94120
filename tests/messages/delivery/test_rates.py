"""The pace of calls stays within what Slack documents."""

import pytest

from bot.model import ChannelId
from messages.delivery.rates import TIERS, rates

# Calls in any minute, from Slack's tables: tier 2, tier 3, tier 4 and the special ones.
DOCUMENTED = {
    "auth.test": 600,
    "chat.delete": 50,
    "chat.update": 50,
    "conversations.create": 20,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.invite": 50,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.setTopic": 20,
    "pins.add": 20,
    "users.conversations": 20,
    "views.publish": 100,
}


def test_every_method_in_the_table_is_checked_against_slacks_figure() -> None:
    assert TIERS.keys() == DOCUMENTED.keys()


@pytest.mark.parametrize("method", sorted(DOCUMENTED))
def test_no_minute_takes_more_than_slacks_figure_and_no_burst_more_than_that(method: str) -> None:
    (rate,) = rates(method, None)

    assert rate.a_minute is not None
    assert rate.burst <= rate.a_minute <= DOCUMENTED[method]
    assert rate.per_second * 60 == pytest.approx(rate.a_minute)


def test_edits_stay_within_forty_five_a_minute() -> None:
    (rate,) = rates("chat.update", ChannelId("C1"))

    assert rate.a_minute == 45


def test_a_post_takes_a_token_of_its_channel_and_one_of_the_workspace() -> None:
    of_channel, of_workspace = rates("chat.postMessage", ChannelId("C1"))

    assert (of_channel.bucket, of_workspace.bucket) == ("chat.postMessage:C1", "chat.postMessage")
    assert (of_channel.a_minute, of_workspace.a_minute) == (60, 300)


def test_a_method_nobody_thought_of_is_called_at_the_slowest_pace() -> None:
    (rate,) = rates("bookmarks.add", None)

    assert (rate.bucket, rate.burst) == ("bookmarks.add", 4)
    assert rate.a_minute == min(DOCUMENTED.values())
