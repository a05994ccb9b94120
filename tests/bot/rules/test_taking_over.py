"""Ownership without waiting: an offer taken back, a deal taken over from who cannot answer, and asked of who can."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.context import Context
from bot.events import Change, Event, OwnerAccepted, OwnerDeclined, OwnerOffered
from bot.model import Deal, DealStatus, LapseKind, Offer, Rescue, UserId
from bot.refusals import AlreadyOwner, NoOffer, NotAPerson, NotRunning, NotYours, OnlyColleagues, Refusal
from bot.roles import OfferWithdrawn, TookOver
from bot.rules import owner
from bot.rules.lapses import conditions
from bot.rules.rescue import noted
from tests.bot.making import ANA, FAYE, GONE, GUEST, LIV, NOW, OMAR, SUE, TIM, a_deal, a_lapse, away, kinds, with_times

LATER = NOW + timedelta(hours=1)
KNOWN = with_times()
OFFER = Offer(OMAR, FAYE, NOW)
OFFERED = a_deal(offer=OFFER)
CLAIMED = a_deal(offer=Offer(TIM, TIM, NOW, is_claim=True))
AWAY = with_times(ana=away(SUE))


@pytest.mark.parametrize("who", [FAYE, ANA])
def test_whoever_offered_it_and_the_owner_take_an_offer_back(who: UserId) -> None:
    change = owner.withdraw(OFFERED, KNOWN, by=who, now=LATER)

    assert (change.deal.owner_id, change.deal.offer) == (ANA, None)
    assert change.events == (OfferWithdrawn(who, OMAR, ANA, NOW),)


def test_whoever_stands_in_for_the_owner_takes_it_back_too() -> None:
    assert owner.withdraw(OFFERED, AWAY, by=SUE, now=LATER).deal.offer is None


@pytest.mark.parametrize("who", [OMAR, LIV, TIM])
def test_nobody_else_takes_it_back(who: UserId) -> None:
    with pytest.raises(NotYours):
        owner.withdraw(OFFERED, KNOWN, by=who, now=LATER)


def test_what_was_answered_cannot_be_taken_back() -> None:
    with pytest.raises(NoOffer):
        owner.withdraw(a_deal(), KNOWN, by=ANA, now=LATER)


@pytest.mark.parametrize("who", [SUE, OMAR, FAYE, LIV])
def test_stand_in_leads_and_admins_take_a_deal_over_from_who_is_away(who: UserId) -> None:
    change = owner.take_over(a_deal(), AWAY, by=who, now=LATER)

    assert (change.deal.owner_id, change.deal.owned_at) == (who, LATER)
    assert change.events == (TookOver(who, ANA, has_left=False),)


@pytest.mark.parametrize("gone", [GONE, GUEST])
def test_who_has_left_is_not_asked(gone: UserId) -> None:
    change = owner.take_over(a_deal(owner_id=gone), KNOWN, by=OMAR, now=LATER)

    assert change.events == (TookOver(OMAR, gone, has_left=True),)


def test_an_open_offer_ends_with_it() -> None:
    change = owner.take_over(OFFERED, AWAY, by=SUE, now=LATER)

    assert change.deal.offer is None
    assert change.events == (TookOver(SUE, ANA, has_left=False, offered_at=NOW),)


def test_from_an_owner_who_is_there_a_deal_is_asked_for() -> None:
    change = owner.take_over(a_deal(), KNOWN, by=OMAR, now=LATER)

    assert change.deal.owner_id == ANA
    assert change.deal.offer == Offer(OMAR, OMAR, LATER, is_claim=True)
    assert kinds(change) == [OwnerOffered]


def test_who_has_no_part_in_the_deal_asks_whoever_stands_in_for_the_owner() -> None:
    claimed = owner.take_over(a_deal(), AWAY, by=TIM, now=LATER).deal

    assert claimed.owner_id == ANA
    assert owner.accept(claimed, AWAY, by=SUE, now=LATER).deal.owner_id == TIM


@pytest.mark.parametrize("nobody", [GUEST, GONE, UserId("UNOBODY")])
def test_nobody_takes_over_who_cannot_own(nobody: UserId) -> None:
    with pytest.raises(OnlyColleagues):
        owner.take_over(a_deal(), AWAY, by=nobody, now=LATER)


def test_the_owner_has_it_already() -> None:
    with pytest.raises(AlreadyOwner):
        owner.take_over(a_deal(), AWAY, by=ANA, now=LATER)


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_nothing_moves_where_clocks_stand(status: DealStatus) -> None:
    with pytest.raises(NotRunning):
        owner.take_over(a_deal(status=status), AWAY, by=OMAR, now=LATER)
    with pytest.raises(NotRunning):
        owner.withdraw(replace(OFFERED, status=status), KNOWN, by=ANA, now=LATER)


def test_leadership_that_takes_over_is_a_rescue() -> None:
    change = owner.take_over(a_deal(), AWAY, by=LIV, now=LATER)

    assert [each.way for each in noted(a_deal(), change, AWAY, by=LIV).events[1:]] == [Rescue.TOOK_OVER]  # type: ignore[union-attr]


# A claim: the owner answers.


def test_offering_oneself_is_asking_for_it() -> None:
    assert owner.offer(a_deal(), KNOWN, to=TIM, by=TIM, now=NOW).deal.offer == CLAIMED.offer


@pytest.mark.parametrize("who", [TIM, OMAR, LIV])
def test_nobody_gets_a_deal_by_their_own_word(who: UserId) -> None:
    with pytest.raises(NotYours) as refused:
        owner.accept(CLAIMED, KNOWN, by=who, now=LATER)

    assert refused.value.may == (ANA,)


def test_the_owners_yes_moves_it_to_whoever_asked() -> None:
    change = owner.accept(CLAIMED, KNOWN, by=ANA, now=LATER)

    assert change.deal.owner_id == TIM
    assert change.events == (OwnerAccepted(TIM, ANA, NOW),)


def test_the_owners_no_says_whom_it_answers() -> None:
    change = owner.decline(CLAIMED, KNOWN, by=ANA, reason="I finish it", now=LATER)

    assert change.events == (OwnerDeclined(ANA, ANA, "I finish it", NOW, TIM),)


def test_a_yes_to_who_has_left_meanwhile_gives_the_deal_to_nobody() -> None:
    claimed = a_deal(offer=Offer(GONE, GONE, NOW, is_claim=True))

    with pytest.raises(NotAPerson):
        owner.accept(claimed, KNOWN, by=ANA, now=LATER)


def test_an_owner_who_names_whoever_asks_makes_it_an_offer() -> None:
    offered = owner.offer(CLAIMED, KNOWN, to=TIM, by=ANA, now=LATER).deal

    assert owner.accept(offered, KNOWN, by=TIM, now=LATER).deal.owner_id == TIM
    assert owner.offer(CLAIMED, KNOWN, to=TIM, by=OMAR, now=LATER).events == ()


def test_whoever_decides_takes_a_claimed_deal_themselves() -> None:
    asked = replace(CLAIMED, lapses=(a_lapse(LapseKind.OWNER_NOT_ACCEPTED, decider_id=OMAR, rung=3),))

    assert owner.accept(asked, KNOWN, by=OMAR, now=LATER).deal.owner_id == OMAR


def test_the_owner_is_asked_about_a_claim_in_their_own_hours() -> None:
    (asked,) = (each for each in conditions(CLAIMED, KNOWN, now=LATER) if each.kind is LapseKind.OWNER_NOT_ACCEPTED)

    assert asked.who == ANA


PEOPLE = (ANA, OMAR, FAYE, LIV, SUE, TIM)
WHO = st.sampled_from(PEOPLE)
ENDS = (OwnerAccepted, OwnerDeclined, OfferWithdrawn, TookOver)
Act = Callable[..., Change]


class Ownership(RuleBasedStateMachine):
    """Anybody does anything about who owns a deal, while the owner comes and goes."""

    def __init__(self) -> None:
        super().__init__()
        self.deal, self.context, self.now = a_deal(), KNOWN, NOW

    def act(self, act: Act, **said: object) -> None:
        before = self.deal
        self.now += timedelta(seconds=1)
        try:
            change = act(before, self.context, now=self.now, **said)
        except Refusal:
            return
        self.deal = replace(change.deal, seq=before.seq + len(change.events))
        self._told(before, change.events)

    def _told(self, before: Deal, events: tuple[Event, ...]) -> None:
        moved = [each for each in events if isinstance(each, OwnerAccepted | TookOver)]
        # An owner who is asked to decide may keep it: that ends the offer, and moves nothing.
        assert {each.owner_id for each in moved} <= {self.deal.owner_id}
        assert len(moved) == 1 or before.owner_id == self.deal.owner_id
        assert all(each.was == before.owner_id for each in moved)
        ended = [each for each in events if isinstance(each, ENDS) and each.offered_at]
        if before.offer and before.offer != self.deal.offer:
            replaced = [each.replaces for each in events if isinstance(each, OwnerOffered)]
            assert replaced == [before.offer] or [each.offered_at for each in ended] == [before.offer.at]
        assert bool(events) is (before != replace(self.deal, seq=before.seq))

    @rule(who=WHO, to=WHO)
    def offer(self, who: UserId, to: UserId) -> None:
        self.act(owner.offer, to=to, by=who)

    @rule(who=WHO)
    def accept(self, who: UserId) -> None:
        self.act(owner.accept, by=who)

    @rule(who=WHO)
    def decline(self, who: UserId) -> None:
        self.act(owner.decline, by=who, reason="leave")

    @rule(who=WHO)
    def withdraw(self, who: UserId) -> None:
        self.act(owner.withdraw, by=who)

    @rule(who=WHO)
    def take_over(self, who: UserId) -> None:
        self.act(owner.take_over, by=who)

    @rule(who=st.sampled_from(["ana", "omar", "faye"]), is_there=st.booleans(), has_left=st.booleans())
    def come_and_go(self, who: str, *, is_there: bool, has_left: bool) -> None:
        people = dict(with_times(**({} if is_there else {who: away(SUE)})).people)
        if has_left and not is_there:
            user = UserId(f"U{who.upper()}")
            people[user] = replace(people[user], is_active=False)
        self.context = Context(people, default_owner=LIV)

    @rule(decider=st.none() | WHO)
    def somebody_is_asked_to_decide(self, decider: UserId | None) -> None:
        asked = (a_lapse(LapseKind.OWNER_NOT_ACCEPTED, decider_id=decider, rung=3),) if decider else ()
        self.deal = replace(self.deal, lapses=asked)

    @invariant()
    def exactly_one_owns_it_and_nobody_is_asked_for_what_they_have(self) -> None:
        assert self.deal.owner_id in PEOPLE
        assert self.deal.offer is None or self.deal.offer.to != self.deal.owner_id


TestOwnership = Ownership.TestCase
