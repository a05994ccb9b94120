"""In which calendar the working days of a line are counted: its holder's own, its function's, the workspace's."""

from collections.abc import Callable
from datetime import date

from bot.context import Context
from bot.model import Deal, Item, UserId
from bot.playbook import FunctionCalendar
from bot.week import Week
from bot.working_time import Calendar

Spans = Callable[[Item], Calendar]
"""Tells the calendar of a line."""

NO_CALENDAR = FunctionCalendar()


def span(deal: Deal, context: Context, item: Item) -> Calendar:
    """Return the calendar that a line's working days are counted in."""
    return context.span(item.holder_id, deal.ladder.calendars.get(item.function))


def spans(deal: Deal, context: Context) -> Spans:
    """Return what tells the calendar of each line of a deal, where many are asked for."""
    # Remembered: a forecast asks for the same few people and functions again for every link of every chain.
    known: dict[tuple[UserId, str], Calendar] = {}

    def of(item: Item) -> Calendar:
        found = known.get((item.holder_id, item.function))
        if found is None:
            found = known[item.holder_id, item.function] = span(deal, context, item)
        return found

    return of


def told_by_playbook(deal: Deal) -> Spans:
    """Return the calendars as far as the deal itself knows them: where words are made, nobody's hours are at hand."""
    return lambda item: in_zone(deal.zone, deal.ladder.calendars.get(item.function, NO_CALENDAR))


def in_zone(zone: str, function: FunctionCalendar, days_off: frozenset[date] = frozenset()) -> Calendar:
    """Return a function's calendar with no person in it; ``days_off`` are the public holidays of its region."""
    week = function.week or Week()
    return Calendar(zone, week.days, week.opens, week.closes, days_off.union(function.holidays))
