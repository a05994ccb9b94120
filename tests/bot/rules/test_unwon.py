"""A win that is taken back: the clocks stand still, the owner is asked, and silence lets the deal go on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import Change, Decided, Event, Woken
from bot.handovers import DealUnwon
from bot.model import Choice, Deal, DealStatus, Due
from bot.outgoing import Kind
from bot.rules.unwon import unwon, won, won_after_all
from tests.bot.making import ANA, CONTEXT, NOW, Story, a_deal, a_step, at, by, kinds

TUESDAY = at("2026-11-24 12:00")
LATER = NOW + timedelta(hours=1)
REST = by("2026-11-26")


def taken_back(deal: Deal, *, minutes: int = 0, reason: str = "they buy elsewhere") -> Change:
    return unwon(deal, CONTEXT, reason=reason, occurred_at=NOW + timedelta(minutes=minutes), now=TUESDAY)


def test_nothing_is_due_for_two_working_days_and_the_owner_is_asked_in_the_channel() -> None:
    story = Story(a_deal(steps=(a_step(due=by("2026-11-23")),)))
    story.look(by("2026-11-23").at)

    events = story.do(taken_back, TUESDAY)

    assert events[0] == DealUnwon("they buy elsewhere", REST)
    assert (story.deal.status, story.deal.held_until) == (DealStatus.HELD, REST)
    assert [each for each in story.deal.lapses if each.closed_at is None] == []
    assert [row.kind for row in story.rows if row.seq == story.log[-len(events)].seq] == [Kind.SAY]


def test_who_does_nothing_has_a_deal_that_goes_on() -> None:
    story = Story(taken_back(a_deal()).deal)

    assert Woken() in story.look(REST.at)
    assert story.deal.status is DealStatus.OPEN


@pytest.mark.parametrize(
    ("held", "rests"), [(by("2027-03-01"), by("2027-03-01")), (by("2026-11-25"), REST), (None, REST)]
)
def test_what_rests_already_rests_no_shorter_for_it(held: Due | None, rests: Due) -> None:
    assert taken_back(a_deal(status=DealStatus.HELD, held_until=held)).deal.held_until == rests


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.STOPPED, DealStatus.CLOSED])
def test_of_a_deal_that_does_not_run_nobody_is_asked(status: DealStatus) -> None:
    change = taken_back(a_deal(status=status))

    assert (change.deal.status, change.events) == (status, ())


def test_of_two_words_the_one_that_happened_later_holds() -> None:
    again = won(taken_back(a_deal()).deal, occurred_at=LATER)

    assert kinds(taken_back(again, minutes=59)) == []
    assert kinds(taken_back(again, minutes=61)) == [DealUnwon]
    assert won(again, occurred_at=NOW) is again


def again(story: Story) -> list[Event]:
    return list(story.do(lambda deal: won_after_all(deal, story.log, now=TUESDAY), TUESDAY))


def rests(deal: Deal, until: Due) -> Change:
    """Let somebody decide that a deal rests."""
    held = replace(deal, status=DealStatus.HELD, held_until=until)
    return Change(held, (Decided(Choice.HOLD, ANA, "the site is flooded", until, None, is_rescue=False),))


def test_won_after_all_it_goes_on_at_once() -> None:
    story = Story(a_deal())
    story.do(taken_back, TUESDAY)

    assert Woken() in again(story)
    assert (story.deal.status, story.deal.held_until) == (DealStatus.OPEN, None)


def test_won_after_all_what_rested_before_rests_until_its_own_day() -> None:
    story, until = Story(a_deal()), by("2026-11-25")
    story.do(lambda deal: rests(deal, until), NOW)
    story.do(taken_back, TUESDAY)
    assert story.deal.held_until == REST

    assert again(story) == []
    assert (story.deal.status, story.deal.held_until) == (DealStatus.HELD, until)


def test_a_deal_that_rests_for_another_reason_is_not_woken_by_its_crm() -> None:
    story = Story(a_deal(status=DealStatus.HELD, held_until=REST))

    assert again(story) == []
    assert story.deal.status is DealStatus.HELD


def test_a_word_that_was_taken_back_long_ago_wakes_nothing_that_rests_now() -> None:
    story = Story(a_deal())
    story.do(taken_back, TUESDAY)
    again(story)
    story.do(lambda deal: rests(deal, by("2026-12-25")), TUESDAY)

    assert again(story) == []
    assert story.deal.held_until == by("2026-12-25")


def test_the_same_word_twice_asks_once() -> None:
    once = taken_back(a_deal(owner_id=ANA)).deal

    assert taken_back(once).deal is once
