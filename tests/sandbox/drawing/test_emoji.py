"""Emoji by Slack's names."""

import pytest

from sandbox.drawing.emoji import EMOJI, NAMES, SHORTCODE, emoji_named, with_emoji


@pytest.mark.parametrize(
    ("name", "shown"),
    [("tada", "🎉"), ("+1", "👍"), ("white_check_mark", "✅"), ("flag-de", "🇩🇪"), ("skin-tone-6", "🏿")],
)
def test_an_emoji_is_found_by_its_name(name: str, shown: str) -> None:
    assert emoji_named(name) == shown


@pytest.mark.parametrize("name", ["", "party_parrot", "flag-", "flag-x", "flag-ESP", "skin-tone-1", "Tada"])
def test_what_no_emoji_is_called_is_none(name: str) -> None:
    assert emoji_named(name) is None


def test_names_are_there_once_and_can_be_typed() -> None:
    names = NAMES.split()[::2]

    assert sorted(names) == sorted(EMOJI)
    assert [one for one in names if not SHORTCODE.fullmatch(f":{one}:")] == []


def test_names_stand_for_pictures_and_not_for_words() -> None:
    assert [one for one in EMOJI.values() if one.isascii()] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("done :tada:!", "done 🎉!"),
        (":wave::skin-tone-2:", "👋🏻"),
        (":tada::rocket:", "🎉🚀"),
        (":nothing: :tada:", ":nothing: 🎉"),
        (":nothing::skin-tone-2:", ":nothing::skin-tone-2:"),
        ("10:30:45", "10:30:45"),
        ("no colons", "no colons"),
    ],
)
def test_names_in_text_are_replaced_and_the_rest_stays(text: str, shown: str) -> None:
    assert with_emoji(text) == shown
