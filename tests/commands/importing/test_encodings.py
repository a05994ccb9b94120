"""The first bytes of a file say its encoding; what is asked for wins."""

import codecs

import pytest

from commands.importing.encodings import choose, is_wide, unreadable
from commands.importing.failure import CannotImport


@pytest.mark.parametrize(
    ("head", "asked", "chosen"),
    [
        (b"", "", "utf-8"),
        (b"name", "", "utf-8"),
        (codecs.BOM_UTF8 + b"name", "", "utf-8-sig"),
        (codecs.BOM_UTF8 + b"name", "UTF8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE + b"n\x00", "", "utf-16"),
        (codecs.BOM_UTF16_BE + b"\x00n", "", "utf-16"),
        (codecs.BOM_UTF32_LE + b"n\x00\x00\x00", "", "utf-32"),
        (codecs.BOM_UTF16_LE + b"n\x00", "utf-16-le", "utf-16-le"),
        (b"n\x00", "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF8 + b"name", "cp1252", "cp1252"),
        (b"name", "Latin1", "iso8859-1"),
    ],
)
def test_the_encoding_is_chosen(head: bytes, asked: str, chosen: str) -> None:
    assert choose(head, asked) == chosen


def test_bytes_that_no_text_has_are_answered_with_a_way_out() -> None:
    with pytest.raises(CannotImport, match=r"CSV UTF-8.*--encoding utf-16-le"):
        choose(b"PK\x03\x04\x14\x00", "")


def test_a_replaced_character_is_a_fault_only_where_it_may_have_been_put_by_us() -> None:
    assert is_wide("utf-16-le")
    assert unreadable("utf-16").search("a\ufffd")
    assert not unreadable("utf-8").search("a\ufffd")
    assert unreadable("utf-8").search("a\udcff")
