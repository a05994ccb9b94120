"""The calendars of functions: what is wrong with one, said in one clear line, and the days of those that are right."""

from collections.abc import Callable
from datetime import date, time

import pytest

from bot.week import Week
from bot.working_time import worked
from storage.playbooks.calendars import by_function
from storage.playbooks.canonical import identified
from storage.playbooks.problems import Problem
from storage.playbooks.reading import read

Problems = Callable[[str], list[Problem]]

MONDAYS = [date.fromordinal(date(2026, 1, 5).toordinal() + 7 * n).isoformat() for n in range(40)]


def with_calendars(right: str, *lines: str) -> str:
    return right + "calendars:\n" + "".join(f"  {line}\n" for line in lines)


def test_a_calendar_is_read_with_its_week_its_region_and_its_days(right: str) -> None:
    text = with_calendars(right, "field: {week: mon-sat 7-16, region: DE-BY, holidays: [2026-12-31, '2026-12-24']}")

    (field,) = read(text, source="").ladder.calendars.values()

    assert field.week == Week(frozenset(range(6)), time(7), time(16))
    assert (field.region, field.holidays) == ("DE-BY", (date(2026, 12, 24), date(2026, 12, 31)))


def test_it_is_another_version_and_the_order_of_its_days_is_not(right: str) -> None:
    plain, one, other = (
        identified(read(text, source=""))
        for text in (
            right,
            with_calendars(right, "field: {holidays: [2026-12-24, 2026-12-31]}"),
            with_calendars(right, "field: {holidays: [2026-12-31, 2026-12-24]}"),
        )
    )

    assert plain.id != one.id == other.id


def test_public_holidays_of_its_region_are_days_off_and_so_are_its_own(right: str) -> None:
    playbook = read(with_calendars(right, "field: {region: DE-BY, holidays: [2026-12-24]}"), source="")

    # The sixth of January is a holiday in Bavaria, and in Berlin it is none.
    assert {date(2026, 1, 6), date(2026, 12, 24)} <= by_function(playbook)["field"].holidays


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param(
            "feild: {week: mon-sat 7-16}",
            "calendars.feild: There is no function feild; did you mean field?",
            id="function",
        ),
        pytest.param("field: {}", "calendars.field: This calendar says nothing; give it a week", id="nothing"),
        pytest.param(
            "field: {days: mon-sat}", "calendars.field.days: There is no field days here; did you mean", id="unknown"
        ),
        pytest.param(
            "field: {week: mon-sat 16-7}",
            "calendars.field.week: Work cannot begin at 16:00 and end at 07:00;",
            id="hours",
        ),
        pytest.param(
            "field: {week: weekdays}",
            "calendars.field.week: “weekdays” is no working week that I understand. One that works:",
            id="words",
        ),
        pytest.param(
            "field: {week: 7}",
            "calendars.field.week: YAML reads 7 as a number, not as words; write for example week: mon-sat 7-16.",
            id="number",
        ),
        pytest.param("field: {week: }", "calendars.field.week: Nothing is written here;", id="empty"),
        pytest.param('field: {week: "\\u202e\\n"}', "calendars.field.week: “\\u202e” is no working week", id="hostile"),
        pytest.param(
            "field: {region: DE-XX}",
            "calendars.field.region: No public holidays are known for DE-XX; use one of: DE, DE-",
            id="part",
        ),
        pytest.param(
            "field: {region: Bavaria}",
            "calendars.field.region: No public holidays are known for Bavaria; use one such as FI",
            id="region",
        ),
        pytest.param("field: {region: no}", "calendars.field.region: YAML reads no as true or false", id="norway"),
        pytest.param(
            "field: {holidays: [2026-02-30]}",
            "calendars.field.holidays[0]: A day off is a date from 2000 to 2099",
            id="no day",
        ),
        pytest.param("field: {holidays: [soon]}", "calendars.field.holidays[0]: A day off is a date", id="word"),
        pytest.param("field: {holidays: [20261224]}", "calendars.field.holidays[0]: A day off is a date", id="digits"),
        pytest.param("field: {holidays: [1026-12-24]}", "calendars.field.holidays[0]: A day off is a date", id="year"),
        pytest.param(
            "field: {holidays: [2026-12-24 10:00:00]}", "calendars.field.holidays[0]: A day off is a date", id="clock"
        ),
        pytest.param(
            "field: {holidays: [[2026-12-24]]}", "calendars.field.holidays[0]: A day off is a date", id="nested"
        ),
        pytest.param(
            "field: {holidays: 2026-12-24}",
            "calendars.field.holidays: YAML reads 2026-12-24 as a date, not as a list",
            id="one",
        ),
        pytest.param(
            "field: {holidays: [2026-12-24, 2026-12-24]}",
            "calendars.field.holidays[1]: 2026-12-24 is in this list twice; keep it once.",
            id="twice",
        ),
        pytest.param(
            f"field: {{holidays: [{', '.join(['2026-12-24'] * 41)}]}}",
            "calendars.field.holidays: There are too many; at most 40 fit.",
            id="many",
        ),
        pytest.param(
            "field: mon-sat 7-16",
            "calendars.field: Fields must stand here, not mon-sat 7-16; for example calendars:",
            id="flat",
        ),
        pytest.param("- mon-sat", "calendars: Fields must stand here, not a list;", id="list"),
    ],
)
def test_each_mistake_is_one_clear_line(problems: Problems, right: str, line: str, said: str) -> None:
    found = [each for each in map(str, problems(with_calendars(right, line))) if said in each]

    assert len(found) == 1, [*map(str, problems(with_calendars(right, line)))]


def test_so_few_days_can_be_listed_that_even_a_week_of_one_day_is_worked(right: str) -> None:
    playbook = read(
        with_calendars(right, f"field: {{week: mon 7-16, region: DE-BY, holidays: [{', '.join(MONDAYS)}]}}"), source=""
    )

    assert worked(by_function(playbook)["field"])


def test_the_line_is_that_of_the_calendar(problems: Problems, right: str) -> None:
    (found,) = problems(with_calendars(right, "sales: {week: mon-fri 8-16}", "field: {}"))

    assert found.line == len(right.splitlines()) + 3
