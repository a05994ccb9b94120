"""The systems that tell of deals: an admin connects one, gives it another secret, removes it."""

from collections.abc import Callable, Mapping
from uuid import UUID

from bot.connected import Connection
from bot.refusals import CannotConnect, NoSuchDeal, NotConnected
from bot.rules.own_time import check_admin
from bot.service import connecting
from commands.answers import Amiss, Answer, Open, Say
from commands.fields import Fields
from commands.visit import Connecting, Visit
from commands.webhooks.fields import SOURCE
from messages import connections as said
from messages import ids
from messages.connections import Shown


def listed(visit: Visit) -> Answer:
    """List the systems, to an admin."""
    zone = visit.around().calendar(visit.user_id).zone
    found, _ = connecting.systems(visit.desk, visit.asked)
    _means(visit)
    return Say(said.listed([_shown(visit, each) for each in found], zone, visit.now))


def list_pressed(visit: Visit, _value: str) -> Answer:
    """List them where the button of the settings was pressed."""
    return listed(visit)


def add_pressed(visit: Visit, _value: str) -> Answer:
    """Ask what the new one is called."""
    check_admin(visit.around(), visit.user_id)
    _means(visit)
    return Open(said.form(visit.desk.new_id()))


def added(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Connect it, and show its secret this once."""
    name = fields.text(said.SOURCE)
    if not SOURCE.fullmatch(name) or len(name) > said.LONGEST_NAME:
        return Amiss({said.SOURCE: said.no_name()})
    connection_id, secret = _id(metadata), _means(visit).secret()
    sealed = _means(visit).sealed(visit.workspace_id, connection_id, secret)
    made = connecting.connect(visit.desk, visit.asked, connection_id, name, sealed=sealed)
    return _with_secret(visit, made, secret)


def renew_pressed(visit: Visit, value: str) -> Answer:
    """Ask what becomes of the secret in force."""
    found, seen = _found(visit, value)
    return Open(said.renew_form(found, seen))


def renewed(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Put another secret in force, and show it this once."""
    carried, _, seen = metadata.partition("|")
    if not seen.isdecimal():
        raise NoSuchDeal
    connection_id, secret = _id(carried), _means(visit).secret()
    sealed = _means(visit).sealed(visit.workspace_id, connection_id, secret)
    keeps = fields.text(said.OLD) != said.ENDS
    now = connecting.renew(visit.desk, visit.asked, connection_id, int(seen), sealed=sealed, keeps_old=keeps)
    return _with_secret(visit, now, secret)


def remove_pressed(visit: Visit, value: str) -> Answer:
    """Ask once more."""
    return Open(said.remove_form(_found(visit, value)[0]))


def removed(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Remove it: what it sends is refused from now on."""
    found, _ = _found(visit, metadata)
    if fields.text(said.NAME).casefold() != found.source.casefold():
        return Amiss({said.NAME: said.other_name(found.source)})
    return Open(said.removed(connecting.disconnect(visit.desk, visit.asked, _id(metadata))))


def _with_secret(visit: Visit, connection: Connection, secret: str) -> Answer:
    zone = visit.around().calendar(visit.user_id).zone
    return Open(said.connected(_shown(visit, connection), secret, zone))


def _shown(visit: Visit, connection: Connection) -> Shown:
    return Shown(connection, _means(visit).address(connection.source, connection.id))


def _found(visit: Visit, carried: str) -> tuple[Connection, int]:
    wanted, (known, seen) = _id(carried), connecting.systems(visit.desk, visit.asked)
    for each in known:
        if each.id == wanted:
            return each, seen
    raise NotConnected


def _id(carried: str) -> UUID:
    """Read which connection a button or form is about; raise NoSuchDeal for what we never wrote."""
    try:
        return UUID(hex=carried)
    except ValueError as error:
        raise NoSuchDeal from error


def _means(visit: Visit) -> Connecting:
    """Return what connecting takes; raise CannotConnect where the operator gave no key to seal secrets with."""
    if visit.counter.connecting is None:
        raise CannotConnect
    return visit.counter.connecting


PRESSED: Mapping[str, Callable[[Visit, str], Answer]] = {
    ids.SETTINGS_CONNECTIONS: list_pressed,
    ids.CONNECTION_ADD: add_pressed,
    ids.CONNECTION_RENEW: renew_pressed,
    ids.CONNECTION_REMOVE: remove_pressed,
}
SUBMITTED: Mapping[str, Callable[[Visit, str, Fields], Answer]] = {
    ids.FORM_CONNECTION: added,
    ids.FORM_CONNECTION_RENEW: renewed,
    ids.FORM_CONNECTION_REMOVE: removed,
}
