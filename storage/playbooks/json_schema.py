"""The fields of a playbook file as a JSON Schema, from which editors complete and explain while somebody types."""

from collections.abc import Iterator
from json import dumps
from typing import Any

import yaml

from bot.model import LapseKind
from storage.playbooks.schema import EXAMPLES, PlaybookFields
from storage.playbooks.wording import KEY

FILE_NAME = "playbook.schema.json"
FIRST_LINE = f"# yaml-language-server: $schema={FILE_NAME}"
"""What an editor looks for in a playbook: where the schema is, seen from there. It needs no network."""

Schema = dict[str, Any]


def json_schema() -> str:
    """Return the schema as the text of its file.

    It holds what stands in one field. What fields say about each other, only the check knows.
    """
    schema = PlaybookFields.model_json_schema()
    for part in _parts(schema):
        _plain(part)
        for name, field in part.get("properties", {}).items():
            _shown(name, field)
    top = schema["properties"]
    for by_function in ("functions", "calendars"):
        top[by_function]["propertyNames"] = {"pattern": f"^({KEY.pattern})$"}
    # Named one by one, because editors complete names of fields, and not names that a pattern allows.
    rungs = top["ladder"].pop("additionalProperties")
    top["ladder"] |= {"properties": {str(kind): rungs for kind in LapseKind}, "additionalProperties": False}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A playbook of Baton"}
    # Examples are read as YAML reads them, where a day is a date and not its text.
    return dumps(head | schema, ensure_ascii=False, indent=2, default=str) + "\n"


def _parts(schema: Schema) -> Iterator[Schema]:
    yield schema
    yield from schema["$defs"].values()


def _plain(part: Schema) -> None:
    """Take out the names that pydantic makes up: an editor would show them in place of what a field means."""
    part.pop("title", None)
    for field in part.get("properties", {}).values():
        field.pop("title", None)


def _shown(name: str, field: Schema) -> None:
    # An empty value stands for a field that is left out; written down it is a fault.
    if not field.get("default", True) and field["default"] is not False:
        del field["default"]
    if name in EXAMPLES:
        field["examples"] = [yaml.safe_load(EXAMPLES[name])]
