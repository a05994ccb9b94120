"""People look: what they look for may appear in a moment, and who misses it is told what is on the screen instead."""

import threading

import pytest

from sandbox.trying.person import Person
from sandbox.trying.screen import NotThere, holds
from sandbox.workspace import Workspace
from tests.sandbox.trying.conftest import SOON, WRITTEN, Script, actions, button, field_of, section


@pytest.fixture
def hasty(workspace: Workspace, ana: Person, place: str) -> Person:
    """Give Ana again, with hardly any patience."""
    return Person(workspace.client, ana.id, patience=SOON).goes(place)


def test_what_appears_while_somebody_looks_is_seen(ana: Person, app: Script) -> None:
    late = threading.Timer(0.15, app.says, ["here it is"])
    late.start()

    ana.sees("here it is")

    late.join()


def test_what_does_not_appear_is_missed_with_the_screen(hasty: Person, app: Script, workspace: Workspace) -> None:
    app.says("Hello", section("*Hello* there"), *actions(button("go")))

    with pytest.raises(NotThere) as missed:
        hasty.sees("Goodbye")

    told = str(missed.value)
    assert told.startswith("There is no 'Goodbye' to be seen, within 0.3 s. What is:\n--- #place-")
    assert "Helper: *Hello* there\n" in told
    assert told.endswith("[Go]")


def test_a_long_screen_is_told_by_its_end(hasty: Person, app: Script) -> None:
    for number in range(35):
        app.says(f"line {number}")

    with pytest.raises(NotThere) as missed:
        hasty.sees("line 35")

    assert "messages before\n" in str(missed.value)
    assert "line 34" in str(missed.value)
    assert "line 1\n" not in str(missed.value)


def test_what_stands_there_when_all_is_done_should_not_have(hasty: Person, app: Script) -> None:
    app.says("secret")

    hasty.does_not_see("public")
    with pytest.raises(NotThere, match="'secret' should not be seen, and is:"):
        hasty.does_not_see("secret")


def test_a_button_that_is_not_there_is_missed_in_words(hasty: Person, app: Script) -> None:
    with pytest.raises(NotThere, match="There is no button 'Done' about 'the pump' to be seen"):
        hasty.presses("Done", about="the pump")


def test_an_option_that_is_nowhere_is_missed_in_words(hasty: Person, app: Script) -> None:
    with pytest.raises(NotThere, match="There is nothing to pick 'Tomorrow' from"):
        hasty.picks("Tomorrow")


def test_a_channel_that_is_not_to_be_seen_is_told_with_those_that_are(ana: Person, place: str) -> None:
    with pytest.raises(NotThere, match=r"There is no channel 'nowhere' to be seen\. There is: #general, #place-"):
        ana.sees("x", in_="nowhere")


def test_words_are_found_however_the_lines_break() -> None:
    assert holds("one two\n   three", "two three")
    assert not holds("one two", "two one")


def test_only_who_was_shown_something_sees_it(ana: Person, app: Script, workspace: Workspace, slack: object) -> None:
    mei = workspace.person(f"mei-beside-{ana.id.lower()}", "Mei")
    mei.joins(app.channel)
    app.slack.chat_postEphemeral(channel=app.channel, user=ana.id, text="for your eyes")

    ana.sees("for your eyes")
    mei.does_not_see("for your eyes")


def test_unread_messages_are_counted_until_somebody_looks(ana: Person, app: Script, workspace: Workspace) -> None:
    ana.look()
    app.says("one")
    app.says("two")
    app.slack.chat_postMessage(channel=ana.id, text="three")
    name = next(each["name"] for each in workspace.client.state()["channels"] if each["id"] == app.channel)

    assert ana.unread == {name: 2, "app": 1}
    ana.sees("two", in_=app.channel)
    assert ana.unread == {"app": 1}
    ana.sees("three", in_="app")
    assert ana.unread == {}


def test_who_has_a_form_in_front_of_them_touches_only_that(ana: Person, app: Script) -> None:
    app.says("behind", *actions(button("behind")))
    app.opens(field_of("what", WRITTEN), *actions(button("before", "1"), block_id="row"))
    ana.types("/form")

    assert [each.label for each in ana.look().controls()] == ["What", "Before"]
    ana.sees("[Behind] === Form ===")


def test_moments_are_told_in_the_readers_own_zone(workspace: Workspace, ana: Person, app: Script) -> None:
    mei = workspace.person(f"mei-abroad-{ana.id.lower()}", "Mei", tz="America/New_York")
    mei.joins(app.channel)
    app.says("hello")

    ana.sees("Mon 23 Nov 09:0")
    mei.sees("Mon 23 Nov 03:0")


def test_who_has_no_zone_reads_in_universal_time(workspace: Workspace, app: Script) -> None:
    nobody = workspace.person(f"zoneless-{app.channel.lower()}", "Zoe")
    workspace.client.change_person(nobody.id, tz=None)
    app.says("hello")

    nobody.sees("Mon 23 Nov 08:0", in_=app.channel)


def test_the_home_tab_is_a_place_with_its_own_buttons(ana: Person, app: Script) -> None:
    view = {"type": "home", "blocks": [section("Welcome home"), *actions(button("go"))]}
    app.slack.views_publish(user_id=ana.id, view=view)

    ana.opens_home()

    ana.sees("--- Home of Helper --- Welcome home [Go]")
    assert ana.presses("Go").ok
    assert app.heard("block_actions")[0]["container"]["type"] == "view"


def test_an_empty_home_tab_is_empty(ana: Person, app: Script) -> None:
    ana.opens_home()

    assert ana.look().text == "--- Home of Helper ---"
    assert ana.look().controls() == []
