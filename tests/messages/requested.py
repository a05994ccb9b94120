"""A colleague is asked for a step: every way in which that reads, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot import refusals as r
from bot.events import Event, Nudged, StepCommitted
from bot.model import Deal, LapseKind, Request, Step, StepStatus, UserId
from bot.offered import StepAsked, StepCountered, StepTurnedDown, StepWithdrawn
from bot.outgoing import DigestFacts, Kind, Line, Outgoing
from bot.playbook import Where
from messages import replies
from messages import requests as asking
from messages.ids import Press
from messages.message import Message
from messages.rendering import render
from tests.messages.samples import (
    ANA,
    FINN,
    LAPSE,
    LIV,
    NOW,
    OMAR,
    PEOPLE,
    ZONE,
    deal,
    due,
    lapsed,
    reword,
    scene,
    step,
)

Say = Callable[[str], str]
KIND = LapseKind.REQUEST_UNANSWERED
ASKED_AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
CREW = step(
    50,
    "lend us the crane crew",
    by=FINN,
    due=due(4, month=12),
    status=StepStatus.OFFERED,
    request=Request(OMAR, ASKED_AT),
)
LATE = replace(CREW, due=due(27))
NAMED = replace(CREW, request=Request(OMAR, NOW, due(8, month=12), "they are in Turku."), generation=1)

SAID: dict[str, Event] = {
    "step_committed_asked": StepCommitted(CREW.id, CREW.what, FINN, CREW.due, None, asked_by=OMAR),
    "step_turned_down_asked": StepTurnedDown(CREW.id, CREW.what, FINN, "they are in Turku", OMAR),
    "step_withdrawn": StepWithdrawn(CREW.id, CREW.what, OMAR, FINN, is_known=True),
    "step_withdrawn_unread": StepWithdrawn(CREW.id, CREW.what, OMAR, FINN, is_known=False),
}
HAPPENED: tuple[Event, ...] = (
    StepAsked(CREW.id, CREW.what, FINN, OMAR, CREW.due),
    StepCountered(CREW.id, CREW.what, FINN, OMAR, CREW.due, due(8, month=12), "they are in Turku"),
)


def with_request(asked: Step = CREW, **changes: Any) -> Deal:
    return lapsed(KIND, asked.id, deal(steps=(*deal().steps, asked)), **changes)


def _nudges(say: Say) -> Iterator[tuple[str, Message]]:
    for name, asked, rung, where, who, also in (
        ("1", CREW, 1, Where.PRIVATE, FINN, ()),
        ("2", CREW, 2, Where.CHANNEL, FINN, ()),
        ("3", CREW, 3, Where.CHANNEL, FINN, (LIV,)),
        ("4", CREW, 4, Where.LEADERSHIP, FINN, (ANA,)),
        ("past", LATE, 1, Where.PRIVATE, FINN, ()),
        ("named", NAMED, 1, Where.PRIVATE, OMAR, ()),
        ("named_4", NAMED, 4, Where.LEADERSHIP, OMAR, (ANA,)),
        ("answered", replace(CREW, status=StepStatus.OPEN), 1, Where.PRIVATE, FINN, ()),
    ):
        yield f"nudge_request_{name}", _drawn(_nudged(rung, where, who, also), with_request(asked, rung=rung), say)


def _nudged(rung: int, where: Where, who: UserId, also: tuple[UserId, ...]) -> Nudged:
    return Nudged(LAPSE, KIND, CREW.what, rung, where, who, also)


def _drawn(event: Event, of: Deal, say: Say) -> Message:
    drawn = scene(event, of)
    worded = replace(drawn, deal=reword(drawn.deal, say), event=reword(drawn.event, say))
    return render(Outgoing("key", Kind.NUDGE, None), worded)


def _shown(say: Say) -> Iterator[tuple[str, Message]]:
    for name, asked in (("", CREW), ("_past", LATE), ("_named", NAMED)):
        of: Deal = reword(with_request(asked), say)
        yield f"board_request{name}", render(Outgoing("key", Kind.BOARD, None), scene(of=of))
        for who, viewer in (("asker", OMAR), ("asked", FINN)):
            yield f"glance_request{name}_{who}", replies.glance(of, viewer, PEOPLE, NOW)


def _told(say: Say) -> Iterator[tuple[str, Any]]:
    of, crew = reword(with_request(), say), reword(CREW, say)
    at = due(1, 8, month=12)
    yield "asked_now", asking.asked(of, crew, NOW, whom=FINN, at=None)
    yield "asked_tomorrow", asking.asked(of, crew, NOW, whom=FINN, at=at)
    yield "asked_stand_in", asking.asked(of, crew, NOW, whom=LIV, at=at)
    yield "asked_private", asking.asked(replace(of, is_private=True), crew, NOW, whom=FINN, at=None)
    yield "asked_again", asking.asked(of, crew, NOW, whom=FINN, at=None, is_again=True)
    yield "form_ask", asking.ask_form(Press(of.id))
    yield "form_ask_filled", asking.ask_form(Press(of.id), to=FINN, what=crew.what, when="fri")
    yield "form_another_date", asking.counter_form(Press(of.id, crew.id), crew, NOW)
    yield "form_another_date_past", asking.counter_form(Press(of.id, crew.id), reword(LATE, say), NOW)


def _digests(say: Say) -> Iterator[tuple[str, Message]]:
    of = with_request()
    lines = tuple(
        Line(kind, of.id, of.facts.name, of.channel_id, CREW.what, str(CREW.id), CREW.due.at, who)
        for kind, who in (("step_offer", None), ("request", OMAR), ("counter", FINN), ("asked_for", FINN))
    )
    facts = DigestFacts("person", "2026-11-30", ZONE, lines)
    yield "digest_requests", render(reword(Outgoing("key", Kind.DIGEST, None, digest=facts), say), scene())


def refused() -> dict[str, r.Refusal]:
    """Return what is said where a request cannot be made."""
    return {
        "asked_themself": r.AskedThemself("lend us the crane crew"),
        "already_asked": r.AlreadyAsked("lend us the crane crew", FINN, OMAR, ASKED_AT, CREW.due),
    }


PARTS = (_nudges, _shown, _told, _digests)
