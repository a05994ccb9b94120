"""Whatever Slack does, each message stands in its channel once, and in the order decided."""

import logging
from datetime import datetime, timedelta

import pytest

from bot.model import Person, UserId
from bot.outgoing import Kind, Outgoing
from bot.ports import Posted
from tests.messages.delivery.office import Office

FAULTS = [
    "429:3",
    "hang:0.45",
    "apply_then_drop",
    "drop_before",
    "status:500",
    "status:503",
    "error:internal_error",
    "error:fatal_error",
    "error:ratelimited",
    "error:restricted_action",
    "error:invalid_auth",
    "unknown_method",
]


def test_messages_of_a_lane_arrive_in_the_order_decided(office: Office) -> None:
    deal = office.deal()
    office.say(deal, *"abcdefgh")

    office.drain()

    assert office.texts(deal.channel_id) == list("abcdefgh")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("nth", [1, 2])
def test_a_fault_neither_loses_doubles_nor_reorders(office: Office, fault: str, nth: int) -> None:
    deal = office.deal()
    office.inject(fault, nth=nth)
    office.say(deal, "a", "b", "c")

    office.drain()

    assert office.texts(deal.channel_id) == ["a", "b", "c"]
    assert set(office.rows().values()) == {"sent"}


@pytest.mark.parametrize("fault", ["apply_then_drop", "drop_before", "status:500", "hang:0.45"])
def test_the_same_fault_four_times_in_a_row_changes_nothing_about_that(office: Office, fault: str) -> None:
    deal = office.deal()
    office.inject(fault, times=4)
    office.say(deal, "a", "b")

    office.drain()

    assert office.texts(deal.channel_id) == ["a", "b"]


def test_a_lane_in_trouble_does_not_hold_up_another(office: Office) -> None:
    troubled, calm = office.deal(), office.deal()
    office.inject("apply_then_drop", match={"channel": troubled.channel_id}, times=0)
    office.say(troubled, "a", "b")
    office.say(calm, "c", "d")

    office.deliver()

    assert office.texts(calm.channel_id) == ["c", "d"]


def test_a_429_costs_no_attempt_and_holds_every_post_of_the_workspace(office: Office) -> None:
    one, other = office.deal(), office.deal()
    office.inject("429:20")
    office.say(one, "a")
    office.say(other, "b")

    office.deliver()

    assert len(office.calls("chat.postMessage")) == 1
    assert (office.column("a", "attempt"), office.column("b", "attempt")) == (0, 0)

    office.clock.pass_(21)
    office.deliver()

    assert office.texts(one.channel_id) + office.texts(other.channel_id) == ["a", "b"]


def test_posts_keep_within_a_channels_pace(office: Office) -> None:
    deal = office.deal()
    office.say(deal, *(f"m{number}" for number in range(80)))

    office.drain(step=1.5)

    assert office.texts(deal.channel_id) == [f"m{number}" for number in range(80)]
    assert not [entry for entry in office.traffic() if entry["status"] == 429]


def test_a_direct_message_opens_its_channel_once(office: Office) -> None:
    person = office.ana
    office.send(*(Outgoing(key, Kind.TELL, f"dm:{person}", to_user=person) for key in "abc"))

    office.drain()

    assert len(office.calls("conversations.open")) == 1
    direct = office.told[0][1]
    assert direct
    assert office.texts(direct.channel_id)[-3:] == ["a", "b", "c"]


@pytest.mark.parametrize("fault", ["status:500", "429:2", "hang:0.45", "apply_then_drop"])
def test_a_fault_while_a_direct_channel_is_opened_only_delays(office: Office, fault: str) -> None:
    office.inject(fault, method="conversations.open")
    office.send(Outgoing("a", Kind.TELL, None, to_user=office.ana))

    office.drain()

    assert office.rows() == {"a": "sent"}
    assert len(office.calls("chat.postMessage")) == 1


def test_nothing_passes_a_message_whose_direct_channel_may_not_be_open(office: Office) -> None:
    """However long that lasts: nothing of it can stand in Slack, so there is no doubt to be let pass."""
    office.inject("status:500", method="conversations.open", times=1)
    office.send(*(Outgoing(key, Kind.TELL, f"dm:{office.ana}", to_user=office.ana) for key in "ab"))

    office.deliver()
    assert office.rows() == {"a": "pending", "b": "pending"}
    office.clock.pass_(3600)
    office.drain()

    direct = office.told[0][1]
    assert direct
    assert office.texts(direct.channel_id)[-2:] == ["a", "b"]


def test_a_digest_goes_to_the_channel_it_names(office: Office) -> None:
    channel = office.channel("digest1")
    office.send(Outgoing("digest:team", Kind.DIGEST, f"channel:{channel}", to_channel=channel))

    office.drain()

    assert office.texts(channel) == ["digest:team"]


