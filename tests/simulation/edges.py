"""What the program's own edges would catch and log: here it is forgiven only where this run let a fault loose."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.ports import Conflict
from bot.refusals import Busy
from storage.failure import StorageError
from tests.simulation.database import InjectedError


@dataclass(frozen=True, slots=True)
class Edge:
    """Stands where the edges of the tick, of the courier and of the listeners stand.

    Those catch everything, so that one bad row stops nothing else; a bug would hide there, and the row would be found
    some hours late. A fault that nobody let loose is blamed, and what is no fault of the database ends the run.
    """

    blame: Callable[[str, str], None]

    def __call__(self, work: Callable[[], None]) -> bool:
        """Do some work; tell whether it went well."""
        try:
            work()
        except InjectedError:
            return False
        except (StorageError, Conflict, Busy) as trouble:
            # On SQLite writers stand in line: nobody meets a conflict, and no fault comes but those of this run.
            self.blame("no fault comes of itself", f"{type(trouble).__name__}: {trouble}")
            return False
        return True
