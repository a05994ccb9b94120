"""The simulation's own tests run quietly: what the program logs of an injected fault is no news."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Let nothing be logged while a test runs."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
