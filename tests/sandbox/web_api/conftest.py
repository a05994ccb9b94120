"""Rate limits that are in force, in a minute that nobody has used yet."""

from collections.abc import Iterator

import pytest

from sandbox.client import SandboxClient


@pytest.fixture
def limited(client: SandboxClient) -> Iterator[None]:
    client.advance(60)
    client.configure_app(rate_limits=True)
    yield
    client.configure_app(rate_limits=False)
