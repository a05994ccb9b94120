"""Systems are connected, given another secret and removed, by admins; each of it is told like every other setting."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from bot.connected import Connection
from bot.ports import Conflict, UnitOfWork
from bot.refusals import AlreadyConnected, Busy, NotConnected, TooManyConnected
from bot.rules.own_time import check_admin
from bot.service.desk import TRIES, Asked, Desk, context_of
from bot.service.settling import Change, check_current, record
from bot.settled import Setting

OLD_LASTS = timedelta(days=1)
"""For how long the secret before stays good: whoever runs the other system must have time to put the new one there."""

MOST = 20
"""Systems of one workspace: all of them fit into one message."""

CONNECTED = "yes"


def systems(desk: Desk, asked: Asked) -> tuple[Sequence[Connection], int]:
    """Return the connections, to an admin, and the number of the last change that anybody made."""
    with desk.work(asked.workspace_id) as uow:
        check_admin(context_of(uow), asked.by)
        last = next(iter(uow.settled(most=1)), None)
        return uow.connections(), last.seq if last else 0


def connect(desk: Desk, asked: Asked, connection_id: UUID, source: str, *, sealed: str) -> Connection:
    """Connect a system; raise AlreadyConnected where one has this name, also by the very same form a moment ago.

    Its name is what its deals are known by, so two systems of one name would take each other's deals for theirs.
    """
    made = Connection(connection_id, source, asked.by, secret_at=asked.now)

    def write(uow: UnitOfWork) -> Change:
        known = uow.connections()
        for each in known:
            if each.id == connection_id or each.source.casefold() == source.casefold():
                raise AlreadyConnected(each.source, each.made_by)
        if len(known) >= MOST:
            raise TooManyConnected(MOST)
        uow.connect(made, sealed)
        return Setting.CONNECTION, source, "", CONNECTED

    _settle(desk, asked, write)
    return made


def renew(
    desk: Desk, asked: Asked, connection_id: UUID, seen: int, *, sealed: str, keeps_old: bool = True
) -> Connection:
    """Give a system another secret. The old one is good for a day more, or not at all where somebody may know it."""
    renewed: list[Connection] = []

    def write(uow: UnitOfWork) -> Change:
        was = _found(uow, connection_id)
        until = asked.now + OLD_LASTS if keeps_old else None
        now = replace(was, secret_at=asked.now, old_until=until)
        change = Setting.RENEWED, was.source, was.secret_at.isoformat(), asked.now.isoformat()
        # The same form twice, or two admins at once: one of them would put a secret into a system that is over already.
        check_current(uow, seen, [change])
        uow.renew(now, sealed)
        renewed[:] = [now]
        return change

    _settle(desk, asked, write)
    return renewed[0]


def disconnect(desk: Desk, asked: Asked, connection_id: UUID) -> Connection:
    """Remove a system: from now on its address answers as if it had never been. Its deals go on."""
    removed: list[Connection] = []

    def write(uow: UnitOfWork) -> Change:
        was = _found(uow, connection_id)
        uow.disconnect(connection_id)
        removed[:] = [was]
        return Setting.CONNECTION, was.source, CONNECTED, ""

    _settle(desk, asked, write)
    return removed[0]


def _found(uow: UnitOfWork, connection_id: UUID) -> Connection:
    for each in uow.connections():
        if each.id == connection_id:
            return each
    raise NotConnected


def _settle(desk: Desk, asked: Asked, write: Callable[[UnitOfWork], Change]) -> None:
    for _ in range(TRIES):
        try:
            with desk.work(asked.workspace_id) as uow:
                check_admin(context_of(uow), asked.by)
                record(uow, asked, [write(uow)])
        except Conflict:
            continue
        return
    raise Busy
