"""Let one process at a time serve a SQLite file; PostgreSQL takes as many as come."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.engine import file_of
from storage.failure import StorageError


@contextmanager
def serve_lock(url: str) -> Iterator[None]:
    """Hold the right to serve this database, or raise StorageError when another process holds it.

    The lock goes when the process does, however it ends; the file beside the database stays and means nothing.
    """
    file = file_of(url)
    if file is None:
        yield
        return
    # Two names of one file, by a link or from another folder, are one lock.
    handle = _open(Path(f"{os.path.realpath(file)}.lock"))
    try:
        # Of the system, and not a row: it goes with the process even where nothing is left to take it down.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StorageError(
            f"Another Baton already serves {file}. Stop it first, or give this one its own DATABASE_URL."
        ) from error
    finally:
        os.close(handle)


def _open(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(
            f"The file {lock} cannot be written ({error.strerror}). Check the folder that DATABASE_URL names."
        ) from error
