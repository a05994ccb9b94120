"""What may be sent to an app, and what may come of it."""

from dataclasses import dataclass
from typing import Literal

from sandbox.errors import Json

Kind = Literal["slash_commands", "interactive", "events_api"]

TIMEOUT = "operation_timeout"
NOBODY = "dispatch_failed"
CLIENT_ERROR = "http_client_error"
SERVICE_ERROR = "http_service_error"


@dataclass(frozen=True)
class Outcome:
    """The app's answer: `body` is the ack's content; `error` is empty if the delivery was acknowledged in time."""

    error: str = ""
    body: Json | None = None
    via: str = ""
    wants_no_retry: bool = False

    @property
    def is_acked(self) -> bool:
        return not self.error


@dataclass(frozen=True)
class Retry:
    number: int
    reason: str
