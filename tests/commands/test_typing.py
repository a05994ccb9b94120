"""Everything that can be typed: what the person sees of it, and what it changes."""

import pytest

from bot.events import Event, OwnerOffered, StepCommitted, StepKept, StepParked, StepRescheduled
from tests.bot.making import ANA, FAYE, by
from tests.commands.hall import ELSEWHERE, Hall


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["*Acme EV site* for Acme Oy", "€48,000", "None yet."]),
        ("owner", ["<@UANA> owns *Acme EV site*", "<@UOMAR> was asked"]),
        ("checklist", ["*Delivery checklist*: 0 of 2 done", "*Finance checklist*: 0 of 1 done"]),
        ("checklist Finance", ["*Finance checklist*: 0 of 1 done"]),
        ("history", ["*Acme EV site*: 4 entries", "asked <@UOMAR> to own it"]),
        ("list", ["1 deal of yours.", "*Acme EV site*"]),
        ("list stalled", ["No deals that stand still."]),
        ("list backlog", ["No deals in the backlog."]),
        ("list all", ["1 deal.", "<#C0DEAL>"]),
        ("help", ["`/deal next call the customer by fri`"]),
        ("help more", ["`/deal decide`"]),
        ("?", ["`/deal waiting on customer until thu`"]),
    ],
)
def test_looking_shows_and_changes_nothing(hall: Hall, text: str, words: list[str]) -> None:
    before = hall.events()

    told = hall.types(ANA, text)

    assert told.status == 200
    assert [each for each in words if each not in told.text] == []
    assert hall.events() == before


@pytest.mark.parametrize(
    ("text", "words", "event"),
    [
        ("next call the customer by fri", "Noted: *call the customer* by Friday 27 November 2026", StepCommitted),
        ("next ship by fri 15:00 else the slot is lost", "Otherwise: the slot is lost", StepCommitted),
        ("done", "Done: *send the offer*.", StepKept),
        ("done OFFER", "Done: *send the offer*.", StepKept),
        ("reschedule mon because the lift broke", "moves from Fri 27 Nov to Monday 30", StepRescheduled),
        ("move send the offer tomorrow 15:00 because it is ready", "24 November 2026, 15:00", StepRescheduled),
        ("waiting on customer until wed", "waits on the customer; <@UANA> asks again by", StepParked),
        ("waiting offer on third party until wed because the permit", "waits on a third party", StepParked),
        ("owner <@UFAYE>", "<@UFAYE> is asked to own *Acme EV site*", OwnerOffered),
        ("owner <@UFAYE|faye>", "Until they accept, <@UANA> owns it", OwnerOffered),
    ],
)
def test_what_is_typed_is_done_and_said(hall: Hall, text: str, words: str, event: type[Event]) -> None:
    hall.commit("send the offer")
    hall.clock.move(days=5 if text == "reschedule mon because the lift broke" else 0)
    before = len(hall.events())

    told = hall.types(ANA, text)

    assert words in told.text
    assert event in hall.events()[before:]


CHOSEN_BEFOREHAND = {
    "Won a deal": {"kind": "site"},
    "Next step": {"else": "default"},
    "Reschedule": {"cause": "us"},
}


@pytest.mark.parametrize(
    ("text", "title", "filled"),
    [
        ("next", "Next step", {}),
        ("next call the customer", "Next step", {"what": "call the customer"}),
        ("next by fri", "Next step", {"when": "fri"}),
        ("next call else we lose it", "Next step", {"what": "call", "otherwise": "we lose it"}),
        ("reschedule", "Reschedule", {}),
        ("reschedule mon", "Reschedule", {"when": "mon"}),
        ("reschedule because the lift broke", "Reschedule", {"reason": "the lift broke"}),
        ("waiting", "Waiting on…", {}),
        ("waiting on customer", "Waiting on…", {"on": "customer"}),
        ("waiting until wed because of the permit", "Waiting on…", {"until": "wed", "reason": "of the permit"}),
        ("won", "Won a deal", {}),
        ("won Acme EV site 48000 EUR", "Won a deal", {"name": "Acme EV site", "amount": "48000 EUR"}),
    ],
)
def test_what_was_not_said_is_asked_in_a_form(hall: Hall, text: str, title: str, filled: dict[str, str]) -> None:
    hall.commit("send the offer")
    before = hall.events()

    told = hall.types(ANA, text)

    assert told.view
    assert told.view["title"]["text"] == title
    starts = {name: each.get("initial_value") or each.get("initial_option") for name, each in told.fields.items()}
    shown = {name: each["value"] if isinstance(each, dict) else each for name, each in starts.items() if each}
    assert shown == filled | CHOSEN_BEFOREHAND.get(title, {})
    assert hall.events() == before


