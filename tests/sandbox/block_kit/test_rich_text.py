"""Formatted text: what it is made of, and where a piece of it is refused."""

import pytest

from sandbox.block_kit.rich_text import PARTS, PIECES
from tests.sandbox.block_kit.build import LINK, PLAIN, problems, rich, written
from tests.sandbox.stage import Json

BOLD = {"bold": True, "italic": False, "strike": True}
PART: dict[str, Json] = {
    "text": {"text": "hi", "style": {**BOLD, "code": True}},
    "link": {"url": LINK, "text": "here", "style": BOLD},
    "emoji": {"name": "wave", "unicode": "1f44b", "skin_tone": 3},
    "user": {"user_id": "U1", "style": {**BOLD, "highlight": True}},
    "usergroup": {"usergroup_id": "S1"},
    "channel": {"channel_id": "C1", "style": {"client_highlight": True, "unlink": True}},
    "team": {"team_id": "T1"},
    "broadcast": {"range": "here"},
    "color": {"value": "#F405B3"},
    "date": {"timestamp": 1_795_420_800, "format": "{date_long}", "url": LINK, "fallback": "soon"},
}
PIECE: dict[str, Json] = {
    "rich_text_section": written(),
    "rich_text_list": {"style": "ordered", "indent": 8, "offset": 3, "border": 1, "elements": [written(), written()]},
    "rich_text_quote": {"border": 0, "elements": [{"type": "text", "text": "said"}]},
    "rich_text_preformatted": {"border": 1, "elements": [{"type": "text", "text": "x = 1"}, {"type": "link", "url": LINK}]},
}  # fmt: skip


def test_every_part_and_piece_is_tried() -> None:
    assert set(PART) == set(PARTS)
    assert set(PIECE) == set(PIECES)


@pytest.mark.parametrize("kind", PART)
def test_a_part_is_taken_in_lines_and_quotes(kind: str) -> None:
    part = {"type": kind, **PART[kind]}

    assert problems(rich(written(part), {"type": "rich_text_quote", "elements": [part]})) == []


@pytest.mark.parametrize("surface", ["M", "D", "H"])
@pytest.mark.parametrize("kind", PIECE)
def test_a_piece_is_taken_on_every_surface(kind: str, surface: str) -> None:
    assert problems(rich({"type": kind, **PIECE[kind]}), surface=surface) == []


def test_a_piece_may_be_empty() -> None:
    assert problems(rich({"type": "rich_text_section", "elements": []}), rich()) == []


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        ({"type": "mention"}, "unsupported type: mention [json-pointer:{}/type]"),
        ({"type": "text", "text": ""}, "must be more than 0 characters [json-pointer:{}/text]"),
        ({"type": "text", "text": "x", "style": {"loud": True}}, "invalid additional property: loud [json-pointer:{}/style]"),
        ({"type": "text", "text": "x", "style": {"bold": 1}}, "must provide a boolean [json-pointer:{}/style/bold]"),
        ({"type": "user"}, "missing required field: user_id [json-pointer:{}]"),
        ({"type": "user", "user_id": "U1", "style": {"code": True}}, "invalid additional property: code [json-pointer:{}/style]"),
        ({"type": "link", "text": "here"}, "missing required field: url [json-pointer:{}]"),
        ({"type": "broadcast", "range": "all"}, "must be a valid enum value [json-pointer:{}/range]"),
        ({"type": "color", "value": "red"}, "must match format: #RRGGBB [json-pointer:{}/value]"),
        ({"type": "date", "timestamp": 1}, "missing required field: format [json-pointer:{}]"),
        ({"type": "date", "timestamp": "1", "format": "{ago}"}, "must provide an integer [json-pointer:{}/timestamp]"),
        (PLAIN, "unsupported type: plain_text [json-pointer:{}/type]"),
    ],
)  # fmt: skip
def test_a_part_is_refused(part: Json, problem: str) -> None:
    assert problems(rich(written(part))) == [problem.format("/blocks/0/elements/0/elements/0")]


@pytest.mark.parametrize(
    ("piece", "problem"),
    [
        ({"type": "text", "text": "x"}, "unsupported type: text [json-pointer:{}/type]"),
        ({"type": "rich_text_list", "elements": []}, "missing required field: style [json-pointer:{}]"),
        ({"type": "rich_text_list", "style": "roman", "elements": []}, "must be a valid enum value [json-pointer:{}/style]"),
        (
            {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]},
            "unsupported type: text [json-pointer:{}/elements/0/type]",
        ),
        (
            {"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]},
            "unsupported type: user [json-pointer:{}/elements/0/type]",
        ),
        ({"type": "rich_text_section", "elements": [], "indent": 1}, "invalid additional property: indent [json-pointer:{}]"),
        ({"type": "rich_text_quote"}, "missing required field: elements [json-pointer:{}]"),
    ],
)  # fmt: skip
def test_a_piece_is_refused(piece: Json, problem: str) -> None:
    assert problems(rich(piece)) == [problem.format("/blocks/0/elements/0")]
