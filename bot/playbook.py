"""What a kind of deal needs: its checklist, roles, ladder and channel, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.week import Week


class Anchor(StrEnum):
    """What an item's due moment counts from. Any other anchor is the key of another item, counted from its end."""

    WON = "won"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class DueRule:
    """``days`` working days after (negative: before) the anchor: ``won``, ``promised`` or another item's key."""

    anchor: str
    days: int


@dataclass(frozen=True, slots=True)
class ItemRule:
    """One line of a playbook's checklist; ``due`` None: the team dates it.

    ``at_least`` is how many a count must come to, ``parts`` is what a form must answer, one by one. ``crm_field`` is
    a field of the CRM's: once it is filled, that is the evidence. ``may_be_none``: saying that there is none is enough.
    """

    key: str
    function: str
    title: str
    evidence: str
    due: DueRule | None
    accepted_by: str | None = None
    waits_for: tuple[str, ...] = ()
    is_gate: bool = False
    at_least: int | None = None
    parts: tuple[str, ...] = ()
    crm_field: str | None = None
    may_be_none: bool = False


@dataclass(frozen=True, slots=True)
class FactRule:
    """A fact that must be known of each deal: what is missing when one starts becomes an item. ``function`` None: the seller's.

    ``label`` is what it is called inside a sentence, ``crm_field`` the CRM's own field where that is not called as ``key``.
    """

    key: str
    label: str
    due: DueRule
    evidence: str = "text"
    function: str | None = None
    crm_field: str | None = None


class Tell(StrEnum):
    """Who a rung speaks to, relative to the deal and the one who must act."""

    HOLDER = "holder"
    OWNER = "owner"
    SELLER = "seller"
    LEAD = "lead"
    LEADERSHIP = "leadership"


class Where(StrEnum):
    """Where a rung speaks."""

    PRIVATE = "private"
    CHANNEL = "channel"
    LEADERSHIP = "leadership"


@dataclass(frozen=True, slots=True)
class Rung:
    """What a lapse does as it ages.

    ``after_hours`` is working time of the one who must act, since the previous rung was told (the first: since the
    lapse opened). ``next_morning``: instead wait for 10:00 on the next working day when the due moment was a whole
    day. ``tell`` names everybody mentioned, the one who must act first. ``asks_decision`` makes it a decision card
    for the first of ``tell``. ``gates_only`` skips it for items nothing waits for.
    """

    tell: tuple[Tell, ...]
    where: Where
    after_hours: float = 0.0
    next_morning: bool = False
    asks_decision: bool = False
    gates_only: bool = False


@dataclass(frozen=True, slots=True)
class Rungs:
    """The rungs of one kind of lapse, and how many working hours pass before the lapse opens."""

    opens_after_hours: float
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class FunctionCalendar:
    """When a function works, where its playbook says so: what the working days of its lines are counted in.

    ``region`` names whose public holidays it has; ``holidays`` are days of its own beside them. None: as everybody.
    """

    week: Week | None = None
    region: str | None = None
    holidays: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs for each kind of lapse, by the kind's name, and what else a deal keeps of its playbook's clocks.

    ``longest_snooze_days``: for how many working days in all a question can be put off. ``archive_after_days``: when the
    channel of a stopped deal is put away, 0: never. ``otherwise``: what happens when a step is not kept for which
    nothing else was agreed: ``decide``, ``lead``, or words that are announced. ``calendars`` are those of functions, by key.
    """

    lapses: Mapping[str, Rungs] = field(default_factory=dict)
    longest_snooze_days: int = 5
    archive_after_days: int = 14
    otherwise: str = ""
    calendars: Mapping[str, FunctionCalendar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FunctionRole:
    """A function of the company: its name for people and where its lead is looked up.

    ``crm_field`` is a field of the CRM's that may name the lead by email; what else there is serves where it does not.
    ``usergroup`` is a Slack user group's handle (its first active member leads, or one in turn), ``email`` one person.
    """

    key: str
    label: str
    usergroup: str | None = None
    email: str | None = None
    crm_field: str | None = None
    takes_turns: bool = False


@dataclass(frozen=True, slots=True)
class OwnerAbove:
    """Deals whose amount is above this are offered to the lead of another function."""

    above_minor: int
    function: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """A versioned recipe for one kind of deal. ``kind`` is what the CRM calls it; ``id`` the hash of its content."""

    id: str
    kind: str
    title: str
    owner_function: str
    functions: tuple[FunctionRole, ...]
    items: tuple[ItemRule, ...]
    ladder: Ladder
    facts: tuple[FactRule, ...] = ()
    channel_name: str = "deal-{account}-{short}"
    channel_above_minor: int | None = None
    is_private: bool = False
    private_above_minor: int | None = None
    welcome: str = ""
    source: str = ""
    owner_by_amount: tuple[OwnerAbove, ...] = ()
