"""A done line is accepted or sent back by its name; nothing is guessed, and a second time changes nothing."""

import pytest

from bot.events import ItemAccepted, ItemSentBack
from bot.model import ItemStatus
from tests.bot.making import ANA, FAYE, NOW, OMAR
from tests.commands.hall import Hall


@pytest.fixture
def given(hall: Hall) -> Hall:
    """Return a hall where Omar has done the contract, which finance receives."""
    hall.presses(OMAR, hall.types(OMAR, "checklist").button("Done", "contract"))
    return hall


@pytest.mark.parametrize("text", ["accept", "accept contract", "accept CONTR"])
def test_who_receives_a_line_accepts_it_by_its_name(given: Hall, text: str) -> None:
    told = given.types(FAYE, text)

    assert told.text == "Accepted: *contract*."
    assert given.item("contract").status is ItemStatus.ACCEPTED
    assert given.item("contract").accepted_by_id == FAYE


@pytest.mark.parametrize("text", ["accept", "accept contract"])
def test_accepting_again_says_who_did_and_changes_nothing(given: Hall, text: str) -> None:
    given.types(FAYE, text)
    before = given.events()
    given.clock.move(seconds=40)

    told = given.types(FAYE, text)

    assert "“contract” is accepted already: <@UFAYE>, 40 seconds ago" in told.text
    assert given.events() == before


@pytest.mark.parametrize("word", ["send-back", "send back", "reject"])
def test_a_line_is_sent_back_with_its_reason(given: Hall, word: str) -> None:
    told = given.types(FAYE, f"{word} contract because page 2 is not signed")

    assert told.text == "Sent back: *contract*. <@UOMAR> is told why."
    assert given.item("contract").sent_back == "page 2 is not signed"


def test_a_reason_that_was_not_given_is_asked_in_the_form(given: Hall) -> None:
    told = given.types(FAYE, "send-back contract")
    assert ItemSentBack not in given.events()

    given.submits(FAYE, told.view or {}, reason="no signature")

    assert given.item("contract").sent_back == "no signature"


def test_sending_back_again_finds_it_open_and_says_so(given: Hall) -> None:
    given.types(FAYE, "send-back contract because it is old")
    before = given.events()

    told = given.types(FAYE, "send-back contract because it is old")

    assert "“contract” is not marked as done" in told.text
    assert given.events() == before


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        (OMAR, "accept contract", "Only <@UFAYE> or <@UANA> can accept “contract”."),
        (FAYE, "accept visit", "“visit” is not marked as done, so there is nothing to accept"),
        (FAYE, "accept crane", "Which one is “crane”? Nothing is changed yet."),
        (OMAR, "accept crane", "No line of the checklist is called “crane”."),
        (OMAR, "accept", "No line of the checklist waits for you to do that."),
        (OMAR, "send-back", "No line of the checklist waits for you to do that."),
    ],
)
def test_what_cannot_be_accepted_says_why(given: Hall, who: str, text: str, words: str) -> None:
    before = given.events()

    told = given.types(who, text)

    assert words in told.text
    assert given.events() == before


def test_which_one_is_asked_with_the_button_that_was_meant(given: Hall) -> None:
    accept = given.types(FAYE, "accept crane").button("Accept", "contract")
    back = given.types(FAYE, "send-back crane because it is late").button("Send back", "contract")
    view = given.presses(FAYE, back).view or {}

    given.presses(FAYE, accept)

    assert view["callback_id"] == "form.send_back"
    assert given.events()[-1] is ItemAccepted


def test_the_same_delivery_again_is_answered_alike(given: Hall) -> None:
    first = given.types(FAYE, "accept contract", again="t1")
    second = given.types(FAYE, "accept contract", again="t1")

    assert first.text == second.text
    assert given.events().count(ItemAccepted) == 1
    assert given.item("contract").accepted_at == NOW


def test_the_owner_accepts_for_whoever_is_asked(given: Hall) -> None:
    given.types(ANA, "accept contract")

    assert given.item("contract").accepted_by_id == ANA
