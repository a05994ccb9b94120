"""Moves of the clock as the page offers them, counted in the reader's time zone."""

from datetime import UTC, datetime, timedelta

from sandbox.drawing.moments import epoch_at, zone
from sandbox.errors import Json, Refused

# When people look at what has come overnight, and most digests are out.
MORNING = (8, 30)
MONDAY = 0


def wanted(move: str, to: str, now: datetime, tz: str) -> Json:
    """Turn the name of a move into what the clock's route takes."""
    if move in SPANS:
        return {"advance_seconds": SPANS[move].total_seconds()}
    if move == "morning":
        return {"move_to": _shown(next_morning(now, tz))}
    if move == "monday":
        return {"move_to": _shown(next_morning(now, tz, weekday=MONDAY))}
    if move == "to":
        return {"move_to": _shown(_at(to, tz))}
    raise Refused(f"The clock has no move {move!r}; it has: {', '.join([*SPANS, 'morning', 'monday', 'to'])}.")


SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


def next_morning(now: datetime, tz: str, weekday: int | None = None) -> datetime:
    """Find the next half past eight on clocks in the zone, on this day of the week if one is given; always ahead."""
    local = now.astimezone(zone(tz))
    # Wall time is put together anew for each day, since some days have 23 or 25 hours.
    for days in range(8):
        day = local.date() + timedelta(days=days)
        morning = datetime(day.year, day.month, day.day, *MORNING, tzinfo=zone(tz)).astimezone(UTC)
        if morning > now and weekday in (None, day.weekday()):
            return morning
    raise AssertionError("every day of the week comes within eight days")


def _at(text: str, tz: str) -> datetime:
    try:
        return datetime.fromtimestamp(epoch_at(text, tz), UTC)
    except (ValueError, OverflowError) as error:
        raise Refused("Choose a day and a time to go to.") from error


def _shown(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
