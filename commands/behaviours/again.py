"""Open a form once more that Slack had not opened: with everything that stood in it."""

import json

from bot.refusals import NoSuchDeal
from bot.service import drafts
from commands.answers import Answer, Open
from commands.visit import Visit


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form that was put aside for the visitor."""
    form = drafts.taken_up(visit.desk, visit.workspace_id, visit.user_id, value)
    if form is None:
        raise NoSuchDeal
    return Open(json.loads(form))
