"""Find what is wrong with the calendars of functions: for nobody, or of nothing; and the days of those that are right."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.playbook import Playbook
from bot.rules.spans import in_zone
from bot.working_time import Calendar
from storage.playbooks.outline import Outline
from storage.playbooks.problems import quotable, suggest
from storage.playbooks.tree import Finding
from storage.public_holidays import DaysOff

ZONE = "UTC"
"""Days are counted here, and no hours: the same ones in every zone."""


def calendars(outline: Outline) -> Iterator[Finding]:
    """Yield what no field of a calendar shows on its own."""
    for key, calendar in outline.calendars.items():
        if outline.functions and key not in outline.functions:
            message = f"There is no function {quotable(key)}; {suggest(key, outline.functions)}"
            yield Finding(("calendars", key), message)
        if not calendar:
            message = "This calendar says nothing; give it a week, a region or holidays, or leave it out."
            yield Finding(("calendars", key), message)
        days = calendar.get("holidays")
        listed = days if isinstance(days, list) else []
        for at, day in enumerate(listed):
            if isinstance(day, date) and day in listed[:at]:
                yield Finding(("calendars", key, "holidays", at), f"{day} is in this list twice; keep it once.")


def by_function(playbook: Playbook) -> Mapping[str, Calendar]:
    """Return the calendars of functions with their public holidays, and with no person in them."""
    return {key: in_zone(ZONE, each, _public(each.region)) for key, each in playbook.ladder.calendars.items()}


def _public(region: str | None) -> frozenset[date]:
    return DaysOff(())[region] if region else frozenset()
