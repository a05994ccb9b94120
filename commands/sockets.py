"""One of Slack's sockets: the SDK's, mended where it would go deaf or lose a payload."""

import socket
from collections.abc import Callable
from datetime import datetime
from threading import RLock
from traceback import walk_tb

from slack_bolt import App, BoltRequest
from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler
from slack_bolt.adapter.socket_mode.internals import build_headers, send_response
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from commands.afterwards import finish

RECEIVE_BYTES = 64 * 1024
"""How much is read from a socket at once: more than any payload is long.

The SDK reads 1,024 bytes at a time by default. When it puts a new connection in the place of an old one between two
such reads, it takes the first part of a payload for the whole, finds no JSON in it, and the payload is lost.
"""
PING_SECONDS = 10.0
"""How often Slack is asked for a sign of life; after four such spans without one the SDK connects anew."""


class Client(SocketModeClient):
    """The SDK's client, which has one thread that reads and others that connect and close.

    Each connection has a flag that tells the reading thread to leave it. The SDK's thread takes that flag down when it
    begins with a connection. If it looks around between the flag and what follows, the new connection or the end, it
    begins with the old one anew and waits there for ever: it takes a tenth of a second on a busy machine, and then Slack
    sends to a connection that nobody reads, or whoever closes waits without end. (slack_sdk 3.47)
    """

    def __init__(self, app: App, token: str, *, now: Callable[[], datetime]) -> None:
        self._connecting = RLock()
        super().__init__(
            token,
            logger=app.logger,
            web_client=app.client,
            ping_interval=PING_SECONDS,
            receive_buffer_size=RECEIVE_BYTES,
            proxy=app.client.proxy,
        )
        self._now = now
        self.on_error_listeners.append(_close_half_open)

    def connect(self) -> None:
        """Open a connection and take it in the place of the one there is; after closing, do nothing."""
        with self._connecting:
            if self.closed:
                return
            super().connect()
            if self.current_session:
                # The SDK calls a connection dead that falls silent, but not one that never gave a sign of life.
                self.current_session.last_ping_pong_time = self._now().timestamp()

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Connect anew, one thread after the other.

        The SDK waits five seconds for another that connects, and then connects beside it: of two such connections only
        the one that came last is ever closed.
        """
        with self._connecting:
            super().connect_to_new_endpoint(force)

    def close(self) -> None:
        """End the connection and all threads; a connection that is under way comes to its end before."""
        # What another thread put in place after the SDK had looked would stay open, and Slack would go on sending to it.
        with self._connecting:
            self.closed = True
        super().close()

    def _run_current_session(self) -> None:
        """Read one connection to its end, unless it was left already: a flag that is up stays up."""
        session, state = self.current_session, self.current_session_state
        if session is not None and session.is_active():
            session.run_until_completion(state)


def _close_half_open(error: Exception) -> None:
    """Close the socket of a handshake that failed: the SDK drops it open, and only the frame that failed names it."""
    for frame, _ in walk_tb(error.__traceback__):
        half_open = frame.f_locals.get("sock") if frame.f_code.co_name == "connect" else None
        if isinstance(half_open, socket.socket):
            half_open.close()


class Socket(BaseSocketModeHandler):
    """Gives an app what comes over one socket, and Slack its answers. ``now`` is machine time."""

    client: Client

    def __init__(self, app: App, token: str, *, now: Callable[[], datetime]) -> None:
        self.app = app
        self._now = now
        self.client = Client(app, token, now=now)
        self.client.socket_mode_request_listeners.append(self.handle)

    def handle(self, client: BaseSocketModeClient, req: SocketModeRequest) -> None:
        """Let the app answer, send the answer back, and do what was put off until then."""
        began = self._now().timestamp()
        given = BoltRequest(mode="socket_mode", body=req.payload, headers=build_headers(req))
        send_response(client, req, self.app.dispatch(given), began)
        finish(given)
