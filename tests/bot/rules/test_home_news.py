"""Whose Home is drawn again after a change: who works on the deal, who did until now, who leads, and nobody else."""

from collections.abc import Sequence

import pytest

from bot.events import (
    CustomerLineWritten,
    Event,
    ItemSentBack,
    LapseClosed,
    LapseOpened,
    Nudged,
    NudgeHeld,
    NudgeSkipped,
    NudgeTold,
    OwnerAccepted,
    OwnerOffered,
    Recorded,
    Reminded,
    StepKept,
)
from bot.model import BATON, Deal, LapseKind, Offer, UserId
from bot.playbook import Where
from bot.roles import ItemGiven, LeadHandedOver
from bot.rules.home_news import shown_to
from bot.unsaid import Unsaid
from tests.bot.making import (
    ANA,
    CONTEXT,
    FAYE,
    LIV,
    NOW,
    OMAR,
    STRANGER,
    TIM,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    away,
    id_of,
    with_times,
)

EVERYBODY = (ANA, OMAR, LIV, FAYE, TIM, STRANGER)
LAPSE, ITEM, STEP = id_of("lapse"), id_of("contract"), id_of("call")
OPENED = LapseOpened(LAPSE, LapseKind.STEP_OVERDUE, "call")
KEPT = StepKept(STEP, "call", OMAR, on_time=True, as_first_dated=True)
SENT_BACK = ItemSentBack(ITEM, "Contract", TIM, "no signature", None)
ON_ITS_WAY = (
    NudgeTold(LAPSE, 1),
    NudgeHeld(LAPSE, 1, NOW, Unsaid.QUIET_HOURS),
    NudgeSkipped(LAPSE, 1, "done"),
    Reminded(LAPSE, LapseKind.STEP_OVERDUE, "call", OMAR),
)


def the_deal(**changes: object) -> Deal:
    plain = {"seller_id": OMAR, "owner_id": OMAR, "leads": (), "items": (), "steps": (), "lapses": (), "offer": None}
    return a_deal(**(plain | changes))


def shown(deal: Deal, *events: Event, actor: UserId = BATON, lookers: Sequence[UserId] = EVERYBODY) -> set[UserId]:
    recorded = [Recorded(seq, NOW, actor, each) for seq, each in enumerate(events, 1)]
    return set(shown_to(deal, recorded, CONTEXT, lookers, now=NOW))


@pytest.mark.parametrize(
    ("changes", "also"),
    [
        ({}, set()),
        ({"seller_id": ANA}, {ANA}),
        ({"leads": (("field", FAYE),)}, {FAYE}),
        ({"steps": (a_step(by=TIM),)}, {TIM}),
        ({"items": (an_item(holder_id=ANA),)}, {ANA}),
        ({"offer": Offer(ANA, OMAR, NOW)}, {ANA}),
    ],
)
def test_whoever_works_on_a_deal_sees_what_becomes_of_it(changes: dict[str, object], also: set[UserId]) -> None:
    assert shown(the_deal(**changes), CustomerLineWritten("It comes on Monday.", OMAR), actor=OMAR) == {OMAR} | also


@pytest.mark.parametrize(
    ("event", "before"),
    [
        (OwnerAccepted(OMAR, ANA), ANA),
        (OwnerOffered(Offer(OMAR, OMAR, NOW), replaces=Offer(FAYE, OMAR, NOW)), FAYE),
        (ItemGiven(ITEM, "Contract", OMAR, OMAR, TIM, None), TIM),
        (LeadHandedOver("field", OMAR, FAYE, OMAR, ()), FAYE),
    ],
)
def test_whoever_has_nothing_to_do_with_it_any_more_sees_it_go(event: Event, before: UserId) -> None:
    assert shown(the_deal(), event, actor=OMAR) == {OMAR, before}


def test_whoever_acted_sees_it_too() -> None:
    assert shown(the_deal(), SENT_BACK, actor=TIM) == {OMAR, TIM}


@pytest.mark.parametrize("event", ON_ITS_WAY)
def test_how_a_question_travels_changes_no_home(event: Event) -> None:
    stopped = the_deal(lapses=(a_lapse(kind=LapseKind.SILENCE),))

    assert shown(stopped, event) == set()


@pytest.mark.parametrize(
    "event",
    [
        OPENED,
        LapseClosed(LAPSE, LapseKind.STEP_OVERDUE, "call"),
        Nudged(LAPSE, LapseKind.STEP_OVERDUE, "call", 3, Where.CHANNEL, OMAR, decider_id=OMAR),
    ],
)
def test_leaders_see_what_stops_and_goes_on(event: Event) -> None:
    assert shown(the_deal(), event) == {OMAR, LIV}


def test_leaders_see_all_that_happens_where_something_stands_still() -> None:
    stopped = the_deal(lapses=(a_lapse(kind=LapseKind.SILENCE),))

    assert shown(stopped, KEPT, actor=OMAR) == {OMAR, LIV}
    assert shown(the_deal(), KEPT, actor=OMAR) == {OMAR}


def test_of_a_private_deal_nobody_elses_home_is_touched() -> None:
    private = the_deal(is_private=True, lapses=(a_lapse(kind=LapseKind.SILENCE),))

    assert shown(private, OPENED, KEPT) == {OMAR}


def test_practice_shows_in_no_home() -> None:
    assert shown(the_deal(is_practice=True), OPENED, KEPT) == set()


def test_who_does_not_look_is_left_alone() -> None:
    assert shown(the_deal(seller_id=ANA), KEPT, lookers=[ANA]) == {ANA}
    assert shown(the_deal(seller_id=ANA), KEPT, lookers=[]) == set()


def test_whoever_is_asked_for_somebody_who_is_away_sees_it() -> None:
    context = with_times(omar=away(stand_in=FAYE))
    recorded = [Recorded(1, NOW, BATON, KEPT)]

    assert FAYE in shown_to(the_deal(), recorded, context, EVERYBODY, now=NOW)


def test_who_left_the_company_is_not_drawn_for() -> None:
    left = {who: known for who, known in CONTEXT.people.items() if not known.is_active}

    assert left
    for who in left:
        assert shown(the_deal(seller_id=who), KEPT, lookers=[who, OMAR]) == {OMAR}
