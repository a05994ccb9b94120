"""What two versions of a playbook say differently, line by line and clock by clock."""

from collections.abc import Iterator
from dataclasses import fields, replace

from bot.playbook import Ladder, Playbook
from bot.versions import Altered, Difference, OtherDays

OPENING = (
    "title",
    "owner_function",
    "owner_by_amount",
    "channel_name",
    "channel_above_minor",
    "is_private",
    "private_above_minor",
    "welcome",
)
"""What is settled when a deal is opened, and moves no deal that is."""

LEADS = "leads"
"""Where the leads of functions are looked up: settled then, too, and said by each function."""


def difference(was: Playbook, now: Playbook) -> Difference:
    """Return what the newer version changes; equal versions differ in nothing."""
    old, new = {rule.key: rule for rule in was.items}, {rule.key: rule for rule in now.items}
    before, after = {role.key: role.label for role in was.functions}, {role.key: role.label for role in now.functions}
    return Difference(
        added=tuple(rule for rule in now.items if rule.key not in old),
        dropped=tuple(rule for rule in was.items if rule.key not in new),
        altered=tuple(Altered(old[key], rule) for key, rule in new.items() if key in old and old[key] != rule),
        functions_added=tuple(label for key, label in after.items() if before.get(key) != label),
        functions_dropped=tuple(label for key, label in before.items() if after.get(key) != label),
        ladder=tuple(_clocks(was.ladder, now.ladder)),
        opening=tuple(_at_opening(was, now)),
        calendars=tuple(_calendars(was.ladder, now.ladder)),
    )


def _clocks(was: Ladder, now: Ladder) -> Iterator[str]:
    for kind in dict.fromkeys((*was.lapses, *now.lapses)):
        if was.lapses.get(kind) != now.lapses.get(kind):
            yield kind
    for name in (each.name for each in fields(Ladder) if each.name not in ("lapses", "calendars")):
        if getattr(was, name) != getattr(now, name):
            yield name


def _calendars(was: Ladder, now: Ladder) -> Iterator[OtherDays]:
    for function in dict.fromkeys((*was.calendars, *now.calendars)):
        if was.calendars.get(function) != now.calendars.get(function):
            yield OtherDays(function, now.calendars.get(function))


def _at_opening(was: Playbook, now: Playbook) -> Iterator[str]:
    for name in OPENING:
        if getattr(was, name) != getattr(now, name):
            yield name
    old = {role.key: replace(role, label="") for role in was.functions}
    if any(old[role.key] != replace(role, label="") for role in now.functions if role.key in old):
        yield LEADS
