"""What a rule may know about the world besides the deal: people and their calendars, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Self

from bot.model import BATON, Person, UserId
from bot.refusals import NotAPerson
from bot.working_time import Calendar

REACHABLE_FROM, REACHABLE_UNTIL = time(8), time(18)
"""Outside these local hours, and on days off, nobody is spoken to."""


@dataclass(frozen=True, slots=True)
class Context:
    """The people of one workspace. ``default_owner`` is who is asked when nobody else can be."""

    people: Mapping[UserId, Person]
    default_owner: UserId
    zone: str = "UTC"

    @classmethod
    def among(cls, people: Mapping[UserId, Person], chosen: UserId | None) -> Self:
        """Return what there is to know of these people; ``chosen`` is asked by default while they can be."""
        able = [person for person in people.values() if person.is_active and not person.is_guest]
        ordered = sorted(able, key=lambda person: (not person.is_admin, person.id))
        fallback = ordered[0].id if ordered else BATON
        default = chosen if chosen and any(person.id == chosen for person in able) else fallback
        return cls(people, default, people[default].zone if default in people else "UTC")

    def calendar(self, user: UserId) -> Calendar:
        """Return a person's working week; a stranger works in the workspace's zone."""
        person = self.people.get(user)
        return Calendar(zone=person.zone if person else self.zone)

    def reachable(self, user: UserId) -> Calendar:
        """Return when a person may be spoken to: their working days, from 8:00 to 18:00."""
        return replace(self.calendar(user), opens=REACHABLE_FROM, closes=REACHABLE_UNTIL)

    def able(self, user: UserId) -> UserId:
        """Return the user if they can own and act; raise NotAPerson for bots, guests and deactivated accounts."""
        person = self.people.get(user)
        if person is None or not person.is_active or person.is_guest:
            raise NotAPerson(user)
        return user

    def is_able(self, user: UserId) -> bool:
        """Tell whether ``able`` would accept the user."""
        person = self.people.get(user)
        return person is not None and person.is_active and not person.is_guest
