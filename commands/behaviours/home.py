"""What can be pressed in a person's Home beside the buttons that stand everywhere."""

from bot.refusals import NoSuchDeal
from bot.rules.digests import clock_of
from bot.service import own_time as times
from commands.answers import Answer, Open, Quiet
from commands.behaviours import own_time, won
from commands.digest_time import read_wish
from commands.fields import Fields
from commands.requests import Away, Hours, Region, Won
from commands.visit import Visit
from messages import own_time as said
from messages import own_time_forms


def show_pressed(visit: Visit, _value: str) -> Answer:
    """Show another part: publishing the Home anew is all that it takes. Raises NoSuchDeal where there is no Home."""
    if visit.channel_id is not None:
        raise NoSuchDeal
    return Quiet()


def won_pressed(visit: Visit, _value: str) -> Answer:
    """Ask what was won."""
    return won.typed(visit, Won(None, None))


def away_pressed(visit: Visit, _value: str) -> Answer:
    """Ask from when until when the visitor is away."""
    return own_time.away(visit, Away(""))


def hours_pressed(visit: Visit, _value: str) -> Answer:
    """Ask when the visitor works."""
    return own_time.hours(visit, Hours(""))


def region_pressed(visit: Visit, _value: str) -> Answer:
    """Ask whose public holidays the visitor has."""
    return own_time.region(visit, Region(""))


def digest_pressed(visit: Visit, _value: str) -> Answer:
    """Ask when the visitor's digest comes."""
    context = visit.around()
    is_daily = context.time_of(visit.user_id).is_digest_daily
    return Open(own_time_forms.digest(clock_of(context, visit.user_id), is_daily=is_daily))


def digest_submitted(visit: Visit, _metadata: str, fields: Fields) -> Answer:
    """Move the visitor's digest, as the form says."""
    wish = read_wish(fields.text(own_time_forms.AT))
    is_daily = fields.text(own_time_forms.DAILY) == own_time_forms.EVERY_DAY
    times.digest_at(visit.desk, visit.asked, wish.at, is_daily=is_daily, is_reset=wish.is_reset)
    context = visit.around()
    at, zone = clock_of(context, visit.user_id), context.calendar(visit.user_id).zone
    told = said.digest(at, zone, is_daily=is_daily, command=visit.counter.command)
    return Open(own_time_forms.done(told))
