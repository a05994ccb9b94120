"""Run revisions on the connection that the caller has begun a transaction on."""

from alembic import context

from storage.schema.parts import metadata


def _run() -> None:
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


_run()
