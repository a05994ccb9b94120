"""How a deal goes, in one word: of several signs the most urgent."""

import pytest

from bot.model import Deal, DealStatus, LapseKind, Parked, WaitingOn
from bot.rules.momentum import Momentum, momentum, rank
from tests.bot.making import ANA, LIV, NOW, a_deal, a_lapse, a_step, by

WAITS = Parked(WaitingOn.CUSTOMER, by("2026-11-30"), ANA, "they sign")


@pytest.mark.parametrize(
    ("deal", "seen"),
    [
        (a_deal(steps=(a_step(),)), Momentum.GOING),
        (a_deal(), Momentum.UNDATED),
        (a_deal(steps=(a_step(parked=WAITS),)), Momentum.WAITING),
        (a_deal(steps=(a_step(parked=WAITS), a_step("write"))), Momentum.GOING),
        (a_deal(status=DealStatus.HELD, lapses=(a_lapse(),)), Momentum.HELD),
        (a_deal(lapses=(a_lapse(LapseKind.STEP_OVERDUE),)), Momentum.LATE),
        (a_deal(lapses=(a_lapse(LapseKind.STEP_OVERDUE, closed_at=NOW),)), Momentum.UNDATED),
        (a_deal(steps=(a_step(),), lapses=(a_lapse(LapseKind.STEP_DUE),)), Momentum.GOING),
        (a_deal(steps=(a_step(),), lapses=(a_lapse(LapseKind.CUSTOMER_STALE),)), Momentum.GOING),
        (a_deal(lapses=(a_lapse(LapseKind.STEP_OVERDUE), a_lapse(LapseKind.SILENCE))), Momentum.STALLED),
        (a_deal(lapses=(a_lapse(LapseKind.OWNER_GONE),)), Momentum.STALLED),
        (a_deal(lapses=(a_lapse(LapseKind.PROMISE_AT_RISK),)), Momentum.AT_RISK),
        (a_deal(lapses=(a_lapse(LapseKind.SILENCE), a_lapse(LapseKind.ITEM_DUE, decider_id=LIV))), Momentum.DECISION),
    ],
)
def test_a_deal_is_seen_by_its_most_urgent_sign(deal: Deal, seen: Momentum) -> None:
    assert momentum(deal) is seen


@pytest.mark.parametrize("kind", LapseKind)
def test_every_lapse_with_a_decider_wants_a_decision(kind: LapseKind) -> None:
    assert momentum(a_deal(lapses=(a_lapse(kind, decider_id=LIV),))) is Momentum.DECISION


def test_what_wants_a_decision_comes_before_what_is_on_hold() -> None:
    assert min(Momentum, key=rank) is Momentum.DECISION
    assert max(Momentum, key=rank) is Momentum.HELD
