"""One transaction from its turn to its commit: told as a person is told, and kept whole or not at all."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Lock
from types import TracebackType

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from storage.failure import StorageError, Unusable, forget_failure, has_failed, translated
from storage.presence import Presence
from storage.troubles import Troubles


@dataclass(frozen=True, slots=True)
class Turn:
    """One lock for all of a process, and how long somebody waits for it."""

    lock: Lock
    seconds: int

    def take(self) -> None:
        if not self.lock.acquire(timeout=self.seconds):
            raise Unusable(f"A transaction in this process has held the database for {self.seconds} s. Try again.")


class Transaction(AbstractContextManager[Connection]):
    """What stands around every transaction, in one object: as six generators it cost more than the transaction itself.

    ``begun`` begins and ends it. Without a ``turn`` it waits for nobody.
    """

    def __init__(
        self,
        begun: AbstractContextManager[Connection],
        *,
        turn: Turn | None,
        presence: Presence,
        troubles: Troubles,
        may_write: bool,
    ) -> None:
        self._begun = begun
        self._turn = turn
        self._presence = presence
        self._troubles = troubles
        self._may_write = may_write
        self._connection: Connection

    def __enter__(self) -> Connection:
        try:
            self._presence.check()
            self._begin()
        except (SQLAlchemyError, Unusable) as fault:
            self._tell(fault)
        return self._connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._end(kind, error, trace)
        except (SQLAlchemyError, Unusable) as fault:
            self._tell(fault)
        finally:
            self._leave()
        # What went wrong in the transaction goes on its way by itself, but in our words.
        if isinstance(error, SQLAlchemyError | Unusable):
            self._tell(error)
        if error is None and self._may_write:
            self._troubles.worked()

    def _begin(self) -> None:
        if self._turn:
            self._turn.take()
        is_begun = False
        try:
            self._connection = self._begun.__enter__()
            is_begun = True
        finally:
            # Whoever cannot begin never comes to the end, where the turn is given back.
            if not is_begun:
                self._leave()
        if self._may_write:
            forget_failure(self._connection)

    def _end(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None and self._may_write and has_failed(self._connection):
            # Where the caller went on after a statement failed: PostgreSQL would silently undo all, and call it a commit.
            broken = StorageError("A statement failed in this transaction, so nothing of it was kept. Begin again.")
            self._begun.__exit__(StorageError, broken, None)
            raise broken
        self._begun.__exit__(kind, error, trace)

    def _leave(self) -> None:
        if self._turn:
            self._turn.lock.release()

    def _tell(self, fault: SQLAlchemyError | Unusable) -> None:
        """Raise a fault as other rooms may see it, and note what makes the database unusable."""
        told = translated(fault) if isinstance(fault, SQLAlchemyError) else fault
        if isinstance(told, Unusable):
            self._troubles.note(told)
        if told is fault:
            raise told
        raise told from fault
