"""The command edge: a refusal becomes a sentence, a bug becomes a logged incident with a reference."""

import logging
from collections.abc import Callable

from bot.refusals import Refusal
from commands.answers import Answer, Say
from commands.parse import UsageError
from commands.visit import Visit
from commands.when import NotUnderstood
from messages import refusals

log = logging.getLogger(__name__)


def served(visit: Visit, serve: Callable[[], Answer]) -> Answer:
    """Return the answer to one input, whatever happens; nobody ever sees a traceback or silence."""
    command = visit.counter.command
    try:
        return serve()
    except Refusal as refusal:
        return Say(refusals.refusal(refusal, visit.around().people, visit.now, command))
    except UsageError as error:
        return Say(refusals.usage(error.problem, error.example, command))
    except NotUnderstood as error:
        return Say(refusals.not_understood(error.problem, error.example, command))
    except Exception:
        reference = str(visit.desk.new_id())[:8]
        log.exception("Incident %s: user %s, input %s", reference, visit.user_id, visit.key)
        return Say(refusals.broke(reference))