def test_a_message_is_sent_so_that_nothing_in_it_unfolds_or_links(office: Office) -> None:
    deal = office.deal()
    office.say(deal, "a")

    office.drain()

    (call,) = office.calls("chat.postMessage")
    assert (call["unfurl_links"], call["unfurl_media"]) == (False, False)
    assert "link_names" not in call
    assert call["metadata"]["event_type"] == "baton_sent"
    assert call["metadata"]["event_payload"]["k"] != "a"


def test_the_deal_is_told_before_the_row_is_settled(office: Office) -> None:
    deal = office.deal()
    seen = []
    office.while_telling = lambda outgoing: seen.append(office.rows()[outgoing.key])
    office.say(deal, "a")

    office.drain()

    assert seen == ["unknown"]
    assert office.storage.outbox.posted(office.workspace.id, "a") == office.told[0][1]
    assert isinstance(office.told[0][1], Posted)


def test_what_is_no_longer_true_is_not_sent_and_the_deal_hears_why(office: Office) -> None:
    deal = office.deal()
    office.moot["a"] = "the step was done a second ago"
    office.say(deal, "a", "b")

    office.drain()

    assert office.texts(deal.channel_id) == ["b"]
    assert office.skipped == [("a", "the step was done a second ago")]
    assert office.rows() == {"a": "moot", "b": "sent"}


def test_a_message_waits_for_its_moment(office: Office) -> None:
    deal = office.deal()
    soon = office.clock.now() + timedelta(hours=1)
    office.send(Outgoing("a", Kind.SAY, None, deal_id=deal.id, in_channel_of=deal.id, not_before=soon))

    assert office.deliver() == 0

    office.clock.pass_(3700)
    assert office.deliver() == 1


def test_a_message_for_a_deal_without_a_channel_waits_and_is_not_given_up(office: Office) -> None:
    deal = office.deal(with_channel=False)
    office.say(deal, "a")

    for _ in range(20):
        office.deliver()
        office.clock.pass_(31)

    assert office.rows() == {"a": "pending"}
    assert office.column("a", "attempt") == 0


def test_a_message_that_slack_refuses_for_good_leaves_the_lane_and_an_operator_reads_its_key(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    deal = office.deal()
    office.inject("error:is_archived")
    office.say(deal, "a", "b")

    with caplog.at_level(logging.ERROR):
        office.drain()

    assert office.texts(deal.channel_id) == ["b"]
    assert office.rows() == {"a": "dead", "b": "sent"}
    assert office.skipped == [("a", "is_archived")]
    assert [record.getMessage() for record in caplog.records] == ["Slack will not get a (say): is_archived"]


def test_a_message_refused_seven_times_is_tried_an_eighth_time(office: Office) -> None:
    deal = office.deal()
    office.inject("error:restricted_action", times=7)
    office.say(deal, "a")

    office.drain()

    assert office.texts(deal.channel_id) == ["a"]


def test_a_message_refused_eight_times_is_given_up(office: Office) -> None:
    deal = office.deal()
    office.inject("error:restricted_action", times=8)
    office.say(deal, "a")

    office.drain()

    assert office.rows() == {"a": "dead"}
    assert len(office.calls("chat.postMessage")) == 8


def test_pauses_between_refusals_grow(office: Office) -> None:
    deal = office.deal()
    office.inject("error:restricted_action", times=3)
    office.say(deal, "a")

    office.drain(step=5)

    at = [entry["at"] for entry in office.traffic() if entry["method"] == "chat.postMessage"]
    first, second, third, fourth = (round(datetime.fromisoformat(moment).timestamp()) for moment in at)
    assert second - first < third - second < fourth - third


def test_an_hour_behind_a_shut_door_loses_nothing(office: Office) -> None:
    deal = office.deal()
    office.inject("error:token_revoked", method="*", times=0)
    office.say(deal, "a", "b")

    for _ in range(60):
        office.deliver()
        office.clock.pass_(60)
    office.client.clear_faults()
    office.drain()

    assert office.texts(deal.channel_id) == ["a", "b"]


def test_nobody_slack_knows_is_given_up_at_once(office: Office) -> None:
    office.send(Outgoing("a", Kind.TELL, None, to_user=UserId("UNOBODY")))

    office.drain()

    assert office.rows() == {"a": "dead"}
    assert office.skipped == [("a", "user_not_found")]


def test_people_are_as_they_were_a_few_seconds_ago_at_most(office: Office) -> None:
    deal, newcomer = office.deal(), Person(UserId("UNEW"), "New", "UTC")
    courier = office.courier()
    office.say(deal, "a", "b")
    courier.deliver_once()
    with office.storage.work(office.workspace.id) as uow:
        uow.put_people([newcomer])

    office.clock.stall(6)
    courier.deliver_once()

    before, after = office.met
    assert after - before == {newcomer.id}
