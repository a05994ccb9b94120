"""What the faults panel does when a button in it is pressed."""

from collections.abc import Awaitable, Callable, Mapping

from sandbox.errors import Json, Refused
from sandbox.model import Channel, User
from sandbox.page.acts import only
from sandbox.page.faults import is_archivable
from sandbox.page.filled import Form
from sandbox.page.visit import Visit
from sandbox.people.arrivals import change_person

DONE: Json = {"ok": True}


async def make_trouble(visit: Visit, name: str, form: Form) -> Json:
    """Do it, and write it down in the traffic log beside what the app makes of it."""
    if name not in TROUBLES:
        raise Refused(f"The panel does not {name!r}; it can: {', '.join(TROUBLES)}.", 404)
    at = visit.world.clock.now().isoformat()
    answer = await TROUBLES[name](visit, form)
    args = {key: list(values) for key, values in form.items()}
    visit.world.shared.traffic.log(
        "control", name, at=at, args=args, status=200, answer=answer, team=visit.world.team.id
    )
    visit.world.changes.touch()
    return answer


async def _add(visit: Visit, form: Form) -> Json:
    value, times, contains = only(form, "value").strip(), only(form, "times"), only(form, "contains").strip()
    do = only(form, "do")
    rule: Json = {"method": only(form, "method") or "*", "do": f"{do}:{value}" if value else do}
    if not times.isdigit():
        raise Refused("Say how often with a whole number; 0 means every time.")
    visit.world.shared.faults.add([rule | {"times": int(times)} | _match(contains)])
    return DONE


def _match(contains: str) -> Json:
    return {"match": {"text_contains": contains}} if contains else {}


async def _clear(visit: Visit, _form: Form) -> Json:
    visit.world.shared.faults.clear()
    return DONE


async def _sockets(visit: Visit, form: Form) -> Json:
    sockets = visit.world.shared.sockets
    how = only(form, "how")
    count = await (sockets.cut_all() if how == "cut" else sockets.disconnect_all(how))
    return {"ok": True, "connections": count}


async def _rename(visit: Visit, form: Form) -> Json:
    name = only(form, "real_name").strip()
    if not name:
        raise Refused("Give the new name.")
    change_person(visit.world, _person(visit, form).id, {"real_name": name})
    return DONE


async def _deactivate(visit: Visit, form: Form) -> Json:
    change_person(visit.world, _person(visit, form).id, {"deleted": True})
    return DONE


async def _archive(visit: Visit, _form: Form) -> Json:
    """Archive the channel in view, as a person who may would."""
    channel, world = _channel(visit), visit.world
    assert visit.person
    world.posting.note(channel, visit.person.id, "channel_archive", "archived the channel")
    channel.is_archived = True
    event = {"type": "channel_archive", "channel": channel.id, "user": visit.person.id}
    world.events.emit("channel_archive", event, channel)
    return DONE


async def _unarchive(visit: Visit, _form: Form) -> Json:
    channel, world = visit.channel, visit.world
    if channel is None or not channel.is_archived or visit.person is None:
        raise Refused("Look at an archived channel to bring it back.")
    channel.is_archived = False
    world.posting.note(channel, visit.person.id, "channel_unarchive", "un-archived the channel")
    event = {"type": "channel_unarchive", "channel": channel.id, "user": visit.person.id}
    world.events.emit("channel_unarchive", event, channel)
    return DONE


def _person(visit: Visit, form: Form) -> User:
    user = visit.world.team.users.get(only(form, "person"))
    if user is None:
        raise Refused("Choose a person.")
    return user


def _channel(visit: Visit) -> Channel:
    channel = visit.channel
    if channel is None or not is_archivable(visit):
        raise Refused("Look at a channel that can be archived; #general and direct messages cannot.")
    return channel


TROUBLES: Mapping[str, Callable[[Visit, Form], Awaitable[Json]]] = {
    "add": _add,
    "clear": _clear,
    "sockets": _sockets,
    "rename": _rename,
    "deactivate": _deactivate,
    "archive": _archive,
    "unarchive": _unarchive,
}
