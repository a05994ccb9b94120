"""The playbooks of a workspace: listed, shown, replaced and added by its admins."""

from bot.playbook_texts import BadText
from bot.refusals import NoSuchDeal
from bot.rules.own_time import check_admin
from bot.service import publishing
from commands.answers import Amiss, Answer, Open, Say
from commands.fields import Fields
from commands.pasted import pasted
from commands.visit import Visit
from messages import shelf


def listed(visit: Visit) -> Answer:
    """List the kinds of deals that have a playbook."""
    return Say(shelf.listed(publishing.shelf(visit.desk, visit.asked), visit.around().zone))


def show_pressed(visit: Visit, value: str) -> Answer:
    """Show a version as the text of a file."""
    kept = publishing.version(visit.desk, visit.asked, value)
    return Open(shelf.shown(kept.playbook, visit.counter.texts.write(kept.playbook)))


def replace_pressed(visit: Visit, value: str) -> Answer:
    """Open the form with the version that stands there, to be changed or pasted over."""
    kept = publishing.version(visit.desk, visit.asked, value)
    return Open(shelf.form(kept.playbook.title, visit.counter.texts.write(kept.playbook), kind=kept.playbook.kind))


def add_pressed(visit: Visit, _value: str) -> Answer:
    """Open the form, empty."""
    check_admin(visit.around(), visit.user_id)
    return Open(shelf.form(None, ""))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Check what was pasted; say what is wrong beside it, or what it would change."""
    given = pasted(fields.values)
    try:
        playbook = visit.counter.texts.read(given.text)
    except BadText as bad:
        return Amiss(given.under_fields(bad.faults))
    if metadata and playbook.kind != metadata:
        return Amiss({shelf.PARTS[0]: shelf.other_kind(metadata, playbook.kind)})
    return Open(shelf.publish_form(publishing.draft(visit.desk, visit.asked, playbook)))


def publish_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Put the version in force whose difference stands in the form."""
    playbook_id, parted, was = metadata.partition("|")
    if not parted:
        raise NoSuchDeal
    follows = fields.text(shelf.FOLLOW) == shelf.FOLLOWS
    playbook = publishing.publish(visit.desk, visit.asked, playbook_id, was=was, follows=follows)
    return Open(shelf.published(playbook, follows=follows))
