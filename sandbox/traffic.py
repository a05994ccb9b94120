"""The log of everything that passed between the app and the workspace, numbered without a gap."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.errors import Json

Kind = Literal["call", "delivery", "hook", "act", "control"]
TOKEN = re.compile(r"\b(?:xox[a-z]|xapp|xoxe)[-.][A-Za-z0-9-]+")
SECRET_NAMES = frozenset({"token", "client_secret", "signing_secret"})


@dataclass
class Traffic:
    """Entries are written when they are complete, so that a number once read never changes."""

    entries: list[Json] = field(default_factory=list)

    def log(
        self, kind: Kind, method: str, *, at: str, args: Json, status: int | str, answer: Any = None, **more: Any
    ) -> None:
        entry = {
            "number": len(self.entries) + 1,
            "at": at,
            "kind": kind,
            "method": method,
            "args": redacted(args),
            "status": status,
            "answer": redacted(answer),
            **more,
        }
        self.entries.append(entry)

    def after(self, number: int) -> list[Json]:
        return self.entries[max(number, 0) :]


def redacted(value: Any, name: str = "") -> Any:
    """Make a copy of the value in which no token can be read."""
    if isinstance(value, dict):
        return {key: redacted(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [redacted(inner) for inner in value]
    if isinstance(value, str):
        return "[redacted]" if name in SECRET_NAMES else TOKEN.sub("[redacted]", value)
    return value
