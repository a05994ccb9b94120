"""A line of the checklist is done by its name, with its evidence typed or asked for."""

import pytest

from bot.events import ItemDone
from bot.model import ItemStatus
from tests.bot.making import FAYE, NOW, OMAR, by
from tests.commands.hall import Hall


@pytest.mark.parametrize("text", ["done contract", "done CON", "done contract with the original"])
def test_a_line_that_needs_no_evidence_is_done_at_once(hall: Hall, text: str) -> None:
    told = hall.types(OMAR, text)

    assert told.text == "Done: *contract*. Next: <@UFAYE> accepts it."
    assert hall.item("contract").done_by == OMAR


@pytest.mark.parametrize("day", ["20.11.", "2026-11-20", "20 Nov"])
def test_a_date_is_understood_as_people_say_it_and_shown_back(hall: Hall, day: str) -> None:
    told = hall.types(OMAR, f"done visit {day}")

    assert told.text.startswith("Done: *visit*, Friday 20 November 2026")
    assert hall.item("visit").proof == "2026-11-20"
    assert hall.item("report").status is ItemStatus.OPEN


def test_evidence_that_was_not_typed_is_asked_in_the_form(hall: Hall) -> None:
    told = hall.types(OMAR, "done visit")
    assert ItemDone not in hall.events()
    assert "proof_on" in told.fields

    hall.submits(OMAR, told.view or {}, proof_on="2026-11-20")

    assert hall.item("visit").proof == "2026-11-20"


def test_evidence_that_is_none_is_refused_with_what_would_do(hall: Hall) -> None:
    told = hall.types(OMAR, "done visit with a nice cake")

    assert "a nice cake" in told.text
    assert ItemDone not in hall.events()


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        (FAYE, "done contract", "can finish “contract”"),
        (OMAR, "done report", "“report” cannot be done yet: it waits for “visit”"),
    ],
)
def test_a_line_that_cannot_be_done_says_why(hall: Hall, who: str, text: str, words: str) -> None:
    assert words in hall.types(who, text).text
    assert ItemDone not in hall.events()


def test_a_step_and_a_line_that_both_fit_are_offered_together(hall: Hall) -> None:
    hall.commit("read the contract once more", who=OMAR)
    hall.commit("visit them", who=OMAR)

    told = hall.types(OMAR, "done t")
    hall.presses(OMAR, told.button("Done", "contract"))

    assert "Nothing is changed yet" in told.text
    assert "read the contract once more" in told.text
    assert told.button("Done", "visit them")


@pytest.mark.parametrize("text", ["done contract", "done visit 20.11."])
def test_typed_again_it_says_who_did_it_and_changes_nothing(hall: Hall, text: str) -> None:
    hall.types(OMAR, text)
    before = hall.events()
    hall.clock.move(seconds=40)

    told = hall.types(OMAR, text)

    assert "is done already: <@UOMAR>, 40 seconds ago" in told.text
    assert hall.events() == before


def test_the_same_delivery_again_is_answered_alike(hall: Hall) -> None:
    first = hall.types(OMAR, "done contract", again="t1")
    second = hall.types(OMAR, "done contract", again="t1")

    assert first.text == second.text
    assert hall.events().count(ItemDone) == 1
    assert hall.item("contract").done_at == NOW


def test_steps_are_ended_by_words_as_before(hall: Hall) -> None:
    hall.commit("order the pump", who=OMAR, due="2026-11-25")

    assert hall.types(OMAR, "done pump").text == "Done: *order the pump*."
    assert hall.step("pump").due == by("2026-11-25")
