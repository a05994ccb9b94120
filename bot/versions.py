"""What differs between two versions of a playbook, and what happened when a deal went over to the newer one."""

from dataclasses import dataclass
from typing import ClassVar

from bot.model import ItemId, PlaybookId, UserId
from bot.playbook import FunctionCalendar, ItemRule


@dataclass(frozen=True, slots=True)
class Altered:
    """A line of the checklist that two versions both have, and say differently."""

    was: ItemRule
    now: ItemRule


@dataclass(frozen=True, slots=True)
class OtherDays:
    """A function whose lines are counted in other days now; None: in those of everybody."""

    function: str
    calendar: FunctionCalendar | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a newer version has and the older one has not, in the order of the playbook.

    ``functions_added`` and ``functions_dropped`` are names for people; ``ladder`` names the kinds of lapse whose rungs
    differ, and the other clocks that a deal keeps; ``opening`` the fields that matter to deals that are opened later.
    """

    added: tuple[ItemRule, ...] = ()
    dropped: tuple[ItemRule, ...] = ()
    altered: tuple[Altered, ...] = ()
    functions_added: tuple[str, ...] = ()
    functions_dropped: tuple[str, ...] = ()
    ladder: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    calendars: tuple[OtherDays, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaybookMoved:
    """The deal goes by another version of its playbook now. ``kept``: lines that stay as they were, since they are done."""

    schema_version: ClassVar[int] = 1
    by: UserId
    title: str
    was: PlaybookId | None
    now: PlaybookId
    difference: Difference
    kept: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemDropped:
    """A line that was not done yet is not on the checklist any more: the newer version of the playbook has none such."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    function: str
    holder_id: UserId
