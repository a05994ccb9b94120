"""Opening one's Home, and acting there: it is published anew, and nobody presses into silence."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from slack_bolt import BoltRequest

from bot.events import ItemDone, StepKept
from bot.model import DealId, UserId
from bot.outgoing import Kind
from bot.rules.at_home import Shown
from bot.service.home import home_of
from messages import ids
from tests.bot.making import ANA, GONE, GUEST, NOW, OMAR, STRANGER
from tests.bot.service.conftest import won
from tests.commands.hall import CHANNEL, TEAM, Hall, Json, Told, button, with_channel

OVERVIEW = str(Shown())


@dataclass(frozen=True)
class Home:
    """One person's Home tab."""

    hall: Hall
    who: UserId = ANA
    shown: str = OVERVIEW

    @property
    def view(self) -> Json:
        return {"id": "VHOME", "type": "home", "private_metadata": self.shown}

    def opens(self, tab: str = "home", at: str = "1.0", view: Json | None = None, team: str = TEAM) -> int:
        event = {"type": "app_home_opened", "user": self.who, "tab": tab, "channel": "D1", "event_ts": at}
        body = {"type": "event_callback", "team_id": team, "event": event | ({"view": view} if view else {})}
        headers = {"content-type": ["application/json"]}
        return self.hall.app.dispatch(BoltRequest(body=json.dumps(body), headers=headers)).status

    def presses(self, drawn: Json, **more: Any) -> Told:
        where = {"container": {"type": "view", "view_id": "VHOME"}, "channel": None, "response_url": None}
        return self.hall.presses(self.who, drawn, view=self.view, **where, **more)

    def published(self) -> list[str]:
        """Return what was shown each time it was to be published, oldest first."""
        rows = [row for row in self.hall.office.sent(Kind.HOME) if row.to_user == self.who]
        assert all(row.edits == f"home:{self.who}" for row in rows)
        return [str(row.detail) for row in rows]


@pytest.fixture
def home(hall: Hall) -> Home:
    return Home(hall)


def test_opening_it_publishes_it(home: Home) -> None:
    assert home.opens() == 200

    assert home.published() == [OVERVIEW]


def test_a_second_delivery_of_the_same_opening_publishes_nothing_more(home: Home) -> None:
    home.opens(at="7.0")
    home.opens(at="7.0")

    assert home.published() == [OVERVIEW]


def test_whoever_comes_back_sees_what_they_had_chosen_from_its_first_page(home: Home) -> None:
    home.opens(view={"type": "home", "private_metadata": "steps:3:"})

    assert home.published() == ["steps:0:"]


@pytest.mark.parametrize(("tab", "team"), [("messages", TEAM), ("home", "TELSEWHERE")])
def test_another_tab_or_another_company_publishes_nothing(home: Home, tab: str, team: str) -> None:
    assert home.opens(tab=tab, team=team) == 200

    assert home.published() == []


def test_guests_have_a_home_with_nothing_of_others_in_it(hall: Hall) -> None:
    home = Home(hall, GUEST)
    home.opens()

    with hall.office.desk.work(hall.office.workspace.id) as uow:
        facts = home_of(uow, GUEST, Shown(), now=NOW)

    assert home.published() == [OVERVIEW]
    assert facts.sections == ()


@pytest.mark.parametrize("who", [STRANGER, GONE])
def test_whoever_is_nobody_of_the_workspace_has_no_home(hall: Hall, who: UserId) -> None:
    home = Home(hall, who)
    home.opens()

    assert home.published() == []


def test_what_is_done_there_is_done_and_the_home_published_anew(home: Home) -> None:
    step = home.hall.commit("call")

    told = home.presses(button(ids.STEP_DONE, home.hall.deal, step))

    assert StepKept in home.hall.events()
    assert (told.said, told.view) == ("", None)
    assert home.published() == [OVERVIEW]


