"""The register of promises: tell one or none, list them, accept, decline, put in other words, take back."""

from collections.abc import Callable

from bot.events import Change
from bot.promises import RegisteredPromise
from bot.registered import (
    NothingPromised,
    PromiseAccepted,
    PromiseDeclined,
    PromiseReworded,
    PromiseTold,
    PromiseWithdrawn,
)
from bot.rules import promises as rules
from bot.rules.changing import allowed, running
from bot.service import promises
from bot.service.desk import Did, by_id
from bot.service.reading import Seen
from commands.answers import Answer, Open, Quiet, Say
from commands.fields import Fields
from commands.requests import Promises, TellPromise
from commands.visit import Visit, day_of, fitting, pointed, subject_of
from messages import forms, promise_forms, replies
from messages import promises as words
from messages.ids import Press
from messages.scene import Scene

STAND_IN = "?"
"""What a rule is asked with before a form asks a person: nobody fills one in in vain."""
CAUSED = (PromiseTold, PromiseReworded, PromiseAccepted, PromiseDeclined, PromiseWithdrawn, NothingPromised)


def typed(visit: Visit, request: TellPromise) -> Answer:
    """Register a promise, or that there is none; with nothing said, the form asks."""
    if request.is_none:
        return _said(visit, promises.tell_none(visit.desk, visit.asked, visit.here()))
    seen = visit.see_here()
    if not request.what:
        return Open(promise_forms.tell(Press(running(seen.deal).id)))
    what = fitting("what was promised", request.what, forms.LONGEST)
    due_on = day_of(visit.when(request.when_text, seen.context)) if request.when_text else None
    return _said(visit, promises.tell(visit.desk, visit.asked, visit.here(), what=what, due_on=due_on))


def list_typed(visit: Visit, _request: Promises) -> Answer:
    """Show the register, with what the one who asks may press."""
    return listed(visit, visit.see_here())


def list_pressed(visit: Visit, value: str) -> Answer:
    """Show the register, only to whoever pressed."""
    return listed(visit, visit.see(pointed(value)))


def listed(visit: Visit, seen: Seen) -> Answer:
    """Show the register as it stands for one person."""
    scene = Scene(seen.deal, None, seen.people, visit.now, visit.counter.command)
    return Say(words.listed(seen.deal, visit.user_id, seen.context, scene))


def tell_pressed(visit: Visit, value: str) -> Answer:
    """Open the form for whoever may tell."""
    press = pointed(value)
    seen = visit.see(press)
    may = rules.tellers(running(seen.deal), seen.context, now=visit.now)
    allowed(visit.user_id, "tell what was promised", *may)
    return Open(promise_forms.tell(press))


def none_pressed(visit: Visit, value: str) -> Answer:
    """State that there is none."""
    return _said(visit, promises.tell_none(visit.desk, visit.asked, by_id(pointed(value).deal_id)))


def told(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Register what the form says."""
    due_on = fields.day(promise_forms.DUE_ON)
    find = by_id(pointed(metadata).deal_id)
    promises.tell(visit.desk, visit.asked, find, what=fields.text(forms.WHAT), due_on=due_on)
    return Quiet()


def accept_pressed(visit: Visit, value: str) -> Answer:
    """Take the promise on; the question in the channel is drawn anew."""
    press = pointed(value)
    find, promise_id = by_id(press.deal_id), subject_of(press)
    did = promises.accept(visit.desk, visit.asked, find, promise_id=promise_id, generation=press.generation)
    return _said(visit, did)


def decline_pressed(visit: Visit, value: str) -> Answer:
    """Ask why."""
    return _form(
        visit,
        pointed(value),
        lambda seen, promise: rules.decline(
            seen.deal, seen.context, promise_id=promise.id, by=visit.user_id, reason=STAND_IN, now=visit.now
        ),
        promise_forms.decline,
    )


def reword_pressed(visit: Visit, value: str) -> Answer:
    """Ask for other words."""
    return _form(
        visit,
        pointed(value),
        lambda seen, promise: rules.reword(
            seen.deal,
            seen.context,
            promise_id=promise.id,
            what=STAND_IN,
            due_on=None,
            by=visit.user_id,
            now=visit.now,
        ),
        promise_forms.reword,
    )


def withdraw_pressed(visit: Visit, value: str) -> Answer:
    """Ask why it counts no longer."""
    return _form(
        visit,
        pointed(value),
        lambda seen, promise: rules.withdraw(
            seen.deal, seen.context, promise_id=promise.id, by=visit.user_id, reason=STAND_IN, now=visit.now
        ),
        promise_forms.withdraw,
    )


def declined(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Give it back with the reason."""
    press = pointed(metadata)
    find, reason = by_id(press.deal_id), fields.text(forms.REASON)
    given = (visit.desk, visit.asked, find)
    promises.decline(*given, promise_id=subject_of(press), reason=reason, generation=press.generation)
    return Quiet()


def reworded(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Tell it anew."""
    press = pointed(metadata)
    promises.reword(
        visit.desk,
        visit.asked,
        by_id(press.deal_id),
        promise_id=subject_of(press),
        what=fields.text(forms.WHAT),
        due_on=fields.day(promise_forms.DUE_ON),
        generation=press.generation,
    )
    return Quiet()


def withdrawn(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Take it back with the reason."""
    press = pointed(metadata)
    find, reason = by_id(press.deal_id), fields.text(forms.REASON)
    promises.withdraw(visit.desk, visit.asked, find, promise_id=subject_of(press), reason=reason)
    return Quiet()


def _form(
    visit: Visit,
    press: Press,
    tried: Callable[[Seen, RegisteredPromise], Change],
    drawn: Callable[[Press, RegisteredPromise], forms.View],
) -> Answer:
    """Open a form only for whom the rule would let through, drawn for the promise as they saw it."""
    seen = visit.see(press)
    rules.as_promised(seen.deal, subject_of(press), press.generation)
    promise = rules.promise_of(seen.deal, subject_of(press))
    tried(seen, promise)
    return Open(drawn(press, promise))


def _said(visit: Visit, did: Did) -> Answer:
    event = next((found for kind in CAUSED if (found := did.happened(kind))), None)
    return Say(replies.did(event, did.deal, visit.now))
