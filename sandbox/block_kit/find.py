"""Finds the elements in blocks that people can press, pick from or write in."""

from collections.abc import Iterator
from typing import Any

from sandbox.ids import Ids

ELSEWHERE = ("accessory", "element")


def interactive_elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Walk the elements of one block in the order shown."""
    for name in ELSEWHERE:
        if isinstance(block.get(name), dict) and block[name].get("type") != "image":
            yield block[name]
    for element in block.get("elements", []):
        if isinstance(element, dict) and "type" in element and block["type"] in ("actions", "context_actions"):
            yield element


def find_element(
    blocks: list[dict[str, Any]], action_id: str, block_id: str | None = None
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Find the block and the element of this action id; the block id narrows it where the action id is used twice."""
    for block in blocks:
        if block_id is not None and block.get("block_id") != block_id:
            continue
        for element in interactive_elements(block):
            if element.get("action_id") == action_id:
                return block, element
    return None


def action_ids(blocks: list[dict[str, Any]]) -> list[str]:
    return [element.get("action_id", "") for block in blocks for element in interactive_elements(block)]


def with_ids(blocks: list[dict[str, Any]], ids: Ids) -> list[dict[str, Any]]:
    """Complete the blocks with the ids that Slack gives where the app gave none."""
    finished = []
    for block in blocks:
        complete = dict(block) if block.get("block_id") else {**block, "block_id": ids.block()}
        for name in ELSEWHERE:
            if isinstance(complete.get(name), dict):
                complete[name] = _with_action_id(complete[name], ids)
        if complete["type"] in ("actions", "context_actions"):
            complete["elements"] = [_with_action_id(one, ids) for one in complete["elements"]]
        finished.append(complete)
    return finished


def _with_action_id(element: dict[str, Any], ids: Ids) -> dict[str, Any]:
    if element.get("action_id") or element.get("type") == "image":
        return dict(element)
    return {**element, "action_id": ids.block()}
