"""The version of a deal's playbook: typed, shown, and left for the newest one."""

from dataclasses import replace

import pytest

from bot.playbook import DueRule
from bot.versions import PlaybookMoved
from tests.bot.making import a_rule
from tests.bot.service.conftest import PLAYBOOK, RULES
from tests.commands.hall import Hall, Told

ANA, OMAR, LIV = "UANA", "UOMAR", "ULIV"
NEWER = replace(PLAYBOOK, id="p2", items=(*RULES, a_rule("permit", DueRule("won", 2), title="Get the permit")))


@pytest.fixture
def changed(hall: Hall) -> Hall:
    """Return a hall in which a newer version was published an hour later."""
    hall.clock.move(hours=1)
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        uow.put_playbooks([NEWER], now=hall.clock.at)
    return hall


def difference(hall: Hall, who: str) -> Told:
    return hall.presses(who, hall.types(who, "playbook").button("Show the difference"))


def test_the_newest_version_is_told_with_nothing_to_press(hall: Hall) -> None:
    told = hall.types(OMAR, "playbook")

    assert "goes by the newest version of the playbook “Site”" in told.said
    assert told.buttons == []


def test_a_newer_version_is_counted_and_can_be_shown(changed: Hall) -> None:
    told = changed.types(OMAR, "playbook")

    assert "A newer one is there since" in told.said
    assert told.said.endswith("1 new line.")


def test_the_owner_reads_the_difference_and_lets_the_deal_go_over(changed: Hall) -> None:
    form = difference(changed, ANA)
    assert form.view
    assert "Get the permit" in str(form.view)

    assert changed.submits(ANA, form.view, reason="The city asks for it").status == 200

    assert changed.deal.playbook_id == "p2"
    assert changed.item("permit").holder_id == OMAR
    assert changed.events().count(PlaybookMoved) == 1


def test_others_read_the_difference_and_have_nothing_to_submit(changed: Hall) -> None:
    view = difference(changed, OMAR).view

    assert view
    assert "submit" not in view


def test_a_form_that_is_older_than_the_newest_version_says_so(changed: Hall) -> None:
    form = difference(changed, LIV)
    with changed.office.desk.work(changed.office.workspace.id) as uow:
        uow.put_playbooks([replace(NEWER, id="p3")], now=changed.clock.at)

    assert form.view
    refused = changed.submits(LIV, form.view)

    assert "“Site” has changed since you were shown it" in refused.errors["reason"]
    assert changed.deal.playbook_id == "p1"


def test_the_button_of_a_deal_that_went_over_already_says_so(changed: Hall) -> None:
    button = changed.types(ANA, "playbook").button("Show the difference")
    form = changed.presses(ANA, button)
    assert form.view
    changed.submits(ANA, form.view)

    assert "goes by the newest version of “Site” already" in changed.presses(ANA, button).said


def test_outside_of_a_deals_channel_it_says_so(hall: Hall) -> None:
    assert "belongs to no deal" in hall.types(ANA, "playbook", channel="C0LUNCH").said
