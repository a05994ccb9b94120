"""Each nudge that was not said has a reason, told from what became of what it asked for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.events import LapseClosed, Nudged
from bot.model import Deal, DealStatus, ItemStatus, LapseKind, Lost, Offer, Parked, StepStatus, WaitingOn
from bot.rules import owner, steps
from bot.rules.unsaid import coded, ended_by
from bot.unsaid import Unsaid
from tests.bot.making import ANA, CONTEXT, NOW, OMAR, Story, a_deal, a_lapse, a_step, an_item, at, by

AFTER = at("2026-11-24 12:00")
STEP = a_step(due=by("2026-11-24 11:00"))
PARKED = Parked(WaitingOn.CUSTOMER, by("2026-12-01"), ANA, "they sign")


def of_step(**changes: Any) -> tuple[Deal, Any]:
    lapse = a_lapse(LapseKind.STEP_OVERDUE, STEP.id, rung=1)
    return a_deal(steps=(replace(STEP, **changes),), lapses=(lapse,)), lapse


@pytest.mark.parametrize(
    ("changes", "how"),
    [
        ({"status": StepStatus.KEPT}, Unsaid.DONE),
        ({"status": StepStatus.DROPPED}, Unsaid.SUPERSEDED),
        ({"parked": PARKED}, Unsaid.WAITING),
        ({"due": by("2026-11-27")}, Unsaid.DATED),
        # The reminder of the morning ends when the moment itself comes.
        ({}, Unsaid.SUPERSEDED),
    ],
)
def test_a_step_tells_why_nobody_asks_about_it_any_more(changes: dict[str, Any], how: Unsaid) -> None:
    deal, lapse = of_step(**changes)

    assert ended_by(deal, lapse, now=AFTER) is how


@pytest.mark.parametrize(
    ("status", "how"),
    [
        (ItemStatus.DONE, Unsaid.DONE),
        (ItemStatus.ACCEPTED, Unsaid.DONE),
        (ItemStatus.WAITING, Unsaid.WAITING),
        (ItemStatus.OPEN, Unsaid.DATED),
    ],
)
def test_a_line_of_the_checklist_tells_why(status: ItemStatus, how: Unsaid) -> None:
    item = an_item(status=status)

    assert ended_by(a_deal(items=(item,)), a_lapse(LapseKind.ITEM_OVERDUE, item.id), now=AFTER) is how


@pytest.mark.parametrize("status", [ItemStatus.ACCEPTED, ItemStatus.OPEN])
def test_accepted_or_sent_back_a_line_that_was_done_is_answered(status: ItemStatus) -> None:
    item = an_item(status=status)

    lapse = a_lapse(LapseKind.DONE_NOT_ACCEPTED, item.id)
    assert ended_by(a_deal(items=(item,)), lapse, now=AFTER) is Unsaid.ANSWERED


@pytest.mark.parametrize(
    ("kind", "how"), [(LapseKind.OWNER_NOT_ACCEPTED, Unsaid.ANSWERED), (LapseKind.NOTHING_DATED, Unsaid.DATED)]
)
def test_the_deal_itself_tells_why(kind: LapseKind, how: Unsaid) -> None:
    assert ended_by(a_deal(), a_lapse(kind), now=AFTER) is how


def test_what_the_deal_no_longer_knows_is_merely_settled() -> None:
    assert ended_by(a_deal(), a_lapse(subject=STEP.id), now=AFTER) is Unsaid.SETTLED


@pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_on_hold_or_ended_comes_before_any_other_reason(status: DealStatus) -> None:
    deal, lapse = of_step(status=StepStatus.KEPT)

    assert ended_by(replace(deal, status=status), lapse, now=AFTER) is Unsaid.STANDS_STILL


@pytest.mark.parametrize(
    ("why", "code"),
    [
        (Unsaid.BUDGET, Unsaid.BUDGET),
        ("snoozed", Unsaid.SNOOZED),
        *((lost, Unsaid.CHANNEL_GONE) for lost in Lost),
        ("user_not_found", Unsaid.PERSON_GONE),
        ("msg_too_long", Unsaid.REFUSED),
        ("Baton itself failed; its log says how", Unsaid.REFUSED),
    ],
)
def test_what_the_courier_says_becomes_a_code(why: str, code: Unsaid) -> None:
    deal, lapse = of_step()

    assert coded(deal, lapse, why, now=AFTER) is code


def test_what_was_settled_on_the_way_is_told_by_what_settled_it() -> None:
    deal, lapse = of_step(status=StepStatus.KEPT)

    code = coded(deal, replace(lapse, closed_at=AFTER), "it was settled before this could be said", now=AFTER)

    assert code is Unsaid.DONE


def test_the_history_says_how_each_question_ended() -> None:
    story = Story(a_deal(steps=(STEP,))).play(AFTER)
    story.do(lambda deal: steps.keep(deal, CONTEXT, step_id=STEP.id, by=ANA, now=AFTER), AFTER)
    offered = Story(a_deal(offer=Offer(OMAR, ANA, NOW))).play(NOW + timedelta(days=1))
    later = NOW + timedelta(days=1)
    offered.do(lambda deal: owner.accept(deal, CONTEXT, by=OMAR, now=later), later)

    ends = [e.event for each in (story, offered) for e in each.log if isinstance(e.event, LapseClosed)]

    assert [(each.kind, each.how) for each in ends] == [
        (LapseKind.STEP_DUE, Unsaid.SUPERSEDED),
        (LapseKind.STEP_OVERDUE, Unsaid.DONE),
        (LapseKind.OWNER_NOT_ACCEPTED, Unsaid.ANSWERED),
    ]


@pytest.mark.parametrize(("due", "waited"), [("2026-11-24 15:00", None), ("2026-11-24 21:00", Unsaid.QUIET_HOURS)])
def test_a_word_that_waited_for_the_morning_says_so(due: str, waited: Unsaid | None) -> None:
    story = Story(a_deal(steps=(a_step(due=by(due)),))).play(at("2026-11-25 09:00"))

    said = [each for _, each in story.nudges() if each.kind is LapseKind.STEP_OVERDUE]

    assert said[0].waited is waited


def test_a_word_that_came_late_for_want_of_a_tick_waited_for_nobody() -> None:
    story = Story(a_deal(steps=(a_step(due=by("2026-11-24 11:00")),)))

    story.look(at("2026-11-24 15:00"))

    assert [each.waited for _, each in story.nudges() if isinstance(each, Nudged)] == [None]
