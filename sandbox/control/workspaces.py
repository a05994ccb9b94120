"""The control routes for workspaces: which there are, and one more."""

from starlette.requests import Request

from sandbox.control.requests import body_of, text_in
from sandbox.errors import Json
from sandbox.platform import Platform
from sandbox.world import World


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
