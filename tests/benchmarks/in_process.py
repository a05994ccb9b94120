"""A Slack in this process that takes everything at once, and a courier that speaks to it: what is left is Baton's own."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from bot.model import ChannelId, Deal, UserId, WorkspaceId
from bot.outgoing import Outgoing
from bot.ports import Clock, Posted
from messages.delivery.courier import Courier
from messages.delivery.outcomes import Outcome, Sent
from messages.message import Message
from messages.scene import Scene
from storage.opening import Storage

if TYPE_CHECKING:
    from messages.delivery.slack import Slack


class InProcess:
    """One workspace's Slack. Every call is a success that took no time."""

    timeout = 10.0

    def __init__(self) -> None:
        self._numbers = count(1)

    def send(self, _method: str, arguments: Mapping[str, Any]) -> Outcome:
        return Sent({"ok": True, "channel": arguments.get("channel"), "ts": f"{next(self._numbers)}.000100"})

    ask = send

    def direct_channel(self, person: UserId) -> ChannelId:
        return ChannelId(f"D{person}")


class Told:
    """Who was told, in the order of the telling. Shared between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.order: list[WorkspaceId] = []

    def __call__(self, workspace_id: WorkspaceId, _: Outgoing, __: Posted | None, now: datetime) -> None:
        assert now.tzinfo
        with self._lock:
            self.order.append(workspace_id)


def courier_of(storage: Storage, clock: Clock, told: Told, port: object | None = None) -> Courier:
    slack = cast("Slack", port or InProcess())
    return Courier(
        outbox=storage.outbox,
        work=storage.work,
        clock=clock,
        slack_for=lambda _: slack,
        render=_plain,
        still_true=_still,
        told=told,
        held=_nothing,
        skipped=_nothing,
        gave_up=_nothing,
    )


def _plain(outgoing: Outgoing, _: Scene) -> Message:
    return Message(outgoing.key, ())


def _still(_: Deal | None, __: Outgoing, now: datetime) -> None:
    assert now.tzinfo


def _nothing(*_: object) -> None:
    return None
