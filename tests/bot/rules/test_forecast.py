"""When a chain ends at this pace, and by when each of its lines must: each counted in its own calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ladder import DEFAULT_LADDER
from bot.model import Item, ItemStatus, LapseKind
from bot.playbook import DueRule, FunctionCalendar
from bot.rules.chains import Link
from bot.rules.forecast import ended_on, ends, last_days, ready_on
from bot.rules.lapses import conditions
from bot.rules.spans import in_zone
from bot.week import Week
from bot.working_time import Calendar, add_working_days, is_working_day
from tests.bot.making import CONTEXT, HELSINKI, NOW, a_deal, an_item, at

CREW = FunctionCalendar(Week(frozenset(range(6))))
OFFICE, FIELD = Calendar(HELSINKI), in_zone(HELSINKI, CREW)
FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (27, 28, 29, 30, 24))
PLANS = st.lists(st.tuples(st.sampled_from(["field", "finance"]), st.integers(1, 12)), max_size=6)
DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 31))


def calendars(item: Item) -> Calendar:
    return FIELD if item.function == "field" else OFFICE


def chain(*plan: tuple[str, int]) -> tuple[Link, ...]:
    """Return a line that can be done now, and those that follow it with the working days that each takes."""
    links = (Link(an_item(f"line {n}", function=function), days) for n, (function, days) in enumerate(plan))
    return (Link(an_item("first")), *links)


def test_a_crew_that_works_on_saturdays_is_ready_earlier() -> None:
    assert ready_on(chain(("finance", 2)), calendars, today=FRIDAY) == date(2026, 12, 1)
    assert ready_on(chain(("field", 2)), calendars, today=FRIDAY) == MONDAY


def test_each_line_ends_in_its_own_days() -> None:
    days = ends(chain(("field", 1), ("finance", 1), ("field", 5)), calendars, today=FRIDAY)

    assert days == (FRIDAY, SATURDAY, MONDAY, date(2026, 12, 5))


def test_what_comes_before_a_crew_that_works_on_saturdays_may_end_later() -> None:
    assert last_days(chain(("field", 2)), calendars, MONDAY) == (FRIDAY, MONDAY)
    assert last_days(chain(("finance", 2)), calendars, MONDAY) == (date(2026, 11, 26), MONDAY)
    # The office goes on from Monday, so the crew may well need the weekend.
    assert last_days(chain(("finance", 1)), calendars, MONDAY) == (SUNDAY, MONDAY)


def test_nobody_is_ready_on_a_day_off_unless_that_day_was_given() -> None:
    first = an_item("first")

    assert ready_on((Link(first),), calendars, today=SATURDAY) == MONDAY
    assert ended_on((Link(first),), calendars, today=SATURDAY) == SATURDAY


@given(PLANS, DAYS)
def test_where_all_work_alike_it_is_one_sum(plan: list[tuple[str, int]], today: date) -> None:
    found = ready_on(chain(*plan), lambda _: OFFICE, today=today)

    assert found == add_working_days(OFFICE, today, sum(days for _, days in plan))


@given(PLANS, DAYS)
def test_a_chain_that_begins_on_its_last_day_ends_by_the_promise_and_a_day_later_it_does_not(
    plan: list[tuple[str, int]], promised: date
) -> None:
    links = chain(*plan)
    last = last_days(links, calendars, promised)[0]
    after = add_working_days(calendars(links[0].item), last, 1)

    assert ended_on(links, calendars, today=last) <= promised
    assert ended_on(links, calendars, today=after) > promised


@given(PLANS, DAYS)
def test_days_that_more_people_work_never_end_later(plan: list[tuple[str, int]], today: date) -> None:
    assert ended_on(chain(*plan), calendars, today=today) <= ended_on(chain(*plan), lambda _: OFFICE, today=today)


@given(PLANS, DAYS)
def test_no_line_ends_before_the_one_that_it_follows(plan: list[tuple[str, int]], today: date) -> None:
    found = ends(chain(*plan), calendars, today=today)

    assert list(found) == sorted(found)
    assert all(is_working_day(calendars(link.item), day) for link, day in zip(chain(*plan), found, strict=True))


def test_a_date_thousands_of_years_ahead_is_no_reason_to_count_them() -> None:
    far = Link(an_item("first", due_rule=DueRule("won", 1)), 1, date(9990, 1, 1))
    links = (*chain(("field", 5)), far, *chain(("field", 400))[1:])

    assert ready_on(links, calendars, today=TUESDAY) == TUESDAY + timedelta(weeks=2000)


@pytest.mark.parametrize(
    ("own", "asked_at"),
    [
        # Twenty working days that must end by Friday 15 January begin after Friday 18 December, or Wednesday the 23rd.
        pytest.param({}, "2026-12-21 09:00", id="five days a week"),
        pytest.param({"delivery": CREW}, "2026-12-24 09:00", id="six days a week"),
    ],
)
def test_the_owner_is_asked_when_the_work_does_not_fit_in_the_days_of_those_who_do_it(
    own: dict[str, FunctionCalendar], asked_at: str
) -> None:
    work = an_item("work", status=ItemStatus.WAITING, waits_for=("scope",), due_rule=DueRule("scope", 20), is_gate=True)
    deal = a_deal(ladder=replace(DEFAULT_LADDER, calendars=own), items=(an_item("scope"), work), lived_at=NOW)
    deal = replace(deal, facts=replace(deal.facts, promised_on=date(2027, 1, 15)))

    found = conditions(deal, CONTEXT, now=NOW)

    assert [each.since for each in found if each.kind is LapseKind.PROMISE_AT_RISK] == [at(asked_at)]


def test_what_is_told_counts_both_figures_in_the_owners_days() -> None:
    work = an_item("work", status=ItemStatus.WAITING, waits_for=("scope",), due_rule=DueRule("scope", 6), is_gate=True)
    deal = a_deal(
        ladder=replace(DEFAULT_LADDER, calendars={"delivery": CREW}), items=(an_item("scope"), work), lived_at=NOW
    )
    deal = replace(deal, facts=replace(deal.facts, promised_on=FRIDAY))

    (told,) = [each for each in conditions(deal, CONTEXT, now=NOW) if each.kind is LapseKind.PROMISE_AT_RISK]

    assert told.about.endswith("ready on Mon 30 Nov 2026 at this pace, 5 working days of work planned, 4 left")
