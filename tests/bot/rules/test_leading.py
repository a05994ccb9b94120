"""Handing over who leads a function: what goes along, what stays, and that nobody is named in public at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.context import Context
from bot.events import Change, LapseClosed, Nudged
from bot.model import Deal, DealStatus, ItemStatus, LapseKind, UserId
from bot.refusals import NoSuchDeal, NotAPerson, NotRunning, NotYours
from bot.roles import LeadHandedOver
from bot.rules import leading
from bot.unsaid import Unsaid
from tests.bot.making import (
    ANA,
    FAYE,
    GONE,
    GUEST,
    LIV,
    NOW,
    OMAR,
    SUE,
    TIM,
    Story,
    a_deal,
    a_lapse,
    an_item,
    at,
    away,
    by,
    event_of,
    with_times,
)

OPEN, WAITING, DONE, ACCEPTED = ItemStatus.OPEN, ItemStatus.WAITING, ItemStatus.DONE, ItemStatus.ACCEPTED
DEAL = a_deal(owner_id=LIV, items=(an_item("visit"), an_item("plan", status=WAITING)))
KNOWN = with_times()


def handed(deal: Deal = DEAL, context: Context = KNOWN, **said: object) -> Change:
    given = {"function": "delivery", "to": TIM, "by": OMAR, "now": NOW}
    return leading.hand_over(deal, context, **(given | said))  # type: ignore[arg-type]


def test_the_new_lead_leads_and_holds_what_is_open() -> None:
    change = handed()

    assert change.deal.lead("delivery") == TIM
    assert [item.holder_id for item in change.deal.items] == [TIM, TIM]
    ids = tuple(item.id for item in DEAL.items)
    assert change.events == (LeadHandedOver("delivery", TIM, OMAR, OMAR, ids),)


@pytest.mark.parametrize(
    ("item", "holder"),
    [
        (an_item(status=OPEN), TIM),
        (an_item(status=WAITING), TIM),
        (an_item(status=DONE), OMAR),
        (an_item(status=ACCEPTED), OMAR),
        (an_item(holder_id=SUE), SUE),
        (an_item(function="finance", holder_id=FAYE), FAYE),
        (an_item(function="finance"), OMAR),
    ],
)
def test_what_is_done_or_somebody_elses_stays(item: object, holder: UserId) -> None:
    change = handed(replace(DEAL, items=(item,)))  # type: ignore[arg-type]

    assert change.deal.items[0].holder_id == holder
    assert (change.deal.items[0].generation == 1) is (holder == TIM)


def test_other_leads_stay_and_keep_their_order() -> None:
    assert handed().deal.leads == (("delivery", TIM), ("finance", FAYE))
    assert handed(function="finance", by=FAYE).deal.leads == (("delivery", OMAR), ("finance", TIM))


def test_the_owning_function_comes_first_although_its_lead_is_named_last() -> None:
    change = handed(replace(DEAL, leads=(("finance", FAYE),)), by=LIV)

    assert change.deal.leads == (("delivery", TIM), ("finance", FAYE))


@pytest.mark.parametrize("holder", [LIV, ANA])
def test_where_nobody_was_named_what_the_owner_stood_in_for_goes_along(holder: UserId) -> None:
    change = handed(replace(DEAL, leads=(), items=(an_item(holder_id=holder),)), by=LIV)

    assert change.deal.items[0].holder_id == TIM
    assert event_of(change, LeadHandedOver).was is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("function", ["delivery", "finance"])
@pytest.mark.parametrize("who", [OMAR, LIV])
def test_owner_admin_and_owning_lead_may_name_any_lead(who: UserId, function: str) -> None:
    assert handed(by=who, function=function).deal.lead(function) == TIM


def test_an_admin_may_although_they_work_on_nothing_of_it() -> None:
    assert handed(replace(DEAL, owner_id=ANA), by=LIV).deal.lead("delivery") == TIM


def test_whoever_stands_in_for_the_lead_may() -> None:
    context = with_times(omar=away(SUE))

    assert handed(context=context, by=SUE).deal.lead("delivery") == TIM


def test_the_lead_of_one_function_says_nothing_about_another() -> None:
    with pytest.raises(NotYours) as refused:
        handed(by=FAYE)

    assert refused.value.what == "say who leads Delivery"
    assert refused.value.may[0] == OMAR


@pytest.mark.parametrize("nobody", [GUEST, GONE, UserId("UNOBODY")])
def test_nobody_leads_who_cannot_act(nobody: UserId) -> None:
    with pytest.raises(NotAPerson):
        handed(to=nobody)


def test_the_same_lead_again_changes_nothing() -> None:
    assert handed(to=OMAR).events == ()


def test_a_function_that_takes_no_part_has_no_lead_here() -> None:
    with pytest.raises(NoSuchDeal):
        handed(function="legal")


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_nothing_is_handed_over_where_clocks_stand(status: DealStatus) -> None:
    with pytest.raises(NotRunning):
        handed(replace(DEAL, status=status))


# What the lead before was asked.


def overdue() -> Story:
    """Return a deal whose visit was asked about twice in the channel, on Thursday morning."""
    item = an_item("visit", due=by("2026-11-24"), first_due=by("2026-11-24"), opened_at=NOW - timedelta(days=3))
    # Ana owns it and has a step ahead, so that nothing but the visit is late.
    story = Story(a_deal(items=(item,)), KNOWN)
    story.play(at("2026-11-26 13:00"))
    assert [each.where for each in story.heard(kind=LapseKind.ITEM_OVERDUE)] == ["channel", "channel"]
    return story


def test_whoever_gets_a_late_line_is_asked_in_private_before_anybody_reads_their_name() -> None:
    story = overdue()
    before, now = len(story.log), at("2026-11-26 13:00")

    story.do(lambda deal: handed(deal, now=now), now, actor=OMAR)
    story.tell(now)
    story.play(at("2026-11-30 18:00"))

    asked = [
        each.event for each in story.log[before:] if isinstance(each.event, Nudged) and "visit" in each.event.about
    ]
    assert {each.who for each in asked} == {TIM}
    assert [each.where for each in asked][:2] == ["private", "channel"]
    assert [each.kind for each in asked][:2] == [LapseKind.ITEM_DUE, LapseKind.ITEM_OVERDUE]


def test_the_word_in_the_channel_comes_hours_after_the_private_one() -> None:
    story, now = overdue(), at("2026-11-26 13:00")
    known = len(story.log)

    story.do(lambda deal: handed(deal, now=now), now, actor=OMAR)
    story.tell(now)
    story.play(at("2026-11-30 18:00"))

    moments = [each.at for each in story.log[known:] if isinstance(each.event, Nudged) and each.event.who == TIM]
    assert moments[0] == now
    assert moments[1] - now >= timedelta(hours=4)


def test_what_was_asked_of_the_one_before_ends_by_name() -> None:
    story, now = overdue(), at("2026-11-26 13:00")

    events = story.do(lambda deal: handed(deal, now=now), now, actor=OMAR)

    closed = [each for each in events if isinstance(each, LapseClosed)]
    assert {each.how for each in closed} == {Unsaid.HANDED_ON}
    assert {each.kind for each in closed} == {LapseKind.ITEM_DUE, LapseKind.ITEM_OVERDUE}


def test_what_the_function_has_to_accept_is_asked_of_the_new_lead_from_the_start() -> None:
    item = an_item("plan", function="finance", status=DONE, accepted_by="delivery", done_at=NOW, done_by=FAYE)
    asked = a_lapse(LapseKind.DONE_NOT_ACCEPTED, item.id, rung=2, told_at=NOW)

    change = handed(replace(DEAL, items=(item,), lapses=(asked,)))

    assert change.deal.lapses[0].closed_at == NOW


def test_a_line_of_somebody_else_is_asked_about_as_before() -> None:
    item = an_item("plan", function="finance", holder_id=FAYE, due=by("2026-11-20"))
    asked = a_lapse(LapseKind.ITEM_OVERDUE, item.id, rung=2, told_at=NOW)

    assert handed(replace(DEAL, items=(item,), lapses=(asked,))).deal.lapses == (asked,)


def test_a_decision_goes_along_with_a_working_day_for_it() -> None:
    asked = a_lapse(LapseKind.NOTHING_DATED, rung=3, told_at=NOW, decider_id=OMAR, decide_by=NOW)
    later = at("2026-11-24 11:00")

    (moved,) = handed(replace(DEAL, lapses=(asked,)), now=later).deal.lapses

    assert (moved.decider_id, moved.decide_by, moved.told_at) == (TIM, at("2026-11-25 11:00"), later)


def test_a_decision_that_is_on_its_way_stays_on_its_way() -> None:
    asked = a_lapse(LapseKind.NOTHING_DATED, rung=3, decider_id=OMAR, decide_by=NOW)

    assert handed(replace(DEAL, lapses=(asked,))).deal.lapses[0].told_at is None


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        (None, LapseKind.NOTHING_DATED),
        ("plan", LapseKind.ITEM_OVERDUE),
        ("bill", LapseKind.PROMISE_AT_RISK),
        ("check", LapseKind.DONE_NOT_ACCEPTED),
    ],
)
def test_what_the_owning_lead_decides_about_others_goes_along_too(subject: str | None, kind: LapseKind) -> None:
    lines = (
        an_item("plan", holder_id=SUE),
        an_item("bill", function="finance", holder_id=FAYE),
        an_item("check", status=DONE, accepted_by="finance"),
    )
    found = next((line.id for line in lines if line.key == subject), None)
    asked = a_lapse(kind, found, rung=3, told_at=NOW, decider_id=OMAR)

    (moved,) = handed(replace(DEAL, items=lines, lapses=(asked,))).deal.lapses

    assert moved.decider_id == TIM


def test_a_decision_asked_for_another_function_stays() -> None:
    both = (("delivery", OMAR), ("finance", OMAR))
    bill = an_item("bill", function="finance")
    asked = a_lapse(LapseKind.ITEM_OVERDUE, bill.id, rung=3, told_at=NOW, decider_id=OMAR)

    change = handed(replace(DEAL, leads=both, items=(bill,), lapses=(asked,)))

    assert change.deal.lapses == (asked,)


def test_a_closed_question_stays_closed() -> None:
    over = a_lapse(LapseKind.NOTHING_DATED, decider_id=OMAR, closed_at=NOW)

    assert handed(replace(DEAL, lapses=(over,))).deal.lapses == (over,)


def test_the_moment_is_told_in_the_new_leads_calendar() -> None:
    asked = a_lapse(LapseKind.SILENCE, rung=2, told_at=NOW, decider_id=OMAR)

    (moved,) = handed(replace(DEAL, lapses=(asked,)), to=SUE).deal.lapses

    assert moved.decide_by == at("2026-11-23 17:00", "America/New_York")
