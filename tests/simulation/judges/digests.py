"""Digests: whoever has something to do that day has heard of it, once, on the morning of that day."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.simulation import hours
from tests.simulation.judges.broken import Broken
from tests.simulation.judges.ladders import UNDER_WAY
from tests.simulation.story import DealStory, StepStory, Story
from tests.simulation.town import ZONES

PERSON_AT = time(8, 30)
Said = Collection[tuple[str, str, str]]
"""The digests that stand in Slack: the team, the channel, the day."""


def lost(story: Story, said: Said, *, calm_from: float, end: float, off: float = 0.0) -> Iterator[Broken]:
    """Yield the mornings on which somebody had an open step for that day, or an overdue one, and heard nothing.

    ``off``: by how much clocks may differ; by one that is ahead the morning comes before the step does.
    """
    missed = set()
    for deal in story.certain():
        for step in deal.steps.values():
            is_away = any((each.team, each.who) == (deal.team, step.by) for each in story.absences)
            if step.is_open and step.is_surely_dated and not is_away:
                missed |= set(_mornings(deal, step, calm_from=calm_from, end=end, off=off)) - set(said)
    for team, channel, day in sorted(missed):
        yield Broken("no digest is lost", f"{channel} of {team} on {day}")


def _mornings(
    deal: DealStory, step: StepStory, *, calm_from: float, end: float, off: float
) -> Iterator[tuple[str, str, str]]:
    zone = ZONES[step.by]
    known_from = max(told for each in step.dates if (told := each.told.answered_at) is not None)
    day = hours.wall(zone, known_from).date()
    while (at := datetime.combine(day, PERSON_AT, ZoneInfo(zone)).timestamp()) + UNDER_WAY < end:
        is_for_it = hours.wall(zone, step.dates[-1].due.at.timestamp()).date() <= day
        # What could not be said until the evening is not said: yesterday's list helps nobody.
        by = max(at, calm_from) + UNDER_WAY
        can_be_told = hours.wall(zone, by).date() == day and not hours.is_quiet(zone, by, margin=0.0) and by < end
        if known_from + UNDER_WAY + off < at and is_for_it and can_be_told:
            yield deal.team, f"D{step.by}", day.isoformat()
        day += timedelta(days=1)
