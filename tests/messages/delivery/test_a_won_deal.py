"""A won deal on its whole way to Slack: the rules decide, the words are drawn, and the courier brings them there once."""

import secrets
from datetime import timedelta
from uuid import uuid4

import pytest

from bot.incoming import Incoming, PersonRef
from bot.model import BATON, Deal, DealId, Facts
from bot.playbook import Playbook
from bot.service import delivery, intake
from bot.service.desk import Desk
from bot.service.intake import Origin
from messages.delivery.courier import Courier
from messages.delivery.directory import read_people
from messages.rendering import render
from storage.playbooks.library import built_in
from tests.messages.delivery.office import Office


@pytest.fixture(scope="module")
def playbooks() -> list[Playbook]:
    return built_in()


@pytest.fixture
def desk(office: Office, playbooks: list[Playbook]) -> Desk:
    """Return the use cases' desk in a workspace that knows its people and playbooks."""
    with office.storage.work(office.workspace.id) as uow:
        uow.put_people(read_people(office.slack, default_zone="UTC"))
        uow.put_playbooks(playbooks, now=office.clock.now())
    return Desk(office.storage.work, uuid4, lambda: secrets.token_hex(3), lambda: None)


@pytest.fixture
def courier(office: Office, desk: Desk) -> Courier:
    return Courier(
        outbox=office.storage.outbox,
        work=office.storage.work,
        clock=office.clock,
        slack_for=lambda _: office.slack,
        render=render,
        still_true=delivery.still_true,
        told=lambda *about: delivery.told(desk, *about),
        held=lambda *about: delivery.held(desk, *about),
        skipped=lambda *about: delivery.skipped(desk, *about),
        gave_up=lambda *about: delivery.gave_up(desk, *about),
    )


def win(office: Office, desk: Desk) -> Deal:
    now = office.clock.now()
    facts = Facts(name="Charging site", account="Acme", promised_on=(now + timedelta(days=70)).date(), won_at=now)
    ana = PersonRef(email="ana@example.com")
    incoming = Incoming("erp", str(uuid4()), None, facts, now, seller=ana, owner=ana)
    arrived = intake.receive(desk, Origin(office.workspace.id, BATON, now), incoming)
    return stored(office, arrived.deal_id)


def stored(office: Office, deal_id: DealId) -> Deal:
    with office.storage.work(office.workspace.id) as uow:
        deal = uow.deal(deal_id)
    assert deal
    return deal


def bring(office: Office, courier: Courier, minutes: int = 15) -> None:
    """Deliver everything, letting time pass."""
    for _ in range(minutes * 4):
        while courier.deliver_once():
            pass
        if not office.storage.outbox.waiting(business_now=office.clock.now()):
            return
        office.clock.pass_(15)


def seen(office: Office, deal: Deal) -> list[str]:
    assert deal.channel_id
    return [each["text"] for each in office.client.messages(deal.channel_id) if each.get("metadata")]


def test_a_won_deal_gets_its_channel_with_people_brief_board_and_checklists(
    office: Office, desk: Desk, courier: Courier
) -> None:
    won = win(office, desk)

    bring(office, courier)

    deal = stored(office, won.id)
    assert set(office.rows().values()) == {"sent"}
    (channel,) = [each for each in office.client.state()["channels"] if each["id"] == deal.channel_id]
    assert office.ana in channel["members"]
    assert len(channel["pins"]) == 1
    assert "Acme" in seen(office, deal)[0]


@pytest.mark.parametrize("fault", ["apply_then_drop", "status:500", "429:2"])
def test_a_network_that_fails_every_third_call_changes_nothing_about_what_people_see(
    office: Office, desk: Desk, courier: Courier, fault: str
) -> None:
    for nth in range(3, 60, 3):
        office.inject(fault, method="*", nth=nth)
    won = win(office, desk)

    bring(office, courier, minutes=90)

    deal = stored(office, won.id)
    said = seen(office, deal)
    assert set(office.rows().values()) == {"sent"}
    assert len(said) == len(set(said))
    assert len([each for each in office.client.state()["channels"] if each["name"].endswith(deal.short)]) == 1
