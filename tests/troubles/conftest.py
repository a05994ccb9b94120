"""A real PostgreSQL that a test may stop, and start again where it was."""

from collections.abc import Iterator
from warnings import catch_warnings, simplefilter

import pytest

from tests.troubles.server import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with catch_warnings():
        # As in tests/postgres.py: its import looks for a folder that a container need not have.
        simplefilter("ignore")
        made = Server.start()
    try:
        yield made
    finally:
        made.end()
