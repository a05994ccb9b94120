"""One Slack for each test file, and for each test a hall with a deal that Ana won and Omar is asked to own."""

from collections.abc import Iterator

import pytest

from tests.bot.service.conftest import Office, bare, office, opened, template
from tests.commands.hall import Hall, HandClock, counter_of, listening, with_channel
from tests.commands.wire import Wire, answering

__all__ = ["bare", "office", "opened", "template"]


@pytest.fixture(scope="module")
def slack_end() -> Iterator[Wire]:
    with answering() as wire:
        yield wire


@pytest.fixture
def wire(slack_end: Wire) -> Wire:
    """Return Slack's end of the wire, with a clean memory and all well."""
    slack_end.asked.clear()
    slack_end.hooked.clear()
    slack_end.says.clear()
    slack_end.broken.clear()
    return slack_end


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def hall(office: Office, wire: Wire, clock: HandClock) -> Hall:
    deal_id = office.receive().deal_id
    with_channel(office, deal_id)
    return Hall(office, wire, listening(counter_of(office, clock), wire), clock, deal_id)
