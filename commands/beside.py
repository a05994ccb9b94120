"""Which field of a form a refusal is about, so that it stands beside what is to be changed."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.refusals import (
    AlreadyOwner,
    CannotLead,
    CannotStandFor,
    CannotStandIn,
    DayPast,
    EndsBeforeItBegins,
    GatesOpen,
    KeptTooLong,
    Missing,
    NoSuchGroup,
    NoSuchRegion,
    NoSuchWeek,
    NotAPerson,
    NotEvidence,
    NotLater,
    NotYours,
    PartMissing,
    Refusal,
    StandInAway,
    TooFarAway,
    TooFew,
    TooLong,
)
from commands.money import UnclearAmount
from commands.spelling import Misread
from commands.when import NotUnderstood
from messages import closing, crm_people, forms, own_time_forms, settings_forms

MOMENT = (forms.WHEN, forms.UNTIL)
WORDS = {
    "the deal's name": (forms.NAME,),
    "the customer's name": (forms.ACCOUNT,),
    "what you will do": (forms.WHAT,),
    "what you ask for": (forms.WHAT,),
    "whom you ask": (forms.PERSON,),
    "what happens otherwise": (forms.OTHERWISE,),
    "who does it otherwise": (forms.PERSON,),
    "by when": MOMENT,
    "until when": MOMENT,
    "the new promised date": MOMENT,
    "what the customer hears": (forms.WHAT,),
    "what was promised": (forms.WHAT,),
    "why it cannot be delivered": (forms.REASON,),
    "why it counts no longer": (forms.REASON,),
    "who moves next": (forms.ON,),
    "who owns it next": (forms.PERSON,),
    "why it moves": (forms.REASON,),
    "why it can wait": (forms.REASON,),
    "why you decline": (forms.REASON,),
    "why not by then": (forms.REASON,),
    "the reason": (forms.REASON,),
    "who leads it next": (forms.PERSON,),
    "who gets it": (forms.PERSON,),
    "why you hand it back": (forms.REASON,),
    "why not everything was delivered": (forms.REASON,),
    "why it goes on": (forms.REASON,),
    "what became of it": (closing.OUTCOME,),
    "the lessons": (closing.LESSONS,),
    "why there is none": (forms.NONE, forms.PROOF),
    "what you wait for": (forms.REASON,),
    "what is missing": (forms.REASON,),
    "why it is reopened": (forms.REASON,),
    "why it cannot wait": (forms.REASON,),
    "from when until when": (own_time_forms.LAST,),
    "the evidence": (forms.PROOF, forms.PROOF_ON),
}
"""What a refusal says is missing or too long, and the fields that ask for it."""
BY_KIND = {
    DayPast: (own_time_forms.LAST,),
    EndsBeforeItBegins: (own_time_forms.LAST,),
    TooFarAway: (own_time_forms.LAST,),
    CannotStandIn: (own_time_forms.STAND_IN,),
    StandInAway: (own_time_forms.STAND_IN,),
    NotYours: (own_time_forms.WHO,),
    NoSuchWeek: (own_time_forms.HOURS,),
    NoSuchRegion: (own_time_forms.REGION,),
    KeptTooLong: (settings_forms.HISTORY,),
    CannotStandFor: (crm_people.PERSON,),
    NotEvidence: (forms.PROOF, forms.PROOF_ON),
    TooFew: (forms.PROOF, forms.PROOF_ON),
    UnclearAmount: (forms.AMOUNT, settings_forms.ABOVE),
}


BY_SUBJECT: Mapping[type[Refusal | Misread], Callable[[Any], tuple[str, ...]]] = {
    PartMissing: lambda error: (forms.part_field(error.item.parts.index(error.part)), forms.PROOF),
    CannotLead: lambda error: (settings_forms.leader_of(error.function),),
    NoSuchGroup: lambda error: (settings_forms.led_by(error.function),),
}
"""Fields that are asked for each of several things."""


def fields_of(error: Refusal | Misread) -> tuple[str, ...]:
    """Return the fields that a refusal can be about; none where it is about the form as a whole."""
    match error:
        case NotUnderstood() | NotLater():
            return *MOMENT, settings_forms.DAYS_OFF
        case NotAPerson() | AlreadyOwner():
            return forms.PERSON, own_time_forms.WHO
        case PartMissing() | CannotLead() | NoSuchGroup():
            return BY_SUBJECT[type(error)](error)
        case GatesOpen():
            return (closing.OUTCOME,)
        case Missing(what=what) | TooLong(what=what):
            return WORDS.get(what, ())
    return BY_KIND.get(type(error), ())
