"""What Slack will not have is given up aloud, holds nobody up, and can be tried again."""

import pytest

from bot.model import Deal
from bot.outgoing import Kind, Outgoing
from messages.delivery.effects import HOMELESS
from messages.tracing import at_hand
from tests.lines import written
from tests.messages.delivery.office import Office


def opening(office: Office, *more: Outgoing) -> Deal:
    """Decide on a deal's channel and on what is to be said there."""
    deal = office.deal(with_channel=False)
    lane = f"deal:{deal.id}"
    office.send(
        Outgoing(f"channel:{deal.id}", Kind.OPEN_CHANNEL, lane, deal_id=deal.id, in_channel_of=deal.id),
        Outgoing("topic", Kind.TOPIC, lane, deal_id=deal.id, in_channel_of=deal.id),
        Outgoing("invite", Kind.INVITE, lane, deal_id=deal.id, in_channel_of=deal.id, to_user=office.ana),
        Outgoing("brief", Kind.BRIEF, lane, deal_id=deal.id, in_channel_of=deal.id),
        *more,
    )
    return deal


def without_channel(office: Office) -> Deal:
    """Let Slack refuse the channel until Baton gives it up."""
    office.inject("error:invalid_name", method="conversations.create")
    deal = opening(office)
    office.drain()
    return deal


def test_somebody_hears_of_what_is_given_up(office: Office) -> None:
    deal = office.deal()
    office.inject("error:msg_too_long")
    office.say(deal, "a", "b")

    office.drain()

    assert office.given_up == [("a", "msg_too_long")]
    assert office.rows() == {"a": "dead", "b": "sent"}


def test_what_is_given_up_is_written_with_its_workspace_deal_and_key(office: Office) -> None:
    deal = office.deal()
    office.inject("error:msg_too_long")
    office.say(deal, "a")

    with written() as lines:
        office.drain()

    (line,) = (each for each in lines if each["event"].startswith("Slack will not get"))
    assert (line["workspace"], line["deal"], line["key"]) == (str(deal.workspace_id), str(deal.id), "a")
    assert at_hand() == {}


@pytest.mark.parametrize("fault", ["429:5", "status:500", "error:token_revoked", "error:internal_error"])
def test_nobody_hears_of_what_is_only_late(office: Office, fault: str) -> None:
    office.inject(fault, times=3)
    office.say(office.deal(), "a")

    office.drain()

    assert office.given_up == []


def test_a_channel_that_cannot_be_opened_holds_its_lane_no_longer(office: Office) -> None:
    without_channel(office)

    assert set(office.rows().values()) == {"dead"}
    assert [why for _, why in office.given_up] == ["invalid_name", HOMELESS, HOMELESS, HOMELESS]


def test_a_channel_that_only_takes_long_is_waited_for(office: Office) -> None:
    deal = opening(office)
    office.inject("status:500", method="conversations.create", times=3)

    for _ in range(8):
        office.deliver()
        office.clock.pass_(60)

    assert "dead" not in office.rows().values()
    assert office.given_up == []
    assert deal.channel_id is None


def test_a_direct_message_needs_no_channel_of_the_deal(office: Office) -> None:
    office.inject("error:invalid_name", method="conversations.create")
    opening(office, Outgoing("told", Kind.TELL, None, to_user=office.ana))

    office.drain()

    assert office.rows()["told"] == "sent"


def test_a_revived_channel_is_opened_and_gets_all_that_was_to_be_said(office: Office) -> None:
    deal = without_channel(office)

    assert office.storage.dead_rows.revive(office.workspace.id, f"channel:{deal.id}") == 4
    office.deliver()

    assert office.told[-1][0] == f"channel:{deal.id}"
    assert office.rows()[f"channel:{deal.id}"] == "sent"
    assert {office.rows()[key] for key in ("topic", "invite", "brief")} == {"pending"}


def test_a_revived_message_is_sent(office: Office) -> None:
    deal = office.deal()
    office.inject("error:msg_too_long")
    office.say(deal, "a")
    office.drain()

    office.storage.dead_rows.revive(office.workspace.id, "a")
    office.drain()

    assert office.texts(deal.channel_id) == ["a"]


def test_a_revived_message_that_did_arrive_is_not_said_twice(office: Office) -> None:
    deal = office.deal()
    office.inject("apply_then_drop")
    office.inject("error:channel_not_found", method="conversations.history")
    office.say(deal, "a")
    office.drain()
    assert office.rows() == {"a": "dead"}

    office.storage.dead_rows.revive(office.workspace.id, "a")
    office.drain()

    assert office.rows() == {"a": "sent"}
    assert office.texts(deal.channel_id) == ["a"]


def test_a_crash_between_the_alert_and_the_end_gives_up_again(office: Office) -> None:
    office.inject("error:msg_too_long", times=2)
    office.say(office.deal(), "a")

    def die(_: Outgoing) -> None:
        office.while_giving_up = lambda _: None
        raise KeyboardInterrupt

    office.while_giving_up = die
    with pytest.raises(KeyboardInterrupt):
        office.deliver()
    office.drain()

    assert office.rows() == {"a": "dead"}
    assert [key for key, _ in office.given_up] == ["a"]
