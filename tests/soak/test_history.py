"""The history joins what stands in the local Slack with the calls that put it there, by the mark that both carry."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.workspace import Workspace
from tests.soak.history import History, read

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)


class World:
    """A local Slack with a channel of Baton's own, in which a client says things."""

    def __init__(self, workspace: Workspace, log: Path) -> None:
        self.slack, self.log = workspace.client, log
        self.ana = workspace.person("ana")
        self.client = WebClient(workspace.bot_token, base_url=workspace.api_url, retry_handlers=[], timeout=2)
        made = self.client.conversations_create(name="deal-one-abc")
        self.home = str(made["channel"]["id"])

    def say(self, text: str, mark: str, *, fault: str = "") -> None:
        if fault:
            self.slack.inject({"method": "chat.postMessage", "do": fault})
        metadata: dict[str, Any] = {"event_type": "baton_out", "event_payload": {"k": mark}}
        try:
            self.client.chat_postMessage(channel=self.home, text=text, metadata=metadata)
        except (SlackApiError, OSError):
            assert fault

    def join(self, *lines: str, fault: str = "") -> None:
        """Draw the newest message anew with these lines, of which the first was there from the beginning."""
        if fault:
            self.slack.inject({"method": "chat.update", "do": fault, "times": 1})
        joined = " ".join(f"m{number}" for number in range(2, len(lines) + 1))
        marks = {"k": "m1", **({"lines": joined} if joined else {})}
        try:
            self.client.chat_update(
                channel=self.home,
                ts=self.slack.messages(self.home)[-1]["ts"],
                text="2 things",
                blocks=drawn(*lines),
                metadata={"event_type": "baton_out", "event_payload": marks},
            )
        except (SlackApiError, OSError):
            assert fault

    def history(self) -> History:
        return read(self.slack, self.log)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    log = tmp_path / "traffic.jsonl"
    with log.open("w", encoding="utf-8") as sink, Workspace.start(start=MONDAY, speed=0, log=sink) as workspace:
        yield World(workspace, log)


def test_what_was_said_is_read_with_its_mark_and_its_call(world: World) -> None:
    world.say("hello", "m1")

    (said,) = world.history().said
    assert (said.text, said.mark, said.now) == ("hello", "m1", "hello")
    assert said.at == MONDAY.timestamp()
    assert world.history().room(said).is_ours


def test_what_it_said_first_is_kept_when_it_is_changed(world: World) -> None:
    world.say("first", "m1")
    (said,) = world.history().said
    world.client.chat_update(channel=world.home, ts=world.slack.messages(world.home)[-1]["ts"], text="second")

    (changed,) = world.history().said
    assert (said.text, changed.text, changed.now) == ("first", "first", "second")


@pytest.mark.parametrize("fault", ["apply_then_drop", "status_after:502", "error_after:internal_error"])
def test_what_slack_has_and_did_not_say_so_stands_there_and_counts_as_failed(world: World, fault: str) -> None:
    world.say("hello", "m1", fault=fault)

    history = world.history()
    assert [each.text for each in history.said] == ["hello"]
    assert [channel for channel, _ in history.failed] == [world.home]
    assert history.faults == 1


@pytest.mark.parametrize("fault", ["drop_before", "status:500", "429:30"])
def test_what_slack_does_not_have_is_not_there(world: World, fault: str) -> None:
    world.say("hello", "m1", fault=fault)

    assert world.history().said == []


def test_of_two_tries_the_one_that_arrived_is_joined(world: World) -> None:
    world.say("hello", "m1", fault="drop_before")
    world.slack.advance(60)
    world.say("hello", "m1")

    (said,) = world.history().said
    assert said.at == MONDAY.timestamp() + 60


def drawn(*lines: str) -> list[dict[str, Any]]:
    """Draw a heading, and each line with what stands around it."""
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*2 things you were asked*"}}
    given = [section]
    for line in lines:
        given.append({"type": "section", "text": {"type": "mrkdwn", "text": line}})
        given.append({"type": "context", "elements": [{"type": "mrkdwn", "text": f"Deal of {line}"}]})  # type: ignore[dict-item]
    return given


@pytest.mark.parametrize("fault", ["", "apply_then_drop", "hang_after", "late:30", "drop_before", "lose", "429:1"])
def test_a_line_that_joined_is_a_word_of_its_own_from_when_it_was_there(world: World, fault: str) -> None:
    world.say("one", "m1")
    world.slack.advance(60)
    world.join("one", "two", fault=fault)
    world.slack.advance(60)
    world.join("one", "two")

    first, joined = world.history().said
    has_failed = fault in ("drop_before", "lose", "429:1")
    assert (first.mark, first.text) == ("m1", "one")
    assert (joined.mark, joined.text) == ("m2", "two")
    assert joined.at == MONDAY.timestamp() + (120 if has_failed else 60)
    assert joined.ts == MONDAY.timestamp() + (120 if has_failed or fault.startswith("late") else 60)
    assert "Deal of two" in joined.around
    assert "Deal of one" not in joined.around


def test_a_line_that_was_taken_out_again_is_none(world: World) -> None:
    world.say("one", "m1")
    world.join("one", "two")
    world.join("one")

    assert [each.mark for each in world.history().said] == ["m1"]


def test_what_people_say_is_not_baton(world: World) -> None:
    world.ana.types("hello", in_="general")

    assert world.history().said == []


def test_direct_messages_know_their_person(world: World) -> None:
    opened = world.client.conversations_open(users=world.ana.id)
    world.client.chat_postMessage(channel=str(opened["channel"]["id"]), text="psst")

    history = world.history()
    assert [history.room(each).person for each in history.said] == [world.ana.id]


def test_copies_that_were_taken_back_are_counted_and_gone(world: World) -> None:
    world.say("hello", "m1")
    world.client.chat_delete(channel=world.home, ts=world.slack.messages(world.home)[-1]["ts"])

    assert (world.history().deleted, world.history().said) == (1, [])


def test_the_log_is_read_as_it_stands(world: World) -> None:
    world.say("hello", "m1")

    passed = [json.loads(line) for line in world.log.read_text(encoding="utf-8").splitlines()]
    assert world.history().calls == sum(each["kind"] == "call" for each in passed)
