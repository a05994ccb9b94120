"""Reads the arguments of a Web API call: form fields or JSON, each as the type that the method wants."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from sandbox.errors import InvalidArgumentsError, Json, SlackError

FORM = "application/x-www-form-urlencoded"
TRUE = ("1", "true", "True", True, 1)


def parse(content_type: str, body: bytes, query: str, *, takes_json: bool) -> Json:
    """Read the arguments as they came; raises SlackError for a body that Slack would not read.

    JSON sent to a method that takes none is not read at all, as in Slack.
    """
    values: Json = dict(parse_qsl(query, keep_blank_values=True))
    if not body:
        return values
    kind = content_type.partition(";")[0].strip().lower()
    if not kind:
        raise SlackError("missing_post_type")
    if kind == "application/json":
        return values | _json_object(body) if takes_json else values
    if kind != FORM:
        raise SlackError("invalid_post_type")
    try:
        return values | dict(parse_qsl(body.decode(), keep_blank_values=True))
    except UnicodeDecodeError as error:
        raise SlackError("invalid_charset") from error


def _json_object(body: bytes) -> Json:
    try:
        read = json.loads(body)
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(read, dict):
        raise SlackError("json_not_object")
    return read


@dataclass(frozen=True)
class Arguments:
    values: Json

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise InvalidArgumentsError(f"missing required field: {name}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        return self.values[name] in TRUE if self.has(name) else default

    def whole(self, name: str, default: int, *, most: int, code: str = "invalid_limit") -> int:
        """Read a number from 1 to `most`; missing, empty and 0 mean the default."""
        try:
            value = int(self.text(name) or default)
        except ValueError as error:
            raise SlackError(code) from error
        if not 0 <= value <= most:
            raise SlackError(code)
        return value or default

    def names(self, name: str) -> list[str]:
        """Read a comma-separated list, or a JSON array."""
        value = self.values.get(name)
        parts = value if isinstance(value, list) else self.text(name).split(",")
        return [str(one).strip() for one in parts if str(one).strip()]

    def structure(self, name: str, kind: type[Any], code: str) -> Any:
        """Read a list or object, given as such or as JSON text; None when absent. Raises `code` when it cannot be read."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:
                raise SlackError(code) from error
        if not isinstance(value, kind):
            raise SlackError(code)
        return value
