"""Every door of a served Baton, over the real wire, with what nobody sends in earnest: a sentence helps, nothing changes."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from itertools import cycle
from typing import Any
from uuid import UUID

import pytest

from bot.model import BATON, Choice
from commands.behaviours import PRESSED, STARTED, SUBMITTED
from messages import ids
from tests.commands.test_bad_input import ANSWERS, COMMANDS, FIELDS, LONG, filled
from tests.journeys.stage import PATIENCE, Stage, served

Json = dict[str, Any]
BUTTONS = [*sorted(PRESSED), *(f"{ids.DECIDE}:{choice}" for choice in Choice), "forgotten.button"]
FORMS = [*sorted(SUBMITTED), "form.forgotten"]
NOBODY = UUID(int=0xDEAD)
DIRECT = "direct messages with Baton"
STATES = ("item", "step", f"event where actor != '{BATON}'", "settled", "playbook_choice")
"""What would be different if something of an input were done; that an input came is remembered elsewhere.

What Baton itself does meanwhile does not count: somebody practises by then, on a ladder of minutes.
"""


@pytest.fixture(scope="module", params=[True, False], ids=["over HTTP", "over a socket"])
def on(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with served(tmp_path_factory.mktemp("served"), over_http=request.param) as made:
        made.won()
        made.settle()
        made.press("jonas", "Accept")
        made.type("ana", "/deal next order the pump by fri")
        made.workspace.person("gus", guest="multi-channel", email="gus@example.com")
        made.slack.act(made.people["ana"].id, "invite", channel=made.channel(), users=[person(made, "gus")])
        made.settle()
        yield made


def person(on: Stage, name: str) -> str:
    return next(str(each["id"]) for each in on.slack.state()["users"] if each["name"] == name)


def memory(on: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Return what Baton remembers of deals and of what holds for all, read beside it."""
    return {name: sorted(read(on, f"select * from {name}"), key=repr) for name in STATES}


