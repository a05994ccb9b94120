"""Let a worker end with whoever started it, also where that one was killed and could tell nobody."""

import os
import threading
import time

LOOK_EVERY = 1.0


def end_with_parent() -> None:
    """End this process within a second of its parent's end; the system gives it another parent then."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    # Past every handler: whoever would collect what it leaves behind is gone.
    os._exit(1)
