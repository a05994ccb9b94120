"""What happened, in the past tense: the facts that timeline, messages and figures are made from.

A class here never changes its meaning; a changed payload gets a higher ``schema_version`` and an upcast on read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

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
from bot.playbook import Where
from bot.unsaid import Unsaid


@dataclass(frozen=True, slots=True)
class DealImported:
    """A won deal came in; until it is opened it has no channel and no clock."""

    schema_version: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class DealOpened:
    """A won deal started: it gets a channel, and its seller owns it until somebody accepts."""

    schema_version: ClassVar[int] = 1
    owner_id: UserId
    playbook: str
    items: int


@dataclass(frozen=True, slots=True)
class ChannelOpened:
    """Slack has the deal's channel."""

    schema_version: ClassVar[int] = 1
    channel_id: ChannelId
    name: str


@dataclass(frozen=True, slots=True)
class ChannelLost:
    """People took the deal's channel away from Baton; ``who`` is told and can bring it back."""

    schema_version: ClassVar[int] = 1
    channel_id: ChannelId
    cause: Lost
    who: UserId


@dataclass(frozen=True, slots=True)
class ChannelBack:
    """Baton can speak in the deal's channel again."""

    schema_version: ClassVar[int] = 1
    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class ChannelRenamed:
    """People gave the deal's channel another name."""

    schema_version: ClassVar[int] = 1
    was: str
    name: str


@dataclass(frozen=True, slots=True)
class FactsChanged:
    """The CRM knows better: ``changes`` are (field, before, after) in words."""

    schema_version: ClassVar[int] = 1
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnerOffered:
    """Somebody is asked to own the deal; until they accept it stays where it is."""

    schema_version: ClassVar[int] = 1
    offer: Offer


@dataclass(frozen=True, slots=True)
class OwnerAccepted:
    """Ownership moved; ``offered_at`` names the offer that was accepted, if there was one."""

    schema_version: ClassVar[int] = 1
    owner_id: UserId
    was: UserId
    offered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnerDeclined:
    """The offered one said no; the deal stays with ``owner_id``."""

    schema_version: ClassVar[int] = 1
    declined_by: UserId
    owner_id: UserId
    reason: str
    offered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepCommitted:
    """Somebody said what they will do by when."""

    schema_version: ClassVar[int] = 2
    step_id: StepId
    what: str
    by: UserId
    due: Due
    consequence: Consequence | None


@dataclass(frozen=True, slots=True)
class StepOffered:
    """A step that was written beforehand is put to its person, since ``instead_of`` (``late``) is not kept."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    to: UserId
    instead_of: StepId
    late: str
    due: Due


@dataclass(frozen=True, slots=True)
class StepTurnedDown:
    """Whom a step was offered to does not take it on."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    by: UserId
    reason: str


@dataclass(frozen=True, slots=True)
class StepKept:
    """A step was done; ``on_time`` against the date in force, ``as_first_dated`` against the first one."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    by: UserId
    on_time: bool
    as_first_dated: bool


@dataclass(frozen=True, slots=True)
class StepRescheduled:
    """A step slipped: ``slips`` counts all of its slips so far."""

    schema_version: ClassVar[int] = 1
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
class StepParked:
    """A step waits on somebody until a next-chase date."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    by: UserId
    parked: Parked


@dataclass(frozen=True, slots=True)
class StepDropped:
    """A decision ended a step that was not kept."""

    schema_version: ClassVar[int] = 1
    step_id: StepId
    what: str
    by: UserId


@dataclass(frozen=True, slots=True)
class ItemUnlocked:
    """What the item waited for is there; its due moment counts from now where it was earlier."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    holder_id: UserId
    due: Due | None


@dataclass(frozen=True, slots=True)
class ItemDone:
    """The giver says the item is done, with its evidence."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    by: UserId
    proof: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ItemAccepted:
    """The receiving function accepted the item."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    by: UserId


@dataclass(frozen=True, slots=True)
class ItemSentBack:
    """The receiving function did not accept; the item is open again."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    by: UserId
    reason: str
    due: Due | None


