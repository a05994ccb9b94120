"""Fill templates with values: whatever is not marked as mrkdwn is shown as typed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.model import BATON, Due, WaitingOn
from messages.amounts import amount
from messages.escaping import Mrkdwn, code, cut, escape, lines, one_line
from messages.language import pattern, spoken
from messages.moments import closing_words, moment, past, short_due
from messages.phrases import known

NAME, SHORT, LONG = 60, 200, 900
"""How much of a person's words one place shows."""

PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,20}")
ADDRESS = re.compile(r"https?://[^\s<>|\"`\\\x00-\x1f\x7f]{1,2000}", re.IGNORECASE)


def words(name: str, /, **values: Any) -> Mrkdwn:
    """Render a template: ``step/kept``, or one block of it: ``board#steps``."""
    file, _, block = name.partition("#")
    template = ENVIRONMENT.get_template(f"{file}.j2")
    if not block:
        return Mrkdwn(template.render(values).strip())
    return Mrkdwn("".join(template.blocks[block](template.new_context(values))).strip())


def label(name: str, /, **values: str) -> str:
    """Name a button, a field or a choice: ``forms#by_when`` of ``labels/``. Slack shows it plain, so nothing is escaped."""
    return str(words(f"labels/{name}", **{key: Mrkdwn(value) for key, value in values.items()}))


def mention(user_id: str) -> Mrkdwn:
    """Name a person so that Slack shows (and tells) them; what is no Slack id names nobody."""
    if user_id == BATON:
        return Mrkdwn("Baton")
    return Mrkdwn(f"<@{user_id}>") if PERSON.fullmatch(user_id) else words("labels/words#not_in_slack")


def mentioned(user_ids: Sequence[str]) -> Mrkdwn:
    """Name several, one after the other."""
    return Mrkdwn(", ".join(mention(user_id) for user_id in user_ids))


def channel(channel_id: str) -> Mrkdwn:
    """Link a channel; only its readers see its name."""
    return Mrkdwn(f"<#{channel_id}>") if CHANNEL.fullmatch(channel_id) else words("labels/words#its_channel")


def link(url: str, label: str | None = None) -> Mrkdwn:
    """Link a web address under our label or, without one, under itself; what is no web address is shown as typed."""
    if not ADDRESS.fullmatch(url):
        return escape(cut(one_line(url), SHORT))
    target = url.replace("&", "&amp;")
    return Mrkdwn(f"<{target}|{escape(label)}>" if label else f"<{target}>")


def is_address(url: str | None) -> bool:
    return bool(url and ADDRESS.fullmatch(url))


def day(on: date) -> str:
    """Say a date that is only a date: "Mon 1 Feb 2027"."""
    return str(format_date(on, pattern("EEE d MMM y"), locale=spoken().locale))


def weekday(on: date) -> str:
    """Say which day of the week it is: "Friday"."""
    return str(format_date(on, pattern("EEEE"), locale=spoken().locale))


def long_day(on: date) -> str:
    return str(format_date(on, pattern("EEEE d MMMM y"), locale=spoken().locale))


def full(due: Due, zone: str | None = None) -> str:
    day, clock = closing_words(due, zone)
    return label(f"moments#{'end_of_day' if due.on else 'at'}", day=day, clock=clock)


def ago(at: datetime, now: datetime) -> str:
    """Say how long ago, in one unit: "5 minutes ago". A moment that is not past is "just now"."""
    return past(now - at) or label("moments#just_now")


def short(due: Due, now: datetime | None = None) -> str:
    """Say a due moment in a list, with its year where that is not this one."""
    return short_due(due, now.date() if now else None)


def long(text: str) -> Mrkdwn:
    """Show more of a person's words, with their line ends."""
    return escape(cut(lines(text), LONG))


def whole(text: str) -> Mrkdwn:
    """Show all that can be typed into one field, in one line: where it was said, and where it is looked up."""
    return escape(cut(one_line(text), LONG))


def party(on: WaitingOn) -> str:
    """Say whose move it is."""
    return label(f"words#{on.name.lower()}")


def bare(text: str) -> str:
    """Take off the full stop that our own sentence brings."""
    return text.rstrip(" .")


def begin(text: str) -> str:
    """Begin a sentence with it."""
    return text[:1].upper() + text[1:]


def typed(text: str) -> Mrkdwn:
    """Show what can be typed, between the template's backticks."""
    return code(cut(one_line(text), SHORT))


def counted(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def number(n: int) -> str:
    """Say a number as the language groups its figures: "1,000"."""
    return str(format_decimal(n, locale=spoken().locale))


def enumerated(things: Sequence[str], most: int) -> str:
    """List names in one line: "“Survey”, “Permit” and 3 more"."""
    named = [label("words#quoted", what=cut(one_line(thing), NAME)) for thing in things[:most]]
    more = [label("words#more", n=str(len(things) - most))] if len(things) > most else []
    return conjoined([*named, *more])


def conjoined(parts: Sequence[str], how: str = "conjoined") -> str:
    """Say several in one sentence: "a, b and c", or with ``either``: "a, b or c"."""
    *first, last = parts or [""]
    return label(f"words#{how}", first=", ".join(first), last=last) if first else last


def _shown(value: object) -> Mrkdwn:
    if value is None:
        raise TypeError("A template shows a value that is not there; guard it with an if.")
    return value if isinstance(value, Mrkdwn) else escape(cut(one_line(str(value)), SHORT))


def _gettext(text: str, /, **values: object) -> Mrkdwn:
    return _filled(spoken().catalogue.gettext(text), values)


def _ngettext(one: str, many: str, n: int, /, **values: object) -> Mrkdwn:
    return _filled(spoken().catalogue.ngettext(one, many, n), {"num": number(n)} | values)


def _pgettext(about: str, text: str, /, **values: object) -> Mrkdwn:
    return _filled(spoken().catalogue.pgettext(about, text), values)


def _filled(sentence: str, values: Mapping[str, object]) -> Mrkdwn:
    """Fill a sentence of ours. Jinja's own functions would have the whole of it escaped, not only what people typed."""
    return Mrkdwn(sentence % {name: _shown(value) for name, value in values.items()})


def _environment() -> Environment:
    environment = Environment(
        extensions=["jinja2.ext.i18n"],
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        finalize=_shown,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - HTML's rules are wrong here: `_shown` escapes by Slack's
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters = (
        mention,
        mentioned,
        channel,
        link,
        day,
        long_day,
        full,
        short,
        long,
        whole,
        party,
        bare,
        begin,
        typed,
        counted,
        enumerated,
        weekday,
        moment,
        ago,
        known,
        amount,
    )
    environment.filters |= {one.__name__: one for one in filters}
    environment.globals |= {"gettext": _gettext, "ngettext": _ngettext, "pgettext": _pgettext}
    # Sentences name what they are filled with, so that a translator can put it where their language wants it.
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    return environment


ENVIRONMENT = _environment()
