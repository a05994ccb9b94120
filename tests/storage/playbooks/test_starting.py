"""A playbook that was begun is good from the first moment, and nothing that was there is lost."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from storage.playbooks.json_schema import FILE_NAME, FIRST_LINE, json_schema
from storage.playbooks.library import built_in
from storage.playbooks.opening import open_text
from storage.playbooks.problems import BadPlaybook
from storage.playbooks.reading import read
from storage.playbooks.starting import begin


def refused(kind: str = "repair-visit", *, title: str = "", like: str | None = None, folder: Path) -> str:
    with pytest.raises(BadPlaybook) as bad:
        begin(kind, title=title, like=like, folder=folder)
    return str(bad.value)


def test_the_file_is_the_playbook_that_is_told_of(tmp_path: Path) -> None:
    path, playbook = begin("repair-visit", title="", like=None, folder=tmp_path)

    assert (path, playbook.kind, playbook.title) == (tmp_path / "repair-visit.yaml", "repair-visit", "Repair visit")
    assert read(open_text(path), source=str(path)) == playbook


def test_the_schema_lies_beside_it_and_is_named_in_its_first_line(tmp_path: Path) -> None:
    path, _ = begin("repair-visit", title="", like=None, folder=tmp_path)

    assert open_text(path).startswith(f"{FIRST_LINE}\n")
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == json_schema()


def test_the_calendar_that_stands_there_as_an_example_works_once_its_marks_are_taken_away(tmp_path: Path) -> None:
    path, playbook = begin("repair-visit", title="", like=None, folder=tmp_path)
    text, _, example = open_text(path).partition("# calendars:\n")
    taken_up = f"{text}calendars:\n{example.replace('#   ', '  ')}"

    assert playbook.ladder.calendars == {}
    calendar = read(taken_up, source="repair-visit.yaml").ladder.calendars["delivery"]
    assert (calendar.region, calendar.holidays) == ("DE-BY", (date(2026, 12, 24), date(2026, 12, 31)))


@pytest.mark.parametrize("pattern", built_in(), ids=lambda playbook: playbook.kind)
def test_one_like_another_differs_only_in_its_names(tmp_path: Path, pattern: object) -> None:
    kind = getattr(pattern, "kind", "")

    path, playbook = begin("repair-visit", title="Repair", like=kind, folder=tmp_path)

    assert replace(playbook, id="", kind=kind, title="", source="") == replace(pattern, id="", title="", source="")  # type: ignore[type-var]
    assert open_text(path).count(FIRST_LINE) == 1


@pytest.mark.parametrize("title", ["Repair: on site", 'The "big" one', "Ремонт", "no", "# all", "\\1"])
def test_any_title_is_taken_as_it_was_said(tmp_path: Path, title: str) -> None:
    assert begin("repair-visit", title=title, like=None, folder=tmp_path)[1].title == title


@pytest.mark.parametrize("kind", ["Repair", "repair visit", "../repair", "a/b", "", "a\nitems: []", "x" * 61])
def test_a_kind_that_is_none_is_refused_before_anything_is_written(tmp_path: Path, kind: str) -> None:
    said = refused(kind, folder=tmp_path / "new")

    assert "A kind is lower-case words joined by hyphens, such as site-installation." in said
    assert list(tmp_path.iterdir()) == []


def test_a_title_that_is_none_is_refused_with_its_field(tmp_path: Path) -> None:
    assert "title: This is too long; at most 120 characters fit." in refused(title="x" * 121, folder=tmp_path)


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    there = tmp_path / "repair-visit.yaml"
    there.write_text("mine")

    assert "There is something by this name already" in refused(folder=tmp_path)
    assert there.read_text() == "mine"


def test_a_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    path, _ = begin("repair-visit", title="", like=None, folder=tmp_path / "our" / "playbooks")

    assert path.is_file()


def test_where_nothing_can_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    said = refused(folder=tmp_path / "file" / "folder")

    assert "This cannot be written (Not a directory); give another folder." in said


def test_nothing_to_begin_from_is_answered_with_what_there_is(tmp_path: Path) -> None:
    said = refused(like="site-instalation", folder=tmp_path)

    assert "There is no playbook site-instalation to begin from; did you mean site-installation?" in said
    assert list(tmp_path.iterdir()) == []
