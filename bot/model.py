"""The nouns: plain frozen data that every other room speaks about."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from bot.closed import Closing
from bot.identity import BATON as BATON
from bot.identity import ChannelId as ChannelId
from bot.identity import DealId as DealId
from bot.identity import ItemId as ItemId
from bot.identity import LapseId as LapseId
from bot.identity import PlaybookId as PlaybookId
from bot.identity import StepId as StepId
from bot.identity import UserId as UserId
from bot.identity import WorkspaceId as WorkspaceId
from bot.identity import deal_id as deal_id
from bot.playbook import DueRule, Ladder
from bot.promises import Register
from bot.reopened import Reopened
from bot.week import Week as Week


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is away, both included, on their own calendar; ``by`` said so, ``stand_in`` is asked meanwhile."""

    first: date
    last: date
    by: UserId
    stand_in: UserId | None = None


@dataclass(frozen=True, slots=True)
class PersonalTime:
    """What one person has that others have not; None: as in the workspace.

    ``region`` names whose public holidays they have, as ISO 3166 does ("FI", "DE-BY"). ``quiet_until`` is the end of the
    do-not-disturb that Slack told of last.
    """

    week: Week | None = None
    region: str | None = None
    absences: tuple[Absence, ...] = ()
    quiet_until: datetime | None = None
    digest_at: time | None = None
    is_digest_daily: bool = False
    """Their digest comes on a day when nothing needs them, too, and says so."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the workspace, as last read from Slack; their ``time`` as they told Baton, None: like everybody's.

    ``locale`` is the language and country they use Slack in, as Slack writes it ("de-DE"). ``is_guest``: not of the
    workspace itself, also whom a shared channel brings in; of these ``company`` is Slack's id of the team they are of.
    """

    id: UserId
    name: str
    zone: str
    email: str | None = None
    is_active: bool = True
    is_guest: bool = False
    is_admin: bool = False
    time: PersonalTime | None = None
    locale: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """By when: the moment, and the intent behind it.

    ``at`` is aware and UTC. With ``on`` the person meant a whole day, and ``at`` is the end of that working day in
    ``zone``; without it a clock time was meant. ``zone`` is the IANA zone the words were typed in, and stays.
    """

    at: datetime
    zone: str
    on: date | None = None


class DealStatus(StrEnum):
    """Where a deal stands. Only an open deal has running clocks."""

    BACKLOG = "backlog"
    OPEN = "open"
    HELD = "held"
    STOPPED = "stopped"
    CLOSED = "closed"


class ItemStatus(StrEnum):
    """A line of the checklist: waiting for others, open, done by its giver, accepted by its receiver."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    ACCEPTED = "accepted"


class StepStatus(StrEnum):
    """A next step is open until it is kept, or dropped. One that was only offered waits to be taken on."""

    OFFERED = "offered"
    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


class LapseKind(StrEnum):
    """What has not happened although it should have."""

    OWNER_NOT_ACCEPTED = "owner_not_accepted"
    NOTHING_DATED = "nothing_dated"
    STEP_DUE = "step_due"
    STEP_OVERDUE = "step_overdue"
    ITEM_DUE = "item_due"
    ITEM_OVERDUE = "item_overdue"
    DONE_NOT_ACCEPTED = "done_not_accepted"
    SLIPPED_TWICE = "slipped_twice"
    PROMISE_AT_RISK = "promise_at_risk"
    SILENCE = "silence"
    CUSTOMER_STALE = "customer_stale"
    REQUEST_UNANSWERED = "request_unanswered"
    OWNER_GONE = "owner_gone"
    COLLEAGUE_GONE = "colleague_gone"


class WaitingOn(StrEnum):
    """Whose move it is while a step is parked, and whose doing it was that one slipped."""

    US = "us"
    CUSTOMER = "customer"
    THIRD_PARTY = "third party"


class Choice(StrEnum):
    """What a decider may choose when momentum is gone."""

    CONTINUE = "continue"
    REPLAN = "replan"
    HOLD = "hold"
    RETURN = "return"
    STOP = "stop"


class Otherwise(StrEnum):
    """What can be agreed for the case that a step is not kept; the default is what the playbook's ladder does."""

    DEFAULT = "default"
    DECIDE = "decide"
    LEAD = "lead"
    STEP = "step"


