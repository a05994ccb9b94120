"""The small languages inside a playbook's fields: keys, due rules, channel names, handles."""

from re import compile as pattern
from unicodedata import category

from bot.model import Otherwise
from bot.playbook import DueRule
from storage.playbooks.problems import quotable, suggest

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
