"""What is said because somebody else is responsible now: in the channel once, and in private to who cannot read it."""

from dataclasses import replace

import pytest

from bot.consequences import outgoing
from bot.events import Event, Recorded
from bot.model import Deal, ItemStatus, UserId
from bot.outgoing import Kind, Outgoing
from bot.roles import ItemGiven, ItemHandedBack, LeadHandedOver, OfferWithdrawn, SellerFound, TookOver
from tests.bot.making import ANA, FAYE, HOME, LIV, NOW, OMAR, a_deal, an_item

VISIT, PLAN = an_item("visit"), an_item("plan", status=ItemStatus.WAITING)
DEAL = a_deal(items=(VISIT, PLAN))
LED = LeadHandedOver("delivery", FAYE, OMAR, OMAR, (VISIT.id,))


def rows(deal: Deal, event: Event) -> tuple[Outgoing, ...]:
    return outgoing(deal, (Recorded(7, NOW, ANA, event),), HOME)


def said(found: tuple[Outgoing, ...]) -> list[tuple[Kind, UserId | None]]:
    return [(row.kind, row.to_user) for row in found if row.kind in (Kind.SAY, Kind.TELL)]


def edits(found: tuple[Outgoing, ...], deal: Deal = DEAL) -> list[str]:
    return [str(row.edits).replace(str(deal.id), "D") for row in found if row.kind is Kind.EDIT]


def test_a_new_lead_is_invited_before_the_channel_reads_of_it() -> None:
    found = rows(DEAL, LED)

    assert (found[0].kind, found[0].to_user) == (Kind.INVITE, FAYE)
    assert said(found) == [(Kind.SAY, None)]


def test_board_and_checklist_name_the_new_lead() -> None:
    assert edits(rows(DEAL, LED)) == ["board:D", "checklist:D:delivery"]


def test_what_the_function_is_to_accept_names_the_new_lead_too() -> None:
    bill = an_item("bill", function="finance", status=ItemStatus.DONE, accepted_by="delivery", done_by=FAYE)
    deal = replace(DEAL, items=(bill,))

    assert edits(rows(deal, LED)) == ["board:D", "checklist:D:finance", f"done:{bill.id}:{bill.generation}"]


@pytest.mark.parametrize(
    ("deal", "by", "is_told"),
    [
        (DEAL, LIV, False),
        (replace(DEAL, items=(PLAN,)), LIV, True),
        (replace(DEAL, items=(PLAN,)), OMAR, False),
        (replace(DEAL, items=(PLAN,), owner_id=OMAR), LIV, False),
        (replace(DEAL, items=(PLAN,), is_private=True, leads=(("delivery", FAYE),)), LIV, True),
        (replace(DEAL, items=(), is_private=True, leads=(("delivery", FAYE),)), LIV, False),
        (replace(DEAL, channel_name=None, channel_id=None), LIV, True),
    ],
    ids=[
        "in the channel",
        "not yet in it",
        "did it",
        "owns the deal",
        "a private deal",
        "of which they know not",
        "no channel",
    ],
)
def test_who_led_before_is_told_alone_only_where_the_channel_does_not_reach_them(
    deal: Deal, by: UserId, *, is_told: bool
) -> None:
    found = rows(deal, replace(LED, by=by))

    assert ((Kind.TELL, OMAR) in said(found)) is is_told


def test_without_a_channel_the_new_lead_is_told_alone() -> None:
    small = replace(DEAL, channel_name=None, channel_id=None)

    assert (Kind.TELL, FAYE) in said(rows(small, LED))


def test_somebody_who_led_nothing_before_is_nobody_to_tell() -> None:
    small = replace(DEAL, channel_name=None, channel_id=None)

    assert said(rows(small, replace(LED, was=None))) == [(Kind.TELL, FAYE)]


GIVEN = ItemGiven(VISIT.id, "visit", FAYE, OMAR, OMAR, None)
BACK = ItemHandedBack(VISIT.id, "visit", FAYE, OMAR, "leave", ANA, None)


def test_the_channel_reads_who_has_a_line_now() -> None:
    found = rows(DEAL, GIVEN)

    assert (found[0].kind, found[0].to_user) == (Kind.INVITE, FAYE)
    assert said(found) == [(Kind.SAY, None)]
    assert edits(found) == ["board:D", "checklist:D:delivery"]


def test_what_is_handed_back_is_told_to_who_has_it_and_who_gave_it() -> None:
    assert said(rows(DEAL, BACK)) == [(Kind.TELL, OMAR), (Kind.TELL, ANA)]
    assert said(rows(DEAL, replace(BACK, given_by=OMAR))) == [(Kind.TELL, OMAR)]


def test_whoever_hands_a_line_back_for_another_is_not_told_what_they_did() -> None:
    assert said(rows(DEAL, replace(BACK, by=ANA))) == [(Kind.TELL, OMAR)]


def test_of_a_private_deal_only_those_hear_who_work_on_it() -> None:
    secret = replace(DEAL, is_private=True)

    assert said(rows(secret, replace(BACK, given_by=LIV))) == [(Kind.TELL, OMAR)]


@pytest.mark.parametrize(
    "event", [OfferWithdrawn(ANA, OMAR, ANA, NOW), TookOver(LIV, ANA, has_left=True, offered_at=NOW)]
)
def test_the_question_who_owns_it_ends_where_it_was_asked(event: Event) -> None:
    found = rows(DEAL, event)

    assert said(found) == [(Kind.SAY, None)]
    assert f"offer:D:{NOW.isoformat()}" in edits(found)


def test_a_new_owner_is_invited_and_stands_in_the_topic() -> None:
    found = rows(DEAL, TookOver(LIV, ANA, has_left=False))

    assert [row.kind for row in found[:3]] == [Kind.INVITE, Kind.TOPIC, Kind.SAY]


def test_a_seller_who_was_found_is_invited_and_nothing_more_is_said() -> None:
    found = rows(DEAL, SellerFound(FAYE, LIV, LIV))

    assert [row.kind for row in found if row.kind is Kind.INVITE] == [Kind.INVITE]
    assert said(found) == []


@pytest.mark.parametrize(
    ("event", "reader"), [(OfferWithdrawn(ANA, OMAR, ANA, NOW), OMAR), (TookOver(LIV, ANA, has_left=False), ANA)]
)
def test_without_a_channel_it_is_told_to_whom_it_concerns(event: Event, reader: UserId) -> None:
    assert said(rows(replace(DEAL, channel_name=None, channel_id=None), event)) == [(Kind.TELL, reader)]
