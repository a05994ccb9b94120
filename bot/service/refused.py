"""A refusal is an answer too: the same input again gets it again, even where it could be served by now."""

from datetime import datetime

from bot.model import WorkspaceId
from bot.ports import Conflict
from bot.service.desk import Desk

PREFIX = "refused:"


def refusal_of(desk: Desk, workspace_id: WorkspaceId, key: str) -> str | None:
    """Return in which words an input was refused before, if it was."""
    with desk.work(workspace_id) as uow:
        return uow.answered(PREFIX + key)


def refuse(desk: Desk, workspace_id: WorkspaceId, key: str, words: str, *, now: datetime) -> None:
    """Remember in which words an input was refused.

    Whoever typed it was told that nothing happened. If a second delivery did it after all, minutes later, when
    others had changed what stood in its way, that would be an act that nobody asked for any more.
    """
    try:
        with desk.work(workspace_id) as uow:
            uow.answer(PREFIX + key, words, now=now)
    except Conflict:
        # Delivered twice at once: both were refused, and either's words will do.
        return
