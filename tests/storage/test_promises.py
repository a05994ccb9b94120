"""The register of promises is kept with its deal, begun for deals that were there before, and erased with people."""

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from bot.events import Recorded
from bot.identity import PromiseId
from bot.model import BATON, Deal, DealStatus, Promise, UserId, WorkspaceId
from bot.promises import PromiseStatus, Register, RegisteredPromise
from bot.registered import PromiseDeclined, PromiseTold
from bot.rules.promises_from_crm import registered
from storage import migrations
from storage.keeping.erasure import erase
from storage.opening import Storage
from tests.bot.making import CONTEXT
from tests.storage.examples import NOW, a_deal

ANA, OMAR = UserId("UANA"), UserId("UOMAR")
PROMISE = RegisteredPromise(PromiseId(UUID(int=7)), "training for twelve", ANA, NOW, date(2027, 4, 1))
DECLINED = replace(
    PROMISE, status=PromiseStatus.DECLINED, answered_by=OMAR, answered_at=NOW, reason="nobody is free", generation=1
)
LISTED = (Promise("Training", date(2027, 4, 1)), Promise('A "spare" part, ä'), Promise("training"))


def stored(storage: Storage, here: WorkspaceId, *recorded: Recorded, name: str = "acme", **changes: Any) -> Deal:
    nobody = UserId("UNOBODY")
    given = {"owner_id": nobody, "seller_id": nobody, "leads": (), "items": (), "lapses": (), "steps": ()}
    deal = a_deal(here, name, **(given | changes | {"seq": len(recorded)}))
    with storage.work(here) as work:
        assert work.add(deal, recorded, ())
    return deal


def again(storage: Storage, deal: Deal) -> Deal:
    with storage.work(deal.workspace_id) as work:
        found = work.deal(deal.id)
    assert found
    return found


@pytest.mark.parametrize("register", [Register(), Register((PROMISE, DECLINED), asked=2), Register((), ANA, NOW)])
def test_a_register_is_read_as_it_was_written(storage: Storage, here: WorkspaceId, register: Register) -> None:
    deal = stored(storage, here, register=register)

    assert again(storage, deal).register == register
    found = again(storage, deal)
    with storage.work(here) as work:
        work.save(found, replace(found, register=Register((PROMISE,))), (), ())
    assert again(storage, deal).register == Register((PROMISE,))


def test_a_deal_that_goes_on_begins_with_what_the_crm_had_listed(storage: Storage, here: WorkspaceId) -> None:
    facts = replace(a_deal(here).facts, promises=LISTED)
    going = stored(storage, here, facts=facts, status=DealStatus.OPEN)
    stopped = stored(storage, here, name="second", facts=facts, status=DealStatus.STOPPED)
    migrations.downgrade(storage.engine, "0027")

    migrations.upgrade(storage.engine)

    found = again(storage, going)
    assert [(each.what, each.due_on, each.by, each.status) for each in found.register.promises] == [
        (each.text, each.due_on, going.seller_id, PromiseStatus.TOLD) for each in LISTED
    ]
    # They are the very ones that a newer list of the CRM speaks of.
    changed = replace(found, facts=replace(facts, promises=LISTED[:1]))
    news = registered(changed, CONTEXT, was=LISTED, now=NOW)
    assert [each.status.value for each in news.deal.register.promises] == ["told", "withdrawn", "withdrawn"]
    untold = replace(found, register=Register())
    assert [each.id for each in registered(untold, CONTEXT, was=(), now=NOW).deal.register.promises] == [
        each.id for each in found.register.promises
    ]
    assert again(storage, stopped).register == Register()


def test_whoever_is_erased_leaves_no_word_in_the_register(storage: Storage, here: WorkspaceId) -> None:
    told = Recorded(1, NOW, ANA, PromiseTold(PROMISE.id, PROMISE.what, ANA, PROMISE.due_on))
    no = Recorded(2, NOW, OMAR, PromiseDeclined(PROMISE.id, PROMISE.what, OMAR, ANA, "nobody is free"))
    deal = stored(storage, here, told, no, register=Register((DECLINED,)))

    for user, number in ((ANA, 1), (OMAR, 2)):
        erase(storage.database, here, user, new_id=UUID(int=number), now=NOW)

    with storage.engine.connect() as connection:
        kept = json.dumps([*connection.execute(text("SELECT register FROM deal")).scalars()])
        kept += json.dumps([*connection.execute(text("SELECT payload FROM event")).scalars()])
    for trace in (ANA, OMAR, "training for twelve", "nobody is free"):
        assert trace not in kept
    promise = again(storage, deal).register.promises[0]
    assert (promise.due_on, promise.status) == (PROMISE.due_on, PromiseStatus.DECLINED)
    assert promise.by != BATON
