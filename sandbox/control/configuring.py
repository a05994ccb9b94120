"""The control routes that say what the app's manifest would, fact by fact or by the manifest itself."""

from starlette.requests import Request

from sandbox.control.requests import body_of
from sandbox.errors import Json, Refused
from sandbox.manifest.facts import read_app_facts
from sandbox.manifest.reading import facts_of
from sandbox.manifest.schema import faults_in
from sandbox.platform import Platform
from sandbox.state.model import App
from sandbox.world import World

RATES = "rate_limits"
SHOWN_FAULTS = 3


async def configure_app(platform: Platform, request: Request) -> Json:
    """Set what an app's manifest would; what is not named stays as it was."""
    body = await body_of(request)
    configure(platform, {name: value for name, value in body.items() if name != RATES})
    rates = platform.shared.rates
    rates.is_enforced = bool(body.get(RATES, rates.is_enforced))
    return {"ok": True}


async def apply_manifest(platform: Platform, request: Request) -> Json:
    """Make the app what a manifest says; one that Slack would refuse is answered as Slack does, with all its faults."""
    manifest = await body_of(request)
    faults = faults_in(manifest)
    if faults:
        listed = "; ".join(f"{one['pointer']}: {one['message']}" for one in faults[:SHOWN_FAULTS])
        more = f"; and {len(faults) - SHOWN_FAULTS} more" if len(faults) > SHOWN_FAULTS else ""
        raise Refused(f"invalid_manifest: {listed}{more}.", errors=faults)
    configure(platform, facts_of(manifest))
    platform.shared.app.has_manifest = True
    return {"ok": True, "app_id": platform.shared.app.id}


def configure(platform: Platform, given: Json) -> None:
    """Change the app in every workspace; raises Refused, and then nothing is changed."""
    shared, app = platform.shared, platform.shared.app
    facts = read_app_facts(given)
    # An app that got expiring tokens would be left with tokens that never end, which Slack does not allow.
    if app.is_rotating and facts.get("is_rotating") is False:
        raise Refused("Token rotation cannot be turned off once it is on, as in Slack; start a new workspace.", 409)
    for name, value in facts.items():
        # An app without these could not be named or asked for; an empty one means: as before.
        if value or name not in ("name", "client_id", "client_secret"):
            setattr(app, name, value)
    # Slack switches events off for an app that fails; saving its settings anew switches them on again.
    if {"events", "request_url"} & set(facts):
        shared.dispatcher.health.forgive()
    for world in platform.worlds.values():
        _bring_up_to_date(world, app)
    shared.changes.touch()


def _bring_up_to_date(world: World, app: App) -> None:
    """Let an installation follow the manifest, as if it had been installed anew."""
    name = app.bot_name or app.name
    if world.bot.name != name:
        world.rename_bot(name)
    if world.bot.is_installed:
        world.bot.scopes = app.scopes
