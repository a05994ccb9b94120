"""A call that is refused: its method and arguments, the error, and what must hold meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from tests.sandbox.web_api.answers import Arguments, Span, nothing
from tests.sandbox.web_api.calls import decided, settings
from tests.sandbox.web_api.scene import Scene


@dataclass(frozen=True)
class Refusal:
    method: str
    code: str
    arguments: Arguments
    during: Span = nothing
    by: Callable[[Scene], WebClient] = lambda scene: scene.slack


def reserved(*acts: str) -> Span:
    """Let the admins keep these acts for themselves."""
    return lambda scene: decided(scene.sandbox, reserved=frozenset(acts))


def without(flag: str) -> Span:
    return lambda scene: settings(scene.client, **{flag: False})


def nowhere(method: str, *codes: str, placed: str = "channel", **more: Any) -> list[Refusal]:
    """Refuse a call whose channel is unknown, archived, or not the bot's."""
    places: dict[str, Callable[[Scene], str]] = {
        "channel_not_found": lambda scene: scene.hidden,
        "is_archived": lambda scene: scene.archived,
        "not_in_channel": lambda scene: scene.foreign,
        "permission_denied": lambda scene: scene.foreign,
        "method_not_supported_for_channel_type": lambda scene: scene.direct,
    }

    def row(code: str) -> Refusal:
        return Refusal(method, code, lambda scene: {placed: places[code](scene), **more})

    return [row(code) for code in codes]


NOT_THERE = "1700000000.000001"
CLOSED = ("channel_not_found", "is_archived", "not_in_channel")
NO_DIRECT = "method_not_supported_for_channel_type"
