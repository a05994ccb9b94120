"""How much one request may take, tried through a real server with clients that do not behave."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import anyio.to_thread
import pytest
from starlette.types import Receive, Scope, Send

from commands.bodies import LARGEST_BODY
from commands.limits import Bounds, Limits
from commands.patience import PatientProtocol
from tests.listening import at_work

PATH = "/slack/events"
TIGHT = Bounds(body_seconds=0.3, answer_seconds=0.3, at_once=2)
CHUNK = b"x" * 65_536


class ImpatientProtocol(PatientProtocol):
    """As it is served, in a hurry."""

    head_seconds = 0.3


@dataclass
class Site:
    """Reads a body and says how long it was; waits before that where it is asked to."""

    served: list[int] = field(default_factory=list)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        assert message["more_body"] is False
        if scope["path"] == "/slow":
            await anyio.to_thread.run_sync(self.may_go_on.wait, 20)
        self.served.append(len(message["body"]))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.may_go_on.set()


@pytest.fixture
def port(site: Site) -> Iterator[int]:
    with at_work(Limits(site), http=PatientProtocol) as port:
        yield port


@pytest.fixture
def hasty(site: Site) -> Iterator[int]:
    """Serve with little patience, for the tests in which it has to come to an end."""
    with at_work(Limits(site, TIGHT), http=ImpatientProtocol) as port:
        yield port


def said(port: int, raw: bytes, *more: bytes) -> tuple[int, str]:
    """Send bytes as they are; return the status and the sentence, or 0 where the connection was closed unanswered."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        for part in (raw, *more):
            connection.sendall(part)
        response = http.client.HTTPResponse(connection)
        try:
            response.begin()
            body = response.read()
        except (http.client.BadStatusLine, ConnectionError):
            return 0, ""
        is_json = response.headers.get("content-type") == "application/json"
        return response.status, json.loads(body)["problem"] if is_json else body.decode()


def post(*headers: str, path: str = PATH) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


def test_a_body_is_given_on_whole(site: Site, port: int) -> None:
    assert said(port, post("Content-Length: 5"), b"hel", b"lo") == (200, "ok")
    assert site.served == [5]


def test_a_request_without_a_body_is_served(site: Site, port: int) -> None:
    assert said(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") == (200, "ok")
    assert site.served == [0]


@pytest.mark.parametrize("size", [0, 1, LARGEST_BODY])
def test_the_largest_body_is_not_too_large(site: Site, port: int, size: int) -> None:
    assert said(port, post(f"Content-Length: {size}"), b"x" * size)[0] == 200
    assert site.served == [size]


def test_a_body_that_is_too_large_is_refused_with_a_sentence(site: Site, port: int) -> None:
    size = LARGEST_BODY + 1

    assert said(port, post(f"Content-Length: {size}"), b"x" * size) == (413, "The body is larger than 1,048,576 bytes.")
    assert site.served == []


def test_chunks_that_announce_no_length_are_counted_as_they_come(site: Site, port: int) -> None:
    chunk = b"%x\r\n%s\r\n" % (len(CHUNK), CHUNK)

    answer = said(port, post("Transfer-Encoding: chunked"), *[chunk] * 17, b"0\r\n\r\n")

    assert answer[0] == 413
    assert site.served == []


def test_chunks_that_fit_are_put_together(site: Site, port: int) -> None:
    chunks = [b"1\r\na\r\n"] * 40

    assert said(port, post("Transfer-Encoding: chunked"), *chunks, b"0\r\n\r\n")[0] == 200
    assert site.served == [40]


def test_a_body_that_does_not_arrive_is_waited_for_only_so_long(site: Site, hasty: int) -> None:
    status, sentence = said(hasty, post("Content-Length: 100"), b"half")

    assert (status, sentence) == (408, "The body did not arrive within 0.3 seconds; send it again.")
    assert site.served == []


def test_bytes_that_drip_win_no_time(site: Site, hasty: int) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", hasty), timeout=20) as connection:
        connection.sendall(post("Content-Length: 1000"))
        answered = _drip(connection, b"x")

    assert answered.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < 15
    assert site.served == []


def test_a_head_that_drips_is_not_waited_for_at_all(site: Site, hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty), timeout=20) as connection:
        connection.sendall(b"POST /slack/events HTTP/1.1\r\nX-Slow: ")

        assert _drip(connection, b"x") == b""
    assert site.served == []


