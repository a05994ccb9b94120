"""Forms about people's time: away, hours, region."""

from datetime import time

from bot.model import UserId, Week
from messages import ids
from messages.blocks import (
    Block,
    choice_input,
    date_input,
    field,
    modal,
    person_input,
    section,
    text_input,
)
from messages.escaping import Mrkdwn
from messages.message import Message
from messages.own_time import week_words
from messages.words import label

WHO, FIRST, LAST, STAND_IN = "who", "first", "last", "stand_in"
HOURS, REGION = "hours", "region"
"""Names of fields: the block_id of each input, under which its value comes back."""

AT, DAILY, EVERY_DAY, WHEN_NEEDED = "at", "daily", "every_day", "when_needed"
SHORT = 60


def away(user: UserId, stand_in: UserId | None) -> Block:
    """Ask from when until when; whoever leads others can choose one of them."""
    blocks = [
        field(WHO, label("own_time_forms#who_is_away"), person_input(user)),
        field(FIRST, label("own_time_forms#first_day_away"), date_input()),
        field(LAST, label("own_time_forms#last_day_away"), date_input()),
        field(
            STAND_IN,
            label("own_time_forms#who_is_asked_meanwhile"),
            person_input(stand_in),
            hint=label("own_time_forms#nobody_named_the_lead"),
            optional=True,
        ),
    ]
    return _form(label("own_time_forms#away"), ids.FORM_AWAY, blocks)


def hours(week: Week) -> Block:
    element = text_input(initial=week_words(week), placeholder="mon-fri 9-17", most=SHORT)
    return _form(
        label("own_time_forms#working_hours"),
        ids.FORM_HOURS,
        [field(HOURS, label("own_time_forms#when_do_you_work"), element, hint=label("own_time_forms#week_hint"))],
    )


def region(own: str) -> Block:
    element = text_input(initial=own, placeholder="DE-BY", most=SHORT)
    hint = f"{label('own_time_forms#region_hint')} {label('own_time_forms#default_hint')}"
    return _form(
        label("own_time_forms#public_holidays"),
        ids.FORM_REGION,
        [field(REGION, label("own_time_forms#where_do_you_work"), element, hint=hint)],
    )


def digest(at: time, *, is_daily: bool) -> Block:
    """Ask when the digest comes, and on which days."""
    often = (
        (WHEN_NEEDED, label("own_time_forms#when_something_needs_me")),
        (EVERY_DAY, label("own_time_forms#every_working_day")),
    )
    clock = text_input(initial=f"{at.hour}:{at.minute:02}", placeholder="7:30", most=SHORT)
    hint, chosen = label("own_time_forms#a_time_of_the_day"), EVERY_DAY if is_daily else WHEN_NEEDED
    blocks = [
        field(AT, label("own_time_forms#when_does_your_digest_come"), clock, hint=hint),
        field(DAILY, label("own_time_forms#how_often"), choice_input(often, chosen)),
    ]
    return _form(label("own_time_forms#digest"), ids.FORM_DIGEST, blocks)


def done(told: Message) -> Block:
    """Say in place of the form what was saved."""
    return modal(
        label("own_time_forms#saved"),
        callback_id=ids.FORM_AWAY,
        metadata="",
        submit=None,
        blocks=[section(Mrkdwn(told.text))],
    )


def _form(title: str, callback_id: str, blocks: list[Block]) -> Block:
    return modal(title, callback_id=callback_id, metadata="", submit=label("own_time_forms#save"), blocks=blocks)
