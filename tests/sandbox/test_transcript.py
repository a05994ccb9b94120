"""A channel reads as people see it: names, times of day, and buttons in brackets."""

from typing import Any

import pytest

from sandbox.transcript import Reader

USERS = [{"id": "U1", "real_name": "Ana", "name": "ana"}, {"id": "U2", "real_name": "", "name": "omar"}]
CHANNELS = [{"id": "C1", "name": "deal-acme"}]
NINE = "1795417200.000100"  # Mon 23 Nov 2026, 9:00 in Helsinki


@pytest.fixture
def reader() -> Reader:
    return Reader(USERS, CHANNELS, "Europe/Helsinki")


def said(text: str = "", **more: Any) -> dict[str, Any]:
    return {"ts": NINE, "user": "U1", "text": text, **more}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@U1> and <@U2> and <@U3>", "@Ana and @omar and @U3"),
        ("see <#C1> or <#C9>", "see #deal-acme or #C9"),
        ("<!date^1^{date}|today> <!channel>", "today channel"),
        ("<https://a.example|here> <https://b.example>", "here (https://a.example) https://b.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example (mailto:a@b.example)"),
        ("1 &lt; 2 &amp;amp; 3 &gt; 2", "1 < 2 &amp; 3 > 2"),
        ("*\u200bbold\u200b* \u2068\u05e9\u05dc\u2069", "*bold* \u05e9\u05dc"),
    ],
)
def test_marks_are_read_as_they_are_shown(reader: Reader, text: str, read: str) -> None:
    assert reader.text(text) == read


def test_a_line_says_when_and_who_and_what(reader: Reader) -> None:
    assert list(reader.lines([said("hello <@U2>\nhow are you?")])) == [
        "Mon 23 Nov 09:00  Ana: hello @omar",
        " " * 18 + "how are you?",
    ]


def test_an_app_without_a_name_and_a_message_without_words_are_lines_too(reader: Reader) -> None:
    assert list(reader.lines([said("", user=None)])) == ["Mon 23 Nov 09:00  app: "]


def test_blocks_stand_for_the_text_with_their_buttons(reader: Reader) -> None:
    done = {"type": "button", "text": {"text": "Done"}}
    blocks = [
        {"type": "section", "text": mrkdwn("*Call*\nby Fri"), "accessory": done},
        {"type": "section", "fields": [mrkdwn("*Owner*\n<@U1>"), mrkdwn("*Due*\nFri")]},
        {"type": "context", "elements": [mrkdwn("one"), mrkdwn("two")]},
        {"type": "divider"},
        {"type": "actions", "elements": [done, {"type": "users_select", "placeholder": {"text": "Who?"}}]},
        {"type": "actions", "elements": [{"type": "datepicker"}]},
    ]

    lines = [line[18:] for line in reader.lines([said("unread", blocks=blocks, edited={"ts": NINE})])]

    assert lines == [
        "Ana: *Call*",
        "by Fri",
        "[Done]",
        "*Owner* @Ana",
        "*Due* Fri",
        "one  two",
        "[Done]  [Who?]",
        "[datepicker]",
        "(edited)",
    ]
