"""The command edge: a refusal becomes a sentence, a bug becomes a logged incident with a reference."""

import json
import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from bot.context import Context
from bot.model import Person, UserId
from bot.ports import Trouble
from bot.refusals import Busy, Refusal
from bot.rules.permissions import Act, check
from bot.service.refused import known, refuse
from commands.answers import Answer, Refused
from commands.beside import fields_of
from commands.spelling import Misread, UsageError
from commands.visit import Counter, Input, Visit
from messages import refusals
from messages.clocks import read_in
from messages.language import language_of, speaking, spoken
from messages.message import Message
from messages.speech import plain_words
from messages.tracing import about

log = logging.getLogger(__name__)

NOBODY: Mapping[UserId, Person] = {}
"""Where no names are needed, none are looked up: the memory may be what is broken."""


def served(counter: Counter, given: Input, serve: Callable[[Visit], Answer]) -> Answer:
    """Return the answer to one input, whatever happens; nobody ever sees a traceback or silence."""
    workspace_id = counter.workspace_of(given.team_id)
    if workspace_id is None:
        log.warning("Slack speaks for workspace %s, in which Baton is not installed", given.team_id)
        return _refused(refusals.not_installed(counter.command))
    visit = Visit(counter, workspace_id, given.user_id, given.channel_id, given.key, counter.clock.now(), given.said)
    with about(workspace=workspace_id, person=given.user_id, key=given.key), ExitStack() as theirs:
        try:
            return _answered(visit, serve, theirs)
        except Trouble as trouble:
            # No incident: whoever runs Baton reads of it once, however many people press meanwhile.
            log.info("Input %s was not served: %s", given.key, trouble)
            return _refused(refusals.out_of_reach())
        except Exception:
            reference = str(counter.desk.new_id())[:8]
            log.exception("Incident %s: user %s, input %s", reference, given.user_id, given.key)
            return _refused(refusals.broke(reference))


def _answered(visit: Visit, serve: Callable[[Visit], Answer], theirs: ExitStack) -> Answer:
    """Serve, and say whatever comes of it, a refusal too, in ``theirs``: the language and the clock of who is served."""
    command = visit.counter.command
    try:
        # First of all: whoever sends the same again is answered the same, whatever has changed since.
        before = known(visit.desk, visit.workspace_id, visit.said, visit.user_id)
        if before.words:
            return _again(before.words)
        person = before.person or visit.counter.learn(visit.workspace_id, visit.user_id)
        # Of whom Slack told no language, the one that is spoken around here already.
        theirs.enter_context(speaking(language_of(person.locale) if person and person.locale else spoken()))
        theirs.enter_context(read_in([person.zone] if person else ()))
        # Whoever may do nothing here hears so at once; what the others may, the rules say where it is decided.
        check(Act.OWN_LISTS, Context({person.id: person} if person else {}, visit.user_id), visit.user_id)
        answer = serve(visit)
        return _kept(visit, answer) if isinstance(answer, Refused) else answer
    except Busy as busy:
        # The one refusal that asks to try again: remembered, it would be the answer to that too.
        return _refused(refusals.refusal(busy, NOBODY, visit.now, command))
    except Refusal as refusal:
        people = visit.around().people
        return _kept(visit, _refused(refusals.refusal(refusal, people, visit.now, command), people, fields_of(refusal)))
    except UsageError as error:
        return _kept(visit, _refused(refusals.usage(error.problem, error.example, command)))
    except Misread as error:
        about = fields_of(error)
        return _kept(visit, _refused(refusals.not_understood(error.problem, error.example, command), about=about))


def _kept(visit: Visit, answer: Refused) -> Refused:
    """Remember a refusal word for word."""
    said = {"text": answer.message.text, "blocks": answer.message.blocks, "plain": answer.plain, "about": answer.about}
    refuse(visit.desk, visit.workspace_id, visit.said, json.dumps(said), now=visit.now)
    return answer


def _again(words: str) -> Refused:
    said = json.loads(words)
    return Refused(Message(said["text"], tuple(said["blocks"])), said["plain"], tuple(said["about"]))


def _refused(message: Message, people: Mapping[UserId, Person] = NOBODY, about: tuple[str, ...] = ()) -> Refused:
    return Refused(message, plain_words(message.text, people), about)
