"""What holds for everybody: an admin sees it, opens the form behind each part, and changes it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from bot.context import Context
from bot.model import ChannelId, UserId
from bot.refusals import KeptTooLong, NoSuchDeal
from bot.service import settings
from bot.service.first_run import greet
from bot.service.settings import Page
from bot.settled import Leader
from bot.weeks import read_week
from bot.working_time import local_day
from commands.answers import Answer, Open, Say
from commands.behaviours import connections, crm_people, shelf
from commands.fields import Fields
from commands.money import UnclearAmount, understand_amount
from commands.requests import SetUp
from commands.visit import Visit
from commands.when import which_day
from messages import ids, settings_forms
from messages import settings as settings_words
from messages.blocks import Block

PLAYBOOKS = "playbooks"
"""What is said after the command for the playbooks alone."""
CONNECTIONS, PEOPLE = "connections", "people"
"""And for the systems that tell of deals, and the people whom they name."""

Form = Callable[[Page], Block]


def typed(visit: Visit, request: SetUp) -> Answer:
    """Show an admin what holds for everybody."""
    if request.about == PLAYBOOKS:
        return shelf.listed(visit)
    if request.about == CONNECTIONS:
        return connections.listed(visit)
    if request.about == PEOPLE:
        return crm_people.listed(visit)
    greet(visit.desk, visit.asked)
    zone = visit.around().calendar(visit.user_id).zone
    return Say(settings_words.page(_page(visit), zone, visit.now))


def playbooks_pressed(visit: Visit, _value: str) -> Answer:
    """List the playbooks."""
    return shelf.listed(visit)


def opens(form: Form) -> Callable[[Visit, str], Answer]:
    """Return what opens one of the forms, as it stands when the button is pressed."""
    return lambda visit, _value: Open(form(_page(visit)))


def channels_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Choose the channels, as the form says."""
    team = ChannelId(fields.text(settings_forms.TEAM)) or None
    leadership = ChannelId(fields.text(settings_forms.LEADERSHIP)) or None
    settings.set_channels(visit.desk, visit.asked, _seen(metadata), team=team, leadership=leadership)
    return _saved(visit)


def leads_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Choose who leads, as the form says; of a function that it does not ask about nothing changes."""
    chosen = dict(_page(visit).home.rules.leads)
    for function in _functions_in(fields):
        how, who = fields.text(settings_forms.led_by(function)), fields.text(settings_forms.leader_of(function))
        chosen.pop(function, None)
        if how.startswith(settings_forms.IN_TURN):
            chosen[function] = Leader(group=how.removeprefix(settings_forms.IN_TURN))
        elif how == settings_forms.AS_PERSON and who:
            visit.counter.learn(visit.workspace_id, UserId(who))
            chosen[function] = Leader(UserId(who))
    settings.set_leads(visit.desk, visit.asked, _seen(metadata), tuple(sorted(chosen.items())))
    return _saved(visit)


def week_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Choose when everybody works, as the form says."""
    week = fields.text(settings_forms.HOURS)
    settings.set_week(
        visit.desk,
        visit.asked,
        _seen(metadata),
        week=read_week(week) if week else None,
        region=fields.text(settings_forms.REGION) or None,
        days_off=_days_off(visit, visit.around(), fields.text(settings_forms.DAYS_OFF)),
    )
    return _saved(visit)


def visibility_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Choose which deals are private, as the form says."""
    above = _above(fields.text(settings_forms.ABOVE))
    kinds = fields.text(settings_forms.KINDS).split()
    settings.set_visibility(visit.desk, visit.asked, _seen(metadata), above_minor=above, kinds=kinds)
    return _saved(visit)


def beginning_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Choose until when nobody is asked in a channel, as the form says."""
    until = fields.day(settings_forms.UNTIL)
    settings.set_beginning(visit.desk, visit.asked, _seen(metadata), until)
    return _saved(visit)


def retention_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Choose how long things are kept, as the form says."""
    allowed, days = visit.counter.allowed, fields.text(settings_forms.HISTORY)
    if days and not days.isdecimal():
        raise KeptTooLong(allowed.least, allowed.most)
    settings.set_retention(
        visit.desk,
        visit.asked,
        _seen(metadata),
        history_days=int(days) if days else None,
        erases=fields.text(settings_forms.WITHOUT) == settings_forms.ERASES,
        allowed=allowed,
    )
    return _saved(visit)


def _page(visit: Visit) -> Page:
    return settings.page(visit.desk, visit.asked, visit.counter.allowed)


def _saved(visit: Visit) -> Answer:
    return Open(settings_words.saved(visit.counter.command))


def _seen(metadata: str) -> int:
    """Read which change a form knows of; raise NoSuchDeal for what we never wrote."""
    if not metadata.isdecimal():
        raise NoSuchDeal
    return int(metadata)


def _functions_in(fields: Fields) -> Iterator[str]:
    for name in fields.values:
        what, parted, function = name.partition(":")
        if what == settings_forms.LED_BY and parted:
            yield function


def _above(text: str) -> int | None:
    """Read an amount of any currency: only how large it is counts."""
    if not text:
        return None
    try:
        return understand_amount(f"{text} EUR")[0]
    except UnclearAmount:
        return understand_amount(text)[0]


def _days_off(visit: Visit, context: Context, lines: str) -> tuple[date, ...]:
    calendar = context.home()
    today = local_day(calendar.zone, visit.now)
    # Those that are over stand in the form too, and nobody should have to take them out.
    said = [line.strip() for line in lines.replace(",", "\n").splitlines() if line.strip()]
    return tuple(which_day(line, since=date.min, today=today, calendar=calendar) for line in said)


PRESSED: Mapping[str, Callable[[Visit, str], Answer]] = {
    ids.SETTINGS_CHANNELS: opens(settings_forms.channels),
    ids.SETTINGS_LEADS: opens(settings_forms.leads),
    ids.SETTINGS_WEEK: opens(settings_forms.week),
    ids.SETTINGS_PLAYBOOKS: playbooks_pressed,
    ids.SETTINGS_VISIBILITY: opens(settings_forms.visibility),
    ids.SETTINGS_BEGINNING: opens(settings_forms.beginning),
    ids.SETTINGS_RETENTION: opens(settings_forms.retention),
}
SUBMITTED: Mapping[str, Callable[[Visit, str, Fields], Answer]] = {
    ids.FORM_SETTINGS_CHANNELS: channels_submitted,
    ids.FORM_SETTINGS_LEADS: leads_submitted,
    ids.FORM_SETTINGS_WEEK: week_submitted,
    ids.FORM_SETTINGS_VISIBILITY: visibility_submitted,
    ids.FORM_SETTINGS_BEGINNING: beginning_submitted,
    ids.FORM_SETTINGS_RETENTION: retention_submitted,
}
