"""A person can move their digest and have it on empty days too, but nobody can switch it off."""

from dataclasses import replace
from datetime import datetime, time

from bot.context import Context
from bot.model import DealId, PersonalTime
from bot.outgoing import DigestFacts, Kind, Outgoing
from bot.rules.quiet import quiet_until
from bot.service import deals, own_time, sweep
from bot.service.desk import by_id
from tests.bot.making import ANA, CONTEXT, FAYE, PEOPLE, at, by
from tests.bot.service.conftest import Office

EVENING = at("2026-11-23 18:30")


def move(office: Office, clock: time | None, *, is_daily: bool | None = None, is_reset: bool = False) -> None:
    asked = office.asked(ANA, f"{clock}{is_daily}{is_reset}", EVENING)
    own_time.digest_at(office.desk, asked, clock, is_daily=is_daily, is_reset=is_reset)


def send(office: Office, now: datetime) -> list[Outgoing]:
    for clock in sweep.due_digests(office.desk, office.workspace.id, now=now):
        sweep.send_digest(office.desk, office.workspace.id, clock, now=now)
    return [row for row in office.sent(Kind.DIGEST) if row.to_user == ANA]


def with_a_step(office: Office, deal_id: DealId) -> None:
    due = by("2026-11-24 15:00")
    deals.commit(office.desk, office.asked(ANA), by_id(deal_id), what="call", due=due, consequence=None)


def test_a_digest_that_was_moved_comes_then_and_not_before(office: Office, opened: DealId) -> None:
    with_a_step(office, opened)
    move(office, time(7, 30))

    assert send(office, at("2026-11-24 07:29")) == []
    assert len(send(office, at("2026-11-24 07:30"))) == 1
    assert len(send(office, at("2026-11-24 08:30"))) == 1


def test_moving_it_on_a_day_that_had_one_brings_no_second(office: Office, opened: DealId) -> None:
    with_a_step(office, opened)
    send(office, at("2026-11-24 08:30"))

    asked = office.asked(ANA, "late", at("2026-11-24 09:00"))
    own_time.digest_at(office.desk, asked, time(15), is_daily=None)

    assert len(send(office, at("2026-11-24 15:00"))) == 1


def test_a_reset_is_as_everybody_has_it(office: Office, opened: DealId) -> None:
    with_a_step(office, opened)
    move(office, time(7, 30), is_daily=True)
    move(office, None, is_reset=True)

    assert send(office, at("2026-11-24 07:30")) == []
    assert len(send(office, at("2026-11-24 08:30"))) == 1
    with office.desk.work(office.workspace.id) as uow:
        assert uow.people()[ANA].time in (None, PersonalTime())


def test_an_empty_day_is_silent_unless_somebody_wants_to_hear_of_it(office: Office) -> None:
    move(office, None, is_daily=True)

    (row,) = send(office, at("2026-11-24 08:30"))

    assert row.digest == DigestFacts("person", "2026-11-24", "Europe/Helsinki", ())
    move(office, None, is_daily=False)
    assert len(send(office, at("2026-11-25 08:30"))) == 1


def test_what_is_late_stands_in_the_digest_however_it_was_moved(office: Office, opened: DealId) -> None:
    with_a_step(office, opened)
    move(office, time(20))

    (row,) = send(office, at("2026-11-24 20:00"))

    assert row.digest
    assert "step_overdue" in {line.kind for line in row.digest.lines}


def test_a_digest_that_somebody_moved_before_their_hours_is_not_held_until_them() -> None:
    own = replace(PEOPLE[ANA], time=PersonalTime(digest_at=time(6)))
    context = Context({**PEOPLE, ANA: own}, CONTEXT.default_owner, CONTEXT.zone)

    def held(kind: Kind, who: str, moment: str) -> bool:
        row = Outgoing("k", kind, None, to_user=who)  # type: ignore[arg-type]
        return quiet_until(row, None, context, now=at(moment)) is not None

    assert not held(Kind.DIGEST, ANA, "2026-11-24 06:00")
    assert held(Kind.DIGEST, ANA, "2026-11-24 05:59")
    assert held(Kind.DIGEST, FAYE, "2026-11-24 06:00")
    assert held(Kind.DIGEST, ANA, "2026-11-28 06:00")
