"""The unit of work: one transaction in one workspace, behind which all of its memory stands."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.model import WorkspaceId
from bot.ports import UnitOfWork, Work
from storage.backlog import Backlog
from storage.channels import Channels
from storage.choices import Choices
from storage.connections import Connections
from storage.crm_people import CrmPeople
from storage.deals import Deals
from storage.digests import Digests
from storage.engine import Database
from storage.first_run import FirstRuns
from storage.history import History
from storage.home import Home
from storage.home_memory import HomeMemory
from storage.home_news import HomeNews
from storage.inbox import Inbox
from storage.lessons import Lessons
from storage.nudged import Nudged
from storage.people import People
from storage.restraint import Restraint
from storage.saving import Saving
from storage.settling import Settling
from storage.sightings import Sightings
from storage.turns import Turns
from storage.versions import Versions


class SqlUnitOfWork(
    People,
    Home,
    HomeMemory,
    HomeNews,
    Deals,
    Saving,
    History,
    Inbox,
    Versions,
    Choices,
    Settling,
    Connections,
    FirstRuns,
    CrmPeople,
    Digests,
    Backlog,
    Sightings,
    Channels,
    Restraint,
    Turns,
    Lessons,
    Nudged,
):
    """Everything that a use case may ask of the memory of one workspace."""


def work_in(database: Database) -> Work:
    """Return how to begin a unit of work."""

    @contextmanager
    def work(workspace_id: WorkspaceId) -> Iterator[UnitOfWork]:
        with database.writing() as connection:
            yield SqlUnitOfWork(connection, workspace_id)

    return work


def look_in(database: Database) -> Work:
    """Return how to begin a unit of work that only reads: it waits for no writer, and must not write."""

    @contextmanager
    def look(workspace_id: WorkspaceId) -> Iterator[UnitOfWork]:
        with database.reading() as connection:
            yield SqlUnitOfWork(connection, workspace_id)

    return look