def read(on: Stage, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{on.folder}/baton.db?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def deal_and_step(on: Stage) -> tuple[str, str]:
    # Not the first that there is: whoever practises has a deal with a step of its own.
    ((deal, step),) = read(on, "select deal_id, id from step where what = 'order the pump'")
    return str(UUID(deal)), str(UUID(step))


def values(on: Stage) -> Mapping[str, str]:
    deal, step = deal_and_step(on)
    return {
        "nothing": "",
        "no such deal": f"{NOBODY}||0|",
        "no such step": f"{deal}|{NOBODY}|0|",
        "no generation": f"{deal}|{step}||",
        "two thousand characters": "x" * 2_000,
        "markup": "<!channel>|<@U0ANA>|0|<https://evil.example|x>",
    }


def forged(on: Stage, who: str, channel: str, **payload: Any) -> str:
    """Send what nobody drew as this person in this channel; return what they alone read of it, or "a form"."""
    return heard(on, who, channel, lambda: on.slack.act(person(on, who), "forge", channel=channel, payload=payload))


def heard(on: Stage, who: str, channel: str, act: Callable[[], Json]) -> str:
    user, before = person(on, who), len(whispers(on, who, channel))
    answer = act()
    assert answer["ok"], answer

    def told() -> str | None:
        if said := whispers(on, who, channel)[before:]:
            return said[-1]
        if views := on.slack.views(user):
            on.slack.act(user, "close", view_id=views[-1]["id"], all=True)
            return "a form"
        return None

    beside = str((answer["ack"] or {}).get("errors") or "")
    return beside or on.slack.until(told, seconds=PATIENCE) or ""


def whispers(on: Stage, who: str, channel: str) -> list[str]:
    user = person(on, who)
    place = channel_id(on, channel, user)
    return [str(each["text"]) for each in on.slack.messages(place, as_=user) if each.get("is_ephemeral")]


def channel_id(on: Stage, name: str, user: str) -> str:
    """Find a channel by its id or name, or this person's direct messages with Baton."""
    if name == DIRECT:
        bot = str(on.slack.state()["app"]["user"])
        return str(on.slack.act(user, "open_conversation", users=[bot])["channel"])
    return next(str(each["id"]) for each in on.slack.state()["channels"] if name in (each["id"], each["name"]))


def helps(said: str) -> bool:
    """Tell whether somebody read a sentence or saw a form, and no excuse of ours."""
    return bool(said.strip()) and "on our side" not in said


@pytest.mark.parametrize("action", BUTTONS)
def test_a_forged_or_foreign_button_helps_and_changes_nothing(on: Stage, action: str) -> None:
    before, needless = memory(on), {(ids.WITHDRAW_OFFER, "no such step"), (ids.PROMISE_NONE, "no such step")}
    people = cycle([("jonas", on.channel()), ("mei", "general"), ("gus", on.channel())])

    for name, value in values(on).items():
        pressed = {"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.0"}
        who, channel = next(people)
        assert helps(forged(on, who, channel, type="block_actions", actions=[pressed])), (name, who)
        # Anybody may practise: whatever stands in the button, a deal of their own begins.
        if (action, name) not in needless and action != ids.PRACTICE_BEGIN:
            assert memory(on) == before, (name, who)
        before = memory(on)


@pytest.mark.parametrize("form", FORMS)
def test_a_forged_form_never_breaks_and_does_nothing_by_half(on: Stage, form: str) -> None:
    deal, step = deal_and_step(on)
    for name in ("left out", "empty", "long", "markup", "a stranger"):
        for metadata in ("nonsense", f"{NOBODY}||0|", f"{deal}|{step}|99|"):
            before = memory(on)
            view = submitted(form, metadata, name)
            answer = on.slack.act(
                person(on, "gus"), "forge", channel=on.channel(), payload={"type": "view_submission", "view": view}
            )
            assert answer["ok"], (name, metadata, answer)
            assert "on our side" not in str(answer), (name, metadata, answer)
            if "errors" in str(answer["ack"]):
                assert memory(on) == before, (name, metadata, answer)


def submitted(form: str, metadata: str, name: str) -> Json:
    view = filled(form, metadata, ANSWERS[name])
    state = {
        block["block_id"]: {"value": {"type": "plain_text_input", "value": block["element"]["initial_value"]}}
        for block in view["blocks"]
        if block["block_id"] in FIELDS
    }
    return view | {"id": "V0FORGED", "hash": "0.0", "state": {"values": state}}


@pytest.mark.parametrize("shortcut", [*STARTED, "forgotten"])
def test_a_shortcut_anywhere_helps(on: Stage, shortcut: str) -> None:
    before = memory(on)
    for text in ("order the crane", LONG, "<!channel> <@U0ANA>"):
        message = {"type": "message", "user": person(on, "ana"), "text": text, "ts": "1.0"}
        start = {"callback_id": shortcut, "action_ts": "1.0", "message": message, "message_ts": "1.0"}
        assert helps(forged(on, "mei", "general", type="message_action", **start)), text[:20]
    assert memory(on) == before


@pytest.mark.parametrize("word", COMMANDS)
def test_a_command_in_the_wrong_place_or_far_too_long_helps(on: Stage, word: str) -> None:
    before = memory(on)
    for who, channel, rest in (
        ("mei", "general", "nonsense"),
        ("mei", DIRECT, "by fri because it rains"),
        ("gus", on.channel(), "nonsense"),
        ("ana", on.channel(), LONG[: 4_000 - len(word) - 8]),
    ):
        place = channel_id(on, channel, person(on, who))
        typed = f"/deal {word} {rest}"
        said = heard(on, who, channel, partial(on.slack.command, person(on, who), place, typed))
        assert helps(said), (who, channel, rest[:20])
        assert memory(on) == before, (who, channel, rest[:20])


def test_an_expired_trigger_costs_nothing_that_was_typed(on: Stage) -> None:
    before = memory(on)
    pressed = {"type": "button", "action_id": ids.STEP_NEXT, "block_id": "b", "value": f"{deal_and_step(on)[0]}||0|"}
    forgery = {"actions": [pressed | {"action_ts": "2.0"}], "trigger_id": "1.2.gone"}

    said = forged(on, "jonas", on.channel(), type="block_actions", **forgery)

    assert "in time. What you typed is kept, and nothing was changed yet." in said
    assert memory(on) == before


def test_nothing_of_it_was_an_incident(on: Stage) -> None:
    assert "Incident" not in on.log
    assert on.ask("GET", "/readyz")[0] == 200
