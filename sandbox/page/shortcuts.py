"""The app's shortcuts as its manifest names them: global ones for the lightning menu, others for messages."""

from typing import Literal

from sandbox.state.model import Shortcut
from sandbox.world import World


def shortcuts_of(world: World, kind: Literal["global", "message"]) -> list[Shortcut]:
    return [one for one in world.app.shortcuts.values() if one.type == kind]
