"""What is typed again within minutes is the same intent; what differs, or comes later, is a new one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from bot.events import Change
from bot.incoming import Incoming
from bot.model import Consequence, Deal, Due, Facts, StepId, StepStatus, UserId, WaitingOn
from bot.refusals import AlreadyEnded, NotLater, WhichStep
from bot.rules import opening, steps
from bot.rules.again import RETYPED_WITHIN, same_moment, same_words
from tests.bot.making import ANA, CONTEXT, HELSINKI, NOW, OMAR, a_deal, a_step, by

FRIDAY, MONDAY = by("2026-11-27"), by("2026-11-30")
SOON, LATER = NOW + timedelta(seconds=40), NOW + RETYPED_WITHIN + timedelta(seconds=1)
IN_TWO_HOURS = Due(NOW + timedelta(hours=2), HELSINKI)


def typed(
    deal: Deal, now: datetime, *, what: str = "call", who: UserId = ANA, due: Due = FRIDAY, otherwise: str | None = None
) -> Change:
    new = StepId(uuid4())
    return steps.commit(
        deal,
        CONTEXT,
        step_id=new,
        what=what,
        by=who,
        due=due,
        consequence=Consequence(text=otherwise) if otherwise else None,
        now=now,
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("Call  Bob", " call bob", True), ("call", "call Bob", False), (None, " ", True), ("", "Liv decides", False)],
)
def test_words_are_the_same_whatever_their_case_and_spaces(one: str | None, other: str, *, expected: bool) -> None:
    assert same_words(one, other) is expected


@pytest.mark.parametrize(
    ("second", "seconds", "expected"),
    [
        (IN_TWO_HOURS, 0, True),
        (Due(IN_TWO_HOURS.at + timedelta(seconds=40), HELSINKI), 40, True),
        (Due(IN_TWO_HOURS.at + timedelta(minutes=3), HELSINKI), 40, False),
        (Due(IN_TWO_HOURS.at - timedelta(seconds=40), HELSINKI), -40, True),
        (Due(IN_TWO_HOURS.at - timedelta(minutes=3), HELSINKI), 40, False),
        (FRIDAY, 40, False),
    ],
)
def test_a_span_typed_again_ends_later_by_the_time_between(second: Due, seconds: float, *, expected: bool) -> None:
    assert same_moment(IN_TWO_HOURS, second, passed=timedelta(seconds=seconds)) is expected


@pytest.mark.parametrize(
    "second",
    [
        {},
        {"what": "  CALL "},
        {"due": by("2026-11-27")},
    ],
)
def test_a_step_typed_again_is_the_first_one(second: dict[str, object]) -> None:
    once = typed(a_deal(), NOW).deal

    again = typed(once, SOON, **second)  # type: ignore[arg-type]

    assert again == Change(once)


@pytest.mark.parametrize(
    ("second", "now"),
    [
        ({"what": "call Bob"}, SOON),
        ({"due": MONDAY}, SOON),
        ({"otherwise": "Liv decides"}, SOON),
        ({"who": OMAR}, SOON),
        ({}, LATER),
        # A clock that was set back by as much says nothing of how long ago it was.
        ({}, NOW - RETYPED_WITHIN - timedelta(seconds=1)),
    ],
)
def test_what_differs_or_comes_later_is_another_step(second: dict[str, object], now: datetime) -> None:
    once = typed(a_deal(), NOW).deal

    assert len(typed(once, now, **second).deal.steps) == 2  # type: ignore[arg-type]


def test_another_replica_whose_clock_is_behind_knows_it_too() -> None:
    once = typed(a_deal(), NOW).deal

    assert typed(once, NOW - timedelta(seconds=2)) == Change(once)


def test_what_a_decision_dropped_was_not_said_to_be_done() -> None:
    dropped = replace(CALL, status=StepStatus.DROPPED, ended_by=ANA, ended_at=NOW)

    assert steps.meant_as_done(a_deal(steps=(dropped, SHIP)), CONTEXT, said="", by=ANA, now=SOON) == SHIP


def test_a_step_that_is_done_can_be_committed_to_again_at_once() -> None:
    once = typed(a_deal(), NOW).deal
    done = steps.keep(once, CONTEXT, step_id=once.steps[0].id, by=ANA, now=SOON).deal

    assert len(typed(done, SOON).deal.steps) == 2


def move(deal: Deal, now: datetime, due: Due = MONDAY, reason: str = "rain") -> Change:
    return steps.reschedule(deal, CONTEXT, step_id=deal.steps[0].id, by=ANA, due=due, reason=reason, now=now)


def test_a_move_typed_again_is_one_slip() -> None:
    moved = move(a_deal(steps=(a_step(due=FRIDAY),)), NOW).deal

    again = move(moved, SOON, reason=" Rain")

    assert again == Change(moved)
    with pytest.raises(NotLater):
        move(moved, LATER)


@pytest.mark.parametrize(("due", "reason"), [(by("2026-12-01"), "rain"), (by("2026-12-01"), "snow")])
def test_another_date_is_another_slip_however_soon(due: Due, reason: str) -> None:
    moved = move(a_deal(steps=(a_step(due=FRIDAY),)), NOW).deal

    assert len(move(moved, SOON, due, reason).deal.steps[0].slips) == 2


def test_a_step_that_waits_so_already_goes_on_waiting() -> None:
    def park(deal: Deal, now: datetime, until: Due = MONDAY, reason: str = "they check") -> Change:
        step_id = deal.steps[0].id
        return steps.park(
            deal, CONTEXT, step_id=step_id, by=ANA, on=WaitingOn.CUSTOMER, until=until, reason=reason, now=now
        )

    parked = park(a_deal(steps=(a_step(due=FRIDAY),)), NOW).deal

    assert park(parked, LATER, reason="They check ") == Change(parked)
    assert park(parked, SOON, reason="they moved").events
    assert park(parked, SOON, until=by("2026-12-01")).events


CALL, CALL_BOB, SHIP = a_step("call"), a_step("call Bob"), a_step("ship", by=OMAR)


@pytest.mark.parametrize(
    ("others", "said"), [((SHIP,), ""), ((CALL_BOB,), "call"), ((CALL_BOB, SHIP), "CALL"), ((), "")]
)
def test_done_typed_again_never_ends_the_next_step(others: tuple[object, ...], said: str) -> None:
    deal = a_deal(steps=(CALL, *others))
    first = steps.meant_as_done(deal, CONTEXT, said=said, by=ANA, now=NOW)
    kept = steps.keep(deal, CONTEXT, step_id=first.id, by=ANA, now=NOW).deal

    again = steps.meant_as_done(kept, CONTEXT, said=said, by=ANA, now=SOON)

    assert (first.id, again.id, again.status) == (CALL.id, CALL.id, StepStatus.KEPT)
    with pytest.raises(AlreadyEnded):
        steps.keep(kept, CONTEXT, step_id=again.id, by=ANA, now=SOON)


@pytest.mark.parametrize(
    ("said", "now", "who"), [("ship", SOON, ANA), ("", LATER, ANA), ("", SOON, OMAR), ("Bob", SOON, ANA)]
)
def test_done_said_of_something_else_ends_that(said: str, now: datetime, who: UserId) -> None:
    other = SHIP if said != "Bob" else CALL_BOB
    kept = steps.keep(a_deal(steps=(CALL, other)), CONTEXT, step_id=CALL.id, by=ANA, now=NOW).deal

    assert steps.meant_as_done(kept, CONTEXT, said=said, by=who, now=now) == other


def test_of_two_steps_of_ones_own_the_second_is_ended_by_its_own_done() -> None:
    kept = steps.keep(a_deal(steps=(CALL, CALL_BOB)), CONTEXT, step_id=CALL.id, by=ANA, now=NOW).deal

    assert steps.meant_as_done(kept, CONTEXT, said="", by=ANA, now=SOON) == CALL_BOB


def test_done_that_fits_several_still_asks_which() -> None:
    deal = a_deal(steps=(CALL, CALL_BOB, a_step("dig")))
    kept = steps.keep(deal, CONTEXT, step_id=CALL.id, by=ANA, now=NOW).deal

    with pytest.raises(WhichStep):
        steps.meant_as_done(kept, CONTEXT, said="", by=ANA, now=SOON)


FACTS = Facts("Acme EV site", "Acme Oy", 4_800_000, "EUR")
FORM = Incoming("slack", "V2", "site", FACTS, SOON)
BY_HAND = a_deal(source="slack", external_id="V1", facts=FACTS, opened_at=NOW)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda form: form, True),
        (lambda form: replace(form, facts=replace(FACTS, name=" acme  ev SITE")), True),
        (lambda form: replace(form, kind=None), True),
        (lambda form: replace(form, kind="service"), False),
        (lambda form: replace(form, source="erp"), False),
        (lambda form: replace(form, facts=replace(FACTS, name="Acme EV site 2")), False),
        (lambda form: replace(form, facts=replace(FACTS, account="Beta")), False),
        (lambda form: replace(form, facts=replace(FACTS, amount_minor=4_900_000)), False),
        (lambda form: replace(form, facts=replace(FACTS, promised_on=NOW.date())), False),
    ],
)
def test_a_deal_filled_in_again_is_the_one_that_was_opened(
    change: Callable[[Incoming], Incoming], *, expected: bool
) -> None:
    assert opening.is_won_again(BY_HAND, change(FORM), by=ANA, now=SOON) is expected


@pytest.mark.parametrize(("who", "now"), [(OMAR, SOON), (ANA, LATER), (OMAR, LATER)])
def test_somebody_else_or_somebody_later_means_another_deal(who: UserId, now: datetime) -> None:
    assert not opening.is_won_again(BY_HAND, FORM, by=who, now=now)
