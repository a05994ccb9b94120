"""A form that Slack did not open is not lost: one button opens it, with all that was typed, for whoever typed it."""

from contextlib import AbstractContextManager

import pytest

from bot.model import WorkspaceId
from bot.ports import UnitOfWork
from messages import forms, ids
from tests.bot.making import ANA, OMAR
from tests.commands.hall import Hall, Told, button
from tests.commands.test_failure import out_of_reach, with_work

LATE = {"ok": False, "error": "expired_trigger_id"}
TYPED = "next order the pump else tell the customer"


def late(hall: Hall, text: str = TYPED) -> Told:
    """Type something whose form Slack does not open, and give Slack its breath back."""
    hall.wire.says["views.open"] = LATE
    told = hall.types(ANA, text, response_url=f"{hall.wire.url}/hook")
    del hall.wire.says["views.open"]
    return Told(told.status, hall.wire.hooked[-1]["text"], tuple(hall.wire.hooked[-1]["blocks"]))


def test_what_was_typed_stands_in_the_form_again(hall: Hall) -> None:
    told = hall.presses(ANA, late(hall).button("Open the form"), ephemeral=True)

    assert told.fields[forms.WHAT]["initial_value"] == "order the pump"
    assert told.fields[forms.OTHERWISE]["initial_value"] == "tell the customer"
    hall.submits(ANA, told.view or {}, when="fri")
    assert hall.step().what == "order the pump"


def test_it_comes_by_the_one_time_address_since_slack_waits_no_longer(hall: Hall) -> None:
    hall.wire.says["views.open"] = LATE

    told = hall.types(ANA, TYPED, response_url=f"{hall.wire.url}/hook")

    assert told.text == ""
    assert hall.wire.hooked[-1]["response_type"] == "ephemeral"


def test_nothing_was_changed_meanwhile(hall: Hall) -> None:
    before = hall.deal

    late(hall)

    assert hall.deal == before


def test_the_form_can_be_opened_as_often_as_it_takes(hall: Hall) -> None:
    press = late(hall).button("Open the form")
    hall.wire.says["views.open"] = LATE
    again = hall.presses(ANA, press).button("Open the form")
    del hall.wire.says["views.open"]

    assert hall.presses(ANA, again).fields[forms.WHAT]["initial_value"] == "order the pump"


def test_two_forms_that_were_put_aside_are_two(hall: Hall) -> None:
    first, second = late(hall).button("Open the form"), late(hall, "next call the site").button("Open the form")

    assert hall.presses(ANA, first).fields[forms.WHAT]["initial_value"] == "order the pump"
    assert hall.presses(ANA, second).fields[forms.WHAT]["initial_value"] == "call the site"


@pytest.mark.parametrize("shortcut", [ids.MAKE_STEP, ids.OPEN_DEAL])
def test_a_shortcuts_form_is_not_lost_either(hall: Hall, shortcut: str) -> None:
    hall.wire.says["views.open"] = LATE
    told = hall.starts(ANA, shortcut, "The pump is broken" if shortcut == ids.MAKE_STEP else None)
    blocks = told.blocks or hall.wire.calls("chat.postMessage")[-1]["blocks"]
    del hall.wire.says["views.open"]

    assert hall.presses(ANA, Told(200, "", tuple(blocks)).button("Open the form")).view


def test_nobody_opens_what_somebody_else_typed(hall: Hall) -> None:
    told = hall.presses(OMAR, late(hall).button("Open the form"))

    assert told.view is None
    assert "is not here any more" in told.text


@pytest.mark.parametrize("value", ["", "nonsense", "typed:1", "x" * 2_000, "draft:U0ANA:typed"])
def test_a_forged_button_opens_nothing(hall: Hall, value: str) -> None:
    told = hall.presses(ANA, {"action_id": ids.OPEN_AGAIN, "value": value})

    assert told.view is None
    assert "is not here any more" in told.text


def test_a_form_of_a_step_that_changed_meanwhile_says_so_when_it_is_submitted(hall: Hall) -> None:
    step = hall.commit("order the pump")
    hall.wire.says["views.open"] = LATE
    put_aside = hall.presses(ANA, button(ids.STEP_RESCHEDULE, hall.deal, step))
    del hall.wire.says["views.open"]
    hall.types(ANA, "reschedule mon because the lift is broken")

    view = hall.presses(ANA, put_aside.button("Open the form")).view or {}
    told = hall.submits(ANA, view, when="tue", reason="it rains")

    assert "has changed since you were shown it" in told.said


def test_where_it_cannot_be_put_aside_either_the_old_sentence_helps(hall: Hall) -> None:
    hall.wire.says["views.open"] = LATE
    calls: list[int] = []

    def lost_halfway(workspace_id: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
        calls.append(1)
        # The first asks whether it was refused before, the second looks at the deal.
        return hall.office.desk.work(workspace_id) if len(calls) <= 2 else out_of_reach(workspace_id)

    told = with_work(hall, lost_halfway).types(ANA, TYPED)

    assert told.text.startswith("Slack did not open the form in time, and nothing was changed.")
