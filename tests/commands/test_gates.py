"""Reopening what had ended and starting what waits: typed, from a button, through a form."""

from dataclasses import replace

import pytest

from bot.events import ItemAccepted
from bot.gate_events import ItemReopened, ItemStartedAnyway, ItemWaitsAgain
from bot.model import ItemStatus
from bot.rules.changing import with_item
from messages import ids
from tests.bot.making import ANA, FAYE, LIV, OMAR, by
from tests.commands.hall import Hall, Json, button

TYPED = "reopen contract because the permit was rejected"
UNLOCK = "unlock report because the crew is booked"


def ended(hall: Hall) -> None:
    """Let the contract be done and accepted, and the visit done."""
    hall.presses(OMAR, button(ids.ITEM_DONE, hall.deal, hall.item("contract")))
    hall.presses(FAYE, button(ids.ITEM_ACCEPT, hall.deal, hall.item("contract")))
    assert ItemAccepted in hall.events()
    view = hall.presses(OMAR, button(ids.ITEM_DONE, hall.deal, hall.item("visit"))).view
    hall.submits(OMAR, view or {}, proof_on="2026-11-20")


def statuses(hall: Hall) -> tuple[str, ...]:
    return tuple(str(hall.item(key).status) for key in ("contract", "visit", "report"))


def line(hall: Hall, key: str) -> str:
    return f"{hall.item(key).id}:{hall.item(key).generation}"


def test_a_line_is_reopened_in_one_sentence(hall: Hall) -> None:
    ended(hall)

    told = hall.types(OMAR, TYPED)

    assert told.said.startswith("Open again: *contract*, due Tuesday 24 November 2026")
    contract = hall.item("contract")
    assert (contract.status, contract.reopened and contract.reopened.reason) == (
        ItemStatus.OPEN,
        "the permit was rejected",
    )


def test_the_date_that_is_known_may_stand_before_the_reason(hall: Hall) -> None:
    ended(hall)

    hall.types(OMAR, "reopen contract by 15.1. because the hearing is then")

    assert hall.item("contract").due == by("2027-01-15", "Europe/Berlin")


def test_what_waits_for_it_waits_again_and_begins_again(hall: Hall) -> None:
    ended(hall)
    assert statuses(hall) == ("accepted", "done", "open")

    hall.types(OMAR, "reopen visit because the site was closed")
    assert (statuses(hall), hall.events().count(ItemWaitsAgain)) == (("accepted", "open", "waiting"), 1)

    view = hall.presses(OMAR, button(ids.ITEM_DONE, hall.deal, hall.item("visit"))).view
    hall.submits(OMAR, view or {}, proof_on="2026-11-23")
    assert statuses(hall) == ("accepted", "done", "open")


def test_the_same_words_delivered_again_change_nothing_and_get_the_first_answer(hall: Hall) -> None:
    ended(hall)

    first, again = (hall.types(OMAR, TYPED, again="T") for _ in range(2))

    assert (again.said, hall.events().count(ItemReopened)) == (first.said, 1)


def test_typed_anew_it_says_who_was_faster(hall: Hall) -> None:
    ended(hall)
    hall.types(OMAR, TYPED)
    hall.clock.move(minutes=3)

    assert f"“contract” is open again already: <@{OMAR}> reopened it 3 minutes ago" in hall.types(FAYE, TYPED).said


@pytest.mark.parametrize(("who", "typed"), [(OMAR, "reopen contract"), (ANA, "unlock report")])
def test_without_a_reason_a_form_asks_for_it_with_the_line_chosen(hall: Hall, who: str, typed: str) -> None:
    ended(hall)
    hall.types(OMAR, "reopen visit because the site was closed")

    told = hall.types(who, typed)

    key = typed.split()[1]
    assert told.fields["line"]["initial_option"]["value"] == line(hall, key)
    assert hall.submits(who, told.view or {}, reason="it has to be").said == ""
    assert hall.item(key).status is ItemStatus.OPEN


