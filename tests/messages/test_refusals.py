"""Every refusal is a sentence with what is true and something that works."""

import re

import pytest

from bot.refusals import Refusal
from commands.parse import parse
from messages import refusals
from tests.messages.catalogue import refused
from tests.messages.samples import NOW, PEOPLE

REFUSED = refused()


@pytest.mark.parametrize("kind", Refusal.__subclasses__())
def test_every_kind_of_refusal_has_words_and_a_place_in_the_catalogue(kind: type[Refusal]) -> None:
    assert any(type(error) is kind for error in REFUSED.values())


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_refusal_shows_one_line_that_works(name: str) -> None:
    text = refusals.refusal(REFUSED[name], PEOPLE, NOW).text

    assert re.search(r"`[^`]+`|“[^”]+”$", text)
    assert "None" not in text


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_every_command_shown_in_a_refusal_is_one_that_is_understood(name: str) -> None:
    text = refusals.refusal(REFUSED[name], PEOPLE, NOW).text

    for typed in re.findall(r"`/deal ?([^`]*)`", text):
        assert parse(typed.replace("@omar", "<@U0OMAR>"))


def test_a_refusal_speaks_of_the_command_as_it_is_called_here() -> None:
    texts = [refusals.refusal(error, PEOPLE, NOW, "/baton").text for error in REFUSED.values()]

    assert all("/deal" not in text for text in texts)


def test_who_was_faster_is_named_with_how_long_ago() -> None:
    assert "<@U0OMAR>, 2 seconds ago" in refusals.refusal(REFUSED["already_kept"], PEOPLE, NOW).text


def test_what_was_typed_wrongly_gets_the_whole_line_that_works() -> None:
    text = refusals.usage("“nxt” is no command.", "next order the pump by fri", "/deal").text

    assert text == "“nxt” is no command. This works: `/deal next order the pump by fri`"


def test_a_time_that_is_not_understood_gets_one_that_is() -> None:
    text = refusals.not_understood("“soonish” is not a time I understand.", "tomorrow 15:00").text

    assert text.endswith("This works: `tomorrow 15:00`")


def test_a_backtick_in_an_example_cannot_end_the_code() -> None:
    assert refusals.usage("No.", "done `x` @here").text == "No. This works: `/deal done x @\u200bhere`"


def test_a_fault_of_ours_is_owned_up_to_with_its_reference() -> None:
    text = refusals.broke("5f2c9a1e").text

    assert "`5f2c9a1e`" in text
    assert "our side" in text


def test_a_form_that_did_not_open_says_how_to_go_on() -> None:
    assert "`/baton help`" in refusals.form_not_opened("/baton").text
