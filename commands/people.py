"""Getting to know people: everybody at start and now and then, and one whom we have not met when they turn up."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.incoming import Incoming, PersonRef
from bot.model import Person, UserId, WorkspaceId
from bot.service import own_time
from bot.service.desk import Desk
from messages.delivery import directory
from messages.delivery.directory import SlackTrouble
from messages.delivery.slack import Slack

log = logging.getLogger(__name__)

REFRESH_AFTER = timedelta(hours=6)
"""How old our picture of a workspace's people may grow."""

TRY_AGAIN_AFTER = timedelta(minutes=10)
"""How long Slack is left alone after it could not be asked."""


@dataclass(slots=True)
class People:
    """Reads people from Slack into memory. Every read is a call of its own, outside any transaction."""

    desk: Desk
    slack_for: Callable[[WorkspaceId], Slack]
    default_zone: str
    refreshed_at: dict[WorkspaceId, datetime] = field(default_factory=dict)
    pause: directory.Pause = time.sleep

    def refresh(self, workspace_id: WorkspaceId, *, now: datetime) -> None:
        """Read everybody and the user groups; raise SlackTrouble when Slack cannot be asked."""
        slack = self.slack_for(workspace_id)
        people = directory.read_people(
            slack, default_zone=self.default_zone, team_id=self._team(workspace_id), pause=self.pause
        )
        groups = directory.read_groups(slack, pause=self.pause)
        with self.desk.work(workspace_id) as uow:
            known = uow.people()
            uow.put_groups(groups)
        # An event that told of it may have been lost while nobody listened.
        for each in people:
            if each.id in known and own_time.has_moved(known[each.id], each):
                own_time.follow(self.desk, workspace_id, each, now=now)
        with self.desk.work(workspace_id) as uow:
            uow.put_people(people)
        self.refreshed_at[workspace_id] = now

    def refresh_if_old(self, workspace_id: WorkspaceId, *, now: datetime) -> None:
        """Refresh when our picture has grown old; trouble is logged, and the old picture serves on."""
        last = self.refreshed_at.get(workspace_id)
        # A last time that lies ahead was read from a clock that was set back since.
        if last and abs(now - last) < REFRESH_AFTER:
            return
        try:
            self.refresh(workspace_id, now=now)
        except SlackTrouble as trouble:
            self.refreshed_at[workspace_id] = now - REFRESH_AFTER + TRY_AGAIN_AFTER
            log.warning("People were not read anew: %s", trouble)

    def learn(self, workspace_id: WorkspaceId, user: UserId) -> Person | None:
        """Return a person, read from Slack if we have not met; a stranger whom Slack does not show us stays one."""
        with self.desk.look(workspace_id) as uow:
            if met := uow.person(user):
                return met
        team = self._team(workspace_id)
        try:
            found = directory.find_by_id(
                self.slack_for(workspace_id), user, default_zone=self.default_zone, team_id=team
            )
        except SlackTrouble as trouble:
            log.warning("Somebody new could not be read: %s", trouble)
            return None
        if found:
            with self.desk.work(workspace_id) as uow:
                uow.put_people([found])
        return found

    def meet(self, workspace_id: WorkspaceId, incoming: Incoming) -> None:
        """Look for people whom another system names and whom we have not met."""
        with self.desk.work(workspace_id) as uow:
            known = {person.email.casefold() for person in uow.people().values() if person.email}
        for ref in (incoming.seller, incoming.owner):
            if ref and ref.email and ref.email.casefold() not in known:
                self._look_up(workspace_id, ref)

    def _team(self, workspace_id: WorkspaceId) -> str:
        with self.desk.work(workspace_id) as uow:
            return uow.workspace().team_id

    def _look_up(self, workspace_id: WorkspaceId, ref: PersonRef) -> None:
        team = self._team(workspace_id)
        try:
            found = directory.find_by_email(
                self.slack_for(workspace_id), ref.email or "", default_zone=self.default_zone, team_id=team
            )
        except SlackTrouble as trouble:
            log.warning("Somebody a CRM names could not be looked up: %s", trouble)
            return
        if found:
            with self.desk.work(workspace_id) as uow:
                uow.put_people([found])
