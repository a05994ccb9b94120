"""A form that could not be shown is put aside with what stands in it, until whoever asked for it takes it up again."""

from datetime import datetime

from bot.identity import UserId, WorkspaceId, drafts_of
from bot.ports import Conflict
from bot.service.desk import Desk


def put_aside(desk: Desk, workspace_id: WorkspaceId, user_id: UserId, key: str, form: str, *, now: datetime) -> None:
    """Keep a form for one person under the key of the input that asked for it."""
    try:
        with desk.work(workspace_id) as uow:
            uow.answer(_name(user_id, key), form, now=now)
    except Conflict:
        # Asked for once more by the same input: the form that lies there already says the same.
        return


def taken_up(desk: Desk, workspace_id: WorkspaceId, user_id: UserId, key: str) -> str | None:
    """Return a form that was put aside for this person; None where there is none, or where it is somebody else's."""
    with desk.work(workspace_id) as uow:
        return uow.answered(_name(user_id, key))


def _name(user_id: UserId, key: str) -> str:
    return f"{drafts_of(user_id)}{key}"
