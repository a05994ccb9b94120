"""Slack tells us of our own messages: what was in doubt is settled by that, without a call."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from bot.model import Deal, UserId
from bot.outgoing import Kind, Outgoing
from messages.delivery.evidence import evidence
from messages.delivery.marks import mark, metadata
from storage.opening import Storage, open_migrated
from tests.messages.delivery.office import Office


@pytest.fixture
def storage() -> Iterator[Storage]:
    """Return a memory of its own: a second workspace in the shared one would be looked after by every later test."""
    memory = open_migrated("sqlite://", ids=uuid4)
    yield memory
    memory.close()


def heard(office: Office, message: dict[str, Any]) -> bool:
    """Hand over a message event, as the way in does."""
    return evidence(message, office.workspace, outbox=office.storage.outbox, told=office.tell, clock=office.clock)


def event_of(office: Office, deal: Deal) -> dict[str, Any]:
    """Return the event of the last message in a deal's channel."""
    assert deal.channel_id
    return office.client.messages(deal.channel_id)[-1] | {"type": "message", "channel": deal.channel_id}


def in_doubt(office: Office, fault: str = "apply_then_drop") -> tuple[Deal, dict[str, Any]]:
    """Post a message whose answer is lost; return the event that tells of it."""
    deal = office.deal()
    office.say(deal, "a")
    office.inject(fault)
    office.deliver()
    assert office.rows() == {"a": "unknown"}
    return deal, event_of(office, deal)


def test_a_message_that_slack_tells_of_is_sent_without_a_look(office: Office) -> None:
    deal, event = in_doubt(office)

    assert heard(office, event)

    assert office.rows() == {"a": "sent"}
    assert office.column("a", "ts") == event["ts"]
    office.drain()
    assert office.calls("conversations.history") == []
    assert office.texts(deal.channel_id) == ["a"]


def test_the_deal_is_told_where_its_message_stands(office: Office) -> None:
    _, event = in_doubt(office)

    heard(office, event)

    ((key, posted),) = office.told
    assert (key, posted) == ("a", office.storage.outbox.posted(office.workspace.id, "a"))


def test_a_lane_goes_on_as_soon_as_the_doubt_is_over(office: Office) -> None:
    deal, event = in_doubt(office)
    office.say(deal, "b")
    assert office.deliver() == 0

    heard(office, event)
    office.deliver()

    assert office.texts(deal.channel_id) == ["a", "b"]


def test_hearing_it_again_changes_nothing(office: Office) -> None:
    _, event = in_doubt(office)
    assert heard(office, event)

    assert not heard(office, event)
    assert len(office.told) == 1


def test_an_event_about_what_was_answered_changes_nothing(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.deliver()

    assert not heard(office, event_of(office, deal))
    assert len(office.told) == 1


def test_an_event_that_comes_before_the_answer_settles_it_once(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a", "b")

    def hear(outgoing: Outgoing) -> None:
        office.while_telling = lambda _: None
        assert outgoing.key == "a"
        assert heard(office, event_of(office, deal))

    office.while_telling = hear
    office.drain()

    assert office.rows() == {"a": "sent", "b": "sent"}
    assert office.texts(deal.channel_id) == ["a", "b"]


def test_a_direct_message_is_known_again_too(office: Office) -> None:
    office.send(Outgoing("a", Kind.TELL, None, to_user=office.ana))
    office.inject("apply_then_drop")
    office.deliver()
    channel_id = office.column("a", "channel_id")
    event = office.client.messages(channel_id)[-1] | {"channel": channel_id}

    assert heard(office, event)


@pytest.mark.parametrize(
    "change",
    [
        {"user": "USTRANGER"},
        {"user": None},
        {"channel": "CELSEWHERE"},
        {"channel": None},
        {"ts": None},
        {"metadata": None},
        {"metadata": metadata("no mark of ours")},
        {"metadata": metadata(mark("a", b"another workspace's secret"))},
        {"metadata": {"event_type": "somebody_elses", "event_payload": {"k": "a"}}},
    ],
)
def test_what_is_not_surely_ours_proves_nothing(office: Office, change: dict[str, Any]) -> None:
    _, event = in_doubt(office)

    assert not heard(office, event | change)
    assert office.rows() == {"a": "unknown"}


def test_another_workspaces_bot_proves_nothing_here(office: Office) -> None:
    _, event = in_doubt(office)
    other = office.storage.workspaces.ensure("TELSEWHERE", bot_user_id=UserId(office.workspace.bot_user_id))

    outbox = office.storage.outbox
    assert not evidence(event, other, outbox=outbox, told=office.tell, clock=office.clock)
    assert office.rows() == {"a": "unknown"}


def test_a_crash_after_the_deal_was_told_leaves_the_message_to_be_found(office: Office) -> None:
    deal, event = in_doubt(office)

    def die(_: Outgoing) -> None:
        office.while_telling = lambda _: None
        raise KeyboardInterrupt

    office.while_telling = die
    with pytest.raises(KeyboardInterrupt):
        heard(office, event)
    office.drain()

    assert office.rows() == {"a": "sent"}
    assert office.texts(deal.channel_id) == ["a"]
