"""What a person means by the plain value that they give to a field: words they write, an option the app offered."""

from typing import Any

from sandbox.errors import Json
from sandbox.people.composing import rich_text
from sandbox.people.writing import written
from sandbox.state.model import User
from sandbox.world import World

EXTERNAL = frozenset({"external_select", "multi_external_select"})


def meant(world: World, user: User, block: Json, element: Json, value: Any) -> Any:
    """Turn what was typed into what the field holds; anything that is neither is left as it is."""
    if element["type"] == "rich_text_input" and isinstance(value, str) and value:
        return rich_text(written(value, world.team, with_names=False))
    # What other menus offer stands in the element itself.
    if element["type"] not in EXTERNAL:
        return value
    offered = world.team.offered.get((user.id, block["block_id"], element["action_id"]), [])
    return [_option(offered, one) for one in value] if isinstance(value, list) else _option(offered, value)


def _option(offered: list[Json], value: Any) -> Any:
    """Give the option of this value that the app offered last; one it never offered stands for itself."""
    return next((one for one in offered if value in (one["value"], one["text"]["text"])), value)
