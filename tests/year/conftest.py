"""A company to look at, and a world in which nothing has happened."""

import pytest

from tests.year.company import Company, founded
from tests.year.world import World


@pytest.fixture
def company() -> Company:
    return founded("middling", 1)


@pytest.fixture
def world(company: Company) -> World:
    return World(company)
