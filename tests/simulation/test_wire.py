"""The line to Slack: what each of its faults does to Slack, and what it shows of that."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from messages.delivery.outcomes import AMBIGUOUS, LIMITED, PERMANENT, SHUT
from tests.simulation.chance import Chance
from tests.simulation.hub import Hub, Process, Weather
from tests.simulation.slack import BOT, Spell, VirtualSlack
from tests.simulation.town import ANA, ZONES
from tests.simulation.wire import LATER_THAN_SETTLE, SHORTEST_PAGES, SLOW_HISTORY_EVERY, Line, LineWeather

TIMEOUT = 10.0
SETTLE = 90.0


def asked(window: Mapping[str, Any], line: Line) -> Any:
    return line.api_call("conversations.history", params=window)


class Cable:
    """A line with one fault on it, and the channel that is spoken in."""

    def __init__(self) -> None:
        self.hub = Hub(Chance(1), 0.0, Weather(), calm_from=1e6)
        self.slack = VirtualSlack("T1", tuple(ZONES), lambda: self.hub.now)
        self.home = self.slack.make("deal-t11-abc234", BOT)
        self.came: list[Any] = []

    def do(self, work: Callable[[Line], Any], *, until: float = TIMEOUT + 1, **weather: float) -> Any:
        """Do something over the line, and return its answer or what was raised."""
        line = Line(self.slack, self.hub, LineWeather(**weather), timeout=TIMEOUT, tries_again=False)

        def act() -> None:
            try:
                self.came.append(work(line).data)
            except (SlackApiError, OSError) as trouble:
                self.came.append(trouble)

        self.hub.spawn("courier", act)
        self.hub.run(until)
        return self.came[-1]

    def post(self, line: Line) -> Any:
        return line.api_call("chat.postMessage", json={"channel": self.home.id, "text": "a"})

    def create(self, line: Line) -> Any:
        return line.api_call("conversations.create", params={"name": "deal-t12-xyz234"})

    def look(self, line: Line) -> Any:
        return line.api_call("conversations.history", params={"channel": self.home.id, "limit": 200})


@pytest.fixture
def cable() -> Cable:
    return Cable()


@pytest.mark.parametrize(
    ("fault", "is_there"),
    [
        ("limited", False),
        ("broken_before", False),
        ("silent_before", False),
        ("unreachable", False),
        ("html_before", False),
        ("broken_after", True),
        ("said_broken_after", True),
        ("silent_after", True),
        ("cut_after", True),
        ("garbled_after", True),
    ],
)
def test_a_fault_before_does_nothing_and_one_after_did_it(cable: Cable, fault: str, is_there: bool) -> None:
    came = cable.do(cable.post, **{fault: 1.0})

    assert isinstance(came, Exception)
    assert len(cable.home.messages) == is_there
    assert cable.hub.counts[f"wire: {fault}"] == 1


def test_an_answer_may_be_about_somebody_elses_call(cable: Cable) -> None:
    assert cable.do(cable.post, foreign_after=1.0)["channel"] == "CFOREIGN"
    assert cable.do(cable.create, foreign_after=1.0, until=50.0)["channel"]["id"] == "CFOREIGN"
    assert len(cable.home.messages) == 1


def test_what_only_asks_is_never_answered_with_somebody_elses(cable: Cable) -> None:
    assert cable.do(cable.look, foreign_after=1.0)["messages"] == []


def test_a_very_late_call_takes_effect_after_every_settle_window(cable: Cable) -> None:
    came = cable.do(cable.post, later_than_settle=1.0, until=SETTLE)
    assert (isinstance(came, TimeoutError), cable.home.messages) == (True, [])

    cable.hub.run(LATER_THAN_SETTLE[1])
    assert cable.home.messages[0].at > SETTLE


def test_slow_history_gives_fifteen_messages_once_a_minute_in_every_weather(cable: Cable) -> None:
    cable.hub.calm_from = 0.0
    for _ in range(30):
        cable.slack.call("chat.postMessage", {"channel": cable.home.id, "text": "a"})

    assert len(cable.do(cable.look, slow_history=1.0)["messages"]) == 15
    assert isinstance(cable.do(cable.look, slow_history=1.0, until=30.0), SlackApiError)

    cable.hub.run(SLOW_HISTORY_EVERY)
    assert len(cable.do(cable.look, slow_history=1.0, until=2 * SLOW_HISTORY_EVERY)["messages"]) == 15


def test_a_stranger_may_have_the_name_first(cable: Cable) -> None:
    came = cable.do(cable.create, squatted=1.0)

    assert came.response.data["error"] == "name_taken"
    squatter = cable.slack.by_name("deal-t12-xyz234")
    assert squatter is not None
    assert squatter.creator == "USTRANGER"


@pytest.mark.parametrize(
    ("fate", "is_there"), [("limited", False), ("unreachable", False), ("refused", False), ("slow", True)]
)
def test_under_a_spell_every_call_meets_one_fate(cable: Cable, fate: str, is_there: bool) -> None:
    cable.slack.spell = Spell(fate)

    came = [cable.do(cable.post, until=20.0), cable.do(cable.post, until=40.0)]

    assert [isinstance(each, Exception) for each in came] == 2 * [not is_there]
    assert len(cable.home.messages) == 2 * is_there
    assert cable.hub.counts[f"spell: {fate}"] == 2


def test_a_spell_over_one_method_lets_the_others_through(cable: Cable) -> None:
    cable.slack.spell = Spell("refused", "chat.update")

    assert cable.do(cable.post)["ok"]


def test_nobody_knows_the_code_of_a_refusal_under_a_spell(cable: Cable) -> None:
    cable.slack.spell = Spell("refused")

    assert cable.do(cable.post).response.data["error"] not in PERMANENT | SHUT | AMBIGUOUS | LIMITED


def test_short_pages_hide_no_message_though_others_come_and_go_between_them(cable: Cable) -> None:
    said = [str(cable.slack.call("chat.postMessage", {"channel": cable.home.id, "text": "a"})["ts"]) for _ in range(9)]
    found: list[str] = []
    cursor = ""
    while cursor or not found:
        window = {"channel": cable.home.id, "limit": 200, "cursor": cursor}
        page = cable.do(partial(asked, window), short_pages=1.0)
        assert len(page["messages"]) <= SHORTEST_PAGES
        found += [each["ts"] for each in page["messages"]]
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        cable.slack.call("chat.postMessage", {"channel": cable.home.id, "text": "b"})
        cable.slack.call("chat.delete", {"channel": cable.home.id, "ts": found[-1]})

    assert found == said[::-1]


def test_a_plain_no_to_a_message_is_remembered_with_its_code(cable: Cable) -> None:
    cable.home.is_archived = True

    cable.do(cable.post)

    assert [(at, code, given["text"]) for at, code, given in cable.slack.refused] == [(0.0, "is_archived", "a")]


def test_the_id_of_a_channel_that_was_deleted_is_given_to_no_other(cable: Cable) -> None:
    del cable.slack.channels[cable.home.id]

    assert cable.slack.make("deal-t12-xyz234", BOT).id != cable.home.id


def test_in_the_calm_nothing_goes_wrong(cable: Cable) -> None:
    cable.hub.calm_from = 0.0

    assert cable.do(cable.post, broken_before=1.0, late=1.0, foreign_after=1.0)["ok"]


def test_calls_are_counted_where_slack_counts_them(cable: Cable) -> None:
    cable.do(cable.post, unreachable=1.0)
    assert cable.slack.pace.calls == {}

    cable.do(cable.post, limited=1.0, until=50.0)
    assert set(cable.slack.pace.calls) == {"chat.postMessage", f"chat.postMessage in {cable.home.id}"}


def test_a_direct_message_is_found_by_whoever_asks_for_all_places(cable: Cable) -> None:
    cable.slack.call("conversations.open", {"users": ANA})

    found = cable.slack.call("users.conversations", {"types": "public_channel,im"})["channels"]
    assert [each["id"] for each in found] == [cable.home.id, f"D{ANA}"]
    assert len(cable.slack.call("users.conversations", {"types": "public_channel"})["channels"]) == 1


def test_no_two_messages_have_one_timestamp_however_many_come_at_once() -> None:
    slack = VirtualSlack("T1", tuple(ZONES), lambda: 1792636991.559)

    stamps = [slack.next_ts() for _ in range(100)]

    assert stamps[:2] == ["1792636991.559000", "1792636991.559001"]
    assert len(set(stamps)) == len(stamps)


def test_what_slack_is_slow_to_do_it_does_while_its_caller_stands_still(cable: Cable) -> None:
    process = Process("replica")
    line = Line(cable.slack, cable.hub, LineWeather(slow=1.0), timeout=TIMEOUT, tries_again=False)
    cable.hub.spawn("courier", lambda: cable.came.append(cable.post(line).data["ok"]), process)
    cable.hub.spawn("fate", lambda: cable.hub.pause(process, 100.0), after=0.1)

    cable.hub.run(50.0)
    (message,) = cable.home.messages
    assert message.at < TIMEOUT
    assert cable.came == []

    cable.hub.run(200.0)
    assert cable.came == [True]
    assert cable.home.messages == [message]
