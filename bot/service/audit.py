"""The audit's use case: tell whoever Baton turns to in a workspace what was found, once a day."""

from collections.abc import Mapping
from datetime import datetime

from bot.addressing import private
from bot.model import BATON, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.service.desk import Desk, context_of
from bot.watching import AUDIT, Fault


def report(desk: Desk, workspace_id: WorkspaceId, counts: Mapping[Fault, int], *, now: datetime) -> None:
    """Tell what was found, by direct message. A second report on one day, of any process, changes nothing.

    How many and of what kind, not which deals: that person need not be a member of a private one.
    """
    packed = ",".join(f"{fault}={counts[fault]}" for fault in Fault if counts.get(fault))
    with desk.work(workspace_id) as uow:
        to = context_of(uow).default_owner
        if packed and to != BATON:
            # By the day alone: what differs from one look to the next is in the log, and one person reads this.
            key = f"alert:{AUDIT}:{now.date()}"
            uow.send([Outgoing(key, Kind.ALERT, private(to), to_user=to, detail=f"{AUDIT}:{packed}")], now=now)
    desk.wake()
