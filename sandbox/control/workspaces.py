"""The control routes for workspaces: which there are, one more, their settings, and the app coming and going."""

from typing import Any

from starlette.requests import Request

from sandbox.control.requests import body_of, text_in
from sandbox.errors import Json, Refused
from sandbox.installing.grants import Grant
from sandbox.installing.installation import install as bring_in
from sandbox.installing.installation import revoke
from sandbox.installing.installation import uninstall as take_out
from sandbox.people.consent import allow, asked_of, installing, scopes_in
from sandbox.platform import Platform
from sandbox.state.model import RESERVABLE
from sandbox.world import World

FACTS = frozenset({"name", "scopes", "reserved", "edit_minutes", "has_usergroups"})


async def listed(platform: Platform, _request: Request) -> Json:
    return {"workspaces": [drawn(world) for world in platform.worlds.values()]}


async def add(platform: Platform, request: Request) -> Json:
    """Add a workspace; the app is in it at once, unless the body says `"is_installed": false`."""
    body = await body_of(request)
    name = text_in(body, "name")
    world = platform.add_workspace(name, str(body.get("domain") or "-".join(name.lower().split())))
    if body.get("is_installed", True):
        platform.install(world)
    return drawn(world)


async def tell(platform: Platform, request: Request) -> Json:
    world = _named(platform, request)
    settings = world.team.settings
    return drawn(world) | {
        "scopes": list(world.bot.scopes),
        "reserved": sorted(settings.reserved),
        "edit_minutes": settings.edit_minutes,
        "has_usergroups": settings.has_usergroups,
    }


async def change(platform: Platform, request: Request) -> Json:
    """Change what administrators decide, the workspace's name, and what the app was granted here."""
    world, body = _named(platform, request), await body_of(request)
    unknown = sorted(set(body) - FACTS)
    if unknown:
        raise Refused(f"A workspace has no {unknown[0]!r}; what can be changed: {', '.join(sorted(FACTS))}.")
    settings = world.team.settings
    reserved = _reserved(body["reserved"]) if "reserved" in body else settings.reserved
    minutes = _minutes(body["edit_minutes"]) if "edit_minutes" in body else settings.edit_minutes
    # Last of what can be refused, so that a refusal leaves everything as it was.
    if "scopes" in body:
        _narrow(world, body["scopes"])
    settings.reserved, settings.edit_minutes = reserved, minutes
    settings.has_usergroups = bool(body.get("has_usergroups", settings.has_usergroups))
    world.team.name = str(body.get("name") or world.team.name)
    world.changes.touch()
    return await tell(platform, request)


async def install(platform: Platform, request: Request) -> Json:
    """Install the app as one of the people; with `redirect`, as far as the code that the app is brought there.

    `scopes` are what they agree to, else all that the app asks for.
    """
    world, body = _named(platform, request), await body_of(request)
    user = installing(world, text_in(body, "installer"))
    app = platform.shared.app
    scopes = scopes_in(_listed(body["scopes"], "scopes") if "scopes" in body else app.scopes)
    at = world.clock.now().isoformat()
    if "redirect" in body:
        query = {"client_id": app.client_id, "scope": ",".join(scopes), "redirect_uri": text_in(body, "redirect")}
        asked = asked_of(platform, query | {"state": str(body.get("state") or "")})
        answer: Json = {"ok": True, "redirect": allow(platform, asked, world, user.id, scopes)}
    else:
        bring_in(platform, Grant(world.team.id, user.id, scopes, "", world.clock.epoch()))
        answer = drawn(world)
    # The code is worth a token, so it does not stand in the log.
    platform.shared.traffic.log("act", "install", at=at, args=body, status=200, answer={"ok": True}, team=world.team.id)
    return answer


async def uninstall(platform: Platform, request: Request) -> Json:
    """Take the app out, or with `"revoke": true` only end its tokens; calls then answer token_revoked."""
    world, body = _named(platform, request), await body_of(request)
    if not world.bot.is_installed:
        raise Refused(f"The app is not installed in {world.team.name}.", 409)
    at = world.clock.now().isoformat()
    if body.get("revoke"):
        revoke(world)
    else:
        take_out(world)
    # The farewell is under way; the answer comes after it, so that scripts find it heard.
    await world.events.heard()
    platform.shared.traffic.log(
        "act", "uninstall", at=at, args=body, status=200, answer={"ok": True}, team=world.team.id
    )
    return drawn(world)


def _named(platform: Platform, request: Request) -> World:
    return platform.world(request.path_params["team"])


def _narrow(world: World, wanted: Any) -> None:
    """Grant the app exactly these scopes here, whatever it asked for."""
    if not world.bot.is_installed:
        raise Refused(f"The app is not installed in {world.team.name}; install it with the scopes it may have.", 409)
    world.bot.scopes = scopes_in(_listed(wanted, "scopes"))


def _reserved(wanted: Any) -> frozenset[str]:
    reserved = frozenset(_listed(wanted, "reserved"))
    unknown = sorted(reserved - RESERVABLE)
    if unknown:
        raise Refused(f"{unknown[0]!r} cannot be kept for administrators; what can: {', '.join(sorted(RESERVABLE))}.")
    return reserved


def _minutes(wanted: Any) -> int | None:
    if wanted is not None and (isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 0):
        raise Refused("edit_minutes is a number of minutes, 0 for never, or null for as long as one likes.")
    return wanted


def _listed(wanted: Any, name: str) -> list[str]:
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise Refused(f"{name} is a list of texts.")
    return wanted


def drawn(world: World) -> Json:
    """Draw a workspace with its bot's token, which is no secret here: whoever can ask can read it from the first line."""
    return {
        "id": world.team.id,
        "name": world.team.name,
        "domain": world.team.domain,
        "is_installed": world.bot.is_installed,
        "bot_user": world.bot.user,
        "bot_token": world.bot.token,
    }
