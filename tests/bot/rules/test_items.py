"""The checklist: what waits opens by itself, what is due is counted from its anchor, and both sides say yes."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.events import Change, ItemAccepted, ItemDone, ItemSentBack, ItemUnlocked
from bot.model import Deal, DealStatus, Item, ItemStatus, UserId
from bot.playbook import DueRule, ItemRule
from bot.refusals import ItemNotDone, ItemNotOpen, ItemWaits, Missing, NoSuchDeal, NotRunning, NotYours
from bot.rules import items
from bot.rules.evidence import Proof
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    LIV,
    NEW_YORK,
    NOW,
    OMAR,
    a_deal,
    a_rule,
    an_item,
    at,
    by,
    id_of,
    kinds,
)

DONE = Proof("done")
LATER = at("2026-12-02 11:00")
SIGNED = an_item("signed", accepted_by="finance", due=by("2026-11-27"), first_due=by("2026-11-27"))
HANDED_IN = replace(SIGNED, status=ItemStatus.DONE, done_by=OMAR, done_at=NOW, proof="p", generation=1)


def laid(*rules: ItemRule, now: datetime = NOW, **changes: object) -> Deal:
    return items.lay_out(a_deal(**{"opened_at": now, **changes}), rules, CONTEXT, now=now)


def item(deal: Deal, key: str) -> Item:
    return next(each for each in deal.items if each.key == key)


def finish(deal: Deal, key: str, *, who: UserId = OMAR, now: datetime = NOW, proof: Proof = DONE) -> Change:
    return items.finish(deal, CONTEXT, item_id=item(deal, key).id, by=who, proof=proof, now=now)


def accept(deal: Deal, key: str, who: UserId = FAYE, now: datetime = LATER) -> Change:
    return items.accept(deal, CONTEXT, item_id=item(deal, key).id, by=who, now=now)


def send_back(deal: Deal, key: str, *, who: UserId = FAYE, now: datetime = LATER, reason: str = "no address") -> Change:
    return items.send_back(deal, CONTEXT, item_id=item(deal, key).id, by=who, reason=reason, now=now)


@pytest.mark.parametrize(
    ("function", "rule", "due"),
    [
        ("delivery", DueRule("won", 0), by("2026-11-23", BERLIN)),
        ("delivery", DueRule("won", 5), by("2026-11-30", BERLIN)),
        ("finance", DueRule("won", 5), by("2026-11-30", NEW_YORK)),
        ("delivery", DueRule("promised", -10), by("2027-01-18", BERLIN)),
        ("delivery", DueRule("promised", -60), by("2026-11-24", BERLIN)),
        ("delivery", None, None),
    ],
)
def test_an_item_is_due_in_the_working_days_of_its_holder(function: str, rule: DueRule | None, due: object) -> None:
    opened = item(laid(a_rule("one", rule, function=function)), "one")

    assert (opened.status, opened.due, opened.first_due) == (ItemStatus.OPEN, due, due)


def test_clocks_start_when_the_deal_is_opened_not_when_it_was_won() -> None:
    deal = laid(a_rule("one", DueRule("won", 1)), now=LATER)

    assert item(deal, "one").due == by("2026-12-03", BERLIN)


def test_without_a_promised_date_nothing_counts_from_it() -> None:
    facts = replace(a_deal().facts, promised_on=None)

    assert item(laid(a_rule("one", DueRule("promised", -10)), facts=facts), "one").due is None


def test_a_function_without_a_lead_leaves_its_items_to_the_owner() -> None:
    assert item(laid(a_rule("one", function="service")), "one").holder_id == ANA


def test_laying_out_opens_what_waits_for_nothing() -> None:
    deal = laid(a_rule("a"), a_rule("b", waits_for=("a",)), a_rule("c", DueRule("a", 2)))

    assert [each.status for each in deal.items] == [ItemStatus.OPEN, ItemStatus.WAITING, ItemStatus.WAITING]
    assert [each.due for each in deal.items] == [None, None, None]
    assert [each.opened_at for each in deal.items] == [NOW, None, None]


def test_doing_an_item_unlocks_what_waited_and_tells_its_holder() -> None:
    deal = laid(a_rule("a"), a_rule("b", DueRule("won", 1), function="finance", waits_for=("a",)))

    change = finish(deal, "a", now=LATER)

    unlocked = item(change.deal, "b")
    assert kinds(change) == [ItemDone, ItemUnlocked]
    assert (unlocked.status, unlocked.opened_at, unlocked.generation) == (ItemStatus.OPEN, LATER, 1)


def test_the_delay_counts_upstream() -> None:
    deal = laid(a_rule("a"), a_rule("b", DueRule("won", 1), waits_for=("a",)))

    assert item(finish(deal, "a", now=LATER).deal, "b").due == by("2026-12-03", BERLIN)


def test_an_unlocked_item_keeps_a_date_that_lies_ahead() -> None:
    deal = laid(a_rule("a"), a_rule("b", DueRule("won", 20), waits_for=("a",)))

    assert item(finish(deal, "a", now=LATER).deal, "b").due == by("2026-12-21", BERLIN)


@pytest.mark.parametrize(
    ("days", "proof_on", "due"),
    [
        (2, date(2026, 12, 20), by("2026-12-22", BERLIN)),
        (-3, date(2026, 12, 20), by("2026-12-16", BERLIN)),
        (-3, date(2026, 12, 3), by("2026-12-03", BERLIN)),
    ],
)
def test_an_item_may_count_from_the_date_given_as_evidence(days: int, proof_on: date, due: object) -> None:
    deal = laid(a_rule("visit", evidence="date"), a_rule("report", DueRule("visit", days)))

    change = finish(deal, "visit", now=LATER, proof=Proof(on=proof_on))

    assert item(change.deal, "report").due == due


def test_an_item_that_waits_for_two_opens_after_both() -> None:
    deal = laid(a_rule("a"), a_rule("b"), a_rule("c", waits_for=("a", "b")))

    one = finish(deal, "a").deal
    both = finish(one, "b").deal

    assert (item(one, "c").status, item(both, "c").status) == (ItemStatus.WAITING, ItemStatus.OPEN)


def test_what_must_be_accepted_unlocks_nothing_before() -> None:
    deal = laid(a_rule("a", accepted_by="finance"), a_rule("b", waits_for=("a",)))

    done = finish(deal, "a").deal
    accepted = accept(done, "a")

    assert item(done, "b").status is ItemStatus.WAITING
    assert item(accepted.deal, "b").status is ItemStatus.OPEN
    assert kinds(accepted) == [ItemAccepted, ItemUnlocked]


@pytest.mark.parametrize(("now", "is_late"), [(NOW, False), (LATER, True)])
def test_being_late_is_noted(now: datetime, *, is_late: bool) -> None:
    change = finish(a_deal(items=(SIGNED,)), "signed", now=now)

    assert change.events == (ItemDone(SIGNED.id, "signed", OMAR, "done", is_late),)


@pytest.mark.parametrize("who", [OMAR, ANA])
def test_holder_and_owner_may_finish(who: UserId) -> None:
    assert item(finish(a_deal(items=(SIGNED,)), "signed", who=who).deal, "signed").done_by == who


def test_the_lead_may_finish_what_another_holds() -> None:
    held = replace(SIGNED, holder_id=LIV)

    assert item(finish(a_deal(items=(held,)), "signed", who=OMAR).deal, "signed").done_by == OMAR


@pytest.mark.parametrize("who", [LIV, FAYE])
def test_others_may_not_finish(who: UserId) -> None:
    with pytest.raises(NotYours):
        finish(a_deal(items=(SIGNED,)), "signed", who=who)


def test_evidence_is_asked_for_where_it_is_due() -> None:
    with pytest.raises(Missing):
        finish(a_deal(items=(replace(SIGNED, evidence="link"),)), "signed", proof=Proof(" "))

    none = finish(a_deal(items=(replace(SIGNED, evidence="none"),)), "signed", proof=Proof())
    assert item(none.deal, "signed").proof == ""


def test_the_giver_does_not_accept_their_own_work_as_owner() -> None:
    deal = a_deal(items=(replace(HANDED_IN, done_by=ANA),))

    assert items.may_accept(deal, deal.items[0]) == (FAYE,)
    assert items.may_accept(deal, HANDED_IN) == (FAYE, ANA)


@pytest.mark.parametrize("who", [OMAR, LIV])
def test_only_the_receiving_side_answers(who: UserId) -> None:
    for answer in (accept, send_back):
        with pytest.raises(NotYours):
            answer(a_deal(items=(HANDED_IN,)), "signed", who=who)


def test_accepting_remembers_who_and_when() -> None:
    accepted = item(accept(a_deal(items=(HANDED_IN,)), "signed").deal, "signed")

    assert (accepted.status, accepted.accepted_by_id, accepted.accepted_at) == (ItemStatus.ACCEPTED, FAYE, LATER)
    assert accepted.generation == HANDED_IN.generation + 1


@pytest.mark.parametrize(
    ("due", "new_due"),
    [
        (by("2026-11-27", BERLIN), by("2026-12-03", BERLIN)),
        (by("2026-12-18", BERLIN), by("2026-12-18", BERLIN)),
        (None, None),
    ],
)
def test_sending_back_opens_it_again_with_a_fair_date(due: object, new_due: object) -> None:
    change = send_back(a_deal(items=(replace(HANDED_IN, due=due),)), "signed")  # type: ignore[arg-type]

    opened = item(change.deal, "signed")
    assert (opened.status, opened.due, opened.sent_back) == (ItemStatus.OPEN, new_due, "no address")
    assert (opened.first_due, opened.opened_at) == (SIGNED.first_due, LATER)
    assert kinds(change) == [ItemSentBack]


def test_sending_back_needs_a_reason() -> None:
    with pytest.raises(Missing):
        send_back(a_deal(items=(HANDED_IN,)), "signed", reason=" ")


def test_doing_it_again_forgets_why_it_came_back() -> None:
    back = send_back(a_deal(items=(HANDED_IN,)), "signed").deal

    assert item(finish(back, "signed").deal, "signed").sent_back is None


def test_a_waiting_item_says_what_it_waits_for() -> None:
    deal = laid(a_rule("a"), a_rule("b", waits_for=("a",)))

    with pytest.raises(ItemWaits) as refused:
        finish(deal, "b")

    assert [each.key for each in refused.value.waits_for] == ["a"]


def test_a_done_item_is_not_done_again() -> None:
    with pytest.raises(ItemNotOpen) as refused:
        finish(a_deal(items=(HANDED_IN,)), "signed")

    assert refused.value.item.done_by == OMAR


@pytest.mark.parametrize(
    "stands", [SIGNED, replace(HANDED_IN, status=ItemStatus.ACCEPTED), replace(HANDED_IN, accepted_by=None)]
)
def test_what_does_not_wait_for_an_answer_gets_none(stands: Item) -> None:
    for answer in (accept, send_back):
        with pytest.raises(ItemNotDone):
            answer(a_deal(items=(stands,)), "signed")


def test_a_button_for_another_deals_item_finds_nothing() -> None:
    with pytest.raises(NoSuchDeal):
        items.finish(a_deal(), CONTEXT, item_id=id_of("other"), by=OMAR, proof=Proof(), now=NOW)


def test_a_held_deals_checklist_stands_still() -> None:
    with pytest.raises(NotRunning):
        finish(a_deal(items=(SIGNED,), status=DealStatus.HELD), "signed")


def test_a_new_promised_date_moves_what_counts_from_it_and_keeps_first_dates() -> None:
    deal = laid(a_rule("site", DueRule("promised", -10)), a_rule("won", DueRule("won", 3)))
    moved = replace(deal, facts=replace(deal.facts, promised_on=date(2027, 3, 1)))

    redated = items.redated(moved, CONTEXT, was=deal.facts.promised_on, now=LATER)

    assert item(redated, "site").due == by("2027-02-15", BERLIN)
    assert item(redated, "site").first_due == by("2027-01-18", BERLIN)
    assert item(redated, "won") == item(deal, "won")


def test_the_first_promised_date_dates_what_had_none() -> None:
    bare = laid(a_rule("site", DueRule("promised", -10)), facts=replace(a_deal().facts, promised_on=None))
    known = replace(bare, facts=replace(bare.facts, promised_on=date(2027, 2, 1)))

    redated = item(items.redated(known, CONTEXT, was=None, now=LATER), "site")

    assert redated.due == redated.first_due == by("2027-01-18", BERLIN)


def test_the_same_promised_date_moves_nothing_that_is_overdue() -> None:
    deal = laid(a_rule("site", DueRule("promised", -10)))

    assert items.redated(deal, CONTEXT, was=deal.facts.promised_on, now=at("2027-01-20 09:00")) is deal


def test_an_added_item_is_due_on_the_next_working_day_and_added_once() -> None:
    deal, found = items.added(
        a_deal(), CONTEXT, key="find-seller", title="Find Ana", holder=ANA, now=at("2026-11-27 12:00")
    )
    again, same = items.added(deal, CONTEXT, key="find-seller", title="Find her", holder=OMAR, now=LATER)

    assert (found.due, found.function, found.holder_id) == (by("2026-11-30"), "delivery", ANA)
    assert again is deal
    assert same is found


def test_what_the_evidence_must_hold_goes_with_the_line() -> None:
    photos = a_rule("photos", DueRule("won", 1), evidence="count", at_least=4)
    brief = a_rule("brief", DueRule("won", 1), evidence="form", parts=("Terms", "Red flags"))

    deal = laid(photos, brief)

    assert [(each.at_least, each.parts) for each in deal.items] == [(4, ()), (None, ("Terms", "Red flags"))]
