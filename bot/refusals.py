"""Why something cannot be done: expected, carrying data; the words are chosen on the way out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model import DealStatus, Due, Item, Step, UserId
from bot.promises import RegisteredPromise


class Refusal(Exception):  # noqa: N818 - an expected answer, not a fault of the program
    """Base of all refusals. Each is defined by what the person did and what stands in the way."""


@dataclass
class NoDealHere(Refusal):
    """The command was typed in a channel that belongs to no deal."""


@dataclass
class NoSuchDeal(Refusal):
    """The button or link points to a deal that is not in this workspace."""


@dataclass
class NotRunning(Refusal):
    """The deal is held, stopped or closed."""

    status: DealStatus
    until: Due | None = None


@dataclass
class NotYours(Refusal):
    """Only ``may`` can do this."""

    what: str
    may: tuple[UserId, ...]


@dataclass
class NoOffer(Refusal):
    """There is no open offer of ownership; ``owner_id`` owns the deal."""

    owner_id: UserId


@dataclass
class AlreadyOwner(Refusal):
    """The offered one owns the deal already."""

    owner_id: UserId


class Unable(StrEnum):
    """What somebody is who can be asked for nothing new."""

    GUEST = "guest"
    OUTSIDER = "other company"
    GONE = "deactivated"
    UNKNOWN = "bot"
    NOT_HERE = "practice"
    """They could be, but whoever practises is alone."""


@dataclass
class NotAPerson(Refusal):
    """Somebody was named who cannot own or act, being what they are (``why``)."""

    user_id: UserId
    why: Unable


@dataclass
class AlreadyEnded(Refusal):
    """The step was kept or dropped, by whom and when."""

    step: Step


@dataclass
class NoOpenStep(Refusal):
    """There is no open step of this person in the deal."""


@dataclass
class WhichStep(Refusal):
    """The words fit more than one open step, or none of several; nothing was changed."""

    steps: tuple[Step, ...]
    said: str


@dataclass
class WhichItem(Refusal):
    """The words fit more than one item, ``steps`` among them, or none of several; nothing was changed."""

    items: tuple[Item, ...]
    said: str
    steps: tuple[Step, ...] = ()


@dataclass
class NoSuchItem(Refusal):
    """No item that this could be done to is called so."""

    said: str


@dataclass
class AskedThemself(Refusal):
    """Nobody asks themself for a step: they commit to it."""

    what: str


@dataclass
class AlreadyAsked(Refusal):
    """``by`` asked ``to`` for the same at ``at``, for another date or a while ago, and it has no answer yet."""

    what: str
    to: UserId
    by: UserId
    at: datetime
    due: Due


@dataclass
class NotLater(Refusal):
    """A new date must differ from the one in force and lie ahead."""

    due: Due


@dataclass
class TooLong(Refusal):
    """A text is longer than we keep."""

    what: str
    limit: int
    length: int


@dataclass
class Missing(Refusal):
    """Something that must be said was not: ``what`` in words, ``example`` that works."""

    what: str
    example: str


@dataclass
class ItemWaits(Refusal):
    """The item waits for others, named here."""

    item: Item
    waits_for: tuple[Item, ...]


@dataclass
class ItemNotOpen(Refusal):
    """The item is done or accepted already, by whom and when."""

    item: Item


@dataclass
class NotGiven(Refusal):
    """Nobody gave the item to its holder, so that there is nobody to hand it back to."""

    item: Item
    holder_id: UserId


@dataclass
class ItemNotDone(Refusal):
    """The item is not (or no longer) waiting to be accepted."""

    item: Item


@dataclass
class NotEnded(Refusal):
    """The item is open or waits, so there is nothing to reopen."""

    item: Item


@dataclass
class NotWaiting(Refusal):
    """The item can begin, or ended already: nothing holds it up."""

    item: Item


@dataclass
class NotEvidence(Refusal):
    """What was ``given`` is not of the kind of evidence that the item asks for."""

    item: Item
    given: str


@dataclass
class TooFew(Refusal):
    """A count that was ``given`` is below the least that the item asks for."""

    item: Item
    given: str


@dataclass
class PartMissing(Refusal):
    """A form says nothing about one ``part`` of what the item asks for."""

    item: Item
    part: str


@dataclass
class SaidByRegister(Refusal):
    """The item is done when the deal's promises say so, and by nothing else."""

    item: Item


@dataclass
class PromiseAnswered(Refusal):
    """The promise has its answer, or was withdrawn."""

    promise: RegisteredPromise


@dataclass
class PromisesStand(Refusal):
    """Promises were told, so nobody can say that there are none."""

    promises: tuple[RegisteredPromise, ...]


