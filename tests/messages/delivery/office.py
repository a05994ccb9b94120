"""A workspace, its outbox and its courier, with hands to move time and to make Slack go wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from bot.events import DealImported, Nudged, Recorded
from bot.ladder import DEFAULT_LADDER
from bot.model import BATON, ChannelId, Deal, DealId, DealStatus, Facts, UserId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Clock, Posted, Workspace
from bot.rules.quiet import Held
from bot.service import taken_down
from bot.service.desk import Desk
from messages.blocks import section
from messages.delivery.courier import Courier
from messages.delivery.outcomes import Sent
from messages.delivery.slack import Slack
from messages.escaping import Mrkdwn
from messages.message import Message
from messages.scene import Asked, Scene
from sandbox.client import SandboxClient
from storage.opening import Storage

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
MACHINE_START = datetime(2001, 1, 1, tzinfo=UTC)
HASTE = 0.3


class TwoClocks:
    """Business time is the sandbox's; both stand still until the test lets them pass."""

    def __init__(self, client: SandboxClient) -> None:
        self._client = client
        self._now = client.now()
        self._passed = timedelta()

    def now(self) -> datetime:
        return self._now

    def machine(self) -> datetime:
        return MACHINE_START + self._passed

    def stall(self, seconds: float) -> None:
        """Let only machine time pass, as when a process is paused."""
        self._passed += timedelta(seconds=seconds)

    def pass_(self, seconds: float) -> None:
        """Let both times pass."""
        self.stall(seconds)
        self._now = datetime.fromisoformat(self._client.advance(seconds)["now"])


