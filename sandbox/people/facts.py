"""Reads what is said about a person, and refuses in a sentence what cannot be."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.errors import Json, Refused
from sandbox.state.model import DoNotDisturb, User

STATUS_TEXT = 100
NAME = re.compile(r"[^\s@#<>,]{1,80}")
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z]{2}|-[0-9]{3})?")
TEAM = re.compile(r"[TE][A-Z0-9]{2,}")
DND = (
    'dnd is {"start": unix seconds, "end": unix seconds}, {"daily": ["22:00", "08:00"]}, {"snoozed_until": unix seconds}'
    " or null."
)


def read_facts(user: User, given: Json) -> dict[str, Any]:
    """Read what is given about this person into the fields of the model; only what is different from before is kept."""
    unknown = sorted(set(given) - set(READERS) - {"id"})
    if unknown:
        raise Refused(f"A person has no {unknown[0]!r}; what there is: {', '.join(sorted(READERS))}.")
    facts = {name: READERS[name](name, value) for name, value in given.items() if name != "id"}
    if "dnd" in facts:
        facts["dnd"] = _quiet(user, facts["dnd"])
    # Apps hear of differences alone, so what is the same must not look like one.
    return {name: value for name, value in facts.items() if value != getattr(user, name)}


def _words(name: str, value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise Refused(f"{name} is a text.")
    return value or ""


def _flag(name: str, value: Any) -> bool:
    # The text "false" would be true.
    if value is not None and not isinstance(value, bool):
        raise Refused(f"{name} is true or false.")
    return bool(value)


def _moment(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        raise Refused(f"{name} is a moment in unix seconds, 0 for never.")
    return int(value or 0)


def _name(name: str, value: Any) -> str:
    if not NAME.fullmatch(_words(name, value)):
        raise Refused(f"{value!r} is no name to be called by; one like ana.silva is, of 80 characters at most.")
    return str(value)


def _zone(name: str, value: Any) -> str:
    # Slack has people without a zone, and leaves it out when it tells of them.
    wanted = _words(name, value)
    try:
        return ZoneInfo(wanted).key if wanted else ""
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refused(f"{value!r} is no time zone; one like Europe/Helsinki is.") from error


def _locale(name: str, value: Any) -> str:
    if not LOCALE.fullmatch(_words(name, value)):
        raise Refused(f"{value!r} is no language as Slack writes it; one like de-DE is.")
    return str(value)


def _team(name: str, value: Any) -> str:
    if value and not TEAM.fullmatch(_words(name, value)):
        raise Refused(f"{value!r} is no workspace's id; another company's is one like T0PARTNER.")
    return value or ""


def _status(name: str, value: Any) -> str:
    if len(_words(name, value)) > STATUS_TEXT:
        raise Refused(f"A status has at most {STATUS_TEXT} characters.")
    return value or ""


def _emoji(name: str, value: Any) -> str:
    text = _words(name, value)
    return f":{text.strip(':')}:" if text else ""


READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "name": _name,
    "real_name": _words,
    "email": _words,
    "tz": _zone,
    "locale": _locale,
    "team": _team,
    "status_text": _status,
    "status_emoji": _emoji,
    "status_expiration": _moment,
    "is_owner": _flag,
    "is_admin": _flag,
    "is_restricted": _flag,
    "is_ultra_restricted": _flag,
    "is_bot": _flag,
    "deleted": _flag,
    "dnd": lambda _name, value: value,
}


def _quiet(user: User, value: Any) -> DoNotDisturb | None:
    """Read when someone wants quiet; a snooze comes on top of what they had."""
    if not value:
        return None
    if not isinstance(value, dict):
        raise Refused(DND)
    before = user.dnd or DoNotDisturb(is_enabled=False)
    try:
        is_enabled = bool(value.get("is_enabled", True))
        if "snoozed_until" in value:
            until = int(value["snoozed_until"])
            return DoNotDisturb(before.start, before.end, before.is_enabled, before.daily, until)
        if "daily" in value:
            begins, ends = value["daily"]
            return DoNotDisturb(is_enabled=is_enabled, daily=(_hour(begins), _hour(ends)))
        return DoNotDisturb(int(value["start"]), int(value["end"]), is_enabled)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(DND) from error


def _hour(text: str) -> str:
    return time.fromisoformat(text).strftime("%H:%M")
