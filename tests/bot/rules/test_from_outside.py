"""What other systems say of a line: held to the same rules as people, in whatever order and however often it comes."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from bot.events import Change, ItemDone
from bot.gate_events import ItemReopened
from bot.incoming import ItemNews
from bot.model import Deal, DealStatus, Item, ItemStatus
from bot.refusals import ItemWaits, Missing, NoSuchItem, NotEvidence, NotRunning
from bot.rules.from_outside import heard
from tests.bot.making import ANA, CONTEXT, FAYE, NOW, OMAR, a_deal, an_item, event_of, kinds

LATER = NOW + timedelta(hours=1)
PERMIT = an_item("permit", evidence="number", accepted_by="finance", is_gate=True)
INSTALL = an_item("install", status=ItemStatus.WAITING, waits_for=("permit",))


def site(permit: Item = PERMIT, **changes: object) -> Deal:
    return a_deal(items=(permit, INSTALL), **changes)


def said(*, is_done: bool = True, minutes: int = 0, **changes: object) -> ItemNews:
    at = NOW + timedelta(minutes=minutes)
    text = "BP-17" if is_done else "the permit was rejected"
    given = {"source": "city", "external_id": "D-1", "key": "permit", "text": text, "occurred_at": at}
    return ItemNews(**(given | {"is_done": is_done, "heard_at": LATER} | changes))  # type: ignore[arg-type]


def hear(deal: Deal, news: ItemNews) -> Change:
    return heard(deal, CONTEXT, news, by=None)


def permit(deal: Deal) -> Item:
    return deal.items[0]


def test_it_supplies_the_evidence_and_whoever_receives_the_line_still_accepts_it() -> None:
    change = hear(site(), said())

    line = permit(change.deal)
    assert event_of(change, ItemDone) == ItemDone(PERMIT.id, "permit", OMAR, "BP-17", is_late=False)
    assert (line.status, line.proof, line.done_at) == (ItemStatus.DONE, "BP-17", LATER)
    assert change.deal.items[1].status is ItemStatus.WAITING


def test_whom_it_names_gave_it_and_whoever_holds_the_line_where_it_names_nobody() -> None:
    named = heard(site(), CONTEXT, said(), by=FAYE)

    assert permit(named.deal).done_by == FAYE


def test_what_it_reopens_closes_the_gates_behind_as_when_a_person_does() -> None:
    accepted = replace(PERMIT, status=ItemStatus.ACCEPTED, done_by=OMAR, accepted_by_id=FAYE)
    deal = replace(site(accepted), items=(accepted, replace(INSTALL, status=ItemStatus.OPEN)))

    change = hear(deal, said(is_done=False))

    assert event_of(change, ItemReopened).reason == "the permit was rejected"  # type: ignore[attr-defined]
    assert [item.status for item in change.deal.items] == [ItemStatus.OPEN, ItemStatus.WAITING]


WORDS = (said(minutes=0), said(is_done=False, minutes=1), said(minutes=2, text="BP-18"))


@pytest.mark.parametrize("order", [[*some, *some] for some in permutations(WORDS)])
def test_the_last_word_there_holds_in_whatever_order_all_of_them_come_twice(order: list[ItemNews]) -> None:
    deal = site()
    for news in order:
        deal = hear(deal, news).deal

    line = permit(deal)
    assert (line.status, line.source_at) == (ItemStatus.DONE, WORDS[-1].occurred_at)


@pytest.mark.parametrize("status", [ItemStatus.DONE, ItemStatus.ACCEPTED])
def test_what_people_ended_already_stays_as_they_said_it(status: ItemStatus) -> None:
    change = hear(site(replace(PERMIT, status=status, proof="on paper", done_by=ANA)), said())

    assert (change.events, permit(change.deal).proof) == ((), "on paper")


def test_a_line_that_is_open_is_not_opened_but_an_older_word_cannot_end_it_any_more() -> None:
    reopened = hear(site(), said(is_done=False, minutes=5))
    late = hear(reopened.deal, said(minutes=4))

    assert (kinds(reopened), kinds(late)) == ([], [])
    assert permit(late.deal).status is ItemStatus.OPEN


def test_no_system_passes_a_gate_and_the_same_word_counts_once_it_is_open() -> None:
    news = said(key="install", text="")
    with pytest.raises(ItemWaits):
        hear(site(), news)

    opened = replace(
        site(), items=(replace(PERMIT, status=ItemStatus.ACCEPTED), replace(INSTALL, status=ItemStatus.OPEN))
    )
    assert event_of(hear(opened, news), ItemDone)


@pytest.mark.parametrize(
    ("news", "deal", "refusal"),
    [
        (said(key="permitt"), site(), NoSuchItem),
        (said(text="soon"), site(), NotEvidence),
        (said(text=""), site(), Missing),
        (said(), site(status=DealStatus.STOPPED), NotRunning),
    ],
)
def test_what_cannot_be_is_refused(news: ItemNews, deal: Deal, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        hear(deal, news)
