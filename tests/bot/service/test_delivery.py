"""What the courier asks before it sends and tells afterwards: moot things are dropped, telling twice is telling once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.events import ChannelOpened, NudgeHeld, NudgeSkipped, NudgeTold
from bot.model import ChannelId, DealId, DealStatus, Due
from bot.outgoing import DigestFacts, Kind, Outgoing
from bot.ports import Posted
from bot.rules.quiet import Held
from bot.rules.review import coming
from bot.service import deals, delivery, snoozing, sweep
from bot.service.desk import by_id
from bot.service.reading import see
from bot.unsaid import Unsaid
from tests.bot.making import ANA, LIV, OMAR, at, id_of
from tests.bot.service.conftest import Office

ASKED_AT = at("2026-11-23 15:00")
LATER = ASKED_AT + timedelta(minutes=3)


@pytest.fixture
def nudge(office: Office, opened: DealId) -> Outgoing:
    """Return the nudge that asks Omar whether he owns the deal."""
    sweep.review(office.desk, office.workspace.id, opened, now=ASKED_AT)
    (row,) = office.sent(Kind.NUDGE)
    return row


def why_not(office: Office, row: Outgoing) -> str | None:
    with office.desk.work(office.workspace.id) as uow:
        deal = uow.deal(row.deal_id) if row.deal_id else None
    return delivery.still_true(deal, row, LATER)


def tell(office: Office, row: Outgoing) -> None:
    delivery.told(office.desk, office.workspace.id, row, Posted(ChannelId("C7"), f"{LATER.timestamp():.6f}"), LATER)


def test_a_nudge_is_sent_while_its_lapse_is_open(office: Office, nudge: Outgoing) -> None:
    assert why_not(office, nudge) is None


def test_a_nudge_is_dropped_when_somebody_acted_a_second_ago(office: Office, opened: DealId, nudge: Outgoing) -> None:
    deals.accept_ownership(office.desk, office.asked(OMAR, "yes", LATER), by_id(opened))

    assert why_not(office, nudge) == "it was settled before this could be said"


@pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_a_nudge_is_dropped_when_the_clocks_stand_still(
    office: Office, opened: DealId, nudge: Outgoing, status: DealStatus
) -> None:
    with office.desk.work(office.workspace.id) as uow:
        before = uow.deal(opened)
        assert before
        uow.save(before, replace(before, status=status), (), ())

    assert why_not(office, nudge) == "the deal's clocks stand still"


def test_a_nudge_of_a_deal_that_is_not_there_is_dropped(office: Office, nudge: Outgoing) -> None:
    assert why_not(office, replace(nudge, deal_id=DealId(id_of("nothing")))) == "the deal's clocks stand still"


def test_what_was_said_is_said_however_late(office: Office, opened: DealId) -> None:
    assert [why_not(office, row) for row in office.sent()] == [None] * len(office.sent())


@pytest.mark.parametrize(("day", "why"), [("2026-11-23", None), ("2026-11-22", "its day is over")])
def test_yesterdays_digest_helps_nobody(office: Office, day: str, why: str | None) -> None:
    facts = DigestFacts("person", day, "Europe/Helsinki", ())

    assert why_not(office, Outgoing("k", Kind.DIGEST, None, to_user=ANA, digest=facts)) == why


def test_telling_twice_is_telling_once(office: Office, opened: DealId, nudge: Outgoing) -> None:
    tell(office, nudge)
    tell(office, nudge)

    assert office.events(opened).count(NudgeTold) == 1
    (lapse,) = office.deal(opened).lapses
    assert (lapse.rung, lapse.told_at) == (1, LATER)


def test_the_next_rung_counts_from_the_moment_that_slack_gives_the_message(
    office: Office, opened: DealId, nudge: Outgoing
) -> None:
    (lapse,) = office.deal(opened).lapses
    assert lapse.fired_at is not None
    stood_at = lapse.fired_at + timedelta(seconds=1)
    posted = Posted(ChannelId("C7"), f"{stood_at.timestamp():.6f}")

    delivery.told(office.desk, office.workspace.id, nudge, posted, stood_at + timedelta(hours=2))

    assert [each.told_at for each in office.deal(opened).lapses] == [stood_at]


def test_a_line_counts_from_when_it_joined_not_from_when_its_message_was_posted(
    office: Office, opened: DealId, nudge: Outgoing
) -> None:
    posted = Posted(ChannelId("D7"), f"{ASKED_AT.timestamp():.6f}", is_line=True)

    delivery.told(office.desk, office.workspace.id, nudge, posted, LATER)

    assert [each.told_at for each in office.deal(opened).lapses] == [LATER]


def test_what_was_skipped_is_noted_with_its_reason(office: Office, opened: DealId, nudge: Outgoing) -> None:
    delivery.skipped(office.desk, office.workspace.id, nudge, "Omar has left", LATER)
    delivery.skipped(office.desk, office.workspace.id, nudge, "again", LATER)

    (noted,) = [each.event for each in office.history(opened) if isinstance(each.event, NudgeSkipped)]
    assert noted.why == "Omar has left"
    assert NudgeTold not in office.events(opened)


def test_a_first_word_whose_reader_left_goes_to_somebody_else_under_a_key_of_its_own(
    office: Office, opened: DealId, nudge: Outgoing
) -> None:
    delivery.skipped(office.desk, office.workspace.id, nudge, Unsaid.ABSENT, LATER)
    sweep.review(office.desk, office.workspace.id, opened, now=LATER)

    before, again = office.sent(Kind.NUDGE)
    assert (again.key, again.detail) == (f"{before.key}:1", before.detail)
    tell(office, again)
    (lapse,) = office.deal(opened).lapses
    assert (lapse.rung, lapse.told_at, lapse.tries) == (1, LATER, 1)


def test_what_was_skipped_and_is_said_after_all_counts_from_then_and_once(
    office: Office, opened: DealId, nudge: Outgoing
) -> None:
    delivery.skipped(office.desk, office.workspace.id, nudge, "is_archived", LATER - timedelta(minutes=1))
    tell(office, nudge)
    later = Posted(ChannelId("C7"), f"{(LATER + timedelta(minutes=9)).timestamp():.6f}")
    delivery.told(office.desk, office.workspace.id, nudge, later, LATER + timedelta(minutes=10))

    assert [each.told_at for each in office.deal(opened).lapses] == [LATER]
    assert office.events(opened).count(NudgeTold) == 1


def test_the_next_rung_counts_from_the_telling(office: Office, opened: DealId, nudge: Outgoing) -> None:
    def ahead() -> list[datetime]:
        seen = see(office.desk, office.asked(LIV), by_id(opened))
        return [each.at for each in coming(seen.deal, seen.context, now=LATER)]

    assert ahead() == []

    tell(office, nudge)

    # A working day of Omar's after 14:03 in Berlin.
    assert ahead() == [LATER + timedelta(days=1)]


def test_a_channel_is_remembered_once(office: Office, opened: DealId) -> None:
    row = next(each for each in office.sent(Kind.OPEN_CHANNEL))
    posted = Posted(ChannelId("C7"), "deal-acme-oy-short1")

    delivery.told(office.desk, office.workspace.id, row, posted, LATER)
    delivery.told(office.desk, office.workspace.id, row, posted, LATER)

    deal = office.deal(opened)
    assert (deal.channel_id, deal.channel_name) == ("C7", "deal-acme-oy-short1")
    assert office.events(opened).count(ChannelOpened) == 1


@pytest.mark.parametrize("kind", [Kind.SAY, Kind.BOARD, Kind.INVITE, Kind.OPEN_CHANNEL])
def test_other_messages_change_nothing_when_they_arrive_or_fail(office: Office, opened: DealId, kind: Kind) -> None:
    row = Outgoing("k", kind, None, deal_id=opened)
    before = office.history(opened)

    delivery.told(office.desk, office.workspace.id, row, None, LATER)
    delivery.skipped(office.desk, office.workspace.id, row, "gone", LATER)

    assert office.history(opened) == before


def test_news_about_a_deal_that_is_gone_is_nobodys_trouble(office: Office, nudge: Outgoing) -> None:
    delivery.told(office.desk, office.workspace.id, replace(nudge, deal_id=DealId(id_of("nothing"))), None, LATER)


def refused(kind: Kind = Kind.SAY, key: str = "said:1") -> Outgoing:
    return Outgoing(key, kind, None)


def give_up(office: Office, row: Outgoing, why: str = "is_archived", now: datetime = LATER) -> None:
    delivery.gave_up(office.desk, office.workspace.id, row, why, now)


def test_whoever_baton_turns_to_hears_of_what_was_given_up(office: Office) -> None:
    give_up(office, refused(Kind.OPEN_CHANNEL))

    (alert,) = office.sent(Kind.ALERT)
    assert (alert.to_user, alert.detail) == (LIV, "open_channel:is_archived")
    assert office.rung


def test_an_alert_does_not_say_which_deal_it_is_about(office: Office, opened: DealId) -> None:
    give_up(office, replace(refused(), deal_id=opened, in_channel_of=opened))

    (alert,) = office.sent(Kind.ALERT)
    assert (alert.deal_id, alert.in_channel_of, alert.seq) == (None, None, None)


def test_of_one_cause_there_is_one_alert_a_day(office: Office) -> None:
    for key in ("said:1", "said:2", "said:2"):
        give_up(office, refused(key=key))
    give_up(office, refused(), why="msg_too_long")
    give_up(office, refused(), now=LATER + timedelta(days=1))

    assert len(office.sent(Kind.ALERT)) == 3


def test_an_alert_that_is_given_up_is_followed_by_no_other(office: Office) -> None:
    give_up(office, refused(Kind.ALERT))

    assert office.sent(Kind.ALERT) == []


def test_where_nobody_is_known_nobody_is_told(bare: Office) -> None:
    give_up(bare, refused())

    assert bare.sent(Kind.ALERT) == []


WAITS = Held(at("2026-11-24 09:00"), Unsaid.DO_NOT_DISTURB)


def test_what_waits_for_somebodys_hours_is_noted_once_with_its_reason(
    office: Office, opened: DealId, nudge: Outgoing
) -> None:
    for _ in range(2):
        delivery.held(office.desk, office.workspace.id, nudge, WAITS, LATER)
    (lapse,) = office.deal(opened).lapses

    noted = [each.event for each in office.history(opened) if isinstance(each.event, NudgeHeld)]

    assert noted == [NudgeHeld(lapse.id, 1, WAITS.until, WAITS.why)]
    assert (lapse.rung, lapse.told_at) == (1, None), "The rung is neither told nor used up."
    assert why_not(office, nudge) is None


def test_what_waits_longer_than_it_was_said_to_is_noted_again(office: Office, opened: DealId, nudge: Outgoing) -> None:
    delivery.held(office.desk, office.workspace.id, nudge, WAITS, LATER)
    delivery.held(office.desk, office.workspace.id, nudge, replace(WAITS, until=at("2026-11-25 09:00")), LATER)

    assert office.events(opened).count(NudgeHeld) == 2


def test_what_was_told_or_settled_meanwhile_waits_no_more(office: Office, opened: DealId, nudge: Outgoing) -> None:
    tell(office, nudge)

    delivery.held(office.desk, office.workspace.id, nudge, WAITS, LATER)

    assert NudgeHeld not in office.events(opened)


def test_a_digest_that_waits_is_noted_in_no_deal(office: Office, opened: DealId) -> None:
    before = office.events(opened)

    delivery.held(office.desk, office.workspace.id, Outgoing("k", Kind.DIGEST, None, to_user=ANA), WAITS, LATER)

    assert office.events(opened) == before


UNTIL = Due(at("2026-11-23 16:30"), "Europe/Helsinki")


def reminder(office: Office, opened: DealId, nudge: Outgoing) -> Outgoing:
    """Put the question off until its moment comes, and return what reminds of it then."""
    tell(office, nudge)
    snoozing.snooze(office.desk, office.asked(OMAR, "later", LATER), by_id(opened), until=UNTIL, reason="")
    sweep.review(office.desk, office.workspace.id, opened, now=UNTIL.at)
    (again,) = (row for row in office.sent(Kind.TELL) if "reminded" in row.key)
    return again


def test_the_next_question_counts_from_when_slack_had_the_reminder(
    office: Office, opened: DealId, nudge: Outgoing
) -> None:
    """Slack was away for three hours: whoever is reminded late has as long to answer."""
    again = reminder(office, opened, nudge)

    def next_at() -> datetime:
        seen = see(office.desk, office.asked(LIV), by_id(opened))
        return coming(seen.deal, seen.context, now=UNTIL.at)[0].at

    before = next_at()
    delivery.told(office.desk, office.workspace.id, again, None, UNTIL.at + timedelta(minutes=45))

    assert next_at() - before == timedelta(minutes=45)


def test_a_reminder_that_is_found_by_looking_counts_from_when_it_stood_there(
    office: Office, opened: DealId, nudge: Outgoing
) -> None:
    again = reminder(office, opened, nudge)
    stood_at = UNTIL.at + timedelta(seconds=40)
    posted = Posted(ChannelId("D7"), f"{stood_at.timestamp():.6f}")

    delivery.told(office.desk, office.workspace.id, again, posted, UNTIL.at + timedelta(hours=3))

    assert [each.told_at for each in office.deal(opened).lapses] == [stood_at]
