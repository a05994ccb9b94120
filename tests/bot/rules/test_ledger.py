"""The ledger adds up what happened to a deal's steps, and splits it by date, by cause and by whom they waited on."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Decided, Event, Recorded, StepDropped, StepKept, StepParked, StepRescheduled, Woken
from bot.figures import Ledger, Slips
from bot.model import Choice, Parked, StepId, WaitingOn
from bot.rules.ledger import ledger, waited
from bot.working_time import Calendar, add_working_hours, working_hours_between
from tests.bot.making import ANA, HELSINKI, NOW, at, by, id_of

CALL, PUMP = StepId(id_of("call")), StepId(id_of("pump"))
HOME = Calendar(HELSINKI)
TUE, FRI, NEXT_FRI = by("2026-11-24"), by("2026-11-27"), by("2026-12-04")


def told(*happened: tuple[str, Event]) -> list[Recorded]:
    return [Recorded(n, at(when), ANA, event) for n, (when, event) in enumerate(happened, 1)]


def kept(step: StepId = CALL, *, on_time: bool = True, as_first: bool = True) -> StepKept:
    return StepKept(step, "call", ANA, on_time=on_time, as_first_dated=as_first)


def moved(cause: WaitingOn = WaitingOn.US, *, is_early: bool = True) -> StepRescheduled:
    return StepRescheduled(CALL, "call", ANA, TUE, FRI, "rain", is_early, 1, cause)


def parked(on: WaitingOn = WaitingOn.CUSTOMER, step: StepId = CALL) -> StepParked:
    return StepParked(step, "call", ANA, Parked(on, NEXT_FRI, ANA, ""))


def decided(choice: Choice) -> Decided:
    return Decided(choice, ANA, "x", None, None, is_rescue=False)


@pytest.mark.parametrize(
    ("events", "figures"),
    [
        ((), Ledger()),
        ((kept(),), Ledger(kept=1, in_time=1, as_first_dated=1)),
        ((kept(as_first=False),), Ledger(kept=1, in_time=1)),
        ((kept(on_time=False, as_first=False),), Ledger(kept=1)),
        ((moved(),), Ledger(ours=Slips(early=1))),
        ((moved(is_early=False), moved()), Ledger(ours=Slips(early=1, late=1))),
        ((moved(WaitingOn.CUSTOMER),), Ledger(customers=Slips(early=1))),
        ((moved(WaitingOn.THIRD_PARTY, is_early=False),), Ledger(third_parties=Slips(late=1))),
        ((replace(moved(), was=FRI, due=TUE),), Ledger()),
        ((StepDropped(CALL, "call", ANA), Woken()), Ledger()),
    ],
)
def test_each_figure_is_a_line_of_the_timeline(events: tuple[Event, ...], figures: Ledger) -> None:
    assert ledger(told(*(("2026-11-23 10:00", event) for event in events))) == figures


def test_slips_of_others_are_foreign_and_ours_are_not() -> None:
    figures = ledger(told(*(("2026-11-23 10:00", moved(cause)) for cause in WaitingOn)))

    assert (figures.ours.all, figures.foreign) == (1, 2)


@pytest.mark.parametrize(
    ("story", "spans"),
    [
        ([], ()),
        ([("2026-11-23 10:00", parked())], ((WaitingOn.CUSTOMER, 7 + 8 + 2),)),
        ([("2026-11-23 10:00", parked()), ("2026-11-23 12:00", kept())], ((WaitingOn.CUSTOMER, 2),)),
        ([("2026-11-23 10:00", parked()), ("2026-11-23 12:00", moved())], ((WaitingOn.CUSTOMER, 2),)),
        (
            [("2026-11-23 10:00", parked()), ("2026-11-23 12:00", StepDropped(CALL, "call", ANA))],
            ((WaitingOn.CUSTOMER, 2),),
        ),
        (
            [("2026-11-23 10:00", parked()), ("2026-11-23 13:00", parked(WaitingOn.US)), ("2026-11-23 14:00", kept())],
            ((WaitingOn.CUSTOMER, 3), (WaitingOn.US, 1)),
        ),
        (
            [
                ("2026-11-23 10:00", parked()),
                ("2026-11-23 10:00", parked(step=PUMP)),
                ("2026-11-23 12:00", kept()),
                ("2026-11-23 13:00", kept(PUMP)),
            ],
            ((WaitingOn.CUSTOMER, 5),),
        ),
        ([("2026-11-21 10:00", parked()), ("2026-11-22 18:00", kept())], ()),
        (
            [
                ("2026-11-23 10:00", parked()),
                ("2026-11-23 11:00", decided(Choice.HOLD)),
                ("2026-11-25 09:00", Woken()),
            ],
            ((WaitingOn.CUSTOMER, 1 + 2),),
        ),
        ([("2026-11-23 10:00", kept()), ("2026-11-23 11:00", Woken())], ()),
    ],
)
def test_working_hours_are_counted_while_a_step_waits_and_the_deal_runs(
    story: list[tuple[str, Event]], spans: tuple[tuple[WaitingOn, float], ...]
) -> None:
    now = at("2026-11-25 11:00")

    assert waited(told(*story), HOME, now=now) == spans


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda when: at(f"{when:%Y-%m-%d %H:%M}"))  # noqa: DTZ001 - at() gives the zone


@given(MOMENTS, st.floats(0, 200))
def test_the_hours_between_are_those_that_were_added(begun: datetime, hours: float) -> None:
    assert working_hours_between(HOME, begun, add_working_hours(HOME, begun, hours)) == pytest.approx(hours, abs=1e-4)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_hours_add_up_and_never_run_back(one: datetime, two: datetime, three: datetime) -> None:
    a, b, c = sorted((one, two, three))
    whole = working_hours_between(HOME, a, c)

    assert whole == pytest.approx(working_hours_between(HOME, a, b) + working_hours_between(HOME, b, c))
    assert working_hours_between(HOME, c, a) == 0
    assert 0 <= whole <= (c - a).total_seconds() / 3600


EVENTS = st.lists(
    st.sampled_from(
        [
            kept(),
            kept(PUMP),
            moved(),
            parked(),
            parked(WaitingOn.US),
            parked(WaitingOn.THIRD_PARTY, PUMP),
            StepDropped(PUMP, "pump", ANA),
            decided(Choice.HOLD),
            Woken(),
        ]
    ),
    max_size=12,
)


@given(EVENTS, st.lists(st.integers(0, 100), min_size=12, max_size=12))
def test_no_wait_is_longer_than_the_time_there_was(events: list[Event], hours: list[int]) -> None:
    moment, recorded = NOW, []
    for seq, (event, passed) in enumerate(zip(events, hours, strict=False), 1):
        moment = add_working_hours(HOME, moment, passed)
        recorded.append(Recorded(seq, moment, ANA, event))

    found = waited(recorded, HOME, now=moment)

    # Two steps are in the stories, and each waits on one at a time.
    assert sum(span for _, span in found) <= 2 * working_hours_between(HOME, NOW, moment) + 1e-6
    assert [span for _, span in found] == sorted((span for _, span in found), reverse=True)
