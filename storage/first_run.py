"""What is remembered of a workspace's first steps."""

from sqlalchemy import select

from bot.first_run import FirstRun
from storage.prepared import Prepared
from storage.schema.workspaces import first_run
from storage.tenancy import Tenant, ours

_FIELDS = ("number", "person", "skipped", "seen", "drawn", "showed")


class FirstRuns(Tenant):
    """Read and write them: one row for each workspace."""

    def first_run(self) -> FirstRun | None:
        return next((FirstRun(**row) for row in self.ask(_FOUND).mappings()), None)

    def put_first_run(self, run: FirstRun) -> None:
        self.upsert(first_run, [{name: getattr(run, name) for name in _FIELDS}])


_FOUND = Prepared(select(*(first_run.c[name] for name in _FIELDS)).where(ours(first_run)))
