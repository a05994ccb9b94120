"""What a call of the Web API is answered with."""

from dataclasses import dataclass, field
from typing import Literal

from sandbox.errors import Json

OK, TOO_MANY = 200, 429


@dataclass(frozen=True)
class Answer:
    """An HTTP status, a body and headers; `ending` says what the caller gets instead: a broken connection, or nothing."""

    body: Json
    status: int = OK
    headers: dict[str, str] = field(default_factory=dict)
    ending: Literal["", "dropped", "unanswered"] = ""


def too_many(seconds: int) -> Answer:
    return Answer({"ok": False, "error": "ratelimited"}, TOO_MANY, {"Retry-After": str(seconds)})
