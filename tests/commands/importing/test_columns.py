"""Columns are found by name, and what is not found is answered with the nearest."""

import pytest

from commands.importing.columns import bind, parse_map
from commands.importing.failure import CannotImport
from commands.importing.presets import Field, preset_named

HEADER = ["Deal Name", "Customer", "Value, EUR", "Stage"]


def test_a_map_is_pairs_of_our_field_and_their_column() -> None:
    assert parse_map("name=Deal Name, account=Customer") == {Field.NAME: "Deal Name", Field.ACCOUNT: "Customer"}


def test_a_column_with_a_comma_is_put_in_quotes() -> None:
    mapped = parse_map('name=Deal Name,"amount=Value, EUR"')

    assert bind(HEADER, mapped, "").get(Field.AMOUNT, ["a", "b", "5", ""]) == "5"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name", "pairs such as name=account"),
        ("name=", "pairs such as name=account"),
        ("nmae=Customer", "did you mean “name”?"),
        ("xyz=Customer", "there is “name”, “account”"),
        ("name=Customer,name=Stage", "gives name twice"),
    ],
)
def test_a_map_that_cannot_be_read_says_what_would_work(text: str, sentence: str) -> None:
    with pytest.raises(CannotImport, match=sentence):
        parse_map(text)


def test_an_unknown_column_is_answered_with_the_nearest() -> None:
    with pytest.raises(CannotImport, match="no column “Custmer”; did you mean “Customer”"):
        bind(HEADER, {Field.NAME: "Custmer"}, "")


def test_an_unknown_id_column_is_refused_too() -> None:
    with pytest.raises(CannotImport, match="no column “number”"):
        bind(HEADER, {Field.NAME: "Customer"}, "Stage,number")


def test_without_a_map_columns_with_our_names_are_taken_whatever_their_case() -> None:
    columns = bind(["ID", "Name", " Account "], {}, "")

    assert columns.get(Field.ACCOUNT, ["1", "Site", "Acme"]) == "Acme"
    assert columns.id == (0,)


def test_a_file_in_which_nothing_names_the_deal_is_refused_with_its_columns() -> None:
    with pytest.raises(CannotImport, match=r"The file has “a”, “b”; .*--map name=COLUMN"):
        bind(["a", "b"], {}, "")


def test_a_column_that_stands_twice_is_refused_only_where_it_is_needed() -> None:
    header = ["name", "note", "note"]

    assert bind(header, {}, "").get(Field.NAME, ["Site", "x", "y"]) == "Site"
    with pytest.raises(CannotImport, match=r"“note” stands more than once .*columns 2 and 3.*rename one"):
        bind(header, {Field.SELLER: "note"}, "")


def test_a_text_is_made_from_several_columns_and_leaves_no_joint_behind_an_empty_one() -> None:
    columns = bind(["account", "product"], {Field.NAME: "{account} · {product}"}, "")

    assert columns.get(Field.NAME, ["Acme", "Site"]) == "Acme · Site"
    assert columns.get(Field.NAME, ["Acme", " "]) == "Acme"


def test_a_preset_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(CannotImport, match="“salesforce” is not a preset; maven is"):
        preset_named("salesforce")


def test_a_cell_is_cleaned_of_what_no_screen_can_show() -> None:
    assert bind(["name"], {}, "").get(Field.NAME, [" Site\r\nof\tAcme\x07 "]) == "Site of Acme"
