"""Forms about people's time: away, hours, region, and what holds for the whole workspace."""

from bot.model import UserId, Week
from bot.ports import Workspace
from messages import ids
from messages.blocks import Block, channel_input, context, date_input, field, modal, person_input, section, text_input
from messages.escaping import Mrkdwn
from messages.message import Message
from messages.own_time import week_words
from messages.words import words

WHO, FIRST, LAST, STAND_IN = "who", "first", "last", "stand_in"
HOURS, REGION, DAYS_OFF, TEAM, LEADERSHIP = "hours", "region", "days_off", "team", "leadership"
"""Names of fields: the block_id of each input, under which its value comes back."""

SHORT, LONG = 60, 1_000
WEEK_HINT = "For example mon-fri 9-17, or mon-wed 8:30-16."
REGION_HINT = "A country, or a part of one: FI, DE-BY, US-CA."


def away(user: UserId, stand_in: UserId | None) -> Block:
    """Ask from when until when; whoever leads others can choose one of them."""
    blocks = [
        field(WHO, "Who is away?", person_input(user)),
        field(FIRST, "First day away", date_input()),
        field(LAST, "Last day away", date_input()),
        field(
            STAND_IN,
            "Who is asked meanwhile?",
            person_input(stand_in),
            hint="Nobody named: the lead of each deal.",
            optional=True,
        ),
    ]
    return _form("Away", ids.FORM_AWAY, blocks)


def hours(week: Week) -> Block:
    element = text_input(initial=week_words(week), placeholder="mon-fri 9-17", most=SHORT)
    return _form("Working hours", ids.FORM_HOURS, [field(HOURS, "When do you work?", element, hint=WEEK_HINT)])


def region(own: str) -> Block:
    element = text_input(initial=own, placeholder="DE-BY", most=SHORT)
    hint = f"{REGION_HINT} Type default for those of everybody here."
    return _form("Public holidays", ids.FORM_REGION, [field(REGION, "Where do you work?", element, hint=hint)])


def settings(home: Workspace, command: str = "/deal") -> Block:
    """Ask what holds for everybody who has nothing of their own."""
    days = "\n".join(day.isoformat() for day in home.days_off)
    week = text_input(initial=week_words(home.week or Week()), placeholder="mon-fri 9-17", most=SHORT)
    country = text_input(initial=home.region or "", placeholder="FI", most=SHORT)
    closed = text_input(initial=days, placeholder="2026-12-24", most=LONG, multiline=True)
    blocks = [
        field(HOURS, "Working week", week, hint=WEEK_HINT, optional=True),
        field(REGION, "Public holidays of", country, hint=REGION_HINT, optional=True),
        field(DAYS_OFF, "The company's own days off", closed, hint="One a line, for example 24.12.", optional=True),
        field(TEAM, "Channel for the team's digest", channel_input(home.team_channel), optional=True),
        field(LEADERSHIP, "Channel for leadership", channel_input(home.leadership_channel), optional=True),
        context(words("playbook/shelf#elsewhere", c=Mrkdwn(command))),
    ]
    return _form("Settings", ids.FORM_SETTINGS, blocks)


def done(told: Message) -> Block:
    """Say in place of the form what was saved."""
    return modal("Saved", callback_id=ids.FORM_AWAY, metadata="", submit=None, blocks=[section(Mrkdwn(told.text))])


def _form(title: str, callback_id: str, blocks: list[Block]) -> Block:
    return modal(title, callback_id=callback_id, metadata="", submit="Save", blocks=blocks)
