"""What a CRM says is taken in, corrected, refused or put off."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from bot.incoming import Arrival
from bot.model import WorkspaceId
from bot.ports import Trouble, UnitOfWork
from commands.people import People
from commands.webhooks.call import Receive
from commands.webhooks.failure import Unavailable, UnknownDeal
from commands.webhooks.receiving import receiver
from messages.delivery.slack import Slack
from tests.bot.service.conftest import Office, bare, office, template, won
from tests.commands.hall import HandClock

__all__ = ["bare", "office", "template"]


@pytest.fixture
def people(office: Office) -> People:
    # Whoever is not known cannot be looked up: the address leads nowhere, and the deal comes in all the same.
    return People(office.desk, lambda _: Slack("xoxb-made-up", base_url="http://127.0.0.1:9/api/"), default_zone="UTC")


@pytest.fixture
def receive(office: Office, people: People) -> Receive:
    return receiver(office.desk, people, HandClock(), office.workspace.id)


def test_a_deal_is_new_once_then_known_then_corrected(receive: Receive) -> None:
    news = won()

    said = [receive(event, news).status for event in ("deal.won", "deal.won", "deal.updated")]

    assert said[:2] == [Arrival.ACCEPTED, Arrival.KNOWN]
    assert said[2] in {Arrival.KNOWN, Arrival.UPDATED}


def test_a_correction_of_what_never_came_in_is_an_unknown_deal(receive: Receive) -> None:
    with pytest.raises(UnknownDeal):
        receive("deal.updated", won())


@pytest.mark.parametrize("when", ["who is named is looked up", "the deal is written"])
def test_a_memory_in_trouble_puts_the_sender_off(office: Office, people: People, when: str) -> None:
    @contextmanager
    def broken(_: WorkspaceId) -> Iterator[UnitOfWork]:
        raise Trouble("the disk is full")
        yield

    desk = replace(office.desk, work=broken)
    asking = replace(people, desk=desk) if when.startswith("who") else people
    receive = receiver(desk, asking, HandClock(), office.workspace.id)

    with pytest.raises(Unavailable) as put_off:
        receive("deal.won", won())

    assert put_off.value.retry_after > 0
