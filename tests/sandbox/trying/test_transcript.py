"""A channel reads as people see it: names, times of day, and buttons in brackets."""

from typing import Any

import pytest

from sandbox.trying.transcript import Reader

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


def block(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, **more}


@pytest.mark.parametrize(
    ("message", "read"),
    [
        pytest.param(said("psst", is_ephemeral=True), ["Ana (only visible to you): psst"], id="for one only"),
        pytest.param(said("yes", thread_ts="1.0"), ["↳ Ana: yes"], id="a reply"),
        pytest.param(said("so?", thread_ts=NINE), ["Ana: so?"], id="the head of a thread"),
        pytest.param(
            said("ok", reactions=[{"name": "tada", "count": 2}, {"name": "eyes", "count": 1}]),
            ["Ana: ok", ":tada: 2  :eyes: 1"],
            id="reactions",
        ),
        pytest.param(
            said("see", attachments=[{"title": "Order", "text": "of <@U1>\nby Fri"}]),
            ["Ana: see", "| Order", "| of @Ana", "| by Fri"],
            id="an attachment",
        ),
        pytest.param(
            said(attachments=[{"fallback": "an old one"}]), ["Ana: | an old one"], id="an attachment without words"
        ),
        pytest.param(
            said(attachments=[{"blocks": [block("section", text=mrkdwn("in a *frame*"))]}]),
            ["Ana: | in a *frame*"],
            id="an attachment of blocks",
        ),
        pytest.param(said(blocks=[block("markdown", text="# Hello")]), ["Ana: # Hello"], id="markdown"),
        pytest.param(
            said(blocks=[block("image", alt_text="a crane", title={"text": "The crane"})]),
            ["Ana: [The crane]"],
            id="an image with a title",
        ),
        pytest.param(
            said(blocks=[block("context", elements=[{"type": "image", "alt_text": "a crane"}, mrkdwn("today")])]),
            ["Ana: [a crane]  today"],
            id="an image among words",
        ),
        pytest.param(
            said(
                blocks=[
                    block("table", rows=[[{"type": "raw_text", "text": "Who"}, {"type": "raw_text", "text": "When"}]])
                ]
            ),
            ["Ana: Who | When"],
            id="a table",
        ),
        pytest.param(said("<!subteam^S1> and <!subteam^S2|@them>"), ["Ana: @finance and @them"], id="groups of people"),
    ],
)
def test_everything_on_the_screen_is_read(message: dict[str, Any], read: list[str]) -> None:
    reader = Reader(USERS, CHANNELS, "Europe/Helsinki", [{"id": "S1", "handle": "finance"}])

    assert [line[18:] for line in reader.lines([message])] == read


def test_who_has_no_zone_reads_in_universal_time() -> None:
    assert next(iter(Reader(USERS, CHANNELS, "").lines([said("hello")]))).startswith("Mon 23 Nov 07:00")
