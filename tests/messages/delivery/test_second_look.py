"""What was in doubt is looked at once more: of two messages with one key the later one goes."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.model import Deal
from bot.outgoing import Kind, Outgoing
from commands.tick import edge
from messages.delivery.marks import mark, metadata
from messages.delivery.outcomes import Sent
from tests.messages.delivery.office import Office

TEN_MINUTES = 630


def doubted(office: Office, kind: Kind = Kind.SAY) -> Deal:
    """Post a message whose answer is lost; the next attempt finds it."""
    deal = office.deal()
    office.say(deal, "a", kind=kind)
    office.inject("apply_then_drop")
    office.drain()
    assert office.rows() == {"a": "sent"}
    return deal


def copy(office: Office, deal: Deal) -> str:
    """Post it once more, as a process does that slept between its look at the clock and its call."""
    said = office.slack.send(
        "chat.postMessage",
        {
            "channel": deal.channel_id,
            "text": "a",
            "metadata": metadata(mark("a", office.workspace.secret)),
        },
    )
    assert isinstance(said, Sent)
    return said.ts


@dataclass
class StoppedClock:
    """Both readings, as a test sets them."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.at


def later(office: Office, seconds: float = TEN_MINUTES) -> None:
    office.clock.pass_(seconds)
    office.deliver()


def test_of_two_copies_the_later_is_deleted(office: Office) -> None:
    deal = doubted(office)
    first = office.column("a", "ts")
    second = copy(office, deal)

    later(office)

    assert office.texts(deal.channel_id) == ["a"]
    assert [call["ts"] for call in office.calls("chat.delete")] == [second]
    assert office.column("a", "ts") == first


def test_of_two_copies_of_what_had_not_to_be_said_any_more_the_later_is_deleted(office: Office) -> None:
    """Twice Slack was slower than anybody waits, and meanwhile it was not to be said any more."""
    deal = office.deal()
    office.say(deal, "a")
    office.inject("drop_before")
    office.deliver()
    office.moot["a"] = "the person is away"
    office.drain()
    first, second = copy(office, deal), copy(office, deal)

    later(office)

    assert office.rows() == {"a": "moot"}
    assert [call["ts"] for call in office.calls("chat.delete")] == [second]
    assert office.column("a", "ts") == first


def test_a_board_that_stays_is_pinned_and_drawn_anew(office: Office) -> None:
    """The later one may have been pinned and edited since: what is left must be the deal's board in every way."""
    deal = doubted(office, Kind.BOARD)
    first = office.column("a", "ts")
    copy(office, deal)

    later(office)

    assert [call["timestamp"] for call in office.calls("pins.add")] == [first]
    assert f"edit:board:{deal.id}:first:{first}" in office.rows()


def test_while_nobody_knows_whether_the_board_that_stays_is_pinned_both_stay(office: Office) -> None:
    """A deal with two boards for a minute is better than one whose only board is not pinned."""
    deal = doubted(office, Kind.BOARD)
    copy(office, deal)
    office.inject("status:500", method="pins.add", times=1)

    later(office)
    assert office.calls("chat.delete") == []
    later(office, 61)

    assert len(office.calls("chat.delete")) == 1
    assert office.texts(deal.channel_id)[0] == "a"
    assert office.column("a", "second_look_at") is None


def test_a_checklist_that_stays_is_drawn_anew_and_never_pinned(office: Office) -> None:
    deal = doubted(office, Kind.CHECKLIST)
    first = office.column("a", "ts")
    copy(office, deal)

    later(office)

    assert office.calls("pins.add") == []
    assert f"edit:a:first:{first}" in office.rows()


def test_what_is_about_no_deal_is_left_as_it_says(office: Office) -> None:
    channel = office.channel("digest2")
    office.send(Outgoing("digest", Kind.DIGEST, f"channel:{channel}", to_channel=channel))
    office.inject("apply_then_drop")
    office.drain()
    marked = metadata(mark("digest", office.workspace.secret))
    office.slack.send("chat.postMessage", {"channel": channel, "text": "digest", "metadata": marked})

    later(office)

    assert office.texts(channel) == ["digest"]
    assert not any(key.startswith("edit:") for key in office.rows())


