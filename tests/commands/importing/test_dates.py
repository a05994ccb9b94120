"""Dates are read in the form the file is said to use, and in no other."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.importing.dates import date_form, read_day, read_moment
from commands.importing.failure import BadRow, CannotImport, Reason

ISO = date_form("YYYY-MM-DD")


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("2026-11-22", "YYYY-MM-DD", date(2026, 11, 22)),
        ("3/1/2017", "M/D/YYYY", date(2017, 3, 1)),
        ("03/01/2017", "M/D/YYYY", date(2017, 3, 1)),
        ("3/1/2017", "D/M/YYYY", date(2017, 1, 3)),
        ("22.11.2026", "D.M.YYYY", date(2026, 11, 22)),
        ("22.11.2026 14:05", "DD.MM.YYYY", date(2026, 11, 22)),
        ("3/1/2017 2:05 PM", "M/D/YYYY", date(2017, 3, 1)),
        ("20261122", "YYYYMMDD", date(2026, 11, 22)),
        ("29.2.2028", "D.M.YYYY", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_in_its_form(text: str, written: str, day: date) -> None:
    assert read_day(text, date_form(written)) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("2026-11-22T10:00:00Z", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22 10:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T10:00:00+02:00", datetime(2026, 11, 22, 8, tzinfo=UTC)),
        ("2026-11-22T10:00:00.250Z", datetime(2026, 11, 22, 10, 0, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_a_moment_is_utc_and_a_bare_day_is_its_noon(text: str, moment: datetime) -> None:
    assert read_moment(text, ISO) == moment


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "3/1/2017", "2026-13-01", "2026-02-30", "2026-1-5", "0217-03-01", "9999-12-31", "2026-W47"],
)
def test_what_is_no_date_in_the_form_is_refused(text: str) -> None:
    for read in (read_day, read_moment):
        with pytest.raises(BadRow) as refused:
            read(text, ISO)
        assert refused.value.reason is Reason.DATE


@pytest.mark.parametrize(
    "text", ["2026-11-22T25:00", "2026-11-22T10:00+99:00", "2026-11-22 noon", "0001-01-01T00:00+14:00"]
)
def test_a_clock_time_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(BadRow):
        read_moment(text, ISO)


def test_a_refused_iso_date_says_how_to_name_another_form() -> None:
    with pytest.raises(BadRow, match=r"“3/1/2017” is not a date like 2026-11-22 .*--date-format M/D/YYYY"):
        read_day("3/1/2017", ISO)


@pytest.mark.parametrize("written", ["", "MM/YYYY", "M/D/M/YYYY", "%d.%m.%Y", "DD.MM.YY"])
def test_a_form_without_day_month_and_year_is_refused(written: str) -> None:
    with pytest.raises(CannotImport, match=r"D\.M\.YYYY"):
        date_form(written)


@given(text=st.text(max_size=30) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:]{1,8}(Z|[+-][0-9:]{2,6})?)?"))
def test_any_text_is_a_moment_or_a_sentence(text: str) -> None:
    with suppress(BadRow):
        assert read_moment(text, ISO).tzinfo is UTC
