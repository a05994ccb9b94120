"""Runs a Bolt app in this process beside a workspace: over Socket Mode, or over HTTP at a request URL of its own."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

from slack_bolt import App, BoltRequest

from sandbox.listening import Listener
from sandbox.workspace import Workspace

HOST = "127.0.0.1"
MOMENT = 0.05


@contextmanager
def hosting(app: App, workspace: Workspace, *, over: Literal["socket", "http"] = "socket") -> Iterator[None]:
    """Let the app listen until the block ends; when it begins, the workspace reaches the app."""
    with _over_socket(app, workspace) if over == "socket" else _over_http(app, workspace):
        yield


@contextmanager
def _over_socket(app: App, workspace: Workspace) -> Iterator[None]:
    handler = Listener(app, workspace.app_token)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt says nothing about it
    # The handshake is over before the workspace has counted the connection; what is typed then would find nobody.
    workspace.waits_for(lambda: bool(workspace.client.state()["app"]["sockets"]), "the app's connection")
    try:
        yield
    finally:
        _leave(handler, workspace)


def _leave(handler: Listener, workspace: Workspace) -> None:
    """Close the connection from both sides: the SDK alone waits three seconds for its own reader."""
    closing = threading.Thread(target=handler.close)
    closing.start()
    closing.join(MOMENT)
    if closing.is_alive():
        workspace.client.disconnect("cut")
    closing.join()


@contextmanager
def _over_http(app: App, workspace: Workspace) -> Iterator[None]:
    server = ThreadingHTTPServer((HOST, 0), _handler_for(app))
    # A listener that still sleeps when the test is over holds nobody up.
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": MOMENT})
    thread.start()
    workspace.client.configure_app(request_url=f"http://{HOST}:{server.server_port}/slack/events")
    try:
        yield
    finally:
        # First, so that nothing is sent to where nobody listens any more, and tried again for five minutes.
        workspace.client.configure_app(request_url="")
        server.shutdown()
        server.server_close()
        thread.join()


def _handler_for(app: App) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in self.headers.items()}
            answer = app.dispatch(BoltRequest(body=body, headers=headers))
            said = (answer.body or "").encode()
            self.send_response(answer.status)
            for name, values in answer.headers.items():
                for value in values:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Keep quiet: what was asked stands in the workspace's traffic."""

    return Handler
