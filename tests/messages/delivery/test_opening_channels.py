"""A deal gets one channel, and never somebody else's."""

from typing import Any

import pytest

from bot.model import Deal
from bot.outgoing import Kind, Outgoing
from bot.ports import Posted
from tests.messages.delivery.office import Office


def open_channel(office: Office, deal: Deal) -> None:
    key = f"channel:{deal.id}"
    office.send(Outgoing(key, Kind.OPEN_CHANNEL, f"deal:{deal.id}", deal_id=deal.id, in_channel_of=deal.id))


def channels(office: Office, deal: Deal) -> list[dict[str, Any]]:
    """Return the channels in Slack whose name ends in the deal's short id."""
    return [channel for channel in office.client.state()["channels"] if channel["name"].endswith(f"-{deal.short}")]


def test_the_deal_is_told_its_channel_with_id_and_name(office: Office) -> None:
    deal = office.deal(with_channel=False)
    open_channel(office, deal)

    office.drain()

    (channel,) = channels(office, deal)
    assert office.told == [(f"channel:{deal.id}", Posted(channel["id"], f"deal-acme-{deal.short}"))]
    assert channel["is_private"] is False


def test_a_private_deal_gets_a_private_channel(office: Office) -> None:
    deal = office.deal(with_channel=False, is_private=True)
    open_channel(office, deal)

    office.drain()

    assert office.calls("conversations.create")[-1]["is_private"]
    assert office.rows() == {f"channel:{deal.id}": "sent"}


@pytest.mark.parametrize(
    "fault",
    ["429:3", "hang:0.45", "apply_then_drop", "drop_before", "status:500", "error:fatal_error", "error:token_revoked"],
)
def test_a_fault_neither_doubles_nor_loses_the_channel(office: Office, fault: str) -> None:
    deal = office.deal(with_channel=False)
    office.inject(fault, method="conversations.create", times=2)
    open_channel(office, deal)

    office.drain()

    (channel,) = channels(office, deal)
    assert [posted for _, posted in office.told] == [Posted(channel["id"], channel["name"])]


def test_a_courier_killed_after_the_call_adopts_its_own_channel(office: Office) -> None:
    deal = office.deal(with_channel=False)
    open_channel(office, deal)
    outbox, clock = office.storage.outbox, office.clock
    (row,) = outbox.claim(now=clock.machine(), business_now=clock.now(), lease_for=60, limit=1)
    outbox.to_wire(row, now=clock.machine(), body="{}", channel_id=None)
    office.slack.send("conversations.create", {"name": deal.channel_name})

    office.drain()

    assert len(channels(office, deal)) == 1
    assert len(office.calls("conversations.create")) == 1


def test_a_name_that_a_stranger_has_gets_a_number(office: Office) -> None:
    deal = office.deal(with_channel=False)
    assert deal.channel_name
    theirs = office.client.add_channel(deal.channel_name, office.ana)["id"]
    open_channel(office, deal)

    office.drain()

    ((_, posted),) = office.told
    assert posted
    assert posted.channel_id != theirs
    assert posted.ts == f"deal-acme-2-{deal.short}"


def test_a_strangers_channel_is_left_alone_even_when_our_bot_is_in_it(office: Office) -> None:
    deal = office.deal(with_channel=False)
    assert deal.channel_name
    theirs = office.client.add_channel(deal.channel_name, office.ana, [office.workspace.bot_user_id])["id"]
    office.inject("apply_then_drop", method="conversations.create")
    open_channel(office, deal)

    office.drain()

    assert office.told[0][1] != Posted(theirs, deal.channel_name)


def test_an_archived_channel_is_not_taken_up_again(office: Office) -> None:
    deal = office.deal(with_channel=False)
    said = office.slack.ask("conversations.create", {"name": deal.channel_name})
    office.slack.ask("conversations.archive", {"channel": said.channel_id})  # type: ignore[union-attr]
    open_channel(office, deal)

    office.drain()

    ((_, posted),) = office.told
    assert posted
    assert posted.ts == f"deal-acme-2-{deal.short}"


def test_eight_taken_names_are_enough_to_ask_an_operator(office: Office) -> None:
    deal = office.deal(with_channel=False)
    office.inject("error:name_taken", method="conversations.create", times=0)
    open_channel(office, deal)

    office.drain()

    assert office.rows() == {f"channel:{deal.id}": "dead"}
    assert len({call["name"] for call in office.calls("conversations.create")}) == 8


@pytest.mark.parametrize("fault", ["status:500", "429:9", "error:missing_scope", "error:internal_error"])
def test_no_channel_is_made_while_it_is_unknown_whether_there_is_one(office: Office, fault: str) -> None:
    deal = office.deal(with_channel=False)
    office.inject("apply_then_drop", method="conversations.create")
    office.inject(fault, method="users.conversations", times=2)
    open_channel(office, deal)

    office.drain()

    assert len(channels(office, deal)) == 1
    assert len(office.calls("conversations.create")) == 1


def test_a_deal_that_has_its_channel_needs_no_call(office: Office) -> None:
    deal = office.deal()
    before = len(office.calls("conversations.create"))
    open_channel(office, deal)

    office.drain()

    assert len(office.calls("conversations.create")) == before
    assert office.told == [(f"channel:{deal.id}", Posted(deal.channel_id, deal.channel_name))]  # type: ignore[arg-type]


def test_a_deal_without_a_name_for_its_channel_is_given_up(office: Office) -> None:
    deal = office.deal(with_channel=False, channel_name=None)
    open_channel(office, deal)

    office.drain()

    assert office.skipped == [(f"channel:{deal.id}", "the deal names no channel")]


def test_many_channels_are_opened_at_slacks_pace(office: Office) -> None:
    deals = [office.deal(with_channel=False) for _ in range(25)]
    for deal in deals:
        open_channel(office, deal)

    office.drain(step=4)

    assert [len(channels(office, deal)) for deal in deals] == [1] * 25
    assert not [entry for entry in office.traffic() if entry["status"] == 429]
