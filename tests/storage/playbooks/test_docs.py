"""What the reference page shows is what happens."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.playbook import Playbook
from storage.playbooks.checking import check
from storage.playbooks.library import built_in
from storage.playbooks.reading import BadPlaybook, read
from storage.playbooks.schema import (
    CalendarFields,
    FactFields,
    FunctionFields,
    ItemFields,
    OwnerFields,
    PlaybookFields,
    RungFields,
    RungsFields,
)

PAGE = (Path(__file__).parents[3] / "docs" / "playbooks.md").read_text(encoding="utf-8")
EXAMPLE, PASTED, CALENDARS, LADDER, SPOILT = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_has_ten_lines_and_passes_the_check(tmp_path: Path) -> None:
    path = tmp_path / "playbooks" / "repair-visit.yaml"
    path.parent.mkdir()
    path.write_text(EXAMPLE, encoding="utf-8")

    report = check([path])

    assert len(EXAMPLE.splitlines()) == 10
    assert report.is_good
    assert report.text.removeprefix(f"{tmp_path}/") in PAGE.splitlines()


def test_the_calendars_and_the_ladder_shown_can_be_added_to_the_example() -> None:
    playbook = read(EXAMPLE + CALENDARS + LADDER, source="")

    assert list(playbook.ladder.calendars) == ["field"]
    assert len(playbook.ladder.lapses["item_overdue"].rungs) == 3


def test_the_spoilt_file_is_answered_as_shown() -> None:
    with pytest.raises(BadPlaybook) as bad:
        read(SPOILT, source="repair.yaml")

    assert f"$ python app.py playbook check repair.yaml\n{bad.value}\n```" in PAGE


@pytest.mark.parametrize(
    "fields",
    [PlaybookFields, OwnerFields, FunctionFields, CalendarFields, ItemFields, FactFields, RungsFields, RungFields],
)
def test_every_field_is_described_as_in_the_editor_with_its_default(fields: type[BaseModel]) -> None:
    rows = re.findall(r"^\| `(\w+)` \|(.*?)\| (.*) \|$", PAGE, re.MULTILINE)
    for name, field in fields.model_fields.items():
        defaults = [default.strip() for row, default, meaning in rows if (row, meaning) == (name, field.description)]
        assert defaults, f"{name} is described otherwise"
        assert field.is_required() == (defaults[0] == "required"), name


def test_the_playbooks_that_come_with_baton_are_listed_as_they_are() -> None:
    rows = re.findall(r"^\| `([a-z]+-[a-z]+)` \| (.+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)

    assert rows == [
        (each.kind, owner(each), str(len(each.items)), str(sum(item.is_gate for item in each.items)))
        for each in built_in()
    ]


def owner(playbook: Playbook) -> str:
    return next(role.label for role in playbook.functions if role.key == playbook.owner_function)


def test_what_is_pasted_is_the_example_with_one_more_line() -> None:
    added = [line for line in PASTED.splitlines() if line not in EXAMPLE.splitlines()]

    assert [line for line in EXAMPLE.splitlines() if line not in PASTED.splitlines()] == []
    assert len(added) == 1
    assert read(PASTED, source="pasted").kind == read(EXAMPLE, source="file").kind
