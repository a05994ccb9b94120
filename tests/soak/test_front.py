"""The front gives each request to the next replica, passes over one that is gone, and says when there is none."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.soak.front import front


class Echo(BaseHTTPRequestHandler):
    """Answers with its own port and what it was sent; hangs up on "die"."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if body == b"die":
            self.close_connection = True
            return
        self.send_response(202)
        self.send_header("content-type", "text/plain")
        self.end_headers()
        self.wfile.write(f"{self.headers['host'].rpartition(':')[2]} {self.path} ".encode() + body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def echo() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


def posted(url: str, body: bytes = b"hello") -> tuple[int, str]:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    connection.request("POST", "/slack/events", body)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def test_each_request_goes_to_the_next() -> None:
    with echo() as one, echo() as other, front(lambda: [one, other]) as url:
        answers = [posted(url) for _ in range(4)]

    assert answers == [(202, f"{port} /slack/events hello") for port in (one, other, one, other)]


def test_one_that_is_gone_is_passed_over(free_port: int) -> None:
    with echo() as alive, front(lambda: [free_port, alive]) as url:
        answers = {posted(url) for _ in range(3)}

    assert answers == {(202, f"{alive} /slack/events hello")}


def test_what_was_sent_and_not_answered_is_sent_to_nobody_else() -> None:
    with echo() as one, echo() as other, front(lambda: [one, other]) as url:
        assert posted(url, b"die")[0] == 502


@pytest.mark.parametrize("tries", [1, 2])
def test_where_nobody_serves_it_says_so(tries: int) -> None:
    with front(list) as url:
        assert [posted(url)[0] for _ in range(tries)] == [503] * tries
