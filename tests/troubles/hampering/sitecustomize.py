"""Let a test hamper a served Baton's SQLite: every connection obeys what a file says just now.

Python runs this before the program where PYTHONPATH names its folder. What SQLite then refuses is refused by SQLite.
"""

import os
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.pool import Pool

ORDERS = Path(os.environ["HAMPERED_BY"])
UNHAMPERED = "PRAGMA query_only=0; PRAGMA max_page_count=4294967294"


@event.listens_for(Pool, "checkout")
def obey(connection: object, _record: object, _proxy: object) -> None:
    """Run the orders of this moment on a connection that is about to be used."""
    orders = ORDERS.read_text() if ORDERS.exists() else UNHAMPERED
    for order in orders.split(";"):
        connection.execute(order)  # type: ignore[attr-defined] # SQLite's own
