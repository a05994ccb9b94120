"""When somebody wants no noise: the span of do-not-disturb that is now or comes next."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.state.model import User

LONG_AGO = 1


@dataclass(frozen=True)
class Span:
    """Unix seconds, as Slack has them; someone who never wants quiet has a span of no length long ago."""

    is_enabled: bool = False
    start: int = LONG_AGO
    end: int = LONG_AGO


def quiet_span(user: User, now: datetime) -> Span:
    """Find the quiet that someone is in at `now`, else their next one."""
    dnd, epoch = user.dnd, int(now.timestamp())
    if dnd is None:
        return Span()
    # A snooze is said to begin now: Slack does not tell apps when it was begun.
    if dnd.snoozed_until > epoch:
        return Span(is_enabled=True, start=epoch, end=dnd.snoozed_until)
    if dnd.daily:
        start, end = _today_or_next(dnd.daily, now.astimezone(ZoneInfo(user.tz or "UTC")))
        return Span(dnd.is_enabled, start, end)
    return Span(dnd.is_enabled and dnd.end > LONG_AGO, dnd.start, dnd.end)


def _today_or_next(daily: tuple[str, str], here: datetime) -> tuple[int, int]:
    begins, ends = (time.fromisoformat(one) for one in daily)
    for days in (-1, 0, 1):
        day = here.date() + timedelta(days=days)
        start = datetime.combine(day, begins, here.tzinfo)
        # Quiet that ends earlier in the day than it begins lasts over midnight.
        end = datetime.combine(day + timedelta(days=ends <= begins), ends, here.tzinfo)
        if end > here:
            break
    return int(start.timestamp()), int(end.timestamp())
