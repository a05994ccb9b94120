"""After a restore Slack is read through once, and what it has had is not said a second time."""

from dataclasses import replace
from datetime import datetime
from itertools import chain
from uuid import uuid4

import pytest

from bot.model import Deal
from bot.outgoing import Kind, Outgoing
from messages.delivery.looking_back import CALLS_AT_ONCE, Lookout
from messages.delivery.outcomes import Sent
from messages.delivery.rates import HISTORY, TIERS
from tests.messages.delivery.office import Office
from tests.messages.delivery.restoring import Keep, keep, look, lookout

__all__ = ["keep"]


def said(office: Office, deal: Deal) -> list[str]:
    return office.texts(deal.channel_id)


def test_what_was_sent_since_the_backup_is_not_sent_again_and_what_was_not_is(office: Office, keep: Keep) -> None:
    deal = office.deal()
    office.say(deal, "a", "b", "c")
    back = keep()
    office.courier().deliver_once(1)
    office.courier().deliver_once(1)
    assert said(office, deal) == ["a", "b"]

    office = back()
    look(office)
    office.drain()

    assert said(office, deal) == ["a", "b", "c"]
    assert office.rows() == {"a": "sent", "b": "sent", "c": "sent"}


def test_the_deal_hears_of_what_was_seen(office: Office, keep: Keep) -> None:
    deal = office.deal()
    office.say(deal, "a")
    back = keep()
    office.deliver()

    office = back()
    look(office)
    office.drain()

    (message,) = (each for each in office.client.messages(str(deal.channel_id)) if each.get("metadata"))
    ((key, posted),) = office.told
    assert posted is not None
    assert (key, posted.channel_id, posted.ts) == ("a", deal.channel_id, message["ts"])


def test_what_is_decided_a_second_time_is_not_said_a_second_time(office: Office, keep: Keep) -> None:
    deal = office.deal()
    back = keep()
    office.say(deal, "decided after the backup")
    office.deliver()

    office = back()
    look(office)
    office.say(deal, "decided after the backup", "new")
    office.drain()

    assert said(office, deal) == ["decided after the backup", "new"]


def test_direct_messages_are_looked_through_as_well(office: Office, keep: Keep) -> None:
    key = f"hello:{uuid4()}"
    office.send(Outgoing(key, Kind.TELL, f"dm:{office.ana}", to_user=office.ana))
    back = keep()
    office.deliver()

    office = back()
    look(office)
    office.drain()

    assert office.calls("chat.postMessage") == []
    assert office.rows()[key] == "sent"


def test_nothing_is_sent_before_all_was_looked_through(office: Office, keep: Keep) -> None:
    deal = office.deal()
    office.say(deal, "a")
    back = keep()

    office = back()
    office.deliver()
    lookout(office).run()

    assert office.traffic() == []


def test_no_look_is_taken_while_a_call_of_before_may_still_take_effect(office: Office, keep: Keep) -> None:
    back = keep()
    office = back()

    office.clock.pass_(10 * 60 - 1)
    lookout(office).run()
    assert office.traffic() == []

    office.clock.pass_(1)
    lookout(office).run()
    assert office.calls("users.conversations")


@pytest.mark.parametrize("is_put_away", [False, True])
def test_the_channel_of_a_deal_that_was_won_after_the_backup_is_found_by_its_first_message(
    office: Office, keep: Keep, *, is_put_away: bool
) -> None:
    back = keep()
    deal = office.deal(with_channel=False)
    opening = Outgoing(
        f"channel:{deal.id}", Kind.OPEN_CHANNEL, f"deal:{deal.id}", deal_id=deal.id, in_channel_of=deal.id
    )
    office.send(opening)
    office.deliver()
    made = office.told[0][1]
    assert made is not None
    brief = Outgoing(f"brief:{deal.id}", Kind.BRIEF, None, deal_id=deal.id, to_channel=made.channel_id)
    office.send(brief)
    office.deliver()
    if is_put_away:
        office.slack.send("conversations.archive", {"channel": str(made.channel_id)})

    office = back()
    look(office)
    # Won again, as its source tells again: the same deal, with another short id.
    with office.storage.work(office.workspace.id) as uow:
        uow.add(replace(deal, short="zzzzzz", channel_name="deal-acme-zzzzzz", seq=0, version=0), [], [opening])
    office.drain()

    assert office.calls("conversations.create") == []
    assert office.told[0] == (opening.key, replace(made, ts="deal-acme-zzzzzz"))


def test_a_copied_mark_proves_nothing(office: Office, keep: Keep) -> None:
    deal = office.deal()
    office.say(deal, "a")
    back = keep()
    office.deliver()
    message = office.client.messages(str(deal.channel_id))[-1]
    office.slack.send("chat.delete", {"channel": str(deal.channel_id), "ts": message["ts"]})
    copy = {"channel": str(deal.channel_id), "text": "a", "metadata": message["metadata"]}

    office = back()
    stranger = replace(office.workspace, bot_user_id=office.ana)
    assert isinstance(office.slack.send("chat.postMessage", copy), Sent)
    watch = replace(lookout(office), author_in=lambda _: stranger.bot_user_id)
    while office.storage.looking_back.losses():
        office.clock.pass_(20)
        watch.run()

    with office.storage.work(office.workspace.id) as uow:
        assert uow.sighted(message["metadata"]["event_payload"]["k"]) is None


