"""A private deal on every surface, read by who is no member, by a former member and by an admin: not even its name."""

from dataclasses import replace

import pytest

from bot.events import Change
from bot.model import BATON, Deal, Person, UserId
from bot.rules.at_home import Shown
from bot.service import channels
from bot.service.desk import act, by_id
from bot.service.home import home_of
from bot.service.reading import Scope
from commands.behaviours import PRESSED, SUBMITTED
from commands.reports import Span
from tests.bot.making import FAYE
from tests.commands.hall import CHANNEL, ELSEWHERE, Hall, Told

NEA, ADA = UserId("U0NEA"), UserId("U0ADA")
READERS = {"no member": NEA, "a former member": FAYE, "an admin": ADA}
SECRET = "quarry"
TYPED = [*(f"list {scope}" for scope in Scope), *(f"report {span}" for span in Span), "lessons", "lessons gate"]
OF_THE_DEAL = ["", "history", "why", "checklist", "promises", "playbook", "owner", "lead", "decide", "close", "next"]


@pytest.fixture
def private(hall: Hall) -> Hall:
    """Return the hall with a private deal that stands still, and whose lead of finance was put out of its channel."""
    desk, here = hall.office.desk, hall.office.workspace.id
    with desk.work(here) as uow:
        uow.put_people([Person(NEA, "Nea", "UTC"), Person(ADA, "Ada", "UTC", is_admin=True)])
    hall.commit("measure the quarry", who=FAYE)
    asked = hall.office.asked(BATON, "private", hall.clock.at)
    act(desk, asked, by_id(hall.deal_id), lambda deal, _: Change(_hidden(deal)))
    assert hall.deal.channel_id
    channels.left(desk, here, hall.deal.channel_id, FAYE, now=hall.clock.at)
    hall.stand_still()
    return hall


def _hidden(deal: Deal) -> Deal:
    return replace(deal, is_private=True, facts=replace(deal.facts, name="Quarry gate", account="Quarry Oy"))


def tells_nothing(told: Told) -> bool:
    return told.status == 200 and SECRET not in repr(told).casefold()


@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_nothing_that_is_typed_tells_of_it(private: Hall, who: UserId) -> None:
    before = private.deal

    for text in (*TYPED, *OF_THE_DEAL):
        assert tells_nothing(private.types(who, text, channel=ELSEWHERE)), text
    assert private.deal == before


@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_no_button_tells_of_it_or_changes_it(private: Hall, who: UserId) -> None:
    deal = private.deal
    things = (None, deal.steps[0], deal.items[0])

    for action in PRESSED:
        for thing in things:
            value = f"{deal.id}|{thing.id if thing else ''}|{thing.generation if thing else 0}|"
            told = private.presses(who, {"action_id": action, "value": value}, channel=ELSEWHERE)
            assert tells_nothing(told), action
    assert private.deal == deal


@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_no_form_tells_of_it_or_changes_it(private: Hall, who: UserId) -> None:
    deal, step = private.deal, private.step("quarry")
    asked = {"type": "input", "block_id": "what", "element": {"type": "plain_text_input", "action_id": "value"}}

    for form in SUBMITTED:
        view = {
            "type": "modal",
            "callback_id": form,
            "private_metadata": f"{deal.id}|{step.id}|{step.generation}|",
            "blocks": [asked],
        }
        assert tells_nothing(private.submits(who, view, what="words")), form
    assert private.deal == deal


@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_neither_their_home_nor_any_message_to_them_tells_of_it(private: Hall, who: UserId) -> None:
    office = private.office
    with office.desk.work(office.workspace.id) as uow:
        facts = home_of(uow, who, Shown(), now=private.clock.at)

    assert SECRET not in repr(facts).casefold()
    asked = [each for each in office.sent() if each.to_user == who and each.deal_id == private.deal_id]
    assert [each for each in asked if each.seq and each.seq > _left_at(private)] == []


def _left_at(hall: Hall) -> int:
    """Return the number of the last event before the deal was private and its lead was put out."""
    return next(each.seq for each in reversed(hall.office.history(hall.deal_id)) if each.actor == FAYE)


def test_who_is_a_member_reads_all_of_it(private: Hall) -> None:
    assert "Quarry gate" in private.types(private.deal.owner_id, "", channel=CHANNEL).text
    assert CHANNEL in private.types(private.deal.owner_id, "list all", channel=ELSEWHERE).text
