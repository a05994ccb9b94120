"""What Slack itself says in a channel."""

import pytest

from sandbox.drawing.messages import draw_message
from sandbox.drawing.notes import is_note, listed
from tests.sandbox.drawing.reading import ANA, Json
from tests.sandbox.drawing.tree import Node, tree


def noted(subtype: str, text: str, **more: object) -> Node:
    message: Json = {
        "type": "message",
        "user": "UIVY",
        "text": text,
        "ts": "1795510800.000100",
        "subtype": subtype,
        **more,
    }
    return tree(draw_message(message, ANA)).one("article")


@pytest.mark.parametrize(
    ("subtype", "text", "shown"),
    [
        ("channel_join", "<@UIVY> has joined the channel", "Ivy <Stone> has joined the channel"),
        ("channel_topic", "<@UIVY> set the channel topic: *Go*", "Ivy <Stone> set the channel topic: Go"),
        ("group_leave", "has left", "Ivy <Stone> has left"),
        ("channel_name", "renamed it from <#C1> & on", "Ivy <Stone> renamed it from #general & on"),
    ],
)
def test_a_note_names_its_person_and_says_what_happened(subtype: str, text: str, shown: str) -> None:
    note = noted(subtype, text)

    assert note.one("div", class_="content").text == shown
    assert "is-note" in note.facts["class"]
    assert note.one("time").text == "10:00"


def test_those_who_did_the_same_share_the_line() -> None:
    note = noted("channel_join", "<@UIVY> has joined the channel", also=["UANA", "UBOT"])

    assert note.one("div", class_="content").text == "Ivy <Stone>, Ana Silva and Echo have joined the channel"


def test_a_deleted_message_leaves_a_line_and_none_of_its_words() -> None:
    note = noted("tombstone", "This was secret")

    assert note.one("div", class_="content").text == "This message was deleted."


def test_a_note_of_nobody_is_said_too() -> None:
    assert noted("channel_archive", "was archived", user="").one("div", class_="content").text == "was archived"


def test_a_note_cannot_be_answered() -> None:
    assert noted("channel_join", "x").all("button") == []


@pytest.mark.parametrize("subtype", [None, "", "bot_message", "thread_broadcast", "me_message", "file_share"])
def test_what_people_and_apps_say_is_no_note(subtype: str | None) -> None:
    assert not is_note({"subtype": subtype})


@pytest.mark.parametrize(("names", "words"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_are_listed_as_people_list_them(names: list[str], words: str) -> None:
    assert listed(names) == words
