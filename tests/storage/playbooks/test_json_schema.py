"""The published schema: editors complete and judge by it what the check would say too."""

from json import loads
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from bot.model import LapseKind
from storage.playbooks.json_schema import FILE_NAME, FIRST_LINE, json_schema
from storage.playbooks.library import built_in_texts
from storage.playbooks.schema import EXAMPLES, FunctionFields, ItemFields, PlaybookFields, RungFields, RungsFields
from tests.storage.playbooks.validating import faults

FOLDER = Path(__file__).parents[3] / "storage" / "playbooks" / "built_in"
SCHEMA = loads(json_schema())
MODELS: list[type[BaseModel]] = [PlaybookFields, FunctionFields, ItemFields, RungsFields, RungFields]


def part(model: type[BaseModel]) -> dict[str, dict[str, object]]:
    """Return the fields that the schema knows of a part of the file."""
    found = SCHEMA if model is PlaybookFields else SCHEMA["$defs"][model.__name__]
    return dict(found["properties"])


def test_the_file_that_is_published_is_the_one_that_the_fields_make() -> None:
    published = (FOLDER / FILE_NAME).read_text(encoding="utf-8")

    assert published == json_schema(), f"python app.py playbook schema > storage/playbooks/built_in/{FILE_NAME}"


def test_nothing_in_it_is_looked_up_in_the_network() -> None:
    refs = [each["$ref"] for model in MODELS for each in part(model).values() if "$ref" in each]

    assert all(str(ref).startswith("#/") for ref in refs)
    assert "$id" not in SCHEMA


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_there_with_what_it_means_and_a_value_that_works(model: type[BaseModel]) -> None:
    assert set(part(model)) == set(model.model_fields)
    for name, field in part(model).items():
        assert field["description"], name
        assert field["examples"] == [yaml.safe_load(EXAMPLES[name])], name


@pytest.mark.parametrize("model", MODELS)
def test_a_value_that_is_shown_as_an_example_or_default_is_a_good_one(model: type[BaseModel]) -> None:
    for name, field in part(model).items():
        inner = {**field, "$defs": SCHEMA["$defs"]}
        for value in [*field["examples"], *([field["default"]] if "default" in field else [])]:  # type: ignore[misc]
            assert faults(inner, value) == [], name


def test_editors_complete_every_kind_of_lapse_and_refuse_others() -> None:
    ladder = SCHEMA["properties"]["ladder"]

    assert set(ladder["properties"]) == set(LapseKind)
    assert ladder["additionalProperties"] is False


@pytest.mark.parametrize(("name", "text"), built_in_texts())
def test_what_comes_with_baton_names_the_schema_beside_it_and_is_good_by_it(name: str, text: str) -> None:
    first, _, _ = text.partition("\n")

    assert first == FIRST_LINE
    assert (FOLDER / first.removeprefix("# yaml-language-server: $schema=")).is_file()
    assert faults(SCHEMA, yaml.safe_load(text)) == [], name


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kind: repair-visit", "kind: Repair Visit", ".kind: pattern"),
        ("title: Repair visit", "tittle: Repair visit", ".tittle: additionalProperties"),
        ("title: Repair visit\n", "", ".title: required"),
        ("title: Repair visit", "title: ''", ".title: minLength"),
        ("500000", "0", ".channel_above_minor: minimum"),
        ("500000", "'500000'", ".channel_above_minor: type"),
        ("is_private: yes", "is_private: maybe", ".is_private: type"),
        ("usergroup: sales", "usergroup: '@sales'", ".functions.sales.usergroup: pattern"),
        ("kim@example.com", "kim", ".functions.field.email: pattern"),
        ("  field: {label", "  Field: {label", ".functions.Field: pattern"),
        ("key: parts", "key: Spare parts", ".items[2].key: pattern"),
        ("due: won + 1", "due: won + many", ".items[0].due: pattern"),
        ("evidence: file", "evidence: paper", ".items[0].evidence: enum"),
        ("evidence: file", "evidence: count\n    at_least: 0", ".items[0].at_least: minimum"),
        ("evidence: file", "evidence: form\n    parts: ['']", ".items[0].parts[0]: minLength"),
        ("waits_for: [scope]", "waits_for: scope", ".items[1].waits_for: type"),
        ("  item_due:", "  item_deu:", ".ladder.item_deu: additionalProperties"),
        ("tell: [holder, lead]", "tell: []", ".ladder.item_due.rungs[0].tell: minItems"),
        ("where: private", "where: secret", ".ladder.item_due.rungs[0].where: enum"),
        ("after_hours: 2", "after_hours: -2", ".ladder.item_due.rungs[0].after_hours: minimum"),
        ("asks_decision: true", "asks_decision: 1", ".ladder.item_due.rungs[0].asks_decision: type"),
    ],
)
def test_what_the_check_refuses_in_a_field_an_editor_marks_too(right: str, old: str, new: str, fault: str) -> None:
    assert faults(SCHEMA, yaml.safe_load(right)) == []
    assert right.count(old) == 1

    assert fault in faults(SCHEMA, yaml.safe_load(right.replace(old, new)))
