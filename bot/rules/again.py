"""Tell what somebody typed a second time, because nobody seemed to hear, from what they mean anew."""

from datetime import datetime, timedelta

from bot.model import Due

RETYPED_WITHIN = timedelta(minutes=5)
"""For how long the same words are the same intent.

Slack says after three seconds that nobody answered, and people try once more at once, or when they are back from the
lift. Who says the same again after their next coffee means it again.
"""
ROUNDED_BY = timedelta(minutes=1)
"""By how much a moment of the clock may be rounded when it is understood."""


def is_lately(before: datetime, now: datetime) -> bool:
    """Tell whether something happened within that span."""
    # The second time may be heard by another replica, whose clock is a little behind.
    return abs(now - before) <= RETYPED_WITHIN


def same_words(one: str | None, other: str | None) -> bool:
    """Tell whether two texts say the same, whatever their case and spaces."""
    first, second = (" ".join((text or "").split()).casefold() for text in (one, other))
    return first == second


def same_moment(first: Due, second: Due, *, passed: timedelta) -> bool:
    """Tell whether two moments were meant by the same words, the second ones typed when ``passed`` had gone by."""
    # “In two hours”, typed again, lies later by the time that went by.
    return first.on == second.on and abs(second.at - first.at) <= abs(passed) + ROUNDED_BY