def test_pressed_twice_it_is_done_once(home: Home) -> None:
    drawn = button(ids.STEP_DONE, home.hall.deal, home.hall.commit("call"))

    for _ in range(2):
        home.presses(drawn, at="5.0")

    assert home.hall.events().count(StepKept) == 1
    assert home.published() == [OVERVIEW]


def test_a_refusal_is_said_in_a_form_and_the_home_shows_what_is_so(home: Home) -> None:
    drawn = button(ids.STEP_DONE, home.hall.deal, home.hall.commit("call"))
    home.hall.types(OMAR, "done call")
    home.hall.types(ANA, "done")

    told = home.presses(drawn)

    assert told.view
    assert "“call” is done already" in told.view["blocks"][0]["text"]["text"]
    assert "submit" not in told.view
    assert home.published() == [OVERVIEW]


def test_a_press_elsewhere_publishes_nothing(home: Home) -> None:
    home.hall.presses(ANA, button(ids.STEP_DONE, home.hall.deal, home.hall.commit("call")))

    assert home.published() == []


def test_a_form_from_there_publishes_it_anew_when_it_is_sent(home: Home) -> None:
    step = home.hall.commit("call")
    chosen = Home(home.hall, shown="steps:1:")
    view = chosen.presses(button(ids.STEP_RESCHEDULE, home.hall.deal, step)).view
    assert view

    home.hall.submits(ANA, view, when="30.11.", reason="they are away")

    assert home.hall.step("call").slips
    assert home.published() == ["steps:1:", "steps:1:"]


def test_the_same_form_from_elsewhere_publishes_nothing(home: Home) -> None:
    view = home.hall.presses(ANA, button(ids.STEP_RESCHEDULE, home.hall.deal, home.hall.commit("call"))).view
    assert view

    home.hall.submits(ANA, view, when="30.11.", reason="they are away")

    assert home.published() == []


def test_a_part_is_chosen_in_a_menu(home: Home) -> None:
    picked = {"type": "static_select", "selected_option": {"value": "steps:0:"}}
    action = {"action_id": f"{ids.HOME_SHOW}:choose", "action_ts": "8.0"} | picked

    home.presses({"action_id": "x", "value": "x"}, actions=[action])

    assert home.published() == ["steps:0:"]


@pytest.mark.parametrize(("carried", "shown"), [("steps:2:", "steps:2:"), ("<!channel>", OVERVIEW), ("", OVERVIEW)])
def test_a_page_is_turned_and_a_forged_one_is_the_overview(home: Home, carried: str, shown: str) -> None:
    home.presses({"action_id": f"{ids.HOME_SHOW}:next_page", "value": carried})

    assert home.published() == [shown]


@pytest.mark.parametrize(
    ("action", "title"),
    [
        (ids.HOME_WON, "Won a deal"),
        (ids.HOME_AWAY, "Away"),
        (ids.HOME_HOURS, "Working hours"),
        (ids.HOME_REGION, "Public holidays"),
        (ids.HOME_DIGEST, "Digest"),
    ],
)
def test_each_of_its_own_buttons_opens_its_form(home: Home, action: str, title: str) -> None:
    view = home.presses({"action_id": action, "value": ""}).view

    assert view
    assert view["title"]["text"] == title


def test_the_digest_is_moved_in_a_form(home: Home) -> None:
    view = home.presses({"action_id": ids.HOME_DIGEST, "value": ""}).view
    assert view

    told = home.hall.submits(ANA, view, at="7:15", daily="every_day")

    assert told.view
    assert "Your digest comes at 7:15" in told.view["blocks"][0]["text"]["text"]


@pytest.mark.parametrize("said", ["at dawn", "3:00", "off"])
def test_a_digest_at_no_time_of_the_day_is_refused_below_its_field(home: Home, said: str) -> None:
    view = home.presses({"action_id": ids.HOME_DIGEST, "value": ""}).view
    assert view

    assert list(home.hall.submits(ANA, view, at=said).errors) == ["at"]


