"""The people whom other systems name, for admins: who is missed, by how many deals, and the form that says who they are."""

from collections.abc import Sequence

from bot.crm_people import CrmPerson
from bot.service.crm_people import Chosen
from messages import ids
from messages.blocks import Block, button, choice_input, context, field, modal, person_input, section
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.words import label, words

PERSON, HOW = "person", "how"
"""Names of fields."""
THEM, STAND_IN = "them", "stand_in"
MOST_SHOWN = 40
SEPARATOR = "|"


def listed(found: Sequence[CrmPerson]) -> Message:
    """List them, those first for whom most deals wait, each with the button that opens the form."""
    head = words("settings/crm_people#head", n=len(found))
    texts, blocks = [head], [section(head)]
    for each in found[:MOST_SHOWN]:
        texts.append(_about(each))
        value = carried(each.source, each.key)
        blocks.append(section(texts[-1], button(label("crm_people#choose"), ids.CRM_PERSON, value, about=each.said)))
    if len(found) > MOST_SHOWN:
        texts.append(words("settings/crm_people#more", n=len(found) - MOST_SHOWN))
        blocks.append(context(texts[-1]))
    return message(Mrkdwn("\n".join(texts)), blocks)


def carried(source: str, key: str) -> str:
    """Return what a button or form carries; a source holds no bar, so the first one parts them."""
    return f"{source}{SEPARATOR}{key}"


def form(person: CrmPerson, seen: int) -> Block:
    """Ask who somebody is; ``seen`` is the last change that the form knows of."""
    choices = ((THEM, label("crm_people#them")), (STAND_IN, label("crm_people#stand_in")))
    chosen = STAND_IN if person.is_stand_in else THEM
    about = words("settings/crm_people#about", source=person.source, said=person.said, waiting=person.waiting)
    return modal(
        label("crm_people#title"),
        callback_id=ids.FORM_CRM_PERSON,
        metadata=f"{seen}{SEPARATOR}{carried(person.source, person.key)}",
        submit=label("crm_people#save"),
        blocks=[
            section(about),
            field(PERSON, label("crm_people#person"), person_input(person.user)),
            field(HOW, label("crm_people#how"), choice_input(choices, chosen)),
        ],
    )


def chosen(done: Chosen, command: str) -> Block:
    """Say in place of the form what was put right."""
    text = words(
        "settings/crm_people#chosen",
        said=done.person.said,
        user=done.person.user,
        is_stand_in=done.person.is_stand_in,
        settled=done.settled,
        waiting=done.waiting,
        c=Mrkdwn(command),
    )
    title = label("crm_people#saved")
    return modal(title, callback_id=ids.FORM_CRM_PERSON, metadata="", submit=None, blocks=[section(text)])


def _about(person: CrmPerson) -> Mrkdwn:
    return words(
        "settings/crm_people#person",
        said=person.said,
        source=person.source,
        user=person.user,
        is_stand_in=person.is_stand_in,
        waiting=person.waiting,
    )