class Reason(StrEnum):
    """Why a decision was needed, as figures count it; the decider's own words stand beside it."""

    CUSTOMER = "customer"
    PEOPLE = "people"
    SCOPE = "scope"
    WAITING = "waiting"
    THIRD_PARTY = "third party"
    OTHER = "other"


class Rescue(StrEnum):
    """What leadership did that was somebody else's to do."""

    TOOK_OVER = "took over"
    DID_STEP = "did a step"
    DID_ITEM = "did an item"


class Lost(StrEnum):
    """Why nothing can be said in a deal's channel; each in the word by which a message for it is refused.

    What is gone was deleted, or is private and the bot was removed: who is not a member cannot tell the two apart.
    """

    ARCHIVED = "is_archived"
    REMOVED = "not_in_channel"
    GONE = "channel_not_found"


@dataclass(frozen=True, slots=True)
class Offer:
    """Ownership on its way: ``by`` offered it to ``to``, who has not answered. A claim is of oneself: the owner answers it."""

    to: UserId
    by: UserId
    at: datetime
    is_claim: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a deal's checklist.

    ``due`` is None while it waits, or where its anchor has no date yet. ``holder_id`` is the one named person, by
    default the lead of ``function``. ``accepted_by`` is the function that receives it; None: done is enough.
    ``proof_on`` is the date given as evidence where the
    evidence is a date; other items may count from it. ``generation`` grows with each change of status, so that an old
    button can be told from a current one. ``crm_field`` is a field of the CRM's that gives the evidence once it is filled.
    ``at_least`` is how many a count must come to, ``parts`` is what a form must say. ``reopened`` says why one that had
    ended is open again; ``without`` are those of ``waits_for`` that the owner let it begin without. ``given_by`` gave it to
    its holder, by name; None: whoever leads the function holds it.
    """

    id: ItemId
    key: str
    function: str
    title: str
    holder_id: UserId
    status: ItemStatus
    evidence: str = ""
    accepted_by: str | None = None
    waits_for: tuple[str, ...] = ()
    is_gate: bool = False
    due_rule: DueRule | None = None
    due: Due | None = None
    first_due: Due | None = None
    opened_at: datetime | None = None
    proof: str | None = None
    proof_on: date | None = None
    done_by: UserId | None = None
    done_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by_id: UserId | None = None
    sent_back: str | None = None
    generation: int = 0
    crm_field: str | None = None
    at_least: int | None = None
    parts: tuple[str, ...] = ()
    reopened: Reopened | None = None
    without: tuple[str, ...] = ()
    may_be_none: bool = False
    given_by: UserId | None = None
    fact: str | None = None
    """The fact of the deal that its evidence becomes, where the playbook requires one."""
    source_at: datetime | None = None
    """When another system last said something of it, by that system's clock."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A due moment moved later; ``is_early`` when it was said before the step was due, ``cause`` whose doing it was."""

    at: datetime
    by: UserId
    was: Due
    now: Due
    reason: str
    is_early: bool
    cause: WaitingOn = WaitingOn.US


