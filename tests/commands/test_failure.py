"""Where things go wrong on our side or Slack's: a sentence for the person, a note in the log, and never silence."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from bot.model import UserId, WorkspaceId
from bot.ports import Conflict, Trouble, UnitOfWork
from messages import ids
from tests.bot.making import ANA
from tests.commands.hall import Hall, button, counter_of, listening
from tests.lines import written

Work = Callable[[WorkspaceId], AbstractContextManager[UnitOfWork]]


class Broken(Exception):  # noqa: N818 - what a bug raises is nobody's choice
    """A bug."""


def broken(_: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
    raise Broken("secret details")


def contested(_: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
    raise Conflict


def out_of_reach(_: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
    raise Trouble("The database has no room left.")


def with_work(hall: Hall, work: Work) -> Hall:
    """Return the hall with a desk whose memory does this."""
    desk = replace(hall.office.desk, work=work)
    return replace(hall, app=listening(counter_of(hall.office, hall.clock, desk=desk), hall.wire))


def test_a_bug_behind_a_command_is_answered_with_a_reference_that_the_log_knows(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    told = with_work(hall, broken).types(ANA, "done")

    (record,) = (each for each in caplog.records if each.name == "commands.failure")
    reference = record.getMessage().split()[1].strip(":")
    assert f"It is noted as `{reference}`" in told.text
    assert "secret details" not in told.text
    assert "user UANA, input typed:" in record.getMessage()
    assert record.exc_info


def test_a_bug_behind_a_button_and_a_form_is_answered_too(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    step = hall.commit("call")
    view = hall.presses(ANA, button(ids.STEP_RESCHEDULE, hall.deal, step)).view or {}
    worse = with_work(hall, broken)

    pressed = worse.presses(ANA, button(ids.STEP_DONE, hall.deal, step))
    submitted = worse.submits(ANA, view, when="mon", reason="rain")

    assert "Something broke on our side" in pressed.text
    assert submitted.errors["when"].startswith("Something broke on our side")
    assert "`" not in submitted.errors["when"]
    assert len([each for each in caplog.records if each.name == "commands.failure"]) == 2


def test_an_incident_is_written_with_its_workspace_person_and_input(hall: Hall) -> None:
    def learn(_: WorkspaceId, __: UserId) -> None:
        raise Broken

    counter = replace(counter_of(hall.office, hall.clock), learn=learn)
    worse = replace(hall, app=listening(counter, hall.wire))

    with written() as lines:
        worse.types("UNEA", "done")

    (line,) = (each for each in lines if each["event"].startswith("Incident"))
    assert (line["workspace"], line["person"]) == (str(hall.office.workspace.id), "UNEA")
    assert line["key"].startswith("typed:")
    assert "done" not in line["text"]


def test_a_memory_that_cannot_be_used_is_no_incident_and_everybody_hears_that_trying_again_helps(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    step = hall.commit("call")
    worse = with_work(hall, out_of_reach)

    typed = worse.types(ANA, "done").text
    pressed = worse.presses(ANA, button(ids.STEP_DONE, hall.deal, step)).text

    assert typed == pressed
    assert typed.startswith("Baton cannot reach its memory right now.")
    assert "Try again in a minute" in typed
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert hall.presses(ANA, button(ids.STEP_DONE, hall.deal, step)).text == "Done: *call*."


def test_somebody_new_whom_a_bug_keeps_us_from_meeting_gets_an_answer(hall: Hall) -> None:
    def learn(_: WorkspaceId, __: UserId) -> None:
        raise Broken

    counter = replace(counter_of(hall.office, hall.clock), learn=learn)
    worse = replace(hall, app=listening(counter, hall.wire))

    assert "Something broke on our side" in worse.types("UNEA", "done").text


def test_a_deal_that_others_keep_changing_is_no_incident(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    step = hall.commit("call")
    calls: list[int] = []

    def often(workspace_id: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
        calls.append(1)
        # The first asks only whether it was refused before.
        return contested(workspace_id) if 1 < len(calls) <= 9 else hall.office.desk.work(workspace_id)

    told = with_work(hall, often).presses(ANA, button(ids.STEP_DONE, hall.deal, step))

    assert told.text.startswith("Others are changing this deal right now, so nothing was changed.")
    assert caplog.records == []


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id", "internal_error", "ratelimited"])
def test_a_form_that_slack_does_not_open_is_explained(hall: Hall, error: str, caplog: pytest.LogCaptureFixture) -> None:
    hall.wire.says["views.open"] = {"ok": False, "error": error}

    typed = hall.types(ANA, "next")
    pressed = hall.presses(ANA, button(ids.STEP_NEXT, hall.deal))

    for told in (typed, pressed):
        assert told.text.startswith("Slack did not open the form “Next step” in time. What you typed is kept")
    assert [error in each.getMessage() for each in caplog.records if each.name == "commands.opening"] == [True, True]


def test_a_broken_line_while_a_form_opens_is_explained_too(hall: Hall) -> None:
    hall.wire.broken.add("views.open")

    assert "Slack did not open the form" in hall.types(ANA, "next").text
    assert "Slack did not open the form" in hall.presses(ANA, button(ids.STEP_NEXT, hall.deal)).text


def test_an_answer_that_slack_does_not_take_is_noted_and_the_change_stands(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    step = hall.commit("call")
    hall.wire.broken.add("hook")

    with caplog.at_level(logging.WARNING):
        told = hall.presses(ANA, button(ids.STEP_DONE, hall.deal, step))

    assert told.status == 200
    assert hall.step("call").ended_by == ANA
    assert "Slack did not take the answer to a press of UANA" in caplog.text


def test_a_press_without_a_way_to_answer_is_done_all_the_same(hall: Hall) -> None:
    step = hall.commit("call")

    told = hall.presses(ANA, button(ids.STEP_DONE, hall.deal, step), response_url=None)

    assert (told.status, told.text) == (200, "")
    assert hall.step("call").ended_by == ANA
