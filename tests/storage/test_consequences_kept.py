"""What was agreed otherwise is kept with its kind, and rows from before there were kinds are read as free words."""

import pytest
from sqlalchemy import text

from bot.model import Consequence, Otherwise, UserId, WorkspaceId
from storage import migrations
from storage.opening import Storage
from tests.storage.examples import a_deal, a_step

MEI = UserId("U0MEI")
KINDS = [
    None,
    Consequence(text="the slot is lost"),
    Consequence(Otherwise.DECIDE),
    Consequence(Otherwise.DECIDE, MEI),
    Consequence(Otherwise.LEAD),
    Consequence(Otherwise.STEP, MEI, "tell the customer"),
]


@pytest.mark.parametrize("agreed", KINDS)
def test_it_comes_back_as_it_was_agreed(storage: Storage, here: WorkspaceId, agreed: Consequence | None) -> None:
    deal = a_deal(here, steps=(a_step(consequence=agreed),))
    with storage.work(here) as work:
        work.add(deal, (), ())
    with storage.work(here) as work:
        found = work.deal(deal.id)

    assert found is not None
    assert found.steps[0].consequence == agreed


@pytest.mark.parametrize("words", ["the slot is lost", '{"not": closed', "[]", "7", "null and void"])
def test_plain_words_from_before_are_read_as_such(storage: Storage, here: WorkspaceId, words: str) -> None:
    deal = a_deal(here, steps=(a_step(consequence=Consequence(Otherwise.LEAD)),))
    with storage.work(here) as work:
        work.add(deal, (), ())
    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE step SET consequence = :words"), {"words": words})
    with storage.work(here) as work:
        found = work.deal(deal.id)

    assert found is not None
    assert found.steps[0].consequence == Consequence(text=words)


@pytest.mark.parametrize(
    ("stored", "before"),
    [
        ('{"kind":"default","person":null,"text":"the slot is lost"}', "the slot is lost"),
        ('{"kind":"step","person":"U0MEI","text":"tell the customer"}', "tell the customer"),
        ('{"kind":"lead","person":null,"text":""}', "it goes to the lead"),
        ('{"kind":"decide","person":"U0MEI","text":""}', "a manager decides within a day"),
        ("{ in braces }", "{ in braces }"),
        ('{"no": "kind"}', '{"no": "kind"}'),
        ("as before", "as before"),
    ],
)
def test_on_the_way_back_it_is_words_again(storage: Storage, here: WorkspaceId, stored: str, before: str) -> None:
    deal = a_deal(here, steps=(a_step(),))
    with storage.work(here) as work:
        work.add(deal, (), ())
    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE step SET consequence = :stored"), {"stored": stored})

    migrations.downgrade(storage.engine, "0010")

    with storage.engine.begin() as connection:
        found = connection.execute(text("SELECT consequence FROM step")).scalar_one()
    migrations.upgrade(storage.engine)
    assert found == before
