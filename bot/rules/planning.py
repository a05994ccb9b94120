"""A playbook's checklist on an example deal: on which day each line is due if every line before it ends on its own day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.playbook import Anchor, DueRule, ItemRule
from bot.working_time import Calendar, add_working_days, next_working_day

NOTHING_GIVEN: Mapping[str, date] = {}
NO_CALENDARS: Mapping[str, Calendar] = {}


@dataclass(frozen=True, slots=True)
class Example:
    """A deal to try a checklist on. ``given`` are the dates that its people give as evidence, by the item's key."""

    won: date
    promised: date | None = None
    given: Mapping[str, date] = field(default_factory=lambda: NOTHING_GIVEN)


def planned(
    rules: Sequence[ItemRule], example: Example, calendar: Calendar, own: Mapping[str, Calendar] = NO_CALENDARS
) -> Mapping[str, date | None]:
    """Return the due day of each line, by key; None where nothing says when: the team dates it then.

    ``own`` are the calendars of functions that have one, by their key; the others work by ``calendar``. The rules
    must have passed the check: lines that wait for each other have no day.
    """
    return _Days({rule.key: rule for rule in rules}, example, calendar, own).all()


@dataclass(frozen=True, slots=True)
class _Days:
    rules: Mapping[str, ItemRule]
    example: Example
    calendar: Calendar
    own: Mapping[str, Calendar]
    known: dict[str, date | None] = field(default_factory=dict)

    def all(self) -> Mapping[str, date | None]:
        return {key: self.of(key) for key in self.rules}

    def of(self, key: str) -> date | None:
        # Remembered: where many lines wait for many, there are more ways than anybody could count.
        if key not in self.known:
            self.known[key] = self._counted(self.rules[key])
        return self.known[key]

    def _counted(self, rule: ItemRule) -> date | None:
        ended = [self.of(key) for key in before(rule)]
        calendar = self.own.get(rule.function, self.calendar)
        day = self._after_anchor(rule.due, calendar) if rule.due else None
        earliest = self._earliest([each for each in ended if each], calendar)
        # What waits for a line that nobody can date has no day either, whatever its own rule counts from.
        if day is None or None in ended:
            return None
        return max(day, earliest)

    def _after_anchor(self, due: DueRule, calendar: Calendar) -> date | None:
        anchor = self._anchor(due.anchor)
        return add_working_days(calendar, anchor, due.days) if anchor else None

    def _anchor(self, anchor: str) -> date | None:
        if anchor == Anchor.WON:
            return self.example.won
        if anchor == Anchor.PROMISED:
            return self.example.promised
        return self.example.given.get(anchor) or self.of(anchor)

    def _earliest(self, ended: Sequence[date], calendar: Calendar) -> date:
        """Return the first day that a line can be due on: whoever had to wait gets the next working day at least."""
        return next_working_day(calendar, max(ended)) if ended else self.example.won


def before(rule: ItemRule) -> tuple[str, ...]:
    """Return the keys of all lines that must end before this one begins: what it counts from is one of them."""
    anchor = (rule.due.anchor,) if rule.due and rule.due.anchor not in tuple(Anchor) else ()
    return tuple(dict.fromkeys((*rule.waits_for, *anchor)))
