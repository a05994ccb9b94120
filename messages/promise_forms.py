"""Forms for promises: tell one, put it in other words, decline it, take it back."""

from datetime import date

from bot.promises import PromiseStatus, RegisteredPromise
from messages import forms, ids
from messages.blocks import Block, date_input, field, modal, section, text_input
from messages.ids import Press
from messages.words import label, words

DUE_ON = "due_on"


def tell(press: Press, *, what: str = "") -> forms.View:
    """Ask what was promised, and for which day."""
    question, hint = label("promise_forms#what_was_promised_beyond"), label("promise_forms#tell_hint")
    blocks = _promised(question, hint, what=what)
    return modal(
        label("promise_forms#promise"),
        callback_id=ids.FORM_PROMISE,
        metadata=str(press),
        submit=label("promise_forms#tell"),
        blocks=blocks,
    )


def reword(press: Press, promise: RegisteredPromise) -> forms.View:
    """Ask for other words, or another day; above stands why it was declined, if it was."""
    is_declined = promise.status is PromiseStatus.DECLINED
    why = [words("promise/form#declined", by=promise.answered_by, reason=promise.reason)] if is_declined else []
    question, hint = label("promise_forms#what_is_promised_now"), label("promise_forms#reword_hint")
    blocks = [*map(section, why), *_promised(question, hint, what=promise.what, due_on=promise.due_on)]
    return modal(
        label("promise_forms#edit_promise"),
        callback_id=ids.FORM_PROMISE_REWORD,
        metadata=str(press),
        submit=label("promise_forms#save"),
        blocks=blocks,
    )


def _promised(question: str, hint: str, *, what: str, due_on: date | None = None) -> list[Block]:
    """Ask for the words of a promise and its day, as they stand."""
    day = label("promise_forms#for_which_day")
    return [
        field(forms.WHAT, question, _what(what), hint=hint),
        field(DUE_ON, day, date_input(due_on), hint=label("promise_forms#day_hint"), optional=True),
    ]


def decline(press: Press, promise: RegisteredPromise) -> forms.View:
    """Ask why it cannot be delivered so: the seller has to say it to the customer."""
    return _why(
        press,
        promise,
        label("promise_forms#decline"),
        ids.FORM_PROMISE_DECLINE,
        label("promise_forms#what_would_work_or_why"),
        label("promise_forms#only_from_march"),
    )


def withdraw(press: Press, promise: RegisteredPromise) -> forms.View:
    question, example = label("promise_forms#why_does_it_count_no"), label("promise_forms#the_customer_agreed_to_do")
    return _why(press, promise, label("promise_forms#withdraw"), ids.FORM_PROMISE_WITHDRAW, question, example)


def _why(
    press: Press, promise: RegisteredPromise, title: str, callback_id: str, question: str, example: str
) -> forms.View:
    reason = text_input(placeholder=example, most=forms.LONGEST, multiline=True)
    shown = section(words("promise/form#which", what=promise.what, due_on=promise.due_on, by=promise.by))
    blocks = [shown, field(forms.REASON, question, reason)]
    return modal(title, callback_id=callback_id, metadata=str(press), submit=title, blocks=blocks)


def _what(initial: str) -> forms.View:
    return text_input(initial=initial, placeholder=label("promise_forms#example"), most=forms.LONGEST)
