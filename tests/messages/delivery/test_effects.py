"""Invitations, topics, pins and edits: repeated without harm, settled where Slack forbids them."""

import logging

import pytest
from sqlalchemy import text

from bot.model import Deal, UserId
from bot.outgoing import Kind, Outgoing
from messages.delivery.effects import EFFECTS
from tests.messages.delivery.office import Office


def effect(deal: Deal, kind: Kind, *, key: str = "e", user: UserId | None = None, edits: str | None = None) -> Outgoing:
    return Outgoing(key, kind, None, deal_id=deal.id, in_channel_of=deal.id, to_user=user, edits=edits)


def members(office: Office, deal: Deal) -> list[str]:
    (channel,) = [each for each in office.client.state()["channels"] if each["id"] == deal.channel_id]
    found: list[str] = channel["members"]
    return found


def test_a_person_is_invited(office: Office) -> None:
    deal = office.deal()
    office.send(effect(deal, Kind.INVITE, user=office.ana))

    office.drain()

    assert office.ana in members(office, deal)
    assert office.told == [("e", None)]


@pytest.mark.parametrize("fault", ["429:2", "hang:0.45", "apply_then_drop", "drop_before", "status:500"])
def test_a_fault_only_delays_an_invitation(office: Office, fault: str) -> None:
    deal = office.deal()
    office.inject(fault, method="conversations.invite")
    office.send(effect(deal, Kind.INVITE, user=office.ana))

    office.drain()

    assert office.ana in members(office, deal)
    assert office.rows() == {"e": "sent"}


def test_somebody_who_is_there_already_is_no_fault(office: Office) -> None:
    deal = office.deal()
    office.send(effect(deal, Kind.INVITE, user=office.ana), effect(deal, Kind.INVITE, user=office.ana, key="again"))

    office.drain()

    assert office.rows() == {"e": "sent", "again": "sent"}


