"""What the command line gets from the shelf: reports, playbooks on an example deal, new files, the schema."""

from datetime import date
from pathlib import Path

import pytest

from storage.playbooks.json_schema import json_schema
from storage.playbooks.library import built_in
from storage.playbooks.problems import BadPlaybook
from storage.playbooks.shelf import Shelf

SHELF = Shelf(lambda: date(2026, 1, 5))


def show(which: str, **given: date) -> str:
    return SHELF.show(which, won=None, promised=None, given=given)


def test_files_are_checked(tmp_path: Path, right: str) -> None:
    (tmp_path / "a.yaml").write_text(right)

    assert SHELF.check([tmp_path]) == (f"{tmp_path}/a.yaml: repair-visit: 3 items, 2 functions, 1 gate", True)


@pytest.mark.parametrize("kind", [playbook.kind for playbook in built_in()])
def test_what_comes_with_baton_is_shown_by_its_kind(kind: str) -> None:
    assert f"Kind `{kind}`" in show(kind)


def test_a_file_is_shown_by_its_path(tmp_path: Path, right: str) -> None:
    (tmp_path / "a.yaml").write_text(right)

    assert "Kind `repair-visit`" in show(f"{tmp_path}/a.yaml")


def test_an_example_is_won_today_and_promised_in_a_quarter_if_nobody_says_otherwise() -> None:
    assert "won on Mon 5 Jan 2026, promised for Mon 6 Apr 2026" in show("site-installation")


def test_an_example_has_the_dates_that_it_is_given() -> None:
    said = SHELF.show("site-installation", won=date(2026, 2, 2), promised=date(2026, 5, 4), given={})

    assert "won on Mon 2 Feb 2026, promised for Mon 4 May 2026" in said


@pytest.mark.parametrize(
    ("which", "given", "said"),
    [
        ("site-instalation", {}, "neither a file nor a playbook site-instalation; did you mean site-installation?"),
        ("nowhere.yaml", {}, "nowhere.yaml:1: There is no such file; give the path of a .yaml file."),
        ("site-installation", {"shedule": date(2026, 1, 5)}, "ended with a date; did you mean schedule?"),
        ("site-installation", {"scope": date(2026, 1, 5)}, "No item scope is ended with a date; use one of: "),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(which: str, given: dict[str, date], said: str) -> None:
    with pytest.raises(BadPlaybook) as bad:
        show(which, **given)

    assert said in str(bad.value)
    assert "\n" not in str(bad.value)


def test_a_playbook_that_was_begun_passes_the_check_and_says_what_to_do_next(tmp_path: Path) -> None:
    path = tmp_path / "repair-visit.yaml"

    said = SHELF.begin("repair-visit", title="", like="", folder=tmp_path)

    assert said == [
        f"{path}: repair-visit: 3 items, 2 functions, 1 gate",
        f"An editor that knows YAML completes it from {tmp_path}/playbook.schema.json.",
        f"Change it, and check it: python app.py playbook check {path}",
    ]
    assert SHELF.check([path]) == (said[0], True)


def test_the_schema_is_the_published_one() -> None:
    assert SHELF.schema() == json_schema()
