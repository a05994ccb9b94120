"""Ownership: exactly one owner at every moment, and it moves only to somebody who says yes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import OwnerAccepted, OwnerDeclined, OwnerOffered
from bot.model import DealStatus, LapseKind, Offer, UserId
from bot.refusals import AlreadyOwner, Missing, NoOffer, NotAPerson, NotRunning, NotYours, TooLong
from bot.rules import owner
from tests.bot.making import ANA, CONTEXT, FAYE, GONE, GUEST, LIV, NOW, OMAR, STRANGER, a_deal, a_lapse

LATER = NOW + timedelta(hours=1)
OFFER = Offer(OMAR, ANA, NOW)
OFFERED = a_deal(offer=OFFER)


def test_an_offer_leaves_the_owner_where_it_is() -> None:
    change = owner.offer(a_deal(), CONTEXT, to=OMAR, by=ANA, now=NOW)

    assert (change.deal.owner_id, change.deal.offer) == (ANA, OFFER)
    assert change.events == (OwnerOffered(OFFER),)


def test_a_second_offer_replaces_the_first() -> None:
    change = owner.offer(OFFERED, CONTEXT, to=FAYE, by=ANA, now=LATER)

    assert change.deal.offer == Offer(FAYE, ANA, LATER)
    assert change.deal.owner_id == ANA
    assert change.events == (OwnerOffered(Offer(FAYE, ANA, LATER), OFFER),)


def test_two_offers_differ_although_the_clock_stands_still() -> None:
    declined = replace(OFFERED, offer=None, seq=3)

    change = owner.offer(declined, CONTEXT, to=OMAR, by=ANA, now=NOW)

    assert change.deal.offer
    assert change.deal.offer.at > OFFER.at


def test_the_same_offer_again_changes_nothing() -> None:
    change = owner.offer(OFFERED, CONTEXT, to=OMAR, by=LIV, now=LATER)

    assert (change.deal, change.events) == (OFFERED, ())


@pytest.mark.parametrize("nobody", [GUEST, GONE, STRANGER])
def test_nobody_who_cannot_act_is_offered_a_deal(nobody: UserId) -> None:
    with pytest.raises(NotAPerson) as refused:
        owner.offer(a_deal(), CONTEXT, to=nobody, by=ANA, now=NOW)

    assert refused.value.user_id == nobody


def test_the_owner_is_not_offered_what_they_have() -> None:
    with pytest.raises(AlreadyOwner):
        owner.offer(a_deal(), CONTEXT, to=ANA, by=OMAR, now=NOW)


def test_accepting_moves_the_deal_and_ends_the_offer() -> None:
    change = owner.accept(OFFERED, CONTEXT, by=OMAR, now=LATER)

    assert (change.deal.owner_id, change.deal.offer, change.deal.owned_at) == (OMAR, None, LATER)
    assert change.events == (OwnerAccepted(OMAR, ANA, NOW),)


@pytest.mark.parametrize("other", [ANA, FAYE, LIV])
def test_only_the_offered_one_accepts(other: UserId) -> None:
    with pytest.raises(NotYours) as refused:
        owner.accept(OFFERED, CONTEXT, by=other, now=LATER)

    assert refused.value.may == (OMAR,)


def test_the_one_who_was_replaced_is_told_who_may() -> None:
    replaced = owner.offer(OFFERED, CONTEXT, to=FAYE, by=ANA, now=LATER).deal

    with pytest.raises(NotYours) as refused:
        owner.accept(replaced, CONTEXT, by=OMAR, now=LATER)

    assert refused.value.may == (FAYE,)


def test_whoever_decides_who_owns_it_may_take_it_over() -> None:
    asked = replace(OFFERED, lapses=(a_lapse(LapseKind.OWNER_NOT_ACCEPTED, decider_id=LIV, rung=3),))

    change = owner.accept(asked, CONTEXT, by=LIV, now=LATER)

    assert change.deal.owner_id == LIV


@pytest.mark.parametrize(
    "lapse",
    [
        a_lapse(LapseKind.OWNER_NOT_ACCEPTED, decider_id=LIV, closed_at=NOW),
        a_lapse(LapseKind.STEP_OVERDUE, decider_id=LIV),
        a_lapse(LapseKind.OWNER_NOT_ACCEPTED),
    ],
)
def test_a_decision_about_something_else_takes_nothing_over(lapse: object) -> None:
    asked = replace(OFFERED, lapses=(lapse,))  # type: ignore[arg-type]

    with pytest.raises(NotYours):
        owner.accept(asked, CONTEXT, by=LIV, now=LATER)


def test_accepting_twice_says_who_owns_it() -> None:
    accepted = owner.accept(OFFERED, CONTEXT, by=OMAR, now=LATER).deal

    with pytest.raises(NoOffer) as refused:
        owner.accept(accepted, CONTEXT, by=OMAR, now=LATER)

    assert refused.value.owner_id == OMAR


def test_declining_leaves_the_deal_where_it_is() -> None:
    change = owner.decline(OFFERED, CONTEXT, by=OMAR, reason="  on leave ", now=NOW)

    assert (change.deal.owner_id, change.deal.offer) == (ANA, None)
    assert change.events == (OwnerDeclined(OMAR, ANA, "on leave", NOW),)


@pytest.mark.parametrize(("reason", "refusal"), [("", Missing), ("   ", Missing), ("x" * 501, TooLong)])
def test_declining_needs_a_reason_of_readable_length(reason: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        owner.decline(OFFERED, CONTEXT, by=OMAR, reason=reason, now=NOW)


def test_nobody_declines_for_somebody_else() -> None:
    with pytest.raises(NotYours):
        owner.decline(OFFERED, CONTEXT, by=ANA, reason="no", now=NOW)


def test_there_is_nothing_to_decline_without_an_offer() -> None:
    with pytest.raises(NoOffer):
        owner.decline(a_deal(), CONTEXT, by=OMAR, reason="no", now=NOW)


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_a_deal_whose_clocks_stand_is_not_handed_over(status: DealStatus) -> None:
    deal = replace(OFFERED, status=status)

    with pytest.raises(NotRunning):
        owner.offer(deal, CONTEXT, to=FAYE, by=ANA, now=NOW)
    with pytest.raises(NotRunning):
        owner.accept(deal, CONTEXT, by=OMAR, now=NOW)
    with pytest.raises(NotRunning):
        owner.decline(deal, CONTEXT, by=OMAR, reason="no", now=NOW)
