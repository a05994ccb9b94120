"""What the channel reads of a decision, by who is still there to be named."""

from dataclasses import replace

import pytest

from bot.events import Decided
from bot.model import Choice
from bot.outgoing import Kind
from tests.messages.catalogue import as_typed, draw
from tests.messages.samples import ANA, LIV, OMAR, PEOPLE, deal, scene

RETURNED = Decided(Choice.RETURN, LIV, "the scope is unclear", None, None, is_rescue=False)


@pytest.mark.parametrize(
    ("gone", "named"), [({}, ANA), ({"is_active": False}, OMAR), ({"is_guest": True}, OMAR)], ids=str
)
def test_a_deal_that_goes_back_to_sales_names_somebody_who_can_take_it(gone: dict[str, bool], named: str) -> None:
    people = {**PEOPLE, ANA: replace(PEOPLE[ANA], **gone)}  # type: ignore[arg-type]

    said = draw(Kind.SAY, scene(RETURNED, deal(seller_id=ANA, owner_id=OMAR)), as_typed, people)

    assert f"<@{named}> takes it from here" in said.text + str(said.blocks)
