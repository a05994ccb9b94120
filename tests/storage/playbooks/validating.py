"""As much of JSON Schema as an editor needs to judge a playbook: enough to see that ours says what the check says."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
TYPES: Mapping[str, Any] = {"string": str, "boolean": bool, "array": list, "object": dict}
KNOWN = {
    *("$defs", "$ref", "$schema", "title", "description", "default", "examples"),
    *("type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "items"),
    *("required", "properties", "additionalProperties", "propertyNames", "minProperties", "maxProperties"),
}


def faults(schema: Schema, value: object) -> list[str]:
    """Return the places of a value that the schema refuses, each with the word of the schema that does."""
    return list(_faults(schema, schema, value, ""))


def _faults(root: Schema, schema: Schema, value: object, place: str) -> Iterator[str]:
    assert set(schema) <= KNOWN, f"nobody judges {set(schema) - KNOWN} here"
    if "$ref" in schema:
        yield from _faults(root, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, place)
    if not _is(schema.get("type"), value):
        yield f"{place}: type"
        return
    yield from (f"{place}: {word}" for word in _outside(schema, value))
    if isinstance(value, dict):
        yield from _inside(root, schema, value, place)
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _faults(root, schema.get("items", {}), each, f"{place}[{at}]")


def _inside(root: Schema, schema: Schema, value: dict[str, object], place: str) -> Iterator[str]:
    yield from (f"{place}.{name}: required" for name in schema.get("required", ()) if name not in value)
    for name, each in value.items():
        inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
        if inner is False:
            yield f"{place}.{name}: additionalProperties"
        else:
            yield from _faults(root, inner, each, f"{place}.{name}")
        yield from (f"{place}.{name}: {word}" for word in _outside(schema.get("propertyNames", {}), name))


def _is(kind: str | None, value: object) -> bool:
    if kind in {"integer", "number"}:
        return isinstance(value, int if kind == "integer" else (int, float)) and not isinstance(value, bool)
    return kind is None or isinstance(value, TYPES[kind])


def _outside(schema: Schema, value: Any) -> Iterator[str]:
    """Yield the bounds that a single value does not keep."""
    if value not in schema.get("enum", [value]):
        yield "enum"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield "pattern"
    if isinstance(value, int | float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield "minimum"
    for kind, least, most in (
        (str, "minLength", "maxLength"),
        (list, "minItems", "maxItems"),
        (dict, "minProperties", "maxProperties"),
    ):
        if isinstance(value, kind) and not schema.get(least, 0) <= len(value) <= schema.get(most, len(value)):
            yield least
