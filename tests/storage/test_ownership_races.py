"""People answer, withdraw, take over and offer anew at the same moment: one owner all along, and every move is told."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest

from bot.events import Event, OwnerAccepted, OwnerDeclined, OwnerOffered
from bot.model import Deal, Offer, PersonalTime, UserId, WorkspaceId
from bot.refusals import Refusal
from bot.roles import OfferWithdrawn, TookOver
from bot.service import deals, roles
from bot.service.desk import Asked, Desk, Did, by_id
from storage.opening import Storage
from tests.bot.making import ANA, FAYE, LIV, NOW, OMAR, PEOPLE, a_deal, away
from tests.storage.test_concurrency import together

ENDS = (OwnerAccepted, OwnerDeclined, OfferWithdrawn, TookOver)
Act = Callable[[Desk, Asked, Deal], Did]
ACTS: dict[str, tuple[UserId, Act]] = {
    "accept": (OMAR, lambda desk, asked, deal: deals.accept_ownership(desk, asked, by_id(deal.id))),
    "decline": (OMAR, lambda desk, asked, deal: deals.decline_ownership(desk, asked, by_id(deal.id), reason="leave")),
    "withdraw": (ANA, lambda desk, asked, deal: roles.withdraw_offer(desk, asked, by_id(deal.id))),
    "take over": (LIV, lambda desk, asked, deal: roles.take_over(desk, asked, by_id(deal.id))),
    "replace": (ANA, lambda desk, asked, deal: deals.offer(desk, asked, by_id(deal.id), to=FAYE)),
    "lead": (
        ANA,
        lambda desk, asked, deal: roles.hand_over_lead(desk, asked, by_id(deal.id), function="delivery", to=FAYE),
    ),
}


@pytest.fixture
def deal(storage: Storage, here: WorkspaceId) -> Deal:
    """Return a deal that Ana, who is away, has offered to Omar."""
    absent = replace(PEOPLE[ANA], time=PersonalTime(absences=(away(),)))
    with storage.work(here) as uow:
        uow.put_people([*PEOPLE.values()])
        uow.put_time(ANA, absent.time)
        uow.add(replace(a_deal(offer=Offer(OMAR, ANA, NOW)), workspace_id=here), [], [])
        found = uow.deal_from("erp", "D-1")
    assert found
    return found


@pytest.mark.parametrize(
    "racing",
    [
        ("accept", "withdraw"),
        ("accept", "take over"),
        ("accept", "replace"),
        ("decline", "withdraw"),
        ("withdraw", "take over", "replace"),
        ("accept", "decline", "withdraw", "take over", "replace", "lead"),
    ],
)
def test_whoever_comes_first_there_is_one_owner_and_each_move_has_its_event(
    storage: Storage, here: WorkspaceId, deal: Deal, racing: Sequence[str]
) -> None:
    desk = Desk(storage.work, uuid4, lambda: "k3v9q2", lambda: None)
    numbers = count()
    keys = {name: f"{name}:{next(numbers)}" for name in racing}

    def act(number: int) -> Did | Refusal:
        who, does = ACTS[racing[number]]
        try:
            return does(desk, Asked(here, who, keys[racing[number]], NOW + timedelta(minutes=1)), deal)
        except Refusal as refused:
            return refused

    answers = together(len(racing), act)

    with storage.work(here) as uow:
        after, history = uow.deal(deal.id), [each.event for each in uow.history(deal.id)]
    assert after
    told(deal, after, history)
    assert len([each for each in answers if isinstance(each, Did)]) >= 1


def told(before: Deal, after: Deal, history: Sequence[Event]) -> None:
    """Follow the events from the first owner and the first offer: they lead to what stands there, and no other way."""
    owner, offer = before.owner_id, before.offer
    for event in history:
        if isinstance(event, OwnerAccepted | TookOver):
            assert event.was == owner
            owner = event.owner_id
        if isinstance(event, ENDS) and event.offered_at:
            assert offer
            assert event.offered_at == offer.at
            offer = None
        if isinstance(event, OwnerOffered):
            assert event.replaces == offer
            offer = event.offer
    assert (after.owner_id, after.offer) == (owner, offer)
