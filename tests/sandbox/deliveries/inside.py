"""Acts inside a running workspace, where what happens has no route of its own, and waits until the app has heard of it."""

import asyncio
from collections.abc import Callable

from sandbox.running import Sandbox
from sandbox.state.model import Channel, Message, User
from sandbox.state.posting import Content
from sandbox.world import World
from tests.sandbox.stage import PATIENT


def tell(sandbox: Sandbox, happens: Callable[[World], object]) -> None:
    """Let something happen in the first workspace; returns when the app was told of it for the first time."""
    world = sandbox._platform.first

    async def play() -> None:
        happens(world)
        await world.events.heard()

    assert sandbox._loop
    asyncio.run_coroutine_threadsafe(play(), sandbox._loop).result(PATIENT)


def person(world: World, user_id: str = "", **facts: object) -> User:
    """Make someone without telling anybody."""
    made = User(user_id or world.ids.make("U"), "ana", "Ana Silva", "ana@example.com", **facts)  # type: ignore[arg-type]
    world.team.users[made.id] = made
    return made


def channel(world: World, *members: str, has_bot: bool = True, **facts: object) -> Channel:
    """Make a channel without telling anybody, with the bot in it unless said otherwise."""
    made = Channel(world.ids.make("C"), world.ids.make("c").lower(), "USLACKBOT", int(world.clock.epoch()), **facts)  # type: ignore[arg-type]
    made.members = [*members, *([world.bot.user] if has_bot else [])]
    world.team.channels[made.id] = made
    return made


def said(world: World, place: Channel, user: User, text: str = "hello") -> Message:
    """Put a person's message there, which the app hears of."""
    return world.posting.put(world.posting.draft(place, Content(text=text), as_app=False, user=user.id))
