"""Digests of today are drawn again when what they ask for has its answer, and no others."""

from datetime import datetime

from bot.model import DealId
from bot.outgoing import DIGEST, Kind, Outgoing
from bot.service import deals, sweep
from bot.service.desk import by_id
from tests.bot.making import ANA, at, by
from tests.bot.service.conftest import Office

MORNING, LATER = at("2026-11-24 08:30"), at("2026-11-24 11:00")


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
