"""A real PostgreSQL for the journey that wants it."""

from collections.abc import Iterator

import pytest

from tests import postgres


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Start a PostgreSQL and return the address of its database."""
    with postgres.running() as url:
        yield url
