"""Many lines are filled in with one form, as the person sees it and whatever happens meanwhile."""

from bot.events import ItemDone, ItemUnlocked
from tests.bot.making import FAYE, LIV, OMAR
from tests.commands.hall import Hall, Json


def form(hall: Hall) -> Json:
    view = hall.presses(OMAR, hall.types(OMAR, "checklist").button("Fill in several…")).view
    assert view
    return view


def names(hall: Hall) -> dict[str, str]:
    return {key: f"{hall.item(key).id}.{hall.item(key).generation}" for key in ("contract", "visit")}


def test_all_that_is_filled_in_is_done_and_the_form_closes(hall: Hall) -> None:
    view, name = form(hall), names(hall)

    told = hall.submits(OMAR, view, **{name["contract"]: "done", name["visit"]: "2026-11-20"})

    assert (told.status, told.said, told.view) == (200, "", None)
    assert hall.events()[-3:] == [ItemDone, ItemDone, ItemUnlocked]
    assert hall.item("visit").proof == "2026-11-20"


def test_what_is_left_empty_stays_open(hall: Hall) -> None:
    view, name = form(hall), names(hall)

    hall.submits(OMAR, view, **{name["visit"]: "2026-11-20"})

    assert hall.events().count(ItemDone) == 1
    assert hall.item("contract").done_at is None


def test_a_form_with_nothing_in_it_says_so_and_stays_open(hall: Hall) -> None:
    told = hall.submits(OMAR, form(hall))

    assert list(told.errors.values()) == ["Nothing is filled in yet. One line is enough; the others stay open."]
    assert ItemDone not in hall.events()


def test_a_fault_stands_below_its_field_and_nothing_is_done_before_it_is_right(hall: Hall) -> None:
    view, name = form(hall), names(hall)
    filled = {name["contract"]: "done", name["visit"]: "1926-11-20"}

    told = hall.submits(OMAR, view, view_id="V1", **filled)
    assert list(told.errors) == [name["visit"]]
    assert ItemDone not in hall.events()

    hall.submits(OMAR, view, view_id="V1", **(filled | {name["visit"]: "2026-11-20"}))

    assert hall.events().count(ItemDone) == 2


def test_what_somebody_else_did_meanwhile_is_said_and_the_rest_is_done(hall: Hall) -> None:
    view, name = form(hall), names(hall)
    hall.types(OMAR, "done contract")
    hall.clock.move(minutes=3)

    told = hall.submits(OMAR, view, **{name["contract"]: "done", name["visit"]: "2026-11-20"})

    assert told.view
    said = [block["text"]["text"] for block in told.view["blocks"]]
    assert said[0] == "1 line is done."
    assert "“contract” is done already: Omar, 3 minutes ago" in said[1]
    assert hall.item("visit").proof == "2026-11-20"


def test_sent_twice_it_does_one_thing(hall: Hall) -> None:
    view, name = form(hall), names(hall)
    filled = {name["contract"]: "done", name["visit"]: "2026-11-20"}

    hall.submits(OMAR, view, view_id="V1", **filled)
    before = hall.office.sent()
    again = hall.submits(OMAR, view, view_id="V1", **filled)

    assert (again.said, hall.office.sent()) == ("", before)
    assert hall.events().count(ItemDone) == 2


def test_whoever_holds_no_open_line_opens_no_form(hall: Hall) -> None:
    button = hall.types(OMAR, "checklist").button("Fill in several…")

    for who in (LIV, FAYE):
        assert "No line of the checklist waits for you to do that." in hall.presses(who, button).text
