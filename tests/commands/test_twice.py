"""The same input delivered twice changes once and is answered alike; two people at once are told who was first."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from bot.events import ItemDone, StepCommitted, StepKept, StepParked, StepRescheduled
from bot.model import StepStatus, UserId
from bot.ports import Group
from bot.refusals import Busy
from bot.service.desk import Desk
from commands.answers import Answer, Quiet, Refused
from commands.failure import served
from commands.visit import Input
from messages import ids
from storage.opening import open_migrated
from tests.bot.making import ANA, LIV, NOW, OMAR, PEOPLE
from tests.bot.service.conftest import PLAYBOOK, Office
from tests.commands.hall import Hall, HandClock, Told, button, counter_of, listening, with_channel
from tests.commands.wire import Wire


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("next ship by fri", StepCommitted),
        ("done", StepKept),
        ("done call", StepKept),
        ("reschedule 1.12. because of rain", StepRescheduled),
        ("waiting on customer until wed", StepParked),
    ],
)
def test_a_command_delivered_twice_changes_once_and_is_answered_alike(hall: Hall, text: str, event: type) -> None:
    hall.commit("call")
    before = hall.events().count(event)

    first = hall.types(ANA, text, again="t1")
    hall.clock.move(seconds=4)
    second = hall.types(ANA, text, again="t1")

    assert hall.events().count(event) == before + 1
    assert second.text == first.text


def test_a_press_delivered_twice_changes_once_and_is_answered_alike(hall: Hall) -> None:
    pressed = button(ids.STEP_DONE, hall.deal, hall.commit("call"))

    first, second = (hall.presses(ANA, pressed, at="7.1") for _ in range(2))

    assert first.text == second.text == "Done: *call*."
    assert hall.events().count(StepKept) == 1


def test_pressing_once_more_is_another_press_and_says_what_is_true(hall: Hall) -> None:
    pressed = button(ids.STEP_DONE, hall.deal, hall.commit("call"))
    hall.presses(ANA, pressed)

    assert "is done already" in hall.presses(ANA, pressed).text


@pytest.mark.parametrize("action", [ids.ACCEPT_OWNER, ids.ITEM_DONE])
def test_accepting_and_finishing_are_answered_alike_too(hall: Hall, action: str) -> None:
    pressed = button(action, hall.deal, hall.item("contract"))

    first, second = (hall.presses(OMAR, pressed, at="7.1") for _ in range(2))

    assert first.text == second.text
    assert hall.events().count(ItemDone) <= 1


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        (ids.STEP_NEXT, {"what": "ship", "when": "fri"}),
        (ids.STEP_RESCHEDULE, {"when": "1.12.", "reason": "rain"}),
        (ids.STEP_WAITING, {"on": "customer", "until": "wed"}),
        (ids.OFFER_OWNER, {"person": LIV}),
    ],
)
def test_a_form_submitted_twice_changes_once_and_closes_both_times(
    hall: Hall, action: str, answers: dict[str, str]
) -> None:
    view = hall.presses(ANA, button(action, hall.deal, hall.commit("call"))).view or {}

    first = hall.submits(ANA, view, view_id="V1", **answers)
    happened = hall.events()
    hall.clock.move(seconds=4)
    second = hall.submits(ANA, view, view_id="V1", **answers)

    assert (first.said, second.said) == ("", "")
    assert hall.events() == happened


@pytest.fixture
def busy_hall(tmp_path: Path, wire: Wire) -> Iterator[Hall]:
    """Return a hall whose database takes several writers, as a served one does."""
    numbers = count(1)

    def new_id() -> UUID:
        return UUID(int=next(numbers))

    storage = open_migrated(f"sqlite:///{tmp_path}/baton.db", ids=new_id)
    workspace = storage.workspaces.ensure("T1", bot_user_id=UserId("UBOT"), default_owner=LIV)
    desk = Desk(storage.work, new_id, lambda: f"short{next(numbers)}", lambda: None)
    office = Office(storage, workspace, desk, [])
    with desk.work(workspace.id) as uow:
        uow.put_people(list(PEOPLE.values()))
        uow.put_groups([Group("delivery", (OMAR,))])
        uow.put_playbooks([PLAYBOOK], now=NOW)
    deal_id = office.receive().deal_id
    with_channel(office, deal_id)
    clock = HandClock()
    yield Hall(office, wire, listening(counter_of(office, clock), wire), clock, deal_id)
    storage.close()


def at_once(*acts: Callable[[], Told]) -> None:
    """Let each act begin at the same moment, in a thread of its own."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Told]) -> None:
        gate.wait()
        act()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("_round", range(4))
