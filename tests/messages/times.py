"""Messages and forms about people's time, by name: a part of the catalogue."""

from collections.abc import Callable, Iterator
from datetime import date, time

from bot import refusals as r
from bot.model import Absence, Week
from bot.outgoing import Kind, Outgoing
from messages import own_time, own_time_forms
from messages.blocks import Block
from messages.message import Message
from messages.rendering import render
from tests.messages.samples import ANA, FINN, LIV, OMAR, scene

FIRST, LAST = date(2026, 11, 30), date(2026, 12, 4)
AWAY = Absence(FIRST, LAST, by=OMAR, stand_in=FINN)
SHORT_WEEK = Week(frozenset({0, 1, 2, 4}), time(8, 30), time(16))


def refused() -> dict[str, r.Refusal]:
    """Return the refusals about time in each form that reads differently."""
    return {
        "day_past": r.DayPast(date(2026, 11, 20)),
        "ends_before_it_begins": r.EndsBeforeItBegins(LAST, FIRST),
        "too_far_away": r.TooFarAway(date(2028, 1, 1)),
        "cannot_stand_in": r.CannotStandIn(FINN, r.Unable.OUTSIDER),
        "own_stand_in": r.CannotStandIn(FINN, None),
        "stand_in_away": r.StandInAway(FINN, date(2026, 12, 7)),
        "not_away": r.NotAway(OMAR),
        "no_such_region": r.NoSuchRegion("Bavaria"),
        "no_such_part": r.NoSuchRegion(
            "DE-XX", tuple(f"DE-{part}" for part in ["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV"])
        ),
        "no_such_part_of_many": r.NoSuchRegion("US-XX", tuple(f"US-{n:02}" for n in range(50))),
        "no_such_week": r.NoSuchWeek("Work cannot begin at 17:00 and end at 09:00; it must begin before it ends."),
        "not_an_admin": r.NotAnAdmin((LIV, ANA)),
        "not_an_admin_of_none": r.NotAnAdmin(()),
    }


def told(_say: Callable[[str], str]) -> Iterator[tuple[str, Message]]:
    for what in ("stand_in", "relieved", "marked", "unmarked"):
        row = Outgoing("k", Kind.ABSENCE, None, to_user=FINN, detail=f"{what}:{OMAR}:{FIRST}:{LAST}:{LIV}")
        yield f"told_absence_{what}", render(row, scene())
    row = Outgoing("k", Kind.ABSENCE, None, to_user=FINN, detail=f"stand_in:{OMAR}:{FIRST}:{LAST}:{OMAR}")
    yield "told_absence_stand_in_by_themself", render(row, scene())


def replies(say: Callable[[str], str]) -> Iterator[tuple[str, Message]]:
    one_day = Absence(FIRST, FIRST, by=LIV)
    yield "reply_away", own_time.away(OMAR, "Omar", AWAY, is_self=True, command="/deal")
    yield "reply_away_other", own_time.away(OMAR, say("Omar"), one_day, is_self=False, command="/deal")
    yield "reply_back", own_time.back(OMAR, AWAY, is_self=True)
    yield "reply_back_other", own_time.back(OMAR, one_day, is_self=False)
    yield "reply_back_again", own_time.back(OMAR, None, is_self=True)
    yield "reply_hours", own_time.hours(SHORT_WEEK, SHORT_WEEK, "Europe/Helsinki")
    yield "reply_hours_default", own_time.hours(None, Week(), "Europe/Helsinki")
    yield "reply_region", own_time.region("DE-BY", [date(2026, 12, 25)], is_own=True)
    yield "reply_region_default", own_time.region("FI", [], is_own=False)
    yield "reply_region_none", own_time.region(None, [], is_own=False)


def forms(_say: Callable[[str], str]) -> Iterator[tuple[str, Block]]:
    yield "form_away", own_time_forms.away(OMAR, None)
    yield "form_away_stand_in", own_time_forms.away(OMAR, FINN)
    yield "form_hours", own_time_forms.hours(SHORT_WEEK)
    yield "form_region", own_time_forms.region("DE-BY")
    yield "form_region_empty", own_time_forms.region("")
    yield "form_saved", own_time_forms.done(own_time.hours(SHORT_WEEK, SHORT_WEEK, "Europe/Helsinki"))


PARTS = (told, replies, forms)
