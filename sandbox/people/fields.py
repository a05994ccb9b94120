"""What stands in the fields around what a person presses or submits."""

from typing import Any

from sandbox.block_kit.find import interactive_elements, touchable
from sandbox.block_kit.values import HOLDS, stated
from sandbox.errors import Json, Refused
from sandbox.people.picking import meant
from sandbox.state.directory import directory_of
from sandbox.state.model import User
from sandbox.world import World


def fill(world: World, user: User, blocks: list[Json], state: dict[str, Json], values: Any) -> None:
    """Keep plain values in the state of these blocks: {block_id: {action_id: value}}, or {label: value} as people see it."""
    if not isinstance(values, dict):
        raise Refused('values is {block_id: {action_id: value}} or {label: value}, e.g. {"Customer": "Acme"}.')
    # It lists everybody and every channel, which is not worth it for a plain press.
    found = directory_of(world.team, user.id) if values else None
    for name, given in values.items():
        for block, element, value in _named(blocks, name, given):
            held = stated(element, meant(world, user, block, element, value), found)
            state.setdefault(block["block_id"], {})[element["action_id"]] = held


def _named(blocks: list[Json], name: str, given: Any) -> list[tuple[Json, Json, Any]]:
    """Find what a name and its value mean: the fields of a block, by its id, or one field by its label."""
    block = next((one for one in blocks if one.get("block_id") == name), None)
    if block and isinstance(given, dict):
        elements = {one["action_id"]: one for one in interactive_elements(block)}
        missing = [action for action in given if action not in elements]
        if missing:
            raise _missing(f"{name}/{missing[0]}", blocks)
        return [(block, elements[action], value) for action, value in given.items()]
    labelled = [one for one in blocks if _label(one) == name.strip().casefold()]
    # A person would see which one they mean; a script has to say so.
    if len(labelled) > 1:
        raise Refused(f"{len(labelled)} fields are labelled {name!r}; name the one you mean by its block id.", 409)
    if not labelled:
        raise _missing(f"{name}/{next(iter(given), '')}" if isinstance(given, dict) else name, blocks)
    return [(labelled[0], labelled[0]["element"], given)]


def _missing(name: str, blocks: list[Json]) -> Refused:
    named = (f"{block['block_id']}/{one['action_id']}" for block, one in touchable(blocks) if one["type"] in HOLDS)
    return Refused(f"The form has no field {name}; it has: {', '.join(named) or 'none'}.", 404)


def _label(block: Json) -> str:
    words: str = block["label"]["text"] if block["type"] == "input" else ""
    return words.strip().casefold()
