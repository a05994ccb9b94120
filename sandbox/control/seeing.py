"""The control routes that only look: state, messages, forms, Home tabs, and the stream of changes."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from sandbox.errors import Json, Refused
from sandbox.people.result import person
from sandbox.platform import Platform
from sandbox.state.model import Channel, Message, User
from sandbox.state.objects import bookmark_object, message_object, reactions_object, user_object, view_object
from sandbox.state.team import seen
from sandbox.world import World


async def state(world: World, request: Request) -> Json:
    """Draw the whole workspace, or as much of it as the person in `as` sees."""
    reader = request.query_params.get("as")
    team = world.team
    now = world.clock.now()
    channels = [one for one in team.channels.values() if reader is None or team.may_see(reader, one)]
    commands = [vars(one) for one in world.app.commands.values()]
    return {
        "team": {"id": team.id, "name": team.name, "domain": team.domain},
        "users": [_user(user_object(one, team.id, now), one) for one in team.users.values()],
        "channels": [_channel(world, one, reader) for one in channels],
        "usergroups": [
            {"id": one.id, "handle": one.handle, "name": one.name, "users": one.users, "deleted": one.deleted}
            for one in team.usergroups.values()
        ],
        "app": {
            "id": world.app.id,
            "name": world.app.name,
            "user": world.bot.user,
            "bot_id": world.bot.id,
            "is_installed": world.bot.is_installed,
            "commands": commands,
            "shortcuts": [vars(one) for one in world.app.shortcuts.values()],
            "events": list(world.app.events),
            "scopes": list(world.bot.scopes),
            "sockets": len(world.shared.sockets.connections),
            "events_are_off": world.dispatcher.health.is_off,
            "request_url": world.app.request_url,
        },
        "version": world.changes.version,
    }


def _user(drawn: Json, user: User) -> Json:
    more = {"real_name": user.real_name, "tz": user.tz, "locale": user.locale}
    return drawn | {"email": drawn["profile"].get("email", "")} | more


def _channel(world: World, channel: Channel, reader: str | None) -> Json:
    drawn: Json = {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.is_private,
        "is_im": channel.is_im,
        "is_mpim": channel.is_mpim,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "created": channel.created,
        "members": list(channel.members),
        "topic": channel.topic.value,
        "purpose": channel.purpose.value,
        "creator": channel.creator,
        "pins": [pin.ts for pin in channel.pins],
        "bookmarks": [bookmark_object(one, channel, world.team) for one in channel.bookmarks],
    }
    if reader is not None:
        drawn["unread"] = world.team.unread(reader, channel) if reader in channel.members else 0
    return drawn


async def uses(platform: Platform, _request: Request) -> Json:
    """Tell which scopes the app made use of, for what, which it lacked, and which events it was told and heard."""
    return platform.shared.uses.drawn()


async def messages(world: World, request: Request) -> Json:
    """List a channel's messages; whoever asks `as` a person has thereby read them."""
    channel = world.team.channels.get(request.path_params["channel"])
    reader = request.query_params.get("as")
    if channel is None or (reader is not None and not world.team.may_see(reader, channel)):
        raise Refused(f"There is no channel {request.path_params['channel']!r} to be seen.", 404)
    shown = [one for one in channel.messages.values() if seen(one, reader)]
    if reader and shown:
        channel.last_read[reader] = shown[-1].ts
    return {"messages": [message_as_seen(world, channel, one) for one in shown]}


def message_as_seen(world: World, channel: Channel, message: Message) -> Json:
    """Draw the message with what a person sees beside what it says: pinned, edited, for their eyes only."""
    return message_object(message, world.team, world.bot, with_metadata=True) | {
        "bot_id": message.bot_id or None,
        "subtype": message.subtype or None,
        "blocks": message.blocks,
        "thread_ts": message.thread_ts or None,
        "edited": message.edited,
        "metadata": message.metadata,
        "is_ephemeral": bool(message.ephemeral_to),
        "ephemeral_to": message.ephemeral_to or None,
        "pinned": any(pin.ts == message.ts for pin in channel.pins),
        "reactions": reactions_object(message),
    }


async def views(world: World, request: Request) -> Json:
    user = person(world, request.query_params.get("user", ""))
    stack = world.team.views_of(user.id)
    return {"views": [view_object(one, world.team, world.bot) for one in stack]}


async def home(world: World, request: Request) -> Json:
    user = person(world, request.query_params.get("user", ""))
    shown = world.team.homes.get(user.id)
    return {"view": view_object(shown, world.team, world.bot) if shown else None}


def live(platform: Platform) -> StreamingResponse:
    async def lines() -> AsyncIterator[str]:
        async for version in platform.shared.changes.stream():
            yield f'data: {{"version": {version}}}\n\n'

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})
