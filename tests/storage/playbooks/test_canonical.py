"""A playbook's id is its content; its JSON gives it back whole."""

import json

import pytest

from bot.playbook import Playbook
from storage.playbooks.canonical import from_json, identified, to_json
from storage.playbooks.library import built_in
from storage.playbooks.problems import BadPlaybook
from storage.playbooks.reading import read


@pytest.mark.parametrize("playbook", built_in(), ids=lambda playbook: playbook.kind)
def test_a_playbook_survives_the_way_to_json_and_back(playbook: Playbook) -> None:
    text = to_json(playbook)

    assert from_json(text) == playbook
    assert to_json(from_json(text)) == text
    assert identified(from_json(text)).id == playbook.id


def test_every_kind_of_field_survives(right: str) -> None:
    playbook = read(right, source="repair.yaml")

    assert from_json(to_json(playbook)) == playbook


def test_an_id_is_a_sha_256_in_hex(right: str) -> None:
    assert len(bytes.fromhex(read(right, source="").id)) == 32


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: repair-visit\n", "# a comment\n\nkind:    'repair-visit'  # another\n"),
        ("due: won + 1", "due: won+1"),
        ("[holder, lead]", "\n          - holder\n          - lead"),
        ("after_hours: 2\n", "after_hours: 2.0\n"),
        ("is_private: yes", "is_private: true"),
        ("evidence: date", "evidence: date\n    is_gate: false"),
    ],
)
def test_the_id_does_not_depend_on_how_a_file_is_written(right: str, old: str, new: str) -> None:
    assert read(right.replace(old, new), source="a").id == read(right, source="b").id


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Repair visit", "title: Repair visits"),
        ("due: won + 1", "due: won + 2"),
        ("after_hours: 2\n", "after_hours: 2.5\n"),
        ("is_private: yes", "is_private: no"),
        ("label: Sales", "label: Selling"),
        ("waits_for: [scope]", "waits_for: [scope]\n    accepted_by: sales"),
    ],
)
def test_the_id_changes_with_the_content(right: str, old: str, new: str) -> None:
    assert read(right.replace(old, new), source="").id != read(right, source="").id


def test_swapping_two_items_is_another_version(right: str) -> None:
    head, scope, rest = right.partition("  - key: scope")
    first, visit, last = rest.partition("  - key: visit")
    second, parts, tail = last.partition("  - key: parts")

    swapped = head + visit + second + scope + first + parts + tail

    assert read(swapped, source="").id != read(right, source="").id


def test_a_row_from_before_a_field_existed_takes_its_default(right: str) -> None:
    row = json.loads(to_json(read(right, source="")))
    del row["welcome"], row["is_private"]

    playbook = from_json(json.dumps(row))

    assert (playbook.welcome, playbook.is_private, playbook.id) == ("", False, row["id"])


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"kind": 1}'])
def test_a_row_that_is_no_playbook_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadPlaybook, match="cannot be read; import its file again"):
        from_json(text)
