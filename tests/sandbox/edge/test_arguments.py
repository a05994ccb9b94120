"""Arguments of a call: read from forms and JSON, each as the type that the method wants."""

import json
from typing import Any

import pytest

from sandbox.edge.arguments import Arguments, parse
from sandbox.errors import InvalidArgumentsError, SlackError

FORM, JSON = "application/x-www-form-urlencoded", "application/json;charset=utf-8"


@pytest.mark.parametrize(
    ("kind", "body", "query", "read"),
    [
        (FORM, b"a=1&b=", "", {"a": "1", "b": ""}),
        (FORM, "name=Ümit+B".encode(), "", {"name": "Ümit B"}),
        (JSON, b'{"a": [1]}', "", {"a": [1]}),
        (JSON, b"", "a=1", {"a": "1"}),
        ("", b"", "", {}),
        (FORM, b"a=2", "a=1&c=3", {"a": "2", "c": "3"}),
    ],
)
def test_arguments_are_read_from_body_and_query(kind: str, body: bytes, query: str, read: dict[str, Any]) -> None:
    assert parse(kind, body, query, takes_json=True) == read


def multipart(*parts: str, boundary: str = "b") -> bytes:
    return "".join(f"--{boundary}\r\n{part}\r\n" for part in parts).encode() + f"--{boundary}--\r\n".encode()


def part(name: str, value: str, more: str = "") -> str:
    return f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}'


def test_a_multipart_form_is_read_without_its_files() -> None:
    body = multipart(
        part("channels", "C1"), part("title", "Zürich\r\ntwo lines"), part("file", "…", '; filename="a.txt"')
    )

    read = parse("multipart/form-data; boundary=b", body, "", takes_json=True)

    assert read == {"channels": "C1", "title": "Zürich\r\ntwo lines"}


@pytest.mark.parametrize(
    "body", [b"", b"--b\r\n\r\nx\r\n--b--", b"x" * 99, multipart("Content-Type: text/plain\r\n\r\nx")]
)
def test_a_multipart_form_without_names_is_no_form(body: bytes) -> None:
    with pytest.raises(SlackError, match="invalid_form_data"):
        parse("multipart/form-data; boundary=b", body or b" ", "", takes_json=True)


def test_the_charset_that_is_named_is_the_one_that_counts() -> None:
    latin = "name=Jos\u00e9".encode("latin-1")

    assert parse(f"{FORM}; charset=ISO-8859-1", latin, "", takes_json=True) == {"name": "José"}
    assert parse(f'{FORM}; charset="utf-8"', b"a=1", "", takes_json=True) == {"a": "1"}


def test_plain_text_is_taken_and_not_read() -> None:
    assert parse("text/plain", b"channel=C1", "a=1", takes_json=True) == {"a": "1"}


def test_a_token_in_json_is_left_out() -> None:
    assert parse(JSON, b'{"token": "xoxb-1", "a": 1}', "", takes_json=True) == {"a": 1}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a b", "invalid_arg_name"),
        ("", "invalid_arg_name"),
        ("a" * 101, "invalid_arg_name"),
        ("users[]", "invalid_array_arg"),
    ],
)
def test_a_name_that_cannot_be_an_arguments_is_refused(name: str, code: str) -> None:
    for kind, body in ((FORM, f"{name}=1"), (JSON, json.dumps({name: 1}))):
        with pytest.raises(SlackError, match=code):
            parse(kind, body.encode(), "", takes_json=True)


def test_json_is_not_read_where_it_is_not_taken() -> None:
    assert parse(JSON, b'{"a": 1}', "b=2", takes_json=False) == {"b": "2"}


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("", b"a=1", "missing_post_type"),
        ("text/html", b"a=1", "invalid_post_type"),
        (JSON, b"{", "invalid_json"),
        (JSON, b"1", "json_not_object"),
        (FORM, b"\xff", "invalid_charset"),
        (f"{FORM}; charset=latin-9", b"a=1", "invalid_charset"),
        (FORM, b"a=1&" * 1_001, "invalid_form_data"),
        (JSON, b"\xff", "invalid_json"),
    ],
)
def test_a_body_that_cannot_be_read_is_named(kind: str, body: bytes, code: str) -> None:
    with pytest.raises(SlackError) as caught:
        parse(kind, body, "", takes_json=True)

    assert caught.value.code == code


@pytest.mark.parametrize("value", ["1", "true", "True", True, 1])
def test_every_spelling_of_yes_is_yes(value: Any) -> None:
    assert Arguments({"is_private": value}).flag("is_private")


@pytest.mark.parametrize("value", ["0", "false", False, "", "yes", 0])
def test_everything_else_is_no(value: Any) -> None:
    assert not Arguments({"is_private": value}).flag("is_private")


def test_a_flag_that_is_not_given_has_its_default() -> None:
    assert Arguments({}).flag("mrkdwn", default=True)
    assert Arguments({"mrkdwn": None}).flag("mrkdwn", default=True)


@pytest.mark.parametrize(("value", "number"), [("7", 7), (7, 7), ("", 100), ("0", 100), (None, 100)])
def test_a_number_is_read_from_text_too(value: Any, number: int) -> None:
    assert Arguments({"limit": value}).whole("limit", 100, most=999) == number


@pytest.mark.parametrize("value", ["-1", "1000", "many", "1.5"])
def test_a_number_out_of_bounds_is_refused(value: str) -> None:
    with pytest.raises(SlackError, match="invalid_limit"):
        Arguments({"limit": value}).whole("limit", 100, most=999)


@pytest.mark.parametrize("value", ["U1, U2,,", ["U1", "U2"]])
def test_names_come_with_commas_or_as_a_list(value: Any) -> None:
    assert Arguments({"users": value}).names("users") == ["U1", "U2"]


@pytest.mark.parametrize("value", [[{"type": "divider"}], json.dumps([{"type": "divider"}])])
def test_a_structure_comes_as_itself_or_as_text(value: Any) -> None:
    assert Arguments({"blocks": value}).structure("blocks", list, "bad") == [{"type": "divider"}]


@pytest.mark.parametrize("value", ["{", "{}", 7, {"type": "divider"}])
def test_a_structure_of_another_kind_is_refused(value: Any) -> None:
    with pytest.raises(SlackError, match="bad"):
        Arguments({"blocks": value}).structure("blocks", list, "bad")


def test_a_missing_argument_is_named() -> None:
    with pytest.raises(InvalidArgumentsError) as caught:
        Arguments({"channel": ""}).needed("channel")

    assert caught.value.answer() == {
        "ok": False,
        "error": "invalid_arguments",
        "response_metadata": {"messages": ["[ERROR] missing required field: channel"]},
    }