@pytest.mark.parametrize("trouble", ["error:missing_scope", "error:fatal_error", "429:20", "apply_then_drop"])
def test_as_long_as_slack_does_not_show_what_it_has_nothing_is_sent(office: Office, keep: Keep, trouble: str) -> None:
    deal = office.deal()
    office.say(deal, "a")
    back = keep()
    office.deliver()
    office = back()

    office.client.inject({"method": "conversations.history", "do": trouble, "times": 0})
    for _ in range(20):
        office.clock.pass_(20)
        lookout(office).run()
        office.deliver()
    assert office.calls("chat.postMessage") == []

    office.client.clear_faults()
    look(office)
    office.drain()
    assert said(office, deal) == ["a"]


def test_a_channel_that_cannot_be_read_any_more_does_not_hold_up_the_others(office: Office, keep: Keep) -> None:
    deal = office.deal()
    office.say(deal, "a")
    back = keep()
    office.deliver()
    office = back()

    unreadable = {"channel": str(office.channel(uuid4().hex[:6]))}
    office.inject("error:channel_not_found", method="conversations.history", match=unreadable, times=0)
    look(office)
    office.drain()

    assert said(office, deal) == ["a"]


class SlowAnswers:
    """A clock by which two seconds pass whenever it is asked: answers come so slowly that no limit is ever met."""

    def __init__(self, office: Office) -> None:
        self._clock = office.clock

    def now(self) -> datetime:
        self._clock.pass_(2)
        return self._clock.now()

    def machine(self) -> datetime:
        return self._clock.machine()


def many_channels(office: Office) -> set[str]:
    """Make one more than a turn can read."""
    made = set()
    for number in range(CALLS_AT_ONCE + 1):
        if number % 10 == 0:
            office.clock.pass_(60)
        made.add(str(office.channel(uuid4().hex[:10])))
    return made


def read_by_turn(office: Office, looking: Lookout) -> list[list[str]]:
    """Take turns until all was looked through; return the channels that each one read, without those that read none."""
    turns: list[list[str]] = []
    while office.storage.looking_back.losses():
        office.clock.pass_(20)
        looking.run()
        so_far = [call["channel"] for call in office.calls("conversations.history")]
        turns.append(so_far[sum(map(len, turns)) :])
    return [turn for turn in turns if turn]


def test_where_the_limit_stops_a_turn_the_next_goes_on(office: Office, keep: Keep) -> None:
    made = many_channels(office)
    office = keep()()

    turns = read_by_turn(office, lookout(office))

    read = list(chain(*turns))
    assert len(turns[0]) == TIERS[HISTORY][1]
    assert made <= set(read)
    assert len(read) == len(set(read))


def test_a_turn_makes_so_many_calls_and_the_next_goes_on_where_it_stopped(office: Office, keep: Keep) -> None:
    made = many_channels(office)
    office = keep()()

    turns = read_by_turn(office, replace(lookout(office), clock=SlowAnswers(office)))

    read = list(chain(*turns))
    # One call lists the channels.
    assert len(turns[0]) == CALLS_AT_ONCE - 1
    assert made <= set(read)
    assert len(read) == len(set(read))


def test_a_channel_is_read_page_by_page_each_kept_as_it_comes(office: Office, keep: Keep) -> None:
    """Slack may give fifteen messages a minute: a restart must not begin at the top again."""
    deal = office.deal()
    keys = [f"m{number}" for number in range(7)]
    office.say(deal, *keys)
    back = keep()
    office.drain()

    office = back()
    office.inject("short:3", method="conversations.history", times=0)
    look(office)
    office.drain()

    pages = [call.get("latest") for call in office.calls("conversations.history") if call["channel"] == deal.channel_id]
    assert len(pages) == len(set(pages)) == 3
    assert office.calls("chat.postMessage") == []
    assert set(office.rows()) >= set(keys)


def test_what_was_said_where_people_put_the_channel_away_since_is_not_said_again(office: Office, keep: Keep) -> None:
    deal = office.deal(next_review_at=office.clock.now())
    office.clock.pass_(600)
    back = keep()
    office.say(deal, "a")
    office.deliver()
    office.slack.send("conversations.archive", {"channel": str(deal.channel_id)})

    office = back()
    look(office)
    office.say(deal, "a")
    office.drain()

    assert office.rows() == {"a": "sent"}
    assert office.calls("chat.postMessage") == []


def test_what_was_put_away_before_the_backup_is_not_read(office: Office, keep: Keep) -> None:
    gone = office.channel(uuid4().hex[:10])
    office.slack.send("conversations.archive", {"channel": gone})
    office.clock.pass_(600)
    back = keep()

    office = back()
    look(office)

    assert gone not in {call["channel"] for call in office.calls("conversations.history")}
