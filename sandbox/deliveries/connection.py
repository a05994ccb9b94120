"""One WebSocket of the app: what it has been given and not acknowledged yet, and whether it was asked to go."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from sandbox.errors import Json

WARNING, REFRESH, DISABLED, TOO_MANY = "warning", "refresh_requested", "link_disabled", "too_many_websockets"


class ConnectionLostError(Exception):
    """The connection ended before it acknowledged what it was given."""


@dataclass(eq=False)
class Connection:
    """One socket; `holds` names the envelopes that it has been given, `asked_to_go` why it should leave, if it should.

    `lives` is how long it stays, in seconds of the workspace.
    """

    socket: WebSocket
    lives: float
    holds: set[str] = field(default_factory=set)
    asked_to_go: str = ""
    # Real time, which only says how long the app itself has had the connection.
    made_at: float = field(default_factory=time.monotonic)

    @property
    def is_staying(self) -> bool:
        return not self.asked_to_go

    @property
    def may_be_given(self) -> bool:
        """Tell whether it still gets what is new: a warning only announces the end, as in Slack."""
        return self.asked_to_go in ("", WARNING)

    async def say(self, message: Json) -> None:
        """Send one message; raises ConnectionLostError."""
        try:
            await self.socket.send_text(json.dumps(message))
        except (WebSocketDisconnect, RuntimeError) as error:
            # Starlette raises the first when the app went, the second when this side had closed already.
            raise ConnectionLostError from error

    async def ask_to_go(self, reason: str) -> None:
        self.asked_to_go = reason
        await self.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})

    async def close(self) -> None:
        """End it, if it has not ended by itself meanwhile."""
        if self.socket.application_state is WebSocketState.CONNECTED:
            # The app may be leaving at this very moment, which is no fault of either.
            with suppress(WebSocketDisconnect, RuntimeError):
                await self.socket.close(code=1001)
