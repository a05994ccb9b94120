"""How the app comes into a workspace and leaves it: by consent and code, by renewal, by uninstalling."""

from dataclasses import dataclass

from sandbox import limits
from sandbox.errors import SlackError
from sandbox.installing.grants import Grant
from sandbox.installing.tokens import REVOKED, UNINSTALLED
from sandbox.platform import Platform
from sandbox.world import World


@dataclass(frozen=True)
class Issued:
    """A bot token; one that rotates also expires, and comes with what renews it."""

    world: World
    token: str
    refresh_token: str = ""


def install(platform: Platform, grant: Grant) -> Issued:
    """Bring the app in as the consent says; scopes it was granted before stay, since Slack only ever adds."""
    world = platform.worlds[grant.team]
    scopes = tuple(dict.fromkeys((*world.bot.scopes, *grant.scopes)))
    if platform.shared.app.is_rotating:
        return _rotated(platform, world, scopes)
    return Issued(world, platform.install(world, scopes))


def renew(platform: Platform, refresh_token: str) -> Issued:
    world = platform.worlds[platform.shared.grants.renew(refresh_token)]
    return _rotated(platform, world, world.bot.scopes)


def exchange(platform: Platform, world: World) -> Issued:
    """Trade a token that lasts for one that rotates; the old one is dead from then on."""
    # Whichever of its tokens it called with, the one in force is the one that is traded.
    old = world.bot.token
    if not platform.shared.app.is_rotating:
        raise SlackError("token_rotation_not_enabled")
    if old.startswith("xoxe."):
        raise SlackError("token_already_exchanged")
    issued = _rotated(platform, world, world.bot.scopes)
    platform.shared.tokens.end(old, REVOKED)
    return issued


def _rotated(platform: Platform, world: World, scopes: tuple[str, ...]) -> Issued:
    shared = platform.shared
    token = f"xoxe.xoxb-1-{shared.ids.hex(48)}"
    world.install(token, scopes, shared.clock.epoch() + limits.TOKEN_SECONDS)
    shared.changes.touch()
    return Issued(world, token, shared.grants.refresh_token(world.team.id))


def uninstall(world: World) -> None:
    """Take the app out as an administrator does in Slack; its tokens answer account_inactive from then on."""
    world.events.emit("app_uninstalled", {"type": "app_uninstalled"})
    _end(world, UNINSTALLED)


def revoke(world: World, token: str = "") -> None:
    """End one token of the app, or all; a workspace whose last token is gone has no app any more."""
    tokens = world.shared.tokens
    if token:
        tokens.end(token, REVOKED)
    # In Slack, too, an app that gives back its last token is gone from the workspace.
    if not token or not tokens.has_live(world.team.id, world.clock.epoch()):
        _end(world, REVOKED)


def _end(world: World, code: str) -> None:
    # Slack names people in it, never tokens. It goes out before the app is gone, which is the last it hears.
    gone = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [world.bot.user]}}
    world.events.emit("tokens_revoked", gone)
    world.shared.tokens.end_all(world.team.id, code)
    world.shared.grants.forget(world.team.id)
    world.uninstall()
    world.changes.touch()
