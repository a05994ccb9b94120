"""What happened, in the past tense: the facts that timeline, messages and figures are made from.

A class here never changes its meaning; a changed payload gets a higher ``schema_version`` and an upcast on read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.closed import DealClosed, DealReopened, EverythingSettled
from bot.gate_events import ItemReopened, ItemStartedAnyway, ItemWaitsAgain
from bot.handovers import DealUnwon, HandoverComplete, HandoverReopened
from bot.model import (
    ChannelId,
    Choice,
    Consequence,
    Deal,
    Due,
    ItemId,
    LapseId,
    LapseKind,
    Lost,
    Offer,
    Parked,
    Reason,
    Rescue,
    StepId,
    UserId,
    WaitingOn,
)
from bot.offered import StepAsked, StepCountered, StepOffered, StepTurnedDown, StepWithdrawn
from bot.playbook import Where
from bot.practice import PracticeEnded
from bot.registered import PromiseEvent
from bot.roles import RoleEvent
from bot.unsaid import Unsaid
from bot.versions import ItemDropped, PlaybookMoved


class Versioned:
    """What all events have: the version of their payload, the first unless they say another."""

    __slots__ = ()
    schema_version: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class DealImported(Versioned):
    """A won deal came in; until it is opened it has no channel and no clock."""


@dataclass(frozen=True, slots=True)
class DealOpened(Versioned):
    """A won deal started: it gets a channel, and its seller owns it until somebody accepts."""

    owner_id: UserId
    playbook: str
    items: int


@dataclass(frozen=True, slots=True)
class ChannelOpened(Versioned):
    """Slack has the deal's channel."""

    channel_id: ChannelId
    name: str


@dataclass(frozen=True, slots=True)
class ChannelLost(Versioned):
    """People took the deal's channel away from Baton; ``who`` is told and can bring it back."""

    channel_id: ChannelId
    cause: Lost
    who: UserId


@dataclass(frozen=True, slots=True)
class ChannelBack(Versioned):
    """Baton can speak in the deal's channel again."""

    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class ChannelMoved(Versioned):
    """Slack gave the deal's channel another id, as where it begins to be shared; people see the same channel."""

    was: ChannelId
    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class ChannelRenamed(Versioned):
    """People gave the deal's channel another name."""

    was: str
    name: str


@dataclass(frozen=True, slots=True)
class FactsChanged(Versioned):
    """The CRM knows better: ``changes`` are (field, before, after) in words."""

    changes: tuple[tuple[str, str, str], ...]
    said_here: tuple[str, ...] = ()
    """Which of them replace what one of us had said, since the CRM said nothing."""


@dataclass(frozen=True, slots=True)
class OwnerOffered(Versioned):
    """Somebody is asked to own the deal; until they accept it stays where it is. ``replaces``: who was asked before."""

    offer: Offer
    replaces: Offer | None = None


@dataclass(frozen=True, slots=True)
class OwnerAccepted(Versioned):
    """Ownership moved; ``offered_at`` names the offer that was accepted, if there was one."""

    owner_id: UserId
    was: UserId
    offered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnerDeclined(Versioned):
    """The offered one said no; the deal stays with ``owner_id``. ``claimed_by`` had asked to own it: the owner said no."""

    declined_by: UserId
    owner_id: UserId
    reason: str
    offered_at: datetime | None = None
    claimed_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class StepCommitted(Versioned):
    """Somebody said what they will do by when."""

    schema_version: ClassVar[int] = 2
    step_id: StepId
    what: str
    by: UserId
    due: Due
    consequence: Consequence | None
    asked_by: UserId | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class StepKept(Versioned):
    """A step was done; ``on_time`` against the date in force, ``as_first_dated`` against the first one."""

    step_id: StepId
    what: str
    by: UserId
    on_time: bool
    as_first_dated: bool


@dataclass(frozen=True, slots=True)
class StepRescheduled(Versioned):
    """A step slipped: ``slips`` counts all of its slips so far."""

    step_id: StepId
    what: str
    by: UserId
    was: Due
    due: Due
    reason: str
    is_early: bool
    slips: int
    cause: WaitingOn = WaitingOn.US


@dataclass(frozen=True, slots=True)
class StepParked(Versioned):
    """A step waits on somebody until a next-chase date."""

    step_id: StepId
    what: str
    by: UserId
    parked: Parked


@dataclass(frozen=True, slots=True)
class StepDropped(Versioned):
    """A decision ended a step that was not kept."""

    step_id: StepId
    what: str
    by: UserId


@dataclass(frozen=True, slots=True)
class ItemUnlocked(Versioned):
    """What the item waited for is there; its due moment counts from now where it was earlier."""

    item_id: ItemId
    title: str
    holder_id: UserId
    due: Due | None


@dataclass(frozen=True, slots=True)
class ItemDone(Versioned):
    """The giver says the item is done, with its evidence."""

    item_id: ItemId
    title: str
    by: UserId
    proof: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ItemAccepted(Versioned):
    """The receiving function accepted the item."""

    item_id: ItemId
    title: str
    by: UserId


@dataclass(frozen=True, slots=True)
class ItemSentBack(Versioned):
    """The receiving function did not accept; the item is open again."""

    item_id: ItemId
    title: str
    by: UserId
    reason: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class ItemAdded(Versioned):
    """Something only this deal needs, found out on the way in."""

    item_id: ItemId
    title: str
    holder_id: UserId


