"""The app's shortcuts as its manifest names them: global ones for the lightning menu, others for messages."""

from dataclasses import dataclass
from typing import Any, Literal

from sandbox.world import World


@dataclass(frozen=True)
class Shortcut:
    name: str
    description: str
    callback_id: str


def shortcuts_of(world: World, kind: Literal["global", "message"]) -> list[Shortcut]:
    listed: list[Any] = getattr(world.app, "shortcuts", [])
    facts = [one if isinstance(one, dict) else vars(one) for one in listed]
    return [
        Shortcut(one["name"], one.get("description", ""), one["callback_id"]) for one in facts if one["type"] == kind
    ]
