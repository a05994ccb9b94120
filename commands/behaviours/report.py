"""Read what the deals came to in a week or a month."""

from bot.refusals import NoSuchDeal
from bot.service.reporting import reported
from commands.answers import Answer, Say
from commands.reports import DAYS, ReportOf, Span
from commands.visit import Visit
from messages.report import MOST_SHOWN, page


def typed(visit: Visit, request: ReportOf) -> Answer:
    return _page(visit, request.span, after=0, in_place=False)


def shown(visit: Visit, value: str) -> Answer:
    """Show the report beside the digest that leads to it; only whoever pressed reads it, as far as they may."""
    if value not in tuple(Span):
        raise NoSuchDeal
    return _page(visit, Span(value), after=0, in_place=False)


def pressed(visit: Visit, value: str) -> Answer:
    """Show the other span, or more of what stalls, in place of what is shown."""
    span, _, after = value.partition("|")
    if span not in tuple(Span) or not (after.isascii() and after.isdecimal()) or len(after) > len("9999"):
        raise NoSuchDeal
    return _page(visit, Span(span), after=int(after), in_place=True)


def _page(visit: Visit, span: Span, *, after: int, in_place: bool) -> Answer:
    found = reported(visit.desk, visit.workspace_id, days=DAYS[span], by=visit.user_id, now=visit.now)
    # Whoever presses long afterwards may find that less stalls by now: then the list begins anew.
    begin = after if after < len(found.report.stalled) else 0
    others = tuple((str(each), DAYS[each]) for each in Span if each is not span)
    shown = page(
        found, span=str(span), days=DAYS[span], others=others, stalled_from=begin, most=MOST_SHOWN, now=visit.now
    )
    return Say(shown, in_place=in_place)
