"""Writing what the customer hears: typed, in the form, and with the buttons under the question."""

import pytest

from bot.events import CustomerLineWritten
from messages.customer_line import buttons
from tests.commands.hall import Hall

OMAR, ANA, GUEST = "UOMAR", "UANA", "UGUEST"
LINE = "the crane comes on Tuesday"


def line(hall: Hall) -> tuple[str, str]:
    written = hall.deal.customer_line
    assert written
    return written.what, written.by


def test_a_typed_line_is_noted_and_the_last_one_wins(hall: Hall) -> None:
    told = hall.types(OMAR, f"customer {LINE}")
    assert told.said == f"Noted: the customer hears “{LINE}”."

    hall.clock.move(hours=1)
    hall.types(ANA, "customer “it comes on Friday”")

    assert line(hall) == ("it comes on Friday", ANA)
    assert hall.events().count(CustomerLineWritten) == 2


def test_typed_twice_within_minutes_it_is_written_once(hall: Hall) -> None:
    hall.types(OMAR, f"customer {LINE}")
    hall.clock.move(minutes=1)

    again = hall.types(OMAR, f"customer {LINE}")

    assert again.said == "Nothing to change: that is how it stands."
    assert hall.events().count(CustomerLineWritten) == 1


def test_without_a_line_the_form_asks_for_it_with_the_one_that_stands(hall: Hall) -> None:
    empty = hall.types(OMAR, "customer")
    assert "initial_value" not in empty.fields["what"]
    assert empty.view

    assert hall.submits(OMAR, empty.view, what=LINE).status == 200
    assert line(hall) == (LINE, OMAR)
    assert hall.types(OMAR, "customer").fields["what"]["initial_value"] == LINE


def test_the_buttons_say_that_it_is_still_true_or_ask_for_another_one(hall: Hall) -> None:
    hall.types(OMAR, f"customer {LINE}")
    hall.clock.move(hours=50)
    still, anew = buttons(hall.deal)

    hall.presses(ANA, dict(still))
    assert line(hall) == (LINE, ANA)
    assert hall.deal.customer_line
    assert hall.deal.customer_line.at == hall.clock.at

    form = hall.presses(ANA, dict(anew))
    assert form.fields["what"]["initial_value"] == LINE


def test_where_nothing_is_written_there_is_one_button_and_still_true_is_refused(hall: Hall) -> None:
    (only,) = buttons(hall.deal)
    assert hall.presses(OMAR, dict(only)).view

    told = hall.presses(OMAR, {**only, "action_id": "deal.customer_still"})

    assert told.said
    assert hall.deal.customer_line is None


@pytest.mark.parametrize("words", ["x" * 301, "<!channel> " * 60])
def test_a_line_that_is_too_long_for_a_board_is_refused_and_nothing_is_kept(hall: Hall, words: str) -> None:
    told = hall.types(OMAR, f"customer {words}")

    assert "300" in told.said
    assert hall.deal.customer_line is None


def test_what_does_not_fit_into_the_form_is_said_beside_its_field(hall: Hall) -> None:
    view = hall.types(OMAR, "customer").view
    assert view

    assert list(hall.submits(OMAR, view, what="  ").errors) == ["what"]


def test_a_guest_does_not_speak_for_us(hall: Hall) -> None:
    hall.types(GUEST, f"customer {LINE}")

    assert hall.deal.customer_line is None


def test_elsewhere_there_is_no_deal_to_write_it_for(hall: Hall) -> None:
    told = hall.types(OMAR, f"customer {LINE}", channel="C0LUNCH")

    assert told.said
    assert hall.deal.customer_line is None
