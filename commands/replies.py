"""What somebody writes below a nudge → that it is done, moved or waits on somebody; or nothing we know. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.model import WaitingOn
from commands.discretion import without_tokens
from commands.parse import LONGEST_WHEN, parse
from commands.requests import Waiting
from commands.spelling import MENTION, UsageError, parted, unescape

LONGEST = 300
"""Whoever writes more tells colleagues something; it is not looked at."""

_THANKS = r"(?:,? *(?:thanks|thank you|thx|cheers))?"
_DONE = re.compile(
    r"(?:(?:yes|yep|ok|it|that|this|all|now|already|just|has|been|is|was|i|am|have|we|are|it's|that's|i'm|we've|i've),? )*"
    rf"(?:done|finished|completed|sorted|did (?:it|that))(?: (?:now|today|already|yesterday|this morning))?{_THANKS}"
)
_SIGNS = re.compile(
    r"(?::(?:white_check_mark|heavy_check_mark|ballot_box_with_check|check):|[\u2705\u2714\u2611]\ufe0f?)"
)
_WAITS = re.compile(
    r"(?:(?:it|this|that|we|i|it's|we're|i'm|is|are|am|still) )*wait(?:ing|s)? (?:on|for) (?P<rest>.+)", re.IGNORECASE
)
_MOVED = re.compile(
    r"(?:(?:it|this|that|we|i|i'll|we'll|will|is|be|was|please|let's) )*"
    r"(?:moved?|reschedul(?:ed?|ing)|push(?:ed)?|postponed?|(?:done|ready) by|by|on|until|not before)"
    r"(?: (?:it|this|that))?(?: (?:to|until|till))? (?P<rest>.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """It is done."""


@dataclass(frozen=True, slots=True)
class Moved:
    """It gets another date; ``because`` None: not said."""

    when: str
    because: str | None


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody else has to move first; what is None was not said."""

    on: WaitingOn
    until: str | None
    because: str | None


Reply = Kept | Moved | Waits


def read_reply(text: str, is_moment: Callable[[str], bool]) -> Reply | None:
    """Return what a reply says, if the whole of it says that; None for all else, since people talk in threads.

    ``is_moment`` tells whether words name a moment that is still to come.
    """
    if len(text) > LONGEST:
        return None
    # Whoever is called, Baton too, is no part of what is said.
    plain = " ".join(unescape(MENTION.sub("", without_tokens(text))).split()).strip(" ,").rstrip(" .!")
    low = plain.lower().replace("\u2019", "'")
    if _DONE.fullmatch(low) or _SIGNS.fullmatch(low):
        return Kept()
    if waits := _WAITS.fullmatch(plain):
        return _waits(waits["rest"])
    return _moved(plain, is_moment)


def _waits(rest: str) -> Waits | None:
    try:
        said = parse(f"waiting on {rest}")
    except UsageError:
        return None
    # Words before the party would name a step: here the thread does.
    if not isinstance(said, Waiting) or said.on is None or said.what:
        return None
    return Waits(said.on, said.until_text, said.because)


def _moved(plain: str, is_moment: Callable[[str], bool]) -> Moved | None:
    head, because = parted(plain, "because")
    led = _MOVED.fullmatch(head)
    for when in (head, led["rest"] if led else ""):
        if 0 < len(when.split()) <= LONGEST_WHEN and is_moment(when):
            return Moved(when, because)
    return None
