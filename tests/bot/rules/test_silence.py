"""When a deal is asked whether it is alive, what counts as a sign of life, and what does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import LapseClosed
from bot.ladder import DEFAULT_LADDER
from bot.model import Choice, Deal, DealStatus, Item, Lapse, LapseKind, Offer, Parked, Slip, StepStatus, WaitingOn
from bot.playbook import Ladder, Where
from bot.refusals import NotYours
from bot.rules import deciding
from bot.rules.condition import Condition
from bot.rules.deciding import Verdict, open_questions
from bot.rules.digests import for_leadership, for_person, for_team
from bot.rules.lapses import conditions
from bot.rules.questions import open_to_all
from bot.rules.silence import NOTED_ONCE_IN, last_sign, spoke
from bot.rules.steps import reschedule
from tests.bot.making import (
    ANA,
    CONTEXT,
    HELSINKI,
    NEW_YORK,
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
    id_of,
)

AHEAD = a_step("open the site", due=by("2026-12-04"))
QUIET = a_deal(steps=(AHEAD,), lived_at=NOW)
OLD_LADDER = Ladder({kind: rungs for kind, rungs in DEFAULT_LADDER.lapses.items() if kind != "silence"})
CHASED = Parked(WaitingOn.CUSTOMER, by("2026-12-04"), ANA, "")
MOVED = Slip(at("2026-11-24 12:00"), ANA, AHEAD.due, AHEAD.due, "rain", is_early=True)
FIRST = Heard("Mon 30 Nov 10:00", LapseKind.SILENCE, 1, Where.PRIVATE)
SECOND = Heard("Wed 02 Dec 10:00", LapseKind.SILENCE, 2, Where.CHANNEL)


def found(deal: Deal) -> list[Condition]:
    return [each for each in conditions(deal, CONTEXT, now=NOW) if each.kind is LapseKind.SILENCE]


def with_step(**changes: object) -> Deal:
    return replace(QUIET, steps=(replace(AHEAD, **changes),))  # type: ignore[arg-type]


def with_item(**changes: object) -> Deal:
    item: Item = an_item(**changes)
    return replace(QUIET, items=(item,))


def played(until: str, deal: Deal = QUIET) -> Story:
    return Story(deal).play(at(until))


def asked(story: Story) -> list[Heard]:
    return story.heard(kind=LapseKind.SILENCE)


@pytest.mark.parametrize(
    ("deal", "asked_at"),
    [
        (QUIET, "2026-11-30 10:00"),
        (replace(QUIET, lived_at=None), "2026-11-30 10:00"),
        (replace(QUIET, lived_at=at("2026-11-24 12:00")), "2026-12-01 12:00"),
        (replace(QUIET, lived_at=at("2026-11-27 16:30")), "2026-12-04 16:30"),
        (replace(QUIET, lived_at=at("2026-11-28 12:00")), "2026-12-04 17:00"),
        (replace(QUIET, owned_at=at("2026-11-25 12:00")), "2026-12-02 12:00"),
        (with_step(made_at=at("2026-11-26 09:00")), "2026-12-02 17:00"),
        (with_step(status=StepStatus.KEPT, ended_at=at("2026-11-24 12:00")), "2026-12-01 12:00"),
        (with_step(slips=(MOVED,)), "2026-12-01 12:00"),
        (with_step(parked=CHASED), "2026-12-11 17:00"),
        (with_step(parked=replace(CHASED, until=by("2026-11-20"))), "2026-11-30 10:00"),
        (with_item(done_at=at("2026-11-24 12:00")), "2026-12-01 12:00"),
        (with_item(accepted_at=at("2026-11-24 13:00")), "2026-12-01 13:00"),
        (
            replace(QUIET, lapses=(a_lapse(LapseKind.SILENCE, closed_at=at("2026-11-24 12:00")),)),
            "2026-12-01 12:00",
        ),
    ],
)
def test_the_owner_is_asked_five_working_days_after_the_last_sign_or_the_day_to_chase(
    deal: Deal, asked_at: str
) -> None:
    assert [(each.who, each.since) for each in found(deal)] == [(ANA, at(asked_at))]


def test_the_calendar_is_the_owners() -> None:
    deal = replace(QUIET, owner_id=OMAR, lived_at=at("2026-11-24 12:00", NEW_YORK))

    assert [each.since for each in found(deal)] == [at("2026-11-30 18:00", HELSINKI) + timedelta(hours=24)]


@pytest.mark.parametrize(
    "changes",
    [{"ladder": OLD_LADDER}, {"status": DealStatus.HELD}, {"opened_at": None, "owned_at": None}],
    ids=["a ladder from before", "held", "not begun"],
)
def test_nobody_is_asked(changes: dict[str, object]) -> None:
    assert found(replace(QUIET, **changes)) == []  # type: ignore[arg-type]


LATE = an_item(due=by("2026-11-20"))
TOLD = {"fired_at": NOW, "told_at": NOW}
REMINDED = a_lapse(LapseKind.ITEM_DUE, LATE.id, rung=1, **TOLD)
LATE_LAPSE = a_lapse(LapseKind.ITEM_OVERDUE, LATE.id, **TOLD)


@pytest.mark.parametrize(
    ("others", "is_asked"),
    [
        ((), False),
        ((REMINDED,), False),
        ((REMINDED, LATE_LAPSE), False),
        ((REMINDED, replace(LATE_LAPSE, rung=2)), False),
        ((REMINDED, replace(LATE_LAPSE, rung=3)), True),
        ((REMINDED, replace(LATE_LAPSE, rung=3, told_at=None)), False),
        ((REMINDED, replace(LATE_LAPSE, rung=3, decider_id=OMAR)), False),
        ((replace(REMINDED, closed_at=NOW), replace(LATE_LAPSE, rung=3)), False),
    ],
)
def test_while_anything_else_is_asked_this_is_not_until_that_ladder_has_ended(
    others: tuple[Lapse, ...], *, is_asked: bool
) -> None:
    assert bool(found(replace(QUIET, items=(LATE,), lapses=others))) is is_asked


def test_it_counts_from_the_last_word_of_a_ladder_that_has_ended() -> None:
    told_at = at("2026-11-25 12:00")
    ended = replace(LATE_LAPSE, rung=3, told_at=told_at)
    deal = replace(QUIET, items=(LATE,), lapses=(REMINDED, ended))

    (asked_at,) = [each.since for each in conditions(deal, CONTEXT, now=told_at) if each.kind is LapseKind.SILENCE]

    assert asked_at == at("2026-12-02 12:00")


def test_on_the_day_on_which_something_is_due_the_reminder_is_enough() -> None:
    now = at("2026-12-04 12:00")
    deal = replace(QUIET, lapses=(a_lapse(LapseKind.STEP_DUE, AHEAD.id, rung=1, **TOLD),))

    assert LapseKind.SILENCE not in [each.kind for each in conditions(deal, CONTEXT, now=now)]


def test_what_will_be_asked_later_keeps_it_from_nobody() -> None:
    assert found(replace(QUIET, items=(replace(LATE, due=by("2026-11-24")),)))


def test_its_own_question_keeps_it_from_nobody() -> None:
    assert found(replace(QUIET, lapses=(a_lapse(LapseKind.SILENCE, rung=1, decider_id=ANA),)))


def test_after_two_weeks_in_which_nothing_ran_what_is_late_is_asked_and_nothing_else() -> None:
    story = Story(replace(QUIET, steps=(replace(AHEAD, due=by("2026-11-25")),)))

    story.look(at("2026-12-07 10:00"))

    assert {event.kind for _, event in story.nudges()} == {LapseKind.STEP_OVERDUE}


def test_the_owner_hears_privately_and_two_days_later_the_lead_decides_in_the_channel() -> None:
    assert asked(played("2026-12-03 18:00")) == [FIRST, SECOND]


def test_both_are_asked_for_a_decision_and_the_first_is_the_owner() -> None:
    nudges = [event for _, event in played("2026-12-03 18:00").nudges() if event.kind is LapseKind.SILENCE]

    assert [(event.who, event.decider_id) for event in nudges] == [(ANA, ANA), (ANA, OMAR)]


def test_a_deal_from_before_goes_on_without_the_question() -> None:
    story = played("2026-12-03 18:00", replace(QUIET, ladder=OLD_LADDER, lived_at=None))

    assert asked(story) == []


@pytest.mark.parametrize("wrote_at", ["2026-11-30 09:59", "2026-11-30 12:00"])
def test_a_word_in_the_channel_ends_it_or_puts_it_off(wrote_at: str) -> None:
    story = played(wrote_at)

    story.do(lambda deal: spoke(deal, now=at(wrote_at)), at(wrote_at))
    story.play(at("2026-12-03 18:00"))

    assert SECOND not in asked(story)
    assert not [each for each in story.deal.lapses if each.kind is LapseKind.SILENCE and not each.closed_at]


def test_what_a_person_does_is_a_sign_of_life_and_what_the_clock_does_is_none() -> None:
    story, later = played("2026-11-27 10:00"), at("2026-11-27 11:00")
    due = by("2026-12-03")

    story.look(later)
    assert story.deal.lived_at == NOW

    story.do(
        lambda deal: reschedule(deal, CONTEXT, step_id=AHEAD.id, by=ANA, due=due, reason="rain", now=later),
        later,
        actor=ANA,
    )
    assert story.deal.lived_at == later


def test_what_changes_nothing_is_no_sign_of_life() -> None:
    story = Story(QUIET)

    story.do(lambda deal: spoke(deal, now=NOW), NOW, actor=ANA)

    assert story.deal.lived_at == NOW
    assert story.log == []


@pytest.mark.parametrize(
    ("passed", "is_noted"),
    [
        (timedelta(0), False),
        (NOTED_ONCE_IN - timedelta(microseconds=1), False),
        (NOTED_ONCE_IN, True),
        (timedelta(days=30), True),
        (timedelta(hours=-2), False),
    ],
)
def test_of_a_busy_conversation_one_message_an_hour_is_noted(passed: timedelta, *, is_noted: bool) -> None:
    change = spoke(QUIET, now=NOW + passed)

    assert (change.deal is not QUIET) is is_noted
    assert change.events == ()


@pytest.mark.parametrize("status", [each for each in DealStatus if each is not DealStatus.OPEN])
def test_what_is_written_about_a_deal_whose_clocks_stand_changes_nothing(status: DealStatus) -> None:
    deal = replace(QUIET, status=status, lived_at=None)

    assert spoke(deal, now=NOW).deal is deal


def test_the_first_word_of_all_is_noted() -> None:
    assert spoke(replace(QUIET, lived_at=None), now=NOW).deal.lived_at == NOW


def test_the_last_sign_of_a_deal_from_before_is_read_from_what_was_done_about_it() -> None:
    deal = replace(with_step(made_at=at("2026-11-24 12:00")), lived_at=None)

    assert last_sign(deal) == at("2026-11-24 12:00")


def test_what_the_owner_was_asked_privately_is_read_by_nobody_else() -> None:
    deal = played("2026-11-30 10:00").deal
    now = at("2026-12-01 08:30")

    mine = for_person([deal], ANA, CONTEXT, zone=HELSINKI, now=now)
    assert mine
    assert [(line.kind, line.about) for line in mine.lines] == [("decision", "whether this deal is alive")]
    assert for_team([deal], [], zone=HELSINKI, now=now) is None
    assert for_leadership([deal], zone=HELSINKI, now=now) is None
    assert open_to_all(deal) == ()


def test_what_the_lead_was_asked_in_the_channel_is_read_by_all() -> None:
    deal = played("2026-12-02 10:00").deal

    assert [each.decider_id for each in open_to_all(deal)] == [OMAR]
    assert for_team([deal], [], zone=HELSINKI, now=at("2026-12-03 10:00"))


@pytest.mark.parametrize("choice", [Choice.HOLD, Choice.STOP])
def test_the_owner_answers_it_with_a_decision_and_all_of_it_ends(choice: Choice) -> None:
    story, now = played("2026-11-30 12:00"), at("2026-11-30 13:00")
    verdict = Verdict(choice, "the shop is rebuilt", until=by("2027-02-01"))

    events = story.do(
        lambda deal: deciding.decide(deal, CONTEXT, verdict, by=ANA, step_id=id_of("new"), now=now),  # type: ignore[arg-type]
        now,
        actor=ANA,
    )

    assert LapseKind.SILENCE in [event.kind for event in events if isinstance(event, LapseClosed)]
    assert open_questions(story.deal) == ()


def test_once_the_lead_was_asked_the_owner_does_not_decide_any_more() -> None:
    deal, now = played("2026-12-02 12:00").deal, at("2026-12-02 13:00")

    with pytest.raises(NotYours):
        deciding.decide(deal, CONTEXT, Verdict(Choice.STOP, "?"), by=ANA, step_id=id_of("new"), now=now)  # type: ignore[arg-type]


def test_asked_once_more_after_another_silence_it_begins_at_the_first_rung() -> None:
    story = played("2026-12-01 12:00", with_step(due=by("2026-12-09")))

    story.do(lambda deal: spoke(deal, now=at("2026-12-01 12:00")), at("2026-12-01 12:00"))
    story.play(at("2026-12-08 18:00"))

    assert [event.rung for _, event in story.nudges() if event.kind is LapseKind.SILENCE] == [1, 1]


def test_while_somebody_is_asked_to_own_it_the_seller_is_still_asked_whether_it_lives() -> None:
    deal = replace(QUIET, offer=Offer(OMAR, ANA, NOW))

    assert [each.who for each in found(deal)] == [ANA]
