"""The people whom other systems name: an admin reads who is missed, and says who they are."""

from collections.abc import Callable, Mapping, Sequence

from bot.crm_people import CrmPerson
from bot.model import UserId
from bot.refusals import NoSuchDeal, NotNamed
from bot.service import crm_people
from commands.answers import Answer, Open, Say
from commands.fields import Fields
from commands.visit import Visit
from messages import crm_people as said
from messages import ids


def listed(visit: Visit) -> Answer:
    """List whom systems named and Slack did not know, to an admin."""
    return Say(said.listed(crm_people.people(visit.desk, visit.asked)[0]))


def list_pressed(visit: Visit, _value: str) -> Answer:
    """List them where the button of the settings was pressed."""
    return listed(visit)


def choose_pressed(visit: Visit, value: str) -> Answer:
    """Ask who somebody is."""
    known, seen = crm_people.people(visit.desk, visit.asked)
    return Open(said.form(_found(known, value), seen))


def chosen(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Say who somebody is, and put right what waited for them."""
    seen, _, carried = metadata.partition(said.SEPARATOR)
    source, parted, key = carried.partition(said.SEPARATOR)
    if not seen.isdecimal() or not parted:
        raise NoSuchDeal
    user = UserId(fields.text(said.PERSON))
    visit.counter.learn(visit.workspace_id, user)
    is_stand_in = fields.text(said.HOW) == said.STAND_IN
    done = crm_people.choose(visit.desk, visit.asked, source, key, int(seen), user=user, is_stand_in=is_stand_in)
    return Open(said.chosen(done, visit.counter.command))


def _found(known: Sequence[CrmPerson], value: str) -> CrmPerson:
    source, _, key = value.partition(said.SEPARATOR)
    for each in known:
        if (each.source, each.key) == (source, key):
            return each
    raise NotNamed


PRESSED: Mapping[str, Callable[[Visit, str], Answer]] = {
    ids.SETTINGS_CRM_PEOPLE: list_pressed,
    ids.CRM_PERSON: choose_pressed,
}
SUBMITTED: Mapping[str, Callable[[Visit, str, Fields], Answer]] = {
    ids.FORM_CRM_PERSON: chosen,
}
