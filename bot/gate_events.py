"""What happened at a gate that is not its usual way, in the past tense: it closed again, or somebody was let through."""

from dataclasses import dataclass
from typing import ClassVar

from bot.identity import ItemId, UserId
from bot.model import Due, ItemStatus
from bot.reopened import Behind


@dataclass(frozen=True, slots=True)
class ItemReopened:
    """What had ended is open again, with a new clock; ``accepted_by_id`` had accepted it.

    ``waiting`` waits again because of it; ``standing`` had ended behind it and stays so until somebody reopens that, too.
    """

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    by: UserId
    reason: str
    due: Due | None
    holder_id: UserId
    was: ItemStatus
    accepted_by_id: UserId | None = None
    waiting: tuple[Behind, ...] = ()
    standing: tuple[Behind, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemWaitsAgain:
    """What it waited for, ``behind``, is open again; so it has no due moment and cannot be late."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    holder_id: UserId
    behind: str
    was: ItemStatus


@dataclass(frozen=True, slots=True)
class ItemStartedAnyway:
    """The owner lets a line begin before what it waits for, ``without``; that stays as open as it was."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    by: UserId
    reason: str
    due: Due | None
    holder_id: UserId
    without: tuple[str, ...]
