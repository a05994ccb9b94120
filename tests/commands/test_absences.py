"""The words after "away": who, from when until when, and who stands in, in whatever order people say them."""

from datetime import date

import pytest

from bot.working_time import Calendar
from commands.absences import Said, person_in, read
from commands.spelling import UsageError
from commands.when import NotUnderstood
from tests.bot.making import FAYE, OMAR

MONDAY = date(2026, 11, 23)
HELSINKI = Calendar("Europe/Helsinki")


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("", Said(None, "", "", None)),
        ("until fri", Said(None, "", "fri", None)),
        ("from mon until fri", Said(None, "mon", "fri", None)),
        ("mon to fri", Said(None, "mon", "fri", None)),
        ("tomorrow", Said(None, "tomorrow", "", None)),
        ("from mon until fri stand-in <@UFAYE>", Said(None, "mon", "fri", FAYE)),
        ("until fri, stand in <@UFAYE|mei>", Said(None, "", "fri", FAYE)),
        ("until fri ask <@UFAYE>", Said(None, "", "fri", FAYE)),
        ("<@UOMAR> from mon until fri", Said(OMAR, "mon", "fri", None)),
        ("<@UOMAR|omar> until 4.12. covered by <@UFAYE>", Said(OMAR, "", "4.12.", FAYE)),
        ("stand-in <@UFAYE>", Said(None, "", "", FAYE)),
        ("<@UOMAR>", Said(OMAR, "", "", None)),
        ("30.11.\u20134.12.", Said(None, "30.11.", "4.12.", None)),
    ],
)
def test_the_words_are_parted(rest: str, said: Said) -> None:
    assert read(rest) == said


@pytest.mark.parametrize(
    ("rest", "first", "last"),
    [
        ("until fri", "2026-11-23", "2026-11-27"),
        ("from mon until fri", "2026-11-23", "2026-11-27"),
        ("from next mon until fri", "2026-11-30", "2026-12-04"),
        ("from tomorrow until 4.12.", "2026-11-24", "2026-12-04"),
        ("from 30.11. until 4.12.", "2026-11-30", "2026-12-04"),
        ("tomorrow", "2026-11-24", "2026-11-24"),
        ("from 28.12. until 3.1.", "2026-12-28", "2027-01-03"),
        ("from 2026-11-20 until 2026-11-25", "2026-11-20", "2026-11-25"),
        ("until end of month", "2026-11-23", "2026-11-30"),
        ("from fri until tomorrow", "2026-11-27", "2026-11-28"),
    ],
)
def test_days_are_meant_in_order(rest: str, first: str, last: str) -> None:
    assert read(rest).days(MONDAY, HELSINKI) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("rest", ["until soonish", "from 31.2. until fri", "until 1/12"])
def test_a_day_that_is_none_is_refused_with_one_that_works(rest: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(rest).days(MONDAY, HELSINKI)

    assert refused.value.example == "fri"


def test_a_person_is_who_is_mentioned() -> None:
    assert person_in("<@UOMAR|omar> please") == OMAR
    assert person_in("omar") is None


@pytest.mark.parametrize("rest", ["@omar until fri", "until fri stand-in @faye", "<@UOMAR> until fri ask @faye", "@"])
def test_a_name_in_letters_is_nobody(rest: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(rest)

    assert "pick one from the list" in refused.value.problem


def test_a_name_in_letters_brings_nobody_back() -> None:
    with pytest.raises(UsageError) as refused:
        person_in("@omar")

    assert refused.value.example == "back"
