"""What a rule may know about the world besides the deal: people and their calendars, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Self

from bot.model import BATON, Absence, Person, PersonalTime, UserId, Week
from bot.playbook import FunctionCalendar
from bot.refusals import NotAPerson, Unable
from bot.working_time import Calendar, local_day, worked

AROUND = timedelta(hours=1)
"""So long before and after their working hours people may be spoken to; at night and on days off nobody is."""

EVERYBODY = ""
"""The region of the company's own days off, which everybody has."""

HOURS_A_DAY = 24
NO_DAYS: Mapping[str, frozenset[date]] = MappingProxyType({})
LIKE_EVERYBODY = PersonalTime()


@dataclass(frozen=True, slots=True)
class Context:
    """The people of one workspace, and when they work. ``default_owner`` is who is asked when nobody else can be.

    ``zone``, ``week`` and ``region`` are those of everybody who has none of their own; ``days_off`` are the dates on
    which a region does not work.
    """

    people: Mapping[UserId, Person]
    default_owner: UserId
    zone: str = "UTC"
    week: Week = field(default_factory=Week)
    region: str | None = None
    days_off: Mapping[str, frozenset[date]] = field(default_factory=lambda: NO_DAYS)
    private_until: date | None = None
    """Until this day nobody is asked where colleagues read it."""
    installer: UserId | None = None
    """Who may settle what holds for everybody, without being an admin."""
    is_alone: bool = False
    """It is somebody's practice: whoever is not among its people could be asked in a real deal."""

    _calendars: dict[UserId, Calendar] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Those that were asked for already: a review asks for the same few once for each line of a checklist."""

    @classmethod
    def among(
        cls,
        people: Mapping[UserId, Person],
        chosen: UserId | None,
        *,
        week: Week | None = None,
        region: str | None = None,
        days_off: Mapping[str, frozenset[date]] = NO_DAYS,
        private_until: date | None = None,
        installer: UserId | None = None,
    ) -> Self:
        """Return what there is to know of these people; ``chosen`` is asked by default while they can be."""
        known = people.get(chosen) if chosen else None
        default = known.id if known and _is_able(known) else _first_of(people)
        zone = people[default].zone if default in people else "UTC"
        return cls(people, default, zone, week or Week(), region, days_off, private_until, installer)

    def calendar(self, user: UserId) -> Calendar:
        """Return a person's working time, absences aside; a stranger works as the workspace does."""
        known = self._calendars.get(user)
        if known is None:
            person, time_of = self.people.get(user), self.time_of(user)
            known = self._calendar(person.zone if person else self.zone, time_of.week, time_of.region)
            self._calendars[user] = known
        return known

    def span(self, user: UserId, function: FunctionCalendar | None) -> Calendar:
        """Return the working days that somebody's line is counted in: what is their own, else their function's.

        Hours of people say when they are spoken to, and nobody's function moves those. Days that a function lists for
        itself hold for whoever does its work, as those of the company do.
        """
        if function is None:
            return self.calendar(user)
        person, own = self.people.get(user), self.time_of(user)
        zone = person.zone if person else self.zone
        calendar = self._calendar(zone, own.week or function.week, own.region or function.region)
        return replace(calendar, holidays=calendar.holidays.union(function.holidays))

    def home(self) -> Calendar:
        """Return the working time of the workspace itself, by which its channels are told."""
        return self._calendar(self.zone, None, None)

    def reachable(self, user: UserId) -> Calendar:
        """Return when a person may be spoken to: their working days, from an hour before work to an hour after it."""
        working = self.calendar(user)
        return replace(working, opens=_moved(working.opens, -AROUND), closes=_moved(working.closes, AROUND))

    def worked(self) -> Self:
        """Return what is known; raise ValueError where somebody's days off leave them no working day."""
        # To be asked before days off are kept: later every look at that person's deals would fail.
        for calendar in {self.home(), *map(self.calendar, self.people)}:
            worked(calendar)
        return self

    def time_of(self, user: UserId) -> PersonalTime:
        """Return what is a person's own about their time."""
        person = self.people.get(user)
        return person.time if person and person.time else LIKE_EVERYBODY

    def absence(self, user: UserId, at: datetime) -> Absence | None:
        """Return the absence that a person is on at a moment, by the date on their own wall: the one that lasts longest."""
        absences = self.time_of(user).absences
        if not absences:
            return None
        day = local_day(self.people[user].zone, at)
        away = [each for each in absences if each.first <= day <= each.last]
        return max(away, key=lambda each: each.last, default=None)

    def is_away(self, user: UserId, day: date) -> bool:
        """Tell whether a person is absent on a day of their own calendar."""
        return any(each.first <= day <= each.last for each in self.time_of(user).absences)

    def able(self, user: UserId) -> UserId:
        """Return the user if they can own and act; raise NotAPerson for bots, guests and deactivated accounts."""
        why = self.unable(user)
        if why:
            raise NotAPerson(user, why)
        return user

    def is_able(self, user: UserId) -> bool:
        """Tell whether ``able`` would accept the user."""
        person = self.people.get(user)
        return person is not None and _is_able(person)

    def unable(self, user: UserId) -> Unable | None:
        """Return why somebody can be asked for nothing new; None: they can."""
        person = self.people.get(user)
        if person is None:
            return Unable.NOT_HERE if self.is_alone else Unable.UNKNOWN
        if not person.is_active:
            return Unable.GONE
        if person.is_guest:
            return Unable.OUTSIDER if person.company else Unable.GUEST
        return None

    def is_private_at(self, moment: datetime) -> bool:
        """Tell whether the workspace still begins with private questions alone."""
        return self.private_until is not None and local_day(self.zone, moment) < self.private_until

    def admins(self) -> tuple[UserId, ...]:
        """Return who looks after the workspace."""
        return tuple(sorted(user for user, person in self.people.items() if person.is_admin and self.is_able(user)))

    def _calendar(self, zone: str, week: Week | None, region: str | None) -> Calendar:
        works = week or self.week
        there = region or self.region
        ours, theirs = self.days_off.get(EVERYBODY, frozenset()), self.days_off.get(there or EVERYBODY, frozenset())
        # Most have one or the other: a union would be made anew for everybody who is looked at.
        days_off = ours | theirs if ours and theirs and theirs is not ours else ours or theirs
        return _calendar_of(zone, works, days_off)


@lru_cache(maxsize=1024)
def _calendar_of(zone: str, works: Week, days_off: frozenset[date]) -> Calendar:
    # Most people of a company share a few; one review looks at thirty.
    return Calendar(zone, works.days, works.opens, works.closes, days_off)


def _moved(clock: time, by: timedelta) -> time:
    """Move a time of the wall clock, but not over midnight: what follows it is another day, worked or not."""
    minutes = clock.hour * 60 + clock.minute + by // timedelta(minutes=1)
    if minutes < 0:
        return time.min
    hour, minute = divmod(minutes, 60)
    return time(hour, minute) if hour < HOURS_A_DAY else time.max


def _is_able(person: Person) -> bool:
    return person.is_active and not person.is_guest


def _first_of(people: Mapping[UserId, Person]) -> UserId:
    """Return who is asked where nobody was chosen, or who was chosen left: an admin if there is one."""
    able = (person for person in people.values() if _is_able(person))
    first = min(able, key=lambda person: (not person.is_admin, person.id), default=None)
    return first.id if first else BATON
