"""What a deal does when somebody whom its system named is known at last, and what it leaves alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.crm_people import LONGEST_KEY, OWNER, SELLER, key_of
from bot.events import ItemDone, OwnerOffered
from bot.incoming import PersonRef
from bot.model import Deal, DealStatus, Item, ItemStatus, Offer, UserId
from bot.roles import LeadHandedOver, SellerFound
from bot.rules import opening
from bot.rules.casting import meant
from bot.rules.meeting import line_for, meet
from tests.bot.making import ANA, CONTEXT, FAYE, GUEST, LIV, NOW, OMAR, a_deal

MAX = PersonRef("max@example.com", "Max")
FINANCE = "lead:finance"
LATER = NOW + timedelta(hours=1)


def missing(part: str, label: str = "", **changes: object) -> Deal:
    """Return a deal whose owner looks for somebody."""
    deal = replace(a_deal(), functions=(("delivery", "Delivery"), ("finance", "Finance")), **changes)  # type: ignore[arg-type]
    return opening.name_missing(deal, label or part, MAX, CONTEXT, now=NOW).deal


def line(deal: Deal, part: str) -> Item:
    return next(each for each in deal.items if each.key == line_for(deal, part))


def test_a_seller_who_is_known_becomes_the_seller_and_the_owner_stays() -> None:
    before = missing(SELLER)
    change = meet(before, CONTEXT, part=SELLER, user=FAYE, by=LIV, now=NOW)

    assert (change.deal.seller_id, change.deal.owner_id) == (FAYE, before.owner_id)
    done = line(change.deal, SELLER)
    assert (done.status, done.done_by, done.proof) == (ItemStatus.DONE, LIV, "Faye")
    assert [type(each) for each in change.events] == [ItemDone, SellerFound]
    assert change.events[1] == SellerFound(FAYE, before.seller_id, LIV)


def test_an_owner_who_is_known_is_asked_and_owns_nothing_yet() -> None:
    before = missing(OWNER, offer=None)
    change = meet(before, CONTEXT, part=OWNER, user=FAYE, by=LIV, now=NOW)

    assert change.deal.offer
    assert (change.deal.owner_id, change.deal.offer.to, change.deal.offer.by) == (before.owner_id, FAYE, LIV)
    assert change.events[1] == OwnerOffered(change.deal.offer)
    assert line(change.deal, OWNER).status is ItemStatus.DONE


@pytest.mark.parametrize("user", [ANA, GUEST])
def test_nobody_is_asked_to_own_what_is_theirs_or_what_they_cannot(user: UserId) -> None:
    change = meet(missing(OWNER, offer=None), CONTEXT, part=OWNER, user=user, by=LIV, now=NOW)

    assert change.deal.offer is None
    assert [type(each) for each in change.events] == [ItemDone]


def test_whoever_was_asked_at_the_opening_for_want_of_them_is_asked_no_more() -> None:
    usual = Offer(OMAR, ANA, NOW)
    change = meet(missing(OWNER, offer=usual, opened_at=NOW), CONTEXT, part=OWNER, user=FAYE, by=LIV, now=LATER)

    assert change.deal.offer
    assert (change.deal.offer.to, change.events[1]) == (FAYE, OwnerOffered(change.deal.offer, usual))


def test_whoever_was_asked_meanwhile_stays_asked() -> None:
    asked = Offer(OMAR, ANA, LATER)
    change = meet(missing(OWNER, offer=asked), CONTEXT, part=OWNER, user=FAYE, by=LIV, now=NOW)

    assert change.deal.offer == asked
    assert [type(each) for each in change.events] == [ItemDone]


def test_a_lead_who_is_known_leads_from_now_on() -> None:
    before = missing(FINANCE, "lead of Finance", leads=(("delivery", OMAR),))
    change = meet(before, CONTEXT, part=FINANCE, user=FAYE, by=LIV, now=NOW)

    assert dict(change.deal.leads)["finance"] == FAYE
    assert [type(each) for each in change.events] == [ItemDone, LeadHandedOver]


@pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.CLOSED, DealStatus.BACKLOG])
def test_a_deal_that_does_not_run_is_left_as_it_is(status: DealStatus) -> None:
    before = missing(SELLER, status=status)

    assert meet(before, CONTEXT, part=SELLER, user=FAYE, by=LIV, now=NOW).deal is before


def test_what_somebody_settled_themselves_is_settled() -> None:
    found = meet(missing(SELLER), CONTEXT, part=SELLER, user=FAYE, by=LIV, now=NOW).deal

    again = meet(found, CONTEXT, part=SELLER, user=OMAR, by=LIV, now=NOW)

    assert (again.deal, again.events) == (found, ())


def test_the_same_seller_as_before_ends_the_line_and_says_no_more() -> None:
    before = missing(SELLER)
    change = meet(before, CONTEXT, part=SELLER, user=before.seller_id, by=LIV, now=NOW)

    assert [type(each) for each in change.events] == [ItemDone]


@pytest.mark.parametrize(
    ("ref", "user"),
    [
        (PersonRef("ana@example.com", "Max"), ANA),
        (PersonRef("Max@Example.com"), OMAR),
        (PersonRef("other@example.com", " max "), FAYE),
        (PersonRef(name="0051x"), None),
        (PersonRef(name="left"), None),
        (None, None),
    ],
)
def test_slacks_own_address_counts_first_then_the_chosen_address_then_the_name(
    ref: PersonRef | None, user: UserId | None
) -> None:
    named = {"max@example.com": OMAR, "max": FAYE, "left": GUEST}

    assert meant(CONTEXT, ref, named) == user


def test_a_person_is_known_again_however_they_were_spelled() -> None:
    assert key_of("  Max   MUSTERMANN ") == "max mustermann"
    assert len(key_of("x" * 9_000)) == LONGEST_KEY
