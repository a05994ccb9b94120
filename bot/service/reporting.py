"""Read the report: gather what happened in a span to the deals that somebody may read, and let the rule add it up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.closed import DealClosed
from bot.events import DealOpened, Decided, ItemAccepted, Rescued, StepKept, StepRescheduled
from bot.handovers import HandoverComplete
from bot.model import UserId, WorkspaceId
from bot.ports import Wanted
from bot.rules.permissions import may_find
from bot.rules.report import Report, report
from bot.service.desk import Desk, context_of

COUNTED = (DealOpened, HandoverComplete, DealClosed, StepKept, StepRescheduled, ItemAccepted, Decided, Rescued)
MOST_READ = 200
"""Deals with their whole histories: Slack waits three seconds for the answer, and these take one."""
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Reported:
    """A report from ``since`` on. ``is_cut``: there are too many deals, and not how many, since some are not for everybody."""

    report: Report
    since: datetime
    is_cut: bool


def reported(desk: Desk, workspace_id: WorkspaceId, *, days: int, by: UserId, now: datetime) -> Reported:
    """Return the report of the last days. Of a private deal only those read who work on it."""
    since = now - timedelta(days=days)
    with desk.work(workspace_id) as uow:
        context = context_of(uow)
        happened = uow.events_between(since, now + A_MOMENT)
        # The latest first, so that of very many deals those are left out of which the least is news.
        ids = list(dict.fromkeys(deal_id for deal_id, each in reversed(happened) if isinstance(each.event, COUNTED)))
        found = [deal for deal in map(uow.deal, ids[:MOST_READ]) if deal and may_find(deal, context, by)]
        late = uow.deals(Wanted(with_open_lapse=True, limit=MOST_READ))
        counted = [(deal, uow.history(deal.id)) for deal in found]
        theirs = [deal for deal in late if may_find(deal, context, by)]
        return Reported(report(counted, theirs, since=since), since, len(ids) > MOST_READ)
