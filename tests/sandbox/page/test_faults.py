"""The faults panel: what it offers, and what it does."""

import pytest

from sandbox.errors import Json, Refused
from sandbox.mishaps.kinds import KINDS
from sandbox.page.faults import draw_faults, is_archivable
from sandbox.page.trouble import make_trouble
from tests.sandbox.page.house import ANA, OMAR, ROOM, House
from tests.sandbox.stage import played


@pytest.fixture
def house() -> House:
    return House()


def do(house: House, name: str, **form: str) -> Json:
    sent = {key: [value] for key, value in form.items()}
    return played(make_trouble(house.visit(panel="faults"), name, sent))


def add(house: House, **form: str) -> Json:
    return do(house, "add", **({"kind": "double", "which": "chat.postMessage", "times": "1", "value": ""} | form))


def test_every_fault_there_is_can_be_chosen(house: House) -> None:
    drawn = draw_faults(house.visit())

    for kind in KINDS.values():
        assert f'<option value="{kind.do}" data-takes="{kind.takes}">' in drawn


def test_every_method_can_be_chosen(house: House) -> None:
    drawn = draw_faults(house.visit())

    for method in ("*", "deliveries", "slash_commands", "chat.postMessage", "views.open"):
        assert f'<option value="{method}">' in drawn


def test_a_fault_that_was_added_is_listed_in_words(house: House) -> None:
    add(house, kind="429", value="5", times="2", says="late")

    drawn = draw_faults(house.visit())

    assert "Refused as too many (429) (5), 2 times, text contains “late”" in drawn
    assert "not yet" in drawn


@pytest.mark.parametrize(("times", "words"), [("0", "every time"), ("1", "once"), ("7", "7 times")])
def test_how_often_is_said_in_words(house: House, times: str, words: str) -> None:
    add(house, times=times)

    assert f"Twice instead of once, {words}" in draw_faults(house.visit())


def test_what_scripts_added_is_told_in_full(house: House) -> None:
    house.platform.shared.faults.add([{"method": "*", "do": "lose", "nth": 3, "chance": 0.2}])

    assert "Lost without a trace, once, from number 3 on, with a chance of 20%" in draw_faults(house.visit())


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"times": "often"}, "whole number"),
        ({"kind": "429"}, "write '429:<seconds>'"),
        ({"kind": "nonsense"}, "There is no fault"),
        ({"which": "chat.postMesage"}, "did you mean chat.postMessage"),
        ({"which": ""}, "There is no method"),
    ],
)
def test_a_rule_that_could_never_work_is_refused_in_a_sentence(house: House, form: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        add(house, **form)

    assert house.platform.shared.faults.rules == []


def test_one_fault_is_taken_back_and_then_all(house: House) -> None:
    for _ in range(3):
        add(house)

    do(house, "remove", number="2")
    assert [one.number for one in house.platform.shared.faults.rules] == [1, 3]

    do(house, "clear")
    assert house.platform.shared.faults.rules == []


@pytest.mark.parametrize("number", ["", "x", "9"])
def test_a_fault_that_is_not_there_cannot_be_taken_back(house: House, number: str) -> None:
    with pytest.raises(Refused, match="There is no rule"):
        do(house, "remove", number=number)


def test_where_there_are_several_workspaces_a_fault_is_for_the_one_in_view(house: House) -> None:
    add(house)
    house.platform.add_workspace("Second", "second")
    add(house)

    assert [one.team for one in house.platform.shared.faults.rules] == ["", house.team.id]


@pytest.mark.parametrize("how", ["cut", "warning", "refresh_requested"])
def test_sockets_end_as_asked(house: House, how: str) -> None:
    assert do(house, "sockets", how=how) == {"ok": True, "connections": 0}


def test_sockets_end_in_no_other_way(house: House) -> None:
    with pytest.raises(Refused, match="Sockets end by one of: cut, refresh_requested"):
        do(house, "sockets", how="gently")


@pytest.mark.parametrize("how", ["revoke", "uninstall"])
def test_the_app_can_be_shut_out_once(house: House, how: str) -> None:
    token = house.world.bot.token
    do(house, how)

    assert "The app is not installed here any more." in draw_faults(house.visit())
    assert house.world.bot.token != token
    with pytest.raises(Refused, match="not installed here any more"):
        do(house, how)


def test_a_person_is_renamed(house: House) -> None:
    do(house, "rename", person=OMAR, real_name="Omar Ali")

    assert house.team.users[OMAR].real_name == "Omar Ali"


@pytest.mark.parametrize(("person", "name"), [(OMAR, " "), ("UNOBODY", "Someone"), ("", "Someone")])
def test_nobody_is_renamed_to_nothing_or_by_guess(house: House, person: str, name: str) -> None:
    with pytest.raises(Refused, match=r"Give the new name|Choose a person"):
        do(house, "rename", person=person, real_name=name)


def test_a_person_is_deactivated(house: House) -> None:
    do(house, "deactivate", person=OMAR)

    assert house.team.users[OMAR].deleted


def test_what_was_done_stands_in_the_log(house: House) -> None:
    add(house)

    entry = house.platform.shared.traffic.entries[-1]

    assert (entry["kind"], entry["method"], entry["args"]["kind"]) == ("control", "add", "double")


def test_the_panel_does_only_what_is_on_it(house: House) -> None:
    with pytest.raises(Refused, match="The panel does not 'explode'"):
        do(house, "explode")


def test_a_channel_can_be_archived_unless_it_is_everybodys(house: House) -> None:
    assert is_archivable(house.visit())
    assert "Archive #room" in draw_faults(house.visit())

    house.room.is_general = True

    assert not is_archivable(house.visit())
    assert not is_archivable(house.visit(channel="home"))


def test_an_archived_channel_can_be_brought_back(house: House) -> None:
    house.room.is_archived = True

    assert "Bring #room back" in draw_faults(house.visit(ANA, ROOM))