@pytest.fixture
def both(hall: Hall) -> tuple[DealId, DealId]:
    """Return two deals on which Omar has the same lines open."""
    other = hall.office.receive(won("D-2")).deal_id
    with_channel(hall.office, other, "C0OTHER")
    return hall.deal_id, other


def across(hall: Hall, title: str = "visit") -> Json:
    view = Home(hall, OMAR).presses({"action_id": ids.ITEM_ACROSS, "value": title}).view
    assert view
    return view


def fields(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def done(hall: Hall, deal_id: DealId) -> int:
    return hall.office.events(deal_id).count(ItemDone)


def test_one_form_takes_the_evidence_of_the_same_line_on_all_deals(hall: Hall, both: tuple[DealId, DealId]) -> None:
    view = across(hall)
    first, second = fields(view)

    told = hall.submits(OMAR, view, **{first: "2026-11-20", second: "2026-11-21"})

    assert (told.said, told.view) == ("", None)
    assert [done(hall, each) for each in both] == [1, 1]
    assert Home(hall, OMAR).published() == [OVERVIEW, OVERVIEW]


def test_sent_twice_it_is_done_once(hall: Hall, both: tuple[DealId, DealId]) -> None:
    view = across(hall)
    answers = dict.fromkeys(fields(view), "2026-11-20")

    for _ in range(2):
        hall.submits(OMAR, view, view_id="V9", **answers)

    assert [done(hall, each) for each in both] == [1, 1]


def test_a_deal_that_is_left_empty_stays_open(hall: Hall, both: tuple[DealId, DealId]) -> None:
    view = across(hall)

    hall.submits(OMAR, view, **{fields(view)[1]: "2026-11-20"})

    assert sorted(done(hall, each) for each in both) == [0, 1]


def test_a_fault_stands_below_its_deal_and_nothing_is_done_before(hall: Hall, both: tuple[DealId, DealId]) -> None:
    view = across(hall)
    first, second = fields(view)

    told = hall.submits(OMAR, view, **{first: "2026-11-20", second: "1926-11-20"})

    assert list(told.errors) == [second]
    assert [done(hall, each) for each in both] == [0, 0]


def test_nothing_filled_in_is_said_and_the_form_stays(hall: Hall, both: tuple[DealId, DealId]) -> None:
    assert both
    assert "Nothing is filled in yet" in hall.submits(OMAR, across(hall)).said


def test_what_others_were_faster_with_is_said_and_the_rest_is_done(hall: Hall, both: tuple[DealId, DealId]) -> None:
    view = across(hall)
    hall.types(OMAR, "done visit 20.11.2026", channel=CHANNEL)

    told = hall.submits(OMAR, view, **dict.fromkeys(fields(view), "2026-11-20"))

    assert told.view
    said = [block["text"]["text"] for block in told.view["blocks"]]
    assert said[0] == "1 line is done."
    assert "is done already" in said[1]
    assert [done(hall, each) for each in both] == [1, 1]


@pytest.mark.parametrize("title", ["nothing of this name", "", "<!channel>"])
def test_a_line_that_is_open_nowhere_is_refused_in_a_sentence(hall: Hall, title: str) -> None:
    view = across(hall, title)

    assert "submit" not in view
    assert view["blocks"][0]["text"]["text"]


def test_nobody_is_asked_for_what_is_anothers(hall: Hall, both: tuple[DealId, DealId]) -> None:
    assert both
    view = Home(hall, ANA).presses({"action_id": ids.ITEM_ACROSS, "value": "visit"}).view

    assert view
    assert fields(view) == []


@pytest.mark.parametrize("metadata", ["", "x", "x,y", "00000000-0000-0000-0000-0000000000ff"])
def test_a_forged_form_changes_nothing(hall: Hall, both: tuple[DealId, DealId], metadata: str) -> None:
    view = across(hall)

    told = hall.submits(OMAR, view | {"private_metadata": metadata}, **dict.fromkeys(fields(view), "2026-11-20"))

    assert told.said
    assert [done(hall, each) for each in both] == [0, 0]
