"""What admins settle for everybody in a workspace, and every change of it, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.model import UserId


class Setting(StrEnum):
    """One thing that admins settle; of some there are several, told apart by what they are about."""

    TEAM_CHANNEL = "team_channel"
    LEADERSHIP_CHANNEL = "leadership_channel"
    LEAD = "lead"
    WEEK = "working_week"
    REGION = "region"
    DAYS_OFF = "days_off"
    PRIVATE_ABOVE = "private_above"
    PRIVATE_KIND = "private_kind"
    PRIVATE_UNTIL = "private_until"
    HISTORY_DAYS = "history_days"
    ERASES = "erases"
    CONNECTION = "connection"
    RENEWED = "renewed"
    MAY_SPEAK = "may_speak"
    CRM_PERSON = "crm_person"


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads a function on new deals: one person, or somebody of a Slack user group in turn, by its handle."""

    user: UserId | None = None
    group: str | None = None

    def __str__(self) -> str:
        return self.user or f"@{self.group}"


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What holds in a workspace beside its week and its channels.

    ``private_above_minor`` and ``private_kinds`` count where a playbook does not say who sees its deals. Until
    ``private_until``, by the workspace's calendar, nobody is asked where colleagues read it. ``history_days`` None is
    what the operator allows. ``erases``: what is known goes when Baton is taken out of the workspace; None
    is as the operator says.
    """

    leads: tuple[tuple[str, Leader], ...] = ()
    private_above_minor: int | None = None
    private_kinds: tuple[str, ...] = ()
    private_until: date | None = None
    history_days: int | None = None
    erases: bool | None = None
    has_channels: bool = False
    """Its channels were chosen here: what the operator's environment says of them counts no longer."""
    may_speak: bool = True
    """Somebody said where Baton may post. Until then won deals are kept and none is started."""
    installer: UserId | None = None
    """Who has the first steps, and settles things as an admin does until an admin settled something; None: nobody does."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One change: who settled what, when, and what stood there before; an empty text is nothing."""

    seq: int
    at: datetime
    by: UserId
    what: Setting
    about: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the operator allows a workspace.

    For how many days it may keep the history of deals that are over; ``most`` None: for ever. ``erases``: what is known
    goes with Baton where admins do not say. ``connects``: systems may be connected, since their secrets can be sealed.
    """

    least: int = 90
    most: int | None = 1095
    erases: bool = False
    connects: bool = False


class SettledMemory(Protocol):
    """The part of a unit of work that knows what was settled."""

    def settled(self, *, after: int = 0, most: int | None = None) -> Sequence[Settled]:
        """Return the changes with a higher number, newest first."""
        ...

    def settle(self, changes: Sequence[Settled]) -> None:
        """Add changes, numbered on without a gap; raise Conflict where somebody else took a number first."""
        ...
