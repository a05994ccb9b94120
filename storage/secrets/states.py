"""Installations that are under way: a state goes out with somebody's browser, and comes back with it, once and soon."""

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete

from bot.model import WorkspaceId
from storage.engine import Database
from storage.schema.secrets import spent_state
from storage.secrets.keys import Keys
from storage.secrets.sealing import NotOpened, Place, seal, unseal
from storage.tenancy import insert_into

LIVES = timedelta(minutes=10)
"""Slack's code, which comes back with the state, lives no longer."""
# No workspace is known yet: a place of its own, in which no token opens.
_PLACE = Place(WorkspaceId(UUID(int=0)), "install")


class States:
    """Makes and takes back states. Nothing is written before one comes back: whoever merely asks fills no table."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def issue(self, browser: str, *, now: datetime) -> str:
        """Return a state for the browser that holds this secret in a cookie."""
        # Sealed, so that nobody else can make one; a nonce of the seal makes each of them different.
        return seal(self._keys, f"{(now + LIVES).isoformat()} {_digest(browser)}", _PLACE)

    def spend(self, state: str, browser: str, *, now: datetime) -> bool:
        """Take a state back: True once, in time, and for the browser that it was made for."""
        try:
            until, _, bound_to = unseal(self._keys, state, _PLACE).partition(" ")
        except NotOpened:
            return False
        expires_at = datetime.fromisoformat(until)
        if not hmac.compare_digest(bound_to, _digest(browser)) or not now < expires_at <= now + LIVES:
            return False
        return self._is_first(_digest(state), expires_at, now)

    def _is_first(self, digest: str, expires_at: datetime, now: datetime) -> bool:
        with self._database.writing() as connection:
            connection.execute(delete(spent_state).where(spent_state.c.expires_at <= now))
            new = insert_into(connection, spent_state).on_conflict_do_nothing()
            row = {"digest": digest, "expires_at": expires_at}
            return connection.execute(new, row, execution_options={"preserve_rowcount": True}).rowcount == 1


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
