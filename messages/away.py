"""Tell beside an owner's name that they are away, or will be within days, and who is asked meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.context import Context
from bot.model import BATON, Absence, Person, UserId
from bot.rules.own_time import next_absence
from bot.working_time import local_day

TOLD_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Away:
    """``first`` is None once it has begun; ``stand_in`` is None where the lead is asked."""

    first: date | None
    last: date
    stand_in: UserId | None


def away(people: Mapping[UserId, Person], user: UserId, now: datetime) -> Away | None:
    """Return what there is to say; None for whoever is there, or not known."""
    if user not in people:
        return None
    around = Context(people, BATON)
    today = local_day(around.calendar(user).zone, now)
    absence = next_absence(around, user, today=today)
    # A board stands as it was drawn: it names both days, and still tells the truth when the first of them comes.
    if absence is None or absence.first > today + TOLD_BEFORE:
        return None
    return Away(absence.first if absence.first > today else None, absence.last, _stand_in(around, absence))


def _stand_in(around: Context, absence: Absence) -> UserId | None:
    other = absence.stand_in
    if other is None or not around.is_able(other):
        return None
    # Whoever is away themself at the beginning is not asked then, and the lead is.
    return None if around.is_away(other, absence.first) else other
