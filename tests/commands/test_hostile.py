"""Whatever people write is kept as it was typed, or refused with the limit, and shown without any effect."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.model import Consequence
from bot.rules.changing import LONGEST_TEXT
from messages import ids
from messages.escaping import one_line
from tests.bot.making import ANA, OMAR
from tests.commands.hall import Hall, Json, Told, button

HOSTILE = {
    "shout": "<!channel> <!here> @everyone",
    "mention": "<@U0123> and <#C0123|general>",
    "link": "<https://evil.example|Acme> https://evil.example mailto:a@example.com",
    "bold": "*bold* _it_ ~gone~",
    "code": "`x` ```y```",
    "quote": "> quoted",
    "entities": "&lt;!channel&gt; & <b>",
    "right_to_left": "\u202eevil\u202c مرحبا עולם",
    "emoji": "👩🏽‍🚀 🇫🇮 🚀",
    "template": "{{ 7 * 7 }} {% raw %} %s {0}",
    "quotes": 'Robert\'); DROP TABLE deal;-- “so” "so"',
}
LIVE = ("<!channel>", "<!here>", "<@U0123>", "<#C0123", "<https://evil", "@everyone ")
"""What would act in Slack if it stood in a message of ours."""


def acting(*told: Told) -> list[str]:
    """Return what would act in Slack; text that is plain there cannot."""
    drawn = "\n".join(each.text + "\n".join(_mrkdwn(list(each.blocks))) for each in told)
    return [each for each in LIVE if each in drawn]


def seen(hall: Hall) -> list[Told]:
    """Return every word that the deal's people are shown about it."""
    return [hall.types(ANA, text) for text in ("", "history", "list all")]


def _mrkdwn(drawn: Any) -> Iterator[str]:
    if isinstance(drawn, list):
        for each in drawn:
            yield from _mrkdwn(each)
    elif isinstance(drawn, dict):
        if drawn.get("type") == "mrkdwn":
            yield drawn["text"]
        yield from _mrkdwn(list(drawn.values()))


@pytest.mark.parametrize("words", HOSTILE.values(), ids=list(HOSTILE))
def test_a_step_filled_into_a_form_is_kept_as_typed_and_shown_inert(hall: Hall, words: str) -> None:
    view = hall.presses(ANA, button(ids.STEP_NEXT, hall.deal)).view or {}

    told = hall.submits(ANA, view, what=words, when="fri", otherwise=words)

    assert told.said == ""
    assert (hall.step().what, hall.step().consequence) == (words.strip(), Consequence(text=words.strip()))
    assert acting(*seen(hall)) == []


@pytest.mark.parametrize("words", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_words_are_inert_in_every_answer_to_a_command(hall: Hall, words: str) -> None:
    for form in ("{}", "next {} by fri", "done {}", "reschedule {} mon because {}", "owner {}", "list {}", "won {}"):
        told = hall.types(ANA, form.format(*[words] * form.count("{}")))
        assert told.status == 200
        assert told.text or told.view
        assert acting(told) == []


@pytest.mark.parametrize("words", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_words_stand_beside_a_field_as_they_were_typed(hall: Hall, words: str) -> None:
    view = hall.presses(ANA, button(ids.STEP_NEXT, hall.deal)).view or {}

    told = hall.submits(ANA, view, what="call", when=words)

    assert "is not a time I understand" in told.errors["when"]
    assert one_line(words)[:10] in told.errors["when"]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=list(HOSTILE))
def test_a_deal_and_a_reason_are_kept_as_typed_too(hall: Hall, words: str) -> None:
    hall.submits(ANA, hall.types(ANA, "won").view or {}, name=words, account=words)
    view = hall.presses(OMAR, hall.types(OMAR).button("Decline")).view or {}
    hall.submits(OMAR, view, reason=words)

    assert words.strip() in {deal.facts.name for deal in hall.office.deals()}
    assert acting(*seen(hall)) == []


@pytest.mark.parametrize(
    "text",
    [
        "next {}",
        "next {} by fri",
        "next call else {}",
        "next call by fri else {}",
        "reschedule because {}",
        "reschedule mon because {}",
        "waiting because {}",
        "waiting on customer until fri because {}",
    ],
)
def test_ten_thousand_characters_are_refused_with_the_limit(hall: Hall, text: str) -> None:
    hall.commit("call")
    before = hall.events()

    told = hall.types(ANA, text.format("x" * 10_000))

    assert f"has 10000 characters, and {LONGEST_TEXT} fit" in told.text
    assert told.view is None
    assert hall.events() == before


def test_a_name_that_is_too_long_is_refused_before_the_form_opens(hall: Hall) -> None:
    told = hall.types(ANA, f"won {'x' * 10_000}")

    assert "The deal's name has 10000 characters, and 200 fit." in told.text


@pytest.mark.parametrize(
    "text", ["{}", "done {}", "reschedule {}", "waiting on {}", "owner {}", "list {}", "checklist {}"]
)
def test_ten_thousand_characters_anywhere_else_are_answered_in_few_words(hall: Hall, text: str) -> None:
    hall.commit("call")

    told = hall.types(ANA, text.format("x" * 10_000))

    assert told.status == 200
    assert 0 < len(told.text) < 700
    assert "This works: `" in told.text or "Nothing is changed yet." in told.text


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        (ids.STEP_NEXT, {"what": "x" * 10_000, "when": "fri"}),
        (ids.STEP_NEXT, {"what": "call", "when": "x" * 10_000}),
        (ids.STEP_RESCHEDULE, {"when": "mon", "reason": "x" * 10_000}),
        (ids.STEP_WAITING, {"on": "us", "until": "fri", "reason": "x" * 10_000}),
    ],
)
def test_ten_thousand_characters_in_a_form_are_refused_beside_their_field(
    hall: Hall, action: str, answers: Json
) -> None:
    view = hall.presses(ANA, button(action, hall.deal, hall.commit("call"))).view or {}
    before = hall.events()

    told = hall.submits(ANA, view, **answers)

    assert [len(each) < 300 for each in told.errors.values()] == [True]
    assert hall.events() == before
