"""What a message is drawn from: the deal as it stands, the event that called for the words, and the moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.context import Context
from bot.events import Event, Recorded
from bot.first_run import FirstSteps
from bot.model import Deal, Person, UserId
from bot.outgoing import DigestFacts
from bot.rules.at_home import HomeFacts
from bot.rules.in_earnest import InEarnest


@dataclass(frozen=True)
class Asked:
    """A question that stands in a message: its deal as it is now, and what ended it; None: it still asks."""

    deal: Deal
    event: Recorded
    ending: Recorded | None = None


@dataclass(frozen=True)
class Scene:
    """``deal`` is None only for what no single deal is behind. ``welcome`` are the playbook's words for a new channel.

    ``asked`` are the questions of a message that holds several, or that is drawn again when they end; ``endings`` what
    ended each line of a ``digest`` that is.
    ``around`` is read only for what says, or asks, when something comes.
    """

    deal: Deal | None
    event: Recorded | None
    people: Mapping[UserId, Person]
    now: datetime
    command: str = "/deal"
    welcome: str = ""
    asked: tuple[Asked, ...] = ()
    digest: DigestFacts | None = None
    endings: tuple[Recorded | None, ...] = ()
    around: Context | None = None
    home: HomeFacts | None = None
    first_steps: FirstSteps | None = None
    in_earnest: InEarnest | None = None

    @property
    def the_deal(self) -> Deal:
        if self.deal is None:
            raise LookupError("This message is about a deal, and the scene has none.")
        return self.deal

    @property
    def the_event(self) -> Event:
        if self.event is None:
            raise LookupError("This message says what happened, and the scene has no event.")
        return self.event.event
