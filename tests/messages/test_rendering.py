"""Messages are drawn from how the deal stands now: whose turn it is, and which buttons still make sense."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import pytest

from bot import events as e
from bot.events import Event, Recorded
from bot.model import Choice, Deal, DealStatus, Due, ItemStatus, LapseKind, StepStatus, UserId
from bot.outgoing import DigestFacts, Kind, Line, Outgoing
from bot.playbook import Where
from messages import ids, replies
from messages.blocks import Block
from messages.ids import Press
from messages.message import Message
from messages.rendering import SAID, render
from tests.messages.catalogue import PARKED, SITE, STEP, nudged
from tests.messages.limits import wrong_with
from tests.messages.samples import (
    ANA,
    FINN,
    LAPSE,
    LIV,
    NOW,
    OMAR,
    PEOPLE,
    ZONE,
    deal,
    due,
    item,
    lapsed,
    offered,
    scene,
    step,
)

STEP_BUTTONS = [ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.STEP_WAITING]
KEPT = replace(STEP, status=StepStatus.KEPT, ended_by=OMAR, ended_at=datetime(2026, 11, 30, tzinfo=UTC), generation=4)


def drawn(kind: Kind, event: Event | None = None, of: Deal | None = None, **more: Any) -> Message:
    return render(Outgoing("key", kind, None, **more), scene(event, of))


def buttons(message: Message) -> list[dict[str, Any]]:
    found = [one for block in message.blocks for one in (*block.get("elements", ()), block.get("accessory", {}))]
    return [one for one in found if one.get("type") == "button"]


def pressed(message: Message) -> list[str]:
    return [one["action_id"] for one in buttons(message)]


def test_a_committed_step_carries_its_three_buttons() -> None:
    said = e.StepCommitted(STEP.id, STEP.what, OMAR, STEP.due, None)

    assert pressed(drawn(Kind.SAY, said)) == STEP_BUTTONS


def test_a_button_carries_the_state_it_was_drawn_for() -> None:
    of = deal(steps=(replace(STEP, generation=3),))

    press = Press.read(buttons(drawn(Kind.EDIT, of=of, detail=f"step:{STEP.id}"))[0]["value"])

    assert press == Press(of.id, STEP.id, 3)


def test_a_step_that_was_kept_before_the_words_went_out_has_no_buttons() -> None:
    said = e.StepCommitted(STEP.id, STEP.what, OMAR, STEP.due, None)

    assert pressed(drawn(Kind.SAY, said, deal(steps=(KEPT,)))) == []


@pytest.mark.parametrize("status", [StepStatus.KEPT, StepStatus.DROPPED])
def test_the_message_of_an_ended_step_says_so_and_has_no_buttons(status: StepStatus) -> None:
    message = drawn(Kind.EDIT, of=deal(steps=(replace(KEPT, status=status),)), detail=f"step:{STEP.id}")

    assert message.text.startswith("Done" if status is StepStatus.KEPT else "No longer planned")
    assert pressed(message) == []


def test_a_rescheduled_step_still_shows_its_first_date() -> None:
    assert "First date: Wed 25 Nov" in drawn(Kind.EDIT, detail=f"step:{STEP.id}").text


def test_a_step_that_is_not_there_cannot_be_redrawn() -> None:
    with pytest.raises(LookupError, match="has no step"):
        drawn(Kind.EDIT, detail=f"step:{UUID(int=5)}")


def test_an_offer_asks_exactly_the_offered_one_until_they_answer() -> None:
    asked = offered()
    event = e.OwnerOffered(asked.offer) if asked.offer else None

    assert pressed(drawn(Kind.SAY, event, asked)) == [ids.ACCEPT_OWNER, ids.DECLINE_OWNER]
    assert pressed(drawn(Kind.SAY, event, deal())) == []


def test_an_answered_offer_is_redrawn_without_buttons() -> None:
    message = drawn(Kind.EDIT, detail="offer")

    assert pressed(message) == []
    assert message.text.startswith("<@U0OMAR> owns")


def test_an_offer_that_another_replaced_says_so_and_has_no_buttons() -> None:
    asked = offered()
    assert asked.offer
    message = drawn(Kind.EDIT, of=asked, detail=f"offer:{LIV}")

    assert message.text == f"<@{LIV}> was asked to own *Acme EV site*; <@{asked.offer.to}> is asked now."
    assert pressed(message) == []
    assert drawn(Kind.EDIT, detail=f"offer:{LIV}").text.startswith("<@U0OMAR> owns")


def test_a_new_owner_without_a_step_is_asked_for_the_first_one() -> None:
    said = e.OwnerAccepted(OMAR, ANA)

    assert pressed(drawn(Kind.SAY, said, deal(steps=()))) == [ids.STEP_NEXT]
    assert pressed(drawn(Kind.SAY, said)) == []


def test_a_done_line_asks_its_receiver_to_accept_or_send_back() -> None:
    message = drawn(Kind.SAY, e.ItemDone(SITE.id, SITE.title, ANA, "x", is_late=False))

    assert message.text.startswith("<@U0LIV>, please check")
    assert pressed(message) == [ids.ITEM_ACCEPT, ids.ITEM_SEND_BACK]


def test_a_line_accepted_in_the_meantime_is_not_asked_about() -> None:
    accepted = replace(SITE, status=ItemStatus.ACCEPTED)

    message = drawn(Kind.SAY, e.ItemDone(SITE.id, SITE.title, ANA, "x", is_late=False), deal(items=(accepted,)))

    assert pressed(message) == []


def test_only_a_link_that_was_asked_for_can_be_followed() -> None:
    def proof(evidence: str, given: str) -> str:
        of = deal(items=(replace(SITE, evidence=evidence),))
        return drawn(Kind.SAY, e.ItemDone(SITE.id, SITE.title, ANA, given, is_late=False), of).text

    assert "<https://a.example>" in proof("link", "https://a.example")
    assert "<https" not in proof("text", "https://a.example")
    assert "<" not in proof("link", "javascript:alert(1)").removeprefix("<@U0LIV>").replace("<@U0ANA>", "")


def test_a_direct_message_names_the_deal_and_its_channel() -> None:
    message = drawn(Kind.TELL, e.ItemUnlocked(SITE.id, SITE.title, ANA, None), to_user=ANA)

    assert message.text.endswith("Acme EV site · <#C0ACME>")


def test_a_deal_without_a_channel_is_named_without_one() -> None:
    message = drawn(Kind.TELL, e.Woken(), deal(channel_id=None), to_user=OMAR)

    assert message.text.endswith("\nAcme EV site")
    assert "<#" not in message.text


@pytest.mark.parametrize("event", [one for one in get_args(Event) if one in SAID])
def test_every_event_with_words_is_in_the_table_of_events(event: type[Any]) -> None:
    assert event in get_args(Event)


def test_an_event_without_words_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(LookupError):
        drawn(Kind.SAY, e.NudgeTold(LAPSE, 1))


@pytest.mark.parametrize(
    ("kind", "more"), [(Kind.DIGEST, {}), (Kind.SAY, {}), (Kind.EDIT, {"detail": "hat"}), (Kind.INVITE, {})]
)
def test_what_lacks_its_facts_is_refused_aloud(kind: Kind, more: dict[str, Any]) -> None:
    with pytest.raises(LookupError):
        drawn(kind, **more)


class TestReminders:
    def test_only_the_one_who_must_act_is_asked(self) -> None:
        event = nudged(LapseKind.STEP_OVERDUE, 2, Where.CHANNEL, OMAR)
        text = drawn(Kind.NUDGE, event, lapsed(LapseKind.STEP_OVERDUE, STEP.id)).text

        assert text.startswith("<@U0OMAR>, ")
        assert text.count("<@") == 1

    def test_the_one_who_is_asked_is_not_told_as_well(self) -> None:
        event = nudged(LapseKind.ITEM_OVERDUE, 2, Where.CHANNEL, ANA, also=(ANA, LIV))
        text = drawn(Kind.NUDGE, event, lapsed(LapseKind.ITEM_OVERDUE, SITE.id)).text

        assert "Told as well: <@U0LIV>" in text.splitlines()

    def test_a_step_done_in_the_meantime_has_no_buttons(self) -> None:
        of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, deal(steps=(KEPT,)))

        assert pressed(drawn(Kind.NUDGE, nudged(LapseKind.STEP_OVERDUE, 1, Where.PRIVATE, OMAR), of)) == []

    def test_nothing_dated_opens_the_form(self) -> None:
        event = nudged(LapseKind.NOTHING_DATED, 1, Where.CHANNEL, OMAR)

        assert pressed(drawn(Kind.NUDGE, event, lapsed(LapseKind.NOTHING_DATED, None))) == [ids.STEP_NEXT]

    def test_what_is_asked_in_private_can_be_put_off(self) -> None:
        event = nudged(LapseKind.NOTHING_DATED, 1, Where.PRIVATE, OMAR)

        offered = pressed(drawn(Kind.NUDGE, event, lapsed(LapseKind.NOTHING_DATED, None)))

        assert offered == [ids.STEP_NEXT, f"{ids.SNOOZE}:{ids.IN_AN_HOUR}", f"{ids.SNOOZE}:{ids.TOMORROW}"]

    def test_what_comes_next_follows_the_deals_own_ladder(self) -> None:
        event = nudged(LapseKind.STEP_DUE, 1, Where.PRIVATE, OMAR)

        assert "If you leave" not in drawn(Kind.NUDGE, event, lapsed(LapseKind.STEP_DUE, STEP.id, rung=1)).text

    @pytest.mark.parametrize(("is_gate", "is_last"), [(True, False), (False, True)])
    def test_leadership_is_announced_for_gates_only(self, *, is_gate: bool, is_last: bool) -> None:
        line = item(9, "x", "Scope", is_gate=is_gate, due=due(24))
        of = lapsed(LapseKind.ITEM_OVERDUE, line.id, deal(items=(line,)), rung=3)

        text = drawn(Kind.NUDGE, nudged(LapseKind.ITEM_OVERDUE, 3, Where.CHANNEL, ANA), of).text

        assert ("leadership" not in text) is is_last

    @pytest.mark.parametrize("kind", list(LapseKind))
    @pytest.mark.parametrize("where", list(Where))
    def test_a_reminder_about_what_is_not_there_still_reads_as_a_sentence(self, kind: LapseKind, where: Where) -> None:
        event = nudged(kind, 1, where, OMAR)

        for of in (deal(), deal(offer=None, steps=(), items=()), lapsed(kind, UUID(int=5))):
            assert "<@U0OMAR>" in drawn(Kind.NUDGE, event, of).text

    def test_a_lapse_that_is_gone_still_reads_as_a_sentence(self) -> None:
        text = drawn(Kind.NUDGE, nudged(LapseKind.STEP_OVERDUE, 3, Where.CHANNEL, OMAR, decider_id=LIV)).text

        assert "*send the crew to the site*, <@U0OMAR>" in text


class TestDecisionCards:
    def card(self, kind: LapseKind, of: Deal, **more: Any) -> Message:
        event = nudged(kind, 3, Where.CHANNEL, OMAR, also=(LIV,), decider_id=LIV, **more)
        return drawn(Kind.NUDGE, event, of)

    def test_asks_the_decider_and_offers_each_choice_once(self) -> None:
        card = self.card(LapseKind.STEP_OVERDUE, lapsed(LapseKind.STEP_OVERDUE, STEP.id, decider_id=LIV, rung=3))

        assert card.text.startswith("<@U0LIV>, please decide")
        assert pressed(card) == [f"{ids.DECIDE}:{choice}" for choice in Choice]
        assert [Press.read(one["value"]) for one in buttons(card)] == [
            Press(deal().id, LAPSE, 3, choice) for choice in Choice
        ]

    def test_tells_since_when_the_first_date_and_what_was_agreed(self) -> None:
        text = self.card(LapseKind.STEP_OVERDUE, lapsed(LapseKind.STEP_OVERDUE, STEP.id, decider_id=LIV)).text

        assert "was due Fri 27 Nov" in text
        assert "First date: Wed 25 Nov; moved 2 times" in text
        assert "Agreed otherwise: the slot is released" in text

    def test_a_step_that_never_moved_says_so(self) -> None:
        of = lapsed(LapseKind.STEP_OVERDUE, step(5).id, deal(steps=(step(5),)), decider_id=LIV)

        assert "Never moved" in self.card(LapseKind.STEP_OVERDUE, of).text

    def test_a_decision_taken_in_the_meantime_offers_nothing(self) -> None:
        of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, closed_at=datetime(2026, 11, 30, tzinfo=UTC))

        assert pressed(self.card(LapseKind.STEP_OVERDUE, of)) == []

    def test_who_owns_it_is_decided_by_naming_somebody(self) -> None:
        of = lapsed(LapseKind.OWNER_NOT_ACCEPTED, None, offered(), decider_id=LIV)

        assert pressed(self.card(LapseKind.OWNER_NOT_ACCEPTED, of))[:2] == [ids.OFFER_OWNER, ids.ACCEPT_OWNER]

    def test_leadership_is_asked_by_name_and_may_decide(self) -> None:
        of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, decider_id=LIV, rung=4)
        event = nudged(LapseKind.STEP_OVERDUE, 4, Where.LEADERSHIP, OMAR, also=(FINN,))

        message = drawn(Kind.NUDGE, event, of)

        assert message.text.startswith("<@U0FINN>, ")
        assert len(pressed(message)) == len(Choice)


class TestBoard:
    def test_offers_what_can_be_done_next(self) -> None:
        assert pressed(drawn(Kind.BOARD)) == [ids.STEP_NEXT, ids.SHOW_CHECKLIST, ids.SHOW_WHY, ids.OFFER_OWNER]

    @pytest.mark.parametrize("status", [DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED])
    def test_asks_nobody_while_the_deal_does_not_run(self, status: DealStatus) -> None:
        message = drawn(Kind.BOARD, of=deal(status=status))

        assert pressed(message) == ([] if status is DealStatus.CLOSED else [ids.SHOW_CHECKLIST])
        assert "Needs somebody" not in message.text

    def test_the_latest_step_leads(self) -> None:
        text = drawn(Kind.BOARD).text

        assert text.index("Past its date:* send the crew") < text.index("book the crane")

    def test_a_parked_step_stands_under_waiting_only(self) -> None:
        text = drawn(Kind.BOARD, of=deal(steps=(step(parked=PARKED),))).text

        assert text.count("send the crew to the site") == 1
        assert "on the customer, <@U0OMAR> asks again Fri 4 Dec" in text

    def test_counts_a_line_only_when_nobody_has_to_do_more(self) -> None:
        assert "Sales: 1 of 3 done" in drawn(Kind.BOARD).text

    def test_says_the_same_by_edit(self) -> None:
        assert drawn(Kind.EDIT, detail="board") == drawn(Kind.BOARD)


def _words_of(block: Block) -> str:
    own = [block["text"]] if "text" in block else []
    return "\n".join(each["text"] for each in (*own, *block.get("elements", ())) if isinstance(each.get("text"), str))


class TestChecklist:
    def test_open_lines_can_be_done_and_done_ones_accepted(self) -> None:
        assert pressed(drawn(Kind.CHECKLIST, detail="sales")) == [ids.ITEM_DONE, ids.ITEM_ACCEPT, ids.ITEM_SEND_BACK]

    def test_a_waiting_line_names_what_it_waits_for_and_has_no_button(self) -> None:
        message = drawn(Kind.CHECKLIST, detail="field")

        assert "waits for “Signed scope is filed” (<@U0ANA>) and “Site permission is filed” (<@U0LIV> to accept)" in (
            message.text
        )
        assert pressed(message) == []

    def test_lines_with_the_earliest_date_lead_and_those_without_close(self) -> None:
        lines = (item(1, "a", "No date"), item(2, "b", "Later", due=due(28)), item(3, "c", "Sooner", due=due(27)))

        text = drawn(Kind.CHECKLIST, of=deal(items=lines), detail="sales").text

        assert text.index("Sooner") < text.index("Later") < text.index("No date")

    def test_what_does_not_fit_is_counted(self) -> None:
        lines = tuple(item(n, f"k{n}", f"Line {n}", due=due(27)) for n in range(45))

        message = drawn(Kind.CHECKLIST, of=deal(items=lines), detail="sales")

        assert pressed(message) == [*[ids.ITEM_DONE] * 20, ids.ITEM_SEVERAL, ids.SHOW_CHECKLIST]
        assert "and 25 more: `/deal checklist sales`" in message.text

    def test_lines_of_any_length_fit_and_none_is_parted(self) -> None:
        long = "Site permission of the town " * 8
        first = item(0, "k0", long, due=due(27))
        waiting = (item(n, f"k{n}", long, status=ItemStatus.WAITING, waits_for=("k0",)) for n in range(1, 60))

        message = drawn(Kind.CHECKLIST, of=deal(items=(first, *waiting)), detail="sales")

        lines = [line for each in message.blocks for line in _words_of(each).splitlines() if "⏳" in line]
        assert wrong_with(message) == []
        assert sum(len(_words_of(each)) for each in message.blocks) <= 12_000
        assert all("(<@U0ANA>)" in line for line in lines)
        assert f"and {60 - 1 - len(lines)} more" in _words_of(message.blocks[-2])

    def test_says_why_a_line_came_back(self) -> None:
        back = item(1, "a", "Scope", sent_back="the length is missing")

        assert (
            "Sent back: “the length is missing”" in drawn(Kind.CHECKLIST, of=deal(items=(back,)), detail="sales").text
        )


class TestDigest:
    def digest(self, audience: str, *lines: Line, more: int = 0) -> Message:
        return drawn(Kind.DIGEST, digest=DigestFacts(audience, "2026-11-30", ZONE, lines, more))

    def line(self, kind: str, who: UserId | None = None, subject: str | None = None, hour: int = 15) -> Line:
        at = datetime(2026, 11, 30, hour, tzinfo=UTC)
        return Line(kind, deal().id, "Acme EV site", deal().channel_id, "call", subject, at, who, 6)

    def test_a_person_reads_seven_lines_and_how_many_more(self) -> None:
        message = self.digest("person", *[self.line("item_due")] * 9, more=4)

        assert message.text.count("*Due:*") == 7
        assert message.text.startswith("13 things need you")
        assert "+6 more: `/deal list`" in message.text

    def test_a_line_links_its_channel_by_id_and_never_names_the_deal(self) -> None:
        text = self.digest("person", self.line("step_due")).text

        assert "<#C0ACME>" in text
        assert "Acme" not in text

    def test_what_is_due_today_says_so(self) -> None:
        assert "*Due:* call, today 17:00" in self.digest("person", self.line("step_due")).text

    def test_own_steps_can_be_done_or_moved_from_the_digest(self) -> None:
        message = self.digest("person", self.line("step_due", subject=str(STEP.id)))

        assert pressed(message) == [ids.STEP_DONE, ids.STEP_RESCHEDULE, ids.STEP_WAITING]
        assert Press.read(buttons(message)[0]["value"]) == Press(deal().id, STEP.id, 6)

    def test_the_team_reads_about_deals_and_not_about_people(self) -> None:
        message = self.digest("team", self.line("decision", LIV), self.line("slipped", OMAR, str(STEP.id)))

        assert "<@" not in message.text
        assert pressed(message) == []

    def test_leadership_reads_who_has_to_decide(self) -> None:
        assert "(<@U0LIV>)" in self.digest("leadership", self.line("decision", LIV)).text


def test_a_brief_names_the_playbooks_welcome_as_it_was_written() -> None:
    message = render(Outgoing("key", Kind.BRIEF, None), scene(of=offered(), welcome="One\n<!channel>"))

    assert "One\n&lt;!channel&gt;" in message.text


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "https://x|<!channel>", "https://a b", "ftp://x"])
def test_a_brief_links_nothing_that_is_no_web_address(url: str | None) -> None:
    facts = replace(deal().facts, url=url)

    assert "Open in the CRM" not in str(drawn(Kind.BRIEF, of=deal(facts=facts)).blocks)


@pytest.mark.parametrize(("where", "hour"), [(Where.PRIVATE, "05:00"), (Where.CHANNEL, "12:00")])
def test_who_is_asked_alone_reads_the_hour_on_their_own_wall(where: Where, hour: str) -> None:
    """A digest tells the same step by that wall; several in a channel have none in common."""
    noon = Due(datetime(2026, 11, 27, 10, tzinfo=UTC), "Europe/Helsinki")
    event = nudged(LapseKind.STEP_OVERDUE, 1, where, OMAR)
    of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, deal(steps=(replace(STEP, due=noon, first_due=noon),)))
    away = {**PEOPLE, OMAR: replace(PEOPLE[OMAR], zone="America/New_York")}
    said = render(Outgoing("key", Kind.NUDGE, None), replace(scene(event, of), people=away))

    assert f"was due Fri 27 Nov {hour}" in said.text


def test_a_due_moment_keeps_the_zone_it_was_typed_in() -> None:
    berlin = Due(datetime(2026, 11, 27, 16, tzinfo=UTC), "Europe/Berlin")

    assert "17:00 CET" in drawn(Kind.SAY, e.StepCommitted(STEP.id, "call", OMAR, berlin, None)).text


def test_all_that_somebody_committed_to_stands_where_they_did_and_in_the_history() -> None:
    what = ("open the site, " * 33).strip(" ,")
    event = e.StepCommitted(STEP.id, what, OMAR, STEP.due, None)
    of = deal(steps=(replace(STEP, what=what),))

    assert what in drawn(Kind.SAY, event, of).text
    assert what in replies.history(of, [Recorded(1, NOW, OMAR, event)], PEOPLE).text
    assert "…" in drawn(Kind.BOARD, of=of).text
