"""What a deal's channel may be called, and which channel is ours to adopt."""

from typing import Any
from uuid import UUID

import pytest

from bot.ladder import DEFAULT_LADDER
from bot.model import Deal, DealId, DealStatus, Facts, UserId, WorkspaceId
from messages.delivery.channels import is_ours, name_for
from messages.delivery.jobs import MOST_ATTEMPTS

BOT = UserId("UBATON")
OURS = {"name": "deal-acme-abc123", "creator": "UBATON", "is_archived": False}


def deal(name: str) -> Deal:
    return Deal(
        id=DealId(UUID(int=1)),
        workspace_id=WorkspaceId(UUID(int=2)),
        source="test",
        external_id="1",
        short="abc123",
        kind="site",
        facts=Facts(name="Site", account="Acme"),
        status=DealStatus.OPEN,
        seller_id=UserId("U1"),
        owner_id=UserId("U1"),
        zone="UTC",
        ladder=DEFAULT_LADDER,
        channel_name=name,
    )


def test_the_first_name_is_the_one_the_deal_chose() -> None:
    assert name_for(deal("deal-acme-abc123"), 0) == "deal-acme-abc123"


def test_after_a_taken_name_a_number_stands_before_the_short_id() -> None:
    offered = [name_for(deal("deal-acme-abc123"), attempt) for attempt in (1, 2)]

    assert offered == ["deal-acme-2-abc123", "deal-acme-3-abc123"]


def test_every_name_fits_slack_and_ends_in_the_short_id() -> None:
    longest = deal("deal-" + "a" * 68 + "-abc123")

    offered = [name_for(longest, attempt) for attempt in range(MOST_ATTEMPTS)]

    assert len(set(offered)) == MOST_ATTEMPTS
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
