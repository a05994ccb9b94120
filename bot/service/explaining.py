"""Tell why: a deal with what was said about it, what was not, and what comes."""

from dataclasses import dataclass
from datetime import datetime

from bot.model import WorkspaceId
from bot.rules.explaining import Explained, explain
from bot.service.desk import Desk, Find
from bot.service.reading import Seen, history


@dataclass(frozen=True, slots=True)
class Reasons:
    """A deal and its people, with the explanation as of one moment."""

    seen: Seen
    explained: Explained


def why(desk: Desk, workspace_id: WorkspaceId, find: Find, *, now: datetime) -> Reasons:
    """Explain one deal."""
    seen, recorded = history(desk, workspace_id, find)
    return Reasons(seen, explain(seen.deal, recorded, seen.context, now=now))
