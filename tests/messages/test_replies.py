"""Immediate answers: what is yours first, what was understood, and the whole history."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from bot import events as e
from bot.events import Event, Recorded
from bot.model import BATON, Choice, DealStatus, LapseKind, UserId
from messages import ids, replies
from messages.ids import Press
from messages.message import Message
from tests.messages.catalogue import PARKED, SITE, STEP, crowded, timeline
from tests.messages.limits import wrong_with
from tests.messages.samples import ANA, FINN, LIV, NOW, OMAR, PEOPLE, deal, due, item, lapsed, offered, step

STRANGER = UserId("U0STRANGER")


def pressed(message: Message) -> list[str]:
    found = [one for block in message.blocks for one in (*block.get("elements", ()), block.get("accessory", {}))]
    return [one["action_id"] for one in found if one.get("type") == "button"]


class TestGlance:
    def test_shows_only_buttons_that_the_viewer_may_press(self) -> None:
        mine = pressed(replies.glance(deal(), OMAR, PEOPLE, NOW))
        theirs = pressed(replies.glance(deal(), STRANGER, PEOPLE, NOW))

        assert mine[:3] == [ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.STEP_WAITING]
        assert theirs == [ids.STEP_NEXT, ids.ASK, ids.SHOW_CHECKLIST, ids.SHOW_LEADS, ids.SHOW_WHY]

    def test_the_offered_one_can_answer(self) -> None:
        assert pressed(replies.glance(offered(), OMAR, PEOPLE, NOW))[:2] == [ids.ACCEPT_OWNER, ids.DECLINE_OWNER]
        assert ids.ACCEPT_OWNER not in pressed(replies.glance(offered(), ANA, PEOPLE, NOW))

    def test_the_decider_can_decide_and_nobody_else(self) -> None:
        stuck = lapsed(LapseKind.STEP_OVERDUE, STEP.id, decider_id=LIV)

        assert f"{ids.DECIDE}:stop" in pressed(replies.glance(stuck, LIV, PEOPLE, NOW))
        assert f"{ids.DECIDE}:stop" not in pressed(replies.glance(stuck, OMAR, PEOPLE, NOW))

    def test_the_receiver_can_accept_and_the_holder_can_finish(self) -> None:
        assert ids.ITEM_ACCEPT in pressed(replies.glance(deal(), LIV, PEOPLE, NOW))
        assert ids.ITEM_DONE in pressed(replies.glance(deal(), FINN, PEOPLE, NOW))

    def test_own_things_are_bounded_and_the_rest_is_counted(self) -> None:
        message = replies.glance(crowded(), ANA, PEOPLE, NOW)

        assert "and 30 more of yours" in message.text
        assert len(message.blocks) <= 50

    @pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
    def test_a_deal_that_does_not_run_asks_nothing(self, status: DealStatus) -> None:
        assert pressed(replies.glance(deal(status=status), OMAR, PEOPLE, NOW)) == [ids.SHOW_CHECKLIST]


class TestHistory:
    @pytest.mark.parametrize("kind", get_args(Event))
    def test_every_event_has_a_line(self, kind: type[Any]) -> None:
        events = [one for one in timeline() if isinstance(one.event, kind)]

        text = replies.history(deal(), events, PEOPLE).text

        assert len(text.split("\n")) == len(events) + 1
        assert events

    def test_lines_are_numbered_oldest_first(self) -> None:
        recorded = [Recorded(n, NOW + timedelta(hours=n), BATON, e.Woken()) for n in range(1, 4)]

        assert replies.history(deal(), recorded, PEOPLE).text.split("\n")[1:] == [
            "1. Mon 30 Nov 11:30 Runs again",
            "2. Mon 30 Nov 12:30 Runs again",
            "3. Mon 30 Nov 13:30 Runs again",
        ]

    def test_a_date_of_another_year_shows_it(self) -> None:
        old = Recorded(1, NOW - timedelta(days=400), BATON, e.Woken())

        assert "1. Sun 26 Oct 2025 10:30" in replies.history(deal(), [old, Recorded(2, NOW, BATON, e.Woken())], {}).text

    def test_no_line_is_torn_between_sections(self) -> None:
        message = replies.history(deal(), _numbered(900), PEOPLE)

        lines = [line for block in message.blocks[1:] for line in block["text"]["text"].split("\n")]
        assert [line.split(".")[0] for line in lines] == [str(n) for n in range(1, 901)]

    def test_of_too_many_the_newest_are_shown_and_the_gap_is_told(self) -> None:
        message = replies.history(deal(), _numbered(9_000), PEOPLE)

        first = int(message.blocks[1]["text"]["text"].split(".")[0])
        assert f"1 to {first - 1:,} are left out here" in message.text.replace(str(first - 1), f"{first - 1:,}")
        assert message.blocks[-1]["text"]["text"].split("\n")[-1].startswith("9000. ")

    def test_a_deal_without_events_says_so(self) -> None:
        assert replies.history(deal(), [], PEOPLE).text == "*Acme EV site*: 0 entries"

    def test_counts_only_changes_to_a_later_date(self) -> None:
        def told(slips: int) -> str:
            event = e.StepRescheduled(STEP.id, STEP.what, OMAR, due(27), due(26), "x", is_early=True, slips=slips)
            return replies.history(deal(), [Recorded(1, NOW, OMAR, event)], PEOPLE).text

        assert "(change" not in told(0)
        assert "(change 1)" in told(1)


def _numbered(count: int) -> list[Recorded]:
    event = e.StepKept(STEP.id, "x" * 60, OMAR, on_time=True, as_first_dated=True)
    return [Recorded(n, NOW, OMAR, event) for n in range(1, count + 1)]


class TestConfirmations:
    def test_echo_the_moment_with_weekday_date_time_and_zone(self) -> None:
        event = e.StepCommitted(STEP.id, "order the pump", OMAR, due(27), None)

        assert replies.did(event, deal(), NOW).text == (
            "Noted: *order the pump* by Friday 27 November 2026, end of day (17:00 EET)."
        )

    def test_keep_the_first_date_in_sight_from_the_second_slip_on(self) -> None:
        def said(slips: int) -> str:
            event = e.StepRescheduled(STEP.id, STEP.what, OMAR, due(26), due(27), "x", is_early=True, slips=slips)
            return replies.did(event, deal(), NOW).text

        assert "First date" not in said(1)
        assert "First date: Wed 25 Nov" in said(2)

    def test_name_who_comes_next(self) -> None:
        event = e.ItemDone(SITE.id, SITE.title, ANA, "x", is_late=False)

        assert "<@U0LIV> accepts it" in replies.did(event, deal(), NOW).text

    def test_nothing_changed_is_said(self) -> None:
        assert replies.did(None, deal(), NOW).text == "Nothing to change: that is how it stands."

    @pytest.mark.parametrize("choice", list(Choice))
    def test_a_decision_is_called_as_its_button_was(self, choice: Choice) -> None:
        event = e.Decided(choice, LIV, "x", None, None, is_rescue=False)

        label = {"replan": "Re-plan", "return": "Return to sales"}.get(choice, choice.capitalize())
        assert replies.did(event, deal(), NOW).text.startswith(f"Noted: {label}")

    def test_what_waits_says_on_whom(self) -> None:
        assert "waits on the customer" in replies.did(e.StepParked(STEP.id, "x", OMAR, PARKED), deal(), NOW).text


class TestWhichStep:
    def test_offers_a_button_for_each_that_does_what_was_asked(self) -> None:
        of = deal()
        message = replies.which_step(of.id, of.steps, "", ids.STEP_RESCHEDULE)

        assert pressed(message) == [ids.STEP_RESCHEDULE] * 2
        assert Press.read(message.blocks[1]["accessory"]["value"]) == Press(of.id, of.steps[0].id, 0)
        assert "Nothing is changed yet" in message.text

    def test_offers_ten_at_most(self) -> None:
        message = replies.which_step(deal().id, tuple(step(n) for n in range(30)), "x", ids.STEP_DONE)

        assert len(pressed(message)) == 10


class TestChecklists:
    @pytest.mark.parametrize("said", ["field", "FIELD", "field crew", " Field Crew "])
    def test_a_function_is_found_by_key_or_label(self, said: str) -> None:
        assert replies.checklist(deal(), said, PEOPLE, NOW).text.startswith("*Field crew checklist*")

    def test_an_unknown_function_has_nothing_on_it(self) -> None:
        assert "nothing on this checklist" in replies.checklist(deal(), "garden", PEOPLE, NOW).text

    def test_without_a_function_all_are_shown_in_order(self) -> None:
        text = replies.checklist(deal(), None, PEOPLE, NOW).text

        assert text.index("Sales") < text.index("Field crew") < text.index("Finance")

    def test_the_next_page_begins_where_the_last_one_ended(self) -> None:
        lines = tuple(item(n, f"k{n}", f"Line {n:02}", due=due(27)) for n in range(45))
        of = deal(items=lines)

        shown = [replies.checklist(of, "sales", PEOPLE, NOW, start=start).text for start in (0, 20, 40, 60)]

        assert [[n for n in range(45) if f"Line {n:02}" in text] for text in shown] == [
            list(range(20)),
            list(range(20, 40)),
            list(range(40, 45)),
            [],
        ]
        assert "more" not in shown[2]
        assert "`/deal checklist" not in shown[0]

    def test_twelve_functions_of_sixty_lines_are_said_in_a_line_each_with_a_button(self) -> None:
        named = tuple((f"f{n}", f"Function {n:02} " + "x" * 190) for n in range(12))
        many = tuple(item(n, f"k{n}", f"Line {n} " + "x" * 190, f"f{n % 12}", due=due(27)) for n in range(60))

        message = replies.checklist(deal(items=many, functions=named), None, PEOPLE, NOW)

        assert wrong_with(message) == []
        assert pressed(message)[:13] == [*[ids.SHOW_CHECKLIST] * 12, ids.ITEM_SEVERAL]
        assert all(f"Function {n:02}" in message.text for n in range(12))


class TestLists:
    def test_says_how_many_there_are_and_how_many_are_shown(self) -> None:
        text = replies.deal_list((deal(),) * 60, "backlog", 4_238, PEOPLE, NOW).text

        assert text.startswith("4,238 deals in the backlog. Here are the first 20.")

    def test_an_empty_list_says_so(self) -> None:
        assert replies.deal_list((), "mine", 0, PEOPLE, NOW).text.startswith("No deals of yours.")

    def test_a_deal_without_a_step_names_its_owner(self) -> None:
        assert "No next step yet, <@U0OMAR>" in replies.deal_list((deal(steps=()),), "all", 1, PEOPLE, NOW).text


class TestHelp:
    def test_shows_the_five_everyday_forms_and_a_button_for_more(self) -> None:
        page = replies.help_page(more=False, command="/deal")

        assert page.text.count("`/deal") == 5
        assert pressed(page) == [ids.SHOW_HELP]

    @pytest.mark.parametrize("more", [True, False])
    def test_speaks_of_the_command_as_it_is_called_here(self, *, more: bool) -> None:
        text = replies.help_page(more=more, command="/baton").text

        assert "/baton" in text
        assert "/deal" not in text


def test_the_owner_is_shown_with_whoever_is_asked() -> None:
    text = replies.owner(offered(), ANA).text

    assert text.startswith("<@U0ANA> owns *Acme EV site*.")
    assert "<@U0OMAR> was asked" in text


def test_choices_are_those_of_a_decision() -> None:
    stuck = lapsed(LapseKind.STEP_OVERDUE, STEP.id, decider_id=LIV, rung=3)

    assert pressed(replies.choices(stuck)) == [f"{ids.DECIDE}:{choice}" for choice in Choice]
    assert pressed(replies.choices(replace(stuck, lapses=()))) == [f"{ids.DECIDE}:{choice}" for choice in Choice]
