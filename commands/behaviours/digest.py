"""When one's own digest comes."""

from bot.rules.digests import clock_of
from bot.service import own_time as times
from commands.answers import Answer, Say
from commands.digest_time import read_wish
from commands.requests import Digest
from commands.visit import Visit
from messages import own_time


def typed(visit: Visit, request: Digest) -> Answer:
    """Move the visitor's digest, or have it come on empty days too; without words, say how it is."""
    if request.rest:
        wish = read_wish(request.rest)
        times.digest_at(visit.desk, visit.asked, wish.at, is_daily=wish.is_daily, is_reset=wish.is_reset)
    context = visit.around()
    zone, is_daily = context.calendar(visit.user_id).zone, context.time_of(visit.user_id).is_digest_daily
    at = clock_of(context, visit.user_id)
    return Say(own_time.digest(at, zone, is_daily=is_daily, command=visit.counter.command))
