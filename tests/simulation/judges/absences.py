"""Absences: on the days that somebody surely is away nobody asks them anything, and whoever is asked has another calendar."""

from collections.abc import Iterator

from bot.model import UserId
from tests.simulation import hours
from tests.simulation.judges.broken import Broken
from tests.simulation.judges.ladders import UNDER_WAY
from tests.simulation.story import Story
from tests.simulation.town import ZONES

DAY = 86_400.0
HELD = 3.0
"""Working hours of an absence after which nothing is on its way any more that was decided before it."""


def asked_while_away(story: Story, team: str, who: UserId, at: float, *, off: float) -> Iterator[Broken]:
    """Look at a question: the one whom it asks must not surely be away, for some hours already."""
    zone, theirs = ZONES[who], [each for each in story.absences if (each.team, each.who) == (team, who)]
    # A later one takes the place of what it overlaps with: which of them holds is sure while all are.
    if not theirs or not all(each.told.is_prompt for each in theirs):
        return
    last = theirs[-1]
    days = {hours.wall(zone, moment).date() for moment in (at - off, at, at + off)}
    told, begins = last.told.answered_at or at, hours.begin_of(zone, last.first)
    if all(last.first <= day <= last.last for day in days) and hours.worked(zone, max(told, begins) + off, at) >= HELD:
        yield Broken("nobody is asked who is away", f"{who} at {hours.wall(zone, at):%a %d %H:%M}")


def with_time(story: Story, team: str, by: float) -> float:
    """Return by when a word must be there where people may be away: whoever is asked for them may live elsewhere."""
    if not any(each.team == team for each in story.absences):
        return by
    return max(hours.spoken_after(zone, by + DAY) for zone in ZONES.values()) + UNDER_WAY
