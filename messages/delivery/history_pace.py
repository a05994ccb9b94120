"""How fast Slack may be asked for history: as documented, or once a minute with fifteen messages."""

from datetime import datetime, timedelta

from bot.model import WorkspaceId
from bot.ports import Rate
from messages.delivery.rates import HISTORY, SLOW_HISTORY, rates

PAGE, SMALL_PAGE = 200, 15
SLOW_FOR = timedelta(minutes=10)
"""How long Slack is asked for history once a minute only, after it wanted no more calls."""


class HistoryPace:
    """Slow always, or for a while where Slack wanted no more calls; shared between threads.

    Slack does not say which of its two paces it gives an app: that depends on how the app is sold.
    """

    def __init__(self, *, is_slow: bool = False) -> None:
        self._is_slow = is_slow
        self._slow_until: dict[WorkspaceId, datetime] = {}

    def is_slow(self, workspace_id: WorkspaceId, *, machine: datetime) -> bool:
        """Tell whether history is asked for once a minute only."""
        until = self._slow_until.get(workspace_id, machine)
        # Further ahead it cannot have been put: the clock was set back since, and it would be slow until that moment.
        return self._is_slow or machine < until <= machine + SLOW_FOR

    def limited(self, workspace_id: WorkspaceId, *, machine: datetime) -> None:
        """Hear that Slack wanted no more calls, although ours keep to its documented rate."""
        self._slow_until[workspace_id] = machine + SLOW_FOR

    def rates(self, workspace_id: WorkspaceId, *, machine: datetime) -> tuple[Rate, ...]:
        """Return the buckets that a call takes a token from."""
        return (SLOW_HISTORY,) if self.is_slow(workspace_id, machine=machine) else rates(HISTORY, None)

    def page(self, workspace_id: WorkspaceId, *, machine: datetime) -> int:
        """Return how many messages to ask for at once."""
        return SMALL_PAGE if self.is_slow(workspace_id, machine=machine) else PAGE
