"""What a person gets back at once: words only they see, a form, a changed form, or what is wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from messages.message import Message

View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Say:
    """Tell only them. ``in_place``: instead of the message whose button they pressed, if that one was only theirs.

    ``is_late``: Slack may have stopped waiting for the answer to a command, and drops what comes with it.
    """

    message: Message
    in_place: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """Open a form."""

    view: View


@dataclass(frozen=True, slots=True)
class Amiss:
    """Keep the form open and say beside each field what is wrong with it."""

    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """It cannot be done. ``plain`` says so where Slack shows text as it is; ``about``: the fields it may belong to."""

    message: Message
    plain: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing but the acknowledgement: the channel shows what happened."""


Answer = Say | Open | Amiss | Refused | Quiet
