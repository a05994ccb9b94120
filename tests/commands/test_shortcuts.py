"""Shortcuts: a message becomes a next step that keeps the link to it, and a deal is opened from anywhere."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Change
from bot.model import Person, UserId
from bot.service.desk import act, by_id
from commands.shortcuts import LINK, Chosen, chosen
from messages import forms, ids
from tests.bot.making import ANA, OMAR
from tests.commands.hall import CHANNEL, ELSEWHERE, MESSAGE_TS, Hall

TS = MESSAGE_TS.replace(".", "")
LINK_HERE = f"https://acme.slack.com/archives/{CHANNEL}/p{TS}"
SAID = "The pump is broken, somebody should order a new one"


def body(text: str | None = SAID, **more: Any) -> dict[str, Any]:
    message = {"text": text, "ts": MESSAGE_TS}
    place = {"channel": {"id": CHANNEL}, "message": message, "message_ts": MESSAGE_TS}
    return {"team": {"domain": "acme"}} | place | more


class TestReadingOne:
    """What is read of the message that somebody chose."""

    def test_its_words_and_the_way_to_it(self) -> None:
        assert chosen(body()) == Chosen(SAID, LINK_HERE)

    def test_a_reply_is_found_inside_its_thread(self) -> None:
        reply = body(message={"text": SAID, "ts": MESSAGE_TS, "thread_ts": "1764580000.000100"})

        assert chosen(reply).link == f"{LINK_HERE}?thread_ts=1764580000.000100&cid={CHANNEL}"

    def test_the_first_message_of_a_thread_is_found_where_it_stands(self) -> None:
        assert chosen(body(message={"text": SAID, "ts": MESSAGE_TS, "thread_ts": MESSAGE_TS})).link == LINK_HERE

    def test_what_slack_escaped_is_read_as_it_was_typed(self) -> None:
        assert chosen(body("a &amp; b &lt;c&gt; <https://a.example|here>")).text == "a & b <c> https://a.example"

    def test_a_token_in_it_is_not_taken_along(self) -> None:
        token = f"xoxb-{'1' * 20}"

        assert chosen(body(f"use {token} for it")).text == "use [hidden] for it"

    @pytest.mark.parametrize("text", [None, ""])
    def test_a_message_of_a_file_alone_has_no_words(self, text: str | None) -> None:
        assert chosen(body(text)) == Chosen("", LINK_HERE)

    def test_from_the_menu_of_the_workspace_there_is_none(self) -> None:
        assert chosen({"team": {"domain": "acme"}}) == Chosen()

    @pytest.mark.parametrize("team", [None, {}, {"domain": "ev il"}, {"domain": "a.example/"}, {"domain": None}])
    def test_where_the_workspace_has_no_address_there_is_no_link(self, team: Any) -> None:
        assert chosen(body(team=team)).link == ""

    @given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
    def test_no_link_leads_anywhere_but_to_a_message_in_slack(self, domain: str, channel: str, ts: str) -> None:
        link = chosen(body(team={"domain": domain}, channel={"id": channel}, message_ts=ts)).link

        assert link == "" or (LINK.fullmatch(link) and not set(link) & set('<>|" \n\\'))


class TestInADealsChannel:
    """The form is there at once, with the words of the message."""

    def test_the_form_holds_the_words_in_one_line(self, hall: Hall) -> None:
        told = hall.starts(ANA, ids.MAKE_STEP, "The pump\nis   broken")

        assert told.fields[forms.WHAT]["initial_value"] == "The pump is broken"
        assert forms.DEAL not in told.fields

    def test_a_long_message_is_cut_to_what_a_step_may_be(self, hall: Hall) -> None:
        told = hall.starts(ANA, ids.MAKE_STEP, "pump " * 8_000)

        assert len(told.fields[forms.WHAT]["initial_value"]) == forms.LONGEST

    def test_the_step_keeps_the_link(self, hall: Hall) -> None:
        view = hall.starts(ANA, ids.MAKE_STEP, SAID).view or {}

        told = hall.submits(ANA, view, when="fri")

        assert told.said == ""
        assert (hall.step().what, hall.step().link) == (SAID, LINK_HERE)
        assert f"<{LINK_HERE}|this message>" in hall.types(ANA).text

    def test_a_form_that_is_submitted_twice_makes_one_step(self, hall: Hall) -> None:
        view = hall.starts(ANA, ids.MAKE_STEP, SAID).view or {}
        for _ in range(2):
            hall.submits(ANA, view, view_id="V1", when="fri")

        assert [step.link for step in hall.deal.steps] == [LINK_HERE]

    def test_an_amiss_date_is_said_beside_its_field_and_the_link_is_not_lost(self, hall: Hall) -> None:
        view = hall.starts(ANA, ids.MAKE_STEP, SAID).view or {}

        assert "is not a time I understand" in hall.submits(ANA, view, when="soonish", view_id="V1").errors["when"]
        hall.submits(ANA, view, when="fri", view_id="V1")

        assert hall.step().link == LINK_HERE

    @pytest.mark.parametrize("forged", ["https://evil.example/", "javascript:alert(1)", "<!channel>", "x" * 2_000])
    def test_a_forged_link_is_not_kept(self, hall: Hall, forged: str) -> None:
        view = hall.starts(ANA, ids.MAKE_STEP, SAID).view or {}

        hall.submits(ANA, view | {"private_metadata": f"{hall.deal_id}||0|{forged}"}, when="fri")

        assert (hall.step().what, hall.step().link) == (SAID, None)

    def test_a_deal_that_is_over_says_so(self, hall: Hall) -> None:
        hall.types(ANA, "owner me")
        hall.submits(ANA, hall.types(ANA, "close not delivered because the customer is gone").view or {})

        told = hall.starts(ANA, ids.MAKE_STEP, SAID)

        assert told.view is None
        assert "nothing is due any more" in told.text


class TestElsewhere:
    """In a channel that belongs to no deal."""

    def test_it_asks_for_which_of_my_deals(self, hall: Hall) -> None:
        told = hall.starts(ANA, ids.MAKE_STEP, SAID, channel=ELSEWHERE)

        assert [each["value"] for each in told.fields[forms.DEAL]["options"]] == [str(hall.deal_id)]
        hall.submits(ANA, told.view or {}, deal=str(hall.deal_id), when="fri")
        assert hall.step().link == f"https://acme.slack.com/archives/{ELSEWHERE}/p{TS}"

    def test_who_works_on_no_deal_reads_what_would_work(self, hall: Hall) -> None:
        told = hall.starts(newcomer(hall), ids.MAKE_STEP, SAID, channel=ELSEWHERE)

        assert told.view is None
        assert told.text.startswith("This channel belongs to no deal.")

    @pytest.mark.parametrize("deal", ["00000000-0000-4000-8000-000000000000", "nonsense", "|", "a|b|c|d"])
    def test_a_forged_choice_changes_nothing(self, hall: Hall, deal: str) -> None:
        view = hall.starts(ANA, ids.MAKE_STEP, SAID, channel=ELSEWHERE).view or {}

        told = hall.submits(ANA, view, deal=deal, when="fri")

        assert "is not here any more" in told.said
        assert hall.deal.steps == ()

    def test_a_private_deal_of_others_cannot_be_chosen(self, hall: Hall) -> None:
        view = hall.starts(ANA, ids.MAKE_STEP, SAID, channel=ELSEWHERE).view or {}
        hide(hall)

        told = hall.submits(newcomer(hall), view, deal=str(hall.deal_id), when="fri")

        assert "This is only for the people in the deal's channel" in told.said
        assert hall.deal.steps == ()


class TestFromTheMenuOfTheWorkspace:
    """The form of a won deal, with no channel around it."""

    def test_it_opens_the_form_of_a_won_deal(self, hall: Hall) -> None:
        told = hall.starts(OMAR, ids.OPEN_DEAL)
        hall.submits(OMAR, told.view or {}, name="Beta store", account="Beta Oy")

        assert "Beta store" in {deal.facts.name for deal in hall.office.deals()}

    def test_the_same_form_twice_opens_one_deal(self, hall: Hall) -> None:
        view = hall.starts(OMAR, ids.OPEN_DEAL).view or {}
        for _ in range(2):
            hall.submits(OMAR, view, view_id="V1", name="Beta store", account="Beta Oy")

        assert [deal.facts.name for deal in hall.office.deals()].count("Beta store") == 1

    def test_what_cannot_be_answered_there_is_said_directly(self, hall: Hall) -> None:
        hall.starts(OMAR, "a_shortcut_of_yesterday")

        said = hall.wire.calls("chat.postMessage")[-1]
        assert said["channel"] == OMAR
        assert "nothing was changed" in said["text"]


def test_a_shortcut_of_another_version_is_answered_in_a_sentence(hall: Hall) -> None:
    told = hall.starts(ANA, "a_shortcut_of_yesterday", SAID)

    assert "nothing was changed" in told.text


def newcomer(hall: Hall) -> UserId:
    """Return a colleague who works on nothing."""
    nea = Person(UserId("U0NEA"), "Nea", "UTC")
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        uow.put_people([nea])
    return nea.id


def hide(hall: Hall) -> None:
    """Make the deal private."""
    asked = hall.office.asked(ANA, "hide")
    act(hall.office.desk, asked, by_id(hall.deal_id), lambda deal, _: Change(replace(deal, is_private=True)))
