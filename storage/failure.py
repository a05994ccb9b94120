"""What goes wrong in a database, said for a person. No exception of a library leaves this room."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIModule
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError

from bot.ports import Conflict, Trouble

_RETRIED = {"40001", "40P01"}
"""PostgreSQL's serialization failure and deadlock: the loser loads again and decides again."""
_NO_SUCH_TABLE = {"42P01", "42703"}
_FAILED = "a statement failed"


class StorageError(Exception):
    """The memory cannot do what was asked; the sentence says why and what would help."""


class Unusable(StorageError, Trouble):  # noqa: N818 - as its name in the ports
    """The database cannot be used at all, for a cause that passes: somebody mends it, and the work goes on."""

    def __init__(self, cause: str, said: str = "") -> None:
        """Tell the cause and, if it said something, what the database itself says."""
        super().__init__(f"{cause} (The database says: {said})" if said else cause)
        self.cause = cause


def translate_errors_of(engine: Engine) -> None:
    """Let every statement of an engine fail with ``StorageError`` or ``Conflict``, also inside a unit of work."""

    @event.listens_for(engine, "handle_error")
    def _translate(context: ExceptionContext) -> Exception | None:
        # The pool retires a connection that died only if the original fault passes through its own hands.
        if context.is_pre_ping:
            return None
        if context.connection:
            context.connection.info[_FAILED] = True
        return translated(context.sqlalchemy_exception or context.original_exception)


def failed(connection: Connection, words: str, fault: DBAPIModule.Error) -> Exception:
    """Return what other rooms may see of a fault that a driver raised when it was asked past SQLAlchemy."""
    dialect = connection.dialect
    assert dialect.loaded_dbapi is not None
    connection.info[_FAILED] = True
    error = DBAPIError.instance(words, None, fault, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect)
    if dialect.is_disconnect(fault, connection.connection.driver_connection, None):
        # It goes back to the pool as one that is dead; the others there are tried before they are given out.
        connection.invalidate(fault)
    return translated(error)


def forget_failure(connection: Connection) -> None:
    """Forget what failed in an earlier transaction of this connection."""
    connection.info.pop(_FAILED, None)


def has_failed(connection: Connection) -> bool:
    """Tell whether a statement has failed in the transaction that the connection is in."""
    return _FAILED in connection.info


@contextmanager
def faults_translated() -> Iterator[None]:
    """Translate what fails outside of a statement: an exhausted pool, a lost connection."""
    try:
        yield
    except SQLAlchemyError as error:
        raise translated(error) from error


def translated(error: BaseException) -> Exception:
    """Return the exception that other rooms may see for one of the database's."""
    original = getattr(error, "orig", None) or error
    if getattr(original, "sqlstate", None) in _RETRIED:
        return Conflict("Somebody else changed the same rows first. Load again and decide again.")
    cause = _what_passes(error, original)
    if cause:
        return Unusable(cause, _first_line(original))
    return StorageError(f"{_sentence(error, original)} (The database says: {_first_line(original)})")


def _what_passes(error: BaseException, original: BaseException) -> str | None:
    """Return the sentence about a fault that is neither the statement's nor the program's."""
    said, code = str(original), getattr(original, "sqlstate", None) or ""
    for words, codes, sentence in _PASSING:
        if code in codes or any(each in said for each in words):
            return sentence
    is_away = isinstance(error, OperationalError | InterfaceError) and not _lacks_tables(original)
    return _AWAY if is_away else None


def _lacks_tables(original: BaseException) -> bool:
    said = str(original)
    is_said = "no such table" in said or "no such column" in said
    return is_said or getattr(original, "sqlstate", None) in _NO_SUCH_TABLE


def _sentence(error: BaseException, original: BaseException) -> str:
    if _lacks_tables(original):
        return "The database does not have the tables this version needs. Run: python app.py migrate"
    if isinstance(error, IntegrityError):
        return "The database refused a change that contradicts what it holds. Load again and decide again."
    return "The database could not do what was asked."


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


_FULL = "The database has no room left. Make room on its disk, and Baton goes on by itself."
_READ_ONLY = "The database can be read and not written. Let Baton write to it again, and it goes on by itself."
_HELD = "The database is held by another program for too long. Stop that program, or try again."
_STOOD_STILL = "The database ended a connection, since this process stood still for too long. Baton goes on by itself."
_AWAY = "The database cannot be used. Check DATABASE_URL, that it runs, and that its disk has room."
# The words are SQLite's, the codes PostgreSQL's: its words come in the server's language.
_PASSING: Sequence[tuple[Sequence[str], Sequence[str], str]] = (
    (("is full",), ("53100",), _FULL),
    (("readonly database",), ("25006",), _READ_ONLY),
    (("is locked", "table is locked"), ("55P03",), _HELD),
    # For the driver an internal error; to us it happens wherever a machine is paused in the middle of a transaction.
    ((), ("25P03",), _STOOD_STILL),
)
