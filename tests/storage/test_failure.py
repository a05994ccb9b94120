"""What a database says becomes what passes, what asks to begin again, or what somebody has to mend."""

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from storage.failure import Unusable, translated


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (psycopg.errors.IdleInTransactionSessionTimeout("terminating connection"), "stood still for too long"),
        (psycopg.errors.DiskFull("could not extend file"), "no room left"),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT"), "can be read and not written"),
        (psycopg.errors.LockNotAvailable("canceling statement"), "held by another program"),
    ],
)
def test_what_is_not_the_statements_fault_passes(fault: psycopg.Error, says: str) -> None:
    found = translated(DBAPIError.instance("SELECT 1", None, fault, psycopg.Error))

    assert isinstance(found, Unusable)
    assert says in str(found)
