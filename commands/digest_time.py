"""Read when somebody wants their digest, and whether also on a day when nothing needs them."""

import re
from dataclasses import dataclass
from datetime import time

from commands.spelling import UsageError, cut

EARLIEST, LATEST = time(5), time(20)
"""A digest is a day's plan: at night nobody makes one."""
EXAMPLE = "digest 7:30"
DEFAULT = frozenset({"default", "reset", "normal"})
DAILY = frozenset({"daily", "always", "every day", "on"})
QUIET = frozenset({"quiet", "silent", "silently"})
OFF = frozenset({"off", "never", "none", "stop", "mute"})

_CLOCK = re.compile(r"(?:at )?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))? ?(?P<half>am|pm)?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for; None leaves a thing as it is. ``is_reset``: as everybody's, whatever was asked before."""

    at: time | None = None
    is_daily: bool | None = None
    is_reset: bool = False


def read_wish(text: str) -> Wish:
    """Return what somebody asks of their digest; raise UsageError with a line that works."""
    words = " ".join(text.lower().split())
    if words in DEFAULT:
        return Wish(is_reset=True)
    if words in DAILY | QUIET:
        return Wish(is_daily=words in DAILY)
    if words in OFF:
        raise UsageError("digest_off", EXAMPLE)
    return Wish(at=_clock(words, text))


def _clock(words: str, text: str) -> time:
    found = _CLOCK.fullmatch(words)
    if found is None:
        raise UsageError("no_time_of_day", EXAMPLE, said=cut(text))
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    try:
        at = time(hour, minute)
    except ValueError as error:
        raise UsageError("no_clock", EXAMPLE, said=cut(text)) from error
    if not EARLIEST <= at <= LATEST:
        raise UsageError("digest_hours", EXAMPLE, earliest=f"{EARLIEST:%-H:%M}", latest=f"{LATEST:%-H:%M}")
    return at
