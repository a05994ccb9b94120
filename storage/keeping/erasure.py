"""Erase a person: who they are and what they wrote, from every row, and no row."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, String, Table, delete, func, insert, or_, select, update

from bot.identity import drafts_of
from bot.model import Absence, DealStatus, ItemStatus, StepStatus, UserId, WorkspaceId
from bot.ports import RowState
from storage.claims import is_waiting
from storage.engine import Database
from storage.failure import StorageError
from storage.keeping.hiding import ERASED, Hiding, digest_of
from storage.keeping.tables import BATCH, tables_in
from storage.people_mark import mark_anew
from storage.schema.boxes import inbox, outbox
from storage.schema.deals import deal, event, item, lapse, step
from storage.schema.keeping import erased
from storage.schema.workspaces import another_look, asked_in_public, digest_clock, home, person, workspace

_GOES_ON = (DealStatus.OPEN, DealStatus.HELD, DealStatus.BACKLOG)
_OPEN_ITEMS = (ItemStatus.OPEN, ItemStatus.WAITING)
# A playbook is known by the digest of its words; whoever is named in one is taken out of its file by its author.
# Tokens are nobody's words.
_LEFT_ALONE = {"playbook", "newest_playbook", "installation", "erased", "person", "bucket", "sighting", "looked_back"}
"""Tables that no word of a person stands in, or that are replaced as a whole."""


class StillNeeded(StorageError):  # noqa: N818 - a fact about the work, not a fault
    """Work hangs on the person; the sentence says what to hand over first."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Who stands for the person from now on, and how many rows named them."""

    alias: UserId
    rows: int


def erase(database: Database, workspace_id: WorkspaceId, user: UserId, *, new_id: UUID, now: datetime) -> Erased:
    """Take a person out of a workspace's memory for good, in one transaction; doing it again finishes what came since.

    An alias stands where they stood, so that every row stays and histories add up. ``new_id`` makes it, where they
    were not erased before. Raise StillNeeded while a deal that goes on has its owner, a step or an item from them.
    """
    with database.writing() as connection:
        _check_nothing_hangs(connection, workspace_id, user)
        alias = _alias(connection, workspace_id, user, new_id, now)
        known = connection.execute(select(person).where(person.c.workspace_id == workspace_id, person.c.id == user))
        who = known.mappings().first()
        hiding = Hiding(
            user,
            alias,
            name=who["name"] if who else None,
            email=who["email"] if who else None,
            texts=_written_by(connection, workspace_id, user),
        )
        _unseat(connection, workspace_id, user, now)
        mark_anew(connection, workspace_id)
        rows = _replace_person(connection, workspace_id, user, alias)
        rows += _out_of_absences(connection, workspace_id, user, alias)
        for table in tables_in(connection).values():
            if table.name not in _LEFT_ALONE and "workspace_id" in table.c:
                rows += _rewrite(connection, table, workspace_id, hiding)
        # Whoever decides about a deal as it was must look again before they save.
        connection.execute(update(deal).where(deal.c.workspace_id == workspace_id).values(version=deal.c.version + 1))
    return Erased(alias, rows)


def _check_nothing_hangs(connection: Connection, workspace_id: WorkspaceId, user: UserId) -> None:
    def count(table: Table, *conditions: ColumnElement[bool]) -> int:
        goes_on = (deal.c.workspace_id == workspace_id, deal.c.status.in_(_GOES_ON), *conditions)
        source = deal
        if table is not deal:
            is_its = (table.c.workspace_id == deal.c.workspace_id) & (table.c.deal_id == deal.c.id)
            source = deal.join(table, is_its)  # type: ignore[assignment] # a join is counted like a table
        return connection.scalar(select(func.count()).select_from(source).where(*goes_on)) or 0

    found = {
        "deals they own": count(deal, deal.c.owner_id == user),
        "deals offered to them": count(deal, deal.c.offered_to == user),
        "open next steps": count(step, step.c.by == user, step.c.status == StepStatus.OPEN),
        "steps offered to them, or that they chase": count(step, step.c.asked == user),
        "open items": count(item, item.c.holder_id == user, item.c.status.in_(_OPEN_ITEMS)),
        "open decisions": count(lapse, lapse.c.decider_id == user, lapse.c.closed_at.is_(None)),
    }
    hanging = ", ".join(f"{what}: {number}" for what, number in found.items() if number)
    if hanging:
        raise StillNeeded(f"{user} cannot be erased while work hangs on them ({hanging}). Hand it over first.")


def _alias(connection: Connection, workspace_id: WorkspaceId, user: UserId, new_id: UUID, now: datetime) -> UserId:
    is_here = workspace.c.workspace_id == workspace_id
    digest = digest_of(connection.execute(select(workspace.c.secret).where(is_here)).scalar_one(), user)
    is_known = (erased.c.workspace_id == workspace_id, erased.c.digest == digest)
    known = connection.scalar(select(erased.c.alias).where(*is_known))
    if known:
        return UserId(known)
    alias = UserId(f"UERASED{new_id.hex[:12].upper()}")
    row = {"workspace_id": workspace_id, "digest": digest, "alias": alias, "erased_at": now}
    connection.execute(insert(erased), row)
    return alias


