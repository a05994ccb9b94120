"""What may be sent to an app, what may come of it, and what Slack says of each failure."""

from dataclasses import dataclass
from typing import Literal

from sandbox.errors import Json

Kind = Literal["slash_commands", "interactive", "events_api"]

# What a person reads in Slack when a command fails; it tells a slow app from a broken one.
TIMEOUT = "operation_timeout"
NOBODY = "dispatch_failed"
CLIENT_ERROR = "http_client_error"
SERVICE_ERROR = "http_service_error"

# In Slack's words for the second try of an event, which differ from those that a person reads.
RETRY_REASONS = {
    TIMEOUT: "http_timeout",
    NOBODY: "connection_failed",
    CLIENT_ERROR: "http_error",
    SERVICE_ERROR: "http_error",
}
# To a press Slack listens for the ack alone. An app that answers it anyway would see nothing there, and so it is here.
ANSWERED = frozenset({"view_submission", "block_suggestion"})


@dataclass(frozen=True)
class Outcome:
    """The app's answer: `body` is the ack's content; `error` is empty if the delivery was acknowledged in time.

    `reason` tells apart what goes by one name in `error`, such as a redirect too many or a broken TLS.
    """

    error: str = ""
    body: Json | None = None
    via: str = ""
    wants_no_retry: bool = False
    reason: str = ""

    @property
    def is_acked(self) -> bool:
        return not self.error

    @property
    def retry_reason(self) -> str:
        # The one word of Socket Mode that differs from those of HTTP.
        if self.via == "socket" and self.error == TIMEOUT:
            return "timeout"
        return self.reason or RETRY_REASONS[self.error]


@dataclass(frozen=True)
class Retry:
    number: int
    reason: str


def takes_answer(kind: Kind, payload: Json) -> bool:
    """Tell whether an ack of this may say something; to a press Slack listens only for the ack itself."""
    return kind == "slash_commands" or (kind == "interactive" and payload.get("type") in ANSWERED)
