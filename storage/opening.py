"""Put the memory together: one address in, everything that other rooms ask of it out."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine

from bot.ports import Outbox, Work
from storage.auditing import Auditing
from storage.channels import ChannelLooks
from storage.dead_rows import DeadRows
from storage.engine import Database, open_engine
from storage.installations import Installations
from storage.keeping.looking_back import LookingBack
from storage.keeping.removal import Removal
from storage.keeping.tidying import USUAL, Keep, Tidying
from storage.looking_again import LookingAgain
from storage.migrations import upgrade
from storage.outbox import SqlOutbox
from storage.secrets.connected import Connected
from storage.secrets.keys import Keys
from storage.secrets.renewing import Renewing
from storage.secrets.states import States
from storage.secrets.tokens import Tokens
from storage.troubles import Troubles
from storage.watching import Watching
from storage.work import look_in, work_in
from storage.workspaces import Workspaces


@dataclass(frozen=True)
class Storage:
    """An open database."""

    engine: Engine
    database: Database
    work: Work
    prompt_work: Work
    """The same for those whom a person waits for: it gives up soon when somebody else holds the database."""
    prompt_look: Work
    """What only reads, for them."""
    troubles: Troubles
    outbox: Outbox
    workspaces: Workspaces
    tokens: Tokens
    installations: Installations
    renewing: Renewing
    states: States | None
    """None without keys: nobody can install, because no token could be kept."""
    connected: Connected | None
    """None without keys, too: no system has a secret of its own."""
    looking_back: LookingBack
    channel_looks: ChannelLooks
    tidying: Tidying
    removal: Removal
    looking_again: LookingAgain
    dead_rows: DeadRows
    watching: Watching
    auditing: Auditing

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_storage(url: str, *, ids: Callable[[], UUID], keys: Keys | None = None, keep: Keep = USUAL) -> Storage:
    """Open a database as it is; ``storage.migrations.upgrade(storage.engine)`` brings its tables up to date.

    ``ids`` makes the random ids of new workspaces and leases; without ``keys`` no token can be kept or read.
    ``keep`` tells for how long what is over is kept.
    """
    database = Database(open_engine(url))
    # For those whom a person, or whoever asks whether Baton is well, waits for.
    prompt = database.prompt()
    workspaces, tokens = Workspaces(database, ids=ids), Tokens(database, keys)
    return Storage(
        engine=database.engine,
        database=database,
        work=work_in(database),
        prompt_work=work_in(prompt),
        prompt_look=look_in(prompt),
        troubles=database.troubles,
        outbox=SqlOutbox(database, ids=ids),
        workspaces=workspaces,
        tokens=tokens,
        installations=Installations(database, workspaces, tokens),
        renewing=Renewing(database, tokens),
        states=States(database, keys) if keys else None,
        connected=Connected(database, keys) if keys else None,
        looking_back=LookingBack(database),
        channel_looks=ChannelLooks(database),
        tidying=Tidying(database, keep),
        removal=Removal(database),
        looking_again=LookingAgain(database),
        dead_rows=DeadRows(database),
        watching=Watching(prompt),
        auditing=Auditing(database),
    )


def open_migrated(url: str, *, ids: Callable[[], UUID], keys: Keys | None = None, keep: Keep = USUAL) -> Storage:
    """Open a database and bring its tables up to date."""
    storage = open_storage(url, ids=ids, keys=keys, keep=keep)
    upgrade(storage.engine)
    return storage
