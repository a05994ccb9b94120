"""Who is served how: guests, people who left, people nobody knows, other workspaces, and private deals."""

from dataclasses import replace

import pytest

from bot.events import Change
from bot.model import UserId
from bot.service.desk import Did, act, by_id
from messages import ids
from messages.delivery.slack import Slack
from tests.bot.making import ANA, FAYE, GONE, GUEST, LIV, NOW, OMAR, PEOPLE, STRANGER
from tests.bot.service.conftest import Office, won
from tests.commands.hall import CHANNEL, ELSEWHERE, Hall, HandClock, button, counter_of, listening, with_channel
from tests.commands.wire import Wire

TOLD = {
    GUEST: "Guests answer what is asked of them here",
    GONE: "Your account is switched off here",
    STRANGER: "I do not know you as a person of this workspace",
}
"""What everybody reads who cannot act, by what they are."""


def make_private(hall: Hall) -> Did:
    asked = hall.office.asked(LIV, "private", hall.clock.at)
    return act(hall.office.desk, asked, by_id(hall.deal_id), lambda deal, _: Change(replace(deal, is_private=True)))


@pytest.mark.parametrize("who", [GUEST, GONE, STRANGER])
def test_who_cannot_act_is_told_so_and_commits_to_nothing(hall: Hall, who: UserId) -> None:
    before = hall.events()

    told = hall.types(who, "next call by fri")

    assert TOLD[who] in told.text
    assert hall.events() == before


@pytest.mark.parametrize("who", [GUEST, GONE, STRANGER])
@pytest.mark.parametrize("action", [ids.STEP_DONE, ids.ACCEPT_OWNER, ids.ITEM_DONE])
def test_who_cannot_act_finishes_nothing_of_others(hall: Hall, who: UserId, action: str) -> None:
    thing = hall.item("contract") if action == ids.ITEM_DONE else hall.commit("call")

    told = hall.presses(who, button(action, hall.deal, thing))

    assert told.text.startswith("Only <@U" if who == GUEST else TOLD[who])
    assert hall.deal.owner_id == ANA


@pytest.mark.parametrize("who", [GUEST, GONE, STRANGER, UserId("UBOT")])
def test_who_cannot_act_is_not_made_an_owner(hall: Hall, who: UserId) -> None:
    told = hall.types(ANA, f"owner <@{who}>")

    assert f"<@{who}>" in told.text
    assert told.text.endswith("Name a colleague instead: `@omar`")


@pytest.mark.parametrize("scope", ["mine", "all", "stalled", "backlog"])
def test_a_guest_lists_only_what_they_work_on(hall: Hall, scope: str) -> None:
    assert hall.types(GUEST, f"list {scope}").text.startswith("No deals of yours.")
    assert "Acme" not in hall.types(GUEST, f"list {scope}", channel=ELSEWHERE).text


@pytest.fixture
def newcomer(hall: Hall) -> UserId:
    """Return a colleague who works on nothing yet."""
    nea = replace(PEOPLE[ANA], id=UserId("UNEW"), name="Nea", email="nea@example.com")
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        uow.put_people([nea])
    return nea.id


@pytest.mark.parametrize("scope", ["mine", "all", "stalled"])
def test_a_private_deal_is_in_nobody_elses_list(hall: Hall, newcomer: UserId, scope: str) -> None:
    hall.stand_still()
    make_private(hall)

    assert "Acme" in hall.types(OMAR, f"list {scope}", channel=ELSEWHERE).text
    assert hall.types(newcomer, f"list {scope}", channel=ELSEWHERE).text.startswith("No deals")


def test_a_private_deal_is_not_even_counted_for_others(hall: Hall, newcomer: UserId) -> None:
    other = hall.office.receive(won("D-2")).deal_id
    with_channel(hall.office, other, "C0OTHER")
    make_private(hall)

    told = hall.types(newcomer, "list all", channel=ELSEWHERE)

    assert told.text.startswith("1 deal.")
    assert "<#C0OTHER>" in told.text
    assert f"<#{CHANNEL}>" not in told.text


def test_a_command_from_a_workspace_that_is_not_served_says_so(hall: Hall) -> None:
    told = hall.types(ANA, "next call by fri", team_id="T2")

    assert "Baton is not set up in this workspace, so nothing was changed." in told.text
    assert "`/deal help`" in told.text


def test_a_press_and_a_form_from_elsewhere_say_so_too(hall: Hall) -> None:
    step = hall.commit("call")
    view = hall.presses(ANA, button(ids.STEP_RESCHEDULE, hall.deal, step)).view or {}

    pressed = hall.presses(ANA, button(ids.STEP_DONE, hall.deal, step), team={"id": "T2"})
    submitted = hall.submits(ANA, view | {"app_installed_team_id": "T2"}, when="1.12.", reason="rain")

    assert "Baton is not set up in this workspace" in pressed.text
    assert "Baton is not set up in this workspace" in submitted.errors["when"]
    assert hall.step("call") == step


