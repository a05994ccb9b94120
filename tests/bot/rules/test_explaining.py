"""Why a deal is loud or quiet: what was said and when, what was not and why, and what comes."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.model import Deal, DealStatus, ItemStatus, LapseKind, Parked, StepStatus, WaitingOn
from bot.rules import steps, telling
from bot.rules.explaining import Explained, explain
from bot.unsaid import Unsaid
from tests.bot.making import ANA, CONTEXT, NOW, OMAR, Story, a_deal, a_step, an_item, at, by

STEP = a_step("order the pump", due=by("2026-11-25"))
THURSDAY = at("2026-11-26 14:00")


def of(story: Story, now: datetime) -> Explained:
    return explain(story.deal, story.log, CONTEXT, now=now)


def missed() -> Story:
    """Play Ana's step past its date, until the channel was asked."""
    return Story(a_deal(steps=(STEP,))).play(at("2026-11-26 12:00"))


def test_what_was_said_is_told_with_its_moments_and_what_comes() -> None:
    (asking,) = of(missed(), THURSDAY).asking

    assert (asking.about, asking.lapse.kind) == ("order the pump", LapseKind.STEP_OVERDUE)
    assert [(each.told_at, each.nudge.where) for each in asking.words] == [
        (at("2026-11-25 17:00"), "private"),
        (at("2026-11-26 10:00"), "channel"),
    ]
    assert [(each.at, each.nudge.decider_id) for each in asking.ahead] == [
        (at("2026-11-27 10:00"), OMAR),
        (at("2026-11-30 10:00"), None),
    ]


def test_what_was_not_said_is_told_with_its_reason() -> None:
    story = Story(a_deal(steps=(STEP,)), is_told=False).play(at("2026-11-25 18:00"))
    (lapse,) = [each for each in story.deal.lapses if each.kind is LapseKind.STEP_OVERDUE]
    evening = at("2026-11-25 18:00")
    story.do(lambda deal: telling.skipped(deal, lapse_id=lapse.id, rung=1, why="user_not_found", now=evening), evening)

    (asking,) = of(story, evening).asking

    (word,) = asking.words
    assert word.told_at is None
    assert word.skipped
    assert word.skipped.code is Unsaid.PERSON_GONE


def test_what_is_on_its_way_is_neither_told_nor_skipped() -> None:
    story = Story(a_deal(steps=(STEP,)), is_told=False).play(at("2026-11-25 18:00"))

    (asking,) = of(story, at("2026-11-25 18:00")).asking

    assert [(each.at, each.told_at, each.skipped) for each in asking.words] == [(at("2026-11-25 17:00"), None, None)]


def test_of_what_was_asked_and_answered_before_nothing_is_told() -> None:
    story = missed()
    story.do(lambda deal: steps.reschedule(deal, CONTEXT, step_id=STEP.id, by=ANA, due=by("2026-12-01"), reason="late", now=THURSDAY), THURSDAY)  # fmt: skip

    explained = of(story, THURSDAY)

    assert explained.asking == ()
    assert explained.next_date
    assert explained.next_date.due == by("2026-12-01")
    assert explained.first
    assert explained.first.at == at("2026-12-01 09:00")


@pytest.mark.parametrize(
    ("deal", "expected"),
    [
        (a_deal(steps=(STEP,)), ("order the pump", ANA)),
        (a_deal(steps=(replace(STEP, parked=Parked(WaitingOn.CUSTOMER, by("2026-12-01"), OMAR, "")),)), ("order the pump", OMAR)),
        (a_deal(steps=(STEP,), items=(an_item("permit", due=by("2026-11-24")),)), ("permit", OMAR)),
        (a_deal(steps=(STEP,), items=(an_item("permit", due=by("2026-11-24"), status=ItemStatus.DONE),)), ("order the pump", ANA)),
        (a_deal(steps=(replace(STEP, status=StepStatus.KEPT),)), None),
    ],
)  # fmt: skip
def test_the_next_date_is_the_soonest_of_what_is_open(deal: Deal, expected: tuple[str, str] | None) -> None:
    date = explain(deal, (), CONTEXT, now=NOW).next_date

    assert ((date.what, date.who) if date else None) == expected


def test_where_something_is_asked_the_first_word_of_all_is_nobodys_question() -> None:
    assert of(missed(), THURSDAY).first is None


@pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED, DealStatus.BACKLOG])
def test_a_deal_whose_clocks_stand_asks_nobody(status: DealStatus) -> None:
    assert explain(a_deal(status=status, steps=(STEP,)), (), CONTEXT, now=THURSDAY) == Explained()


def test_each_open_question_has_words_of_its_own() -> None:
    other = a_step("call", due=by("2026-11-25 12:00"), by=OMAR)
    story = Story(a_deal(steps=(STEP, other))).play(at("2026-11-26 12:00"))

    asking = of(story, THURSDAY).asking

    assert [each.about for each in asking] == ["call", "order the pump"]
    assert all({word.nudge.lapse_id for word in each.words} == {each.lapse.id} for each in asking)
    assert all({ahead.nudge.lapse_id for ahead in each.ahead} == {each.lapse.id} for each in asking)
