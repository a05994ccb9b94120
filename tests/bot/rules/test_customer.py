"""What the customer hears: the last one who writes it wins, and when somebody is asked to look at it again."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.events import CustomerLineWritten
from bot.ladder import DEFAULT_LADDER
from bot.model import CustomerLine, Deal, DealStatus, LapseKind, Offer, Promise, UserId
from bot.playbook import Ladder, Where
from bot.refusals import Missing, NotRunning, OnlyColleagues, TooLong
from bot.rules.again import RETYPED_WITHIN
from bot.rules.condition import Condition
from bot.rules.customer import LONGEST_LINE, outdated, write
from bot.rules.digests import for_leadership, for_person, for_team
from bot.rules.items import redated
from bot.rules.lapses import conditions
from bot.rules.opening import update
from tests.bot.making import (
    ANA,
    CONTEXT,
    GONE,
    GUEST,
    HELSINKI,
    NOW,
    OMAR,
    Heard,
    Story,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    at,
    by,
)

KIND = LapseKind.CUSTOMER_STALE
LINE = CustomerLine("the crane comes on Tuesday", OMAR, NOW)
AHEAD = a_step("open the site", due=by("2026-12-04"))
TOLD = a_deal(customer_line=LINE, steps=(AHEAD,), lived_at=at("2026-11-27 16:00"))
UNTOLD = replace(TOLD, customer_line=None, items=(an_item(done_at=at("2026-11-24 12:00")),))


def found(deal: Deal, now: datetime = NOW) -> list[Condition]:
    return [each for each in conditions(deal, CONTEXT, now=now) if each.kind is KIND]


def test_the_last_one_who_writes_it_wins_and_it_is_an_event() -> None:
    change = write(TOLD, CONTEXT, what="  it comes on Friday ", by=ANA, now=at("2026-11-24 12:00"))

    assert change.deal.customer_line == CustomerLine("it comes on Friday", ANA, at("2026-11-24 12:00"))
    assert change.events == (CustomerLineWritten("it comes on Friday", ANA),)


@pytest.mark.parametrize(
    ("what", "who", "passed", "is_new"),
    [
        ("The crane  comes on tuesday", OMAR, timedelta(minutes=1), False),
        ("the crane comes on Tuesday", OMAR, RETYPED_WITHIN + timedelta(seconds=1), True),
        ("the crane comes on Tuesday", ANA, timedelta(minutes=1), True),
        ("the crane comes on Friday", OMAR, timedelta(minutes=1), True),
    ],
)
def test_typed_again_it_is_the_same_and_later_it_says_that_it_is_still_true(
    what: str, who: UserId, passed: timedelta, *, is_new: bool
) -> None:
    change = write(TOLD, CONTEXT, what=what, by=who, now=NOW + passed)

    assert bool(change.events) is is_new
    assert (change.deal is TOLD) is not is_new


def test_what_was_written_before_the_date_changed_is_new_when_it_is_written_again() -> None:
    changed = replace(TOLD, customer_line=replace(LINE, outdated_at=NOW))

    again = write(changed, CONTEXT, what=LINE.what, by=OMAR, now=NOW + timedelta(minutes=1))

    assert again.deal.customer_line
    assert again.deal.customer_line.outdated_at is None


@pytest.mark.parametrize(
    ("deal", "what", "who", "refusal"),
    [
        (TOLD, "  ", ANA, Missing),
        (TOLD, "x" * (LONGEST_LINE + 1), ANA, TooLong),
        (TOLD, "hello", GUEST, OnlyColleagues),
        (TOLD, "hello", GONE, OnlyColleagues),
        (replace(TOLD, status=DealStatus.STOPPED), "hello", ANA, NotRunning),
    ],
)
def test_what_cannot_be_said_is_refused(deal: Deal, what: str, who: UserId, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        write(deal, CONTEXT, what=what, by=who, now=NOW)


@pytest.mark.parametrize(
    ("deal", "asked_at"),
    [
        (TOLD, "2026-11-30 10:00"),
        (replace(TOLD, customer_line=replace(LINE, at=at("2026-11-27 16:30"))), "2026-12-04 16:30"),
        (replace(TOLD, customer_line=replace(LINE, outdated_at=at("2026-11-25 12:00"))), "2026-11-25 12:00"),
        (replace(TOLD, customer_line=replace(LINE, outdated_at=at("2026-12-25 12:00"))), "2026-11-30 10:00"),
        (UNTOLD, "2026-12-01 12:00"),
        (replace(UNTOLD, owned_at=at("2026-11-25 12:00")), "2026-12-02 12:00"),
        (
            replace(UNTOLD, facts=replace(UNTOLD.facts, promised_on=None, promises=(Promise("lunch"),))),
            "2026-12-01 12:00",
        ),
        (replace(TOLD, lapses=(a_lapse(KIND, closed_at=at("2026-11-24 12:00")),)), "2026-12-01 12:00"),
    ],
)
def test_the_owner_is_asked_after_five_working_days_or_when_the_promised_date_changes(
    deal: Deal, asked_at: str
) -> None:
    assert [(each.who, each.since) for each in found(deal)] == [(ANA, at(asked_at))]


@pytest.mark.parametrize(
    "deal",
    [
        replace(UNTOLD, items=(an_item(),)),
        replace(UNTOLD, facts=replace(UNTOLD.facts, promised_on=None)),
        replace(UNTOLD, opened_at=None),
        replace(TOLD, offer=Offer(OMAR, ANA, NOW)),
        replace(TOLD, status=DealStatus.HELD),
        replace(TOLD, ladder=Ladder({k: v for k, v in DEFAULT_LADDER.lapses.items() if k != KIND})),
    ],
    ids=["nothing begun", "nothing promised", "not opened", "on offer", "held", "a ladder from before"],
)
def test_nobody_is_asked(deal: Deal) -> None:
    assert found(deal) == []


def test_beside_the_question_whether_it_lives_this_one_is_not_asked() -> None:
    silent = replace(TOLD, lived_at=NOW)
    now = at("2026-11-30 10:00")

    assert {each.kind for each in conditions(silent, CONTEXT, now=now) if each.since <= now} == {LapseKind.SILENCE}


def test_the_owner_is_asked_once_and_privately_until_somebody_writes_it_anew() -> None:
    story = Story(TOLD).play(at("2026-12-03 18:00"))
    assert story.heard(kind=KIND) == [Heard("Mon 30 Nov 10:00", KIND, 1, Where.PRIVATE)]

    now = at("2026-12-03 18:30")
    story.do(lambda deal: write(deal, CONTEXT, what=LINE.what, by=ANA, now=now), now, actor=ANA)

    assert [each for each in story.deal.lapses if each.kind is KIND and not each.closed_at] == []
    assert len(found(story.deal, now)) == 1


def test_it_stands_in_the_owners_digest_and_in_no_other() -> None:
    story, now = Story(TOLD).play(at("2026-11-30 12:00")), at("2026-12-01 08:30")

    facts = for_person([story.deal], ANA, CONTEXT, zone=HELSINKI, now=now)

    assert facts
    assert [(line.kind, line.about) for line in facts.lines] == [("customer_stale", "what we tell the customer")]
    assert for_person([story.deal], OMAR, CONTEXT, zone=HELSINKI, now=now) is None
    assert for_team([story.deal], [], zone=HELSINKI, now=now) is None
    assert for_leadership([story.deal], zone=HELSINKI, now=now) is None


def test_another_promised_date_makes_it_old_from_that_moment() -> None:
    now = at("2026-11-24 12:00")
    later = replace(TOLD, facts=replace(TOLD.facts, promised_on=date(2027, 3, 1)))

    changed = redated(later, CONTEXT, was=TOLD.facts.promised_on, now=now)

    assert changed.customer_line
    assert changed.customer_line.outdated_at == now
    assert redated(changed, CONTEXT, was=changed.facts.promised_on, now=at("2026-11-25 12:00")) == changed


def test_the_first_change_since_it_was_written_counts() -> None:
    once = outdated(TOLD, now=at("2026-11-24 12:00"))

    assert outdated(once, now=at("2026-11-25 12:00")) == once
    assert outdated(replace(TOLD, customer_line=None), now=NOW).customer_line is None


@pytest.mark.parametrize(("happened", "is_outdated"), [(timedelta(hours=1), True), (-timedelta(hours=1), False)])
def test_other_promises_make_it_old_unless_they_were_known_when_it_was_written(
    happened: timedelta, *, is_outdated: bool
) -> None:
    facts = replace(TOLD.facts, promises=(Promise("two crews", date(2027, 1, 15)),))

    changed = update(TOLD, facts, occurred_at=NOW + happened).deal.customer_line

    assert changed
    assert bool(changed.outdated_at) is is_outdated


def test_other_news_of_the_crm_leave_it_as_it_is() -> None:
    changed = update(TOLD, replace(TOLD.facts, amount_minor=5), occurred_at=NOW + timedelta(hours=1)).deal

    assert changed.customer_line == LINE
