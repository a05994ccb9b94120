"""What a visit knows: the press it came with, and days as the visitor reads the calendar."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from bot.model import DealId
from bot.refusals import NoSuchDeal, TooLong
from commands.visit import day_of, fitting, moment_of, pointed, subject_of
from messages.ids import Press
from tests.bot.making import NEW_YORK, by

DEAL, STEP = DealId(UUID(int=1)), UUID(int=2)


def test_a_press_is_read_as_it_was_written() -> None:
    press = Press(DEAL, STEP, 3, "a|b")

    assert pointed(str(press)) == press
    assert subject_of(press) == STEP


@pytest.mark.parametrize("value", ["", "x", "|||", f"{DEAL}|x|0|", f"{DEAL}||x|", f"{DEAL}|{STEP}"])
def test_what_we_never_wrote_points_nowhere(value: str) -> None:
    with pytest.raises(NoSuchDeal):
        pointed(value)


def test_a_press_about_the_deal_names_no_step() -> None:
    with pytest.raises(NoSuchDeal):
        subject_of(Press(DEAL))


def test_a_moment_is_read_as_it_was_written() -> None:
    moment = datetime(2026, 11, 30, 9, 15, 2, 11979, UTC)

    assert moment_of(moment.isoformat()) == moment


@pytest.mark.parametrize("carried", ["", "x", "2026-11-22T20:15:23.011979+|0:00", "2026-11-22T20:15:23", "2026-11-22"])
def test_a_moment_that_we_never_wrote_belongs_to_no_deal(carried: str) -> None:
    with pytest.raises(NoSuchDeal):
        moment_of(carried)


def test_a_day_is_the_one_that_was_meant_in_its_zone() -> None:
    assert day_of(by("2026-12-01")) == date(2026, 12, 1)
    assert day_of(by("2026-12-01 23:30", NEW_YORK)) == date(2026, 12, 1)
    assert day_of(by("2026-12-01 00:15")) == date(2026, 12, 1)


def test_a_text_fits_to_its_last_character_and_not_beyond() -> None:
    assert fitting("the reason", "x" * 5, 5) == "xxxxx"
    with pytest.raises(TooLong) as caught:
        fitting("the reason", "x" * 6, 5)
    assert (caught.value.limit, caught.value.length) == (5, 6)
