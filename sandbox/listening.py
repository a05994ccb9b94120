"""Listens over Socket Mode as Bolt's own handler does, without its two ways to lose what the workspace sends."""

import socket
import time
from threading import RLock
from traceback import walk_tb
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

PING_SECONDS = 1.0
"""The usual pings, five seconds apart, would let a closing connection linger as long."""
RECEIVE_BYTES = 64 * 1024
"""More than any payload is long: of one that comes in two parts the SDK loses both when its connection is replaced."""


class _Client(SocketModeClient):
    """The SDK's client, but one thread connects at a time, and none once it is closed.

    The SDK lets a second thread connect beside one that takes long, and one that is connecting put its connection in
    place after all others were closed: either stays open. (slack_sdk 3.47)
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._connecting = RLock()
        super().__init__(*args, **kwargs)

    def connect(self) -> None:
        """Open a connection and take it in the place of the one there is; after closing, do nothing."""
        with self._connecting:
            if not self.closed:
                super().connect()

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Connect anew, one thread after the other."""
        with self._connecting:
            super().connect_to_new_endpoint(force)

    def close(self) -> None:
        """End the connection and all threads; a connection that is under way comes to its end before."""
        with self._connecting:
            self.closed = True
        super().close()

    def _run_current_session(self) -> None:
        """Read one connection to its end, unless it was left already.

        The SDK's own would begin with it anew, and hear nothing of the next one for ever. (slack_sdk 3.47)
        """
        session, state = self.current_session, self.current_session_state
        if session is not None and session.is_active():
            session.run_until_completion(state)


class Listener(BaseSocketModeHandler):
    """Gives a Bolt app what comes over one socket, and the workspace its answers."""

    client: SocketModeClient

    def __init__(self, app: App, app_token: str) -> None:
        self.app = app
        self.client = _Client(
            app_token,
            logger=app.logger,
            web_client=app.client,
            ping_interval=PING_SECONDS,
            receive_buffer_size=RECEIVE_BYTES,
        )
        self.client.socket_mode_request_listeners.append(self.handle)
        self.client.on_error_listeners.append(close_half_open)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Let the app answer, and send the answer back."""
        began = time.time()
        send_response(client, req, run_bolt_app(self.app, req), began)


def close_half_open(error: Exception) -> None:
    """Close the socket of a connection that did not come about, as a listener to a Socket Mode client's errors.

    The SDK drops it open when a handshake fails (slack_sdk 3.47). Whatever this process does when it is collected hears
    a warning about it, which a test run takes for a fault of its own. Only the frame that failed still names it.
    """
    for frame, _ in walk_tb(error.__traceback__):
        half_open = frame.f_locals.get("sock") if frame.f_code.co_name == "connect" else None
        if isinstance(half_open, socket.socket):
            half_open.close()
