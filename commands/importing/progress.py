"""How far an import is, told to whoever watches."""

from typing import Protocol


class Progress(Protocol):
    """A watcher of an import; called every few hundred rows and once at the end."""

    def at(self, rows: int, bytes_read: int, size: int) -> None:
        """Take note that so many rows and bytes of ``size`` bytes have been read."""
        ...


class Silent:
    """Nobody watches."""

    def at(self, rows: int, bytes_read: int, size: int) -> None:
        """Tell nobody."""
