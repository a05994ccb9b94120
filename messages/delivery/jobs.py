"""Everything that delivering one row needs to know, read in one transaction; the words are chosen after it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.context import Context
from bot.events import Nudged, Recorded
from bot.first_run import FirstSteps
from bot.model import ChannelId, Deal, Person, UserId, WorkspaceId
from bot.outgoing import BOARD_ANEW, FIRST_STEPS, Kind, Outgoing
from bot.ports import Posted, Row, RowState, Together, UnitOfWork, Workspace
from bot.rules.at_home import HomeFacts, Shown
from bot.rules.in_earnest import InEarnest, in_earnest
from bot.rules.practice import practised
from bot.rules.quiet import ASKS, Held, held, is_away
from bot.service.desk import context_of
from bot.service.first_run import steps_of
from bot.service.home import home_of
from bot.unsaid import Unsaid
from messages.delivery.marks import mark
from messages.delivery.outcomes import Failure
from messages.message import Message
from messages.scene import Scene

StillTrue = Callable[[Deal | None, Outgoing, datetime], str | None]
"""Look at the deal as it stands; return why a message no longer needs to be sent, or None while it does."""
Render = Callable[[Outgoing, Scene], Message]
"""Choose the words."""

MOST_ATTEMPTS = 8
"""Definite refusals after which a row is given up."""
REMEMBERED_FOR = timedelta(seconds=5)
WORDLESS = frozenset({Kind.OPEN_CHANNEL, Kind.INVITE, Kind.PIN_BOARD, Kind.ARCHIVE})


@dataclass(frozen=True, slots=True)
class Delivered:
    """Slack has it. ``posted`` is where; a new channel's ``ts`` is its name. ``note``: why it was settled without.

    ``was_lost``: it was seen there after a restore, whose memory did not know of it.
    """

    posted: Posted | None = None
    note: str | None = None
    was_lost: bool = False


@dataclass(frozen=True, slots=True)
class Moot:
    """It no longer needs to be sent. ``deleted``: where the message stood that it would have changed."""

    why: str
    deleted: Posted | None = None


Result = Delivered | Moot | Held | Failure


@dataclass(frozen=True, slots=True)
class Job:
    """A row with the deal as it stands. ``moot`` says why it need not be sent; ``edits`` where the message stands.

    ``held``: nobody may be spoken to now. ``is_homeless``: the deal's channel will not be opened.
    ``since``: before that moment the message cannot have been posted. ``settle``: the seconds in which an earlier call may still take effect. ``seen``: where it stood when Slack was looked through after a restore, whose memory did not know of it.
    ``joins``: the message that it becomes a line of, or that is drawn again with all its lines.
    """

    row: Row
    workspace: Workspace
    scene: Scene
    render: Render
    settle: float
    sends_ids: bool
    since: datetime
    moot: str | None = None
    held: Held | None = None
    channel_id: ChannelId | None = None
    edits: Posted | None = None
    awaited_from: datetime | None = None
    seen: Posted | None = None
    joins: Together | None = None
    is_homeless: bool = False

    @property
    def outgoing(self) -> Outgoing:
        """Return what is to be delivered."""
        return self.row.outgoing

    @property
    def deal(self) -> Deal | None:
        """Return the deal as it stands now."""
        return self.scene.deal

    @property
    def is_doubtful(self) -> bool:
        """Tell whether an earlier attempt may have reached Slack."""
        return self.row.state is RowState.UNKNOWN and self.row.body is not None

    def body(self) -> str:
        """Return the message as it is stored and sent, with the moment before which it cannot have been posted."""
        message = self.render(self.outgoing, self.scene)
        return json.dumps(
            {"since": self.since.timestamp(), "text": message.text, "blocks": list(message.blocks)},
            ensure_ascii=False,
        )


class Acquaintances:
    """Everybody in each workspace, read anew after a while: people change rarely, and rows are many."""

    def __init__(self) -> None:
        self._read: dict[WorkspaceId, tuple[datetime, Mapping[UserId, Person]]] = {}

    def of(self, uow: UnitOfWork, *, machine: datetime) -> Mapping[UserId, Person]:
        """Return the workspace's people as they were a few seconds ago at most."""
        until, people = self._read.get(uow.workspace_id, (machine, {}))
        # Too far ahead it was put by a clock that was set back since: nobody new would be known until that moment.
        if not machine < until <= machine + REMEMBERED_FOR:
            people = uow.people()
            self._read[uow.workspace_id] = (machine + REMEMBERED_FOR, people)
        return people


