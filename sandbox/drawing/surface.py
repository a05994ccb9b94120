"""The place that blocks stand in, and the spot of one block in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sandbox.drawing.reader import Reader
from sandbox.errors import Json

SurfaceKind = Literal["message", "modal", "home"]


@dataclass(frozen=True)
class Where:
    """The stem of the ids in these blocks: one that nothing else on the page uses, without spaces."""

    stem: str


@dataclass(frozen=True)
class Surface:
    """`state` is Slack's, {block_id: {action_id: {...}}}; `errors` are the sentences that stand under fields."""

    kind: SurfaceKind
    reader: Reader
    where: Where
    state: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spot:
    """One block on its surface. Ids come from its place, since a block_id may hold what an HTML id may not."""

    surface: Surface
    block: Json
    id: str

    @property
    def reader(self) -> Reader:
        return self.surface.reader

    @property
    def block_id(self) -> str:
        return str(self.block.get("block_id", ""))

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def dispatches(self) -> bool:
        """Tell whether touching a field here is told to the app at once, or waits for the form."""
        return not self.is_input or self.block.get("dispatch_action") is True

    def held(self, element: Json) -> Json | None:
        """Give what the workspace keeps for the element; None if it keeps nothing, and the app's first value counts."""
        return self.surface.state.get(self.block_id, {}).get(element.get("action_id", ""))
