"""Notice that the file of a SQLite database was moved or replaced while it is open."""

import os

from storage.failure import Unusable

Identity = tuple[int, int]


class Presence:
    """Whether the file at a path is still the one that was there first; a database in memory is always there.

    An open file can be written to long after somebody has moved it away, and all of that would be lost to whoever
    looks at the path. And a new connection would make an empty database there.
    """

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._first: Identity | None = None

    def check(self) -> None:
        """Raise Unusable when it is not. Put back, it is: the same file, and nothing was written meanwhile."""
        if self._path is None:
            return
        found = _identity(self._path)
        if self._first is None:
            self._first = found
        elif found is None:
            raise Unusable(f"The file {self._path} is not there any more. Put it back, and Baton goes on by itself.")
        # By the number of the file: a copy of it has the same words, and lacks what is written from now on.
        elif found != self._first:
            raise Unusable(
                f"The file {self._path} is not the one that Baton opened. Put that one back, or stop Baton and let it "
                "know of the exchange: python app.py restore"
            )


def _identity(path: str) -> Identity | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - asked before each transaction, and half as long this way
    except OSError:
        return None
    return found.st_dev, found.st_ino
