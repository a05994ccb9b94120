"""The small languages inside a playbook's fields: keys, due rules, channel names, handles."""

from datetime import date
from re import compile as pattern
from unicodedata import category

from bot.model import Otherwise
from bot.playbook import DueRule
from bot.refusals import NoSuchWeek
from bot.weeks import read_week
from storage.playbooks.problems import printable, quotable, suggest
from storage.public_holidays import regions

KEY = pattern(r"[a-z][a-z0-9_]{0,39}")
KIND = pattern(r"[a-z0-9]+(-[a-z0-9]+)*")
DUE = pattern(r"([a-z][a-z0-9_]*)(?:\s*([+\-\u2212])\s*([0-9]{1,3})(?:\s+days?)?)?")
HANDLE = pattern(r"[a-z0-9._-]{1,21}")
EMAIL = pattern(r"[^@\s]+@[^@\s]+\.[^@\s]+")
CHANNEL = pattern(r"[a-z0-9_-]*")
PLACEHOLDER = pattern(r"\{([^{}]*)\}")
PLACEHOLDERS = ("account", "kind", "name", "short")
IN_WELCOME = ("account", "name", "kind", "owner", "seller", "promised")
MAX_DAYS = 500
FIRST_YEAR, LAST_YEAR = 2000, 2099
MAX_KIND = 60
MAX_CHANNEL_LETTERS = 40


def key(text: str) -> str:
    if not KEY.fullmatch(text):
        raise ValueError("A key is up to 40 of a-z, 0-9 and _, starting with a letter, such as site_survey.")
    return text


def kind(text: str) -> str:
    if len(text) > MAX_KIND or not KIND.fullmatch(text):
        raise ValueError("A kind is lower-case words joined by hyphens, such as site-installation.")
    return text


def line(text: str) -> str:
    if any(category(char) == "Cc" for char in text):
        raise ValueError("This must be one line without control characters; write it as one short sentence.")
    return text


def otherwise(text: str) -> str:
    # One word is a slip of the pen far more often than something that people would read as a consequence.
    if " " not in line(text) and text not in (Otherwise.LEAD, Otherwise.DECIDE):
        raise ValueError("Write lead, decide, or what happens in a few words, such as: the crane slot is released.")
    return text


def handle(text: str) -> str:
    if not HANDLE.fullmatch(text):
        raise ValueError("A user group is named by its handle without @, such as delivery.")
    return text


def email(text: str) -> str:
    if not EMAIL.fullmatch(text):
        raise ValueError("This is not an email address; write it as in Slack, such as kim@example.com.")
    return text


def working_week(text: str) -> str:
    try:
        read_week(text)
    except NoSuchWeek as refusal:
        raise ValueError(f"{printable(refusal.why)} One that works: mon-sat 7-16.") from refusal
    return text


def region(text: str) -> str:
    country = text.partition("-")[0]
    if text not in regions(country):
        # Of a country that is known its parts are near at hand; of others nobody can tell what was meant.
        better = suggest(text, regions(country)) if regions(country) else "use one such as FI, or DE-BY for a part."
        raise ValueError(f"No public holidays are known for {quotable(text)}; {better}")
    return text


def day(value: object) -> date:
    """Accept a date as YAML reads it, and one in quotes."""
    try:
        found = value if isinstance(value, date) else date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"A day off is a date from {FIRST_YEAR} to {LAST_YEAR}, such as 2026-12-24.")
    return found


def channel_name(text: str) -> str:
    """Accept a template that gives a valid channel name for every deal, and a different one for each."""
    for word in PLACEHOLDER.findall(text):
        if word not in PLACEHOLDERS:
            raise ValueError(f"{{{word[:20]}}} is not known here; use {{account}}, {{name}}, {{kind}} and {{short}}.")
    letters = PLACEHOLDER.sub("", text)
    if not CHANNEL.fullmatch(letters) or len(letters) > MAX_CHANNEL_LETTERS:
        raise ValueError("A channel's name takes up to 40 of a-z, 0-9, - and _, such as deal-{account}-{short}.")
    if text.count("{short}") != 1 or not text.endswith("{short}"):
        raise ValueError(
            "A channel's name must end in {short}, which tells deals apart, such as deal-{account}-{short}."
        )
    return text


def welcome(text: str) -> str:
    """Accept words in which only what every deal has stands in braces."""
    for word in PLACEHOLDER.findall(text):
        if word not in IN_WELCOME:
            raise ValueError(f"{{{quotable(word)}}} is not known here; {suggest(word, IN_WELCOME)}")
    return text


def due_rule(text: str) -> DueRule:
    """Return the rule that words such as ``won + 2`` stand for; the figure is working days."""
    match = DUE.fullmatch(text)
    if not match:
        raise ValueError("A due rule is what it counts from and working days, such as won + 2 or promised - 5.")
    days = int(match[3] or 0)
    if days > MAX_DAYS:
        raise ValueError(f"At most {MAX_DAYS} working days can be counted; name a nearer item to count from.")
    return DueRule(match[1], days if match[2] == "+" else -days)


def due(text: str) -> str:
    due_rule(text)
    return text
