"""What had ended is opened again: with a reason, a new clock, and the gates behind it closed."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.events import Change, LapseClosed, LapseOpened
from bot.gate_events import ItemReopened, ItemWaitsAgain
from bot.model import Deal, DealStatus, Due, Facts, Item, ItemStatus, LapseKind, UserId
from bot.playbook import DueRule
from bot.refusals import ItemWaits, Missing, NotEnded, NotLater, NotRunning, NotYours
from bot.reopened import Behind, Reopened
from bot.rules import items
from bot.rules.chains import chains
from bot.rules.evidence import Proof
from bot.rules.reopening import reopen
from bot.rules.review import review
from bot.unsaid import Unsaid
from tests.bot.making import ANA, BERLIN, CONTEXT, FAYE, LIV, NOW, OMAR, Story, a_deal, a_rule, at, by, event_of, kinds

LATER = at("2026-12-02 11:00")
WHY = "the permit was rejected"
PERMIT = a_rule("permit", DueRule("won", 5), accepted_by="finance", is_gate=True)
ORDER = a_rule("order", DueRule("permit", 2), function="finance", accepted_by="delivery", is_gate=True)
CREW = a_rule("crew", waits_for=("order",), accepted_by="finance")
INSTALL = a_rule("install", DueRule("order", 3), waits_for=("crew",), accepted_by="finance", is_gate=True)
INVOICE = a_rule("invoice", function="finance", waits_for=("install",))
RULES = (PERMIT, ORDER, CREW, INSTALL, INVOICE)


def laid(**changes: object) -> Deal:
    return items.lay_out(a_deal(**changes), RULES, CONTEXT, now=NOW)


def item(deal: Deal, key: str) -> Item:
    return next(each for each in deal.items if each.key == key)


def status(deal: Deal) -> dict[str, str]:
    return {each.key: str(each.status) for each in deal.items}


def done(deal: Deal, key: str) -> Deal:
    who, line = deal.owner_id, item(deal, key)
    return items.finish(deal, CONTEXT, item_id=line.id, by=who, proof=Proof("as agreed"), now=NOW).deal


def accepted(deal: Deal, *keys: str) -> Deal:
    for key in keys:
        deal = done(deal, key)
        line = item(deal, key)
        receiver = deal.lead(line.accepted_by or "")
        deal = items.accept(deal, CONTEXT, item_id=line.id, by=receiver, now=NOW).deal
    return deal


def again(
    deal: Deal,
    key: str = "permit",
    *,
    who: UserId = OMAR,
    now: datetime = LATER,
    due: Due | None = None,
    why: str = WHY,
) -> Change:
    return reopen(deal, CONTEXT, item_id=item(deal, key).id, by=who, reason=why, now=now, due=due)


def test_an_accepted_line_is_open_again_with_its_reason_and_keeps_its_evidence() -> None:
    change = again(accepted(laid(), "permit"))

    permit = item(change.deal, "permit")
    assert (permit.status, permit.reopened) == (ItemStatus.OPEN, Reopened(OMAR, LATER, WHY))
    assert (permit.accepted_at, permit.accepted_by_id, permit.proof, permit.done_by) == (None, None, "as agreed", ANA)


def test_everybody_whose_work_it_touches_stands_in_the_event() -> None:
    deal = done(accepted(laid(), "permit", "order"), "crew")

    change = again(deal)

    assert event_of(change, ItemReopened) == ItemReopened(
        item(deal, "permit").id,
        *("permit", OMAR, WHY, by("2026-12-09", BERLIN), OMAR),
        was=ItemStatus.ACCEPTED,
        accepted_by_id=FAYE,
        waiting=(Behind("crew", OMAR),),
        standing=(Behind("order", OMAR),),
    )
    assert kinds(change) == [ItemReopened, ItemWaitsAgain]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (("permit",), {"order": "waiting", "crew": "waiting"}),
        (("permit", "order"), {"order": "accepted", "crew": "waiting", "install": "waiting"}),
        (("permit", "order", "crew"), {"order": "accepted", "crew": "accepted", "install": "waiting"}),
        (("permit", "order", "crew", "install"), {"install": "accepted", "invoice": "waiting"}),
    ],
)
def test_what_is_unfinished_behind_it_waits_again_and_what_was_accepted_stands(
    ended: tuple[str, ...], expected: dict[str, str]
) -> None:
    found = status(again(accepted(laid(), *ended)).deal)

    assert found["permit"] == "open"
    assert {key: found[key] for key in expected} == expected


def test_what_waits_again_has_no_date_and_cannot_be_late() -> None:
    deal = again(accepted(laid(), "permit")).deal

    order = item(deal, "order")
    assert (order.due, order.first_due is None) == (None, False)
    assert [each.kind for each in review(deal, CONTEXT, now=at("2026-12-30 11:00")).deal.lapses if each.subject] == [
        LapseKind.ITEM_DUE,
        LapseKind.ITEM_OVERDUE,
    ]


def test_what_was_done_and_not_accepted_waits_with_its_evidence_and_is_confirmed_afresh() -> None:
    deal = again(done(accepted(laid(), "permit"), "order")).deal
    order = item(deal, "order")

    with pytest.raises(ItemWaits) as refused:
        items.accept(deal, CONTEXT, item_id=order.id, by=OMAR, now=LATER)

    assert refused.value.waits_for == (item(deal, "permit"),)
    assert (order.status, order.proof, order.done_by) == (ItemStatus.WAITING, "as agreed", ANA)
    assert item(accepted(deal, "permit"), "order").status is ItemStatus.OPEN


def test_the_chain_goes_on_by_itself_once_the_line_is_accepted_again() -> None:
    deal = again(accepted(laid(), "permit", "order", "crew")).deal

    redone = items.finish(deal, CONTEXT, item_id=item(deal, "permit").id, by=OMAR, proof=Proof("new"), now=LATER).deal
    change = items.accept(redone, CONTEXT, item_id=item(deal, "permit").id, by=FAYE, now=LATER)

    assert status(change.deal) == {
        **dict.fromkeys(("permit", "order", "crew"), "accepted"),
        "install": "open",
        "invoice": "waiting",
    }
    assert (item(change.deal, "permit").reopened, item(change.deal, "permit").proof) == (None, "new")


@pytest.mark.parametrize("order", [("permit", "order"), ("order", "permit")])
def test_of_two_in_a_row_the_second_waits_for_the_first_whichever_was_reopened_first(order: tuple[str, str]) -> None:
    deal = accepted(laid(), "permit", "order", "crew")
    for key in order:
        deal = again(deal, key).deal

    found = status(deal)
    assert (found["permit"], found["order"], found["crew"], found["install"]) == (
        *("open", "waiting"),
        *("accepted", "waiting"),
    )


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (DueRule("won", 5), by("2026-12-09", BERLIN)),
        (DueRule("won", 0), by("2026-12-03", BERLIN)),
        (DueRule("won", 30), by("2027-01-13", BERLIN)),
        (DueRule("promised", -40), by("2026-12-07", BERLIN)),
        (DueRule("promised", -60), by("2026-12-03", BERLIN)),
        (None, None),
    ],
)
def test_the_new_clock_is_as_long_as_the_playbook_gives_and_never_earlier_than_the_date_in_force(
    rule: DueRule | None, due: Due | None
) -> None:
    deal = items.lay_out(a_deal(), (replace(PERMIT, due=rule),), CONTEXT, now=NOW)

    permit = item(again(accepted(deal, "permit")).deal, "permit")

    assert permit.due == due
    assert permit.first_due == item(deal, "permit").due


def test_whoever_knows_by_when_it_can_be_done_anew_says_so() -> None:
    due = by("2027-01-15 12:00")

    assert item(again(accepted(laid(), "permit"), due=due).deal, "permit").due == due


def test_a_line_that_nobody_accepts_can_be_reopened_when_it_is_done() -> None:
    deal = items.lay_out(a_deal(), (a_rule("visit"), a_rule("report", waits_for=("visit",))), CONTEXT, now=NOW)

    change = again(done(deal, "visit"), "visit")

    assert status(change.deal) == {"visit": "open", "report": "waiting"}
    assert (event_of(change, ItemReopened)).was is ItemStatus.DONE  # type: ignore[union-attr]


@pytest.mark.parametrize("who", [OMAR, FAYE, ANA])
def test_giver_receiver_and_owner_may_reopen(who: UserId) -> None:
    assert item(again(accepted(laid(), "permit"), who=who).deal, "permit").status is ItemStatus.OPEN


def test_others_may_not_and_are_told_who_may() -> None:
    with pytest.raises(NotYours) as refused:
        again(accepted(laid(), "permit"), who=LIV)

    assert refused.value.may == (OMAR, ANA, FAYE)


@pytest.mark.parametrize("key", ["permit", "order"])
def test_what_has_not_ended_cannot_be_reopened(key: str) -> None:
    deal = laid()

    with pytest.raises(NotEnded) as refused:
        again(deal, key)

    assert refused.value.item == item(deal, key)


def test_a_reason_is_needed() -> None:
    with pytest.raises(Missing):
        again(accepted(laid(), "permit"), why=" ")


def test_a_date_that_is_past_is_refused() -> None:
    with pytest.raises(NotLater):
        again(accepted(laid(), "permit"), due=by("2026-12-01"))


def test_nothing_is_reopened_while_the_clocks_stand_still() -> None:
    with pytest.raises(NotRunning):
        again(replace(accepted(laid(), "permit"), status=DealStatus.HELD))


def test_the_forecast_of_the_promise_moves_in_the_same_moment() -> None:
    promised = Facts("Acme EV site", "Acme Oy", promised_on=by("2026-12-14").on)
    story = Story(accepted(laid(facts=promised), "permit", "order", "crew"))
    soon = at("2026-11-24 11:00")
    story.look(soon)
    assert not open_kinds(story.deal) & {LapseKind.PROMISE_AT_RISK}

    happened = story.do(lambda deal: again(deal, now=soon, due=by("2026-12-14")), soon, actor=OMAR)

    assert [link.item.key for link in chains(story.deal)[0]] == ["permit", "install"]
    assert LapseKind.PROMISE_AT_RISK in [each.kind for each in happened if isinstance(each, LapseOpened)]


def test_a_decision_about_the_promise_holds_until_something_is_reopened() -> None:
    promised = Facts("Acme EV site", "Acme Oy", promised_on=by("2026-12-14").on)
    story = Story(accepted(laid(facts=promised), "permit", "order", "crew"))
    story.do(lambda deal: again(deal, due=by("2026-12-11")), LATER, actor=OMAR)
    decided = tuple(
        replace(each, rung=2, closed_at=LATER) if each.kind is LapseKind.PROMISE_AT_RISK else each
        for each in story.deal.lapses
    )
    settled = replace(story.deal, lapses=decided)
    a_day_on = at("2026-12-03 11:00")

    assert LapseKind.PROMISE_AT_RISK not in open_kinds(review(settled, CONTEXT, now=a_day_on).deal)
    once_more = again(settled, "crew", now=a_day_on, due=by("2026-12-14")).deal
    assert LapseKind.PROMISE_AT_RISK in open_kinds(review(once_more, CONTEXT, now=a_day_on).deal)


def test_a_question_about_what_waits_again_ends_because_it_waits() -> None:
    story = Story(done(accepted(laid(), "permit"), "order")).play(at("2026-11-27 12:00"))
    assert LapseKind.DONE_NOT_ACCEPTED in open_kinds(story.deal)

    happened = story.do(again, at("2026-11-27 12:00"), actor=OMAR)

    closed = [each for each in happened if isinstance(each, LapseClosed)]
    assert {each.how for each in closed if each.kind is LapseKind.DONE_NOT_ACCEPTED} == {Unsaid.WAITING}


def open_kinds(deal: Deal) -> set[LapseKind]:
    return {each.kind for each in deal.lapses if each.closed_at is None}
