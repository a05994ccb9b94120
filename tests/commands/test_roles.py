"""Who leads, holds and owns: typed, pressed and filled in."""

import pytest

from bot.model import UserId
from bot.roles import ItemHandedBack, LeadHandedOver, TookOver
from messages import ids
from tests.bot.making import ANA, FAYE, GUEST, LIV, OMAR
from tests.commands.hall import Hall, button


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

    assert told.text.startswith("<@UFAYE> leads Delivery on *Acme EV site* now. ")
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


@pytest.mark.parametrize(
    "typed", ["give contract to <@UFAYE>", "give contract <@UFAYE|faye>", "give “contract” to <@UFAYE>"]
)
def test_a_line_is_given_in_one_line(hall: Hall, typed: str) -> None:
    told = hall.types(OMAR, typed)

    assert told.text == "<@UFAYE> has *contract* now. The channel is told."
    assert (hall.item("contract").holder_id, hall.item("contract").given_by) == (FAYE, OMAR)


def test_whoever_has_a_line_gives_it_by_a_button(hall: Hall) -> None:
    form = hall.presses(OMAR, hall.types(OMAR).button("Give to…", "contract"), ephemeral=True).view
    assert form

    hall.submits(OMAR, form, person=FAYE)

    assert hall.item("contract").holder_id == FAYE


def test_the_checklist_asks_in_its_form_which_line(hall: Hall) -> None:
    form = hall.presses(OMAR, hall.types(OMAR, "checklist").button("Give a line to…"), ephemeral=True).view
    assert form

    hall.submits(OMAR, form, line=str(hall.item("contract").id), person=FAYE)

    assert hall.item("contract").holder_id == FAYE


@pytest.mark.parametrize("typed", ["give", "give contract", "give <@UFAYE>"])
def test_what_is_not_said_is_asked(hall: Hall, typed: str) -> None:
    assert "person" in hall.types(OMAR, typed).fields


def test_who_has_nothing_to_give_reads_so(hall: Hall) -> None:
    assert "No line of the checklist" in hall.types(LIV, "give").text
    assert hall.types(LIV, "give contract to <@UFAYE>").text.startswith("Only <@UOMAR>")


def test_whoever_got_a_line_hands_it_back_with_a_reason(hall: Hall) -> None:
    hall.types(OMAR, "give contract to <@UFAYE>")
    form = hall.presses(FAYE, hall.types(FAYE).button("Hand back", "contract"), ephemeral=True).view
    assert form

    assert hall.submits(FAYE, form, reason="").errors
    hall.submits(FAYE, form, reason="I am at a fair")

    assert hall.item("contract").holder_id == OMAR
    assert ItemHandedBack in hall.events()


def test_a_form_for_a_line_that_moved_on_changes_nothing(hall: Hall) -> None:
    form = hall.presses(OMAR, hall.types(OMAR).button("Give to…", "contract"), ephemeral=True).view
    assert form
    hall.types(OMAR, "give contract to <@UFAYE>")

    assert "has changed since" in hall.submits(OMAR, form, person=LIV).said
    assert hall.item("contract").holder_id == FAYE


def test_a_made_up_line_is_not_there(hall: Hall) -> None:
    form = hall.presses(OMAR, hall.types(OMAR, "checklist").button("Give a line to…"), ephemeral=True).view
    assert form

    assert "not here any more" in hall.submits(OMAR, form, line="nonsense", person=FAYE).said


def test_an_offer_is_taken_back(hall: Hall) -> None:
    told = hall.presses(ANA, hall.types(ANA, "owner").button("Withdraw"), ephemeral=True)

    assert told.text == "Withdrawn: <@UANA> owns *Acme EV site*, and nobody else is asked."
    assert hall.deal.offer is None
    assert hall.types(ANA, "owner withdraw").text.startswith("Nobody is asked to own this deal")


def test_only_who_may_take_it_back_sees_the_button(hall: Hall) -> None:
    assert [each["text"]["text"] for each in hall.types(FAYE, "owner").buttons] == ["Hand over", "Take over"]


@pytest.mark.parametrize("typed", [True, False])
def test_an_owner_who_is_there_is_asked(hall: Hall, typed: bool) -> None:
    hall.types(ANA, "owner withdraw")

    if typed:
        told = hall.types(FAYE, "owner me")
    else:
        told = hall.presses(FAYE, hall.types(FAYE, "owner").button("Take over"), ephemeral=True)

    assert told.text.startswith("<@UANA> is asked whether <@UFAYE> owns *Acme EV site*.")
    assert "Only <@UANA>" in hall.presses(FAYE, button(ids.ACCEPT_OWNER, hall.deal)).said
    hall.presses(ANA, hall.types(ANA).button("Accept"), ephemeral=True)
    assert hall.deal.owner_id == FAYE


def test_from_an_owner_who_is_away_a_lead_takes_over_at_once(hall: Hall) -> None:
    hall.types(ANA, "away until fri")

    told = hall.types(OMAR, "owner me")

    assert told.text == "You own *Acme EV site* now, in place of <@UANA>. The channel is told."
    assert (hall.deal.owner_id, hall.deal.offer) == (OMAR, None)
    assert TookOver in hall.events()
