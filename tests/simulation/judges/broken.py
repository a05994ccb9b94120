"""What a judge says when an invariant did not hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that did not hold, and what was seen."""

    invariant: str
    seen: str
