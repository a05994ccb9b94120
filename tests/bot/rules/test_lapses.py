"""When each lapse opens, in the local time of who must act, and what makes it go away."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model import Deal, DealStatus, ItemStatus, LapseKind, Offer, Parked, Slip, StepStatus, UserId, WaitingOn
from bot.rules.condition import Condition
from bot.rules.lapses import conditions
from tests.bot.making import (
    ANA,
    BERLIN,
    CONTEXT,
    FAYE,
    HELSINKI,
    LIV,
    NEW_YORK,
    NOW,
    OMAR,
    a_deal,
    a_lapse,
    a_step,
    an_item,
    at,
    by,
)

ZONES = {ANA: HELSINKI, OMAR: BERLIN, FAYE: NEW_YORK}


def found(deal: Deal, kind: LapseKind, now: datetime = NOW) -> list[Condition]:
    return [each for each in conditions(deal, CONTEXT, now=now) if each.kind is kind]


def since(deal: Deal, kind: LapseKind, who: UserId, now: datetime = NOW) -> str:
    """Return when the one condition of a kind begins, on the clock of who must act."""
    (condition,) = found(deal, kind, now)
    assert condition.who == who
    return f"{condition.since.astimezone(ZoneInfo(ZONES[who])):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("who", "offered", "opens"),
    [
        (OMAR, "2026-11-23 10:00", "2026-11-23 14:00"),
        (OMAR, "2026-11-23 15:00", "2026-11-24 11:00"),
        (OMAR, "2026-11-27 16:00", "2026-11-30 12:00"),
        (OMAR, "2026-11-28 12:00", "2026-11-30 13:00"),
        (OMAR, "2026-10-23 16:00", "2026-10-26 12:00"),
        (FAYE, "2026-11-23 08:00", "2026-11-23 13:00"),
        (FAYE, "2027-03-12 16:00", "2027-03-15 12:00"),
        (FAYE, "2026-10-30 16:00", "2026-11-02 12:00"),
    ],
)
def test_an_offer_lapses_after_four_working_hours_of_the_one_asked(who: UserId, offered: str, opens: str) -> None:
    deal = a_deal(offer=Offer(who, ANA, at(offered, ZONES[who])))

    assert since(deal, LapseKind.OWNER_NOT_ACCEPTED, who) == opens


@pytest.mark.parametrize(
    ("owned", "opens"),
    [
        ("2026-11-23 09:00", "2026-11-23 17:00"),
        ("2026-11-23 12:00", "2026-11-24 12:00"),
        ("2026-11-27 12:00", "2026-11-30 12:00"),
        ("2026-11-28 23:00", "2026-11-30 17:00"),
    ],
)
def test_nothing_dated_lapses_after_a_working_day_of_owning(owned: str, opens: str) -> None:
    deal = a_deal(opened_at=at("2026-11-01 09:00"), owned_at=at(owned))

    assert since(deal, LapseKind.NOTHING_DATED, ANA) == opens


LONG_AGO = at("2026-11-02 09:00")
OWNED = a_deal(opened_at=LONG_AGO, owned_at=LONG_AGO)
VISIT = an_item("visit", status=ItemStatus.DONE, done_at=LONG_AGO, proof_on=date(2026, 11, 26))


@pytest.mark.parametrize(
    "changes",
    [
        {"offer": Offer(OMAR, ANA, NOW)},
        {"steps": (a_step(due=by("2026-12-07")),)},
        {"steps": (a_step(due=by("2026-11-20")),)},
        {"steps": (a_step(due=by("2026-11-20"), parked=Parked(WaitingOn.US, by("2026-12-07"), ANA, "")),)},
        {"opened_at": None},
        {"status": DealStatus.HELD},
    ],
)
def test_a_date_within_ten_working_days_is_momentum(changes: dict[str, object]) -> None:
    assert found(replace(OWNED, **changes), LapseKind.NOTHING_DATED) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "opens"),
    [
        ({"steps": (a_step(due=by("2026-12-08")),)}, "2026-11-02 17:00"),
        ({"steps": (a_step(status=StepStatus.KEPT, ended_at=at("2026-11-20 12:00")),)}, "2026-11-23 12:00"),
        ({"items": (VISIT,)}, "2026-11-27 17:00"),
        ({"items": (replace(VISIT, proof_on=date(2026, 11, 20)),)}, "2026-11-23 17:00"),
        ({"items": (replace(VISIT, proof_on=date(2027, 6, 1)),)}, "2026-11-02 17:00"),
        ({"items": (replace(VISIT, status=ItemStatus.OPEN),)}, "2026-11-02 17:00"),
        (
            {
                "steps": (
                    a_step(
                        due=by("2027-01-15"),
                        slips=(
                            Slip(at("2026-11-19 12:00"), ANA, by("2026-11-20"), by("2027-01-15"), "r", is_early=True),
                        ),
                    ),
                )
            },
            "2026-11-20 12:00",
        ),
        ({"lapses": (a_lapse(LapseKind.NOTHING_DATED, closed_at=at("2026-11-18 12:00")),)}, "2026-11-19 12:00"),
    ],
)
def test_the_span_without_a_date_begins_when_the_last_one_went_away(changes: dict[str, object], opens: str) -> None:
    assert since(replace(OWNED, **changes), LapseKind.NOTHING_DATED, ANA) == opens  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "due", "due_opens", "overdue_opens"),
    [
        (ANA, by("2026-11-24", HELSINKI), "2026-11-24 09:00", "2026-11-24 17:00"),
        (OMAR, by("2026-11-24", BERLIN), "2026-11-24 09:00", "2026-11-24 17:00"),
        (FAYE, by("2026-11-24", NEW_YORK), "2026-11-24 09:00", "2026-11-24 17:00"),
        (FAYE, by("2026-11-24", HELSINKI), "2026-11-24 09:00", "2026-11-24 10:00"),
        (ANA, by("2026-11-24 15:00", HELSINKI), "2026-11-24 09:00", "2026-11-24 15:00"),
        (FAYE, by("2027-03-15", NEW_YORK), "2027-03-15 09:00", "2027-03-15 17:00"),
    ],
)
def test_a_step_is_due_on_the_morning_and_overdue_at_its_moment(
    who: UserId, due: object, due_opens: str, overdue_opens: str
) -> None:
    deal = a_deal(steps=(a_step(by=who, due=due),))

    assert since(deal, LapseKind.STEP_DUE, who) == due_opens
    assert since(deal, LapseKind.STEP_OVERDUE, who) == overdue_opens


TUESDAY = by("2026-11-24")


@pytest.mark.parametrize(
    ("changes", "now"),
    [
        ({"made_at": at("2026-11-24 09:30")}, at("2026-11-24 10:00")),
        ({"due": by("2026-11-24 08:00")}, NOW),
        ({"parked": Parked(WaitingOn.US, by("2026-11-26"), ANA, "")}, NOW),
        ({}, at("2026-11-24 17:00")),
        (
            {"slips": (Slip(at("2026-11-24 10:00"), ANA, by("2026-11-24 12:00"), TUESDAY, "rain", is_early=True),)},
            at("2026-11-24 11:00"),
        ),
    ],
)
def test_nobody_is_reminded_of_a_date_made_today_or_gone(changes: dict[str, object], now: datetime) -> None:
    deal = a_deal(steps=(a_step("call", **({"due": TUESDAY} | changes)),))

    assert found(deal, LapseKind.STEP_DUE, now) == []


@pytest.mark.parametrize("status", [StepStatus.KEPT, StepStatus.DROPPED])
def test_a_step_that_ended_never_lapses(status: StepStatus) -> None:
    deal = a_deal(steps=(a_step(due=by("2026-11-20"), status=status, ended_at=NOW),))

    assert found(deal, LapseKind.STEP_OVERDUE) == []


def test_a_parked_step_lapses_for_its_chaser_at_the_chase_date() -> None:
    deal = a_deal(steps=(a_step(parked=Parked(WaitingOn.CUSTOMER, by("2026-11-26"), FAYE, "")),))

    (condition,) = found(deal, LapseKind.STEP_OVERDUE)

    assert (condition.since, condition.who, condition.due) == (by("2026-11-26").at, FAYE, by("2026-11-26"))


@pytest.mark.parametrize(
    ("opened", "due_opens"), [("2026-11-23 10:00", "2026-11-24 09:00"), ("2026-11-24 10:00", "2026-11-24 17:00")]
)
def test_an_item_is_due_on_the_morning_unless_it_came_that_day(opened: str, due_opens: str) -> None:
    deal = a_deal(items=(an_item(due=by("2026-11-24", BERLIN), opened_at=at(opened, BERLIN)),))

    assert since(deal, LapseKind.ITEM_DUE, OMAR) == due_opens
    assert since(deal, LapseKind.ITEM_OVERDUE, OMAR) == "2026-11-24 17:00"


@pytest.mark.parametrize(
    "changes",
    [{"status": ItemStatus.WAITING}, {"status": ItemStatus.DONE}, {"status": ItemStatus.ACCEPTED}, {"due": None}],
)
def test_an_item_that_is_not_open_or_has_no_date_never_lapses(changes: dict[str, object]) -> None:
    deal = a_deal(items=(replace(an_item(due=by("2026-11-20")), **changes),))  # type: ignore[arg-type]

    assert found(deal, LapseKind.ITEM_DUE) + found(deal, LapseKind.ITEM_OVERDUE) == []


def test_a_gate_and_its_function_are_known_to_the_ladder() -> None:
    (condition,) = found(a_deal(items=(an_item(due=TUESDAY, is_gate=True),)), LapseKind.ITEM_OVERDUE)

    assert (condition.is_gate, condition.function, condition.who) == (True, "delivery", OMAR)


@pytest.mark.parametrize("status", [DealStatus.BACKLOG, DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
def test_a_deal_whose_clocks_stand_has_no_conditions(status: DealStatus) -> None:
    deal = a_deal(status=status, offer=Offer(OMAR, ANA, NOW), steps=(a_step(),), items=(an_item(due=TUESDAY),))

    assert conditions(deal, CONTEXT, now=NOW) == ()


def test_what_a_closed_lapse_counted_is_not_counted_again() -> None:
    closed_at = NOW - timedelta(hours=1)
    item = an_item(due=by("2026-11-20"))
    deal = a_deal(items=(item,), lapses=(a_lapse(LapseKind.ITEM_OVERDUE, item.id, closed_at=closed_at),))

    (condition,) = found(deal, LapseKind.ITEM_OVERDUE)

    assert condition.since == closed_at


def test_a_lapse_that_comes_back_has_another_id() -> None:
    deal = a_deal(offer=Offer(LIV, ANA, NOW))
    (condition,) = found(deal, LapseKind.OWNER_NOT_ACCEPTED)

    ids = []
    for _ in range(3):
        lapse = condition.lapse(deal, now=NOW)
        ids.append(lapse.id)
        # At one and the same moment: what comes later counts from a later one.
        deal = replace(deal, lapses=(*deal.lapses, replace(lapse, closed_at=condition.since)))

    assert len(set(ids)) == 3


def test_a_lapse_has_the_same_id_whatever_else_was_written_down() -> None:
    deal = a_deal(offer=Offer(LIV, ANA, NOW))
    (condition,) = found(deal, LapseKind.OWNER_NOT_ACCEPTED)

    assert condition.lapse(deal, now=NOW).id == condition.lapse(replace(deal, seq=9), now=NOW + timedelta(hours=1)).id


def test_a_lapse_of_before_a_hold_of_months_has_another_id_though_nobody_remembers_it() -> None:
    deal = a_deal(offer=Offer(LIV, ANA, NOW))
    (condition,) = found(deal, LapseKind.OWNER_NOT_ACCEPTED)

    ids = {condition.lapse(deal, now=NOW + timedelta(days=days)).id for days in (1, 31, 61, 91)}

    assert len(ids) == 4
