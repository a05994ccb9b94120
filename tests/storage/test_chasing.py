"""Who is asked about somebody else's step finds it among their deals, and rows from before are found as well."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text

from bot.model import Deal, Parked, Step, StepStatus, UserId, WaitingOn, WorkspaceId
from bot.ports import Wanted
from storage import migrations
from storage.opening import Storage
from storage.schema.deals import step as table
from tests.storage.examples import NOW, a_deal, a_step, due, id_of

ANA, MEI = UserId("UANA"), UserId("U0MEI")


def parked(chaser: UserId) -> Step:
    return a_step(by=ANA, parked=Parked(WaitingOn.CUSTOMER, due(), chaser, "drawings"))


def stored(storage: Storage, here: WorkspaceId, step: Step) -> Deal:
    deal = a_deal(here, owner_id=ANA, seller_id=ANA, leads=(), items=(), lapses=(), steps=(step,))
    with storage.work(here) as work:
        assert work.add(deal, (), ())
    return deal


def asked(storage: Storage) -> Any:
    with storage.engine.begin() as connection:
        return connection.execute(select(table.c.asked)).scalar_one()


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (a_step(by=ANA), None),
        (parked(ANA), None),
        (parked(MEI), MEI),
        (replace(parked(MEI), status=StepStatus.KEPT), None),
        (a_step(by=MEI, status=StepStatus.OFFERED, instead_of=id_of("late")), MEI),
        (a_step(by=MEI, status=StepStatus.DROPPED, instead_of=id_of("late")), None),
    ],
)
def test_a_deal_is_found_by_whoever_is_asked(
    storage: Storage, here: WorkspaceId, step: Step, who: UserId | None
) -> None:
    deal = stored(storage, here, step)

    with storage.work(here) as work:
        found = [each.id for each in work.deals(Wanted(person=MEI))]

    assert asked(storage) == who
    assert found == ([deal.id] if who else [])


def test_once_it_waits_no_longer_nobody_else_is_asked(storage: Storage, here: WorkspaceId) -> None:
    deal = stored(storage, here, parked(MEI))
    goes_on = replace(deal, steps=(replace(deal.steps[0], parked=None),))

    with storage.work(here) as work:
        work.save(deal, goes_on, (), ())

    assert asked(storage) is None


@pytest.mark.parametrize(
    ("chaser", "status", "found"),
    [(MEI, StepStatus.OPEN, MEI), (ANA, StepStatus.OPEN, None), (MEI, StepStatus.KEPT, None)],
)
def test_who_chased_before_is_found_after(
    storage: Storage, here: WorkspaceId, chaser: UserId, status: StepStatus, found: UserId | None
) -> None:
    stored(storage, here, replace(parked(chaser), status=status, ended_at=NOW))
    migrations.downgrade(storage.engine, "0013")

    migrations.upgrade(storage.engine)

    assert asked(storage) == found


def test_words_that_are_no_data_do_not_stop_the_way_up(storage: Storage, here: WorkspaceId) -> None:
    stored(storage, here, parked(MEI))
    migrations.downgrade(storage.engine, "0013")
    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE step SET parked = 'garbage'"))

    migrations.upgrade(storage.engine)

    assert asked(storage) is None
