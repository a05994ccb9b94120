"""What the delivery of a message means for the deal: told once, counted from then."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.events import Change, ChannelOpened, NudgeSkipped, NudgeTold
from bot.model import ChannelId, Deal, Lapse
from bot.rules import telling
from bot.unsaid import Unsaid
from tests.bot.making import NOW, a_deal, a_lapse

LATER = NOW + timedelta(minutes=5)
FIRED = a_lapse(rung=2, fired_at=NOW)
DEAL = a_deal(lapses=(FIRED,))


def tell(deal: Deal, rung: int) -> Change:
    return telling.told(deal, lapse_id=FIRED.id, rung=rung, now=LATER)


def skip(deal: Deal, rung: int) -> Change:
    return telling.skipped(deal, lapse_id=FIRED.id, rung=rung, why="no such person", now=LATER)


def test_a_channel_is_remembered_once() -> None:
    opened = telling.channel_opened(a_deal(channel_id=None), channel_id=ChannelId("C7"), name="deal-acme-2-k3v9q2")
    again = telling.channel_opened(opened.deal, channel_id=ChannelId("C8"), name="other")

    assert (opened.deal.channel_id, opened.deal.channel_name) == ("C7", "deal-acme-2-k3v9q2")
    assert opened.events == (ChannelOpened(ChannelId("C7"), "deal-acme-2-k3v9q2"),)
    assert (again.deal, again.events) == (opened.deal, ())


def test_the_next_rung_counts_from_what_was_told() -> None:
    change = tell(DEAL, 2)

    assert change.deal.lapses == (replace(FIRED, told_at=LATER),)
    assert change.deal.next_review_at == LATER
    assert change.events == (NudgeTold(FIRED.id, 2),)


@pytest.mark.parametrize(
    ("minutes", "counts_from"),
    [(3, NOW + timedelta(minutes=3)), (0, NOW), (5, LATER), (-1, NOW - timedelta(minutes=1)), (6, LATER)],
    ids=["found by looking", "at once", "just now", "fired once more after a restore", "by a clock that is behind"],
)
def test_the_next_rung_counts_from_when_its_message_stood_in_slack(minutes: int, counts_from: datetime) -> None:
    stood_at = NOW + timedelta(minutes=minutes)

    change = telling.told(DEAL, lapse_id=FIRED.id, rung=2, now=LATER, stood_at=stood_at)

    assert change.deal.lapses == (replace(FIRED, told_at=counts_from),)
    assert change.deal.next_review_at == LATER


@pytest.mark.parametrize("rung", [2, 1])
def test_what_reaches_people_after_it_was_given_up_counts_from_then(rung: int) -> None:
    given_up = skip(DEAL, 2).deal

    change = telling.told(
        given_up, lapse_id=FIRED.id, rung=rung, now=LATER + timedelta(hours=1), stood_at=LATER, was_skipped=True
    )
    late = telling.told(given_up, lapse_id=FIRED.id, rung=rung, now=LATER + timedelta(hours=1), was_skipped=True)

    if rung == 1:
        assert change == late == Change(given_up), "The ladder has gone on."
    else:
        assert change.deal.lapses == (replace(FIRED, told_at=LATER),)
        assert late.deal.lapses == (replace(FIRED, told_at=LATER + timedelta(hours=1)),)
        assert change.events == late.events == (NudgeTold(FIRED.id, 2),)


def test_the_next_rung_counts_from_what_was_skipped_too() -> None:
    change = skip(DEAL, 2)

    assert change.deal.lapses == (replace(FIRED, told_at=LATER),)
    assert change.events == (NudgeSkipped(FIRED.id, 2, "no such person", Unsaid.PERSON_GONE),)


FIRST = a_lapse(rung=1, fired_at=NOW)


def left(lapse: Lapse) -> Lapse:
    """Let whoever was to hear it go away first."""
    deal = a_deal(lapses=(lapse,))
    change = telling.skipped(deal, lapse_id=lapse.id, rung=lapse.rung, why=Unsaid.ABSENT, now=LATER)
    assert change.events == (NudgeSkipped(lapse.id, lapse.rung, Unsaid.ABSENT, Unsaid.ABSENT),)
    assert change.deal.next_review_at == LATER
    return change.deal.lapses[0]


def test_a_first_word_whose_reader_left_is_asked_of_somebody_else() -> None:
    assert left(FIRST) == replace(FIRST, rung=0, fired_at=None, tries=1)


def test_a_later_word_whose_reader_left_counts_as_asked_and_so_does_a_first_one_in_the_end() -> None:
    assert left(FIRED) == replace(FIRED, told_at=LATER)
    often = replace(FIRST, tries=telling.MOST_TRIES)
    assert left(often) == replace(often, told_at=LATER)


@pytest.mark.parametrize(
    "lapse", [replace(FIRED, told_at=NOW), replace(FIRED, rung=3), a_lapse(subject=FIRED.id, rung=2)]
)
@pytest.mark.parametrize("rule", [tell, skip])
def test_what_is_known_or_out_of_date_changes_nothing(lapse: object, rule: object) -> None:
    assert callable(rule)
    deal = a_deal(lapses=(lapse,))

    change = rule(deal, 2)

    assert (change.deal, change.events) == (deal, ())


def test_telling_after_the_lapse_closed_is_noted_and_wakes_nobody() -> None:
    closed = a_deal(lapses=(replace(FIRED, closed_at=NOW),))

    change = tell(closed, 2)

    assert change.events == (NudgeTold(FIRED.id, 2),)
    assert change.deal.next_review_at is None


def again(deal: Deal) -> Change:
    return telling.told_again(deal, lapse_id=FIRED.id, now=LATER)


def test_the_next_rung_counts_from_when_people_had_the_reminder() -> None:
    change = again(a_deal(lapses=(replace(FIRED, told_at=NOW),)))

    assert change.deal.lapses == (replace(FIRED, told_at=LATER),)
    assert change.deal.next_review_at == LATER
    assert change.events == ()


@pytest.mark.parametrize(
    "lapse",
    [
        pytest.param(FIRED, id="another rung is on its way"),
        pytest.param(replace(FIRED, told_at=LATER), id="told already"),
        pytest.param(replace(FIRED, told_at=NOW, snoozed_until=LATER), id="put off once more"),
        pytest.param(replace(FIRED, told_at=NOW, closed_at=NOW), id="over"),
        pytest.param(a_lapse(subject=FIRED.id, rung=2, told_at=NOW), id="another lapse"),
    ],
)
def test_a_reminder_that_says_nothing_new_moves_nothing(lapse: Lapse) -> None:
    deal = a_deal(lapses=(lapse,))

    assert again(deal) == Change(deal)
