"""A reply below a nudge is answered with a button that does what it says; by itself it changes nothing."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.events import StepParked, StepRescheduled
from bot.model import Due, Item, Step, WaitingOn
from bot.ports import Posted
from bot.refusals import NoSuchDeal
from bot.rules.permissions import Act
from bot.rules.steps import changeable
from bot.service import deals, in_thread
from bot.service.desk import by_id
from bot.service.in_thread import Asked
from bot.working_time import local_day
from commands.answers import Answer, Open, Quiet, Say
from commands.replies import Kept, Moved, Waits, read_reply
from commands.visit import Visit, moment_of, pointed, subject_of
from commands.when import NotUnderstood, understand
from messages import forms, replies
from messages.ids import Press
from messages.in_thread import Line, is_kept, is_moved, is_waiting, understood

MOST = 5
"""Things that one answer asks about; a message that gathers more is acted on by its own buttons."""
LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a button brings back of a reply: when it was written, and its words. A Friday is the one meant then."""

    at: datetime
    when: str
    because: str
    on: str = ""

    def __str__(self) -> str:
        return json.dumps([self.at.isoformat(), self.when, self.because, self.on], ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> "Carried":
        """Read what ``str`` wrote; raise NoSuchDeal on anything else."""
        try:
            at, when, because, on = json.loads(text)
        except (ValueError, TypeError, RecursionError) as error:
            raise NoSuchDeal from error
        if not all(isinstance(part, str) for part in (at, when, because, on)):
            raise NoSuchDeal
        return cls(moment_of(at), when, because, on)

    def due(self, visit: Visit, context: Context) -> Due:
        """Return the moment that was meant when it was written; raise NoSuchDeal for what nobody wrote lately."""
        if abs(visit.now - self.at) > LATELY:
            raise NoSuchDeal
        return understand(self.when, now=self.at, calendar=context.calendar(visit.user_id))


def answered(visit: Visit, said: Posted, text: str) -> Answer:
    """Answer a reply in the thread of a nudge; Quiet where it is not understood, or by somebody who may not act."""
    asked = in_thread.asked_in(visit.desk, visit.workspace_id, said, visit.user_id, now=visit.now)
    lines = [line for each in asked if (line := _line(visit, each, text))]
    return Say(understood(lines[:MOST])) if lines else Quiet()


def move_pressed(visit: Visit, value: str) -> Answer:
    """Move the step as the reply says; ask for the reason in the form where it gives none."""
    press = pointed(value)
    said, seen = Carried.read(press.extra), visit.see(press)
    step_id, due = subject_of(press), said.due(visit, seen.context)
    if not said.because:
        step = changeable(seen.deal, seen.context, step_id=step_id, by=visit.user_id, act=Act.MOVE_STEP, now=visit.now)
        return Open(forms.reschedule(Press(seen.deal.id, step.id, step.generation), step, when=_spelled(due)))
    find, reason = by_id(press.deal_id), said.because
    drawn = press.generation
    did = deals.reschedule(visit.desk, visit.asked, find, step_id=step_id, due=due, reason=reason, generation=drawn)
    return Say(replies.did(did.happened(StepRescheduled), did.deal, visit.now), in_place=True)


def wait_pressed(visit: Visit, value: str) -> Answer:
    """Let the step wait as the reply says; ask until when in the form where it does not say."""
    press = pointed(value)
    said, seen = Carried.read(press.extra), visit.see(press)
    step_id, on = subject_of(press), _party(said.on)
    if not said.when:
        step = changeable(seen.deal, seen.context, step_id=step_id, by=visit.user_id, act=Act.PARK_STEP, now=visit.now)
        drawn = Press(seen.deal.id, step.id, step.generation)
        return Open(forms.waiting(drawn, step, on=on, reason=said.because, chaser=visit.user_id))
    did = deals.park(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        step_id=step_id,
        on=on,
        until=said.due(visit, seen.context),
        reason=said.because,
        generation=press.generation,
    )
    return Say(replies.did(did.happened(StepParked), did.deal, visit.now), in_place=True)


def _line(visit: Visit, asked: Asked, text: str) -> Line | None:
    """Return the question about one thing; None for what is not understood, and for what cannot be said of it."""
    deal, thing = asked.deal, asked.thing
    # A moment is read on the clock of the very deal: practice has one of its own.
    reply = read_reply(text, lambda words: _is_moment(visit, asked.context, words))
    if isinstance(reply, Kept):
        return is_kept(deal, thing)
    # A line of the checklist is done, or it is not: nobody gives it another date.
    if reply is None or isinstance(thing, Item):
        return None
    if isinstance(reply, Moved):
        said = Carried(visit.now, reply.when, reply.because or "")
        return is_moved(deal, thing, said.due(visit, asked.context), reply.because, str(said))
    return _waiting_line(visit, asked, thing, reply)


def _waiting_line(visit: Visit, asked: Asked, step: Step, reply: Waits) -> Line:
    context = asked.context
    # A date that cannot be read is asked for in the form.
    until = reply.until if reply.until and _is_moment(visit, context, reply.until) else ""
    said = Carried(visit.now, until, reply.because or "", reply.on)
    due = said.due(visit, context) if until else None
    return is_waiting(asked.deal, step, reply.on, due, reply.because, str(said))


def _is_moment(visit: Visit, context: Context, words: str) -> bool:
    try:
        visit.when(words, context)
    except NotUnderstood:
        return False
    return True


def _party(word: str) -> WaitingOn:
    if word not in tuple(WaitingOn):
        raise NoSuchDeal
    return WaitingOn(word)


def _spelled(due: Due) -> str:
    """Spell a moment so that the form understands it on any day as the same."""
    day = due.on or local_day(due.zone, due.at)
    return day.isoformat() if due.on else f"{day.isoformat()} {due.at.astimezone(ZoneInfo(due.zone)):%H:%M}"
