"""Admins say in Slack whom their CRM means: the list, the form, what is put right, and who may none of it."""

from typing import Any

import pytest

from bot.incoming import PersonRef
from bot.model import ItemStatus
from tests.bot.service.conftest import won
from tests.commands.hall import Hall, Told

LIV, OMAR, FAYE = "ULIV", "UOMAR", "UFAYE"


@pytest.fixture
def lost(hall: Hall) -> Hall:
    """Return a hall in which two deals wait for somebody."""
    for number in (7, 8):
        hall.office.receive(won(f"D-{number}", seller=PersonRef("max@example.com", "Max")))
    return hall


def listed(hall: Hall, who: str = LIV) -> Told:
    return hall.types(who, "settings people")


def form(hall: Hall, who: str = LIV) -> Any:
    told = hall.presses(who, listed(hall).button("Who is it…", "max@example.com"))
    return told.view or told.said


def test_the_settings_lead_to_whoever_is_not_known(lost: Hall) -> None:
    page = lost.types(LIV, "settings")
    assert "1 is not known in Slack. 2 deals wait for them" in page.said

    told = lost.presses(LIV, page.button("Show…", "People of your CRM"))

    assert "*max@example.com* (erp): not known in Slack. 2 deals wait" in told.said


def test_nobody_is_missing_where_everybody_is_found(hall: Hall) -> None:
    assert "Everybody whom it names is known" in hall.types(LIV, "settings").said
    assert "found in Slack by their email" in listed(hall).said


def test_one_answer_puts_the_deals_right_and_is_told(lost: Hall) -> None:
    done = lost.submits(LIV, form(lost), person=FAYE)

    assert "*max@example.com* means <@UFAYE>. 2 open deals were put right." in str(done.view)
    waiting = [deal for deal in lost.office.deals() if deal.external_id in ("D-7", "D-8")]
    assert [deal.seller_id for deal in waiting] == [FAYE, FAYE]
    assert {each.status for deal in waiting for each in deal.items if each.key == "find-seller"} == {ItemStatus.DONE}
    assert "*max@example.com* (erp): <@UFAYE>" in listed(lost).said
    assert "changed whom erp: max@example.com means, from nothing to <@UFAYE>" in lost.types(LIV, "settings").said


def test_somebody_who_is_not_in_slack_gets_who_stands_for_them(lost: Hall) -> None:
    done = lost.submits(LIV, form(lost), person=OMAR, how="stand_in")

    assert "<@UOMAR> stands for *max@example.com*" in str(done.view)
    assert "not in Slack, <@UOMAR> stands for them" in listed(lost).said


def test_whoever_cannot_be_asked_is_refused_beside_the_field(lost: Hall) -> None:
    told = lost.submits(LIV, form(lost), person="UGUEST")

    assert "is a guest here" in told.errors["person"]
    assert "2 deals wait" in listed(lost).said


def test_nobody_but_an_admin_may_any_of_it(lost: Hall) -> None:
    view = form(lost)

    assert "Only an admin" in listed(lost, OMAR).said
    assert "Only an admin" in form(lost, OMAR)
    assert "Only an admin" in lost.submits(OMAR, view, person=FAYE).said
    assert "2 deals wait" in listed(lost).said


@pytest.mark.parametrize("carried", ["", "x", "0", "0|erp", "x|erp|max@example.com", "0|crm|nobody"])
def test_what_we_never_wrote_is_refused(lost: Hall, carried: str) -> None:
    told = lost.submits(LIV, form(lost) | {"private_metadata": carried}, person=FAYE)

    assert told.errors
    assert "2 deals wait" in listed(lost).said
