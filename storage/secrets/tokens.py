"""Keep the tokens that Slack gives a workspace, sealed; hand each only to who asks for its workspace."""

from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, select

from bot.installed import Token
from bot.model import WorkspaceId
from storage.engine import Database
from storage.failure import StorageError
from storage.schema.secrets import secret
from storage.secrets.all_sealed import all_sealed, replace
from storage.secrets.keys import Keys
from storage.secrets.sealing import NotOpened, Place, key_of, seal, unseal
from storage.tenancy import Tenant

_NAME = "slack"
_NO_KEYS = (
    "BATON_ENCRYPTION_KEYS is missing: the tokens in the database are sealed, and no new one can be kept. "
    "Make a key with: openssl rand -base64 32"
)


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What became of the secrets when they were sealed anew: how many changed, how many had the first key before."""

    changed: int
    kept: int
    key_id: str

    def lines(self) -> list[str]:
        """Say it to the operator, with what to do next."""
        return [
            f"{self.changed + self.kept} secrets are sealed with key {self.key_id}, {self.changed} of them anew.",
            "Once every process has that key first, the others can go from BATON_ENCRYPTION_KEYS.",
        ]


_content = TypeAdapter(tuple[str, str | None])


class Tokens:
    """All workspaces' tokens. Each method is a transaction of its own; without ``keys`` each but ``forget`` refuses."""

    def __init__(self, database: Database, keys: Keys | None) -> None:
        self._database = database
        self._keys = keys

    def put(self, workspace_id: WorkspaceId, token: Token) -> None:
        """Keep a workspace's token in place of the one before."""
        with self._database.writing() as connection:
            self.put_in(connection, workspace_id, token)

    def put_in(self, connection: Connection, workspace_id: WorkspaceId, token: Token) -> None:
        """Do so in a transaction of the caller's; nobody renews it any more."""
        row = {"name": _NAME, "sealed": self._sealed(workspace_id, token), "expires_at": token.expires_at}
        Tenant(connection, workspace_id).upsert(secret, [row | {"renewing_until": None}])

    def get(self, workspace_id: WorkspaceId) -> Token | None:
        """Return a workspace's token, None where it has none; raise NotOpened when no key of ours fits."""
        with self._database.reading() as connection:
            return self.opened(connection, workspace_id)

    def opened(self, connection: Connection, workspace_id: WorkspaceId) -> Token | None:
        """Return it in a transaction of the caller's."""
        wanted = select(secret.c.sealed, secret.c.expires_at).where(
            secret.c.workspace_id == workspace_id, secret.c.name == _NAME
        )
        row = connection.execute(wanted).first()
        if row is None:
            return None
        bot, refresh = _content.validate_json(unseal(self._need_keys(), row.sealed, Place(workspace_id, _NAME)))
        return Token(bot, refresh, row.expires_at)

    def forget(self, workspace_id: WorkspaceId) -> None:
        """Drop everything secret of a workspace: its app was removed, or it asked to be forgotten."""
        with self._database.writing() as connection:
            connection.execute(delete(secret).where(secret.c.workspace_id == workspace_id))

    def problem(self) -> str | None:
        """Return why some secret cannot be opened, in a sentence for the operator; None while all can."""
        with self._database.reading() as connection:
            for each in all_sealed(connection):
                try:
                    unseal(self._need_keys(), each.sealed, each.place)
                except StorageError as trouble:
                    return str(trouble)
        return None

    def rekey(self) -> Rekeyed:
        """Seal everything with the first key: all of it or, raising NotOpened, nothing.

        What has that key already is opened too: whoever hears that all went well throws the old keys away.
        """
        keys = self._need_keys()
        with self._database.writing() as connection:
            # Locked: a token that Slack renews meanwhile waits, instead of being overwritten by the one before it.
            found = [(each, unseal(keys, each.sealed, each.place)) for each in all_sealed(connection, locked=True)]
            old = [(each, text) for each, text in found if key_of(each.sealed) != keys.first.id]
            for each, text in old:
                replace(connection, each, seal(keys, text, each.place))
        return Rekeyed(len(old), len(found) - len(old), keys.first.id)

    def _sealed(self, workspace_id: WorkspaceId, token: Token) -> str:
        content = _content.dump_json((token.bot, token.refresh)).decode()
        return seal(self._need_keys(), content, Place(workspace_id, _NAME))

    def _need_keys(self) -> Keys:
        if self._keys is None:
            raise NotOpened(_NO_KEYS)
        return self._keys
