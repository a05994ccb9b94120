"""What is typed after "else", or chosen in the form → what was agreed for the case that a step is not kept."""

import re

from bot.context import Context
from bot.model import Consequence, Otherwise, Person, UserId
from commands.fields import Fields
from messages import forms

_PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)>")
_WHO_THEN_WHAT = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)>[,:]? +(?P<what>\S.*)")
_DECIDES = re.compile(r"(?P<who>\S.*?) decides(?: (?:it|how it goes on|within a day))?[.!]?", re.IGNORECASE)
_LEAD_TAKES = re.compile(
    r"(?:it goes to (?:the |a |my )?lead|(?:the |my )?lead takes (?:it|over|it over))[.!]?", re.IGNORECASE
)
_ANY_MANAGER = re.compile(r"(?:the |a |my )?(?:lead|manager|boss)", re.IGNORECASE)


def understood(text: str | None, context: Context) -> Consequence | None:
    """Return what was meant where it is plain: who decides, who takes it, or which step of whom; else the words as such."""
    words = " ".join((text or "").split())
    if not words:
        return None
    if _LEAD_TAKES.fullmatch(words):
        return Consequence(Otherwise.LEAD)
    if decides := _DECIDES.fullmatch(words):
        who = decides["who"]
        if _ANY_MANAGER.fullmatch(who):
            return Consequence(Otherwise.DECIDE)
        if person := _named(who, context):
            return Consequence(Otherwise.DECIDE, person)
    if step := _WHO_THEN_WHAT.fullmatch(words):
        return Consequence(Otherwise.STEP, UserId(step["id"]), step["what"])
    return Consequence(text=_PERSON.sub(lambda found: _spoken(found["id"], context), words))


def chosen(fields: Fields) -> Consequence | None:
    """Return what the form says; somebody named beside words is to do what they say, whatever else was chosen."""
    kind, text = fields.text(forms.ELSE), fields.text(forms.OTHERWISE)
    person = UserId(fields.text(forms.PERSON)) if fields.text(forms.PERSON) else None
    wanted = Otherwise(kind) if kind in tuple(Otherwise) else Otherwise.DEFAULT
    if wanted is Otherwise.DEFAULT and person and text:
        wanted = Otherwise.STEP
    if wanted is Otherwise.DEFAULT:
        return Consequence(text=text) if text else None
    return Consequence(wanted, None if wanted is Otherwise.LEAD else person, text if wanted is Otherwise.STEP else "")


def _named(who: str, context: Context) -> UserId | None:
    """Return the one person who goes by this: a mention, a whole name, or a first name that nobody else has."""
    if mentioned := _PERSON.fullmatch(who):
        return UserId(mentioned["id"])
    wanted = who.removeprefix("@").casefold()
    able = [person for person in context.people.values() if context.is_able(person.id)]
    for goes_by in (_whole_name, _first_name):
        found = [person.id for person in able if goes_by(person) == wanted]
        if len(found) == 1:
            return found[0]
    return None


def _whole_name(person: Person) -> str:
    return person.name.casefold()


def _first_name(person: Person) -> str:
    return person.name.partition(" ")[0].casefold()


def _spoken(user: str, context: Context) -> str:
    person = context.people.get(UserId(user))
    return f"@{person.name if person else 'somebody'}"