@dataclass
class ChangedSince(Refusal):
    """The step or item ``what`` is no longer as it was when the button or form was drawn."""

    what: str


@dataclass
class SettledMeanwhile(Refusal):
    """Somebody else changed the same setting after the form was drawn."""

    by: UserId
    at: datetime


@dataclass
class CannotLead(Refusal):
    """Somebody can be asked for nothing, being what they are (``why``); ``function`` was to be led by them."""

    user_id: UserId
    function: str
    why: Unable


@dataclass
class NoSuchGroup(Refusal):
    """No user group of Slack is called so; ``function`` was to be led from it."""

    handle: str
    function: str


@dataclass
class AlreadyConnected(Refusal):
    """A system of this name is connected; ``by`` connected it."""

    source: str
    by: UserId


@dataclass
class CannotConnect(Refusal):
    """No system can be connected here: whoever runs Baton gave it no key to seal secrets with."""


@dataclass
class NotConnected(Refusal):
    """The system was removed meanwhile, or never was there."""


@dataclass
class NotNamed(Refusal):
    """No system names this person, as far as is known here."""


@dataclass
class CannotStandFor(Refusal):
    """Nobody can be asked in this person's place: of who was chosen, being what they are (``why``), nothing is."""

    user_id: UserId
    why: Unable


@dataclass
class TooManyConnected(Refusal):
    """No more than ``most`` systems can be connected."""

    most: int


@dataclass
class KeptTooLong(Refusal):
    """The history of deals that are over is kept between ``least`` and ``most`` days here; None: for ever."""

    least: int
    most: int | None


@dataclass
class NothingToDecide(Refusal):
    """No decision is open; the deal runs, or somebody decided it at ``at``."""

    by: UserId | None = None
    at: datetime | None = None


@dataclass
class NoNewerPlaybook(Refusal):
    """The deal goes by the newest version of its playbook already, or by one that nobody knows any more."""

    title: str


@dataclass
class SamePlaybook(Refusal):
    """What was handed in says what the version in force says."""

    title: str


@dataclass
class DayPast(Refusal):
    """An absence that is over cannot be told of."""

    day: date


@dataclass
class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    first: date
    last: date


@dataclass
class TooFarAway(Refusal):
    """An absence ends more than a year from now."""

    last: date


@dataclass
class CannotStandIn(Refusal):
    """Somebody cannot be asked instead, being what they are; ``why`` None: it is the absent person themself."""

    user_id: UserId
    why: Unable | None


@dataclass
class StandInAway(Refusal):
    """The stand-in is away themself all that time, and there again on ``back_on``."""

    user_id: UserId
    back_on: date


@dataclass
class NotAway(Refusal):
    """The person is not marked as away."""

    user_id: UserId


@dataclass
class NoSuchRegion(Refusal):
    """No public holidays are known by that name; ``parts`` are those of the country, where it is one."""

    said: str
    parts: tuple[str, ...] = ()


@dataclass
class NoSuchWeek(Refusal):
    """Nobody can work such a week; ``why`` is a sentence."""

    why: str


@dataclass
class OnlyColleagues(Refusal):
    """Somebody who may not do this, being what they are: a guest, of another company, a bot, or switched off (``kind``)."""

    kind: str


@dataclass
class NotInChannel(Refusal):
    """The deal is only for those in its channel, and somebody is not, or not any more. It is not named to them."""


@dataclass
class NotAnAdmin(Refusal):
    """Only an admin of the workspace changes what holds for everybody; ``may`` names some."""

    may: tuple[UserId, ...]


@dataclass
class NothingToSnooze(Refusal):
    """Nothing is asked of this person that can be put off; ``is_decider``: a decision is, which has its own deadline."""

    is_decider: bool


@dataclass
class SnoozedTooLong(Refusal):
    """The playbook lets this question be put off until ``latest`` in all."""

    latest: Due


@dataclass
class GatesOpen(Refusal):
    """Not everything is delivered while these gates are open."""

    gates: tuple[Item, ...]


@dataclass
class AlreadyClosed(Refusal):
    """The deal is closed, by whom and when."""

    by: UserId
    at: datetime


@dataclass
class NotClosed(Refusal):
    """Only a closed deal is taken up again; this one is not closed."""

    status: DealStatus


@dataclass
class PutAway(Refusal):
    """The deal was closed at ``at``, and since ``since`` its channel is put away: nothing can be said there any more."""

    at: datetime
    since: datetime


@dataclass
class MayNotSpeak(Refusal):
    """Nobody has said yet where Baton may post."""


@dataclass
class Busy(Refusal):
    """Others changed the deal again and again while we tried."""
