"""The control routes through which people act: each answers when the app has, or has failed to."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request

from sandbox.control.requests import body_of, text_in
from sandbox.errors import Json, Refused
from sandbox.people.commands import command
from sandbox.people.filling import close, submit
from sandbox.people.pressing import press, press_view, shortcut
from sandbox.people.talking import join, open_home, react, write
from sandbox.world import World

Act = Callable[[World, Json], Awaitable[Json]]

ACTS: dict[str, Act] = {
    "command": lambda world, body: command(
        world, text_in(body, "user"), text_in(body, "channel"), text_in(body, "text")
    ),
    "press": lambda world, body: press(
        world, text_in(body, "user"), text_in(body, "channel"), text_in(body, "ts"), body
    ),
    "press_view": lambda world, body: press_view(world, text_in(body, "user"), text_in(body, "view_id"), body),
    "submit": lambda world, body: submit(
        world, text_in(body, "user"), text_in(body, "view_id"), body.get("values") or {}
    ),
    "close": lambda world, body: close(world, text_in(body, "user"), text_in(body, "view_id")),
    "message": lambda world, body: write(
        world,
        text_in(body, "user"),
        text_in(body, "channel"),
        text_in(body, "text"),
        str(body.get("thread_ts") or ""),
    ),
    "shortcut": lambda world, body: shortcut(
        world,
        text_in(body, "user"),
        text_in(body, "callback_id"),
        str(body.get("channel") or ""),
        str(body.get("ts") or ""),
    ),
    "open_home": lambda world, body: open_home(world, text_in(body, "user")),
    "join": lambda world, body: join(world, text_in(body, "user"), text_in(body, "channel")),
    "react": lambda world, body: react(
        world, text_in(body, "user"), text_in(body, "channel"), text_in(body, "ts"), text_in(body, "name")
    ),
}


async def act(world: World, request: Request) -> Json:
    return await perform(world, request.path_params["act"], await body_of(request))


async def perform(world: World, name: str, body: Json) -> Json:
    """Do what a person does and answer when the app has, or has failed to; written down in the traffic log."""
    if name not in ACTS:
        raise Refused(f"People do not {name!r}; they can: {', '.join(ACTS)}.", 404)
    at = world.clock.now().isoformat()
    with world.shared.in_flight.one():
        answer = await ACTS[name](world, body)
    world.shared.traffic.log("act", name, at=at, args=body, status=200, answer=answer, team=world.team.id)
    world.changes.touch()
    return answer
