"""A list is read row by row, whatever its encoding and delimiter; what is broken costs its own line only."""

import codecs
import os
from pathlib import Path

import pytest

from commands.importing.failure import BadRow, CannotImport, Reason
from commands.importing.lines import LONGEST_RECORD
from commands.importing.reading import Row, open_list


def read(path: Path, content: bytes, encoding: str = "") -> tuple[list[str], list[Row]]:
    path.write_bytes(content)
    with open_list(path, encoding) as reading:
        return reading.header, list(reading.rows())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_cuts_the_header(path: Path, delimiter: str) -> None:
    header, rows = read(path, f"name{delimiter}amount\nA{delimiter}1\n".encode())

    assert header == ["name", "amount"]
    assert rows == [Row(2, ["A", "1"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(path: Path, end: str) -> None:
    _, rows = read(path, f"a,b{end}1,2{end}3,4".encode())

    assert [row.cells for row in rows] == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_the_encoding_is_told_by_the_first_bytes(path: Path, mark: bytes, encoding: str) -> None:
    header, rows = read(path, mark + "näme,x\nŁódź 🚀,مرحبا\n".encode(encoding))

    assert header == ["näme", "x"]
    assert rows == [Row(2, ["Łódź 🚀", "مرحبا"])]


def test_an_encoding_that_is_asked_for_is_used(path: Path) -> None:
    assert read(path, "a,b\nSöderström,€5\n".encode("cp1252"), "cp1252")[1][0].cells == ["Söderström", "€5"]
    assert read(path, codecs.BOM_UTF8 + b"a,b\n1,2\n", "utf-8")[0] == ["a", "b"]
    assert read(path, codecs.BOM_UTF16_LE + "a,b\n".encode("utf-16-le"), "utf-16-le")[0] == ["a", "b"]


@pytest.mark.parametrize("name", ["latin-99", "base64", "a\x00b"])
def test_an_encoding_that_does_not_exist_is_refused_with_some_that_do(path: Path, name: str) -> None:
    with pytest.raises(CannotImport, match="not an encoding; utf-8, cp1252 and utf-16 are"):
        read(path, b"a,b\n", name)


def test_bytes_that_are_not_utf8_are_said_for_their_line_and_no_other(path: Path) -> None:
    path.write_bytes(b"a,b\ngood,1\nS\xf6der,2\n")
    with open_list(path, "") as reading:
        good, bad = reading.rows()
        reading.check(good)
        with pytest.raises(BadRow, match=r"Line 3 has bytes that are not UTF-8 text: .*--encoding cp1252") as refused:
            reading.check(bad)

    assert refused.value.reason is Reason.ENCODING


def test_broken_utf16_is_said_for_its_line(path: Path) -> None:
    path.write_bytes(codecs.BOM_UTF16_LE + "a,b\n1,".encode("utf-16-le") + b"\x00\xd8" + "\n3,4\n".encode("utf-16-le"))
    with open_list(path, "") as reading:
        bad, good = reading.rows()
        reading.check(good)
        with pytest.raises(BadRow, match=r"Line 2 .* UTF-16"):
            reading.check(bad)


def test_a_nul_character_is_said_for_its_line(path: Path) -> None:
    path.write_bytes(b"a,b\n" + b"x,1\n" * 2000 + b"\x00,2\n")
    with open_list(path, "") as reading, pytest.raises(BadRow, match="Line 2002 holds a NUL character"):
        reading.check(list(reading.rows())[-1])


def test_a_file_that_is_no_text_is_refused(path: Path) -> None:
    with pytest.raises(CannotImport, match=r"NUL bytes.*--encoding utf-16-le"):
        read(path, "a,b\n1,2\n".encode("utf-16-le"))


def test_an_encoding_that_stumbles_over_the_file_is_refused(path: Path) -> None:
    with pytest.raises(CannotImport, match=r"The file is not in unicode.escape"):
        read(path, b"a,b\n\\u12,2\n", "unicode_escape")


def test_a_quoted_text_may_hold_lines_delimiters_and_quotes(path: Path) -> None:
    _, rows = read(path, b'a,b\n"one\ntwo, three","say ""hi"""\nnext,1\n')

    assert rows == [Row(2, ["one\ntwo, three", 'say "hi"']), Row(4, ["next", "1"])]


def test_blank_lines_are_nobodys_row(path: Path) -> None:
    _, rows = read(path, b"\n\na,b\n\n,\n1,2\n\n")

    assert rows == [Row(6, ["1", "2"])]


@pytest.mark.parametrize("line", [b"1", b"1,2,3"])
def test_a_row_of_another_width_is_said_with_both_widths(path: Path, line: bytes) -> None:
    _, (row, good) = read(path, b"a,b\n" + line + b"\n5,6\n")

    assert row.fault is not None
    assert row.fault.sentence == f"Line 2 has {line.count(b',') + 1} columns, the header has 2."
    assert good == Row(3, ["5", "6"])


def test_a_stray_quotation_mark_costs_its_own_line_only(path: Path) -> None:
    _, (bad, *good) = read(path, b'a,b\n"stray,1\n' + b"x,2\n" * 500)

    assert bad.fault is not None
    assert bad.fault.reason is Reason.BROKEN
    assert bad.cells == ['"stray,1']
    assert [row.line for row in good] == list(range(3, 503))


def test_a_quotation_mark_inside_a_text_costs_its_own_line_only(path: Path) -> None:
    _, rows = read(path, b'a,b\n"a"b,1\nc,2\n')

    assert [row.fault is None for row in rows] == [False, True]


def test_a_text_longer_than_any_field_may_be_is_said(path: Path) -> None:
    _, (bad, good) = read(path, b"a,b\n" + b"x" * 140_000 + b",1\nc,2\n")

    assert bad.fault is not None
    assert "more than 131,072 characters" in bad.fault.sentence
    assert good == Row(3, ["c", "2"])


def test_a_line_without_an_end_is_skipped_and_not_held_in_memory(path: Path) -> None:
    _, (bad, good) = read(path, b"a,b\n" + b"x" * (3 * LONGEST_RECORD) + b"\nc,2\n")

    assert bad.fault is not None
    assert len(bad.cells[0]) == LONGEST_RECORD + 1
    assert good == Row(3, ["c", "2"])


def test_a_record_that_swallows_everything_behind_it_is_stopped(path: Path) -> None:
    ever_open = b'a,b\n"' + b'x","y\n' * (LONGEST_RECORD // 6 + 10)

    _, rows = read(path, ever_open)

    assert all(row.fault for row in rows)
    assert sum(row.cells[0].count("\n") + 1 for row in rows) == ever_open.count(b"\n") - 1


def test_a_header_that_cannot_be_read_is_refused(path: Path) -> None:
    with pytest.raises(CannotImport, match=r"header cannot be read. Line 1 has a quotation mark"):
        read(path, b'a,"b\n1,2\n')


def test_nothing_but_a_header_is_no_rows(path: Path) -> None:
    assert read(path, b"a,b\n") == (["a", "b"], [])
    assert read(path, b"") == ([], [])


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="is a folder; name the CSV file in it"), open_list(tmp_path, ""):
        pass


def test_a_missing_file_is_refused(path: Path) -> None:
    with pytest.raises(CannotImport, match=f"There is no file {path}"), open_list(path, ""):
        pass


def test_a_pipe_is_refused_before_it_can_block(path: Path) -> None:
    os.mkfifo(path)

    with pytest.raises(CannotImport, match="is not a file"), open_list(path, ""):
        pass


def test_a_link_is_followed_and_one_that_leads_to_itself_refused(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    assert read(path, b"a,b\n1,2\n")
    with open_list(link, "") as reading:
        assert reading.header == ["a", "b"]

    circle = tmp_path / "circle.csv"
    circle.symlink_to(circle)
    with pytest.raises(CannotImport, match="cannot be read: Too many"), open_list(circle, ""):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_one_may_not_read_is_refused(path: Path) -> None:
    path.write_bytes(b"a,b\n")
    path.chmod(0)

    with pytest.raises(CannotImport, match="cannot be read: Permission denied"), open_list(path, ""):
        pass


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and then fails")
def test_a_file_that_fails_while_it_is_read_is_refused() -> None:
    with pytest.raises(CannotImport, match="cannot be read"), open_list(Path("/proc/self/mem"), ""):
        pass
