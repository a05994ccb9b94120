"""What the page remembers between two drawings. Nothing in it is lost when the workspace forgets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sandbox.page.unread import Tally


class Problem(NamedTuple):
    """What is wrong with a form as it was filled in; it holds until the app draws the form anew."""

    hash: str
    errors: Mapping[str, str]


@dataclass
class Memory:
    """`problems` are those of all open forms, by the form's id."""

    problems: dict[str, Problem] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
