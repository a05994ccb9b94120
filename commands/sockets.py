"""One of Slack's sockets: the SDK's, mended where it would go deaf or lose a payload."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt import App
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

RECEIVE_BYTES = 64 * 1024
"""How much is read from a socket at once: more than any payload is long.

The SDK reads 1,024 bytes at a time by default. When it puts a new connection in the place of an old one between two
such reads, it takes the first part of a payload for the whole, finds no JSON in it, and the payload is lost.
"""
PING_SECONDS = 10.0
"""How often Slack is asked for a sign of life; after four such spans without one the SDK connects anew."""


class Client(SocketModeClient):
    """The SDK's client, which has one thread that reads and others that connect.

    Each connection has a flag that tells the reading thread to leave it. The SDK sets the flag, closes the old connection
    and puts the new one in its place. If the reading thread leaves and looks around before the new one is there, which
    takes a tenth of a second on a busy machine, it begins with the old one anew, takes the flag down, and waits there
    for ever: the new connection is open, Slack sends to it, and nobody reads. (slack_sdk 3.47)
    """

    def __init__(self, app: App, token: str, *, now: Callable[[], datetime]) -> None:
        super().__init__(
            token,
            logger=app.logger,
            web_client=app.client,
            ping_interval=PING_SECONDS,
            receive_buffer_size=RECEIVE_BYTES,
            proxy=app.client.proxy,
        )
        self._now = now

    def connect(self) -> None:
        """Open a connection and take it in the place of the one there is."""
        left = self.current_session_state
        super().connect()
        # Once more, now that there is no way back to the old one.
        left.terminated = True
        if self.current_session:
            # The SDK calls a connection dead that falls silent, but not one that never gave a sign of life.
            self.current_session.last_ping_pong_time = self._now().timestamp()


class Socket(BaseSocketModeHandler):
    """Gives an app what comes over one socket, and Slack its answers. ``now`` is machine time."""

    client: Client

    def __init__(self, app: App, token: str, *, now: Callable[[], datetime]) -> None:
        self.app = app
        self._now = now
        self.client = Client(app, token, now=now)
        self.client.socket_mode_request_listeners.append(self.handle)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Let the app answer, and send the answer back."""
        began = self._now().timestamp()
        send_response(client, req, run_bolt_app(self.app, req), began)
