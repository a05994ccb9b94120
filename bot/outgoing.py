"""What must reach Slack: the shape of one row of the outbox, without a word of its text."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.figures import Ledger
from bot.model import ChannelId, DealId, LapseId, LapseKind, UserId


def nudge_key(lapse_id: LapseId, rung: int, *, again: int = 0) -> str:
    """Return the key of what a rung says; ``again``: so often it was meant for somebody who left before they heard it."""
    return f"nudge:{lapse_id}:{rung}:{again}" if again else f"nudge:{lapse_id}:{rung}"


class Kind(StrEnum):
    """Each effect on Slack; the words of a message are chosen when it is sent."""

    OPEN_CHANNEL = "open_channel"
    INVITE = "invite"
    TOPIC = "topic"
    BRIEF = "brief"
    BOARD = "board"
    PIN_BOARD = "pin_board"
    CHECKLIST = "checklist"
    SAY = "say"
    TELL = "tell"
    NUDGE = "nudge"
    DIGEST = "digest"
    EDIT = "edit"
    ABSENCE = "absence"
    ALERT = "alert"
    FIRST_STEPS = "first_steps"
    ARCHIVE = "archive"
    HOME = "home"


DIGEST = "digest"
"""The detail of an edit that draws a digest anew."""


FIRST_STEPS = "first_steps"
"""The detail of an edit that draws the first steps anew."""


BOARD_ANEW = "board:anew"
"""The detail of an edit that redraws a board because something about its people changed just now."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a digest: why it is shown, whose deal it is, and the moment that decides its place.

    ``instead_of`` is whose it is, where the reader stands in for them.
    """

    kind: str
    deal_id: DealId
    deal_name: str
    channel_id: ChannelId | None
    about: str
    subject: str | None = None
    at: datetime | None = None
    who: UserId | None = None
    generation: int = 0
    instead_of: UserId | None = None
    figures: Ledger | None = None
    asks: LapseKind | None = None


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What a digest shows: its lines, how many more there are, and the local day it is for."""

    audience: str
    day: str
    zone: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One effect decided in a transaction.

    ``key`` is semantic and unique in the workspace: deciding twice collapses on it. ``lane`` keeps the order of one
    destination; None has no order. Exactly one destination: ``in_channel_of`` (the deal's channel, which may not exist
    yet), ``to_user`` (direct message) or ``to_channel``. ``seq`` names the event it follows from; ``detail`` a
    function, person or key that the kind needs; ``edits`` the key of the message that an edit redraws.
    """

    key: str
    kind: Kind
    lane: str | None
    deal_id: DealId | None = None
    in_channel_of: DealId | None = None
    to_user: UserId | None = None
    to_channel: ChannelId | None = None
    seq: int | None = None
    detail: str | None = None
    edits: str | None = None
    digest: DigestFacts | None = None
    not_before: datetime | None = None
    gathers: str | None = None
    """Messages with the same word here may join one: what is decided soon after another becomes a line of it.

    Of an edit that brings lines of its own, the digest that they are added to."""
