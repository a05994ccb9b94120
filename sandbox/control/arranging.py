"""The control routes that set the stage: people, groups and channels."""

from starlette.requests import Request

from sandbox.control.requests import body_of
from sandbox.errors import Json
from sandbox.people import arrivals, groups, rooms
from sandbox.world import World


async def add_person(world: World, request: Request) -> Json:
    return arrivals.add_person(world, await body_of(request))


async def change_person(world: World, request: Request) -> Json:
    return arrivals.change_person(world, request.path_params["user"], await body_of(request))


async def add_usergroup(world: World, request: Request) -> Json:
    return groups.add_usergroup(world, await body_of(request))


async def change_usergroup(world: World, request: Request) -> Json:
    return groups.change_usergroup(world, request.path_params["group"], await body_of(request))


async def add_channel(world: World, request: Request) -> Json:
    return rooms.add_channel(world, await body_of(request))
