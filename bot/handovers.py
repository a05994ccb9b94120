"""What happened to a deal as a whole, in the past tense: handed over or not any more, and won no longer."""

from dataclasses import dataclass
from typing import ClassVar

from bot.model import Due, ItemId


@dataclass(frozen=True, slots=True)
class HandoverComplete:
    """The last gate was settled, ``days`` working days after the deal was opened.

    ``times``: how often it has been complete by now; ``givers`` are the names of the functions that gave the gates.
    """

    schema_version: ClassVar[int] = 1
    days: int
    gates: int
    times: int
    givers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandoverReopened:
    """A gate is not settled any more that was, or one came in: the handover is not complete until it is."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str


@dataclass(frozen=True, slots=True)
class DealUnwon:
    """The CRM says that the deal is not won any more; its clocks stand still ``until`` then, unless its people decide before."""

    schema_version: ClassVar[int] = 1
    reason: str
    until: Due
