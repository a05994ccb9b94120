"""What is done once Slack has its answer: nobody who pressed waits for a second call to Slack.

Nothing that must not be lost belongs here: a process that dies between the two does none of it. What was decided is
committed before the answer, and the courier says and redraws from there.
"""

from collections.abc import Callable

from slack_bolt import BoltContext, BoltRequest

KEY = "baton_afterwards"

Deed = Callable[[], object]


def afterwards(context: BoltContext, deed: Deed) -> None:
    """Have something done when the answer to this request is on its way."""
    context.setdefault(KEY, []).append(deed)


def is_awaited(request: BoltRequest) -> bool:
    """Tell whether anything is left to do."""
    return bool(request.context.get(KEY))


def finish(request: BoltRequest) -> None:
    """Do what was put off; each way in does so when its answer has left."""
    for deed in request.context.pop(KEY, ()):
        deed()
