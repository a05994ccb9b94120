"""A real PostgreSQL for the journey that wants it; and a second play, in CI, for one that failed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let CI play a journey that failed once more; its closing line counts how often that was.

    Three real processes wait for one another on a machine of which nobody knows what else it does. Whoever works on
    a journey sees its failure at once.
    """
    if os.environ.get("CI"):
        for item in items:
            if HERE in item.path.parents:
                item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Start a PostgreSQL and return the address of its database."""
    with postgres.running() as url:
        yield url