def test_what_was_deleted_is_recorded(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    deal = doubted(office)
    second = copy(office, deal)

    later(office)

    assert office.column("a", "error") == f"It stood there twice. Deleted: {second}"
    assert "stood in Slack twice" in caplog.text


def test_one_copy_is_left_alone(office: Office) -> None:
    deal = doubted(office)

    later(office)

    assert office.texts(deal.channel_id) == ["a"]
    assert office.calls("chat.delete") == []
    assert office.column("a", "second_look_at") is None
    assert office.column("a", "error") is None


def test_nothing_is_looked_at_twice_before_ten_minutes_have_passed(office: Office) -> None:
    deal = doubted(office)
    copy(office, deal)
    looks = len(office.calls("conversations.history"))

    later(office, 560)

    assert len(office.calls("conversations.history")) == looks


def test_a_look_goes_back_to_the_first_attempt_whatever_came_between(office: Office) -> None:
    """The first one may take effect when a look has shown that it did not, and the second was refused for minutes."""
    office.say(office.deal(), "a")
    office.inject("drop_before", method="chat.postMessage")
    office.deliver()
    first = json.loads(office.column("a", "body"))["since"]

    office.inject("429:300", method="chat.postMessage")
    office.clock.pass_(95)
    office.deliver()
    office.clock.pass_(301)
    office.drain()

    assert office.rows() == {"a": "sent"}
    assert json.loads(office.column("a", "body"))["since"] == first


def test_what_was_never_in_doubt_is_not_looked_at(office: Office) -> None:
    office.say(office.deal(), "a", "b")
    office.drain()

    later(office)

    assert office.calls("conversations.history") == []


def test_those_of_one_channel_take_one_look(office: Office) -> None:
    deal = office.deal()
    office.inject("apply_then_drop", times=2)
    office.say(deal, "a", "b")
    office.drain()
    before = len(office.calls("conversations.history"))

    later(office)

    assert len(office.calls("conversations.history")) == before + 1


@pytest.mark.parametrize("method", ["conversations.history", "chat.delete"])
@pytest.mark.parametrize("fault", ["status:500", "429:5", "error:internal_error", "error:token_revoked"])
def test_a_fault_puts_the_second_look_off(office: Office, method: str, fault: str) -> None:
    deal = doubted(office)
    copy(office, deal)
    office.inject(fault, method=method)

    later(office)
    assert len(office.texts(deal.channel_id)) == 2

    for _ in range(20):
        later(office, 31)
    assert office.texts(deal.channel_id) == ["a"]


def test_one_row_that_cannot_be_read_keeps_no_other_from_its_second_look(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    doubted(office)
    other = office.deal()
    office.say(other, "b")
    office.inject("apply_then_drop")
    office.drain()
    with office.storage.engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET body = 'no JSON' WHERE key = 'a'"))

    office.clock.pass_(TEN_MINUTES)
    office.courier().deliver_once(guard=edge)

    assert office.column("b", "second_look_at") is None
    assert "Incident" in caplog.text


def test_a_courier_whose_clock_is_set_back_goes_on_looking(office: Office) -> None:
    clock = StoppedClock(office.clock.machine() + timedelta(days=365))
    courier = office.courier(clock)
    courier.deliver_once()

    clock.at = office.clock.machine()
    deal = doubted(office)
    copy(office, deal)
    clock.at = office.clock.machine() + timedelta(seconds=TEN_MINUTES)
    courier.deliver_once()

    assert office.texts(deal.channel_id) == ["a"]


def test_a_copy_that_somebody_deleted_first_is_no_trouble(office: Office) -> None:
    deal = doubted(office)
    copy(office, deal)
    office.inject("error:message_not_found", method="chat.delete")

    later(office)

    assert office.column("a", "second_look_at") is None


def test_a_channel_that_is_gone_ends_the_matter(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    doubted(office)
    office.inject("error:channel_not_found", method="conversations.history")

    later(office)

    assert office.column("a", "second_look_at") is None
    assert office.rows() == {"a": "sent"}
    assert "cannot be looked at again" in caplog.text


def test_what_cannot_be_looked_at_for_a_day_is_given_up(office: Office) -> None:
    doubted(office)
    office.inject("error:missing_scope", method="conversations.history", times=0)

    later(office)
    assert office.column("a", "second_look_at") is not None

    later(office, 86_400)
    assert office.column("a", "second_look_at") is None


def test_an_effect_without_a_mark_needs_no_second_look(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a", kind=Kind.TOPIC)
    office.inject("apply_then_drop", method="conversations.setTopic")
    office.drain()

    later(office)

    assert office.calls("conversations.history") == []
    assert office.column("a", "second_look_at") is None
