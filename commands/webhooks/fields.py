"""The kinds of value a webhook's body is made of: what is taken, and the sentence for what is not."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from bot.money import LARGEST_MINOR
from commands.importing.facts import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_ID,
    LONGEST_TEXT,
    clean,
    is_currency,
    is_plausible_year,
    is_web_address,
    quoted,
)

MOST_CUSTOM = 100
LONGEST_NAME = 64
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
SOURCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
Parsed = TypeVar("Parsed")
KINDS: dict[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def fault(sentence: str) -> PydanticCustomError:
    """Say what is wrong with a value, in words that the answer repeats."""
    # The template language of the class must not touch what somebody sent us.
    return PydanticCustomError("baton", "{sentence}", {"sentence": sentence})


def _text(value: object, *, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise fault(f"must be text in quotes, not {_kind(value)}.")
    if len(value) > longest:
        raise fault(f"has {len(value):,} characters; at most {longest:,} work.")
    return clean(value)


def _words(value: object) -> str:
    if not (text := _text(value)):
        raise fault("is empty; say something here.")
    return text


def _id(value: object) -> str:
    """Take an id as text or as a whole number: many systems count theirs."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 64:
        return str(value)
    if not (text := _text(value, longest=LONGEST_ID)):
        raise fault('is empty; give the id by which the other system knows it, such as "D-1042".')
    return text


def _source(value: object) -> str:
    text = _text(value, longest=LONGEST_NAME)
    if not SOURCE.fullmatch(text):
        raise fault(f'{quoted(text)} is no name of a system; letters, digits, ".", "_" and "-" work, such as "erp".')
    return text


def _moment(value: object) -> datetime:
    text = _text(value)
    example = "2026-11-22T10:00:00Z"
    found = MOMENT.fullmatch(text)
    if not found:
        raise fault(f"{quoted(text)} is not a moment; one looks like {example}.")
    if not found[3]:
        raise fault(f"{quoted(text)} has no time zone; with one it looks like {example}.")
    moment = _parsed(datetime.fromisoformat, text.upper(), text)
    _check_year(moment.year, text)
    return moment.astimezone(UTC)


def _day(value: object) -> date:
    text = _text(value)
    if not DAY.fullmatch(text):
        raise fault(f"{quoted(text)} is not a date; one looks like 2027-02-01.")
    day = _parsed(date.fromisoformat, text, text)
    _check_year(day.year, text)
    return day


def _parsed(parse: Callable[[str], Parsed], text: str, said: str) -> Parsed:
    try:
        return parse(text)
    except ValueError as error:
        raise fault(f"{quoted(said)} does not exist in the calendar.") from error


def _check_year(year: int, text: str) -> None:
    if not is_plausible_year(year):
        raise fault(f"{quoted(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}.")


def _amount(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise fault("must be a whole number in the smallest unit: 4800000 is 48,000.00 EUR.")
    if not 0 <= value <= LARGEST_MINOR:
        raise fault(f"must lie between 0 and {LARGEST_MINOR:,}, in the smallest unit of the currency.")
    return value


def _currency(value: object, info: ValidationInfo) -> str | None:
    """Take three letters; an amount must not come without them."""
    if value in (None, ""):
        if info.data.get("amount_minor") is not None:
            raise fault('is missing: amount_minor means nothing without it; "EUR" is one.')
        return None
    text = _text(value).upper()
    if not is_currency(text):
        raise fault(f'{quoted(text)} is not a currency; three letters such as "EUR" are.')
    return text


def _url(value: object) -> str:
    text = _text(value)
    if not is_web_address(text):
        raise fault(f"{quoted(text)} is not a web address; one begins with https:// or http://.")
    return text


def _email(value: object) -> str:
    text = _text(value, longest=LONGEST_ID).lower()
    if not EMAIL.fullmatch(text):
        raise fault(f"{quoted(text)} is not an email address; ana@example.com is one.")
    return text


def _custom(value: object) -> dict[str, str]:
    """Keep every pair as text; what is more than text is kept as the JSON it came as."""
    if not isinstance(value, dict):
        raise fault(f"must be an object of names and values, not {_kind(value)}.")
    if len(value) > MOST_CUSTOM:
        raise fault(f"has {len(value):,} entries; at most {MOST_CUSTOM} work.")
    pairs = {_text(key, longest=LONGEST_ID): _as_text(one) for key, one in value.items() if one is not None}
    return {key: text for key, text in pairs.items() if key}


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    try:
        return _text(json.dumps(value, ensure_ascii=False))
    except RecursionError as error:
        raise fault("is nested too deeply; text and numbers work.") from error


def _optional(check: Callable[[object], Any]) -> Callable[[object], Any]:
    """Let null and empty text mean that nothing is said."""
    return lambda value: None if value in (None, "") else check(value)


def _kind(value: object) -> str:
    return KINDS.get(type(value), "something else")


Words = Annotated[str, BeforeValidator(_words)]
Id = Annotated[str, BeforeValidator(_id)]
Source = Annotated[str, BeforeValidator(_source)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
MaybeText = Annotated[str | None, BeforeValidator(_optional(_text))]
MaybeName = Annotated[str | None, BeforeValidator(_optional(_source))]
MaybeMoment = Annotated[datetime | None, BeforeValidator(_optional(_moment))]
MaybeDay = Annotated[date | None, BeforeValidator(_optional(_day))]
MaybeAmount = Annotated[int | None, BeforeValidator(_optional(_amount))]
MaybeCurrency = Annotated[str | None, BeforeValidator(_currency)]
MaybeUrl = Annotated[str | None, BeforeValidator(_optional(_url))]
MaybeEmail = Annotated[str | None, BeforeValidator(_optional(_email))]
Custom = Annotated[dict[str, str] | None, BeforeValidator(_optional(_custom))]
