"""What a deal came to is what its timeline says: each figure from events, and nobody's name in any."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from bot.closed import Outcome
from bot.events import (
    Decided,
    Event,
    FactsChanged,
    ItemAccepted,
    ItemSentBack,
    Nudged,
    NudgeSkipped,
    NudgeTold,
    Recorded,
    Rescued,
    StepKept,
    StepRescheduled,
)
from bot.figures import FirstPass
from bot.gate_events import ItemStartedAnyway
from bot.handovers import HandoverComplete
from bot.model import Choice, Deal, Facts, ItemId, ItemStatus, LapseId, LapseKind, Rescue, StepId, UserId
from bot.playbook import Where
from bot.rules.came_to import came_to
from tests.bot.making import ANA, FAYE, LIV, NOW, OMAR, a_deal, an_item, at, by, id_of

GATE = an_item("live", is_gate=True, status=ItemStatus.ACCEPTED, done_at=NOW, accepted_at=at("2027-01-28 16:00"))
LATER = an_item("poster", status=ItemStatus.DONE, done_at=at("2027-02-03 10:00"))
DEAL = a_deal(items=(GATE, LATER), facts=Facts("Acme", "Acme Oy", won_at=NOW, promised_on=date(2027, 2, 1)))


def of(*events: Event, deal: Deal = DEAL, outcome: Outcome = Outcome.DELIVERED) -> dict[str, object]:
    recorded = [Recorded(number, NOW, ANA, each) for number, each in enumerate(events, 1)]
    summary = came_to(deal, recorded, outcome)
    return {name: getattr(summary, name) for name in summary.__slots__}


def moved(was: str, now: str) -> FactsChanged:
    return FactsChanged((("promised_on", was, now),))


def replanned(was: date | None) -> Decided:
    return Decided(Choice.REPLAN, LIV, "", None, date(2027, 2, 1), is_rescue=False, was_promised_on=was)


def asked(rung: int, *, who: UserId = OMAR, decider: UserId | None = None, where: Where = Where.PRIVATE) -> Nudged:
    return Nudged(LapseId(UUID(int=1)), LapseKind.STEP_OVERDUE, "call", rung, where, who, decider_id=decider)


@pytest.mark.parametrize(
    ("events", "first"),
    [
        ([], date(2027, 2, 1)),
        ([moved("2027-01-15", "2027-02-01")], date(2027, 1, 15)),
        ([moved("2027-01-15", "2027-01-20"), moved("2027-01-20", "2027-02-01")], date(2027, 1, 15)),
        ([replanned(date(2027, 1, 10)), moved("2027-01-15", "2027-02-01")], date(2027, 1, 10)),
        # Promised only later, and replanned before it was recorded what the date had been.
        ([moved("", "2027-02-01")], date(2027, 2, 1)),
        ([replanned(None)], date(2027, 2, 1)),
    ],
)
def test_the_first_promise_is_the_one_that_stood_before_any_change(events: list[Event], first: date) -> None:
    found = of(*events)

    assert (found["promised_first"], found["promised_last"]) == (first, date(2027, 2, 1))


def test_it_is_delivered_when_its_last_gate_is_settled_whatever_else_comes_later() -> None:
    assert of()["delivered_on"] == date(2027, 1, 28)
    without = tuple(replace(each, is_gate=False) for each in DEAL.items)
    assert of(deal=replace(DEAL, items=without))["delivered_on"] == date(2027, 2, 3)
    assert of(deal=replace(DEAL, items=()))["delivered_on"] is None


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.NOT])
def test_what_was_not_all_delivered_has_no_day_of_delivery(outcome: Outcome) -> None:
    assert of(outcome=outcome)["delivered_on"] is None


def test_lines_count_as_done_when_nothing_more_is_wanted_of_them() -> None:
    waiting = an_item("sign", status=ItemStatus.DONE, accepted_by="finance")

    found = of(deal=replace(DEAL, items=(GATE, LATER, waiting)))

    assert (found["lines"], found["settled"]) == (3, 2)


def test_accepted_the_first_time_is_what_was_never_sent_back() -> None:
    one, other = ItemId(id_of("live")), ItemId(id_of("sign"))
    lines = (replace(GATE, accepted_by="finance"), an_item("sign", accepted_by="finance"))

    found = of(
        ItemSentBack(one, "live", FAYE, "no date", None),
        ItemAccepted(one, "live", FAYE),
        ItemAccepted(other, "sign", FAYE),
        deal=replace(DEAL, items=lines),
    )

    assert (found["accepted"], found["at_once"]) == (2, 1)
    assert found["pairs"] == (FirstPass("delivery", "finance", 2, 1),)


def test_steps_are_added_up_as_everywhere_else() -> None:
    step = StepId(id_of("call"))
    late = StepRescheduled(step, "call", ANA, by("2026-11-24"), by("2026-11-27"), "rain", is_early=False, slips=1)

    steps = of(late, StepKept(step, "call", ANA, on_time=True, as_first_dated=False))["steps"]

    assert steps
    assert (steps.kept, steps.as_first_dated, steps.ours.late) == (1, 0, 1)  # type: ignore[attr-defined]


def test_a_question_counts_as_brought_in_somebody_when_it_did_and_was_said() -> None:
    to_lead, to_leadership = asked(3, decider=LIV), asked(4, where=Where.LEADERSHIP)

    assert of(asked(1), asked(2, where=Where.CHANNEL))["escalations"] == 0
    assert of(asked(1, decider=OMAR))["escalations"] == 0
    assert of(asked(1), to_lead, to_leadership)["escalations"] == 2
    given_up, said = NudgeSkipped(to_lead.lapse_id, 3, "moot"), NudgeTold(to_lead.lapse_id, 3)
    assert of(to_lead, given_up)["escalations"] == 0
    assert of(to_lead, given_up, said)["escalations"] == 1


def test_the_handover_took_until_its_gates_were_settled_the_last_time() -> None:
    assert of()["handover_days"] is None
    assert of(HandoverComplete(6, 2, 1, ("Field",)), HandoverComplete(9, 2, 2, ("Field",)))["handover_days"] == 9


def test_what_was_begun_before_its_gate_is_counted() -> None:
    anyway = ItemStartedAnyway(ItemId(id_of("live")), "live", ANA, "the crane is there", None, OMAR, ("permit",))

    assert (of()["begun_anyway"], of(anyway, anyway)["begun_anyway"]) == (0, 2)


def test_decisions_are_counted_and_what_leadership_did() -> None:
    decided = replace(replanned(None), is_rescue=True)

    found = of(decided, replanned(None), Rescued(LIV, Rescue.TOOK_OVER))

    assert (found["decisions"], found["rescues"]) == (2, 2)


def test_nobody_stands_in_what_a_deal_came_to() -> None:
    text = repr(of(asked(3, decider=LIV), ItemAccepted(ItemId(id_of("live")), "live", FAYE)))

    assert not [who for who in (ANA, OMAR, FAYE, LIV) if who in text]
