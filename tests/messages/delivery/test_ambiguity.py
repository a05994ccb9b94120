"""The table of effects: an answer that leaves it open is followed by a look, or by a repeat that does no harm."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from bot.model import Deal, UserId
from bot.outgoing import Kind, Outgoing
from messages.delivery.effects import EFFECTS, LOOKS_FIRST
from tests.messages.delivery.office import Office

DONE = ("status_after:503", "error_after:fatal_error", "apply_then_drop", "late:30")
"""What leaves it open although Slack has done it, at once or a while later."""
NOT_DONE = ("status:500", "error:internal_error", "drop_before", "hang_before")


@dataclass(frozen=True)
class Case:
    """An effect: the call that has it, the call that finds it again (None: repeating does no harm), what it leaves."""

    method: str
    looks_by: str | None
    seen: Callable[[Office, Deal], int]


def said(office: Office, deal: Deal) -> int:
    return office.texts(deal.channel_id).count("e")


def said_privately(office: Office, _: Deal) -> int:
    opened = office.slack.ask("conversations.open", {"users": office.ana})
    channel = office.column("e", "channel_id")
    assert channel == opened.channel_id  # type: ignore[union-attr]
    return len([each for each in office.client.messages(channel) if each["text"].startswith("e for")])


def here(office: Office, deal: Deal) -> Any:
    return next(each for each in office.client.state()["channels"] if each["id"] == deal.channel_id)


def invited(office: Office, deal: Deal) -> int:
    return len([each for each in here(office, deal)["members"] if each == office.ana])


def made(office: Office, deal: Deal) -> int:
    return sum(each["name"].endswith(f"-{deal.short}") for each in office.client.state()["channels"])


def titled(office: Office, deal: Deal) -> int:
    return str(here(office, deal)["topic"]).count("e for Acme")


def pinned(office: Office, deal: Deal) -> int:
    return len(here(office, deal)["pins"])


def put_away(office: Office, deal: Deal) -> int:
    return int(here(office, deal)["is_archived"])


def at_home(office: Office, _: Deal) -> int:
    shown = office.client.home(office.ana)
    return str(shown).count("e for")


POST = Case("chat.postMessage", "conversations.history", said)
DIRECT = Case("chat.postMessage", "conversations.history", said_privately)
CASES: dict[Kind, Case] = {
    Kind.OPEN_CHANNEL: Case("conversations.create", "users.conversations", made),
    Kind.INVITE: Case("conversations.invite", None, invited),
    Kind.TOPIC: Case("conversations.setTopic", None, titled),
    Kind.BRIEF: POST,
    Kind.BOARD: POST,
    Kind.PIN_BOARD: Case("pins.add", None, pinned),
    Kind.CHECKLIST: POST,
    Kind.SAY: POST,
    Kind.TELL: DIRECT,
    Kind.NUDGE: POST,
    Kind.DIGEST: POST,
    Kind.EDIT: Case("chat.update", None, said),
    Kind.ABSENCE: DIRECT,
    Kind.ALERT: DIRECT,
    Kind.FIRST_STEPS: DIRECT,
    Kind.ARCHIVE: Case("conversations.archive", None, put_away),
    Kind.HOME: Case("views.publish", None, at_home),
}
KINDS = pytest.mark.parametrize("kind", list(Kind))


def decide(office: Office, kind: Kind) -> Deal:
    """Decide one effect under the key ``e``, with everything in Slack that it is to be done to."""
    if CASES[kind] is DIRECT:
        # Of their own: in one conversation for all, the same key of an earlier test would be found.
        office.ana = UserId(office.client.add_person(f"p{uuid4().hex[:8]}")["id"])
    deal = office.deal(with_channel=kind is not Kind.OPEN_CHANNEL)
    if kind in {Kind.PIN_BOARD, Kind.EDIT}:
        office.say(deal, f"board:{deal.id}")
        office.deliver()
    is_direct = CASES[kind] is DIRECT or kind in {Kind.INVITE, Kind.HOME}
    row = Outgoing(
        "e",
        kind,
        None,
        deal_id=deal.id,
        in_channel_of=None if CASES[kind] is DIRECT else deal.id,
        to_user=office.ana if is_direct else None,
        edits=f"board:{deal.id}" if kind is Kind.EDIT else None,
    )
    office.send(row)
    return deal


@KINDS
@pytest.mark.parametrize("fault", [*DONE, *NOT_DONE])
def test_after_an_answer_that_leaves_it_open_it_is_there_once(office: Office, kind: Kind, fault: str) -> None:
    case, deal = CASES[kind], decide(office, kind)
    office.inject(fault, method=case.method)

    office.drain(minutes=10)

    assert office.column("e", "state") == "sent"
    assert case.seen(office, deal) == 1


@KINDS
def test_what_is_no_repeat_is_looked_for_before_it_is_done_again(office: Office, kind: Kind) -> None:
    case = CASES[kind]
    decide(office, kind)
    office.inject("drop_before", method=case.method)
    before = len(office.traffic())

    office.drain(minutes=10)

    methods = [entry["method"] for entry in office.traffic()[before:]]
    assert methods.count(case.method) == 2
    between = methods[methods.index(case.method) + 1 : len(methods) - methods[::-1].index(case.method) - 1]
    assert between.count(case.looks_by or "nothing") == (1 if case.looks_by else 0)


@KINDS
def test_what_is_found_is_not_done_again(office: Office, kind: Kind) -> None:
    case = CASES[kind]
    decide(office, kind)
    office.inject("apply_then_drop", method=case.method)
    before = len(office.calls(case.method))

    office.drain(minutes=10)

    assert len(office.calls(case.method)) - before == (1 if case.looks_by else 2)


def test_the_table_names_every_kind_and_every_look() -> None:
    assert set(CASES) == set(Kind)
    assert {kind for kind, case in CASES.items() if case.looks_by} == {
        kind for kind, effect in EFFECTS.items() if effect in LOOKS_FIRST
    }
