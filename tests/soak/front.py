"""One address in front of several replicas: each request goes to the next of them, as behind any proxy."""

import http.client
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PATIENCE = 12.0
KEPT = ("content-type", "retry-after", "x-slack-no-retry")


class Front(ThreadingHTTPServer):
    """Asks for the ports that serve just now; one that was killed a moment ago is passed over."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, ports: Callable[[], Sequence[int]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._ports = ports
        self._turns = itertools.count()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def ports(self) -> Sequence[int]:
        """Return them beginning with whose turn it is."""
        ports = list(self._ports())
        turn = next(self._turns) % len(ports) if ports else 0
        return ports[turn:] + ports[:turn]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where the one who asked went away."""


class _Handler(BaseHTTPRequestHandler):
    server: Front

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        for port in self.server.ports():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                connection.connect()
            except OSError:
                # Nothing was said yet, so the next one may be asked; anywhere further on nobody could tell.
                continue
            self._pass(connection, body)
            return
        self._say(503, b"")

    def _pass(self, connection: http.client.HTTPConnection, body: bytes) -> None:
        given = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        try:
            connection.request("POST", self.path, body, given)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self._say(502, b"")
        else:
            self._say(answer.status, text, {name: value for name in KEPT if (value := answer.headers.get(name))})
        finally:
            connection.close()

    def _say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def front(ports: Callable[[], Sequence[int]]) -> Iterator[str]:
    """Run one until the block ends; give its address."""
    with Front(ports) as server:
        Thread(target=server.serve_forever, name="front", daemon=True).start()
        try:
            yield server.url
        finally:
            server.shutdown()
