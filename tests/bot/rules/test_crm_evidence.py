"""What the CRM holds already ends its line of the checklist; what people said stays as they said it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.events import Change, ItemDone
from bot.model import Deal, DealStatus, Facts, Item, ItemStatus
from bot.playbook import DueRule
from bot.rules import items
from bot.rules.crm_evidence import from_crm
from bot.rules.evidence import Proof
from tests.bot.making import ANA, BERLIN, CONTEXT, FAYE, NOW, OMAR, a_deal, a_rule, at, by, event_of, kinds

LATER = at("2026-11-25 11:00")
RENEWAL = a_rule("renewal", DueRule("won", 1), evidence="date", crm_field="renewal_date")
AUDIT = a_rule("audit", DueRule("renewal", -5))
ORDER = a_rule("order", DueRule("won", 1), evidence="number", crm_field="po", accepted_by="finance")
FEBRUARY, MARCH = {"renewal_date": "2027-02-01"}, {"renewal_date": "2027-03-01"}


def facts(**custom: str) -> Facts:
    return Facts("Acme EV site", "Acme Oy", custom=tuple(custom.items()))


def laid(**custom: str) -> Deal:
    deal = a_deal(facts=facts(**custom), seller_id=ANA)
    return items.lay_out(deal, (RENEWAL, AUDIT, ORDER), CONTEXT, now=NOW)


def opened(**custom: str) -> Change:
    deal = laid(**custom)
    return from_crm(deal, CONTEXT, was=deal.facts, now=NOW)


def updated(deal: Deal, **custom: str) -> Change:
    changed = replace(deal, facts=facts(**custom))
    return from_crm(changed, CONTEXT, was=deal.facts, now=LATER)


def item(deal: Deal, key: str) -> Item:
    return next(each for each in deal.items if each.key == key)


def test_a_filled_field_ends_its_line_in_the_sellers_name() -> None:
    change = opened(po=" 4711 ")

    order = item(change.deal, "order")
    assert (order.status, order.proof, order.proof_on, order.done_by, order.done_at) == (
        *(ItemStatus.DONE, "4711", None),
        *(ANA, NOW),
    )
    assert change.events == (ItemDone(order.id, "order", ANA, "4711", is_late=False),)


def test_a_date_unlocks_what_counts_back_from_it() -> None:
    deal = opened(**FEBRUARY).deal

    assert item(deal, "renewal").proof_on == date(2027, 2, 1)
    audit = item(deal, "audit")
    assert (audit.status, audit.due) == (ItemStatus.OPEN, by("2027-01-25", BERLIN))


@pytest.mark.parametrize("said", ["2027-02-01T00:00:00Z", " 2027-02-01 "])
def test_a_date_may_have_its_hour_behind_it(said: str) -> None:
    assert item(opened(renewal_date=said).deal, "renewal").proof_on == date(2027, 2, 1)


@pytest.mark.parametrize("said", ["", "  ", "soon", "01/02/2027", "2027-02-30"])
def test_what_is_no_date_leaves_the_line_to_people(said: str) -> None:
    deal = laid(renewal_date=said)

    assert from_crm(deal, CONTEXT, was=deal.facts, now=NOW) == Change(deal)


def test_without_the_field_nothing_happens() -> None:
    deal = laid(other="4711")

    assert from_crm(deal, CONTEXT, was=deal.facts, now=NOW) == Change(deal)


def test_a_field_that_is_filled_later_ends_its_line_then() -> None:
    change = updated(laid(), po="4711")

    assert kinds(change) == [ItemDone]
    assert item(change.deal, "order").done_at == LATER


def test_the_receiving_side_still_says_yes() -> None:
    deal = opened(po="4711").deal

    accepted = items.accept(deal, CONTEXT, item_id=item(deal, "order").id, by=FAYE, now=LATER)

    assert item(accepted.deal, "order").status is ItemStatus.ACCEPTED


def sent_back() -> Deal:
    deal = opened(po="4711").deal
    order = item(deal, "order")
    return items.send_back(deal, CONTEXT, item_id=order.id, by=FAYE, reason="no such order", now=LATER).deal


def test_what_was_sent_back_is_not_handed_in_again_as_it_was() -> None:
    deal = sent_back()

    assert updated(deal, po="4711", other="x").events == ()
    assert from_crm(deal, CONTEXT, was=deal.facts, now=LATER) == Change(deal)


def test_what_was_sent_back_is_handed_in_again_once_it_was_corrected() -> None:
    change = updated(sent_back(), po="4712")

    assert isinstance(event_of(change, ItemDone), ItemDone)
    assert item(change.deal, "order").proof == "4712"


def test_a_date_that_moves_in_the_crm_moves_what_counts_from_it_and_keeps_the_first_date() -> None:
    change = updated(opened(**FEBRUARY).deal, **MARCH)

    audit = item(change.deal, "audit")
    assert change.events == ()
    assert item(change.deal, "renewal").proof_on == date(2027, 3, 1)
    assert (audit.due, audit.first_due) == (by("2027-02-22", BERLIN), by("2027-01-25", BERLIN))


def test_what_is_done_already_keeps_its_moment_when_the_date_moves() -> None:
    deal = opened(**FEBRUARY).deal
    audit = item(deal, "audit")
    deal = items.finish(deal, CONTEXT, item_id=audit.id, by=OMAR, proof=Proof(), now=LATER).deal

    assert item(updated(deal, **MARCH).deal, "audit") == item(deal, "audit")


def test_a_date_that_people_gave_stays_theirs() -> None:
    deal = laid()
    given = Proof(on=date(2027, 4, 1))
    done = items.finish(deal, CONTEXT, item_id=item(deal, "renewal").id, by=OMAR, proof=given, now=NOW)

    assert item(updated(done.deal, **MARCH).deal, "renewal").proof_on == date(2027, 4, 1)


@pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_nothing_is_ended_while_the_clocks_stand_still(status: DealStatus) -> None:
    deal = replace(laid(**FEBRUARY), status=status)

    assert from_crm(deal, CONTEXT, was=facts(), now=NOW) == Change(deal)
