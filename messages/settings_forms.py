"""The forms in which admins settle what holds for everybody; each carries the number of the last change it knows of."""

from collections.abc import Iterator

from bot.model import Week
from bot.service.settings import Page
from bot.settled import Allowed, Leader
from messages import ids
from messages.blocks import (
    Block,
    channel_input,
    choice_input,
    choices_input,
    context,
    date_input,
    field,
    modal,
    person_input,
    text_input,
)
from messages.own_time import week_words
from messages.words import label, words

TEAM, LEADERSHIP = "team", "leadership"
HOURS, REGION, DAYS_OFF = "hours", "region", "days_off"
ABOVE, KINDS, UNTIL, HISTORY, WITHOUT = "above", "kinds", "until", "history", "without"
LED_BY, LEADER = "led_by", "leader"
"""Names of fields: the block_id of each input, under which its value comes back."""

AS_PLAYBOOK, AS_PERSON, IN_TURN = "playbook", "person", "group:"
KEEPS, ERASES = "keep", "erase"
SHORT, LONG = 60, 1_000


def channels(found: Page) -> Block:
    home = found.home
    blocks = [
        field(
            TEAM,
            label("settings#team"),
            channel_input(home.team_channel),
            hint=label("settings#team_hint"),
            optional=True,
        ),
        field(
            LEADERSHIP,
            label("settings#leadership"),
            channel_input(home.leadership_channel),
            hint=label("settings#leadership_hint"),
            optional=True,
        ),
    ]
    return _form("channels", ids.FORM_SETTINGS_CHANNELS, found, blocks)


def leads(found: Page) -> Block:
    """Ask for each function how its lead is found, and under that who it is, if one person was meant."""
    led = dict(found.home.rules.leads)
    asked = [block for key, name in found.functions for block in _asked_of(key, name, led.get(key), found.groups)]
    return _form("leads", ids.FORM_SETTINGS_LEADS, found, [context(words("settings/page#about_leads")), *asked])


def led_by(function: str) -> str:
    """Return the name of the field that asks how a function's lead is found."""
    return f"{LED_BY}:{function}"


def leader_of(function: str) -> str:
    """Return the name of the field that asks who leads a function."""
    return f"{LEADER}:{function}"


def week(found: Page) -> Block:
    home = found.home
    days = "\n".join(day.isoformat() for day in home.days_off)
    worked = text_input(initial=week_words(home.week or Week()), placeholder="mon-fri 9-17", most=SHORT)
    country = text_input(initial=home.region or "", placeholder="FI", most=SHORT)
    closed = text_input(initial=days, placeholder="2026-12-24", most=LONG, multiline=True)
    blocks = [
        field(HOURS, label("settings#week"), worked, hint=label("settings#week_hint"), optional=True),
        field(REGION, label("settings#region"), country, hint=label("settings#region_hint"), optional=True),
        field(DAYS_OFF, label("settings#days_off"), closed, hint=label("settings#days_off_hint"), optional=True),
    ]
    return _form("week", ids.FORM_SETTINGS_WEEK, found, blocks)


def visibility(found: Page) -> Block:
    rules = found.home.rules
    # Whole units: whoever wants to hide a deal thinks in thousands, not in cents.
    above = "" if rules.private_above_minor is None else f"{rules.private_above_minor / 100:.2f}".removesuffix(".00")
    blocks = [
        context(words("settings/page#about_visibility")),
        field(
            ABOVE,
            label("settings#above"),
            text_input(initial=above, placeholder="100000", most=SHORT),
            hint=label("settings#above_hint"),
            optional=True,
        ),
        field(KINDS, label("settings#kinds"), choices_input(found.kinds, rules.private_kinds), optional=True),
    ]
    return _form("visibility", ids.FORM_SETTINGS_VISIBILITY, found, blocks if found.kinds else blocks[:-1])


def beginning(found: Page) -> Block:
    asked = date_input(found.home.rules.private_until)
    blocks = [field(UNTIL, label("settings#until"), asked, hint=label("settings#until_hint"), optional=True)]
    return _form("beginning", ids.FORM_SETTINGS_BEGINNING, found, blocks)


def retention(found: Page) -> Block:
    rules, allowed = found.home.rules, found.allowed
    days = text_input(initial=str(rules.history_days or ""), placeholder=str(allowed.most or allowed.least), most=SHORT)
    hint = _history_hint(allowed)
    choices = ((KEEPS, label("settings#keeps")), (ERASES, label("settings#erases")))
    chosen = ERASES if found.erases else KEEPS
    blocks = [
        field(HISTORY, label("settings#history"), days, hint=hint, optional=True),
        field(WITHOUT, label("settings#without"), choice_input(choices, chosen)),
    ]
    return _form("retention", ids.FORM_SETTINGS_RETENTION, found, blocks)


def _history_hint(allowed: Allowed) -> str:
    if allowed.most is None:
        return label("settings#history_hint_for_ever", least=str(allowed.least))
    return label("settings#history_hint", least=str(allowed.least), most=str(allowed.most))


def _asked_of(key: str, name: str, leader: Leader | None, groups: tuple[str, ...]) -> Iterator[Block]:
    choices = [(AS_PERSON, label("settings#as_person")), (AS_PLAYBOOK, label("settings#as_playbook"))]
    choices += [(f"{IN_TURN}{each}", label("settings#in_turn", group=each)) for each in groups]
    chosen = f"{IN_TURN}{leader.group}" if leader and leader.group else AS_PERSON
    yield field(led_by(key), label("settings#led_by", function=name), choice_input(choices, chosen))
    person = person_input(leader.user if leader else None)
    yield field(leader_of(key), label("settings#person", function=name), person, optional=True)


def _form(name: str, callback_id: str, found: Page, blocks: list[Block]) -> Block:
    title, submit = label(f"settings#title_{name}"), label("settings#save")
    return modal(title, callback_id=callback_id, metadata=str(found.seen), submit=submit, blocks=blocks)
