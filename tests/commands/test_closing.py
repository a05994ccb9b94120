"""Closing a deal and reading what closed ones taught: typed, pressed and filled in, with every way to be refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.closed import DealClosed, DealReopened, Outcome
from bot.events import Change
from bot.model import Deal, DealStatus, ItemStatus, UserId
from bot.rules.closing import Verdict
from bot.rules.evidence import Proof
from bot.service import closing, deals
from bot.service.desk import act, by_id
from commands.endings import Close, Lessons
from commands.parse import parse
from commands.spelling import UsageError
from messages.lessons import MOST_SHOWN
from tests.bot.service.conftest import won
from tests.commands.hall import ELSEWHERE, Hall, Told

ANA, OMAR, LIV, GUEST = "UANA", "UOMAR", "ULIV", "UGUEST"
PERMIT = "ask for the permit before the crane"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("close", Close(None, None, None)),
        ("close delivered", Close(Outcome.DELIVERED, None, None)),
        ("close Delivered.", Close(Outcome.DELIVERED, None, None)),
        ("close in part because it rains", Close(Outcome.PARTLY, "it rains", None)),
        ("close delivered in part because it rains", Close(Outcome.PARTLY, "it rains", None)),
        ("close not delivered because they left", Close(Outcome.NOT, "they left", None)),
        ("close because they left", Close(None, "they left", None)),
        (f"close delivered lessons {PERMIT}", Close(Outcome.DELIVERED, None, PERMIT)),
        ("close delivered because signed lesson: ask first", Close(Outcome.DELIVERED, "signed", "ask first")),
        ("close lessons a &amp; b", Close(None, None, "a & b")),
        ("lessons", Lessons(())),
        ("lessons permit “crane”", Lessons(("permit", "“crane”"))),
        ("lessons “the permit”", Lessons(("the", "permit"))),
    ],
)
def test_what_is_typed_says_what_became_of_it(typed: str, meant: Close | Lessons) -> None:
    assert parse(typed) == meant


def test_what_says_nothing_of_it_is_refused_with_what_works() -> None:
    with pytest.raises(UsageError) as no:
        parse("close the pump is there")
    assert no.value.problem.endswith("delivered, delivered in part and not delivered do.")
    assert parse(no.value.example) == Close(Outcome.DELIVERED, None, PERMIT)


def deliver(hall: Hall) -> None:
    """Let every line of the checklist be done and accepted."""
    for _ in hall.deal.items:
        item = next(each for each in hall.deal.items if each.status is ItemStatus.OPEN)
        proof = Proof("p", on=hall.clock.at.date())
        asked = hall.office.asked(UserId(ANA), f"done:{item.key}")
        deals.finish_item(hall.office.desk, asked, by_id(hall.deal_id), item_id=item.id, proof=proof)
        if item.accepted_by:
            asked = hall.office.asked(UserId("UFAYE"), f"accept:{item.key}")
            deals.accept_item(hall.office.desk, asked, by_id(hall.deal_id), item_id=item.id)


def closed(hall: Hall, lessons: str = PERMIT) -> Told:
    return hall.types(OMAR, f"close not delivered because they left lessons {lessons}")


def test_typed_whole_it_is_closed_at_once(hall: Hall) -> None:
    told = closed(hall)

    assert told.said == "Closed: *Acme EV site*, not delivered. Its channel reads what it came to."
    how = hall.deal.closing
    assert how
    assert (hall.deal.status, how.by, how.reason) == (DealStatus.CLOSED, OMAR, "they left")
    assert (how.lessons, how.summary.lines) == (PERMIT, len(hall.deal.items))


def test_delivered_again_it_is_closed_once_and_gets_the_first_answer(hall: Hall) -> None:
    first = hall.types(OMAR, "close not delivered because x lessons y", again="same")

    again = hall.types(OMAR, "close not delivered because x lessons y", again="same")

    assert again.said == first.said
    assert hall.events().count(DealClosed) == 1
    assert hall.types(OMAR, "close").said.startswith(f"<@{OMAR}> closed this deal")


def test_what_was_not_said_is_asked_with_what_was(hall: Hall) -> None:
    form = hall.types(OMAR, "close in part because it rains")

    assert form.fields["outcome"]["initial_option"]["value"] == "delivered in part"
    assert form.fields["reason"]["initial_value"] == "it rains"
    assert form.view
    told = hall.submits(OMAR, form.view, outcome="delivered in part", reason="it rains", lessons=PERMIT)
    assert (told.errors, hall.deal.status) == ({}, DealStatus.CLOSED)


def test_the_form_says_below_the_field_what_is_wrong(hall: Hall) -> None:
    form = hall.types(OMAR, "close").view
    assert form

    too_soon = hall.submits(OMAR, form, outcome="not delivered", reason=" ")
    too_long = hall.submits(OMAR, form, outcome="not delivered", reason="x", lessons="x" * 901)

    assert set(too_soon.errors) == {"reason"}
    assert set(too_long.errors) == {"lessons"}
    assert hall.deal.status is DealStatus.OPEN


def test_a_button_opens_the_form_for_those_who_may_and_refuses_the_others(hall: Hall) -> None:
    button = hall.types(OMAR).button("Close the deal")

    assert hall.presses(OMAR, button).view
    assert "can close this deal" in hall.presses(GUEST, button).said
    assert "can close this deal" in hall.types(GUEST, "close").said


def test_while_a_gate_is_open_it_is_not_delivered_and_once_all_is_accepted_it_is(hall: Hall) -> None:
    gate = hall.deal.items[0]
    asked = hall.office.asked(UserId(ANA), "gate")
    act(hall.office.desk, asked, by_id(hall.deal_id), lambda deal, _: Change(_gated(deal)))

    refused = hall.types(OMAR, "close delivered lessons x")
    form = hall.types(OMAR, "close").view
    assert form
    beside = hall.submits(OMAR, form, outcome="delivered")

    assert f"Not everything is delivered yet: “{gate.title}” is open." in refused.said
    assert set(beside.errors) == {"outcome"}
    deliver(hall)
    assert hall.types(OMAR, "close delivered lessons x").said.startswith("Closed:")


def _gated(deal: Deal) -> Deal:
    first, *rest = deal.items
    return replace(deal, items=(replace(first, is_gate=True), *rest))


# --- By mistake ---


def test_it_is_taken_up_again_with_a_reason(hall: Hall) -> None:
    closed(hall)
    button = hall.types(ANA).button("Take it up again")

    form = hall.presses(ANA, button).view
    assert form
    assert set(hall.submits(ANA, form, reason="").errors) == {"reason"}
    hall.submits(ANA, form, reason="they are back")

    assert (hall.deal.status, hall.events().count(DealReopened)) == (DealStatus.OPEN, 1)
    assert "not closed" in hall.presses(ANA, button).said
    # What was learned is not lost with the mistake.
    assert hall.types(ANA, "close").fields["lessons"]["initial_value"] == PERMIT


def test_typed_where_a_deal_is_closed_reopen_means_the_deal(hall: Hall) -> None:
    closed(hall)

    assert set(hall.types(ANA, "reopen").fields) == {"reason"}
    assert "can take this deal up again" in hall.types(GUEST, "reopen because I miss it").said
    told = hall.types(ANA, "reopen because they are back", again="same")

    assert told.said == "*Acme EV site* goes on. What is the next step, and by when?"
    hall.types(ANA, "reopen because they are back", again="same")
    assert (hall.deal.status, hall.events().count(DealReopened)) == (DealStatus.OPEN, 1)


def test_when_its_channel_is_put_away_it_stays_closed(hall: Hall) -> None:
    closed(hall)
    button = hall.types(ANA).button("Take it up again")
    hall.clock.at += timedelta(days=14)

    assert "its channel is archived" in hall.presses(ANA, button).said


def test_nobody_outside_the_deal_takes_it_up(hall: Hall) -> None:
    closed(hall)

    assert "can take this deal up again" in hall.presses(GUEST, hall.types(GUEST).button("Take it up again")).said


# --- Lessons ---


def lessons_of(told: Told) -> list[str]:
    return [line.removeprefix("• ") for line in told.said.splitlines() if line.startswith("• ")]


def test_what_it_taught_is_read_anywhere_and_by_its_words(hall: Hall) -> None:
    closed(hall)

    assert lessons_of(hall.types(LIV, "lessons", channel=ELSEWHERE)) == [PERMIT]
    assert lessons_of(hall.types(LIV, "lessons PERMIT acme")) == [PERMIT]
    assert "No closed deal taught anything with “lift”" in hall.types(LIV, "lessons lift").said


def test_before_anything_was_learned_it_says_how_that_comes(hall: Hall) -> None:
    assert "No closed deal has taught anything yet" in hall.types(LIV, "lessons").said


def test_a_guest_reads_only_of_deals_that_they_work_on(hall: Hall) -> None:
    closed(hall)

    assert lessons_of(hall.types(GUEST, "lessons")) == []


def test_of_a_private_deal_only_those_read_who_work_on_it(hall: Hall) -> None:
    closed(hall)
    asked = hall.office.asked(UserId(ANA), "private")
    act(hall.office.desk, asked, by_id(hall.deal_id), lambda deal, _: Change(replace(deal, is_private=True)))

    assert lessons_of(hall.types(OMAR, "lessons")) == [PERMIT]
    assert lessons_of(hall.types(LIV, "lessons")) == []


def test_older_ones_come_a_page_at_a_time(hall: Hall) -> None:
    for number in range(MOST_SHOWN + 2):
        close_another(hall, number)

    first = hall.types(LIV, "lessons")
    older = hall.presses(LIV, first.button("Older"), ephemeral=True)

    assert lessons_of(first) == [f"lesson {number}" for number in (6, 5, 4, 3, 2)]
    assert lessons_of(older) == ["lesson 1", "lesson 0"]
    assert older.is_in_place
    assert not [each for each in older.buttons if each["text"]["text"] == "Older"]


def close_another(hall: Hall, number: int) -> None:
    """Let another deal be won, and closed some hours later."""
    found = by_id(hall.office.receive(won(f"D-{number}9")).deal_id)
    asked = hall.office.asked(UserId(OMAR), f"close:{number}", hall.clock.at + timedelta(hours=number))
    verdict = Verdict(Outcome.NOT, "they left", f"lesson {number}")
    closing.close(hall.office.desk, asked, found, verdict=verdict)


@pytest.mark.parametrize("value", ["", "x|permit", "-1|permit", "²|permit"])
def test_a_button_that_we_never_drew_changes_nothing(hall: Hall, value: str) -> None:
    told = hall.presses(LIV, {"action_id": "deal.lessons", "value": value})

    assert "not here any more" in told.said
