"""What the faults panel does when a button in it is pressed."""

from collections.abc import Awaitable, Callable, Mapping

from sandbox.control.breaking import REASONS, add_rules
from sandbox.errors import Json, Refused
from sandbox.installing.installation import revoke, uninstall
from sandbox.page.acts import only
from sandbox.page.filled import Form
from sandbox.page.visit import Visit
from sandbox.people.arrivals import change_person
from sandbox.state.model import User

DONE: Json = {"ok": True}


async def make_trouble(visit: Visit, name: str, form: Form) -> Json:
    """Do it, and write it down in the traffic log beside what the app makes of it."""
    if name not in TROUBLES:
        raise Refused(f"The panel does not {name!r}; it can: {', '.join(TROUBLES)}.", 404)
    shared = visit.world.shared
    at = shared.clock.now().isoformat()
    # What is refused is not written down: nothing happened that could explain what the app does next.
    answer = await TROUBLES[name](visit, form)
    args = {key: " ".join(values) for key, values in form.items()}
    shared.traffic.log("control", name, at=at, args=args, status=200, answer=answer, team=visit.world.team.id)
    shared.changes.touch()
    return answer


async def _add(visit: Visit, form: Form) -> Json:
    do, value, times = only(form, "kind"), only(form, "value").strip(), only(form, "times")
    if not (times.isascii() and times.isdigit()):
        raise Refused("Say how often with a whole number; 0 means every time.")
    rule: Json = {
        "method": only(form, "which").strip(),
        "do": f"{do}:{value}" if value else do,
        "times": int(times),
        # With one workspace the rule stays as scripts write it, and goes on to hold for one that is added.
        "team": visit.world.team.id if len(visit.platform.worlds) > 1 else "",
    }
    contains = only(form, "says").strip()
    return add_rules(visit.platform, [rule | ({"match": {"text_contains": contains}} if contains else {})])


async def _remove(visit: Visit, form: Form) -> Json:
    number = only(form, "number")
    visit.world.shared.faults.remove(int(number) if number.isascii() and number.isdigit() else 0)
    return DONE


async def _clear(visit: Visit, _form: Form) -> Json:
    visit.world.shared.faults.clear()
    return DONE


async def _sockets(visit: Visit, form: Form) -> Json:
    sockets, how = visit.world.shared.sockets, only(form, "how")
    if how not in ("cut", *REASONS):
        raise Refused(f"Sockets end by one of: cut, {', '.join(REASONS)}.")
    return {"ok": True, "connections": await (sockets.cut_all() if how == "cut" else sockets.disconnect_all(how))}


async def _revoke(visit: Visit, _form: Form) -> Json:
    _check_installed(visit)
    # All tokens, as an administrator's button does; scripts end single ones.
    revoke(visit.world)
    return DONE


async def _uninstall(visit: Visit, _form: Form) -> Json:
    _check_installed(visit)
    uninstall(visit.world)
    return DONE


def _check_installed(visit: Visit) -> None:
    if not visit.world.bot.is_installed:
        raise Refused(f"{visit.world.app.name} is not installed here any more.")


async def _rename(visit: Visit, form: Form) -> Json:
    name = only(form, "real_name").strip()
    if not name:
        raise Refused("Give the new name.")
    change_person(visit.world, _person(visit, form).id, {"real_name": name})
    return DONE


async def _deactivate(visit: Visit, form: Form) -> Json:
    change_person(visit.world, _person(visit, form).id, {"deleted": True})
    return DONE


def _person(visit: Visit, form: Form) -> User:
    user = visit.world.team.users.get(only(form, "person"))
    if user is None:
        raise Refused("Choose a person.")
    return user


TROUBLES: Mapping[str, Callable[[Visit, Form], Awaitable[Json]]] = {
    "add": _add,
    "remove": _remove,
    "clear": _clear,
    "sockets": _sockets,
    "revoke": _revoke,
    "uninstall": _uninstall,
    "rename": _rename,
    "deactivate": _deactivate,
}
