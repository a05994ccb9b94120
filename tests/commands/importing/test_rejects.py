"""Rejected rows end in a file that can be corrected and imported again."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.ports import Backlogged
from commands.importing.failure import BadRow, CannotImport, Reason
from commands.importing.reading import Row
from commands.importing.rejects import Rejects

BROKEN = "id,name,won_at\n1,Good,2026-01-01\n2,Bad,soon\n3,Worse\n"


def test_the_file_has_line_reason_and_the_row_as_it_was(desk: Any) -> None:
    summary = desk.imports(BROKEN)

    assert summary.rejects == desk.folder / "deals.rejects.csv"
    assert any("deals.rejects.csv" in line for line in summary.lines())
    assert summary.rejects.read_text().splitlines()[0] == "line,reason,id,name,won_at"
    (line, reason, *row), worse = desk.rejected()
    assert (line, row) == ("3", ["2", "Bad", "soon"])
    assert reason.startswith("“soon” is not a date like 2026-11-22")
    assert worse == ["4", "Line 4 has 2 columns, the header has 3.", "3", "Worse"]


def test_a_corrected_rejects_file_is_imported_as_it_stands(desk: Any) -> None:
    rejects = desk.imports(BROKEN).rejects
    rejects.write_text(rejects.read_text().replace("soon", "2026-01-02"))

    again = desk.again(path=rejects)

    assert (again.new, again.rejected) == (1, ((str(Reason.WIDTH), 1),))
    assert set(desk.backlog.by_id) == {"1", "2"}
    assert again.rejects.read_text().splitlines()[0] == "line,reason,id,name,won_at"


def test_without_a_rejected_row_there_is_no_file(desk: Any) -> None:
    assert desk.imports("name\nA\n").rejects is None
    assert [path.name for path in desk.folder.iterdir()] == ["deals.csv"]


def test_each_run_replaces_the_file_of_the_one_before(desk: Any) -> None:
    desk.imports(BROKEN)
    desk.imports("id,name,won_at\n9,Bad,soon\n")
    assert [row[2] for row in desk.rejected()] == ["9"]

    desk.imports("id,name,won_at\n9,Good,2026-01-01\n")
    assert not (desk.folder / "deals.rejects.csv").exists()


def test_a_file_of_that_name_that_is_not_ours_is_left_alone(desk: Any) -> None:
    other = desk.folder / "deals.rejects.csv"
    other.write_text("mine")
    desk.imports("name\nA\n")

    assert other.read_text() == "mine"


def test_a_link_gets_its_rejects_beside_it_and_not_where_it_leads(desk: Any) -> None:
    (desk.folder / "links").mkdir()
    link = desk.folder / "links" / "new.csv"
    link.symlink_to(desk.path)
    desk.path.write_text(BROKEN)

    assert desk.again(path=link).rejects == desk.folder / "links" / "new.rejects.csv"


def test_another_place_can_be_named(desk: Any, tmp_path: Path) -> None:
    wanted = tmp_path / "elsewhere.csv"

    assert desk.imports(BROKEN, rejects=wanted).rejects == wanted
    assert len(desk.rejected(wanted)) == 2


def test_a_place_that_cannot_be_written_is_said_with_the_way_out(desk: Any, tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match=r"cannot be written to .*--rejects PATH.*not imported twice"):
        desk.imports(BROKEN, rejects=tmp_path / "nowhere" / "rejects.csv")


def test_a_folder_in_the_place_of_the_file_is_said_and_no_draft_left(desk: Any, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()

    with pytest.raises(CannotImport, match="Is a directory"):
        desk.imports(BROKEN, rejects=tmp_path / "taken")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deals.csv", "taken"]


def test_the_list_itself_is_never_overwritten(desk: Any) -> None:
    with pytest.raises(CannotImport, match="names the list itself"):
        desk.imports(BROKEN, rejects=desk.path)

    assert desk.path.read_text() == BROKEN


def test_an_import_that_fails_leaves_the_old_file_and_no_draft(desk: Any) -> None:
    desk.imports(BROKEN)
    before = desk.rejected()

    def fail(_: Sequence[Backlogged]) -> int:
        raise ConnectionError

    desk.backlog.add = fail
    with pytest.raises(ConnectionError):
        desk.imports("id,name,won_at\n8,Bad,soon\n9,Good,2026-01-01\n")

    assert desk.rejected() == before
    assert sorted(path.name for path in desk.folder.iterdir()) == ["deals.csv", "deals.rejects.csv"]


def test_bytes_that_were_no_text_come_back_as_they_were(desk: Any) -> None:
    desk.imports(b"id,name\n1,S\xf6der\n")

    assert b"S\xf6der" in (desk.folder / "deals.rejects.csv").read_bytes()


def test_a_broken_line_is_kept_whole(desk: Any) -> None:
    desk.imports('id,name\n"1,Open\n2,Good\n')

    assert desk.rejected()[0][2:] == ['"1,Open']


def test_a_character_that_cannot_be_written_does_not_stop_the_file(tmp_path: Path) -> None:
    with Rejects(tmp_path / "a.csv", ["name"], None) as rejects:
        rejects.add(Row(2, ["x\ud800y"]), BadRow(Reason.ENCODING, "No text."))

    assert (tmp_path / "a.rejects.csv").read_text().splitlines()[1] == "2,No text.,x\ufffdy"


def test_a_good_row_beside_a_rejected_one_is_in_the_backlog(desk: Any, rows: Callable[[int], str]) -> None:
    summary = desk.imports(rows(10) + "X,Bad,Acme,x,2026-01-01\n")

    assert (summary.new, len(desk.rejected())) == (10, 1)
