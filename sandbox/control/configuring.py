"""The control route that says what the app's manifest would."""

from typing import Any

from starlette.requests import Request

from sandbox.control.requests import body_of
from sandbox.deliveries.subscriptions import SCOPES
from sandbox.errors import Json, Refused
from sandbox.model import App, SlashCommand
from sandbox.platform import Platform
from sandbox.world import World

FLAGS = frozenset({"home_tab_enabled", "messages_tab_enabled", "is_commercial"})
FACTS = FLAGS | {"name", "commands", "scopes", "events", "request_url", "rate_limits"}


async def configure_app(platform: Platform, request: Request) -> Json:
    """Set what an app's manifest would; what is not named stays as it was."""
    body = await body_of(request)
    unknown = sorted(set(body) - FACTS)
    if unknown:
        raise Refused(f"An app has no {unknown[0]!r}; what there is: {', '.join(sorted(FACTS))}.")
    shared, app = platform.shared, platform.shared.app
    commands = _commands(body["commands"]) if "commands" in body else app.commands
    events = _events(body["events"]) if "events" in body else app.events
    scopes = _words(body["scopes"], "scopes") if "scopes" in body else app.scopes
    app.commands, app.events, app.scopes = commands, events, scopes
    app.request_url = str(body.get("request_url", app.request_url) or "")
    if body.keys() & {"events", "request_url"}:
        shared.dispatcher.health.forgive()
    for flag in FLAGS & set(body):
        setattr(app, flag, bool(body[flag]))
    shared.rates.is_enforced = bool(body.get("rate_limits", shared.rates.is_enforced))
    app.name = str(body.get("name") or app.name)
    for world in platform.worlds.values():
        _bring_up_to_date(world, app)
    shared.changes.touch()
    return {"ok": True}


def _bring_up_to_date(world: World, app: App) -> None:
    """Let an installation follow the manifest, as if it had been installed anew."""
    if world.bot.name != app.name:
        world.rename_bot(app.name)
    if world.bot.is_installed:
        world.bot.scopes = app.scopes


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
