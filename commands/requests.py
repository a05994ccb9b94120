"""What can be typed after the slash, as data: one class for each subcommand."""

from dataclasses import dataclass

from bot.model import UserId, WaitingOn
from bot.service.reading import Scope
from commands.endings import Close, Lessons
from commands.of_gates import Reopen, Unlock
from commands.reports import ReportOf


@dataclass(frozen=True, slots=True)
class Glance:
    """The deal at a glance."""


@dataclass(frozen=True, slots=True)
class Won:
    """Open a deal by hand; what is None is asked in the form."""

    name: str | None
    amount_text: str | None


@dataclass(frozen=True, slots=True)
class Next:
    """Commit to a next step; an empty ``what`` and what is None are asked in the form."""

    what: str
    when_text: str | None
    otherwise: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """Keep a step; an empty ``what`` is the one that is open."""

    what: str


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Move a step. In ``rest`` the step and the new time run together: see split_reschedule."""

    rest: str
    because: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Park a step; an empty ``what`` is the one that is open, what is None is asked in the form. ``chaser``: None: who says it."""

    what: str
    on: WaitingOn | None
    until_text: str | None
    because: str | None
    chaser: UserId | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask somebody for a step; what is None or empty is asked in the form."""

    user_id: UserId | None
    what: str
    when_text: str | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Show the owner, or offer the deal to somebody; ``does``: take it over (me), or withdraw what somebody was asked."""

    user_id: UserId | None
    does: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Show who leads, or say who leads a function from now on; with a function alone the form asks who."""

    function: str | None
    user_id: UserId | None


@dataclass(frozen=True, slots=True)
class Give:
    """Give a line to somebody; an empty ``what`` and a person that is None are asked in the form."""

    what: str
    user_id: UserId | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """Show the checklist, of one function or whole."""

    function: str | None


@dataclass(frozen=True, slots=True)
class AcceptItem:
    """Accept a done line; an empty ``what`` is the only one that waits for it."""

    what: str


@dataclass(frozen=True, slots=True)
class SendBack:
    """Refuse a done line; a reason that is None is asked in the form."""

    what: str
    because: str | None


@dataclass(frozen=True, slots=True)
class Customer:
    """Write what we tell the customer now; an empty ``line`` is asked in the form."""

    line: str


@dataclass(frozen=True, slots=True)
class TellPromise:
    """Register a promise beyond the contract, or that there is none; an empty ``what`` is asked in the form."""

    what: str
    when_text: str | None
    is_none: bool = False


@dataclass(frozen=True, slots=True)
class Promises:
    """Show the register of promises."""


@dataclass(frozen=True, slots=True)
class ListDeals:
    """List deals."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class History:
    """Tell the deal's timeline."""


@dataclass(frozen=True, slots=True)
class Snooze:
    """Be asked again later; what is None is asked in the form."""

    when_text: str | None
    because: str | None


@dataclass(frozen=True, slots=True)
class Why:
    """Tell why the deal is as loud or as quiet as it is, and what comes."""


@dataclass(frozen=True, slots=True)
class PlaybookOf:
    """Show by which version of its playbook the deal goes."""


@dataclass(frozen=True, slots=True)
class Decide:
    """Ask for the decision card."""


@dataclass(frozen=True, slots=True)
class Away:
    """Mark somebody as away. In ``rest`` the person, the days and the stand-in run together: see absences."""

    rest: str


@dataclass(frozen=True, slots=True)
class Back:
    """Take back an absence; ``rest`` mentions whose, if it is not one's own."""

    rest: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Set when one works; an empty ``rest`` is asked in the form."""

    rest: str


@dataclass(frozen=True, slots=True)
class Region:
    """Set whose public holidays one has; an empty ``rest`` is asked in the form."""

    rest: str


@dataclass(frozen=True, slots=True)
class Digest:
    """Move one's own digest; an empty ``rest`` asks when it comes."""

    rest: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """Change what holds for everybody in the workspace; ``about``: its playbooks instead, if that was said."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """Explain the five everyday forms, or with ``more`` all of them."""

    more: bool


Request = (
    Glance | Won | Next | Ask | Done | Reschedule | Waiting | Owner | Lead | Give | Checklist | ListDeals | History | Snooze | Why | Decide
    | AcceptItem | SendBack | Close | Lessons | Reopen | Unlock | Customer | TellPromise | Promises | Away | Back | Hours | Region | Digest | SetUp
    | PlaybookOf | ReportOf | Help
)  # fmt: skip
