"""One input by one person: who, where, when, and what the use cases need to know of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from bot.context import Context
from bot.model import ChannelId, Due, Person, UserId, WorkspaceId
from bot.playbook_texts import PlaybookTexts
from bot.ports import Clock
from bot.refusals import NoDealHere, NoSuchDeal, TooLong
from bot.rules.permissions import Act, check
from bot.service.desk import Asked, Desk, Find, by_channel, by_id
from bot.service.reading import Seen, around, see
from bot.settled import Allowed
from bot.working_time import local_day
from commands.when import understand
from messages.ids import Press


def pointed(value: str) -> Press:
    """Read what a button or form carries; raise NoSuchDeal for what we never wrote."""
    try:
        return Press.read(value)
    except ValueError as error:
        raise NoSuchDeal from error


def moment_of(carried: str) -> datetime:
    """Read the moment that a form carries; raise NoSuchDeal for what we never wrote."""
    try:
        moment = datetime.fromisoformat(carried)
    except ValueError as error:
        raise NoSuchDeal from error
    if moment.tzinfo is None:
        raise NoSuchDeal
    return moment


def subject_of(press: Press) -> UUID:
    """Return the step or line that a button or form is about; raise NoSuchDeal where it names none."""
    if press.subject is None:
        raise NoSuchDeal
    return press.subject


def fitting(what: str, text: str, limit: int) -> str:
    """Return a text that fits; raise TooLong rather than keep half of what somebody said."""
    if len(text) > limit:
        raise TooLong(what, limit, len(text))
    return text


def day_of(due: Due) -> date:
    """Return the day that was meant, as the one who typed it reads the calendar."""
    return due.on or local_day(due.zone, due.at)


@dataclass(frozen=True, slots=True)
class Input:
    """What somebody did, as Slack tells it. ``key`` is the same when Slack delivers the same input again.

    ``filled_in``: the same for a form, with what stands in it; it is submitted anew after a refusal.
    """

    team_id: str
    user_id: UserId
    channel_id: ChannelId | None
    key: str
    filled_in: str = ""

    @property
    def said(self) -> str:
        """Return by what a refusal of this is known again."""
        return self.filled_in or self.key


@dataclass(frozen=True, slots=True)
class Connecting:
    """What it takes to connect a system.

    ``address`` is where it sends to, by its name and its connection's id; ``secret`` makes one that nobody can foresee,
    and ``sealed`` returns it as it may be kept, for this workspace and connection alone.
    """

    address: Callable[[str, UUID], str]
    secret: Callable[[], str]
    sealed: Callable[[WorkspaceId, UUID, str], str]


@dataclass(frozen=True, slots=True)
class Counter:
    """Where people are served: the use cases, the clock, and what finds a workspace and its people.

    ``workspace_of`` takes Slack's team id; ``learn`` returns a person, read from Slack if we have not met. ``allowed`` is
    what a workspace may settle; ``connecting`` None: no system can be connected, since its secret could not be kept.
    """

    desk: Desk
    clock: Clock
    workspace_of: Callable[[str], WorkspaceId | None]
    learn: Callable[[WorkspaceId, UserId], Person | None]
    command: str
    texts: PlaybookTexts
    allowed: Allowed = field(default_factory=Allowed)
    connecting: Connecting | None = None

    def serves(self, given: Input) -> bool:
        """Tell whether an input comes from a workspace in which Baton is installed."""
        return self.workspace_of(given.team_id) is not None


@dataclass(frozen=True, slots=True)
class Visit:
    """One input. ``key`` is the same when Slack delivers the same input again."""

    counter: Counter
    workspace_id: WorkspaceId
    user_id: UserId
    channel_id: ChannelId | None
    key: str
    now: datetime
    refused_as: str = ""

    @property
    def said(self) -> str:
        """Return by what a refusal of this is known again."""
        return self.refused_as or self.key

    @property
    def desk(self) -> Desk:
        """Return what the use cases work with."""
        return self.counter.desk

    @property
    def asked(self) -> Asked:
        """Return this input as the use cases know it."""
        return Asked(self.workspace_id, self.user_id, self.key, self.now, self.channel_id)

    def here(self) -> Find:
        """Find the deal of the channel in which this was typed."""
        if self.channel_id is None:
            raise NoDealHere
        return by_channel(self.channel_id)

    def see_here(self) -> Seen:
        """Return the deal of this channel with its people."""
        return see(self.desk, self.asked, self.here())

    def see(self, press: Press) -> Seen:
        """Return the deal that a button or form points to."""
        return see(self.desk, self.asked, by_id(press.deal_id))

    def see_for(self, act: Act, press: Press | None = None) -> Seen:
        """Return the deal of a button, else of this channel, to somebody who may do what anybody of the workspace may.

        Whoever may not hears so before a form is filled in in vain.
        """
        seen = self.see(press) if press else self.see_here()
        check(act, seen.context, self.user_id)
        return seen

    def around(self) -> Context:
        """Return the people of this workspace."""
        return around(self.desk, self.workspace_id)

    def when(self, text: str, context: Context) -> Due:
        """Understand a moment as the visitor means it, in their zone; raise NotUnderstood with an example."""
        return understand(text, now=self.now, calendar=context.calendar(self.user_id))
