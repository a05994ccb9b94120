"""A quarter of twenty deals holds what must hold, and worse people are asked more."""

from datetime import timedelta

import pytest

from bot.model import DealStatus
from tests.year.__main__ import told
from tests.year.play import Played, play
from tests.year.report import report
from tests.year.tempers import MIXES

A_QUARTER = timedelta(days=91)


@pytest.mark.parametrize("mix", MIXES)
def test_every_invariant_holds_for_a_quarter_with_people_of_every_kind(mix: str) -> None:
    year = play(mix, seed=7, deals=20, length=A_QUARTER)

    assert len(year.tally.stands) == 20
    assert year.judged > 1_000
    assert year.tally.nudges.total() > 100
    assert year.tally.happened["Nudged"] >= year.tally.nudges.total()
    assert year.tally.standing(DealStatus.CLOSED)
    assert min(year.tally.waited) >= 0


def shortly(mix: str, seed: int = 3) -> Played:
    return play(mix, seed=seed, deals=6, length=timedelta(days=50))


def test_the_worse_people_are_the_more_they_are_asked_and_the_less_they_keep() -> None:
    good, bad = shortly("good"), shortly("bad")

    assert good.tally.nudges.total() < bad.tally.nudges.total()
    assert good.tally.escalations.total() < bad.tally.escalations.total()
    assert good.tally.happened["StepKept"] > bad.tally.happened["StepKept"]


def test_a_seed_plays_the_same_year_again() -> None:
    one, again = shortly("middling"), shortly("middling")

    assert one.tally == again.tally
    assert report([one]) == report([again])


def test_another_seed_plays_another_year() -> None:
    assert shortly("middling", seed=4).tally.nudges != shortly("middling", seed=5).tally.nudges


def test_companies_of_one_seed_are_sold_the_same_deals() -> None:
    good, bad = shortly("good"), shortly("bad")

    assert set(good.tally.stands) == set(bad.tally.stands)
    assert good.first == bad.first


def test_the_report_has_a_column_for_each_company_and_a_row_for_each_kind_of_nudge() -> None:
    years = [shortly("good"), shortly("bad")]

    said = report(years)

    tables = said.split("\n\n")
    kinds = {each for year in years for each in year.tally.by_kind}
    assert [each.splitlines()[0].count("|") for each in tables] == [4, 4, 4]
    assert len(tables[2].splitlines()) == 2 + len(kinds)
    assert "good people" in said


def test_what_was_judged_is_told_in_a_line() -> None:
    assert "every invariant held" in told(shortly("good"))
