"""A folder of files is read as a whole, or refused as a whole."""

from pathlib import Path

import pytest

from storage.playbooks.library import read_folder
from storage.playbooks.problems import BadPlaybook


def refusal(folder: Path) -> list[str]:
    with pytest.raises(BadPlaybook) as bad:
        read_folder(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in bad.value.problems]


def test_every_playbook_of_a_folder_is_read_by_file_name(tmp_path: Path, right: str) -> None:
    (tmp_path / "b.yaml").write_text(right)
    (tmp_path / "a.yml").write_text(right.replace("kind: repair-visit", "kind: another"))

    assert [playbook.kind for playbook in read_folder(tmp_path)] == ["another", "repair-visit"]


@pytest.mark.parametrize("name", ["notes.txt", ".draft.yaml", "_draft.yaml"])
def test_what_is_not_meant_as_a_playbook_is_left_alone(tmp_path: Path, right: str, name: str) -> None:
    (tmp_path / "a.yaml").write_text(right)
    (tmp_path / name).write_text("nothing: good")

    assert len(read_folder(tmp_path)) == 1


def test_problems_of_all_files_come_at_once(tmp_path: Path, right: str) -> None:
    (tmp_path / "a.yaml").write_text(right.replace("due: won + 1", "due: soon"))
    (tmp_path / "b.yaml").write_text("")
    (tmp_path / "c.yaml").write_bytes(b"\xff")

    assert [line.partition(" ")[0] for line in refusal(tmp_path)] == ["a.yaml:15:", "b.yaml:1:", "c.yaml:1:"]


def test_two_files_cannot_describe_one_kind(tmp_path: Path, right: str) -> None:
    (tmp_path / "a.yaml").write_text(right)
    (tmp_path / "b.yaml").write_text(right.replace("Repair visit", "Visit"))

    message = f"{tmp_path}/a.yaml describes the kind repair-visit already; give this one another kind."
    assert refusal(tmp_path) == [f"b.yaml:1: kind: {message}"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlaybook, match="There is no playbook in this folder"):
        read_folder(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlaybook, match="There is no such folder"):
        read_folder(tmp_path / "missing")