@dataclass(frozen=True, slots=True)
class CustomerLineWritten(Versioned):
    """Somebody wrote what the customer hears from now on."""

    what: str
    by: UserId


@dataclass(frozen=True, slots=True)
class LapseOpened(Versioned):
    """Something that should have happened has not."""

    lapse_id: LapseId
    kind: LapseKind
    about: str


@dataclass(frozen=True, slots=True)
class LapseClosed(Versioned):
    """It happened, was given a new date, or no longer matters: ``how``, None where it is not known."""

    lapse_id: LapseId
    kind: LapseKind
    about: str
    how: Unsaid | None = None


@dataclass(frozen=True, slots=True)
class Nudged(Versioned):
    """A rung fired. ``who`` must act; ``also`` are told as well.

    ``decider_id`` is set when a decision is asked for, and ``decide_by`` is until when.
    ``waited``: what put it off from the moment it was meant for, ``meant_at``; None: nothing did.
    """

    lapse_id: LapseId
    kind: LapseKind
    about: str
    rung: int
    where: Where
    who: UserId
    also: tuple[UserId, ...] = ()
    decider_id: UserId | None = None
    decide_by: datetime | None = None
    waited: Unsaid | None = None
    instead_of: UserId | None = None
    spared_on: date | None = None
    """It was meant for the channel and is said in private: on this day of theirs who is asked had been asked enough."""
    meant_at: datetime | None = None
    is_beginning: bool = False
    """It was meant for where colleagues read it and is said in private: the workspace begins with those alone."""
    again: int = 0
    """So often it was meant for somebody who left before they could hear it."""


@dataclass(frozen=True, slots=True)
class NudgeTold(Versioned):
    """Slack has the nudge; the next rung counts from here."""

    lapse_id: LapseId
    rung: int


@dataclass(frozen=True, slots=True)
class NudgeHeld(Versioned):
    """A nudge was decided, and by the time it could leave people were not to be spoken to; it leaves at ``until``."""

    lapse_id: LapseId
    rung: int
    until: datetime
    code: Unsaid


@dataclass(frozen=True, slots=True)
class NudgeSkipped(Versioned):
    """A nudge was not sent, and why: in words, and by a code (None: written before there were codes)."""

    lapse_id: LapseId
    rung: int
    why: str
    code: Unsaid | None = None


@dataclass(frozen=True, slots=True)
class Snoozed(Versioned):
    """Whoever is asked put the question off; a reason is needed for longer than the next working day."""

    lapse_id: LapseId
    kind: LapseKind
    about: str
    by: UserId
    until: Due
    reason: str


@dataclass(frozen=True, slots=True)
class Reminded(Versioned):
    """What was put off until now is asked again, in private; the next rung counts from here."""

    lapse_id: LapseId
    kind: LapseKind
    about: str
    who: UserId


@dataclass(frozen=True, slots=True)
class ConsequenceDue(Versioned):
    """The step's stated consequence applies; Baton says so, and a person does it."""

    schema_version: ClassVar[int] = 2
    step_id: StepId
    what: str
    consequence: Consequence


@dataclass(frozen=True, slots=True)
class Decided(Versioned):
    """A decider chose how the deal goes on. ``is_rescue``: leadership had to act. ``ended``: the steps that it ended."""

    choice: Choice
    by: UserId
    reason: str
    until: Due | None
    promised_on: date | None
    is_rescue: bool
    code: Reason = Reason.OTHER
    ended: tuple[str, ...] = ()
    was_promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rescued(Versioned):
    """Leadership did what was somebody else's to do; a decision of theirs says so itself."""

    by: UserId
    way: Rescue


@dataclass(frozen=True, slots=True)
class Woken(Versioned):
    """A held deal's date came; its clocks run again."""


Event = (
    DealImported
    | DealOpened
    | ChannelOpened
    | ChannelLost
    | ChannelBack
    | ChannelMoved
    | ChannelRenamed
    | FactsChanged
    | OwnerOffered
    | OwnerAccepted
    | OwnerDeclined
    | StepCommitted
    | StepOffered
    | StepTurnedDown
    | StepAsked
    | StepCountered
    | StepWithdrawn
    | StepKept
    | StepRescheduled
    | StepParked
    | StepDropped
    | ItemUnlocked
    | ItemDone
    | ItemAccepted
    | ItemSentBack
    | ItemAdded
    | DealUnwon
    | HandoverComplete
    | HandoverReopened
    | ItemReopened
    | ItemWaitsAgain
    | ItemStartedAnyway
    | CustomerLineWritten
    | PromiseEvent
    | LapseOpened
    | LapseClosed
    | Nudged
    | NudgeTold
    | NudgeHeld
    | NudgeSkipped
    | Snoozed
    | Reminded
    | ConsequenceDue
    | Decided
    | Rescued
    | Woken
    | RoleEvent
    | PlaybookMoved
    | ItemDropped
    | DealClosed
    | DealReopened
    | EverythingSettled
    | PracticeEnded
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the deal's history: ``seq`` starts at 1 and has no gap."""

    seq: int
    at: datetime
    actor: UserId
    event: Event


@dataclass(frozen=True, slots=True)
class Change:
    """What a rule decides: what the deal becomes and what happened. No events: nothing changed."""

    deal: Deal
    events: tuple[Event, ...] = ()
