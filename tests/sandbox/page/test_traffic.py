"""The traffic log as the page shows it."""

import re
from typing import Any

import pytest

from sandbox.errors import Refused
from sandbox.page.traffic import AT_ONCE, SEARCHED, draw_payload, draw_traffic
from tests.sandbox.page.house import House
from tests.sandbox.stage import MONDAY


@pytest.fixture
def house() -> House:
    return House()


def log(house: House, kind: Any = "call", method: str = "chat.postMessage", **facts: Any) -> None:
    usual: dict[str, Any] = {"at": MONDAY.isoformat(), "args": {}, "status": 200, "answer": {"ok": True}}
    house.platform.shared.traffic.log(kind, method, **(usual | facts))


def numbers(house: House, **asked: str) -> list[int]:
    drawn = draw_traffic(house.visit(panel="traffic", **asked))
    return [int(one) for one in re.findall(r'<li id="e-(\d+)"', drawn)]


def test_the_newest_stands_first(house: House) -> None:
    log(house)
    log(house, method="views.open")

    assert numbers(house) == [2, 1]


def test_times_are_those_of_the_reader(house: House) -> None:
    log(house)

    assert "<time>09:00:00</time>" in draw_traffic(house.visit())


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, '<span class="status">ok'),
        ({"answer": {"ok": False, "error": "name_taken"}}, '<span class="status failed">name_taken'),
        ({"answer": {"ok": False}}, '<span class="status failed">failed'),
        ({"kind": "delivery", "status": "acked", "answer": None}, '<span class="status">acked'),
        ({"kind": "delivery", "status": "timeout", "answer": None}, '<span class="status failed">timeout'),
    ],
)
def test_an_entry_says_how_it_ended(house: House, facts: dict[str, Any], shown: str) -> None:
    log(house, **facts)

    assert shown in draw_traffic(house.visit())


def test_entries_are_found_by_kind_method_and_payload(house: House) -> None:
    log(house, args={"text": "Grüße an alle"})
    log(house, "act", "press", args={"value": "Yes"})
    log(house, method="views.open")

    assert numbers(house, kind="act") == [2]
    assert numbers(house, text="VIEWS") == [3]
    assert numbers(house, text="grüße") == [1]
    assert numbers(house, text="yes", kind="call") == []


def test_a_part_of_a_long_log_is_shown_at_a_time(house: House) -> None:
    for _ in range(AT_ONCE + 10):
        log(house)

    assert numbers(house) == list(range(AT_ONCE + 10, 10, -1))
    assert "upto=10" in draw_traffic(house.visit())
    assert numbers(house, upto="10") == list(range(10, 0, -1))
    assert "upto=" not in draw_traffic(house.visit(upto="10"))


def test_a_search_that_found_little_goes_on_where_it_stopped(house: House) -> None:
    log(house, args={"text": "the first"})
    for _ in range(SEARCHED):
        log(house)

    assert numbers(house, text="the first") == []
    assert "upto=1&" in draw_traffic(house.visit(text="the first")).replace("&amp;", "&").replace('upto=1"', "upto=1&")
    assert numbers(house, text="the first", upto="1") == [1]


def test_what_the_log_has_let_go_is_not_offered(house: House) -> None:
    house.platform.shared.traffic.kept = 10
    for _ in range(40):
        log(house)

    shown = numbers(house)

    assert shown[0] == 40
    assert shown[-1] == house.platform.shared.traffic.let_go + 1
    assert "upto=" not in draw_traffic(house.visit())


def test_a_payload_is_printed_to_be_read(house: House) -> None:
    log(house, args={"text": "hi", "more": {"a": 1}}, answer={"ok": True, "ts": "1.2"})

    drawn = draw_payload(house.visit(), 1)

    assert "&#34;more&#34;: {\n    &#34;a&#34;: 1" in drawn
    assert "Number 1: App calls Slack" in drawn
    assert drawn.index("Sent") < drawn.index("Answer") < drawn.index("1.2")


def test_of_a_delivery_it_is_said_that_the_app_answered(house: House) -> None:
    log(house, "delivery", "slash_commands", status="acked")

    assert "App answered" in draw_payload(house.visit(), 1)


@pytest.mark.parametrize("number", [0, 2, -1, 10**9])
def test_what_has_not_passed_cannot_be_shown(house: House, number: int) -> None:
    log(house)

    with pytest.raises(Refused, match="Nothing with the number"):
        draw_payload(house.visit(), number)


@pytest.mark.parametrize("upto", ["x", "-1", "1e3", ""])
def test_an_odd_end_means_the_newest(house: House, upto: str) -> None:
    log(house)

    assert numbers(house, upto=upto) == [1]


def test_a_search_that_finds_nothing_says_so(house: House) -> None:
    assert "Nothing has passed yet." in draw_traffic(house.visit())
    assert "Nothing like that has passed yet." in draw_traffic(house.visit(text="x"))