def read(
    row: Row,
    uow: UnitOfWork,
    *,
    people: Callable[[UnitOfWork], Mapping[UserId, Person]],
    still_true: StillTrue,
    render: Render,
    command: str,
    settle: float,
    sends_ids: bool,
    now: datetime,
    machine: datetime,
) -> Job:
    """Read what the row is about."""
    outgoing = row.outgoing
    deal_id = outgoing.deal_id or outgoing.in_channel_of
    deal = uow.deal(deal_id) if deal_id else None
    event = uow.event(outgoing.deal_id, outgoing.seq) if outgoing.deal_id and outgoing.seq is not None else None
    workspace = uow.workspace()
    # What says nothing names nobody, and a workspace may have thousands of people. But who is back, or works by other
    # hours from now on, is asked within seconds of saying so: by what was remembered, that question would be dropped.
    is_exact = outgoing.detail == BOARD_ANEW or outgoing.kind in ASKS
    known = {} if outgoing.kind in WORDLESS else uow.people() if is_exact else people(uow)
    around = _around(outgoing, deal, known, uow)
    earnest = _in_earnest(outgoing, deal, event, uow)
    scene = Scene(deal, event, known, now, command, first_steps=_first_steps(uow, outgoing), in_earnest=earnest)
    return Job(
        row=row,
        workspace=workspace,
        scene=replace(scene, welcome=_welcome(uow, outgoing, deal), around=around, home=_home(uow, outgoing, now)),
        render=render,
        settle=settle,
        sends_ids=sends_ids,
        since=_since(row, now, machine),
        moot=still_true(deal, outgoing, now)
        or (Unsaid.ABSENT if around and is_away(outgoing, around, now=now) else None),
        held=held(outgoing, event, around, now=now) if around else None,
        channel_id=_channel(uow, outgoing, deal),
        seen=_seen(uow, outgoing, deal) if workspace.is_restored else None,
    )


def _home(uow: UnitOfWork, outgoing: Outgoing, now: datetime) -> HomeFacts | None:
    if outgoing.kind is not Kind.HOME or outgoing.to_user is None:
        return None
    # Drawn because of what others did it shows what its person chose last, who may have turned a page since.
    shown = uow.sees(outgoing.to_user) if outgoing.detail is None else outgoing.detail
    return home_of(uow, outgoing.to_user, Shown.read(shown), now=now)


def _first_steps(uow: UnitOfWork, outgoing: Outgoing) -> FirstSteps | None:
    return steps_of(uow) if FIRST_STEPS in (outgoing.kind, outgoing.detail) else None


def _welcome(uow: UnitOfWork, outgoing: Outgoing, deal: Deal | None) -> str:
    playbook = uow.playbook(deal.kind) if deal and outgoing.kind is Kind.BRIEF else None
    return playbook.welcome if playbook else ""


def _around(outgoing: Outgoing, deal: Deal | None, people: Mapping[UserId, Person], uow: UnitOfWork) -> Context | None:
    # Most messages wait for nobody's hours, and a workspace may have thousands of people to sort. A board says what
    # comes, where anything does.
    is_asked = deal is not None and any(each.closed_at is None for each in deal.lapses)
    if outgoing.kind not in ASKS and not (outgoing.detail in ("board", BOARD_ANEW) and is_asked):
        return None
    home = uow.workspace()
    real = Context.among(people, home.default_owner, week=home.week, region=home.region, days_off=uow.days_off())
    return practised(real, deal.seller_id) if deal and deal.is_practice else real


def _in_earnest(outgoing: Outgoing, deal: Deal | None, event: Recorded | None, uow: UnitOfWork) -> InEarnest | None:
    if deal is None or not deal.is_practice or event is None or not isinstance(event.event, Nudged):
        return None
    return in_earnest(deal, event.event, context_of(uow)) if outgoing.kind is Kind.NUDGE else None


def _since(row: Row, now: datetime, machine: datetime) -> datetime:
    """Return a moment before which no call for this row can have been made.

    A clock that is ahead would hide the message from whoever looks for it. Looking further back only costs calls, so of
    two clocks the one that is behind counts. And so does the first attempt, whatever came of it: it may take effect
    when nobody expects that any more.
    """
    first = json.loads(row.body).get("since") if row.body else None
    before = min(now, machine)
    return before if first is None else min(before, datetime.fromtimestamp(first, UTC))


def _seen(uow: UnitOfWork, outgoing: Outgoing, deal: Deal | None) -> Posted | None:
    secret = uow.workspace().secret
    if outgoing.kind is Kind.OPEN_CHANNEL and deal is not None:
        # A channel carries no mark, and the name that the lost memory chose for it is lost as well. But its first
        # message is there, and says by its mark whose channel it is.
        first = uow.sighted(mark(f"brief:{deal.id}", secret))
        return Posted(first.channel_id, deal.channel_name or "") if first else None
    return uow.sighted(mark(outgoing.key, secret))


def _channel(uow: UnitOfWork, outgoing: Outgoing, deal: Deal | None) -> ChannelId | None:
    home = outgoing.in_channel_of
    if home is None or (deal is not None and deal.id == home):
        return outgoing.to_channel or (deal.channel_id if deal else None)
    other = uow.deal(home)
    return other.channel_id if other else None


def parts(body: str) -> dict[str, Any]:
    """Return the text and blocks of a stored body, as Slack takes them."""
    stored = json.loads(body)
    return {"text": stored["text"]} | ({"blocks": stored["blocks"]} if stored["blocks"] else {})
