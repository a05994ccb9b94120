"""Public holidays of every region: known for a span of years, worked out once, and none for what is no region."""

from datetime import date

import pytest

from storage.public_holidays import FIRST_YEAR, LAST_YEAR, DaysOff, regions

COMPANY_TRIP = date(2027, 6, 4)


def test_each_region_has_its_own_holidays() -> None:
    days = DaysOff(())

    assert date(2026, 12, 6) in days["FI"]
    assert date(2026, 12, 6) not in days["DE"]
    # Epiphany is a holiday in Bavaria, and in most of Germany it is not.
    assert date(2027, 1, 6) in days["DE-BY"]
    assert date(2027, 1, 6) not in days["DE"]


def test_the_empty_name_has_the_companys_own_days_and_no_others() -> None:
    assert DaysOff((COMPANY_TRIP,))[""] == {COMPANY_TRIP}
    assert COMPANY_TRIP not in DaysOff((COMPANY_TRIP,))["FI"]


@pytest.mark.parametrize("name", ["XX", "DE-XX", "DE-", "FI-BY", "fi", "DEU", "-", "DE-BY-1"])
def test_what_is_no_region_has_no_days(name: str) -> None:
    days = DaysOff(())

    assert days.get(name) is None
    assert name not in days


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_the_first_and_the_last_year_are_known(year: int) -> None:
    assert date(year, 12, 25) in DaysOff(())["US"]


def test_a_region_is_worked_out_once() -> None:
    assert DaysOff(())["SE"] is DaysOff((COMPANY_TRIP,))["SE"]


def test_a_country_tells_of_its_parts() -> None:
    assert regions("FI")[0] == "FI"
    assert {"DE", "DE-BY", "DE-BW"} <= set(regions("DE"))
    assert not regions("XX")
    assert not regions("FIN")


def test_all_regions_can_be_gone_through() -> None:
    names = list(DaysOff(()))

    assert names[0] == ""
    assert {"FI", "DE-BY", "US-CA"} <= set(names)
    assert len(names) == len(DaysOff(())) == len(set(names))
