"""What is written below a nudge: said plainly it is understood, and all else is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import WaitingOn
from commands.replies import LONGEST, Kept, Moved, Waits, read_reply

MOMENTS = {"friday", "monday", "tomorrow 15:00", "fri 15:00", "in 3 working days", "1.12."}
CUSTOMER, THIRD, US = WaitingOn.CUSTOMER, WaitingOn.THIRD_PARTY, WaitingOn.US


def is_moment(words: str) -> bool:
    return words.lower() in MOMENTS


@pytest.mark.parametrize(
    "text",
    [
        "done",
        "Done!",
        "done, thanks",
        "it's done",
        "It\u2019s done.",
        "yes, done",
        "ok done",
        "that is finished",
        "we are done",
        "completed yesterday",
        "just did it",
        "  done  ",
        "<@UBATON> done",
        ":white_check_mark:",
        "✅",
        "✔️",
    ],
)
def test_that_it_is_done(text: str) -> None:
    assert read_reply(text, is_moment) == Kept()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("friday", Moved("friday", None)),
        ("Friday!", Moved("Friday", None)),
        ("by friday", Moved("friday", None)),
        ("on friday", Moved("friday", None)),
        ("will be done by friday", Moved("friday", None)),
        ("moved to monday because the lift is broken", Moved("monday", "the lift is broken")),
        ("move it to tomorrow 15:00", Moved("tomorrow 15:00", None)),
        ("let's move this to monday", Moved("monday", None)),
        ("reschedule fri 15:00 because it rains", Moved("fri 15:00", "it rains")),
        ("postponed until in 3 working days", Moved("in 3 working days", None)),
        ("pushed to 1.12. because they sign &amp; send later", Moved("1.12.", "they sign & send later")),
    ],
)
def test_that_it_moves(text: str, expected: Moved) -> None:
    assert read_reply(text, is_moment) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("waiting on customer", Waits(CUSTOMER, None, None)),
        ("waiting for the customer", Waits(CUSTOMER, None, None)),
        ("still waiting on the client", Waits(CUSTOMER, None, None)),
        ("we're waiting on third party until monday", Waits(THIRD, "monday", None)),
        ("it waits on us", Waits(US, None, None)),
        (
            "Waiting on customer until friday because they sign it",
            Waits(CUSTOMER, "friday", "they sign it"),
        ),
    ],
)
def test_that_somebody_else_has_to_move(text: str, expected: Waits) -> None:
    assert read_reply(text, is_moment) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "thanks",
        "is it done?",
        "not done",
        "done with lunch",
        "who is done here",
        "when is friday?",
        "friday is my day off",
        "see you on friday then",
        "waiting",
        "waiting for godot",
        "waiting on customer service to call the customer back",
        "moved to the other building",
        "move it",
        "because friday",
        "on",
        "<@U0MEI>",
        "what do you think, shall we move it to monday?",
        "friday " * 40,
    ],
)
def test_what_people_say_to_each_other_is_left_alone(text: str) -> None:
    assert read_reply(text, is_moment) is None


def test_a_token_written_by_mistake_goes_no_further() -> None:
    token = f"xoxb-{'1' * 20}"

    assert read_reply(f"friday because of {token}", is_moment) == Moved("friday", "of [hidden]")


@given(st.text(max_size=400))
def test_nothing_that_is_written_breaks_it(text: str) -> None:
    said = read_reply(text, is_moment)

    assert said is None or len(text) <= LONGEST


@given(st.text(max_size=60), st.booleans())
def test_a_date_that_cannot_be_is_no_answer(text: str, is_known: bool) -> None:
    said = read_reply(f"moved to {text}", lambda _: is_known)

    assert isinstance(said, Moved | None)
    assert is_known or said is None