def _written_by(connection: Connection, workspace_id: WorkspaceId, user: UserId) -> frozenset[str]:
    """Return the words that the person wrote, as their own events hold them; others' rows may quote them."""
    mine = select(event.c.actor, event.c.payload).where(event.c.workspace_id == workspace_id)
    rows = connection.execute(mine.where(or_(event.c.actor == user, event.c.payload.contains(user, autoescape=True))))
    return frozenset(text for row in rows for text in Hiding.words_of(json.loads(row.payload), user, actor=row.actor))


def _unseat(connection: Connection, workspace_id: WorkspaceId, user: UserId, now: datetime) -> None:
    """Take the person out of what still asks for people: leads, defaults, digests, and messages on their way."""
    leads = select(deal.c.id, deal.c.leads).where(deal.c.workspace_id == workspace_id, deal.c.status.in_(_GOES_ON))
    for row in connection.execute(leads).all():
        left = tuple(each for each in row.leads if each[1] != user)
        if left != row.leads:
            it = (deal.c.workspace_id == workspace_id, deal.c.id == row.id)
            connection.execute(update(deal).where(*it).values(leads=left))
    default = (workspace.c.workspace_id == workspace_id, workspace.c.default_owner == user)
    connection.execute(update(workspace).where(*default).values(default_owner=None))
    theirs = (digest_clock.c.workspace_id == workspace_id, digest_clock.c.audience == user)
    connection.execute(delete(digest_clock).where(*theirs))
    counted = (asked_in_public.c.workspace_id == workspace_id, asked_in_public.c.person == user)
    connection.execute(delete(asked_in_public).where(*counted))
    to_them = (outbox.c.workspace_id == workspace_id, outbox.c.to_user == user, is_waiting(outbox))
    gone = {"state": RowState.MOOT, "ended_at": now, "error": "the person was erased", "lease_token": None}
    connection.execute(update(outbox).where(*to_them).values(gone))
    # What was sent stands in Slack; the copy here is for finding it again within minutes.
    sent = (outbox.c.workspace_id == workspace_id, ~is_waiting(outbox))
    connection.execute(update(outbox).where(*sent).values(body=None))
    # What was typed and never sent stands in no event, by which a person's own words are known.
    drafts = (inbox.c.workspace_id == workspace_id, inbox.c.key.startswith(drafts_of(user), autoescape=True))
    connection.execute(delete(inbox).where(*drafts))
    looks = (another_look.c.workspace_id == workspace_id, another_look.c.person == user)
    connection.execute(delete(another_look).where(*looks))
    connection.execute(delete(home).where(home.c.workspace_id == workspace_id, home.c.person == user))


def _out_of_absences(connection: Connection, workspace_id: WorkspaceId, user: UserId, alias: UserId) -> int:
    """Take the person out of others' absences: they stand in for nobody any more, and what they said stays said."""
    others = select(person.c.id, person.c.time).where(person.c.workspace_id == workspace_id, person.c.time.is_not(None))
    changed = 0
    for row in connection.execute(others).all():
        absences = tuple(_without(each, user, alias) for each in row.time.absences)
        if absences != row.time.absences:
            it = (person.c.workspace_id == workspace_id, person.c.id == row.id)
            connection.execute(update(person).where(*it).values(time=replace(row.time, absences=absences)))
            changed += 1
    return changed


def _without(absence: Absence, user: UserId, alias: UserId) -> Absence:
    return replace(
        absence,
        by=alias if absence.by == user else absence.by,
        stand_in=None if absence.stand_in == user else absence.stand_in,
    )


def _replace_person(connection: Connection, workspace_id: WorkspaceId, user: UserId, alias: UserId) -> int:
    theirs = (person.c.workspace_id == workspace_id, person.c.id == user)
    found = connection.execute(delete(person).where(*theirs)).rowcount
    if found:
        nobody = {"id": alias, "name": ERASED, "zone": "UTC", "email": None}
        flags = {"is_active": False, "is_guest": False, "is_admin": False}
        connection.execute(insert(person), {"workspace_id": workspace_id, **nobody, **flags})
    return found


def _rewrite(connection: Connection, table: Table, workspace_id: WorkspaceId, hiding: Hiding) -> int:
    """Hide the person in every text of a table, by the rows' keys; return how many rows named them."""
    texts = [column for column in table.columns if isinstance(column.type, String)]
    keys = list(table.primary_key)
    wanted = select(*keys, *(column for column in texts if column not in keys))
    rows = connection.execute(wanted.where(table.c.workspace_id == workspace_id).execution_options(yield_per=BATCH))
    changes = []
    for row in rows.mappings():
        new = {column.name: hiding.hidden(column.name, row[column.name]) for column in texts if row[column.name]}
        new = {name: value for name, value in new.items() if value != row[name]}
        if new:
            changes.append(([key == row[key.name] for key in keys], new))
    # Only now: a change to a table that is still being read could be read again.
    for is_it, new in changes:
        connection.execute(update(table).where(*is_it).values(new))
    return len(changes)
