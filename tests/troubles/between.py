"""Stands between Baton and the local Slack, and lets a test change what Slack answers."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Change = Callable[[str, bytes], bytes]
"""From a method's name and Slack's true answer to what Baton is given."""
PAGE = b"<!doctype html><html><body><h1>503 Service Unavailable</h1></body></html>"


class Between:
    """``api_url`` is where Baton shall call. Without a change every answer passes as it is."""

    def __init__(self, port: int) -> None:
        self.api_url = f"http://127.0.0.1:{port}/api/"
        self.change: Change | None = None
        self.changed: list[str] = []

    @contextmanager
    def changing(self, change: Change) -> Iterator[None]:
        """Change answers until the block ends. The call itself takes effect in Slack as always."""
        self.change = change
        try:
            yield
        finally:
            self.change = None


def only(method: str, body: Callable[[bytes], bytes]) -> Change:
    """Change the answers of one method."""
    return lambda called, answer: body(answer) if called == method else answer


def as_html(_: bytes) -> bytes:
    return PAGE


def half(answer: bytes) -> bytes:
    return answer[: len(answer) // 2]


def of_another_workspace(answer: bytes) -> bytes:
    """Return an answer of the same shape about a channel and a team that are not ours."""
    told: dict[str, Any] = json.loads(answer)
    return json.dumps(told | {"channel": "C0ELSEWHERE", "ts": "1.000001", "team": "T0ELSEWHERE"}).encode()


@contextmanager
def between(slack: str) -> Iterator[Between]:
    """Listen, and hand every call on to the Slack at this address."""
    host = urlsplit(slack).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, kind, answer = _handed_on(host, self.path, body, dict(self.headers))
            method = self.path.rpartition("/")[2].partition("?")[0]
            if made.change:
                changed = made.change(method, answer)
                if changed != answer:
                    made.changed.append(method)
                    kind = "text/html" if changed == PAGE else kind
                answer = changed
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """Say nothing: a test's output is the application's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Between(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handed_on(host: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        given = {name: value for name, value in headers.items() if name.lower() not in {"host", "connection"}}
        connection.request("POST", path, body, given)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Content-Type", ""), answer.read()
    finally:
        connection.close()