def test_what_is_missing_in_the_form_is_said_beside_its_field(hall: Hall) -> None:
    ended(hall)
    view = hall.types(OMAR, "reopen contract").view or {}

    refused = [hall.submits(OMAR, view, reason=" ", when="fri"), hall.submits(OMAR, view, reason="r", when="soonish")]

    assert [list(each.errors) for each in refused] == [["reason"], ["when"]]
    assert ItemReopened not in hall.events()


def test_the_personal_checklist_has_a_button_for_each_gate_that_is_ones_own(hall: Hall) -> None:
    def labels(who: str) -> list[str]:
        shown = [each["text"]["text"] for each in hall.types(who, "checklist").buttons]
        return [label for label in shown if label in ("Reopen…", "Start anyway…")]

    ended(hall)
    hall.types(OMAR, "reopen visit because the site was closed")

    assert labels(ANA) == ["Reopen…", "Start anyway…"]
    assert labels(FAYE) == ["Reopen…"]
    assert labels(LIV) == []


@pytest.mark.parametrize(
    ("label", "key", "form"), [("Reopen…", "contract", ids.FORM_REOPEN), ("Start anyway…", "report", ids.FORM_START)]
)
def test_the_form_of_the_checklist_offers_the_lines(hall: Hall, label: str, key: str, form: str) -> None:
    ended(hall)
    hall.types(OMAR, "reopen visit because the site was closed")

    view = hall.presses(ANA, hall.types(ANA, "checklist").button(label)).view or {}

    assert view["callback_id"] == form
    hall.submits(ANA, view, line=line(hall, key), reason="it has to be")
    assert hall.item(key).status is ItemStatus.OPEN


def test_a_form_for_what_ended_anew_meanwhile_says_so(hall: Hall) -> None:
    ended(hall)
    view: Json = hall.types(OMAR, "reopen contract").view or {}
    hall.types(FAYE, TYPED)
    hall.presses(OMAR, button(ids.ITEM_DONE, hall.deal, hall.item("contract")))

    told = hall.submits(OMAR, view, reason="the permit was rejected")

    assert "has changed since you were shown it" in told.said
    assert hall.item("contract").status is ItemStatus.DONE


def test_the_owner_starts_what_waits_and_everybody_can_read_why(hall: Hall) -> None:
    told = hall.types(ANA, UNLOCK)

    assert told.said.startswith("*report* can start")
    assert (hall.item("report").status, hall.item("report").without) == (ItemStatus.OPEN, ("visit",))
    assert ItemStartedAnyway in hall.events()


@pytest.mark.parametrize(
    ("who", "typed", "words"),
    [
        (OMAR, UNLOCK, f"Only <@{ANA}> can start “report” anyway"),
        (LIV, TYPED, "can reopen “contract”"),
        (ANA, "unlock contract because we must", "“contract” waits for nothing: it is accepted already"),
        (OMAR, "reopen report because it is wrong", "“report” has not ended yet"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_stands_in_the_way(
    hall: Hall, who: str, typed: str, words: str
) -> None:
    ended(hall)
    if "report" in typed:
        hall.types(OMAR, "reopen visit because the site was closed")

    assert words in hall.types(who, typed).said


def test_words_that_fit_several_lines_are_answered_with_a_button_for_each(hall: Hall) -> None:
    ended(hall)

    told = hall.types(OMAR, "reopen because we must")

    view = hall.presses(OMAR, told.button("Reopen…", "contract")).view or {}
    assert view["callback_id"] == ids.FORM_REOPEN
    assert ItemReopened not in hall.events()


def test_a_form_is_given_part_by_part_and_what_is_missing_is_said_below_its_part(hall: Hall) -> None:
    brief = replace(hall.item("contract"), evidence="form", parts=("Who decides", "What success is"))
    before = hall.deal
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        uow.save(before, with_item(before, brief), (), ())
    view = hall.presses(OMAR, button(ids.ITEM_DONE, hall.deal, brief)).view or {}

    refused = hall.submits(OMAR, view, **{"proof/0": "Mei", "proof/1": " - "})
    assert refused.errors == {
        "proof/1": "Nothing is said about “What success is”. For example: What success is: as in the contract"
    }
    hall.submits(OMAR, view, **{"proof/0": "Mei", "proof/1": "open on 1 May"})

    assert hall.item("contract").proof == "Who decides: Mei\nWhat success is: open on 1 May"
