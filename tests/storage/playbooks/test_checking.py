"""What the command line says about files."""

from pathlib import Path

import pytest

from storage.playbooks.checking import check


def test_a_good_file_is_summed_up_in_a_line(tmp_path: Path, right: str) -> None:
    path = tmp_path / "repair.yaml"
    path.write_text(right)

    report = check([path])

    assert report.is_good
    assert report.text == f"{path}: repair-visit: 3 items, 2 functions, 1 gate"


def test_each_problem_is_a_line_with_file_line_and_field(tmp_path: Path, right: str) -> None:
    path = tmp_path / "repair.yaml"
    path.write_text(right.replace("kind: repair-visit", "kind: Repair").replace("file\n", "fil\n"))

    report = check([path])

    assert not report.is_good
    assert report.text.splitlines() == [
        f"{path}:1: kind: A kind is lower-case words joined by hyphens, such as site-installation.",
        f"{path}:16: items[0].evidence: fil is not known here; did you mean file?",
    ]


def test_good_files_are_summed_up_beside_bad_ones(tmp_path: Path, right: str) -> None:
    (tmp_path / "good.yaml").write_text(right)
    (tmp_path / "bad.yaml").write_text("")

    report = check([tmp_path / "good.yaml", tmp_path / "bad.yaml", tmp_path / "missing.yaml"])

    assert [playbook.kind for playbook in report.good] == ["repair-visit"]
    assert [Path(problem.file).name for problem in report.problems] == ["bad.yaml", "missing.yaml"]


def test_a_folder_stands_for_the_playbooks_in_it(tmp_path: Path, right: str) -> None:
    (tmp_path / "a.yaml").write_text(right)
    (tmp_path / "b.yaml").write_text(right.replace("kind: repair-visit", "kind: another"))

    assert len(check([tmp_path]).good) == 2


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    assert check([tmp_path]).text == f"{tmp_path}:1: There is no playbook in this folder; put a .yaml file into it."


def test_a_file_named_twice_is_checked_once(tmp_path: Path, right: str) -> None:
    path = tmp_path / "repair.yaml"
    path.write_text(right)

    assert len(check([path, path, tmp_path]).text.splitlines()) == 1


def test_a_name_that_no_disk_can_hold_is_a_problem_like_any_other() -> None:
    (problem,) = check([Path("x" * 5000)]).problems

    assert "File name too long" in problem.message


@pytest.mark.parametrize("items", [1, 2])
def test_counts_are_written_as_people_say_them(tmp_path: Path, items: int) -> None:
    rows = "".join(f"  - {{key: i{n}, function: field, title: Do it}}\n" for n in range(items))
    path = tmp_path / "a.yaml"
    path.write_text(f"kind: a\ntitle: A\nowner_function: field\nfunctions: {{field: {{label: F}}}}\nitems:\n{rows}")

    said = {1: "1 item, 1 function, 0 gates", 2: "2 items, 1 function, 0 gates"}
    assert check([path]).text == f"{path}: a: {said[items]}"
