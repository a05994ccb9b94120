"""The first steps of a workspace: what whoever let Baton in is shown once, as plain data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.identity import ChannelId, UserId


class FirstStep(StrEnum):
    """One of the first steps, in the order in which they are proposed."""

    CHANNEL = "channel"
    LEADS = "leads"
    BEGINNING = "beginning"
    PRACTICE = "practice"
    DEAL = "deal"
    PREVIEW = "preview"


SETTLED_BY_ADMINS = (FirstStep.CHANNEL, FirstStep.LEADS, FirstStep.BEGINNING)
"""What holds for everybody: doing it, or doing without it, is not for each reader of the message."""


class Stands(StrEnum):
    """How a first step stands: the one that is proposed now is the first that is open."""

    DONE = "done"
    SKIPPED = "skipped"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What is remembered of the first steps: only what no setting and no deal tells.

    ``person`` has the message, None: nobody yet. ``number`` grows when Baton is taken out: whoever lets it in again gets a
    message of their own. ``seen`` are steps that leave no other trace. ``drawn`` counts the edits of the message, and
    ``showed`` is what the last of them said.
    """

    number: int = 1
    person: UserId | None = None
    skipped: tuple[FirstStep, ...] = ()
    seen: tuple[FirstStep, ...] = ()
    drawn: int = 0
    showed: str = ""

    @property
    def key(self) -> str:
        """Return the key of the message, by which each of its edits finds it."""
        return f"first:{self.number}:{self.person}"


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What the message shows: how each step stands, and what a reader wants to know of it.

    ``admins`` are whom to ask for what the reader may not settle; None: they may. ``is_lent``: they may for having let
    Baton in, until an admin settles something.
    """

    steps: tuple[tuple[FirstStep, Stands], ...]
    may_speak: bool
    team_channel: ChannelId | None = None
    leads: int = 0
    private_until: str = ""
    waiting: int = 0
    admins: tuple[UserId, ...] | None = None
    is_lent: bool = False

    @property
    def open(self) -> tuple[FirstStep, ...]:
        """Return what is neither done nor skipped."""
        return tuple(step for step, stands in self.steps if stands is Stands.OPEN)

    @property
    def next(self) -> FirstStep | None:
        """Return the one thing that the reader can do now; None: there is nothing for them to do."""
        return next((step for step in self.open if self.can(step)), None)

    def can(self, step: FirstStep) -> bool:
        """Tell whether the reader can do a step now: a button is offered to nobody whom it would refuse."""
        if step in SETTLED_BY_ADMINS:
            return self.admins is None
        return step is not FirstStep.DEAL or self.may_speak


class FirstRunMemory(Protocol):
    """The part of a unit of work that knows the first steps."""

    def first_run(self) -> FirstRun | None:
        """Return what is remembered; None: this workspace was at work before there were first steps."""
        ...

    def put_first_run(self, run: FirstRun) -> None:
        """Write it."""
        ...