@pytest.mark.parametrize("code", ["user_is_restricted", "cant_invite", "user_not_found", "ura_max_channels"])
def test_somebody_who_cannot_be_invited_is_settled_and_logged(
    office: Office, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    deal = office.deal()
    office.inject(f"error:{code}", method="conversations.invite")
    office.send(effect(deal, Kind.INVITE, user=office.ana))

    with caplog.at_level(logging.WARNING):
        office.drain()

    assert office.rows() == {"e": "sent"}
    assert f"was not invited: {code}" in caplog.text


def test_an_invitation_to_a_channel_that_is_gone_is_given_up(office: Office) -> None:
    deal = office.deal()
    office.inject("error:is_archived", method="conversations.invite")
    office.send(effect(deal, Kind.INVITE, user=office.ana))

    office.drain()

    assert office.rows() == {"e": "dead"}


def test_a_topic_is_set_from_the_words(office: Office) -> None:
    deal = office.deal()
    office.send(effect(deal, Kind.TOPIC))

    office.drain()

    (channel,) = [each for each in office.client.state()["channels"] if each["id"] == deal.channel_id]
    assert "e for Acme" in str(channel["topic"])


@pytest.mark.parametrize("kind", [Kind.TOPIC, Kind.PIN_BOARD])
@pytest.mark.parametrize("fault", ["unknown_method", "error:missing_scope", "error:restricted_action"])
def test_what_a_workspace_lacks_is_settled_and_never_tried_again(office: Office, kind: Kind, fault: str) -> None:
    deal = office.deal()
    office.say(deal, f"board:{deal.id}")
    office.inject(fault, method="*", match={"channel": deal.channel_id}, nth=2, times=0)
    office.deliver()
    office.send(effect(deal, kind))

    office.drain()

    assert office.rows()["e"] == "sent"
    assert len(office.calls("pins.add") + office.calls("conversations.setTopic")) == 1


def test_the_board_is_pinned_where_it_stands(office: Office) -> None:
    deal = office.deal()
    office.say(deal, f"board:{deal.id}")
    office.send(effect(deal, Kind.PIN_BOARD))

    office.drain()

    board = office.storage.outbox.posted(office.workspace.id, f"board:{deal.id}")
    assert board
    assert [call["timestamp"] for call in office.calls("pins.add")] == [board.ts]


def test_pinning_twice_is_no_fault(office: Office) -> None:
    deal = office.deal()
    office.say(deal, f"board:{deal.id}")
    office.deliver()
    office.send(effect(deal, Kind.PIN_BOARD), effect(deal, Kind.PIN_BOARD, key="again"))

    office.drain()

    assert set(office.rows().values()) == {"sent"}


def test_an_edit_redraws_the_message_that_was_sent(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.deliver()
    office.send(effect(deal, Kind.EDIT, edits="a"))

    office.drain()

    assert office.texts(deal.channel_id) == ["e"]


@pytest.mark.parametrize("fault", ["429:2", "hang:0.45", "apply_then_drop", "drop_before", "status:500"])
def test_a_fault_only_delays_an_edit(office: Office, fault: str) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.deliver()
    office.inject(fault, method="chat.update")
    office.send(effect(deal, Kind.EDIT, edits="a"))

    office.drain()

    assert office.texts(deal.channel_id) == ["e"]


def test_of_several_edits_only_the_newest_is_made(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.deliver()
    office.send(*(effect(deal, Kind.EDIT, key=key, edits="a") for key in ("e1", "e2", "e3")))

    office.drain()

    assert office.texts(deal.channel_id) == ["e3"]
    assert office.rows() == {"a": "sent", "e1": "moot", "e2": "moot", "e3": "sent"}
    assert len(office.calls("chat.update")) == 1


def test_an_edit_waits_for_its_message_to_be_sent(office: Office) -> None:
    deal = office.deal()
    office.inject("429:30")
    office.say(deal, "a")
    office.send(effect(deal, Kind.EDIT, edits="a"))

    office.drain()

    assert office.texts(deal.channel_id) == ["e"]


@pytest.mark.parametrize("kind", [Kind.EDIT, Kind.PIN_BOARD])
def test_what_belongs_to_a_message_that_was_never_sent_is_moot_in_the_end(office: Office, kind: Kind) -> None:
    deal = office.deal()
    office.send(effect(deal, kind, edits="never" if kind is Kind.EDIT else None))

    office.drain()

    assert office.rows() == {"e": "moot"}
    assert office.skipped == [("e", "the message it belongs to was never sent")]


def test_an_edit_waits_for_as_long_as_its_message_is_in_doubt(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.inject("apply_then_drop")
    office.deliver()
    with office.storage.engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET due_at = due_at + 86400000000"))
    office.send(effect(deal, Kind.EDIT, edits="a"))

    for _ in range(20):
        office.deliver()
        office.clock.pass_(60)

    assert office.rows() == {"a": "unknown", "e": "pending"}


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
def test_a_message_that_can_no_longer_be_changed_needs_no_edit(office: Office, code: str) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.deliver()
    office.inject(f"error:{code}", method="chat.update")
    office.send(effect(deal, Kind.EDIT, edits="a"))

    office.drain()

    assert office.rows()["e"] == "moot"


def test_a_burst_of_edits_keeps_within_slacks_limit(office: Office) -> None:
    deals = [office.deal() for _ in range(6)]
    office.clock.pass_(60)
    for number, deal in enumerate(deals):
        office.say(deal, *(f"m{number}{letter}" for letter in "abcdefghi"))
    office.drain(step=5)
    for number, deal in enumerate(deals):
        office.send(*(effect(deal, Kind.EDIT, key=f"e{number}{at}", edits=f"m{number}{at}") for at in "abcdefghi"))

    office.drain(step=5)

    assert [text for deal in deals for text in office.texts(deal.channel_id)] == [
        f"e{number}{at}" for number in range(6) for at in "abcdefghi"
    ]
    assert not [entry for entry in office.traffic() if entry["status"] == 429]


def test_every_kind_has_an_effect() -> None:
    assert EFFECTS.keys() == set(Kind)


def is_put_away(office: Office, deal: Deal) -> bool:
    (channel,) = [each for each in office.client.state()["channels"] if each["id"] == deal.channel_id]
    return bool(channel["is_archived"])


def test_a_channel_is_put_away_once(office: Office) -> None:
    deal = office.deal()
    office.send(effect(deal, Kind.ARCHIVE), effect(deal, Kind.ARCHIVE, key="again"))

    office.drain()

    assert is_put_away(office, deal)
    assert office.rows() == {"e": "sent", "again": "sent"}


@pytest.mark.parametrize("code", ["restricted_action", "missing_scope", "not_in_channel", "cant_archive_general"])
def test_a_channel_that_is_not_ours_to_put_away_stays(office: Office, code: str) -> None:
    deal = office.deal()
    office.inject(f"error:{code}", method="conversations.archive")
    office.send(effect(deal, Kind.ARCHIVE))

    office.drain()

    assert not is_put_away(office, deal)
    assert office.rows() == {"e": "sent"}
