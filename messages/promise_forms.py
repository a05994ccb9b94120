"""Forms for promises: tell one, put it in other words, decline it, take it back."""

from bot.promises import PromiseStatus, RegisteredPromise
from messages import forms, ids
from messages.blocks import date_input, field, modal, section, text_input
from messages.ids import Press
from messages.words import words

DUE_ON = "due_on"
EXAMPLE = "Training for twelve people on site"
TELL_HINT = "In the words that the customer heard. Whoever delivers it accepts or declines it."
DAY_HINT = "Leave it empty where no day was named."
REWORD_HINT = "It waits for an answer again, and what the customer hears is to be looked at."


def tell(press: Press, *, what: str = "") -> forms.View:
    """Ask what was promised, and for which day."""
    blocks = [
        field(forms.WHAT, "What was promised beyond the contract?", _what(what), hint=TELL_HINT),
        field(DUE_ON, "For which day?", date_input(), hint=DAY_HINT, optional=True),
    ]
    return modal("Promise", callback_id=ids.FORM_PROMISE, metadata=str(press), submit="Tell", blocks=blocks)


def reword(press: Press, promise: RegisteredPromise) -> forms.View:
    """Ask for other words, or another day; above stands why it was declined, if it was."""
    is_declined = promise.status is PromiseStatus.DECLINED
    why = [words("promise/form#declined", by=promise.answered_by, reason=promise.reason)] if is_declined else []
    blocks = [
        *map(section, why),
        field(forms.WHAT, "What is promised now?", _what(promise.what), hint=REWORD_HINT),
        field(DUE_ON, "For which day?", date_input(promise.due_on), hint=DAY_HINT, optional=True),
    ]
    return modal("Edit promise", callback_id=ids.FORM_PROMISE_REWORD, metadata=str(press), submit="Save", blocks=blocks)


def decline(press: Press, promise: RegisteredPromise) -> forms.View:
    """Ask why it cannot be delivered so: the seller has to say it to the customer."""
    return _why(
        press, promise, "Decline", ids.FORM_PROMISE_DECLINE, "What would work, or why not?", "Only from March on"
    )


def withdraw(press: Press, promise: RegisteredPromise) -> forms.View:
    question, example = "Why does it count no longer?", "The customer agreed to do without it"
    return _why(press, promise, "Withdraw", ids.FORM_PROMISE_WITHDRAW, question, example)


def _why(
    press: Press, promise: RegisteredPromise, title: str, callback_id: str, question: str, example: str
) -> forms.View:
    reason = text_input(placeholder=example, most=forms.LONGEST, multiline=True)
    shown = section(words("promise/form#which", what=promise.what, due_on=promise.due_on, by=promise.by))
    blocks = [shown, field(forms.REASON, question, reason)]
    return modal(title, callback_id=callback_id, metadata=str(press), submit=title, blocks=blocks)


def _what(initial: str) -> forms.View:
    return text_input(initial=initial, placeholder=EXAMPLE, most=forms.LONGEST)
