"""Reads what a script says about the app, and refuses in a sentence what cannot be."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.deliveries.subscriptions import SCOPES
from sandbox.errors import Json, Refused
from sandbox.people.scopes import MEANS
from sandbox.state.model import Shortcut, SlashCommand

KINDS = ("global", "message")


def read_app_facts(given: Json) -> dict[str, Any]:
    """Read the facts into the fields of the model; nothing is changed as long as one of them cannot be."""
    # A word misspelt would otherwise be a setting that silently never was.
    unknown = sorted(set(given) - set(READERS))
    if unknown:
        raise Refused(f"An app has no {unknown[0]!r}; what there is: {', '.join(sorted(READERS))}.")
    return {READERS[name][0]: READERS[name][1](name, value) for name, value in given.items()}


def _word(name: str, value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise Refused(f"{name} is a text.")
    return value or ""


def _flag(_name: str, value: Any) -> bool:
    return bool(value)


def _words(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Refused(f"{name} is a list of texts.")
    return tuple(value)


def _scopes(name: str, value: Any) -> tuple[str, ...]:
    scopes = _words(name, value)
    for one in scopes:
        if one not in MEANS:
            raise Refused(f"There is no bot scope {one!r}; there are: {', '.join(MEANS)}.")
    return scopes


def _events(name: str, value: Any) -> tuple[str, ...]:
    events = _words(name, value)
    for one in events:
        if one not in SCOPES:
            raise Refused(f"The sandbox knows no event {one!r}; it knows: {', '.join(SCOPES)}.")
    return events


def _commands(_name: str, value: Any) -> dict[str, SlashCommand]:
    made = [
        SlashCommand(
            str(one.get("command") or ""),
            str(one.get("description") or ""),
            str(one.get("usage_hint") or ""),
            should_escape=bool(one.get("should_escape", True)),
            url=str(one.get("url") or ""),
        )
        for one in _objects(value, 'commands is a list, e.g. [{"command": "/deal", "usage_hint": "help"}].')
    ]
    for one in made:
        if not one.command.startswith("/"):
            raise Refused(f"A command starts with a slash, e.g. /deal, not {one.command!r}.")
    return {one.command: one for one in made}


def _shortcuts(_name: str, value: Any) -> dict[str, Shortcut]:
    example = '[{"name": "Make a step", "type": "message", "callback_id": "make_step", "description": "…"}]'
    made = [
        Shortcut(*(str(one.get(name) or "") for name in ("name", "type", "callback_id", "description")))
        for one in _objects(value, f"shortcuts is a list, e.g. {example}.")
    ]
    for one in made:
        if not one.callback_id or not one.name or one.type not in KINDS:
            raise Refused(f"A shortcut has a name, a callback_id and a type, global or message, e.g. {example}.")
    return {one.callback_id: one for one in made}


def _objects(value: Any, sentence: str) -> list[Json]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Refused(sentence)
    return value


Reader = Callable[[str, Any], Any]
# By the name that scripts use: the field of the model, and how it is read.
READERS: Mapping[str, tuple[str, Reader]] = {
    "name": ("name", _word),
    "bot_name": ("bot_name", _word),
    "description": ("description", _word),
    "client_id": ("client_id", _word),
    "client_secret": ("client_secret", _word),
    "redirect_urls": ("redirect_urls", _words),
    "commands": ("commands", _commands),
    "shortcuts": ("shortcuts", _shortcuts),
    "scopes": ("scopes", _scopes),
    "optional_scopes": ("optional_scopes", _scopes),
    "events": ("events", _events),
    "request_url": ("request_url", _word),
    "interactivity_url": ("interactivity_url", _word),
    "options_url": ("options_url", _word),
    "home_tab_enabled": ("home_tab_enabled", _flag),
    "messages_tab_enabled": ("messages_tab_enabled", _flag),
    "is_interactive": ("is_interactive", _flag),
    "token_rotation": ("is_rotating", _flag),
    "is_commercial": ("is_commercial", _flag),
}
