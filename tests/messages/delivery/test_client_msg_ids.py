"""A message can carry an id of its own for Slack; nothing is built on it."""

from uuid import UUID

import pytest

from messages.delivery.marks import client_msg_id, mark
from tests.messages.delivery.office import Office


def test_no_id_is_sent_unless_it_is_asked_for(office: Office) -> None:
    office.say(office.deal(), "a")

    office.drain()

    (call,) = office.calls("chat.postMessage")
    assert "client_msg_id" not in call


def test_every_try_of_a_message_carries_the_same_id_and_another_message_another(office: Office) -> None:
    office.sends_ids = True
    office.inject("drop_before")
    office.say(office.deal(), "a", "b")

    office.drain()

    first, again, other = (call["client_msg_id"] for call in office.calls("chat.postMessage"))
    assert first == again != other


@pytest.mark.parametrize("error", ["duplicate_message_not_found", "duplicate_channel_not_found"])
def test_a_word_of_slack_about_the_id_is_a_doubt_and_no_answer(office: Office, error: str) -> None:
    office.sends_ids = True
    deal = office.deal()
    office.inject(f"error:{error}")
    office.say(deal, "a")

    office.deliver()
    assert office.rows() == {"a": "unknown"}

    office.drain()
    assert office.texts(deal.channel_id) == ["a"]
    assert len(office.calls("conversations.history")) == 1


def test_an_id_is_a_uuid_that_tells_nothing_of_the_key() -> None:
    given = client_msg_id(mark("nudge:1:2", b"secret"))

    assert str(UUID(given)) == given
    assert given != client_msg_id(mark("nudge:1:2", b"another"))
