"""Digests of today are drawn again when what they ask for has its answer, and no others."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model import ChannelId, DealId
from bot.outgoing import DIGEST, Kind, Outgoing
from bot.service import deals, delivery, sweep
from bot.service.desk import by_id
from tests.bot.making import ANA, NOW, OMAR, at, by
from tests.bot.service.conftest import Office, won

MORNING, LATER = at("2026-11-24 08:30"), at("2026-11-24 11:00")
TUESDAY = at("2026-11-24 12:00")


def with_a_step(office: Office, deal_id: DealId) -> None:
    due = by("2026-11-24 15:00")
    deals.commit(office.desk, office.asked(ANA), by_id(deal_id), what="call", due=due, consequence=None)


def send(office: Office, now: datetime) -> None:
    for clock in sweep.due_digests(office.desk, office.workspace.id, now=now):
        sweep.send_digest(office.desk, office.workspace.id, clock, now=now)


def keep(office: Office, deal_id: DealId, now: datetime) -> None:
    step = office.deal(deal_id).steps[0]
    deals.keep(office.desk, office.asked(ANA, "keep", now), by_id(deal_id), step_id=step.id)


def edits(office: Office) -> list[Outgoing]:
    return [row for row in office.sent(Kind.EDIT) if row.detail == DIGEST]


def test_a_step_that_is_kept_draws_its_persons_digest_of_today_again(office: Office, opened: DealId) -> None:
    with_a_step(office, opened)
    send(office, MORNING)

    keep(office, opened, LATER)

    (row,) = [each for each in edits(office) if "UANA" in each.key]
    assert row.edits == "digest:person:UANA:2026-11-24"
    assert row.edits in {each.key for each in office.sent(Kind.DIGEST)}


def test_without_a_digest_nothing_is_drawn_again(office: Office, opened: DealId) -> None:
    with_a_step(office, opened)

    keep(office, opened, LATER)

    assert edits(office) == []


def test_the_digest_of_another_day_stays_as_it_was(office: Office, opened: DealId) -> None:
    with_a_step(office, opened)
    send(office, MORNING)

    keep(office, opened, at("2026-11-25 07:30"))

    assert [each for each in edits(office) if "2026-11-24" in each.key] == []


def test_a_deal_that_no_digest_tells_of_draws_none_again(office: Office, opened: DealId) -> None:
    send(office, MORNING)
    with_a_step(office, opened)
    before = len(edits(office))

    keep(office, opened, LATER)

    told = {line.deal_id for row in office.sent(Kind.DIGEST) if row.digest for line in row.digest.lines}
    assert (len(edits(office)) > before) == (opened in told)


LEADERS = ChannelId("CLEADERS")


@pytest.fixture
def led(office: Office) -> Office:
    """Let leadership have a channel of its own, and a digest from Monday on."""
    with office.desk.work(office.workspace.id) as uow:
        uow.put_workspace(replace(uow.workspace(), leadership_channel=LEADERS))
    sweep.register_channels(office.desk, office.workspace.id, now=NOW)
    return office


def live(office: Office, since: datetime, until: datetime) -> None:
    """Let each hour's looks and digests happen, and what is said be told at once."""
    while since < until:
        since += timedelta(hours=1)
        for deal_id in sweep.due(office.desk, office.workspace.id, now=since):
            sweep.review(office.desk, office.workspace.id, deal_id, now=since)
        for row in office.sent(Kind.NUDGE):
            delivery.told(office.desk, office.workspace.id, row, None, since)
        send(office, since)


def leaderships(office: Office, kind: Kind) -> list[Outgoing]:
    return [row for row in office.sent(kind) if "digest:leadership" in row.key]


def test_a_decision_that_arises_after_ten_is_added_to_leaderships_message_of_that_day(led: Office) -> None:
    """Omar is asked to own two deals, the second a day and an hour later; of both Liv must decide in the end."""
    first = led.receive().deal_id
    live(led, NOW, TUESDAY)
    second = led.receive(won("D-2", at=TUESDAY), TUESDAY).deal_id
    live(led, TUESDAY, at("2026-11-26 10:00"))
    (message,) = leaderships(led, Kind.DIGEST)
    assert message.digest
    assert [line.deal_id for line in message.digest.lines] == [first]
    assert leaderships(led, Kind.EDIT) == []

    live(led, at("2026-11-26 10:00"), at("2026-11-26 20:00"))

    assert [row.key for row in leaderships(led, Kind.DIGEST)] == [message.key]
    (edit,) = leaderships(led, Kind.EDIT)
    assert (edit.edits, edit.detail, edit.gathers) == (message.key, DIGEST, message.key)
    with led.desk.work(led.workspace.id) as uow:
        assert [line.deal_id for line in uow.lines_added(message.key)] == [second]


def test_an_added_line_that_is_decided_draws_the_message_again(led: Office) -> None:
    led.receive()
    live(led, NOW, TUESDAY)
    second = led.receive(won("D-2", at=TUESDAY), TUESDAY).deal_id
    live(led, TUESDAY, at("2026-11-26 20:00"))

    deals.accept_ownership(led.desk, led.asked(OMAR, "yes", at("2026-11-26 20:30")), by_id(second))

    (added, ended) = leaderships(led, Kind.EDIT)
    assert (ended.edits, ended.digest) == (added.edits, None)


def test_a_morning_without_a_message_gets_none_in_the_afternoon(led: Office) -> None:
    led.receive()

    live(led, NOW, at("2026-11-25 22:00"))

    assert any(each.decider_id for deal in led.deals() for each in deal.lapses)
    assert leaderships(led, Kind.DIGEST) + leaderships(led, Kind.EDIT) == []


def test_what_a_private_deal_asks_is_never_added(led: Office) -> None:
    led.receive()
    live(led, NOW, TUESDAY)
    second = led.receive(won("D-2", at=TUESDAY), TUESDAY).deal_id
    with led.desk.work(led.workspace.id) as uow:
        before = uow.deal(second)
        assert before
        uow.save(before, replace(before, is_private=True), (), ())

    live(led, TUESDAY, at("2026-11-26 20:00"))

    assert any(each.decider_id for each in led.deal(second).lapses)
    assert leaderships(led, Kind.EDIT) == []
