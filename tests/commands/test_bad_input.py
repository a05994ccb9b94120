"""Every button, form and shortcut there is, with what nobody sends in earnest: one sentence, nothing changed, no incident."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from bot.model import BATON, Choice, Deal, DealId, Person, UserId, WorkspaceId
from bot.service import intake
from bot.service.intake import Origin
from commands.behaviours import PRESSED, STARTED, SUBMITTED
from messages import ids
from tests.bot.making import ANA, LIV, NOW, OMAR
from tests.bot.service.conftest import PLAYBOOK, won
from tests.commands.hall import ELSEWHERE, Hall, Json, Told

STRANGER = "U0NOBODY"
"""Somebody of the workspace who has nothing to do with the deal."""
NOWHERE = UUID(int=0xDEAD)
LONG = "4,000 characters " * 240

BUTTONS = sorted(PRESSED)
FORMS = sorted(SUBMITTED)
ACTIONS = [*BUTTONS, *(f"{ids.DECIDE}:{choice}" for choice in Choice), f"{ids.DECIDE}:nonsense", "forgotten.button", ""]

FIELDS = [
    "name",
    "account",
    "amount",
    "kind",
    "person",
    "what",
    "when",
    "else",
    "otherwise",
    "reason",
    "on",
    "until",
    "proof",
    "proof_on",
    "code",
    "none",
    "cause",
    "deal",
    "who",
    "first",
    "last",
    "stand_in",
    "hours",
    "region",
    "days_off",
    "team",
    "leadership",
    "playbook",
    "text",
    "outcome",
    "lessons",
    "item",
    "function",
]
"""Every name that a field of a form of ours has, and some that none has."""


@dataclass(frozen=True)
class World:
    """The hall, and a deal in a workspace that is not theirs."""

    hall: Hall
    foreign: DealId

    def state(self) -> list[Deal]:
        return self.hall.office.deals()

    def values(self) -> Mapping[str, str]:
        """Return what a button or form may carry that nobody of ours has drawn so."""
        deal = self.hall.deal
        step, item = deal.steps[0], deal.items[0]
        return {
            "nothing": "",
            "words": "nonsense",
            "four words": "a|b|c|d",
            "too few parts": f"{deal.id}|",
            "no such deal": f"{NOWHERE}||0|",
            "another workspace's deal": f"{self.foreign}||0|",
            "another workspace's deal and our step": f"{self.foreign}|{step.id}|0|",
            "no such step or line": f"{deal.id}|{NOWHERE}|0|",
            "a generation to come": f"{deal.id}|{step.id}|999|",
            "a generation before the first": f"{deal.id}|{item.id}|-1|",
            "a generation of many digits": f"{deal.id}|{step.id}|{'9' * 1_900}|",
            "no generation": f"{deal.id}|{step.id}||",
            "a NUL and an escape": f"{deal.id}\x1b|{step.id}|0|\x1b[31m",
            "two thousand characters": "x" * 2_000,
            "markup": "<!channel>|<@U0ANA>|0|<https://evil.example|x>",
        }


COMMANDS = [
    "next",
    "done",
    "reschedule",
    "waiting",
    "ask",
    "owner",
    "lead",
    "give",
    "checklist",
    "accept",
    "send-back",
    "reopen",
    "unlock",
    "customer",
    "promise",
    "promises",
    "won",
    "list",
    "history",
    "why",
    "playbook",
    "snooze",
    "decide",
    "close",
    "lessons",
    "report",
    "away",
    "back",
    "hours",
    "region",
    "digest",
    "settings",
    "help",
    "nonsense",
]
ANSWERS = {
    "left out": None,
    "empty": "",
    "words": "nonsense",
    "long": LONG,
    "markup": "<!channel> <@U0ANA>",
    "no date": "2026-13-45",
    "negative": "-1",
    "digits": "9" * 400,
    "a stranger": STRANGER,
    "odd": "\u202e\u0301",
    "a day": "fri",
}
"""What may stand in every field at once; None: no field is sent."""
MEANT_ALL_THE_SAME = {
    (ids.STEP_DONE, "a generation to come"),
    (ids.STEP_DONE, "a generation of many digits"),
    (ids.ITEM_DONE, "a generation to come"),
    *((action, "no such step or line") for action in (ids.WITHDRAW_OFFER, ids.PROMISE_NONE)),
}
"""What is done stays done, whichever state was shown; and what is about the whole deal needs no step or line."""


@pytest.fixture
def world(hall: Hall) -> World:
    hall.commit("order the pump")
    storage = hall.office.storage
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        uow.put_people([Person(UserId(STRANGER), "Nobody", "UTC")])
    theirs = storage.workspaces.ensure("T2", bot_user_id=UserId("UBOT"), default_owner=LIV).id
    return World(hall, _deal_in(hall, theirs))


def _deal_in(hall: Hall, workspace_id: WorkspaceId) -> DealId:
    with hall.office.desk.work(workspace_id) as uow:
        uow.put_playbooks([PLAYBOOK], now=NOW)
    return intake.receive(hall.office.desk, Origin(workspace_id, BATON, NOW), won("D-9")).deal_id


def helps(told: Told) -> bool:
    """Tell whether somebody was answered in words, and not by owning up to a fault of ours."""
    return told.status == 200 and bool(told.said.strip()) and "on our side" not in told.said


@pytest.mark.parametrize("action", ACTIONS)
def test_a_button_that_carries_nonsense_says_what_would_help(world: World, action: str) -> None:
    before = world.state()

    for name, value in world.values().items():
        told = world.hall.presses(ANA, {"action_id": action, "value": value})
        assert told.view or helps(told), f"{name}: {told}"
        if (action, name) not in MEANT_ALL_THE_SAME:
            assert world.state() == before, name
        before = world.state()


@pytest.mark.parametrize("action", ACTIONS)
def test_a_stranger_who_presses_what_others_were_shown_changes_nothing(world: World, action: str) -> None:
    before, deal = world.state(), world.hall.deal

    for subject in (None, deal.steps[0], deal.items[0]):
        value = f"{deal.id}|{subject.id if subject else ''}|{subject.generation if subject else 0}|{ELSEWHERE}"
        told = world.hall.presses(STRANGER, {"action_id": action, "value": value}, channel=ELSEWHERE)
        assert told.view or helps(told), told
        # Whoever of the workspace wants to own a deal may ask for it: that is all that this button does for them.
        assert [deal.owner_id for deal in world.state()] == [deal.owner_id for deal in before]
        assert action == ids.TAKE_OVER or world.state() == before


@pytest.mark.parametrize("form", [*FORMS, "form.forgotten", ""])
def test_a_form_that_carries_nonsense_says_what_would_help(world: World, form: str) -> None:
    for name, metadata in world.values().items():
        before = world.state()
        told = world.hall.submits(ANA, filled(form, metadata, "fri"))
        assert told.status == 200
        assert "on our side" not in told.said, f"{name}: {told.said}"
        # What is filled in is about the deal as a whole, or about none at all: what else is carried is not looked at.
        if told.said or str(world.hall.deal_id) not in metadata:
            assert [deal for deal in world.state() if deal.id in ids_of(before)] == before, name


@pytest.mark.parametrize("form", FORMS)
def test_a_form_with_forged_missing_or_endless_answers_never_breaks(world: World, form: str) -> None:
    for name, answer in ANSWERS.items():
        deal = world.hall.deal
        for subject in (deal.steps[0], deal.items[0]):
            before = world.state()
            told = world.hall.submits(ANA, filled(form, f"{deal.id}|{subject.id}|{subject.generation}|", answer))
            assert told.status == 200
            assert "on our side" not in told.said, f"{name}: {told.said}"
            if told.said:
                assert world.state() == before, name


@pytest.mark.parametrize("shortcut", [*STARTED, "forgotten", ""])
def test_a_shortcut_on_anything_opens_a_form_or_says_why_not(world: World, shortcut: str) -> None:
    before, here = world.state(), world.hall.deal.channel_id or ""
    of_anything = [(text, channel) for text in (None, *filter(None, ANSWERS.values())) for channel in (here, ELSEWHERE)]

    for who in (ANA, STRANGER):
        for text, channel in of_anything:
            told = world.hall.starts(who, shortcut, text, channel=channel)
            said = told.said or "".join(each["text"] for each in world.hall.wire.calls("chat.postMessage"))
            assert told.status == 200
            assert told.view or said
            assert "on our side" not in said
    assert world.state() == before


@pytest.mark.parametrize("word", COMMANDS)
def test_a_command_typed_where_it_does_not_belong_says_what_would_help(world: World, word: str) -> None:
    before = world.state()

    for rest in ("", " nonsense", f" {LONG}", f" {LONG} by fri", " by fri because it rains", " <!channel>"):
        for channel in (ELSEWHERE, "D0DIRECT"):
            told = world.hall.types(OMAR, f"{word}{rest}", channel=channel)
            assert told.view or helps(told), f"{rest[:20]}: {told}"
            assert world.state() == before, rest[:20]


@pytest.mark.parametrize("word", COMMANDS)
def test_four_thousand_characters_are_refused_whole(world: World, word: str) -> None:
    before = world.state()

    for text in (f"{word} {LONG}", f"{word} {LONG} by fri", f"{word} {LONG} on customer until fri because {LONG}"):
        told = world.hall.types(ANA, text)
        assert told.view or helps(told), told
        assert world.state() == before, told


def ids_of(deals: list[Deal]) -> set[DealId]:
    return {deal.id for deal in deals}


def filled(form: str, metadata: str, answer: str | None) -> Json:
    """Return a form with the same answer in every field that any form of ours has; None: no field was sent at all."""
    return {
        "type": "modal",
        "callback_id": form,
        "private_metadata": metadata,
        "blocks": list(_blocks(answer)),
    }


def _blocks(answer: str | None) -> Iterator[dict[str, Any]]:
    for name in FIELDS if answer is not None else FIELDS[:1]:
        yield {"type": "input", "block_id": name, "element": {"type": "plain_text_input", "initial_value": answer}}