def test_a_deal_of_another_workspace_is_not_found_by_its_button(hall: Hall) -> None:
    storage, step = hall.office.storage, hall.commit("call")
    other = storage.workspaces.ensure("T2", bot_user_id=UserId("UBOT2"))
    with hall.office.desk.work(other.id) as uow:
        uow.put_people([PEOPLE[ANA]])
    counter = replace(counter_of(hall.office, hall.clock), workspace_of={"T1": other.id}.get)
    stranger = replace(hall, app=listening(counter, hall.wire))

    told = stranger.presses(ANA, button(ids.STEP_DONE, hall.deal, step))

    assert told.text.startswith("That is not here any more")
    assert hall.step("call") == step


class TestSomebodyNew:
    """Whoever we have not met is looked up in Slack, once."""

    @pytest.fixture
    def hall(self, office: Office, wire: Wire, clock: HandClock) -> Hall:
        deal_id = office.receive().deal_id
        with_channel(office, deal_id)
        slack = Slack("xoxb-made-up", base_url=f"{wire.url}/api/")
        return Hall(office, wire, listening(counter_of(office, clock, slack=slack), wire), clock, deal_id)

    def nea(self, **facts: object) -> dict[str, object]:
        member = {"id": "UNEA", "tz": "Europe/Berlin", "profile": {"real_name": "Nea", "email": "nea@example.com"}}
        return {"ok": True, "user": member | facts}

    def test_a_new_colleague_is_met_when_they_type(self, hall: Hall) -> None:
        hall.wire.says["users.info"] = self.nea()

        first, second = (hall.types("UNEA", f"next call {n} by fri") for n in range(2))

        assert "Noted: *call 0*" in first.text
        assert "Noted: *call 1*" in second.text
        assert len(hall.wire.calls("users.info")) == 1

    def test_a_new_colleague_is_met_when_they_are_named(self, hall: Hall) -> None:
        hall.wire.says["users.info"] = self.nea()

        assert "<@UNEA> is asked to own" in hall.types(ANA, "owner <@UNEA>").text

    def test_a_new_guest_stays_a_guest(self, hall: Hall) -> None:
        hall.wire.says["users.info"] = self.nea(is_restricted=True)

        assert "Guests answer what is asked of them here" in hall.types("UNEA", "next call by fri").text

    @pytest.mark.parametrize(
        "facts", [{"team_id": "T9"}, {"team_id": "T9", "is_stranger": True}, {"is_stranger": True}]
    )
    def test_somebody_of_another_company_hears_in_a_sentence_that_they_change_nothing(
        self, hall: Hall, facts: dict[str, object]
    ) -> None:
        hall.wire.says["users.info"] = self.nea(**facts)
        before = hall.events()

        for told in (
            hall.types("UNEA", "next call by fri"),
            hall.types("UNEA"),
            hall.types("UNEA", "hours mon-fri 9-17"),
        ):
            assert told.text.startswith("This is for the people of the company whose deal it is")
        assert hall.events() == before

    @pytest.mark.parametrize(
        "facts", [{"team_id": "T1"}, {"team_id": "T9", "enterprise_user": {"teams": ["T1", "T9"]}}]
    )
    def test_a_colleague_of_the_same_company_is_none_of_another(self, hall: Hall, facts: dict[str, object]) -> None:
        hall.wire.says["users.info"] = self.nea(**facts)

        assert "Noted: *call*" in hall.types("UNEA", "next call by fri").text

    def test_an_app_is_answered_with_a_sentence_and_does_nothing(self, hall: Hall) -> None:
        hall.wire.says["users.info"] = self.nea(is_bot=True)
        before = hall.events()

        assert hall.types("UNEA", "next call by fri").text.startswith(TOLD[STRANGER])
        assert hall.events() == before

    @pytest.mark.parametrize("error", ["user_not_found", "internal_error", "ratelimited", "missing_scope"])
    def test_where_slack_does_not_say_who_it_is_they_are_told_to_try_again(self, hall: Hall, error: str) -> None:
        hall.wire.says["users.info"] = {"ok": False, "error": error}

        for told in (hall.types("UNEA"), hall.types("UNEA", "next call by fri")):
            assert told.text.startswith(TOLD[STRANGER])
            assert "try again in a minute" in told.text

    def test_a_broken_line_to_slack_is_no_reason_to_be_silent(self, hall: Hall) -> None:
        hall.wire.broken.add("users.info")

        assert hall.types("UNEA").text.startswith(TOLD[STRANGER])
        assert "Noted:" in hall.types(FAYE, "next call by fri").text


def test_the_clock_that_counts_is_the_counters(hall: Hall) -> None:
    hall.types(ANA, "next call by fri")

    assert hall.step("call").made_at == NOW
