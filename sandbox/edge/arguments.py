"""Reads the arguments of a Web API call: form fields or JSON, each as the type that the method wants."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from sandbox.edge.json_text import read_json
from sandbox.errors import InvalidArgumentsError, Json, SlackError

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
# Slack lists text/plain among the types it takes and says nowhere how it reads one. Here nothing is read from it.
UNREAD = "text/plain"
CHARSETS = {"": "utf-8", "utf-8": "utf-8", "utf8": "utf-8", "iso-8859-1": "iso-8859-1"}
NAME = re.compile(r"[A-Za-z0-9_]{1,100}")
ARRAY = re.compile(r"[A-Za-z0-9_]+(\[\w*\])+")
# Slack has fewer than thirty arguments to any method; a thousand fields are somebody who tries what happens.
MOST_FIELDS = 1_000
TRUE = ("1", "true", "True", True, 1)


def parse(content_type: str, body: bytes, query: str, *, takes_json: bool) -> Json:
    """Read the arguments as they came; raises SlackError for a body that Slack would not read.

    Of arguments that come twice the last one counts, and the body before the address. JSON sent to a method that takes
    none is not read at all, as in Slack.
    """
    values = _fields(query)
    if body:
        values |= _in_body(content_type, body, takes_json=takes_json)
    for name in values:
        if not NAME.fullmatch(name):
            raise SlackError("invalid_array_arg" if ARRAY.fullmatch(name) else "invalid_arg_name")
    return values


def _in_body(content_type: str, body: bytes, *, takes_json: bool) -> Json:
    if not content_type.strip():
        raise SlackError("missing_post_type")
    headers = Message()
    headers["Content-Type"] = content_type
    kind, charset = headers.get_content_type(), _charset(headers)
    if kind == "application/json":
        return _json_object(_decoded(body, charset, "invalid_json")) if takes_json else {}
    if kind == MULTIPART:
        return _multipart(content_type, body)
    if kind == FORM:
        return _fields(_decoded(body, charset, "invalid_charset"))
    # The library takes nonsense for text/plain; only who said so meant it.
    if kind == UNREAD and content_type.lower().startswith(UNREAD):
        return {}
    raise SlackError("invalid_post_type")


def _charset(headers: Message) -> str:
    named = str(headers.get_param("charset") or "").strip().lower()
    if named not in CHARSETS:
        raise SlackError("invalid_charset")
    return CHARSETS[named]


def _decoded(body: bytes, charset: str, code: str) -> str:
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        raise SlackError(code) from error


def _fields(text: str) -> Json:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise SlackError("invalid_form_data") from error


def _multipart(content_type: str, body: bytes) -> Json:
    """Read the fields of a multipart form, as the SDK sends one beside files; the files themselves are not read."""
    whole = message_from_bytes(b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n" + body)
    if not whole.is_multipart():
        raise SlackError("invalid_form_data")
    return dict(pair for part in whole.walk() if part is not whole for pair in _field(part))


def _field(part: Message) -> Iterator[tuple[str, str]]:
    name = part.get_param("name", header="content-disposition")
    content = part.get_payload(decode=True)
    if not name or not isinstance(content, bytes):
        raise SlackError("invalid_form_data")
    if part.get_filename() is None:
        yield str(name), _decoded(content, "utf-8", "invalid_charset")


def _json_object(text: str) -> Json:
    """Read the object, without its token: Slack takes one from the header or a form, never from JSON."""
    try:
        read = read_json(text)
    except ValueError as error:
        raise SlackError("invalid_json") from error
    if not isinstance(read, dict):
        raise SlackError("json_not_object")
    return {name: value for name, value in read.items() if name != "token"}


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
                value = read_json(value)
            except ValueError as error:
                raise SlackError(code) from error
        if not isinstance(value, kind):
            raise SlackError(code)
        return value
