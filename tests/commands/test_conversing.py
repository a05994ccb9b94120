"""A reply below a nudge is answered with a button that does it; a mention with the deal; and nobody is pestered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_bolt import BoltRequest

from bot.events import StepKept, StepParked, StepRescheduled
from bot.model import ChannelId, Step, WaitingOn
from bot.outgoing import Kind
from bot.ports import Posted
from bot.rules.practice import A_MOMENT
from bot.service import sweep
from commands import own_messages
from commands.conversing import replied
from messages import forms, ids
from tests.bot.making import ANA, LIV, NOW, OMAR
from tests.commands.hall import CHANNEL, ELSEWHERE, TEAM, Hall, Json, Told, counter_of, listening, with_channel
from tests.commands.test_failure import out_of_reach
from tests.commands.wire import Wire, dispatched

BOT = "UBOT"
LATER = "2026-11-27"
NIGHT = datetime(2026, 11, 28, 20, tzinfo=UTC)
"""On a Saturday, when nobody works."""
NUMBERS = count(1)


@dataclass
class Talk:
    """The hall, with nudges that stand in Slack and people who write below them."""

    hall: Hall
    stands: dict[str, Posted]

    @property
    def thread(self) -> str:
        """Return the newest nudge about the step."""
        about = [each.id for each in self.hall.deal.lapses if each.subject == self.hall.step().id]
        return [posted for key, posted in self.stands.items() if any(str(one) in key for one in about)][-1].ts

    def writes(self, who: str, text: str, **more: Any) -> Told:
        """Write a message, and return what was shown to one person because of it."""
        event = {"type": "message", "user": who, "text": text, "channel": CHANNEL, "channel_type": "channel"}
        return self.hears(event | {"ts": f"{next(NUMBERS)}.0", "thread_ts": self.thread} | more)

    def mentions(self, who: str, text: str = f"<@{BOT}> how is it?", **more: Any) -> Told:
        return self.hears(
            {"type": "app_mention", "user": who, "text": text, "channel": CHANNEL, "ts": f"{next(NUMBERS)}.0"} | more
        )

    def hears(self, event: Json) -> Told:
        before = len(self.shown)
        body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}
        headers = {"content-type": ["application/json"]}
        status = dispatched(self.hall.app, BoltRequest(body=json.dumps(body), headers=headers)).status
        said = self.shown[before:]
        return Told(status, said[-1]["text"], tuple(said[-1]["blocks"])) if said else Told(status)

    @property
    def shown(self) -> list[Json]:
        return self.hall.wire.calls("chat.postEphemeral")


def listens(hall: Hall, **settings: Any) -> Hall:
    """Let the hall hear messages too."""
    counter = counter_of(hall.office, hall.clock, **settings)
    app = listening(counter, hall.wire)
    own_messages.register(app, lambda *_: None, lambda *_: None, partial(replied, counter), lambda *_: None)
    return replace(hall, app=app)


def post(hall: Hall) -> dict[str, Posted]:
    """Let the nudges that were decided stand in Slack, one below the other in the channel."""
    outbox, stands = hall.office.storage.outbox, {}
    later = NOW + timedelta(days=400)
    while rows := outbox.claim(now=later, business_now=later, lease_for=60, limit=50):
        for row in rows:
            posted = Posted(ChannelId(CHANNEL), f"{next(NUMBERS)}.0001")
            outbox.to_wire(row, now=later, body="", channel_id=posted.channel_id)
            outbox.sent(row, posted=posted, now=later)
            if row.outgoing.kind is Kind.NUDGE:
                stands[row.outgoing.key] = posted
    return stands


@pytest.fixture
def step(hall: Hall) -> Step:
    """Return a step that was missed, and about which Ana was asked."""
    found = hall.commit("order the pump", due=LATER)
    hall.stand_still_until(datetime(2026, 11, 30, 12, tzinfo=UTC))
    return found


@pytest.fixture
def talk(hall: Hall, step: Step, wire: Wire) -> Talk:
    assert step
    wire.says["auth.test"] = {"ok": True, "user_id": BOT, "bot_id": "BBOT", "team_id": TEAM, "url": wire.url}
    return Talk(listens(hall), post(hall))


@pytest.fixture
def practised(hall: Hall, wire: Wire) -> Talk:
    """Return what was asked about a step of practice, late at night."""
    wire.says["auth.test"] = {"ok": True, "user_id": BOT, "bot_id": "BBOT", "team_id": TEAM, "url": wire.url}
    post(hall)
    hall.clock.at = NIGHT
    hall.presses(ANA, {"type": "button", "action_id": "practice.begin", "value": ""})
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        deal = uow.practice_of(ANA)
    assert deal
    hall.deal_id = deal.id
    with_channel(hall.office, deal.id, ChannelId("C0PRACTICE"))
    hall.clock.at += A_MOMENT
    sweep.review(hall.office.desk, hall.office.workspace.id, deal.id, now=hall.clock.at)
    return Talk(listens(hall), post(hall))


class TestBelowPractice:
    """What is said below a question of practice is read in the world of practice, in which it is always working time."""

    def test_a_day_ends_when_it_ends_there_and_the_button_does_what_was_read(self, practised: Talk) -> None:
        told = practised.writes(ANA, "today because it rains")
        (button,) = [each for each in told.buttons if "action_id" in each][:1]
        practised.hall.presses(ANA, button, ephemeral=True)

        due = practised.hall.step().due
        assert due.on == NIGHT.date()
        assert due.at.astimezone(ZoneInfo(due.zone)).time() >= time(23, 59)

    def test_done_is_understood_there(self, practised: Talk) -> None:
        assert "done?" in practised.writes(ANA, "done").text


class TestBelowANudge:
    """What is said there is understood, and changes nothing by itself."""

    def test_done_is_answered_with_the_button(self, talk: Talk) -> None:
        told = talk.writes(ANA, "done!")

        assert "Is *order the pump* done?" in told.text
        assert StepKept not in talk.hall.events()
        talk.hall.presses(ANA, told.button("Done"))
        assert StepKept in talk.hall.events()

    def test_a_date_with_a_reason_moves_it_with_one_press(self, talk: Talk) -> None:
        told = talk.writes(ANA, "moved to friday because the lift is broken")

        assert "Friday 4 December" in told.text
        assert "“the lift is broken”" in told.text
        assert StepRescheduled not in talk.hall.events()
        talk.hall.presses(ANA, told.button("Move it"), ephemeral=True)
        assert talk.hall.step().slips[-1].reason == "the lift is broken"
        assert str(talk.hall.step().due.on) == "2026-12-04"

    def test_a_date_alone_opens_the_form_with_that_date(self, talk: Talk) -> None:
        told = talk.hall.presses(ANA, talk.writes(ANA, "friday").button("Reschedule…"))

        assert told.fields[forms.WHEN]["initial_value"] == "2026-12-04"
        talk.hall.submits(ANA, told.view or {}, reason="it rains")
        assert str(talk.hall.step().due.on) == "2026-12-04"

    def test_the_day_that_was_meant_stays_the_one_that_was_meant(self, talk: Talk) -> None:
        told = talk.writes(ANA, "friday because it rains")
        talk.hall.clock.move(days=2)

        talk.hall.presses(ANA, told.button("Move it"))

        assert str(talk.hall.step().due.on) == "2026-12-04"

    def test_whom_it_waits_on_and_until_when_is_one_press(self, talk: Talk) -> None:
        told = talk.writes(ANA, "waiting on the customer until friday because they sign")

        talk.hall.presses(ANA, told.button("It waits"))

        parked = talk.hall.step().parked
        assert parked
        assert (parked.on, parked.reason) == (WaitingOn.CUSTOMER, "they sign")
        assert StepParked in talk.hall.events()

    def test_whom_it_waits_on_alone_opens_the_form(self, talk: Talk) -> None:
        told = talk.hall.presses(ANA, talk.writes(ANA, "waiting on customer").button("Waiting on…"))

        assert told.fields[forms.ON]["initial_option"]["value"] == "customer"
        assert talk.hall.step().parked is None

    def test_it_is_shown_to_them_alone_in_the_thread(self, talk: Talk) -> None:
        talk.writes(ANA, "done")

        said = talk.shown[-1]
        assert (said["channel"], said["user"], said["thread_ts"]) == (CHANNEL, ANA, talk.thread)

    def test_told_of_twice_it_is_answered_once(self, talk: Talk) -> None:
        for _ in range(3):
            talk.writes(ANA, "done", ts="77.0")

        assert len(talk.shown) == 1

    def test_who_leads_the_function_may_answer_too(self, talk: Talk) -> None:
        lead = next(lead for _, lead in talk.hall.deal.leads if lead != ANA)

        assert "Is *order the pump* done?" in talk.writes(lead, "done").text


class TestLeftAlone:
    """People talk in threads, and nobody is pestered for it."""

    @pytest.mark.parametrize("text", ["thanks", "what about friday?", "I asked Mei", "", "done " * 200])
    def test_what_is_not_understood(self, talk: Talk, text: str) -> None:
        assert talk.writes(ANA, text) == Told(200)

    def test_somebody_who_may_not_act(self, talk: Talk) -> None:
        assert talk.writes("U0FINN", "done") == Told(200)

    @pytest.mark.parametrize(
        "more",
        [
            {"bot_id": "B1"},
            {"user": "USLACKBOT"},
            {"user": None},
            {"subtype": "message_changed"},
            {"subtype": "bot_message"},
            {"subtype": "channel_join"},
            {"thread_ts": None},
            {"thread_ts": "1.999"},
            {"channel": ELSEWHERE},
        ],
    )
    def test_programs_changes_and_other_places(self, talk: Talk, more: Mapping[str, Any]) -> None:
        assert talk.writes(ANA, "done", **more) == Told(200)
        assert talk.shown == []

    def test_the_nudge_itself_is_no_reply(self, talk: Talk) -> None:
        assert talk.writes(ANA, "done", ts=talk.thread) == Told(200)

    def test_a_step_that_is_done_already(self, talk: Talk) -> None:
        talk.hall.types(ANA, "done")

        assert talk.writes(ANA, "done") == Told(200)

    def test_when_our_memory_is_out_of_reach_nobody_is_told_so(self, talk: Talk) -> None:
        talk.hall = listens(talk.hall, desk=replace(talk.hall.office.desk, work=out_of_reach))

        assert talk.writes(ANA, "done") == Told(200)

    def test_what_was_written_is_kept_nowhere(self, talk: Talk) -> None:
        talk.writes(ANA, "friday because of a secret between us")

        dump = "\n".join(talk.hall.office.storage.engine.raw_connection().driver_connection.iterdump())  # type: ignore[union-attr]
        assert "a secret between us" not in dump


class TestAForgedButton:
    """What a button brings back is looked at again."""

    @pytest.mark.parametrize("action", [ids.REPLY_MOVE, ids.REPLY_WAIT])
    @pytest.mark.parametrize(
        "carried",
        [
            "",
            "nonsense",
            "{}",
            "[1,2,3,4]",
            '["2026-11-30", "fri", "", ""]',
            '["x", "fri", "why", "customer"]',
            '["2026-11-30T10:00:00+00:00", "soonish", "why", "customer"]',
            '["9999-12-31T23:59:59+00:00", "fri", "why", "customer"]',
            "[" * 1_500,
        ],
    )
    def test_changes_nothing_and_says_so(self, talk: Talk, action: str, carried: str) -> None:
        before = talk.hall.deal
        told = talk.hall.presses(
            ANA,
            {"action_id": action, "value": f"{before.id}|{before.steps[0].id}|{before.steps[0].generation}|{carried}"},
        )

        assert told.text
        assert "our side" not in told.text
        assert talk.hall.deal == before

    def test_whom_it_waits_on_is_nobody_but_one_of_three(self, talk: Talk) -> None:
        told = talk.writes(ANA, "waiting on customer until friday").button("It waits")

        assert (
            "not here any more"
            in talk.hall.presses(ANA, told | {"value": told["value"].replace("customer", "moon")}).text
        )
        assert talk.hall.step().parked is None

    def test_an_old_one_explains_itself(self, talk: Talk) -> None:
        told = talk.writes(ANA, "friday because it rains")
        talk.hall.types(ANA, "reschedule tue because the lift is broken")

        assert "has changed since you were shown it" in talk.hall.presses(ANA, told.button("Move it")).text

    def test_somebody_elses_press_is_judged_by_what_they_may(self, talk: Talk) -> None:
        told = talk.writes(ANA, "friday because it rains")

        assert "Only" in talk.hall.presses(LIV, told.button("Move it")).text


class TestAMention:
    """Whoever calls Baton by its name is answered, alone and once."""

    def test_in_a_deals_channel_shows_the_deal(self, talk: Talk) -> None:
        told = talk.mentions(OMAR)

        assert told.text.startswith("*Acme EV site*")
        assert talk.shown[-1]["user"] == OMAR
        assert "thread_ts" not in talk.shown[-1]

    def test_in_any_other_channel_shows_how_to_begin(self, talk: Talk) -> None:
        assert talk.mentions(OMAR, channel=ELSEWHERE).text.startswith("*In a deal's channel*")

    def test_in_a_thread_is_answered_there(self, talk: Talk) -> None:
        talk.mentions(OMAR, thread_ts="5.5")

        assert talk.shown[-1]["thread_ts"] == "5.5"

    def test_below_a_nudge_what_is_said_counts(self, talk: Talk) -> None:
        text = f"<@{BOT}> done"
        at = {"ts": "88.0", "thread_ts": talk.thread}
        told = talk.mentions(ANA, text, **at)

        assert "Is *order the pump* done?" in told.text
        assert talk.writes(ANA, text, **at) == Told(200)

    def test_told_of_twice_it_is_answered_once(self, talk: Talk) -> None:
        for _ in range(3):
            talk.mentions(OMAR, ts="99.0")

        assert len(talk.shown) == 1

    @pytest.mark.parametrize("more", [{"bot_id": "B1"}, {"user": "USLACKBOT"}, {"user": None}])
    def test_of_a_program_is_not_answered(self, talk: Talk, more: Mapping[str, Any]) -> None:
        assert talk.mentions(OMAR, **more) == Told(200)

    def test_in_a_workspace_that_is_not_served_nothing_is_said(self, talk: Talk) -> None:
        event = {"type": "app_mention", "user": OMAR, "text": "x", "channel": CHANNEL, "ts": "1.5"}
        body = {"type": "event_callback", "team_id": "T0OTHER", "event": event}
        headers = {"content-type": ["application/json"]}

        assert dispatched(talk.hall.app, BoltRequest(body=json.dumps(body), headers=headers)).status == 200

    def test_when_slack_does_not_take_the_answer_nothing_breaks(
        self, talk: Talk, caplog: pytest.LogCaptureFixture
    ) -> None:
        talk.hall.wire.says["chat.postEphemeral"] = {"ok": False, "error": "user_not_in_channel"}

        assert talk.mentions(OMAR).status == 200
        assert "user_not_in_channel" in caplog.text