@dataclass(frozen=True, slots=True)
class Parked:
    """A step waits on somebody; ``chaser_id`` asks again at ``until``."""

    on: WaitingOn
    until: Due
    chaser_id: UserId
    reason: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What was agreed for the case that a step is not kept.

    ``person`` decides, or does what ``text`` says; of the default kind the text is free words, which people act on.
    """

    kind: Otherwise = Otherwise.DEFAULT
    person: UserId | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asked for a step: ``by`` whom, and since when an answer to it is awaited.

    ``counter`` is the date that whoever was asked would keep instead, with their ``reason``: the asker answers that.
    """

    by: UserId
    at: datetime
    counter: Due | None = None
    reason: str = ""
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Who will do what by when, and what happens otherwise. ``first_due`` is kept for ever beside ``due``.

    ``instead_of`` is the step that was not kept, where this one was agreed for that case; ``request``: it was asked for.
    ``link`` leads to the message that it was made of.
    """

    id: StepId
    what: str
    by: UserId
    made_at: datetime
    first_due: Due
    due: Due
    consequence: Consequence | None = None
    status: StepStatus = StepStatus.OPEN
    parked: Parked | None = None
    slips: tuple[Slip, ...] = ()
    ended_at: datetime | None = None
    ended_by: UserId | None = None
    instead_of: StepId | None = None
    request: Request | None = None
    link: str | None = None
    generation: int = 0


@dataclass(frozen=True, slots=True)
class Lapse:
    """A span in which something that should have happened has not.

    ``rung`` is the number of the last rung fired (0: none yet), ``fired_at`` when that was decided, ``told_at`` when
    Slack had it, or when it was recorded why not. The next rung counts from ``told_at``. ``subject`` is the id of the
    step or item; None: the deal itself. ``decider_id`` is set while a decision is asked for, ``decide_by`` is until when.
    ``snoozed_until``: whoever is asked wants to be asked again then, and nothing more is said before. ``tries``: how
    often whoever was to hear the first word left before it could, so that somebody else is asked.
    """

    id: LapseId
    kind: LapseKind
    subject: UUID | None
    opened_at: datetime
    rung: int = 0
    fired_at: datetime | None = None
    told_at: datetime | None = None
    decider_id: UserId | None = None
    decide_by: datetime | None = None
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Promise:
    """Something sales told the customer they would get, by a date, in the words of the CRM."""

    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """What we tell the customer now. ``outdated_at``: when the promised date became another one than it was then."""

    what: str
    by: UserId
    at: datetime
    outdated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the CRM says about a deal; all of it may change later. ``amount_minor`` is in the currency's minor unit."""

    name: str
    account: str
    amount_minor: int | None = None
    currency: str | None = None
    url: str | None = None
    won_at: datetime | None = None
    promised_on: date | None = None
    promises: tuple[Promise, ...] = ()
    custom: tuple[tuple[str, str], ...] = ()
    said_here: tuple[str, ...] = ()
    """Fields that the CRM left empty and one of us filled in, until the CRM says something of its own."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A won sale on its way to a delivered promise, with everything a rule needs to judge it.

    ``source`` and ``external_id`` say where it came from; ``short`` is the random id that its channel's name ends in.
    ``leads`` names one person for each function, the one whose function owns deals first. ``channel_lost``: nothing can be
    said in its channel now. ``lived_at``: when a person last did something about it or wrote there. Checklist, gates and ``ladder`` are snapshots of the playbook's version. ``seq`` is the number
    of its last event, ``version`` the compare-and-set counter.
    """

    id: DealId
    workspace_id: WorkspaceId
    source: str
    external_id: str
    short: str
    kind: str
    facts: Facts
    status: DealStatus
    seller_id: UserId
    owner_id: UserId
    zone: str
    ladder: Ladder
    playbook_id: PlaybookId | None = None
    playbook_name: str | None = None
    channel_name: str | None = None
    channel_id: ChannelId | None = None
    channel_lost: Lost | None = None
    offer: Offer | None = None
    leads: tuple[tuple[str, UserId], ...] = ()
    functions: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    steps: tuple[Step, ...] = ()
    lapses: tuple[Lapse, ...] = ()
    opened_at: datetime | None = None
    owned_at: datetime | None = None
    held_until: Due | None = None
    lived_at: datetime | None = None
    customer_line: CustomerLine | None = None
    closing: Closing | None = None
    register: Register = field(default_factory=Register)
    source_at: datetime | None = None
    next_review_at: datetime | None = None
    seq: int = 0
    version: int = 0
    is_private: bool = field(default=False)
    won_told_at: datetime | None = None
    """When its CRM last called it won, or not any more, by the CRM's clock."""
    is_practice: bool = False
    """It is for one person alone to try Baton with: no list, digest or figure knows it."""
    handovers: int = 0
    """How often its handover has been complete."""
    left_channel: tuple[UserId, ...] = ()
    """Who was in its channel and is not any more."""
    in_channel: tuple[UserId, ...] | None = None
    """Who was in its private channel when Slack was asked, and who came since; None: nobody asked yet."""

    def asked_about_owner(self) -> UserId | None:
        """Return whose answer decides about the open offer, if there is one."""
        if self.offer is None:
            return None
        return self.owner_id if self.offer.is_claim else self.offer.to

    def lead(self, function: str) -> UserId:
        """Return the lead of a function; the owner stands in where none is named."""
        return dict(self.leads).get(function, self.owner_id)

    def label(self, function: str) -> str:
        """Return a function's name for people."""
        return dict(self.functions).get(function, function.replace("_", " "))


@dataclass(frozen=True, slots=True)
class DealChannel:
    """The channel of a deal as it is remembered."""

    deal_id: DealId
    channel_id: ChannelId
    name: str
    lost: Lost | None = None
    is_private: bool = False
    """Its deal is private, and more than somebody's practice: who is in it is asked, too."""
