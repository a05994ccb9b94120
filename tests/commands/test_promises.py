"""The register of promises as people meet it: typed, listed with the buttons that they may press, in forms."""

from datetime import date

import pytest

from bot.promises import PromiseStatus, RegisteredPromise
from bot.registered import NothingPromised, PromiseTold
from messages import ids
from tests.bot.making import ANA, FAYE, GUEST, OMAR
from tests.commands.hall import Hall, Json

TYPED = "promise training for twelve by 1.4."


def the(hall: Hall) -> RegisteredPromise:
    (promise,) = hall.deal.register.promises
    return promise


def pressed(hall: Hall, who: str, label: str) -> Json:
    """Press a button of one's own list; return the form that opens."""
    return hall.presses(who, hall.types(who, "promises").button(label)).view or {}


def test_a_typed_promise_is_noted_once_with_its_day(hall: Hall) -> None:
    told = hall.types(ANA, TYPED)
    assert told.said == f"Noted: *training for twelve*, by Thu 1 Apr 2027. <@{OMAR}> accepts or declines it."

    hall.clock.move(minutes=1)
    assert hall.types(ANA, TYPED).said == "Nothing to change: that is how it stands."
    assert (the(hall).what, the(hall).due_on, the(hall).by) == ("training for twelve", date(2027, 4, 1), ANA)
    assert hall.events().count(PromiseTold) == 1


@pytest.mark.parametrize("words", ["promise none", "promise Nothing.", "promises"])
def test_that_there_are_none_is_typed_or_pressed(hall: Hall, words: str) -> None:
    told = hall.types(ANA, words)
    if words == "promises":
        told = hall.presses(ANA, told.button("Nothing beyond the contract"))

    assert told.said == "Noted: nothing was promised beyond the contract. The channel is told."
    assert NothingPromised in hall.events()
    assert "nothing, says" in hall.types(FAYE, "promises").said


def test_none_is_refused_where_one_was_told(hall: Hall) -> None:
    hall.types(ANA, TYPED)

    assert hall.types(ANA, "promise none").said.startswith("These were told already: “training for twelve”.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("promise training by soonish", "not a time I understand"),
        (f"promise {'x' * 501}", "500"),
    ],
)
def test_what_cannot_be_told_says_what_works(hall: Hall, text: str, words: str) -> None:
    assert words in hall.types(ANA, text).said
    assert hall.deal.register.promises == ()


@pytest.mark.parametrize("typed", ["promise", "promises"])
def test_with_nothing_said_the_form_asks(hall: Hall, typed: str) -> None:
    view = hall.types(ANA, typed).view or pressed(hall, ANA, "Add a promise")

    assert list(hall.submits(ANA, view, what=" ").errors) == ["what"]
    assert hall.submits(ANA, view, what="a spare charger", due_on="2027-04-01").status == 200
    assert (the(hall).what, the(hall).due_on) == ("a spare charger", date(2027, 4, 1))


def test_each_reads_the_buttons_that_they_may_press(hall: Hall) -> None:
    hall.types(ANA, TYPED)

    labels = {who: [each["text"]["text"] for each in hall.types(who, "promises").buttons] for who in (ANA, OMAR, FAYE)}
    assert labels == {ANA: ["Edit…", "Withdraw…", "Add a promise"], OMAR: ["Accept", "Decline…"], FAYE: []}


def test_accepting_is_one_press_and_a_second_one_changes_nothing(hall: Hall) -> None:
    hall.types(ANA, TYPED)
    accept = hall.types(OMAR, "promises").button("Accept")

    assert hall.presses(OMAR, accept).said == "Accepted: *training for twelve*."
    assert hall.presses(OMAR, accept).said == "Nothing to change: that is how it stands."
    assert the(hall).status is PromiseStatus.ACCEPTED


def test_it_is_declined_with_a_reason_put_in_other_words_and_accepted(hall: Hall) -> None:
    hall.types(ANA, TYPED)
    view = pressed(hall, OMAR, "Decline…")
    assert list(hall.submits(OMAR, view, reason=" ").errors) == ["reason"]
    hall.submits(OMAR, view, reason="nobody is free")
    assert (the(hall).status, the(hall).reason) == (PromiseStatus.DECLINED, "nobody is free")

    view = pressed(hall, ANA, "Edit…")
    assert "nobody is free" in str(view)
    hall.submits(ANA, view, what="training for six", due_on="2027-05-01")
    assert (the(hall).what, the(hall).status) == ("training for six", PromiseStatus.TOLD)

    hall.presses(OMAR, hall.types(OMAR, "promises").button("Accept"))
    assert the(hall).status is PromiseStatus.ACCEPTED


def test_what_is_taken_back_says_why_and_stays_in_the_list(hall: Hall) -> None:
    hall.types(ANA, TYPED)
    hall.submits(ANA, pressed(hall, ANA, "Withdraw…"), reason="they do without")

    assert the(hall).status is PromiseStatus.WITHDRAWN
    assert "taken back, “they do without”" in hall.types(FAYE, "promises").said


def test_a_button_that_was_drawn_for_other_words_does_nothing(hall: Hall) -> None:
    hall.types(ANA, TYPED)
    old = hall.types(OMAR, "promises")
    hall.submits(ANA, pressed(hall, ANA, "Edit…"), what="training for sixty")

    for label in ("Accept", "Decline…"):
        assert "has changed since you were shown it" in hall.presses(OMAR, old.button(label)).said
    assert the(hall).status is PromiseStatus.TOLD


@pytest.mark.parametrize(
    ("label", "seen_by", "who"),
    [("Accept", OMAR, ANA), ("Decline…", OMAR, ANA), ("Edit…", ANA, OMAR), ("Withdraw…", ANA, GUEST)],
)
def test_who_may_not_is_told_who_may_before_a_form_opens(hall: Hall, label: str, seen_by: str, who: str) -> None:
    hall.types(ANA, TYPED)
    told = hall.presses(who, hall.types(seen_by, "promises").button(label))

    assert told.said.startswith("Only ")
    assert (told.view, the(hall).status) == (None, PromiseStatus.TOLD)


def test_only_who_may_tell_gets_the_form(hall: Hall) -> None:
    button = hall.types(ANA, "promises").button("Add a promise")

    assert button["action_id"] == ids.PROMISE_TELL
    assert hall.presses(FAYE, button).said.startswith("Only ")
