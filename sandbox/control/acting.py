"""The control routes through which people act: each answers when the app has, or has failed to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from sandbox.control.requests import body_of, text_in
from sandbox.errors import Json, Refused
from sandbox.people.commands import command
from sandbox.people.filling import close, submit
from sandbox.people.forging import forge
from sandbox.people.marking import pin, react, unpin, unreact
from sandbox.people.moving import invite, join, leave, remove
from sandbox.people.pressing import press, press_view
from sandbox.people.rooms import archive, convert, create, move, rename, set_line, unarchive
from sandbox.people.rooms import delete as delete_channel
from sandbox.people.shortcuts import shortcut
from sandbox.people.suggesting import suggest
from sandbox.people.talking import delete, edit, write
from sandbox.people.visiting import open_conversation, open_home
from sandbox.world import World

Run = Callable[..., Awaitable[Json]]


@dataclass(frozen=True)
class Act:
    """What a person does: the texts it needs and those it may have, in the order in which `run` takes them.

    `takes_body` hands on the whole body as well, last, for what is more than texts.
    """

    run: Run
    needs: str
    may: str = ""
    takes_body: bool = False

    async def __call__(self, world: World, body: Json) -> Json:
        given: list[object] = [text_in(body, name) for name in ("user", *self.needs.split())]
        # Scripts leave out or send null for what they do not need; both mean the same.
        given += [str(body.get(name) or "") for name in self.may.split()]
        return await self.run(world, *given, *([body] if self.takes_body else []))


async def _topic(world: World, user: str, channel: str, body: Json) -> Json:
    return await set_line(world, user, channel, "topic", body.get("text"))


async def _purpose(world: World, user: str, channel: str, body: Json) -> Json:
    return await set_line(world, user, channel, "purpose", body.get("text"))


async def _submit(world: World, user: str, view_id: str, body: Json) -> Json:
    return await submit(world, user, view_id, body.get("values") or {})


async def _close(world: World, user: str, view_id: str, body: Json) -> Json:
    return await close(world, user, view_id, is_all=bool(body.get("all")))


async def _invite(world: World, user: str, channel: str, body: Json) -> Json:
    return await invite(world, user, channel, body.get("users"))


async def _open_conversation(world: World, user: str, body: Json) -> Json:
    return await open_conversation(world, user, body.get("users"))


ACTS: Mapping[str, Act] = {
    "command": Act(command, "channel text", "thread_ts"),
    "press": Act(press, "channel ts", takes_body=True),
    "press_view": Act(press_view, "view_id", takes_body=True),
    "forge": Act(forge, "channel", takes_body=True),
    "suggest": Act(suggest, "", takes_body=True),
    "submit": Act(_submit, "view_id", takes_body=True),
    "close": Act(_close, "view_id", takes_body=True),
    "shortcut": Act(shortcut, "callback_id", "channel ts"),
    "message": Act(write, "channel text", "thread_ts"),
    "edit_message": Act(edit, "channel ts text"),
    "delete_message": Act(delete, "channel ts"),
    "react": Act(react, "channel ts name"),
    "unreact": Act(unreact, "channel ts name"),
    "pin": Act(pin, "channel ts"),
    "unpin": Act(unpin, "channel ts"),
    "open_home": Act(open_home, "", "tab"),
    "open_conversation": Act(_open_conversation, "", takes_body=True),
    "join": Act(join, "channel"),
    "leave": Act(leave, "channel"),
    "invite": Act(_invite, "channel", takes_body=True),
    "remove": Act(remove, "channel who"),
    "create_channel": Act(create, "name", takes_body=True),
    "rename_channel": Act(rename, "channel name"),
    "set_topic": Act(_topic, "channel", takes_body=True),
    "set_purpose": Act(_purpose, "channel", takes_body=True),
    "archive_channel": Act(archive, "channel"),
    "unarchive_channel": Act(unarchive, "channel"),
    "delete_channel": Act(delete_channel, "channel"),
    "convert_channel": Act(convert, "channel"),
    "move_channel": Act(move, "channel"),
}


async def act(world: World, request: Request) -> Json:
    return await perform(world, request.path_params["act"], await body_of(request))


async def perform(world: World, name: str, body: Json) -> Json:
    """Do what a person does and answer when the app has, or has failed to; written down in the traffic log."""
    if name not in ACTS:
        raise Refused(f"People do not {name!r}; they can: {', '.join(ACTS)}.", 404)
    at = world.clock.now().isoformat()
    # Whoever moves the clock waits for this to end, as for a call.
    with world.shared.in_flight.one():
        answer = await ACTS[name](world, body)
    world.shared.traffic.log("act", name, at=at, args=body, status=200, answer=answer, team=world.team.id)
    world.changes.touch()
    return answer
