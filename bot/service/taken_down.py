"""Somebody deleted what Baton keeps up to date in a channel: Slack tells of it, or answers so to the next edit."""

from datetime import datetime

from bot.model import WorkspaceId
from bot.outgoing import Outgoing
from bot.ports import Posted
from bot.posted_anew import living, looked_for, posted_anew
from bot.service.desk import Desk


def told_deleted(desk: Desk, workspace_id: WorkspaceId, gone: Posted, *, now: datetime) -> None:
    """Look whether a message that Slack says was deleted is a board or a checklist, and draw it again if it is.

    Nothing is posted because of what an event says: it may be late, forged, or about a copy that we deleted ourselves.
    """
    with desk.look(workspace_id) as uow:
        deal = uow.deal_in(gone.channel_id)
        known = [each.key for each in living(deal) if uow.stands(each.key, gone)] if deal else []
    if deal and known:
        with desk.work(workspace_id) as uow:
            uow.send([row for key in known for row in looked_for(deal, key, gone.ts)], now=now)
        desk.wake()


def deleted(desk: Desk, workspace_id: WorkspaceId, edit: Outgoing, gone: Posted, now: datetime) -> None:
    """Post once more what an edit found deleted, unless it stands somewhere else by now. Twice changes nothing."""
    if edit.deal_id is None or edit.edits is None:
        return
    with desk.work(workspace_id) as uow:
        deal = uow.deal(edit.deal_id)
        rows = tuple(posted_anew(deal, edit.edits)) if deal else ()
        # Asked in the transaction that decides: of two copies the one that stays may have become the message meanwhile.
        if rows and uow.stands(edit.edits, gone):
            uow.send(rows, now=now)
    desk.wake()
