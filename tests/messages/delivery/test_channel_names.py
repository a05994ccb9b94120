"""What a deal's channel may be called, and which channel is ours to adopt."""

from typing import Any

import pytest

from bot.model import UserId
from messages.delivery.channels import is_ours, names

BOT = UserId("UBATON")
OURS = {"name": "deal-acme-abc123", "creator": "UBATON", "is_archived": False}


def test_the_first_name_is_the_one_the_deal_chose() -> None:
    assert next(iter(names("deal-acme-abc123", "abc123"))) == "deal-acme-abc123"


def test_a_taken_name_gets_a_number_before_the_short_id() -> None:
    assert list(names("deal-acme-abc123", "abc123"))[1:3] == ["deal-acme-2-abc123", "deal-acme-3-abc123"]


def test_every_name_fits_slack_and_ends_in_the_short_id() -> None:
    longest = "deal-" + "a" * 68 + "-abc123"

    offered = list(names(longest, "abc123"))

    assert len(offered) == len(set(offered)) == 5
    assert all(len(name) <= 80 and name.endswith("-abc123") for name in offered)


def test_a_channel_of_our_bot_with_the_short_id_is_ours() -> None:
    assert is_ours(OURS, "abc123", BOT)


@pytest.mark.parametrize(
    "difference",
    [
        {"creator": "USTRANGER"},
        {"creator": None},
        {"name": "deal-acme-xyz789"},
        {"name": "deal-acme-xabc123"},
        {"is_archived": True},
    ],
    ids=str,
)
def test_any_other_channel_is_not(difference: dict[str, Any]) -> None:
    assert not is_ours(OURS | difference, "abc123", BOT)
