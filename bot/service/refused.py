"""A refusal is an answer too: the same input again gets it again, even where it could be served by now."""

from dataclasses import dataclass
from datetime import datetime

from bot.model import Person, UserId, WorkspaceId
from bot.ports import Conflict
from bot.service.desk import Desk

PREFIX = "refused:"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an input before it is served: in which words it was refused, and who it comes from."""

    words: str | None
    person: Person | None


def known(desk: Desk, workspace_id: WorkspaceId, key: str, user: UserId) -> Known:
    """Return what is known, in one look: everybody who presses waits for it."""
    with desk.look(workspace_id) as uow:
        return Known(uow.answered(PREFIX + key), uow.person(user))


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
