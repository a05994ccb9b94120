"""Why a line is open again, and what it was let begin without, is kept; on the way back the line stays as open."""

from dataclasses import replace

from bot.model import UserId, WorkspaceId
from bot.reopened import Reopened
from storage import migrations
from storage.opening import Storage
from tests.storage.examples import NOW, a_deal, an_item

LINE = an_item(
    reopened=Reopened(UserId("UANA"), NOW, "the permit was rejected"), without=("permit", "grant"), may_be_none=True
)


def test_a_gate_is_read_as_it_was_written_and_let_go_of_on_the_way_back(storage: Storage, here: WorkspaceId) -> None:
    deal = a_deal(here, items=(LINE,), lapses=(), steps=())
    with storage.work(here) as work:
        assert work.add(deal, (), ())
    with storage.work(here) as work:
        found = work.deal(deal.id)
    assert found
    assert found.items == (LINE,)

    migrations.downgrade(storage.engine, "0021")
    migrations.upgrade(storage.engine)

    with storage.work(here) as work:
        back = work.deal(deal.id)
    assert back
    assert back.items == (replace(LINE, reopened=None, without=(), may_be_none=False),)
