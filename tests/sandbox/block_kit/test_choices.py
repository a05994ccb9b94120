"""Menus of people and conversations offer what the person can find and the filter lets through, and nothing else."""

import pytest

from sandbox.block_kit.choices import Conversation, Directory, check_picks, current_in, option_of
from sandbox.errors import Refused
from tests.sandbox.block_kit.build import PLAIN, options, select
from tests.sandbox.stage import Json

DIRECTORY = Directory(
    frozenset({"U1", "UBOT"}),
    {
        "C1": Conversation("public"),
        "C2": Conversation("public", is_shared=True),
        "G1": Conversation("private"),
        "G2": Conversation("mpim"),
        "D1": Conversation("im"),
        "D2": Conversation("im", has_bot=True),
    },
)
EVERYWHERE = set(DIRECTORY.conversations)


def offered(kind: str, among: set[str], wanted: Json | None = None) -> set[str]:
    """List what the menu takes of these."""
    element = {"type": kind, "filter": wanted}

    def is_taken(one: str) -> bool:
        try:
            check_picks(element, [one], DIRECTORY)
        except Refused:
            return False
        return True

    return {one for one in among if is_taken(one)}


@pytest.mark.parametrize("kind", ["users_select", "multi_users_select"])
def test_people_are_offered_and_bots_with_them(kind: str) -> None:
    assert offered(kind, {"U1", "UBOT", "U7", "C1"}) == {"U1", "UBOT"}


@pytest.mark.parametrize("kind", ["channels_select", "multi_channels_select"])
def test_channels_are_public_ones(kind: str) -> None:
    assert offered(kind, {*EVERYWHERE, "C7"}) == {"C1", "C2"}


@pytest.mark.parametrize("kind", ["conversations_select", "multi_conversations_select"])
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, EVERYWHERE),
        ({"include": ["public"]}, {"C1", "C2"}),
        ({"include": ["private", "mpim"]}, {"G1", "G2"}),
        ({"exclude_bot_users": True}, EVERYWHERE - {"D2"}),
        ({"exclude_bot_users": False}, EVERYWHERE),
        ({"exclude_external_shared_channels": True}, EVERYWHERE - {"C2"}),
        ({"include": ["im"], "exclude_bot_users": True}, {"D1"}),
    ],
)
def test_conversations_are_those_that_the_filter_lets_through(kind: str, wanted: Json | None, found: set[str]) -> None:
    assert offered(kind, {*EVERYWHERE, "U1"}, wanted) == found


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ({"type": "users_select"}, "lists the people of this workspace"),
        ({"type": "multi_channels_select"}, "lists public channels"),
        ({"type": "conversations_select"}, "these types: public, private, mpim, im"),
        (
            {
                "type": "conversations_select",
                "filter": {"include": ["im"], "exclude_bot_users": True, "exclude_external_shared_channels": True},
            },
            "these types: im, without direct messages with bots and channels shared with other companies",
        ),
    ],
)
def test_a_pick_that_is_not_there_is_refused_with_what_is(element: Json, words: str) -> None:
    with pytest.raises(Refused, match=words) as caught:
        check_picks(element, ["X1"], DIRECTORY)

    assert caught.value.status == 404


@pytest.mark.parametrize(("current", "found"), [("C1", "C1"), ("D2", None), ("C7", None), ("", None)])
def test_the_current_conversation_is_one_that_the_menu_offers(current: str, found: str | None) -> None:
    element = {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "filter": {"exclude_bot_users": True},
    }
    directory = Directory(DIRECTORY.users, DIRECTORY.conversations, current)

    assert current_in(element, directory) == found
    assert current_in(element | {"default_to_current_conversation": False}, directory) is None


def test_an_option_is_found_by_value_text_or_as_it_is() -> None:
    menu = select(options=[*options(2), {"text": {**PLAIN, "text": "Last"}, "value": "v9"}])

    assert option_of(menu, "v1") == option_of(menu, options(2)[1]) == options(2)[1]
    assert option_of(menu, "Last")["value"] == "v9"
