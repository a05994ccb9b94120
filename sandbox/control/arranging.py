"""The control routes that set the stage: people, groups, channels, the app's configuration and faults."""

from typing import Any

from starlette.requests import Request

from sandbox.control.requests import body_of
from sandbox.deliveries.events import SCOPES
from sandbox.errors import Json, Refused
from sandbox.model import SlashCommand
from sandbox.people import arrivals
from sandbox.world import World

REASONS = ("refresh_requested", "warning", "link_disabled")
FACTS = frozenset({"name", "commands", "scopes", "events", "request_url", "home_tab_enabled", "rate_limits"})


async def add_person(world: World, request: Request) -> Json:
    return arrivals.add_person(world, await body_of(request))


async def change_person(world: World, request: Request) -> Json:
    return arrivals.change_person(world, request.path_params["user"], await body_of(request))


async def add_usergroup(world: World, request: Request) -> Json:
    return arrivals.add_usergroup(world, await body_of(request))


async def add_channel(world: World, request: Request) -> Json:
    return arrivals.add_channel(world, await body_of(request))


async def add_faults(world: World, request: Request) -> Json:
    body = await body_of(request)
    rules = body.get("rules")
    if not isinstance(rules, list):
        raise Refused('Say {"rules": [{"method": "chat.postMessage", "do": "double"}]}.')
    world.faults.add(rules)
    return {"ok": True, "rules": len(world.faults.rules)}


async def clear_faults(world: World, _request: Request) -> Json:
    world.faults.clear()
    return {"ok": True}


async def disconnect(world: World, request: Request) -> Json:
    """End the app's sockets, announced with one of Slack's reasons or cut off."""
    how = (await body_of(request)).get("how", REASONS[0])
    if how == "cut":
        return {"ok": True, "connections": await world.sockets.cut_all()}
    if how not in REASONS:
        raise Refused(f"how is one of {', '.join(REASONS)} or cut.")
    return {"ok": True, "connections": await world.sockets.disconnect_all(str(how))}


async def configure_app(world: World, request: Request) -> Json:
    """Set what an app's manifest would; what is not named stays as it was."""
    body = await body_of(request)
    unknown = sorted(set(body) - FACTS)
    if unknown:
        raise Refused(f"An app has no {unknown[0]!r}; what there is: {', '.join(sorted(FACTS))}.")
    commands = _commands(body["commands"]) if "commands" in body else world.app.commands
    events = _events(body["events"]) if "events" in body else world.app.events
    scopes = _words(body["scopes"], "scopes") if "scopes" in body else world.app.scopes
    world.app.commands, world.app.events, world.app.scopes = commands, events, scopes
    world.app.request_url = str(body.get("request_url", world.app.request_url) or "")
    world.app.home_tab_enabled = bool(body.get("home_tab_enabled", world.app.home_tab_enabled))
    world.rates.is_enforced = bool(body.get("rate_limits", world.rates.is_enforced))
    if body.get("name"):
        _rename(world, str(body["name"]))
    world.changes.touch()
    return {"ok": True}


def _rename(world: World, name: str) -> None:
    world.app.name = name
    bot = world.team.users[world.app.user]
    bot.name, bot.real_name = name.lower().replace(" ", "-"), name


def _commands(wanted: Any) -> dict[str, SlashCommand]:
    if not isinstance(wanted, list) or not all(isinstance(one, dict) for one in wanted):
        raise Refused('commands is a list, e.g. [{"command": "/deal", "description": "…", "usage_hint": "help"}].')
    made = [
        SlashCommand(
            str(one.get("command", "")),
            str(one.get("description") or ""),
            str(one.get("usage_hint") or ""),
            should_escape=bool(one.get("should_escape", True)),
        )
        for one in wanted
    ]
    for one in made:
        if not one.command.startswith("/"):
            raise Refused(f"A command starts with a slash, e.g. /deal, not {one.command!r}.")
    return {one.command: one for one in made}


def _events(wanted: Any) -> tuple[str, ...]:
    events = _words(wanted, "events")
    for one in events:
        if one not in SCOPES:
            raise Refused(f"The sandbox knows no event {one!r}; it knows: {', '.join(SCOPES)}.")
    return events


def _words(wanted: Any, name: str) -> tuple[str, ...]:
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise Refused(f"{name} is a list of texts.")
    return tuple(wanted)
