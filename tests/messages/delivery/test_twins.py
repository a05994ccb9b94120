"""Of two channels that were made for one deal the deal keeps its own; an empty other one is put away."""

from dataclasses import replace
from typing import Any

import pytest

from bot.model import ChannelId, Deal
from bot.outgoing import Kind, Outgoing
from messages.delivery.outcomes import Sent
from tests.messages.delivery.office import Office

TEN_MINUTES = 630


@pytest.fixture
def deal(office: Office) -> Deal:
    """Return a deal whose channel was in doubt when it was opened, and that has heard of it."""
    opened = office.deal(with_channel=False)
    key = f"channel:{opened.id}"
    office.send(Outgoing(key, Kind.OPEN_CHANNEL, f"deal:{opened.id}", deal_id=opened.id, in_channel_of=opened.id))
    office.inject("apply_then_drop", method="conversations.create")
    office.drain()
    posted = office.told[0][1]
    assert posted
    with office.storage.work(office.workspace.id) as uow:
        uow.save(opened, told := replace(opened, channel_id=posted.channel_id), [], [])
    return told


def twin(office: Office, deal: Deal) -> ChannelId:
    """Make a second one, as a process does that slept before its call until the first was found."""
    said = office.slack.send("conversations.create", {"name": f"deal-acme-2-{deal.short}"})
    assert isinstance(said, Sent)
    return said.channel_id


def later(office: Office, seconds: float = TEN_MINUTES) -> None:
    office.clock.pass_(seconds)
    office.deliver()


def is_archived(office: Office, channel_id: ChannelId | None) -> bool:
    (channel,) = [each for each in office.client.state()["channels"] if each["id"] == channel_id]
    return bool(channel["is_archived"])


def opening(deal: Deal) -> str:
    return f"channel:{deal.id}"


def note(office: Office, deal: Deal) -> Any:
    return office.column(opening(deal), "error")


def test_an_empty_twin_is_archived_and_that_is_recorded(
    office: Office, deal: Deal, caplog: pytest.LogCaptureFixture
) -> None:
    other = twin(office, deal)

    later(office)

    assert is_archived(office, other)
    assert not is_archived(office, deal.channel_id)
    words = f"a second channel, deal-acme-2-{deal.short} ({other}), was empty and is archived"
    assert note(office, deal) == words
    assert words in caplog.text


def test_a_twin_that_somebody_spoke_in_stays(office: Office, deal: Deal) -> None:
    other = twin(office, deal)
    office.slack.send("conversations.invite", {"channel": other, "users": office.ana})
    office.client.act(office.ana, "message", channel=other, text="Is this the right one?")

    later(office)

    assert not is_archived(office, other)
    assert "was spoken in and stays" in note(office, deal)
    assert office.calls("conversations.archive") == []


def test_who_came_into_it_without_a_word_does_not_keep_it(office: Office, deal: Deal) -> None:
    other = twin(office, deal)
    office.slack.send("conversations.invite", {"channel": other, "users": office.ana})

    later(office)

    assert is_archived(office, other)


def test_the_deals_own_is_never_touched_even_if_it_is_the_later_and_the_empty_one(office: Office, deal: Deal) -> None:
    other = twin(office, deal)
    assert deal.channel_id
    office.slack.send("chat.postMessage", {"channel": deal.channel_id, "text": "first"})
    with office.storage.work(office.workspace.id) as uow:
        stored = uow.deal(deal.id)
        assert stored
        uow.save(stored, replace(stored, channel_id=other), [], [])

    later(office)

    assert not is_archived(office, other)
    assert not is_archived(office, deal.channel_id)


def test_one_channel_is_left_alone(office: Office, deal: Deal) -> None:
    later(office)

    assert office.calls("conversations.archive") == []
    assert (note(office, deal), office.column(opening(deal), "second_look_at")) == (None, None)


def test_a_strangers_channel_of_that_name_is_none_of_ours(office: Office, deal: Deal) -> None:
    theirs = office.client.add_channel(f"x-{deal.short}", office.ana, [office.workspace.bot_user_id])["id"]

    later(office)

    assert not is_archived(office, theirs)


@pytest.mark.parametrize("method", ["users.conversations", "conversations.history", "conversations.archive"])
@pytest.mark.parametrize("fault", ["status_after:500", "429:5", "error:internal_error", "error:token_revoked"])
def test_a_fault_puts_it_off(office: Office, deal: Deal, method: str, fault: str) -> None:
    other = twin(office, deal)
    office.inject(fault, method=method)

    later(office)
    assert office.column(opening(deal), "second_look_at") is not None

    for _ in range(6):
        later(office, 31)
    assert is_archived(office, other)
    assert office.column(opening(deal), "second_look_at") is None


def test_a_workspace_in_which_it_may_not_archive_is_asked_for_a_day(office: Office, deal: Deal) -> None:
    twin(office, deal)
    office.inject("error:restricted_action", method="conversations.archive", times=0)

    later(office)
    later(office, 86_400)

    assert "restricted_action" in note(office, deal)
    assert office.column(opening(deal), "second_look_at") is None


def test_of_two_channels_the_first_is_adopted(office: Office) -> None:
    """Whoever looks, and whenever, takes the same one."""
    deal = office.deal(with_channel=False)
    first = office.slack.send("conversations.create", {"name": f"z-{deal.short}"})
    assert isinstance(first, Sent)
    office.clock.pass_(5)
    second = office.slack.send("conversations.create", {"name": f"a-{deal.short}"})
    assert isinstance(second, Sent)
    office.inject("drop_before", method="conversations.create")
    office.send(Outgoing(opening(deal), Kind.OPEN_CHANNEL, None, deal_id=deal.id, in_channel_of=deal.id))

    office.drain()

    posted = office.told[0][1]
    assert posted
    assert posted.channel_id == first.channel_id
