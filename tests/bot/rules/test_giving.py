"""A line in the hands of one named person: who may give it, what becomes of what was asked, and handing it back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import Context
from bot.events import Change, LapseClosed, Nudged
from bot.model import Deal, DealStatus, Item, ItemStatus, LapseKind, UserId
from bot.refusals import (
    ChangedSince,
    ItemNotOpen,
    Missing,
    NoSuchDeal,
    NotAPerson,
    NotGiven,
    NotRunning,
    NotYours,
    Refusal,
)
from bot.roles import ItemGiven, ItemHandedBack
from bot.rules import giving, items, leading
from bot.rules.evidence import Proof
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
    an_item,
    at,
    away,
    by,
    event_of,
    id_of,
    with_times,
)

KNOWN = with_times()
VISIT, PLAN = an_item("visit"), an_item("plan", status=ItemStatus.WAITING)
DEAL = a_deal(items=(VISIT, PLAN))
GIVEN = replace(DEAL, items=(replace(VISIT, holder_id=TIM, given_by=OMAR), PLAN))


def gives(deal: Deal = DEAL, context: Context = KNOWN, **said: object) -> Change:
    given = {"item_id": VISIT.id, "to": TIM, "by": OMAR, "now": NOW}
    return giving.give(deal, context, **(given | said))  # type: ignore[arg-type]


def returns(deal: Deal = GIVEN, context: Context = KNOWN, **said: object) -> Change:
    given = {"item_id": VISIT.id, "by": TIM, "reason": "I am in Turku", "now": NOW}
    return giving.hand_back(deal, context, **(given | said))  # type: ignore[arg-type]


def visit(deal: Deal) -> Item:
    return deal.items[0]


def test_one_named_person_holds_it_from_then_on() -> None:
    change = gives()

    assert (visit(change.deal).holder_id, visit(change.deal).given_by) == (TIM, OMAR)
    assert visit(change.deal).generation == VISIT.generation + 1
    assert change.events == (ItemGiven(VISIT.id, "visit", TIM, OMAR, OMAR, None),)


@pytest.mark.parametrize("who", [OMAR, ANA, TIM])
def test_holder_lead_and_owner_may_give_it(who: UserId) -> None:
    assert visit(gives(GIVEN, by=who, to=SUE).deal).holder_id == SUE


def test_whoever_stands_in_for_the_holder_may() -> None:
    assert visit(gives(GIVEN, with_times(tim=away(FAYE)), by=FAYE, to=SUE).deal).holder_id == SUE


@pytest.mark.parametrize("who", [FAYE, LIV, SUE])
def test_nobody_else_gives_it(who: UserId) -> None:
    with pytest.raises(NotYours) as refused:
        gives(by=who)

    assert refused.value.what == "give “visit” to somebody"


@pytest.mark.parametrize("nobody", [GUEST, GONE, UserId("UNOBODY")])
def test_nobody_gets_it_who_cannot_act(nobody: UserId) -> None:
    with pytest.raises(NotAPerson):
        gives(to=nobody)


@pytest.mark.parametrize("status", [ItemStatus.DONE, ItemStatus.ACCEPTED])
def test_what_is_done_is_not_given_any_more(status: ItemStatus) -> None:
    deal = replace(DEAL, items=(replace(VISIT, status=status, given_by=OMAR),))

    with pytest.raises(ItemNotOpen):
        gives(deal)
    with pytest.raises(ItemNotOpen):
        returns(deal)


def test_what_waits_can_be_given_and_stays_theirs_when_it_opens() -> None:
    lines = (replace(VISIT, evidence="none"), replace(PLAN, waits_for=("visit",)))
    deal = gives(replace(DEAL, items=lines), item_id=PLAN.id).deal

    opened = items.finish(deal, KNOWN, item_id=VISIT.id, by=OMAR, proof=Proof(), now=NOW).deal

    assert (opened.items[1].status, opened.items[1].holder_id) == (ItemStatus.OPEN, TIM)


def test_who_holds_it_already_keeps_it() -> None:
    assert gives(GIVEN).events == ()
    assert gives(to=OMAR).events == ()


def test_the_lead_gets_it_as_any_other_line() -> None:
    assert visit(gives(GIVEN, to=OMAR, by=TIM).deal).given_by is None


def test_an_older_form_says_that_it_changed() -> None:
    with pytest.raises(ChangedSince):
        gives(generation=VISIT.generation + 1)


def test_a_line_of_another_deal_is_not_there() -> None:
    with pytest.raises(NoSuchDeal):
        gives(item_id=id_of("elsewhere"))


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_nothing_moves_where_clocks_stand(status: DealStatus) -> None:
    with pytest.raises(NotRunning):
        gives(replace(DEAL, status=status))
    with pytest.raises(NotRunning):
        returns(replace(GIVEN, status=status))


def test_another_lead_does_not_get_what_was_given() -> None:
    change = leading.hand_over(GIVEN, KNOWN, function="delivery", to=SUE, by=OMAR, now=NOW)

    assert [item.holder_id for item in change.deal.items] == [TIM, SUE]


def test_a_line_that_was_given_to_the_lead_to_be_is_carried_on_by_name() -> None:
    led = replace(GIVEN, leads=(("delivery", TIM),))

    change = leading.hand_over(led, KNOWN, function="delivery", to=SUE, by=TIM, now=NOW)

    assert visit(change.deal).holder_id == TIM


# Handing it back.


def test_handed_back_it_is_its_leads_again() -> None:
    change = returns()

    assert (visit(change.deal).holder_id, visit(change.deal).given_by) == (OMAR, None)
    assert change.events == (ItemHandedBack(VISIT.id, "visit", TIM, OMAR, "I am in Turku", OMAR, None),)


def test_where_the_lead_has_left_the_next_one_up_gets_it() -> None:
    deal = replace(GIVEN, leads=(("delivery", GONE),))

    assert visit(returns(deal).deal).holder_id == ANA


@pytest.mark.parametrize("who", [OMAR, ANA, FAYE])
def test_nobody_hands_it_back_for_another(who: UserId) -> None:
    with pytest.raises(NotYours):
        returns(by=who)


def test_what_nobody_gave_cannot_be_handed_back() -> None:
    with pytest.raises(NotGiven):
        returns(DEAL, by=OMAR)


def test_a_reason_is_needed() -> None:
    with pytest.raises(Missing):
        returns(reason=" ")


# What was asked about it.


def late() -> Story:
    story = Story(a_deal(items=(replace(VISIT, due=by("2026-11-24"), opened_at=NOW - timedelta(days=3)),)), KNOWN)
    return story.play(at("2026-11-26 13:00"))


@pytest.mark.parametrize("back", [False, True])
def test_the_new_holder_is_asked_alone_before_the_channel_reads_their_name(*, back: bool) -> None:
    story, now = late(), at("2026-11-26 13:00")
    story.do(lambda deal: gives(deal, now=now), now, actor=OMAR)
    if back:
        story.do(lambda deal: returns(deal, now=now), now, actor=TIM)
    story.tell(now)
    known = len(story.log)

    story.play(at("2026-11-30 18:00"))

    holder = OMAR if back else TIM
    asked = [each.event for each in story.log if isinstance(each.event, Nudged) and each.event.about == "visit"]
    after = [each for each in asked if each.who == holder][-3:]
    assert "private" in [each.where for each in asked[-4:]]
    assert {each.event.who for each in story.log[known:] if each.event in asked} == {holder}
    assert after[-1].kind is LapseKind.ITEM_OVERDUE


def test_what_the_one_before_was_asked_ends() -> None:
    story, now = late(), at("2026-11-26 13:00")

    events = story.do(lambda deal: gives(deal, now=now), now, actor=OMAR)

    assert {each.kind for each in events if isinstance(each, LapseClosed)} == {
        LapseKind.ITEM_DUE,
        LapseKind.ITEM_OVERDUE,
    }
    assert event_of(Change(story.deal, events), ItemGiven).due == by("2026-11-24")  # type: ignore[attr-defined]


WHO = st.sampled_from([ANA, OMAR, FAYE, LIV, SUE, TIM])
ACTS = st.lists(st.tuples(st.sampled_from(["give", "back", "lead"]), WHO, WHO), max_size=12)


@given(ACTS)
def test_whatever_people_do_exactly_one_able_person_holds_each_line(acts: list[tuple[str, UserId, UserId]]) -> None:
    deal = DEAL
    for act, who, to in acts:
        try:
            if act == "give":
                deal = gives(deal, by=who, to=to).deal
            elif act == "back":
                deal = returns(deal, by=who).deal
            else:
                deal = leading.hand_over(deal, KNOWN, function="delivery", to=to, by=who, now=NOW).deal
        except Refusal:
            continue
        assert all(KNOWN.is_able(item.holder_id) for item in deal.items)
        # A line that nobody gave on is its lead's: there is no third way to come by one.
        assert all(item.given_by or item.holder_id == deal.lead("delivery") for item in deal.items)