def test_a_connection_that_says_nothing_is_closed(hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty), timeout=20) as connection:
        assert connection.recv(1) == b""


def test_a_second_request_on_a_connection_must_have_a_head_as_well(site: Site, hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty), timeout=20) as connection:
        connection.sendall(post("Content-Length: 1") + b"a")
        while not connection.recv(65_536).endswith(b"ok"):
            pass
        connection.sendall(b"POST /sl")

        assert _drip(connection, b"a") == b""
    assert site.served == [1]


@pytest.mark.parametrize("how", ["gzip", "br", "deflate", "GZIP", "identity, gzip"])
def test_a_compressed_body_is_refused_whatever_is_in_it(site: Site, port: int, how: str) -> None:
    status, sentence = said(port, post(f"Content-Encoding: {how}", "Content-Length: 2"), b"{}")

    assert (status, sentence) == (415, "The body is compressed; send it as it is.")
    assert site.served == []


def test_what_is_said_not_to_be_compressed_is_served(port: int) -> None:
    assert said(port, post("Content-Encoding: identity", "Content-Length: 2"), b"{}")[0] == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (post(*[f"X-{number}: 1" for number in range(101)]), 431),
        (post(f"X-Long: {'x' * 17_000}"), 431),
        (post(path=f"/{'x' * 2_100}"), 414),
        (post(path=f"/?{'x' * 2_100}"), 414),
    ],
)
def test_a_head_that_is_too_large_is_refused_with_a_sentence(
    site: Site, port: int, request_: bytes, status: int
) -> None:
    answer = said(port, request_)

    assert answer[0] == status
    assert "than" in answer[1]
    assert site.served == []


def test_a_head_that_never_ends_is_refused_before_it_is_kept(site: Site, port: int) -> None:
    assert said(port, b"POST /slack/events HTTP/1.1\r\nX: " + b"x" * 300_000)[0] in {0, 400}
    assert site.served == []


def test_for_a_site_that_does_not_answer_somebody_else_does(site: Site, hasty: int) -> None:
    status, sentence = said(hasty, post("Content-Length: 0", path="/slow"))

    assert status == 503
    assert sentence.startswith("It takes too long to answer just now; send it again")


def test_what_was_begun_comes_to_its_end_unheard(site: Site, hasty: int) -> None:
    said(hasty, post("Content-Length: 3", path="/slow"), b"abc")
    site.may_go_on.set()

    give_up = time.monotonic() + 20
    while not site.served and time.monotonic() < give_up:
        time.sleep(0.01)
    assert site.served == [3]


def test_so_many_at_once_and_no_more(site: Site, hasty: int) -> None:
    for _ in range(TIGHT.at_once):
        assert said(hasty, post("Content-Length: 0", path="/slow"))[0] == 503

    status, sentence = said(hasty, post("Content-Length: 0"))

    assert (status, sentence) == (503, "Too many requests are being served just now; send it again.")


def test_there_is_room_again_once_they_came_to_an_end(site: Site, hasty: int) -> None:
    for _ in range(TIGHT.at_once):
        said(hasty, post("Content-Length: 0", path="/slow"))
    site.may_go_on.set()

    give_up = time.monotonic() + 20
    while said(hasty, post("Content-Length: 0"))[0] != 200 and time.monotonic() < give_up:
        time.sleep(0.01)
    assert said(hasty, post("Content-Length: 0"))[0] == 200


def test_who_leaves_before_the_body_is_whole_is_forgotten(site: Site, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(post("Content-Length: 9") + b"a")

    assert said(port, post("Content-Length: 1"), b"a")[0] == 200
    assert site.served == [1]


def _drip(connection: socket.socket, byte: bytes) -> bytes:
    """Send a byte now and then until something comes back, or the connection ends."""
    connection.settimeout(0.05)
    for _ in range(400):
        try:
            connection.sendall(byte)
            return connection.recv(65_536)
        except TimeoutError:
            continue
        except ConnectionError:
            return b""
    raise AssertionError("The server waits for ever.")
