"""A company in three zones: who sells, owns and leads, when they work, and when they are away."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from holidays import country_holidays

from bot.context import Context
from bot.model import Absence, Person, PersonalTime, UserId, WorkspaceId
from bot.playbook import Playbook
from bot.ports import Workspace
from bot.working_time import add_working_hours, at_local, is_working_moment, local_day, next_working_moment
from tests.year.tempers import MIXES, Temper

YEAR = 2027
HOMES = (("FI", "Europe/Helsinki"), ("DE", "Europe/Berlin"), ("US", "America/New_York"))
FUNCTIONS = ("sales", "delivery", "field", "operations", "finance", "service")
SELLERS, OWNERS = 6, 8
TRIES = 20
LEADER = UserId("ULEADER")
HOME = Workspace(WorkspaceId(UUID(int=1)), "T1", UserId("UBOT"), default_owner=LEADER)
HOLIDAYS_A_YEAR = (5, 10)
"""Working days off in spring and in summer or autumn."""


@dataclass(frozen=True)
class Company:
    """People with calendars and tempers. ``away`` are the days on which somebody is gone, told to Baton or not."""

    context: Context
    tempers: dict[UserId, Temper]
    away: dict[UserId, tuple[Absence, ...]]
    sellers: tuple[UserId, ...]
    owners: tuple[UserId, ...]

    def leads(self, playbook: Playbook) -> tuple[tuple[str, UserId], ...]:
        """Return one lead a function as Baton finds them, the function that owns deals first."""
        ordered = sorted(playbook.functions, key=lambda role: role.key != playbook.owner_function)
        return tuple((role.key, lead_of(role.key)) for role in ordered)

    def after(self, who: UserId, at: datetime, hours: float) -> datetime:
        """Return when somebody has worked so long since then; on days away nothing is worked."""
        calendar = self.context.calendar(who)
        found = next_working_moment(calendar, add_working_hours(calendar, self.there(who, at), hours))
        return self.there(who, found)

    def between(self, who: UserId, first: datetime, last: datetime, chance: Random) -> datetime:
        """Return some moment of somebody's work between two, else the first one after the earlier."""
        calendar = self.context.calendar(who)
        for _ in range(TRIES):
            at = first + (last - first) * chance.random()
            # Drawn again when it falls into the night: moved to the morning, everybody would work at nine sharp.
            if is_working_moment(calendar, at) and self.there(who, at) == at:
                return at
        return self.after(who, first, chance.uniform(0.1, 4))

    def there(self, who: UserId, at: datetime) -> datetime:
        """Return the first moment from then on at which somebody is at work."""
        calendar = self.context.calendar(who)
        at = next_working_moment(calendar, at)
        while gone := next(
            (each for each in self.away[who] if each.first <= local_day(calendar.zone, at) <= each.last), None
        ):
            at = next_working_moment(calendar, at_local(calendar.zone, gone.last + timedelta(days=1), time.min))
        return at


def lead_of(function: str) -> UserId:
    return UserId(f"ULEAD{function.upper()}")


def founded(mix: str, seed: int) -> Company:
    """Return a company of a mix; of one seed the three companies differ in nothing but their people's tempers."""
    sellers = tuple(UserId(f"USELLER{number}") for number in range(SELLERS))
    owners = tuple(UserId(f"UOWNER{number}") for number in range(OWNERS))
    users = (LEADER, *map(lead_of, FUNCTIONS), *sellers, *owners)
    tempers = dict(_tempers(users, mix, seed))
    homes = {user: HOMES[number % len(HOMES)] for number, user in enumerate(users)}
    away = {user: tuple(_absences(user, users, Random(f"{seed}:away:{user}"))) for user in users}
    people = {user: _person(user, homes[user], away[user], tempers[user], seed) for user in users}
    context = Context.among(people, LEADER, days_off=days_off())
    return Company(context, tempers, away, sellers, owners)


def days_off() -> dict[str, frozenset[date]]:
    """Return the public holidays of the three countries."""
    return {country: frozenset(country_holidays(country, years=[YEAR, YEAR + 1])) for country, _ in HOMES}


def _tempers(users: tuple[UserId, ...], mix: str, seed: int) -> Iterator[tuple[UserId, Temper]]:
    """Deal the tempers of a mix out in the same order of people for each mix."""
    shuffled = sorted(users, key=lambda user: Random(f"{seed}:temper:{user}").random())
    share = MIXES[mix]
    for number, user in enumerate(shuffled):
        yield user, share[number * len(share) // len(users)]


def _absences(user: UserId, users: tuple[UserId, ...], chance: Random) -> Iterator[Absence]:
    colleagues = [each for each in users if each != user]
    for days, months in zip(HOLIDAYS_A_YEAR, ((2, 5), (6, 10)), strict=True):
        first = date(YEAR, chance.randint(*months), chance.randint(1, 28))
        yield Absence(first, first + timedelta(days=days * 7 // 5 - 1), user, chance.choice(colleagues))


def _person(user: UserId, home: tuple[str, str], away: tuple[Absence, ...], temper: Temper, seed: int) -> Person:
    chance = Random(f"{seed}:tells:{user}")
    region, zone = home
    told = tuple(each for each in away if chance.random() < temper.tells)
    person = Person(user, user.removeprefix("U").title(), zone, is_admin=user == LEADER)
    return replace(person, time=PersonalTime(region=region, absences=told))
