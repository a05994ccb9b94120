"""Rescues: whoever leads the workspace and does others' work on a deal is noted, and nobody else."""

from dataclasses import replace

import pytest

from bot.events import Change, Event, ItemAccepted, ItemDone, OwnerAccepted, Rescued, StepKept, Woken
from bot.model import ItemId, Rescue, StepId, UserId
from bot.rules.rescue import is_leadership, noted
from tests.bot.making import ANA, CONTEXT, FAYE, LIV, OMAR, a_deal, an_item, id_of

DEAL = a_deal(owner_id=ANA)
KEPT = StepKept(StepId(id_of("call")), "call", LIV, on_time=True, as_first_dated=True)
GIVEN = ItemDone(ItemId(id_of("permit")), "permit", LIV, "", is_late=False)


@pytest.mark.parametrize(
    ("event", "way"),
    [
        (OwnerAccepted(LIV, ANA), Rescue.TOOK_OVER),
        (KEPT, Rescue.DID_STEP),
        (GIVEN, Rescue.DID_ITEM),
        (ItemAccepted(ItemId(id_of("permit")), "permit", LIV), Rescue.DID_ITEM),
    ],
)
def test_what_leadership_does_in_somebodys_place_is_a_rescue(event: Event, way: Rescue) -> None:
    change = noted(DEAL, Change(DEAL, (event,)), CONTEXT, by=LIV)

    assert change.events == (event, Rescued(LIV, way))


@pytest.mark.parametrize("event", [Woken(), OwnerAccepted(ANA, OMAR)])
def test_what_leadership_brings_about_for_others_is_none(event: Event) -> None:
    assert noted(DEAL, Change(DEAL, (event,)), CONTEXT, by=LIV).events == (event,)


@pytest.mark.parametrize("who", [ANA, OMAR, FAYE])
def test_whose_daily_work_it_is_rescues_nobody(who: UserId) -> None:
    change = Change(DEAL, (replace(KEPT, by=who),))

    assert noted(DEAL, change, CONTEXT, by=who) is change


@pytest.mark.parametrize(
    "theirs",
    [
        {"owner_id": LIV},
        {"seller_id": LIV},
        {"leads": (("delivery", LIV),)},
        {"items": (an_item(holder_id=LIV),)},
    ],
)
def test_who_leads_everything_may_work_on_a_deal_like_others(theirs: dict[str, object]) -> None:
    assert is_leadership(DEAL, CONTEXT, LIV)
    assert not is_leadership(a_deal(**theirs), CONTEXT, LIV)


def test_nothing_done_is_nothing_rescued() -> None:
    assert noted(DEAL, Change(DEAL), CONTEXT, by=LIV) == Change(DEAL)