@pytest.mark.parametrize(
    ("text", "problem", "works"),
    [
        ("nxt call", "“nxt” is not something I know. Did you mean “next”?", "/deal next order the pump"),
        ("<!channel>", "is not something I know", "/deal help"),
        ("next call by soonish", "“soonish” is not a time I understand", "tomorrow 15:00"),
        ("next call by yesterday", "and that is past", "tomorrow 15:00"),
        ("next call by 2040-01-01", "more than three years ahead", "tomorrow 15:00"),
        ("reschedule yesterday because of rain", "“yesterday” was Sun 22 Nov 2026", "tomorrow 15:00"),
        ("reschedule 3/4 because of rain", "it can be", "tomorrow 15:00"),
        ("waiting on Bob until fri", "I cannot place “Bob”", "/deal waiting order the pump on customer"),
        ("waiting on customer until later", "“later” is not a time I understand", "tomorrow 15:00"),
        ("owner ana", "“ana” is not one person", "/deal owner @ana"),
        ("owner <@UANA>", "<@UANA> owns this deal already", "/deal owner @omar"),
        (
            "checklist plumbing",
            "“plumbing” has no checklist here; “Delivery” and “Finance”",
            "/deal checklist delivery",
        ),
        ("list everything", "“everything” is no list", "/deal list stalled"),
        ("decide", "Nobody has to decide anything here.", "/deal"),
    ],
)
def test_wrong_input_gets_what_was_wrong_and_a_line_that_works(hall: Hall, text: str, problem: str, works: str) -> None:
    hall.commit("send the offer")
    before = hall.events()

    told = hall.types(ANA, text)

    assert told.status == 200
    assert problem in told.text
    assert f"`{works}" in told.text
    assert hall.events() == before


@pytest.mark.parametrize(
    "text",
    ["", "next x by fri", "next", "done", "reschedule mon because x", "waiting", "owner", "checklist", "history"],
)
def test_outside_a_deals_channel_one_is_told_where_to_go(hall: Hall, text: str) -> None:
    told = hall.types(ANA, text, channel=ELSEWHERE)

    assert "This channel belongs to no deal." in told.text
    assert "`/deal list`" in told.text
    assert told.view is None


@pytest.mark.parametrize("text", ["list", "help", "won"])
def test_what_needs_no_deal_works_anywhere(hall: Hall, text: str) -> None:
    told = hall.types(ANA, text, channel=ELSEWHERE)

    assert told.view or "belongs to no deal" not in told.text


@pytest.mark.parametrize(
    ("text", "label"), [("done", "Done"), ("reschedule", "Reschedule"), ("waiting", "Waiting on…")]
)
def test_which_of_several_steps_is_asked_with_a_button_each_and_nothing_is_changed(
    hall: Hall, text: str, label: str
) -> None:
    hall.commit("call the customer")
    hall.commit("call the crane")
    before = hall.events()

    told = hall.types(ANA, f"{text} call")

    assert told.text.startswith("Which one is “call”? Nothing is changed yet.")
    assert [each["text"]["text"] for each in told.buttons] == [label, label]
    assert hall.events() == before


def test_the_button_of_the_step_that_was_meant_does_what_was_asked(hall: Hall) -> None:
    hall.commit("call the customer")
    hall.commit("call the crane")

    told = hall.presses(ANA, hall.types(ANA, "done call").button("Done", "crane"), ephemeral=True)

    assert told.text == "Done: *call the crane*."
    assert told.is_in_place
    assert hall.step("crane").ended_by == ANA
    assert hall.step("customer").ended_by is None


def test_without_a_step_one_is_told_how_to_make_one(hall: Hall) -> None:
    told = hall.types(FAYE, "done")

    assert "You have no open next step here." in told.text
    assert "`/deal next call the customer by fri`" in told.text


def test_a_time_is_meant_in_the_zone_of_whoever_types_it(hall: Hall) -> None:
    hall.types(ANA, "next call by tomorrow 15:00")
    hall.types(FAYE, "next pay by tomorrow 15:00")

    assert hall.step("call").due == by("2026-11-24 15:00")
    assert hall.step("pay").due == by("2026-11-24 15:00", "America/New_York")


def test_where_somebody_must_decide_the_choices_are_shown(hall: Hall) -> None:
    decider = hall.stand_still()

    told = hall.types(decider, "decide")

    assert "*Acme EV site* stands still. How does it go on?" in told.text
    assert [each["text"]["text"] for each in told.buttons] == ["Continue", "Re-plan", "Hold", "Return to sales", "Stop"]
