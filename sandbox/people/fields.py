"""What stands in the fields around what a person presses or submits."""

from typing import Any

from sandbox.block_kit.find import find_element
from sandbox.block_kit.values import stated
from sandbox.errors import Json, Refused


def fill(blocks: list[Json], state: dict[str, Json], values: Any) -> None:
    """Keep plain values, {block_id: {action_id: value}}, in the state of these blocks."""
    if not isinstance(values, dict) or not all(isinstance(one, dict) for one in values.values()):
        raise Refused('values is {block_id: {action_id: value}}, e.g. {"name": {"input": "Acme"}}.')
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            found = find_element(blocks, action_id, block_id)
            if found is None:
                fields = ", ".join(f"{block}/{action}" for block, held in state.items() for action in held)
                raise Refused(f"The form has no field {block_id}/{action_id}; it has: {fields or 'none'}.", 404)
            state.setdefault(block_id, {})[action_id] = stated(found[1], value)
