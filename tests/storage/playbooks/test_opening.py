"""Files that cannot be a playbook are refused before anything reads them as YAML."""

from pathlib import Path

import pytest

from storage.playbooks.opening import MAX_BYTES, open_text, playbook_files
from storage.playbooks.problems import BadPlaybook, Problem


def refusal(path: Path) -> Problem:
    with pytest.raises(BadPlaybook) as bad:
        open_text(path)
    (problem,) = bad.value.problems
    return problem


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("title: Käynti 👷".encode())

    assert open_text(path) == "title: Käynti 👷"


def test_the_mark_that_editors_put_in_front_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfkind: a")

    assert open_text(path) == "kind: a"


@pytest.mark.parametrize("name", ["missing.yaml", "folder"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()

    problem = refusal(tmp_path / name)

    assert problem.message == "There is no such file; give the path of a .yaml file."
    assert problem.file == str(tmp_path / name)


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"kind: a\ntitle: caf\xe9\n", 2), ("kind: a".encode("utf-16"), 1), (b"\n\n\n\xff", 4)],
)
def test_what_is_not_utf_8_is_refused_with_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)

    problem = refusal(path)

    assert (problem.line, problem.message[:29]) == (line, "This file is not UTF-8 text; ")


def test_one_mebibyte_is_read_and_a_byte_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"#" * MAX_BYTES)
    assert len(open_text(path)) == MAX_BYTES

    path.write_bytes(b"#" * (MAX_BYTES + 1))

    assert "larger than 1 MiB" in refusal(path).message


def test_a_name_that_no_disk_can_hold_is_refused() -> None:
    assert refusal(Path("x" * 5000)).message.startswith("This file cannot be read (File name too long)")


def test_a_folder_name_that_no_disk_can_hold_is_refused() -> None:
    with pytest.raises(BadPlaybook, match="This folder cannot be read"):
        playbook_files(Path("x" * 5000))


def test_files_of_a_folder_come_by_name(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "c.txt", ".d.yaml", "_e.yaml"):
        (tmp_path / name).touch()

    assert [path.name for path in playbook_files(tmp_path)] == ["a.yml", "b.yaml"]
