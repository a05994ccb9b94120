"""At a start the last good version of a playbook stays in force where its file has a fault now."""

import logging
from pathlib import Path

import pytest

from storage.playbooks.library import built_in
from storage.playbooks.problems import BadPlaybook
from storage.playbooks.reading import read
from storage.playbooks.standing import taken_in

GOOD = """\
kind: {kind}
title: Repair
owner_function: field
functions:
  field: {{label: Field crew, usergroup: field}}
items:
  - {{key: scope, function: field, title: Attach the scope}}
"""
BAD = GOOD.replace("owner_function: field", "owner_function: feild")
STANDING = [read(GOOD.format(kind="repair"), source="repair.yaml")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "repair.yaml").write_text(BAD.format(kind="repair"), encoding="utf-8")
    (tmp_path / "visit.yaml").write_text(GOOD.format(kind="visit"), encoding="utf-8")
    return tmp_path


def test_what_has_no_fault_is_taken_in_and_the_log_names_the_rest(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        taken = taken_in(folder, STANDING)

    assert [playbook.kind for playbook in taken] == ["visit"]
    (line,) = caplog.messages
    assert line.startswith("This playbook cannot be used, and the last good version stays in force: ")
    assert line.endswith("repair.yaml:3: owner_function: There is no function feild; did you mean field?")


def test_at_a_first_start_a_fault_is_refused_with_all_that_is_wrong(folder: Path) -> None:
    with pytest.raises(BadPlaybook, match="There is no function feild"):
        taken_in(folder, [])


def test_a_folder_that_is_not_there_is_no_fault_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadPlaybook, match="There is no such folder"):
        taken_in(tmp_path / "nowhere", STANDING)


def test_a_folder_without_faults_says_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "visit.yaml").write_text(GOOD.format(kind="visit"), encoding="utf-8")

    assert [playbook.kind for playbook in taken_in(tmp_path, [])] == ["visit"]
    assert caplog.messages == []


def test_without_a_folder_it_is_what_comes_with_baton() -> None:
    assert taken_in(None, []) == built_in()
