"""What holds for everybody, as an admin reads it: each thing with its button, and who changed what last."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time

from bot.model import Week
from bot.service.settings import Page
from bot.settled import Setting, Settled
from bot.working_time import local_day
from messages import ids
from messages.amounts import amount
from messages.blocks import Block, button, context, modal, section
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.own_time import week_words
from messages.words import channel, day, label, mention, words


def page(found: Page, zone: str, now: datetime) -> Message:
    """Show all settings to one admin, on the clock of ``zone``."""
    head = words("settings/page#head")
    parts = list(_parts(found, local_day(zone, now)))
    changes = [_change(each, found, zone) for each in found.last] or [words("settings/page#untouched")]
    blocks = [section(head), *(section(text, _button(does, action, text)) for text, does, action in parts)]
    text = Mrkdwn("\n".join((head, *(each for each, _, _ in parts), *changes)))
    return message(text, [*blocks, context(*changes)])


def saved(command: str) -> Block:
    """Say in place of the form that it was saved."""
    text = words("settings/page#saved", c=Mrkdwn(command))
    title = label("settings#saved")
    return modal(title, callback_id=ids.FORM_SETTINGS, metadata="", submit=None, blocks=[section(text)])


def _parts(found: Page, today: date) -> Iterator[tuple[Mrkdwn, str, str]]:
    """Yield each thing with what its button says and does."""
    home, rules, named = found.home, found.home.rules, dict(found.functions)
    led = [(named.get(key, key), each.user, each.group) for key, each in rules.leads]
    kinds = [title for kind, title in found.kinds if kind in rules.private_kinds]
    week, n_off = week_words(home.week or Week()), len(home.days_off)
    above = None if rules.private_above_minor is None else amount(rules.private_above_minor, None)
    yield (
        words("settings/page#channels", team=home.team_channel, leadership=home.leadership_channel),
        "change",
        ids.SETTINGS_CHANNELS,
    )
    yield words("settings/page#leads", leads=led), "change", ids.SETTINGS_LEADS
    yield words("settings/page#week", week=week, region=home.region, n=n_off), "change", ids.SETTINGS_WEEK
    yield words("settings/page#playbooks", n=len(found.kinds)), "show", ids.SETTINGS_PLAYBOOKS
    yield words("settings/page#visibility", above=above, kinds=", ".join(kinds)), "change", ids.SETTINGS_VISIBILITY
    until = rules.private_until
    is_ahead = until is not None and until > today
    yield words("settings/page#beginning", until=until, is_ahead=is_ahead), "change", ids.SETTINGS_BEGINNING
    days = rules.history_days or found.allowed.most
    yield words("settings/page#retention", days=days, erases=found.erases), "change", ids.SETTINGS_RETENTION
    yield words("settings/page#crm_people", n=found.unknown, waiting=found.waiting), "show", ids.SETTINGS_CRM_PEOPLE
    if found.allowed.connects:
        systems = ", ".join(found.systems)
        yield words("settings/page#connections", named=systems), "show", ids.SETTINGS_CONNECTIONS
    yield words("settings/page#first_steps"), "show", ids.FIRST_SHOW


def _button(does: str, action_id: str, text: Mrkdwn) -> Block:
    # These buttons say the same; to a screen reader each says what it is about.
    about = text.partition("\n")[0].strip("*")
    return button(label(f"settings#{does}"), action_id, does, about=about)


def _change(settled: Settled, found: Page, zone: str) -> Mrkdwn:
    named = {Setting.LEAD: dict(found.functions), Setting.PRIVATE_KIND: dict(found.kinds)}
    about = named.get(settled.what, {}).get(settled.about, settled.about)
    return words(
        "settings/page#change",
        at=settled.at,
        zone=zone,
        by=settled.by,
        what=words(f"settings/page#{settled.what}", about=about),
        was=_value(settled.what, settled.was, zone),
        now=_value(settled.what, settled.now, zone),
    )


def _value(what: Setting, text: str, zone: str) -> str | Mrkdwn:
    """Return what stood there in words; the record holds it as data."""
    if what is Setting.RENEWED:
        return words("settings/page#of", at=datetime.fromisoformat(text), zone=zone)
    return READ[what](text) if text and what in READ else text


def _leader(spelled: str) -> str | Mrkdwn:
    return spelled if spelled.startswith("@") else mention(spelled)


def _days(spelled: Sequence[str]) -> str:
    return ", ".join(day(date.fromisoformat(each)) for each in spelled)


def _week(spelled: str) -> Week:
    days, opens, closes = spelled.split()
    return Week(frozenset(map(int, days.split(","))), time.fromisoformat(opens), time.fromisoformat(closes))


READ: Mapping[Setting, Callable[[str], str | Mrkdwn]] = {
    Setting.TEAM_CHANNEL: channel,
    Setting.LEADERSHIP_CHANNEL: channel,
    Setting.LEAD: _leader,
    Setting.WEEK: lambda text: week_words(_week(text)),
    Setting.DAYS_OFF: lambda text: _days(text.split(",")),
    Setting.PRIVATE_ABOVE: lambda text: amount(int(text), None),
    Setting.PRIVATE_KIND: lambda _: words("settings/page#yes"),
    Setting.CRM_PERSON: mention,
    Setting.CONNECTION: lambda _: words("settings/page#yes"),
    Setting.ERASES: lambda text: words(f"settings/page#{text}"),
    Setting.MAY_SPEAK: lambda text: words(f"settings/page#{text}"),
    Setting.PRIVATE_UNTIL: lambda text: day(date.fromisoformat(text)),
}
"""How the texts of the record are said; what is not here is said as it stands."""
