"""Invents blocks as apps might send them: every type of element, in every place, with all kinds of words."""

from typing import Any

from hypothesis import strategies as st

from tests.sandbox.drawing.reading import Json, option, plain
from tests.sandbox.drawing.samples import CONFIRM

# What XML, HTML and Slack give a meaning to, among words; no surrogates, since JSON from Slack holds none alone.
WORDS = st.text(
    alphabet=st.one_of(st.sampled_from("<>&\"'|*_`~:@#!/\\ \n"), st.characters(exclude_categories=["Cs", "Cc"])),
    min_size=1,
    max_size=20,
)
IDS = st.text(
    alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="|"), min_size=1, max_size=12
)
PLAIN = st.builds(plain, WORDS)
TEXT = st.one_of(PLAIN, st.builds(lambda words: {"type": "mrkdwn", "text": words}, WORDS))
VALUES = st.lists(WORDS.filter(str.strip), min_size=1, max_size=4, unique=True)
KNOWN_PEOPLE = st.sampled_from(["UIVY", "UANA", "UBOT"])
KNOWN_PLACES = st.sampled_from(["C1", "G1", "D1"])


def _options(values: list[str]) -> list[Json]:
    return [option(value, value) for value in values]


def _maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def chosen_from(draw: st.DrawFn, kind: str, *, is_single: bool) -> Json:
    options = _options(draw(VALUES))
    if is_single:
        first = draw(_maybe(initial_option=st.sampled_from(options)))
    else:
        first = draw(_maybe(initial_options=st.lists(st.sampled_from(options), min_size=1, unique_by=str)))
    return {"type": kind, "options": options, **first}


def _held(kind: str, **first: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    more = {"placeholder": PLAIN} | ({"confirm": st.just(CONFIRM)} if kind.endswith(("_select", "picker")) else {})
    return st.builds(lambda given: {"type": kind, **given}, _maybe(**first, **more))


# Digits only: an empty line of a number, or a date in words, never reaches the page.
FIELDS = st.one_of(
    _held("plain_text_input", initial_value=WORDS, multiline=st.booleans(), max_length=st.integers(30, 3000)),
    _held("email_text_input", initial_value=st.emails()),
    _held("url_text_input", initial_value=st.just("https://a.example/?a=1&b=2")),
    _held("number_input", initial_value=st.integers(-9, 9).map(str), is_decimal_allowed=st.booleans()),
    _held("users_select", initial_user=KNOWN_PEOPLE),
    _held("multi_users_select", initial_users=st.lists(KNOWN_PEOPLE, min_size=1, unique=True)),
    _held("conversations_select", initial_conversation=KNOWN_PLACES),
    _held("multi_conversations_select", initial_conversations=st.lists(KNOWN_PLACES, min_size=1, unique=True)),
    _held("channels_select", initial_channel=st.just("C1")),
    _held("multi_channels_select", initial_channels=st.just(["C1"])),
    _held("datepicker", initial_date=st.dates().map(str)),
    _held("timepicker", initial_time=st.just("17:05"), timezone=st.just("Asia/Tokyo")),
    _held("datetimepicker", initial_date_time=st.integers(16_666_667, 60_000_000).map(lambda minute: minute * 60)),
    chosen_from("static_select", is_single=True),
    chosen_from("radio_buttons", is_single=True),
    chosen_from("multi_static_select", is_single=False),
    chosen_from("checkboxes", is_single=False),
)
PRESSED = st.one_of(
    st.builds(
        lambda words, given: {"type": "button", "text": words, **given},
        PLAIN,
        _maybe(value=WORDS, url=WORDS, style=st.sampled_from(["primary", "danger"]), accessibility_label=WORDS),
    ),
    VALUES.map(lambda values: {"type": "overflow", "options": _options(values)}),
)


@st.composite
def interactive(draw: st.DrawFn) -> Json:
    """Make an input, a section or a row of actions; ids are given later."""
    kind = draw(st.sampled_from(["input", "section", "actions"]))
    if kind == "input":
        given = draw(_maybe(hint=PLAIN, optional=st.booleans(), dispatch_action=st.booleans()))
        return {"type": kind, "label": draw(PLAIN), "element": draw(FIELDS), **given}
    if kind == "section":
        return {"type": kind, "text": draw(TEXT), "accessory": draw(st.one_of(FIELDS, PRESSED))}
    return {"type": kind, "elements": draw(st.lists(st.one_of(FIELDS, PRESSED), min_size=1, max_size=4))}


SILENT = st.one_of(
    st.builds(lambda words: {"type": "header", "text": words}, PLAIN),
    st.builds(
        lambda text, fields: {"type": "section", "text": text, "fields": fields}, TEXT, st.lists(TEXT, max_size=3)
    ),
    st.builds(lambda words: {"type": "context", "elements": [words]}, TEXT),
    st.builds(lambda url, alt: {"type": "image", "image_url": url, "alt_text": alt}, WORDS, WORDS),
    st.builds(lambda words: {"type": "alert", "text": words}, TEXT),
    st.builds(lambda words: {"type": "markdown", "text": words}, WORDS),
    st.just({"type": "divider"}),
)


@st.composite
def blocks(draw: st.DrawFn) -> list[Json]:
    """Invent up to five blocks, each with an id of its own, and so their elements."""
    made = draw(st.lists(st.one_of(interactive(), SILENT), min_size=1, max_size=5))
    ids = draw(st.lists(IDS, min_size=len(made), max_size=len(made), unique=True))
    return [_with_ids(block, block_id) for block, block_id in zip(made, ids, strict=True)]


def _with_ids(block: Json, block_id: str) -> Json:
    named: Json = {**block, "block_id": block_id}
    for place in ("element", "accessory"):
        if place in named:
            named[place] = {**named[place], "action_id": f"{place} of {block_id}"}
    if block["type"] == "actions":
        named["elements"] = [{**one, "action_id": f"act {index}"} for index, one in enumerate(block["elements"])]
    return named
