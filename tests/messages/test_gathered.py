"""Several questions in one message, and questions that ended, as the one who was asked reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args
from uuid import UUID

import pytest

from bot import events as happened
from bot.events import Event, LapseClosed, Nudged, Recorded
from bot.model import Choice, Deal, DealId, ItemId, LapseId, LapseKind, Offer, Parked, StepId, WaitingOn
from bot.offered import StepCountered, StepTurnedDown, StepWithdrawn
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.rules import endings
from bot.rules.restraint import MOST_LINES
from bot.versions import ItemDropped
from messages.blocks import MOST_BLOCKS
from messages.gathered import gathered
from messages.message import Message
from messages.rendering import render
from messages.scene import Asked, Scene
from messages.words import ENVIRONMENT
from tests.messages.catalogue import STEP
from tests.messages.limits import wrong_with
from tests.messages.samples import ANA, HOSTILE, LAPSE, LIV, NOW, OMAR, due, lapsed, scene
from tests.messages.showing import shown

LATE = lapsed(LapseKind.STEP_OVERDUE, STEP.id)
WHEN = datetime(2026, 11, 30, 8, 20, tzinfo=UTC)
WHAT = "send the crew to the site"

ENDINGS: list[tuple[Event, str]] = [
    (happened.StepKept(STEP.id, WHAT, OMAR, on_time=False, as_first_dated=False), "Done by <@U0OMAR>"),
    (
        happened.StepRescheduled(STEP.id, WHAT, OMAR, due(27), due(4, month=12), "ill", is_early=False, slips=1),
        "Moved to Fri 4 Dec by <@U0OMAR>",
    ),
    (
        happened.StepParked(STEP.id, WHAT, OMAR, Parked(WaitingOn.CUSTOMER, due(4, month=12), OMAR, "they think")),
        "Waits on the customer until Fri 4 Dec",
    ),
    (happened.StepDropped(STEP.id, WHAT, LIV), "No longer planned, <@U0LIV>"),
    (happened.ItemDone(ItemId(UUID(int=1)), "scope", ANA, "", is_late=True), "Done by <@U0ANA>"),
    (ItemDropped(ItemId(UUID(int=1)), "scope", "sales", ANA), "Not on the checklist any more"),
    (happened.OwnerAccepted(OMAR, ANA), "<@U0OMAR> owns it"),
    (happened.OwnerDeclined(OMAR, ANA, "no time"), "<@U0OMAR> declined"),
    (happened.OwnerOffered(Offer(LIV, ANA, WHEN)), "<@U0LIV> was asked instead"),
    (happened.StepCommitted(StepId(UUID(int=2)), "call", OMAR, due(4, month=12), None), "Next step: call"),
    (
        happened.StepCommitted(StepId(UUID(int=2)), "call", OMAR, due(4, month=12), None, asked_by=ANA),
        "<@U0OMAR> does it by Fri 4 Dec",
    ),
    (StepTurnedDown(STEP.id, WHAT, OMAR, "no crew", ANA), "<@U0OMAR> said no"),
    (
        StepCountered(STEP.id, WHAT, OMAR, ANA, due(27), due(4, month=12), "ill"),
        "<@U0OMAR> can do it by Fri 4 Dec",
    ),
    (StepWithdrawn(STEP.id, WHAT, ANA, OMAR, is_known=True), "Taken back by <@U0ANA>"),
    (happened.Decided(Choice.HOLD, LIV, "wait", due(4, month=12), None, is_rescue=False), "Decided by <@U0LIV>"),
    (LapseClosed(LAPSE, LapseKind.STEP_OVERDUE, WHAT), "No longer needed"),
]


def asked(of: Deal = LATE, ending: Event | None = None, **more: object) -> Asked:
    given = {"rung": 1, "where": Where.PRIVATE, "who": OMAR}
    event = Nudged(LapseId(LAPSE), LapseKind.STEP_OVERDUE, WHAT, **(given | more))  # type: ignore[arg-type]
    return Asked(of, Recorded(7, NOW, OMAR, event), Recorded(9, WHEN, OMAR, ending) if ending else None)


def drawn(*lines: Asked) -> Message:
    message = gathered(replace(scene(), asked=lines))
    assert wrong_with(message) == []
    return message


def labels(message: Message) -> list[str]:
    return [one["text"]["text"] for block in message.blocks if block["type"] == "actions" for one in block["elements"]]


@pytest.mark.parametrize(("event", "says"), ENDINGS, ids=lambda each: type(each).__name__)
def test_a_question_that_ended_says_how_and_has_no_buttons(event: Event, says: str) -> None:
    message = drawn(asked(ending=event))

    assert says in message.text
    assert labels(message) == []


def test_every_ending_that_the_rules_know_has_words() -> None:
    known = {*endings._OF_SUBJECT, *endings._OF_LINE, *endings._OF_OFFER, *endings._OF_DEAL, LapseClosed}

    assert {each.__name__ for each in known} | {"line"} == set(ENVIRONMENT.get_template("nudge/ended.j2").blocks)
    assert known <= set(get_args(Event))


def test_a_question_that_ended_asks_nobody_any_more() -> None:
    done, _ = ENDINGS[0]

    message = drawn(asked(ending=done))

    assert message.text.startswith("*Send the crew to the site*: Done by")
    assert "?" not in message.text


def test_each_open_question_keeps_its_own_buttons() -> None:
    done, _ = ENDINGS[0]

    message = drawn(asked(), asked(ending=done), asked())

    assert len([label for label in labels(message) if "Done" in label]) == 2
    assert message.text.startswith("3 things you were asked. 2 still wait for you.")


def test_a_message_about_several_deals_names_each_of_them() -> None:
    other = replace(LATE, id=DealId(UUID(int=77)), facts=replace(LATE.facts, name="Beta pumps"), channel_id=None)

    text = shown(drawn(asked(), asked(other)))

    assert "Beta pumps" in text
    assert "C0ACME" in text


def test_what_was_kept_out_of_public_says_so() -> None:
    day = date(2026, 11, 30)

    both = drawn(asked(spared_on=day), asked(spared_on=day))
    mixed = drawn(asked(spared_on=day), asked())

    assert "not in public" in both.text
    assert "not in public" not in mixed.text


def test_one_that_is_all_answered_says_that_nothing_waits() -> None:
    done, _ = ENDINGS[0]

    assert "None still wait for you." in drawn(asked(ending=done), asked(ending=done)).text


def test_a_question_alone_that_still_asks_is_drawn_as_it_was_asked() -> None:
    alone = asked()
    seen = replace(scene(), deal=alone.deal, event=alone.event)

    assert drawn(alone) == render(Outgoing("k", Kind.NUDGE, None), seen)


def test_the_fullest_message_fits() -> None:
    message = drawn(*(asked() for _ in range(MOST_LINES)))

    assert len(message.blocks) <= MOST_BLOCKS
    assert len([label for label in labels(message) if "Done" in label]) == MOST_LINES


def test_what_people_wrote_stays_text() -> None:
    hostile = replace(LATE, steps=(replace(STEP, what=HOSTILE),))
    committed = happened.StepCommitted(StepId(UUID(int=2)), HOSTILE, OMAR, due(4, month=12), None)

    for message in (drawn(asked(hostile), asked(hostile, committed)), drawn(asked(hostile, committed))):
        assert "<!channel>" not in message.text
        assert "<@U0EVE>" not in message.text


@pytest.mark.parametrize("kind", [Kind.NUDGE, Kind.EDIT])
def test_the_courier_draws_it_for_a_line_and_for_an_answer(kind: Kind) -> None:
    seen: Scene = replace(scene(), asked=(asked(), asked()))

    assert render(Outgoing("k", kind, None, detail="nudge"), seen) == gathered(seen)


def test_each_question_says_for_whom_it_is_asked_while_it_waits() -> None:
    theirs = {"who": LIV, "instead_of": OMAR}

    message = drawn(asked(**theirs), asked(ending=ENDINGS[0][0], **theirs), asked(who=LIV))

    notes = [each["text"] for block in message.blocks if block["type"] == "context" for each in block["elements"]]
    assert notes.count("You are asked for <@U0OMAR>.") == 1
