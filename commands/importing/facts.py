"""What a fact from another system may look like, in a list or in a webhook: clean text, web addresses, currencies."""

import re

from commands.discretion import without_tokens

LONGEST_TEXT = 10_000
LONGEST_ID = 255
FIRST_YEAR, LAST_YEAR = 1970, 2199

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
SURROGATES = re.compile(r"[\ud800-\udfff]")
CURRENCY = re.compile(r"[A-Z]{3}")
WEB_ADDRESS = re.compile(r"https?://[^\s/?#<>\"\\|`]+[^\s<>\"\\|`]*", re.IGNORECASE)
SLACK_PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")

SHOWN = 60


def clean(text: str) -> str:
    """Return the text as one line that any database and any screen can take, and that opens nobody's Slack."""
    if text.isprintable():
        return without_tokens(text).strip()
    return without_tokens(SURROGATES.sub("\ufffd", CONTROLS.sub(" ", text))).strip()


def quoted(text: str) -> str:
    """Show a value inside a sentence, cut where it is long."""
    plain = clean(text)
    return f"“{plain[:SHOWN]}…”" if len(plain) > SHOWN else f"“{plain}”"


def is_currency(text: str) -> bool:
    return CURRENCY.fullmatch(text) is not None


def is_web_address(text: str) -> bool:
    return WEB_ADDRESS.fullmatch(text) is not None


def is_slack_person(text: str) -> bool:
    return SLACK_PERSON.fullmatch(text) is not None


def is_plausible_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR
