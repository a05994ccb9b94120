"""Who leads, holds and owns: typed, pressed and filled in."""

import pytest

from bot.model import UserId
from bot.roles import LeadHandedOver
from tests.bot.making import ANA, FAYE, GUEST, LIV, OMAR
from tests.commands.hall import Hall


def test_everybody_sees_who_leads_what(hall: Hall) -> None:
    told = hall.types(FAYE, "lead")

    assert "*Delivery*: <@UOMAR>" in told.text
    assert told.button("Hand over", "Finance")


def test_the_glance_shows_the_way_there(hall: Hall) -> None:
    assert "*Delivery*: <@UOMAR>" in hall.presses(ANA, hall.types(ANA).button("Who leads"), ephemeral=True).text


@pytest.mark.parametrize(
    "typed", ["lead delivery <@UFAYE>", "leads Delivery <@UFAYE|faye>", "lead “delivery” <@UFAYE>"]
)
def test_a_lead_is_handed_over_in_one_line(hall: Hall, typed: str) -> None:
    told = hall.types(OMAR, typed)

    assert told.text.startswith("<@UFAYE> leads Delivery on *Acme EV site* now; ")
    assert hall.deal.lead("delivery") == FAYE
    assert hall.item("contract").holder_id == FAYE


@pytest.mark.parametrize("who", [OMAR, ANA, LIV])
def test_the_form_hands_it_over_too(hall: Hall, who: UserId) -> None:
    form = hall.types(who, "lead delivery").view
    assert form

    hall.submits(who, form, person=FAYE)

    assert hall.deal.lead("delivery") == FAYE


def test_the_button_opens_the_form_of_its_function(hall: Hall) -> None:
    form = hall.presses(LIV, hall.types(LIV, "lead").button("Hand over", "Finance"), ephemeral=True).view
    assert form

    hall.submits(LIV, form, person=ANA)

    assert (hall.deal.lead("finance"), hall.deal.lead("delivery")) == (ANA, OMAR)


def test_nobody_fills_the_form_in_in_vain(hall: Hall) -> None:
    told = hall.types(FAYE, "lead delivery")

    assert told.view is None
    assert told.text.startswith("Only <@UOMAR>, ")


def test_who_cannot_lead_is_refused_beside_the_field(hall: Hall) -> None:
    form = hall.types(OMAR, "lead delivery").view
    assert form

    assert "a guest" in hall.submits(OMAR, form, person=GUEST).errors["person"]
    assert hall.submits(OMAR, form, person=None).errors


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("lead legal <@UFAYE>", "“legal” takes no part here; “Delivery” and “Finance” do."),
        ("lead <@UFAYE>", "Which lead is it? There are “Delivery” and “Finance”."),
    ],
)
def test_another_word_is_answered_with_those_that_work(hall: Hall, typed: str, says: str) -> None:
    assert hall.types(OMAR, typed).text == f"{says} This works: `/deal lead delivery @mei`"


def test_typed_twice_it_happens_once(hall: Hall) -> None:
    first = hall.types(OMAR, "lead delivery <@UFAYE>", again="t1")
    second = hall.types(OMAR, "lead delivery <@UFAYE>", again="t1")

    assert first.text == second.text
    assert hall.events().count(LeadHandedOver) == 1
