"""What a deal lacks: every line that nobody can count on yet, what can be done at once first."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.identity import PromiseId
from bot.model import Facts, Item, ItemStatus, Promise
from bot.promises import PromiseStatus, Register, RegisteredPromise
from bot.rules.missing import lacking
from tests.bot.making import ANA, NOW, a_deal, an_item, id_of

LIVE = Promise("live before the store opens")


def test_lines_come_by_what_can_be_done_about_them() -> None:
    waits = an_item("visit", status=ItemStatus.WAITING)
    unread = an_item("site", status=ItemStatus.DONE, accepted_by="finance")
    missing = an_item("permit")
    given_ones = (
        an_item("deposit", status=ItemStatus.DONE),
        an_item("contract", status=ItemStatus.ACCEPTED, accepted_by="finance"),
    )

    found = lacking(a_deal(items=(waits, *given_ones, unread, missing), facts=Facts("Acme", "Acme", promises=(LIVE,))))

    assert found.items == (missing, unread, waits)
    assert found.promises == (LIVE,)


def test_what_a_person_told_counts_as_what_the_crm_lists_and_what_was_taken_back_does_not() -> None:
    told = [
        RegisteredPromise(PromiseId(id_of(status)), status, ANA, NOW, date(2027, 1, 5), status)
        for status in PromiseStatus
    ]

    found = lacking(a_deal(register=Register(tuple(told)), facts=Facts("Acme", "Acme", promises=(LIVE,))))

    assert [each.text for each in found.promises] == ["told", "accepted", "declined"]
    assert {each.due_on for each in found.promises} == {date(2027, 1, 5)}


STATUSES = st.lists(st.tuples(st.sampled_from(ItemStatus), st.sampled_from([None, "finance"])), max_size=8)


@given(STATUSES)
def test_a_line_is_lacking_or_given_and_never_both(found: list[tuple[ItemStatus, str | None]]) -> None:
    items = tuple(an_item(f"k{n}", status=status, accepted_by=to) for n, (status, to) in enumerate(found))

    left = lacking(a_deal(items=items)).items

    assert len(set(left)) == len(left)
    assert {item for item in items if item not in left} == {item for item in items if _is_given(item)}


def _is_given(item: Item) -> bool:
    is_final = item.status is ItemStatus.DONE and item.accepted_by is None
    return is_final or item.status is ItemStatus.ACCEPTED
