"""A digest's lines: each can be acted on where it is read, and then says how it ended."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bot import events as happened
from bot.events import Event, LapseClosed, Recorded
from bot.model import Choice, Deal, ItemId, ItemStatus, LapseKind, Offer, StepStatus
from bot.outgoing import DIGEST, DigestFacts, Kind, Line, Outgoing
from bot.rules.endings import line_ending
from messages import ids
from messages.ids import Press
from messages.message import Message
from messages.rendering import render
from tests.messages.catalogue import STEP
from tests.messages.limits import wrong_with
from tests.messages.samples import ANA, LAPSE, LIV, NOW, OMAR, ZONE, deal, due, item, lapsed, scene

AT = datetime(2026, 11, 30, 7, tzinfo=UTC)
SCOPE = ItemId(UUID(int=201))
KEPT = happened.StepKept(STEP.id, "call", OMAR, on_time=True, as_first_dated=True)
DECIDED = happened.Decided(Choice.HOLD, LIV, "wait", due(4, month=12), None, is_rescue=False)


def line(kind: str, **more: Any) -> Line:
    given = {"about": "call", "subject": str(STEP.id), "at": AT, "generation": 6}
    return Line(kind, deal().id, "Acme EV site", deal().channel_id, **(given | more))


def drawn(*lines: Line, endings: tuple[Recorded | None, ...] = (), audience: str = "person") -> Message:
    facts = DigestFacts(audience, "2026-11-30", ZONE, lines)
    seen = replace(scene(), digest=facts, endings=endings)
    message = render(Outgoing("k", Kind.EDIT, None, detail=DIGEST), seen)
    assert wrong_with(message) == []
    return message


def pressed(message: Message) -> list[tuple[str, str]]:
    found = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]
    return [(one["action_id"], one["value"]) for one in found]


def recorded(*events: Event, seq: int = 9) -> list[Recorded]:
    return [Recorded(number, NOW, OMAR, each) for number, each in enumerate(events, seq)]


@pytest.mark.parametrize(
    ("kind", "actions"),
    [
        ("step_overdue", [ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.STEP_WAITING]),
        ("step_due", [ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.STEP_WAITING]),
        ("waiting", [ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.STEP_WAITING]),
        ("item_overdue", [ids.ITEM_DONE]),
        ("item_due", [ids.ITEM_DONE]),
        ("to_accept", [ids.ITEM_ACCEPT, ids.ITEM_SEND_BACK]),
        ("done_not_accepted", [ids.ITEM_ACCEPT, ids.ITEM_SEND_BACK]),
        ("owner_offer", [ids.ACCEPT_OWNER, ids.DECLINE_OWNER]),
        ("nothing_dated", [ids.STEP_NEXT]),
        ("customer_stale", [ids.CUSTOMER_STILL, ids.CUSTOMER]),
        ("customer_unwritten", [ids.CUSTOMER]),
        ("decision", [f"{ids.DECIDE}:{choice}" for choice in Choice]),
        ("kept", []),
        ("slipped", []),
        ("promise_at_risk", []),
    ],
)
def test_each_line_has_the_buttons_of_its_kind(kind: str, actions: list[str]) -> None:
    assert [action for action, _ in pressed(drawn(line(kind)))] == actions


def test_a_button_carries_what_the_line_was_drawn_for() -> None:
    (done, *_) = pressed(drawn(line("step_due")))

    assert Press.read(done[1]) == Press(deal().id, STEP.id, 6)


def test_who_owns_a_deal_is_decided_by_naming_somebody() -> None:
    message = drawn(line("decision", subject=str(LAPSE), asks=LapseKind.OWNER_NOT_ACCEPTED))

    actions = [action for action, _ in pressed(message)]
    assert actions[0] == ids.OFFER_OWNER
    assert f"{ids.DECIDE}:{Choice.CONTINUE}" not in actions


def test_other_audiences_have_no_buttons_but_leaderships_for_the_report() -> None:
    assert pressed(drawn(line("decision"), audience="team")) == []
    assert pressed(drawn(line("decision"), audience="leadership")) == [(ids.REPORT_SHOW, "week")]


def test_a_line_that_was_acted_on_says_how_it_ended_and_the_others_still_ask() -> None:
    (kept,) = recorded(KEPT)

    message = drawn(line("step_due"), line("item_due", about="scope"), endings=(kept, None))

    assert "*Call*: Done by <@U0OMAR>, Mon 30 Nov 10:30 · <#C0ACME>" in message.text
    assert "*Due:* scope" in message.text
    assert [action for action, _ in pressed(message)] == [ids.ITEM_DONE]


def test_seven_lines_with_every_choice_fit() -> None:
    assert len(pressed(drawn(*[line("decision")] * 9))) == 7 * len(Choice)


def test_leaderships_message_shows_what_was_decided_during_the_day() -> None:
    (decided,) = recorded(DECIDED)

    message = drawn(line("decision", who=LIV), audience="leadership", endings=(decided,))

    assert "*Call*: Decided by <@U0LIV>" in message.text


def moved(of: Deal, **more: Any) -> Deal:
    return replace(of, steps=(replace(STEP, **more),))


DONE = moved(deal(), status=StepStatus.KEPT, generation=7)
ASKED = lapsed(LapseKind.STEP_OVERDUE, STEP.id)
OFFER = Offer(OMAR, ANA, AT)
ACCEPTED = happened.OwnerAccepted(OMAR, ANA)
WRITTEN = happened.CustomerLineWritten("the crane comes on Tuesday", OMAR)
COMMITTED = happened.StepCommitted(STEP.id, "call", OMAR, due(4, month=12), None)
CLOSED = LapseClosed(LAPSE, LapseKind.STEP_OVERDUE, "call")
GIVEN = happened.ItemDone(SCOPE, "scope", ANA, "", is_late=False)
TAKEN = happened.ItemAccepted(SCOPE, "scope", LIV)


@pytest.mark.parametrize(
    ("of", "what", "events", "ended_by"),
    [
        (moved(deal(), generation=6), line("step_due"), [KEPT], None),
        (DONE, line("step_due"), [KEPT], KEPT),
        (DONE, line("step_due"), [COMMITTED, KEPT], KEPT),
        (deal(items=(item(1, "scope", "scope", generation=6),)), line("item_due", subject=str(SCOPE)), [GIVEN], None),
        (
            deal(items=(item(1, "scope", "scope", status=ItemStatus.DONE, generation=7),)),
            line("item_due", subject=str(SCOPE)),
            [GIVEN],
            GIVEN,
        ),
        (
            deal(items=(item(1, "scope", "scope", status=ItemStatus.ACCEPTED, generation=7),)),
            line("to_accept", subject=str(SCOPE)),
            [GIVEN, TAKEN],
            TAKEN,
        ),
        (ASKED, line("decision", subject=str(LAPSE)), [DECIDED], None),
        (ASKED, line("decision", subject=str(LAPSE)), [DECIDED, CLOSED], DECIDED),
        (ASKED, line("decision", subject=str(LAPSE)), [CLOSED], CLOSED),
        (deal(offer=OFFER), line("owner_offer", subject=None), [], None),
        (deal(offer=None), line("owner_offer", subject=None), [ACCEPTED], ACCEPTED),
        (deal(), line("nothing_dated", subject=None), [COMMITTED], COMMITTED),
        (deal(), line("nothing_dated", subject=None), [], None),
        (deal(), line("customer_stale", subject=None), [COMMITTED], None),
        (deal(), line("customer_stale", subject=None), [WRITTEN, COMMITTED], WRITTEN),
        (deal(), line("customer_unwritten", subject=None), [WRITTEN], WRITTEN),
        (deal(), line("kept", subject=None), [KEPT], None),
    ],
)
def test_a_line_ends_by_what_happened_since_it_was_drawn(
    of: Deal, what: Line, events: list[Event], ended_by: Event | None
) -> None:
    found = line_ending(of, recorded(*events), what)

    assert (found.event if found else None) == ended_by
