"""A deal is closed, taken up again, and what it taught: every way in which that reads, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot import refusals as r
from bot.closed import Closing, DealClosed, DealReopened, EverythingSettled, Outcome, Summary, Taught
from bot.closing_rows import NO_ANSWER, SETTLED
from bot.consequences import SUMMARY
from bot.events import Event
from bot.figures import FirstPass, Ledger, Slips
from bot.model import ChannelId, Deal, DealId, DealStatus
from bot.outgoing import Kind, Outgoing
from bot.rules.report import Handed, Report, Stalled
from bot.service.reporting import Reported
from messages import closing, replies
from messages.lessons import page
from messages.message import Message
from messages.rendering import render
from messages.report import page as report_page
from tests.messages.samples import FINN, NOW, OMAR, PEOPLE, deal, reword, scene

Say = Callable[[str], str]
CLOSED_AT = datetime(2027, 1, 28, 14, tzinfo=UTC)
CAME_TO = Summary(
    won_on=date(2026, 10, 5),
    promised_first=date(2027, 1, 15),
    promised_last=date(2027, 2, 1),
    delivered_on=date(2027, 1, 28),
    lines=23,
    settled=22,
    accepted=20,
    at_once=18,
    steps=Ledger(kept=12, in_time=11, as_first_dated=9, ours=Slips(2, 1), customers=Slips(early=2)),
    escalations=2,
    decisions=1,
    rescues=1,
    handover_days=6,
    begun_anyway=1,
    pairs=(FirstPass("field", "finance", 13, 13), FirstPass("sales", "field", 7, 5)),
)
BEFORE_PAIRS = replace(CAME_TO, pairs=())
"""As it was kept before it was counted for each pair."""
LITTLE = Summary(None, None, None, None, 0, 0, 0, 0, Ledger(), 0, 0, 0)
LESSONS = "Ask for the permit before the crane is booked.\n- the landlord wants two weeks"
WELL = Closing(Outcome.DELIVERED, OMAR, CLOSED_AT, "", LESSONS, CAME_TO)
BADLY = Closing(Outcome.NOT, OMAR, CLOSED_AT, "the landlord sold the site.", "", LITTLE)
PARTLY = replace(
    WELL,
    outcome=Outcome.PARTLY,
    reason="the second charger is missing",
    lessons="",
    summary=replace(BEFORE_PAIRS, delivered_on=None),
)

HAPPENED: tuple[Event, ...] = (
    DealClosed(WELL.outcome, OMAR, "", LESSONS, CAME_TO),
    DealClosed(BADLY.outcome, OMAR, BADLY.reason, "", LITTLE, ("call the landlord",), ("Site is surveyed",)),
    DealReopened(FINN, "the customer found a fault", CLOSED_AT),
    EverythingSettled(OMAR, CLOSED_AT),
)


def over(how: Closing = WELL, **changes: Any) -> Deal:
    return deal(status=DealStatus.CLOSED, closing=how, **changes)


def _event(how: Closing, dropped: tuple[str, ...] = (), undone: tuple[str, ...] = ()) -> DealClosed:
    return DealClosed(how.outcome, how.by, how.reason, how.lessons, how.summary, dropped, undone)


def _drawn(kind: Kind, event: Event | None, of: Deal, say: Say, detail: str | None = None) -> Message:
    drawn = scene(event, of)
    recorded = replace(drawn.event, at=CLOSED_AT) if drawn.event else None
    worded = replace(drawn, deal=reword(of, say), event=reword(recorded, say))
    return render(Outgoing("key", kind, None, detail=detail), worded)


def _said(say: Say) -> Iterator[tuple[str, Message]]:
    on_time = replace(CAME_TO, delivered_on=date(2027, 2, 1), promised_first=date(2027, 2, 1))
    many = tuple(FirstPass(giver, "service", 2, n % 3) for n, giver in enumerate(("crew", *"abcdefg")))
    late = replace(CAME_TO, delivered_on=date(2027, 2, 2), pairs=many)
    undone = tuple(f"line {number}" for number in range(7))
    for name, how, event in (
        ("well", WELL, _event(WELL, undone=("Poster hangs",))),
        ("badly", BADLY, _event(BADLY, ("call the landlord",), undone)),
        ("partly", PARTLY, _event(PARTLY)),
        ("on_the_day", replace(WELL, summary=on_time), _event(replace(WELL, summary=on_time))),
        ("a_day_late", replace(WELL, summary=late), _event(replace(WELL, summary=late))),
    ):
        yield f"said_closed_{name}", _drawn(Kind.SAY, event, over(how), say)
    yield "said_closed_no_channel", _drawn(Kind.TELL, _event(WELL), over(channel_id=None), say)
    yield "told_no_answer", _drawn(Kind.TELL, _event(WELL), over(), say, detail=NO_ANSWER)
    for name, who in (("", OMAR), ("_stand_in", FINN)):
        asked = EverythingSettled(who, CLOSED_AT)
        yield f"told_settled{name}", _drawn(Kind.TELL, asked, deal(), say, detail=SETTLED)
    yield "told_settled_over", _drawn(Kind.TELL, asked, over(), say, detail=SETTLED)
    yield "said_reopened", _drawn(Kind.SAY, HAPPENED[2], deal(closing=WELL), say)
    yield "summary_goes_on", _drawn(Kind.EDIT, None, deal(closing=WELL), say, detail=SUMMARY)


def _shown(say: Say) -> Iterator[tuple[str, Any]]:
    for name, how in (("", WELL), ("_badly", BADLY)):
        yield f"board_closed{name}", _drawn(Kind.BOARD, None, over(how), say)
    yield "glance_closed", replies.glance(reword(over(), say), OMAR, PEOPLE, NOW)
    yield "did_closed", closing.did(reword(over(), say), reword(WELL, say))
    yield "did_reopened", closing.did_reopen(reword(deal(), say))
    yield "form_close", closing.close_form(reword(deal(), say))
    filled = {"outcome": Outcome.PARTLY, "reason": "it burnt", "lessons": "ask first"}
    yield "form_close_filled", closing.close_form(reword(deal(steps=(), items=()), say), **filled)  # type: ignore[arg-type]
    yield "form_close_again", closing.close_form(reword(deal(closing=WELL), say))
    yield "form_reopen_deal", closing.reopen_form(deal())


def _lessons(say: Say) -> Iterator[tuple[str, Message]]:
    def one(how: Closing, channel: str | None) -> Taught:
        at = ChannelId(channel) if channel else None
        return Taught(DealId(deal().id), "Acme EV site", "Acme Oy", "site", at, is_private=False, closing=how)

    shown = reword((one(WELL, "C0ACME"), one(replace(BADLY, lessons="Ask who owns the site."), None)), say)
    yield "lessons", page(shown, "", after=0, is_more=False, command="/deal")
    yield "lessons_more", page(shown, say("permit"), after=5, is_more=True, command="/deal")
    yield "lessons_none", page((), "", after=0, is_more=False, command="/deal")
    yield "lessons_none_found", page((), say("permit"), after=0, is_more=False, command="/deal")


WAITED = (timedelta(hours=3), timedelta(hours=30), timedelta(days=3, hours=1))


def _reports(say: Say) -> Iterator[tuple[str, Message]]:
    of: Deal = reword(deal(), say)
    stalled = tuple(Stalled(of, say(f"line {n}"), NOW - timedelta(days=9 - n), 1 + n % 2) for n in range(7))
    handed = (Handed(say("Sales"), say("Field crew"), 7, 5), Handed("Field crew", "Operations", 3, 3))
    closed = ((Outcome.DELIVERED, 2), (Outcome.NOT, 1))
    full = Report(3, 1, closed, 12, 9, 4, 1, handed, 2, 1, (NOW - timedelta(days=4), NOW), WAITED, stalled)
    quiet = Report(0, 0, (), 0, 0, 0, 0, (), 0, 0, (), (), ())
    soon = replace(full, waited=WAITED[:1])
    for name, report, is_cut, begin in (
        ("", full, False, 0),
        ("_soon", soon, False, 0),
        ("_more", full, True, 5),
        ("_quiet", quiet, False, 0),
    ):
        found = Reported(report, NOW - timedelta(days=7), is_cut)
        given = {"span": "week", "days": 7, "others": (("month", 30),), "stalled_from": begin, "most": 5, "now": NOW}
        yield f"report{name}", report_page(found, **given)  # type: ignore[arg-type]


def refused() -> dict[str, r.Refusal]:
    """Return what is said where a deal cannot be closed, or not be taken up again."""
    gates = deal().items[:2]
    return {
        "gates_open": r.GatesOpen(gates),
        "gate_open": r.GatesOpen(gates[:1]),
        "already_closed": r.AlreadyClosed(OMAR, datetime(2026, 11, 30, 8, 29, 58, tzinfo=UTC)),
        "not_closed": r.NotClosed(DealStatus.OPEN),
        "put_away": r.PutAway(datetime(2026, 11, 2, 8, tzinfo=UTC), datetime(2026, 11, 16, 8, tzinfo=UTC)),
    }


PARTS = (_said, _shown, _lessons, _reports)
