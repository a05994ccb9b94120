"""Finds what stands in blocks: blocks within blocks, and the elements that people can press, pick from or write in."""

from collections.abc import Iterator
from typing import Any

from sandbox.errors import Json
from sandbox.state.ids import Ids

# Where each type of block keeps what people can touch, and the blocks that it frames.
HOLDING = {
    "section": "accessory",
    "input": "element",
    "actions": "elements",
    "context_actions": "elements",
    "card": "actions",
}
FRAMING = {"carousel": "elements", "container": "child_blocks", "plan": "tasks"}


def every_block(blocks: Any, path: str = "") -> Iterator[tuple[str, Json]]:
    """Walk all blocks, those in frames too, each with the pointer to it; what is no block is passed over."""
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict) and isinstance(block.get("type"), str):
            yield f"{path}/{index}", block
            inner = FRAMING.get(block["type"])
            if inner:
                yield from every_block(block.get(inner), f"{path}/{index}/{inner}")


def placed_elements(block: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """Walk the elements of one block that people can touch, in the order shown, each with the pointer to it."""
    name = HOLDING.get(block["type"], "")
    held = block.get(name)
    listed = enumerate(held) if isinstance(held, list) else [(None, held)]
    for index, element in listed:
        # A picture stands where elements do, but nobody can touch it.
        if isinstance(element, dict) and element.get("type") != "image":
            yield f"{path}/{name}" if index is None else f"{path}/{name}/{index}", element


def interactive_elements(block: Json) -> Iterator[Json]:
    for _, element in placed_elements(block):
        yield element


def touchable(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Walk the blocks with each element that people can touch, frames included."""
    for _, block in every_block(blocks):
        for element in interactive_elements(block):
            yield block, element


def find_element(blocks: list[Json], action_id: str, block_id: str | None = None) -> tuple[Json, Json] | None:
    """Find the block and the element of this action id; the block id narrows it where the action id is used twice."""
    for block, element in touchable(blocks):
        if element.get("action_id") == action_id and block_id in (None, block.get("block_id")):
            return block, element
    return None


def action_ids(blocks: list[Json]) -> list[str]:
    return [element.get("action_id", "") for _, element in touchable(blocks)]


def with_ids(blocks: list[Json], ids: Ids) -> list[Json]:
    """Copy the blocks as Slack keeps them: with ids where the app gave none, and without the nulls that SDKs send."""
    return [_finished(_without_nulls(block), ids) for block in blocks]


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(one) for name, one in value.items() if one is not None}
    # In a list a null keeps a place, as in the settings of a table's columns.
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _finished(block: Json, ids: Ids) -> Json:
    # Slack ignores the id of a markdown block, because it turns one into several blocks of other types.
    is_named = block.get("block_id") and block["type"] != "markdown"
    complete = block if is_named else {**block, "block_id": ids.block()}
    holding, framing = HOLDING.get(block["type"], ""), FRAMING.get(block["type"], "")
    held = block.get(holding)
    if isinstance(held, list):
        complete[holding] = [_with_action_id(one, ids) for one in held]
    elif held:
        complete[holding] = _with_action_id(held, ids)
    if block.get(framing):
        complete[framing] = [_finished(one, ids) for one in block[framing]]
    return complete


def _with_action_id(element: Json, ids: Ids) -> Json:
    if element.get("action_id") or element.get("type") == "image":
        return element
    return {**element, "action_id": ids.block()}