@dataclass(frozen=True, slots=True)
class ItemAdded:
    """Something only this deal needs, found out on the way in."""

    schema_version: ClassVar[int] = 1
    item_id: ItemId
    title: str
    holder_id: UserId


@dataclass(frozen=True, slots=True)
class CustomerLineWritten:
    """Somebody wrote what the customer hears from now on."""

    schema_version: ClassVar[int] = 1
    what: str
    by: UserId


@dataclass(frozen=True, slots=True)
class LapseOpened:
    """Something that should have happened has not."""

    schema_version: ClassVar[int] = 1
    lapse_id: LapseId
    kind: LapseKind
    about: str


@dataclass(frozen=True, slots=True)
class LapseClosed:
    """It happened, was given a new date, or no longer matters: ``how``, None where it is not known."""

    schema_version: ClassVar[int] = 1
    lapse_id: LapseId
    kind: LapseKind
    about: str
    how: Unsaid | None = None


@dataclass(frozen=True, slots=True)
class Nudged:
    """A rung fired. ``who`` must act; ``also`` are told as well.

    ``decider_id`` is set when a decision is asked for, and ``decide_by`` is until when.
    ``waited``: what put it off from the moment it was meant for; None: nothing did.
    """

    schema_version: ClassVar[int] = 1
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


@dataclass(frozen=True, slots=True)
class NudgeTold:
    """Slack has the nudge; the next rung counts from here."""

    schema_version: ClassVar[int] = 1
    lapse_id: LapseId
    rung: int


@dataclass(frozen=True, slots=True)
class NudgeSkipped:
    """A nudge was not sent, and why: in words, and by a code (None: written before there were codes)."""

    schema_version: ClassVar[int] = 1
    lapse_id: LapseId
    rung: int
    why: str
    code: Unsaid | None = None


@dataclass(frozen=True, slots=True)
class Snoozed:
    """Whoever is asked put the question off; a reason is needed for longer than the next working day."""

    schema_version: ClassVar[int] = 1
    lapse_id: LapseId
    kind: LapseKind
    about: str
    by: UserId
    until: Due
    reason: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """What was put off until now is asked again, in private; the next rung counts from here."""

    schema_version: ClassVar[int] = 1
    lapse_id: LapseId
    kind: LapseKind
    about: str
    who: UserId


@dataclass(frozen=True, slots=True)
class ConsequenceDue:
    """The step's stated consequence applies; Baton says so, and a person does it."""

    schema_version: ClassVar[int] = 2
    step_id: StepId
    what: str
    consequence: Consequence


@dataclass(frozen=True, slots=True)
class Decided:
    """A decider chose how the deal goes on. ``is_rescue``: leadership had to act. ``ended``: the steps that it ended."""

    schema_version: ClassVar[int] = 1
    choice: Choice
    by: UserId
    reason: str
    until: Due | None
    promised_on: date | None
    is_rescue: bool
    code: Reason = Reason.OTHER
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rescued:
    """Leadership did what was somebody else's to do; a decision of theirs says so itself."""

    schema_version: ClassVar[int] = 1
    by: UserId
    way: Rescue


@dataclass(frozen=True, slots=True)
class Woken:
    """A held deal's date came; its clocks run again."""

    schema_version: ClassVar[int] = 1


Event = (
    DealImported
    | DealOpened
    | ChannelOpened
    | ChannelLost
    | ChannelBack
    | ChannelRenamed
    | FactsChanged
    | OwnerOffered
    | OwnerAccepted
    | OwnerDeclined
    | StepCommitted
    | StepOffered
    | StepTurnedDown
    | StepKept
    | StepRescheduled
    | StepParked
    | StepDropped
    | ItemUnlocked
    | ItemDone
    | ItemAccepted
    | ItemSentBack
    | ItemAdded
    | CustomerLineWritten
    | LapseOpened
    | LapseClosed
    | Nudged
    | NudgeTold
    | NudgeSkipped
    | Snoozed
    | Reminded
    | ConsequenceDue
    | Decided
    | Rescued
    | Woken
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
