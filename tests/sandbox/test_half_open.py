"""A connection that does not come about leaves no socket open behind it."""

import logging
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from slack_sdk.socket_mode.builtin.connection import Connection

from sandbox.listening import close_half_open

NO_HANDSHAKE = [b"", b"HTTP/1.1 101 Switching Protocols\r\n\r\n"]


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Take one connection, say this to it, and end it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with listening.accept()[0] as came:
                came.recv(4096)
                came.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join()


def warned_of(answer: bytes, heard: Callable[[Exception], None]) -> list[str]:
    """Return what is warned of when the handshake gets this answer."""
    with answering(answer) as url, warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        Connection(url, logging.getLogger("quiet"), on_error_listener=heard).connect()
    return [str(each.message) for each in seen]


@pytest.mark.parametrize("answer", NO_HANDSHAKE)
def test_the_socket_of_a_handshake_that_fails_is_closed(answer: bytes) -> None:
    assert warned_of(answer, close_half_open) == []


@pytest.mark.parametrize("answer", NO_HANDSHAKE)
def test_the_sdk_alone_still_forgets_it(answer: bytes) -> None:
    """When this fails, the SDK closes it by itself, and nobody here need do it any more."""
    (warning,) = warned_of(answer, lambda _: None)

    assert "unclosed <socket" in warning


def wait_in_vain(sock: socket.socket) -> None:
    sock.bind(("127.0.0.1", 0))
    sock.listen()
    sock.settimeout(0.01)
    sock.accept()


def test_an_error_of_a_connection_that_stood_closes_nothing() -> None:
    with socket.socket() as sock:
        with pytest.raises(TimeoutError) as later:
            wait_in_vain(sock)
        close_half_open(later.value)

        assert sock.fileno() != -1