@dataclass
class Office:
    """A workspace, its outbox and whoever delivers from it."""

    storage: Storage
    slack: Slack
    hasty: Slack
    client: SandboxClient
    clock: TwoClocks
    workspace: Workspace
    ana: UserId
    first_entry: int
    is_hurried: bool = False
    has_slow_history: bool = False
    sends_ids: bool = False
    moot: dict[str, str] = field(default_factory=dict)
    told: list[tuple[str, Posted | None]] = field(default_factory=list)
    held: list[tuple[str, Held]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    given_up: list[tuple[str, str]] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    met: list[set[UserId]] = field(default_factory=list)
    while_drawing: Callable[[Outgoing], None] = lambda _: None
    while_telling: Callable[[Outgoing], None] = lambda _: None
    while_giving_up: Callable[[Outgoing], None] = lambda _: None
    while_finding: Callable[[Outgoing], None] = lambda _: None

    def courier(self, clock: Clock | None = None) -> Courier:
        return Courier(
            outbox=self.storage.outbox,
            work=self.storage.work,
            clock=clock or self.clock,
            slack_for=lambda _: self.hasty if self.is_hurried else self.slack,
            render=self._draw,
            still_true=self._still_true,
            told=self.tell,
            held=self._hold,
            skipped=self._skip,
            gave_up=self._give_up,
            deleted=self._find_deleted,
            has_slow_history=self.has_slow_history,
            sends_ids=self.sends_ids,
        )

    def _draw(self, outgoing: Outgoing, scene: Scene) -> Message:
        self.while_drawing(outgoing)
        self.drawn.append(outgoing.key)
        self.met.append(set(scene.people))
        if scene.asked:
            return Message(" + ".join(map(_line, scene.asked)), ())
        account = scene.deal.facts.account if scene.deal else "nobody"
        said = f"{outgoing.key} for {account}"
        return Message(said, (section(Mrkdwn(said)),) if outgoing.kind is Kind.HOME else ())

    def _still_true(self, _: Deal | None, outgoing: Outgoing, now: datetime) -> str | None:
        assert now.tzinfo
        return self.moot.get(outgoing.key)

    def tell(self, _: WorkspaceId, outgoing: Outgoing, posted: Posted | None, now: datetime) -> None:
        assert now.tzinfo
        self.while_telling(outgoing)
        self.told.append((outgoing.key, posted))

    def _hold(self, _: WorkspaceId, outgoing: Outgoing, waits: Held, now: datetime) -> None:
        assert now < waits.until
        self.held.append((outgoing.key, waits))

    def _skip(self, _: WorkspaceId, outgoing: Outgoing, why: str, now: datetime) -> None:
        assert now.tzinfo
        self.skipped.append((outgoing.key, why))

    def _give_up(self, _: WorkspaceId, outgoing: Outgoing, why: str, now: datetime) -> None:
        assert now.tzinfo
        self.while_giving_up(outgoing)
        self.given_up.append((outgoing.key, why))

    def _find_deleted(self, workspace_id: WorkspaceId, outgoing: Outgoing, gone: Posted, now: datetime) -> None:
        self.while_finding(outgoing)
        desk = Desk(self.storage.work, uuid4, lambda: "", lambda: None)
        taken_down.deleted(desk, workspace_id, outgoing, gone, now)

    def deal(self, *, with_channel: bool = True, **changes: Any) -> Deal:
        """Store a deal, by default with a channel that the bot opened in Slack."""
        deal_id = DealId(uuid4())
        short = deal_id.hex[:6]
        deal = Deal(
            id=deal_id,
            workspace_id=self.workspace.id,
            source="test",
            external_id=str(deal_id),
            short=short,
            kind="site",
            facts=Facts(name="Charging site", account="Acme"),
            status=DealStatus.OPEN,
            seller_id=self.ana,
            owner_id=self.ana,
            zone="Europe/Helsinki",
            ladder=DEFAULT_LADDER,
            channel_name=f"deal-acme-{short}",
            seq=1,
        )
        deal = replace(deal, channel_id=self.channel(short) if with_channel else None, **changes)
        with self.storage.work(self.workspace.id) as uow:
            assert uow.add(deal, [Recorded(1, START, BATON, DealImported())], [])
        return deal

    def channel(self, short: str) -> ChannelId:
        said = self.slack.ask("conversations.create", {"name": f"made-before-{short}"})
        assert isinstance(said, Sent)
        return said.channel_id

    def send(self, *outgoing: Outgoing) -> None:
        with self.storage.work(self.workspace.id) as uow:
            uow.send(outgoing)

    def say(self, deal: Deal, *keys: str, kind: Kind = Kind.SAY) -> None:
        """Put messages for the deal's channel into its lane."""
        lane = f"deal:{deal.id}"
        self.send(*(Outgoing(key, kind, lane, deal_id=deal.id, in_channel_of=deal.id) for key in keys))

    def inject(self, do: str, *, method: str = "chat.postMessage", **more: Any) -> None:
        """Make a call go wrong. One that hangs is given up soon; all others have time, also on a machine under load."""
        self.is_hurried = do.startswith(("hang", "late"))
        self.client.inject({"method": method, "do": do, **more})

    def deliver(self) -> int:
        """Deliver until nothing is due at this moment."""
        courier, total = self.courier(), 0
        while claimed := courier.deliver_once():
            total += claimed
        return total

    def drain(self, minutes: float = 40, step: float = 15) -> None:
        """Deliver, letting time pass, until the outbox is empty; fail if it never is."""
        passed = 0.0
        while passed <= minutes * 60:
            self.deliver()
            if not self.storage.outbox.waiting(business_now=self.clock.now()):
                return
            self.clock.pass_(step)
            passed += step
        raise AssertionError(f"still waiting: {self.rows()}")

    def texts(self, channel_id: ChannelId | None) -> list[str]:
        """Return what our bot has said in a channel, oldest first, without the account's name."""
        assert channel_id
        said = self.client.messages(channel_id)
        return [message["text"].split(" for ")[0] for message in said if message.get("metadata")]

    def calls(self, method: str) -> list[dict[str, Any]]:
        """Return the arguments of every call of a method that reached Slack since the test began."""
        return [entry["args"] for entry in self.traffic() if entry["method"] == method]

    def traffic(self) -> list[dict[str, Any]]:
        return [entry for entry in self.client.traffic(self.first_entry) if entry["kind"] == "call"]

    def rows(self) -> dict[str, str]:
        """Return the state of every outbox row."""
        with self.storage.engine.connect() as connection:
            found = connection.execute(text("SELECT key, state FROM outbox ORDER BY position"))
            return {row.key: row.state for row in found}

    def column(self, key: str, name: str) -> Any:
        with self.storage.engine.connect() as connection:
            return connection.execute(text(f"SELECT {name} FROM outbox WHERE key = :key"), {"key": key}).scalar()


def _line(asked: Asked) -> str:
    """Say what a question is about, and whether it ended."""
    assert isinstance(asked.event.event, Nudged)
    return asked.event.event.about + (" (ended)" if asked.ending else "")
