"""Homes that people look at show what others did, each once however much it was, and nobody pays who acts or never looks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot.model import DealId, UserId
from bot.outgoing import Kind, Outgoing
from bot.rules.at_home import Part, Shown
from bot.service import deals, home, home_news, sweep
from bot.service.desk import by_id
from bot.service.home_news import BATCH, LOOKED_WITHIN
from tests.bot.making import ANA, LIV, NOW, OMAR, at, by
from tests.bot.service.conftest import Office, won

OVERVIEW = Shown()
LATER = NOW + timedelta(minutes=5)


def look(office: Office, person: UserId, at: datetime = NOW, shown: Shown = OVERVIEW) -> None:
    home.publish(office.desk, office.asked(person, f"look {person} {at}", at), shown)


def commit(office: Office, deal_id: DealId, what: str = "call", now: datetime = LATER, who: UserId = ANA) -> None:
    due = by("2026-12-24 15:00")
    asked = office.asked(who, f"{what}{deal_id}", now)
    deals.commit(office.desk, asked, by_id(deal_id), what=what, due=due, consequence=None)


def show(office: Office, now: datetime = LATER) -> int:
    return home_news.show(office.desk, office.workspace.id, now=now)


def news(office: Office) -> list[Outgoing]:
    """Return the Homes that were asked for by nobody who looked."""
    return [row for row in office.sent(Kind.HOME) if row.detail is None]


def test_what_somebody_else_does_shows_in_the_home_of_whoever_looks(office: Office, opened: DealId) -> None:
    show(office)
    deliver(office, look, OMAR)

    commit(office, opened)
    assert show(office) == 1

    (row,) = news(office)
    assert (row.to_user, row.edits, row.deal_id) == (OMAR, f"home:{OMAR}", None)


def test_what_the_clock_does_shows_as_well(office: Office, opened: DealId) -> None:
    due = at("2026-12-24 15:00")
    commit(office, opened)
    show(office)
    deliver(office, look, ANA, due)

    sweep.review(office.desk, office.workspace.id, opened, now=due)
    show(office, due)

    assert [row.to_user for row in news(office)] == [ANA]


def test_nobody_pays_who_never_looks(office: Office, opened: DealId) -> None:
    commit(office, opened)

    assert show(office) == 0

    assert news(office) == []
    with office.desk.work(office.workspace.id) as uow:
        assert list(uow.unshown(limit=9)) == []


def test_whoever_has_not_looked_for_two_weeks_is_left_alone(office: Office, opened: DealId) -> None:
    deliver(office, look, OMAR, NOW)
    deliver(office, look, ANA, LATER)

    commit(office, opened, now=LATER + LOOKED_WITHIN)
    show(office, LATER + LOOKED_WITHIN)

    assert [row.to_user for row in news(office)] == [ANA]


def test_of_thirty_changes_everybody_is_drawn_once(office: Office, opened: DealId) -> None:
    """Thirty steps in ten deals, which both look at: two Homes, where thirty times two could have been."""
    others = [office.receive(won(f"D-{n}")).deal_id for n in range(2, 11)]
    show(office)
    deliver(office, look, OMAR)
    deliver(office, look, ANA)

    for number in range(3):
        for deal_id in (opened, *others):
            commit(office, deal_id, f"call {number}")
        show(office)

    assert sorted(str(row.to_user) for row in news(office)) == [ANA, OMAR]


def test_the_oldest_change_is_shown_first_and_a_crowd_of_them_in_batches(office: Office) -> None:
    deliver(office, look, LIV)
    found = [office.receive(won(f"D-{n}"), NOW + timedelta(seconds=n)).deal_id for n in range(BATCH + 1)]
    office.rung.clear()

    assert [show(office), show(office), show(office)] == [BATCH, 1, 0]
    assert all(found)


def test_a_home_that_is_drawn_because_of_others_shows_what_its_person_chose(office: Office, opened: DealId) -> None:
    deliver(office, look, OMAR, NOW, Shown(Part.STEPS, page=2))

    commit(office, opened)
    show(office)

    with office.desk.work(office.workspace.id) as uow:
        assert uow.sees(OMAR) == "steps:2:"


def test_a_new_day_shows_with_the_digest_and_to_nobody_else(office: Office, opened: DealId) -> None:
    commit(office, opened)
    show(office)
    deliver(office, look, ANA)

    for clock in sweep.due_digests(office.desk, office.workspace.id, now=at("2026-11-24 08:30")):
        sweep.send_digest(office.desk, office.workspace.id, clock, now=at("2026-11-24 08:30"))

    assert [row.key for row in news(office)] == [f"home:{ANA}:day:2026-11-24"]


def test_a_private_deal_draws_nobodys_home_but_its_members(office: Office, opened: DealId) -> None:
    deal = office.deal(opened)
    with office.desk.work(office.workspace.id) as uow:
        uow.save(deal, replace(deal, is_private=True), (), ())
    show(office)
    for who in (ANA, OMAR, LIV, UserId("UTIM")):
        deliver(office, look, who)

    commit(office, opened)
    show(office)

    members = {ANA, OMAR} | ({LIV} if LIV in {lead for _, lead in deal.leads} else set())
    assert {row.to_user for row in news(office)} <= members
    assert {row.to_user for row in news(office)} >= {ANA, OMAR}


def test_a_press_asks_the_database_nothing_more_for_all_who_look(office: Office, opened: DealId) -> None:
    with counted(office) as alone:
        commit(office, opened, "call")
    for number in range(50):
        deliver(office, look, UserId(f"U{number}"))
    deliver(office, look, OMAR)

    with counted(office) as watched:
        commit(office, opened, "visit")

    assert len(watched) == len(alone)
    assert not [each for each in watched if re.search(r"\bhome\b", each)]


def deliver(office: Office, look_: Any, *given: Any) -> None:
    """Look, and let that Home be on its way: what happens from then on is not in it."""
    look_(office, *given)
    clock = NOW + timedelta(days=30)
    for row in office.storage.outbox.claim(now=clock, business_now=clock, lease_for=60, limit=1000):
        office.storage.outbox.sent(row, posted=None, now=clock)


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(office.storage.engine, "before_cursor_execute", note)
    yield statements
    event.remove(office.storage.engine, "before_cursor_execute", note)
