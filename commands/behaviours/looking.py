"""Look without changing anything: the deal at a glance, lists, the timeline, help."""

from collections.abc import Sequence

from bot.events import Recorded
from bot.rules.first_pass import at_gates, first_pass
from bot.rules.ledger import ledger, waited
from bot.rules.permissions import TABLE, Act, standing
from bot.service import reading
from bot.service.reading import Scope, Seen
from commands.answers import Answer, Say
from commands.requests import Glance, Help, History, ListDeals
from commands.visit import Visit
from messages import replies
from messages.escaping import Mrkdwn


def glance(visit: Visit, _request: Glance) -> Answer:
    """Show the deal of this channel, with the buttons that the viewer may press."""
    seen, recorded = reading.history(visit.desk, visit.asked, visit.here())
    so_far = _so_far(visit, seen, recorded)
    return Say(replies.glance(seen.deal, visit.user_id, seen.people, visit.now, visit.counter.command, so_far))


def _so_far(visit: Visit, seen: Seen, recorded: Sequence[Recorded]) -> Mrkdwn | None:
    """Say what the deal's steps and lines came to; working hours are those of its owner."""
    calendar = seen.context.calendar(seen.deal.owner_id)
    handed = replies.handed_over(seen.deal, first_pass(seen.deal, recorded), at_gates(recorded))
    return replies.in_full(ledger(recorded), waited(recorded, calendar, now=visit.now), *handed)


def list_deals(visit: Visit, request: ListDeals) -> Answer:
    """List deals; a guest sees only those that they work on."""
    context = visit.around()
    scope = request.scope if standing(context, visit.user_id) in TABLE[Act.LOOK_AROUND] else Scope.MINE
    deals, total = reading.listed(visit.desk, visit.workspace_id, scope, visit.user_id)
    return Say(replies.deal_list(deals, scope, total, context.people, visit.now, visit.counter.command))


def history(visit: Visit, _request: History) -> Answer:
    """Tell everything that happened to the deal of this channel."""
    seen, recorded = reading.history(visit.desk, visit.asked, visit.here())
    return Say(replies.history(seen.deal, recorded, seen.people, _so_far(visit, seen, recorded)))


def help_page(visit: Visit, request: Help) -> Answer:
    """Explain the everyday forms, or all of them."""
    return Say(replies.help_page(request.more, visit.counter.command))


def more_help(visit: Visit, _value: str) -> Answer:
    """Explain all forms."""
    return Say(replies.help_page(more=True, command=visit.counter.command))
