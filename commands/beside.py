"""Which field of a form a refusal is about, so that it stands beside what is to be changed."""

from bot.refusals import AlreadyOwner, Missing, NotAPerson, NotLater, Refusal, TooLong
from commands.when import NotUnderstood
from messages import forms

MOMENT = (forms.WHEN, forms.UNTIL)
WORDS = {
    "the deal's name": (forms.NAME,),
    "the customer's name": (forms.ACCOUNT,),
    "what you will do": (forms.WHAT,),
    "what happens otherwise": (forms.OTHERWISE,),
    "who does it otherwise": (forms.PERSON,),
    "by when": MOMENT,
    "until when": MOMENT,
    "the new promised date": MOMENT,
    "what the customer hears": (forms.WHAT,),
    "who moves next": (forms.ON,),
    "who owns it next": (forms.PERSON,),
    "why it moves": (forms.REASON,),
    "why you decline": (forms.REASON,),
    "the reason": (forms.REASON,),
    "what you wait for": (forms.REASON,),
    "what is missing": (forms.REASON,),
    "the evidence": (forms.PROOF, forms.PROOF_ON),
}
"""What a refusal says is missing or too long, and the fields that ask for it."""


def fields_of(error: Refusal | NotUnderstood) -> tuple[str, ...]:
    """Return the fields that a refusal can be about; none where it is about the form as a whole."""
    match error:
        case NotUnderstood() | NotLater():
            return MOMENT
        case NotAPerson() | AlreadyOwner():
            return (forms.PERSON,)
        case Missing(what=what) | TooLong(what=what):
            return WORDS.get(what, ())
    return ()
