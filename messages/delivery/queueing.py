"""Send those whom an empty bucket turns away to the end of a queue, so that they do not all come back at once."""

from datetime import datetime, timedelta
from threading import Lock

from bot.model import WorkspaceId

LONGEST = timedelta(seconds=60)
"""Nobody is sent further away: those ahead may turn out to have nothing to send."""
MOST_QUEUES = 10_000


class Queues:
    """One queue for each bucket, in this process; shared between threads."""

    def __init__(self) -> None:
        self._ends: dict[tuple[WorkspaceId, str], datetime] = {}
        self._lock = Lock()

    def wait(self, workspace_id: WorkspaceId, bucket: str, *, seconds: float, apart: float, machine: datetime) -> float:
        """Return the seconds to wait: at least ``seconds``, and ``apart`` from whoever was turned away before."""
        with self._lock:
            self._forget(machine)
            earliest = machine + timedelta(seconds=seconds)
            # Of those who come back in the same moment one would find a token, and the others come back once more.
            last = self._ends.get((workspace_id, bucket), earliest - timedelta(seconds=apart))
            at = max(earliest, min(last + timedelta(seconds=apart), machine + LONGEST))
            self._ends[workspace_id, bucket] = at
        return (at - machine).total_seconds()

    def _forget(self, machine: datetime) -> None:
        if len(self._ends) >= MOST_QUEUES:
            self._ends = {key: end for key, end in self._ends.items() if end > machine}