def test_of_two_who_press_at_once_one_is_told_who_was_first(busy_hall: Hall, _round: int) -> None:
    pressed = button(ids.STEP_DONE, busy_hall.deal, busy_hall.commit("call"))

    at_once(*(partial(busy_hall.presses, who, pressed) for who in (ANA, OMAR)))

    done, told = sorted(each["text"] for each in busy_hall.wire.hooked)
    assert busy_hall.events().count(StepKept) == 1
    assert done == "Done: *call*."
    assert told.startswith(f"“call” is done already: <@{busy_hall.step('call').ended_by}>, just now")


def test_the_same_press_arriving_twice_at_once_changes_once(busy_hall: Hall) -> None:
    pressed = button(ids.STEP_DONE, busy_hall.deal, busy_hall.commit("call"))

    at_once(*[partial(busy_hall.presses, ANA, pressed, at="7.1")] * 4)

    assert busy_hall.events().count(StepKept) == 1
    assert {each["text"] for each in busy_hall.wire.hooked} == {"Done: *call*."}


def test_what_was_refused_is_refused_when_it_comes_again_though_it_could_be_done_by_now(hall: Hall) -> None:
    first = hall.types(ANA, "done", again="t1")
    hall.commit("call")

    second = hall.types(ANA, "done", again="t1")

    assert second.text == first.text
    assert StepKept not in hall.events()


@pytest.mark.parametrize(
    "words", ["done", "reschedule fri because it rains", "waiting on customer until fri because she is ill"]
)
def test_a_question_which_step_was_meant_is_asked_again_though_it_is_clear_by_now(hall: Hall, words: str) -> None:
    hall.commit("call")
    hall.commit("ship")
    first = hall.types(ANA, words, again="t1")
    hall.types(ANA, "done call", again="t2")

    second = hall.types(ANA, words, again="t1")

    assert (second.text, second.blocks) == (first.text, first.blocks)
    assert hall.events().count(StepKept) == 1
    assert hall.step("ship").status is StepStatus.OPEN


def test_a_refused_press_stays_refused_too(hall: Hall) -> None:
    pressed = button(ids.ACCEPT_OWNER, hall.deal)
    first = hall.presses(LIV, pressed, at="7.1")
    hall.types(ANA, f"owner <@{LIV}>")

    second = hall.presses(LIV, pressed, at="7.1")

    assert second.text == first.text
    assert hall.deal.owner_id != LIV


def test_a_form_that_was_refused_can_be_corrected_and_submitted_again(hall: Hall) -> None:
    view = hall.presses(ANA, button(ids.STEP_NEXT, hall.deal)).view or {}

    refused = hall.submits(ANA, view, view_id="V1", what="ship", when="one fine day")
    again = hall.submits(ANA, view, view_id="V1", what="ship", when="one fine day")
    taken = hall.submits(ANA, view, view_id="V1", what="ship", when="fri")

    assert refused.errors == again.errors != {}
    assert (taken.errors, hall.step("ship").what) == ({}, "ship")


def test_a_refusal_in_which_others_were_in_the_way_is_no_answer_for_ever(hall: Hall) -> None:
    def crowded(_: object) -> Answer:
        raise Busy

    given = Input("T1", ANA, None, "typed:t1")
    counter = counter_of(hall.office, hall.clock)

    assert isinstance(served(counter, given, crowded), Refused)
    assert isinstance(served(counter, given, lambda _: Quiet()), Quiet)
