"""After a crash, or an answer that never came, Slack is looked at before anything is sent again."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.model import Deal
from bot.outgoing import Kind, Outgoing
from bot.ports import Row
from messages.delivery.marks import mark, metadata
from messages.delivery.outcomes import Sent
from tests.messages.delivery.office import Office, TwoClocks


def killed(office: Office, deal: Deal, *, posted: bool) -> Row:
    """Do what a courier does up to the moment it is killed: right before the call, or right after it."""
    outbox, clock = office.storage.outbox, office.clock
    (row,) = outbox.claim(now=clock.machine(), business_now=clock.now(), lease_for=60, limit=1)
    body = json.dumps({"since": clock.now().timestamp(), "text": row.outgoing.key, "blocks": []})
    assert outbox.to_wire(row, now=clock.machine(), body=body, channel_id=deal.channel_id)
    if posted:
        key = metadata(mark(row.outgoing.key, office.workspace.secret))
        said = office.slack.send(
            "chat.postMessage", {"channel": deal.channel_id, "text": row.outgoing.key, "metadata": key}
        )
        assert isinstance(said, Sent)
    return row


@dataclass(frozen=True)
class Ahead:
    """A replica's clock that is ahead of Slack's, beside a machine time that is right."""

    clock: TwoClocks
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by

    def machine(self) -> datetime:
        return self.clock.now()


@pytest.mark.parametrize("posted", [True, False])
def test_a_courier_killed_around_the_call_leaves_the_message_there_once(office: Office, posted: bool) -> None:
    deal = office.deal()
    office.say(deal, "a", "b")

    killed(office, deal, posted=posted)
    office.drain()

    assert office.texts(deal.channel_id) == ["a", "b"]
    assert office.rows() == {"a": "sent", "b": "sent"}


def test_a_courier_killed_before_the_deal_was_told_has_it_told_by_the_next(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")

    killed(office, deal, posted=True)
    office.drain()

    ((key, posted),) = office.told
    assert (key, posted) == ("a", office.storage.outbox.posted(office.workspace.id, "a"))
    assert len(office.calls("chat.postMessage")) == 1


@pytest.mark.parametrize("ahead", [timedelta(minutes=4), timedelta(days=1)])
def test_a_replica_whose_clock_is_ahead_finds_its_message_again(office: Office, ahead: timedelta) -> None:
    deal = office.deal()
    office.say(deal, "a")
    office.inject("apply_then_drop")
    clock = Ahead(office.clock, ahead)

    for _ in range(4):
        office.courier(clock).deliver_once()
        office.clock.pass_(60)

    assert office.texts(deal.channel_id) == ["a"]
    assert office.rows() == {"a": "sent"}


def test_nothing_is_sent_again_while_the_first_may_still_arrive(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    killed(office, deal, posted=False)

    for _ in range(5):
        office.clock.pass_(17)
        office.deliver()

    assert office.calls("conversations.history") == []
    assert office.calls("chat.postMessage") == []


def test_a_message_in_doubt_holds_its_lane_for_ten_minutes_at_most(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a", "b")
    office.inject("status:500", method="conversations.history", times=0)
    killed(office, deal, posted=False)

    office.clock.pass_(590)
    office.deliver()
    assert office.texts(deal.channel_id) == []

    office.clock.pass_(20)
    office.deliver()
    assert office.texts(deal.channel_id) == ["b"]


@pytest.mark.parametrize(
    "fault", ["status:500", "apply_then_drop", "error:internal_error", "error:missing_scope", "429:5", "hang:0.4"]
)
def test_a_look_that_fails_says_nothing_and_the_doubt_stays(office: Office, fault: str) -> None:
    deal = office.deal()
    office.say(deal, "a")
    killed(office, deal, posted=True)
    office.inject(fault, method="conversations.history", times=2)

    office.clock.pass_(91)
    office.deliver()

    assert office.rows() == {"a": "unknown"}

    office.drain()
    assert office.texts(deal.channel_id) == ["a"]
    assert len(office.calls("chat.postMessage")) == 1


def test_a_message_in_a_channel_that_is_gone_is_given_up_aloud(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    deal = office.deal()
    office.say(deal, "a")
    killed(office, deal, posted=False)
    office.inject("error:channel_not_found", method="conversations.history")

    office.drain()

    assert office.rows() == {"a": "dead"}
    assert "may or may not have been posted" in caplog.text


def test_metadata_is_asked_for_because_without_it_nothing_is_ever_found(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    killed(office, deal, posted=True)

    office.drain()

    (call,) = office.calls("conversations.history")
    assert str(call["include_all_metadata"]) in {"1", "True"}


def test_a_message_is_found_behind_many_newer_ones(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    killed(office, deal, posted=True)
    assert deal.channel_id
    office.slack.ask("conversations.invite", {"channel": deal.channel_id, "users": office.ana})
    for number in range(210):
        office.client.message(office.ana, deal.channel_id, f"talk {number}")

    office.drain()

    assert office.texts(deal.channel_id) == ["a"]
    assert len(office.calls("conversations.history")) == 2


def test_a_message_sent_again_reads_as_it_did_the_first_time(office: Office) -> None:
    deal = office.deal()
    office.inject("drop_before")
    office.say(deal, "a")

    office.drain()

    first, second = office.calls("chat.postMessage")
    assert first == second
    assert office.drawn == ["a"]


@pytest.mark.parametrize("kind", [Kind.BOARD, Kind.CHECKLIST])
def test_a_message_that_shows_a_state_is_sent_again_with_the_newest(office: Office, kind: Kind) -> None:
    deal = office.deal()
    office.inject("drop_before")
    office.say(deal, "a", kind=kind)

    office.drain()

    assert office.drawn == ["a", "a"]


def test_after_a_plain_refusal_the_words_are_chosen_anew(office: Office) -> None:
    deal = office.deal()
    office.inject("error:restricted_action")
    office.say(deal, "a")

    office.drain()

    assert office.drawn == ["a", "a"]


def test_a_message_is_not_sent_again_when_its_reason_went_away_meanwhile(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    killed(office, deal, posted=False)
    office.moot["a"] = "the step was done"

    office.drain()

    assert office.texts(deal.channel_id) == []
    assert office.rows() == {"a": "moot"}


def test_a_message_that_did_arrive_counts_as_sent_even_when_its_reason_went_away(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    killed(office, deal, posted=True)
    office.moot["a"] = "the step was done"

    office.drain()

    assert office.rows() == {"a": "sent"}
    assert office.skipped == []


def test_a_bug_after_the_call_ends_in_one_message(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")

    def burst(_: object) -> None:
        office.while_telling = lambda _: None
        raise ZeroDivisionError

    office.while_telling = burst
    with pytest.raises(ZeroDivisionError):
        office.deliver()
    office.drain()

    assert office.texts(deal.channel_id) == ["a"]
    assert office.rows() == {"a": "sent"}


def test_one_look_settles_all_that_is_in_doubt_in_a_channel(office: Office) -> None:
    deal = office.deal()
    office.send(*(Outgoing(key, Kind.SAY, None, deal_id=deal.id, in_channel_of=deal.id) for key in "abc"))
    office.inject("apply_then_drop", times=2)
    office.deliver()

    office.clock.pass_(91)
    office.deliver()

    assert office.rows() == dict.fromkeys("abc", "sent")
    assert sorted(office.texts(deal.channel_id)) == ["a", "b", "c"]
    assert len(office.calls("conversations.history")) == 1


def test_a_look_goes_back_to_the_first_of_those_in_doubt(office: Office) -> None:
    deal = office.deal()
    office.inject("apply_then_drop", times=2)
    for key in "ab":
        office.send(Outgoing(key, Kind.SAY, None, deal_id=deal.id, in_channel_of=deal.id))
        office.deliver()
        office.clock.pass_(60)

    # The second is looked at first, when only the first is settled: it needs a look of its own.
    office.drain()

    assert office.rows() == dict.fromkeys("ab", "sent")
    assert len(office.calls("chat.postMessage")) == 2


def test_where_history_may_be_asked_once_a_minute_a_look_goes_on_where_it_stopped(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")
    killed(office, deal, posted=True)
    assert deal.channel_id
    office.slack.ask("conversations.invite", {"channel": deal.channel_id, "users": office.ana})
    for number in range(40):
        office.client.message(office.ana, deal.channel_id, f"talk {number}")

    office.has_slow_history = True
    courier = office.courier()
    office.clock.pass_(91)
    for _ in range(16):
        courier.deliver_once()
        office.clock.pass_(20)

    calls = office.calls("conversations.history")
    assert office.rows() == {"a": "sent"}
    assert len(calls) == 3
    assert {str(call["limit"]) for call in calls} == {"15"}
    assert not [entry for entry in office.traffic() if entry["status"] == 429]
