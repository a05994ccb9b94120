"""Reviewing a deal costs as much as there is on its checklist: each line is looked at, not each pair of lines."""

from bot.rules.review import review
from tests.benchmarks.filling import a_busy_deal
from tests.benchmarks.measuring import best, tell
from tests.bot.making import CONTEXT, NOW, WORKSPACE

FEW, MANY = 20, 200
MOST_TIMES_SLOWER = 50.0
"""Ten times the lines, and more for open lapses, each of which is compared with each condition: not a hundred."""


def test_a_review_is_about_linear_in_the_items() -> None:
    short, long = a_busy_deal(WORKSPACE, FEW), a_busy_deal(WORKSPACE, MANY)
    short, long = (review(each, CONTEXT, now=NOW).deal for each in (short, long))

    few, many = best(lambda: review(short, CONTEXT, now=NOW), lambda: review(long, CONTEXT, now=NOW), times=10)

    tell("reviewing a deal", f"{few:.1f} ms for {FEW} items", f"{many:.1f} ms for {MANY}", f"{len(long.lapses)} lapses")
    assert many < few * MOST_TIMES_SLOWER
