"""What somebody asked a colleague for is kept, found by whose turn it is, and let go of on the way back."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.model import Deal, LapseKind, Request, StepStatus, UserId, WorkspaceId
from bot.ports import Wanted
from storage import migrations
from storage.opening import Storage
from tests.storage.examples import NOW, a_deal, a_lapse, a_step, due

ANA, MEI = UserId("UANA"), UserId("U0MEI")
ASKED = a_step(by=MEI, status=StepStatus.OFFERED, request=Request(ANA, NOW))
NAMED = replace(ASKED, request=Request(ANA, NOW, due(), "they are away"))
TAKEN = replace(ASKED, status=StepStatus.OPEN, request=Request(ANA, NOW, is_taken=True))


def stored(storage: Storage, here: WorkspaceId, **parts: Any) -> Deal:
    nobody = UserId("UNOBODY")
    given = {"owner_id": nobody, "seller_id": nobody, "leads": (), "items": (), "lapses": (), "steps": ()}
    deal = a_deal(here, parts.pop("name", "acme"), **(given | parts))
    with storage.work(here) as work:
        assert work.add(deal, (), ())
    return deal


def again(storage: Storage, deal: Deal) -> Deal:
    with storage.work(deal.workspace_id) as work:
        found = work.deal(deal.id)
    assert found
    return found


@pytest.mark.parametrize("step", [ASKED, NAMED, TAKEN])
def test_a_request_is_read_as_it_was_written(storage: Storage, here: WorkspaceId, step: Any) -> None:
    deal = stored(storage, here, steps=(step,))

    assert again(storage, deal).steps == (step,)


@pytest.mark.parametrize(
    ("step", "who"),
    [(ASKED, {MEI}), (NAMED, {ANA}), (TAKEN, {MEI}), (replace(ASKED, status=StepStatus.DROPPED), set())],
)
def test_the_deal_is_found_by_whose_turn_it_is(
    storage: Storage, here: WorkspaceId, step: Any, who: set[UserId]
) -> None:
    stored(storage, here, steps=(step,))

    with storage.work(here) as work:
        found = {person for person in (ANA, MEI) if work.deals(Wanted(person=person))}

    assert found == who


def test_on_the_way_back_an_open_request_is_nobodys_step_and_what_was_taken_on_stays(
    storage: Storage, here: WorkspaceId
) -> None:
    asked = a_lapse(kind=LapseKind.REQUEST_UNANSWERED, subject=ASKED.id)
    late = a_lapse("late")
    open_one = stored(storage, here, steps=(ASKED,), lapses=(asked, late))
    taken = stored(storage, here, name="second", steps=(TAKEN,))
    migrations.downgrade(storage.engine, "0019")
    with storage.engine.connect() as connection:
        kinds = connection.execute(text("SELECT kind FROM lapse")).scalars().all()

    migrations.upgrade(storage.engine)

    (step,) = again(storage, open_one).steps
    assert (step.status, step.request, step.ended_at) == (StepStatus.DROPPED, None, ASKED.made_at)
    assert kinds == [late.kind]
    assert again(storage, taken).steps == (replace(TAKEN, request=None),)
