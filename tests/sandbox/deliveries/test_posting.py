"""What the app hears of messages: whose they are, what hangs on them, and what is left when they go."""

from collections.abc import Callable, Iterator

import pytest

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from sandbox.state.model import Message
from sandbox.state.posting import Content
from sandbox.world import World
from tests.sandbox.deliveries.inside import channel, person, said, tell
from tests.sandbox.stage import SECTION, HttpApp, Json

Told = Callable[[Callable[[World], object]], list[Json]]


@pytest.fixture(autouse=True, scope="module")
def subscribed(sandbox: Sandbox) -> Iterator[None]:
    sandbox.client.configure_app(events=["message.channels"])
    yield
    sandbox.client.configure_app(events=[])


@pytest.fixture
def told(sandbox: Sandbox, client: SandboxClient, http_app: HttpApp) -> Told:
    """Give what lets something happen and answers with the wrapped events of it, in the order in which it happened."""

    def happen(happens: Callable[[World], object]) -> list[Json]:
        tell(sandbox, happens)
        client.advance(0)
        return sorted(http_app.payloads("event_callback"), key=lambda one: str(one["event"]["event_ts"]))

    return happen


def answer(world: World, root: Message, **more: bool) -> Message:
    """Let the app answer in a thread."""
    place = world.team.channels[root.channel]
    return world.posting.put(world.posting.draft(place, Content(text="answer", thread_ts=root.ts, **more)))


def test_the_apps_own_posts_say_by_which_bot_and_app(told: Told) -> None:
    (wrapped,) = told(lambda world: world.posting.put(world.posting.draft(channel(world), Content(text="mine"))))

    event = wrapped["event"]
    assert (event["bot_id"][0], event["app_id"], event["bot_profile"]["app_id"]) == (
        "B",
        wrapped["api_app_id"],
        wrapped["api_app_id"],
    )


def test_a_message_in_a_shared_channel_says_from_which_company_it_comes(told: Told) -> None:
    def happens(world: World) -> None:
        stranger = person(world, team="TOTHER")
        said(world, channel(world, stranger.id, shared_with=["TOTHER"]), stranger)

    (wrapped,) = told(happens)
    assert wrapped["is_ext_shared_channel"] is True
    assert {wrapped["event"][key] for key in ("team", "user_team", "source_team")} == {"TOTHER"}
    assert wrapped["team_id"] == wrapped["context_team_id"] == wrapped["authorizations"][0]["team_id"] != "TOTHER"


def test_our_own_in_a_shared_channel_come_from_us_and_elsewhere_nothing_is_said(told: Told) -> None:
    def happens(world: World) -> None:
        ana = person(world)
        said(world, channel(world, ana.id, shared_with=["TOTHER"]), ana)
        said(world, channel(world, ana.id), ana)

    shared, plain = told(happens)
    assert shared["event"]["source_team"] == shared["team_id"]
    assert (plain["is_ext_shared_channel"], "source_team" in plain["event"]) == (False, False)


def test_an_answer_says_whose_message_it_answers(told: Told) -> None:
    def happens(world: World) -> None:
        answer(world, said(world, channel(world), person(world, "UANA")))

    event = told(happens)[1]["event"]
    assert (event["thread_ts"] < event["ts"], event["parent_user_id"], "root" in event) == (True, "UANA", False)


def test_an_answer_for_the_channel_too_brings_the_root_along(told: Told) -> None:
    def happens(world: World) -> None:
        answer(world, said(world, channel(world), person(world)), is_broadcast=True)

    event = told(happens)[1]["event"]
    assert (event["subtype"], event["root"]["text"], event["root"]["reply_count"]) == ("thread_broadcast", "hello", 1)


def test_what_has_answers_leaves_a_stone_and_is_told_as_a_change(told: Told) -> None:
    def happens(world: World) -> None:
        root = said(world, channel(world), person(world))
        answer(world, root)
        world.posting.remove(root)

    event = told(happens)[-1]["event"]
    assert (event["subtype"], event["previous_message"]["text"]) == ("message_changed", "hello")
    assert (event["message"]["subtype"], event["message"]["hidden"]) == ("tombstone", True)
    assert event["message"]["ts"] == event["previous_message"]["ts"]


def test_what_has_none_is_told_as_gone(told: Told) -> None:
    def happens(world: World) -> None:
        world.posting.remove(said(world, channel(world), person(world)))

    event = told(happens)[-1]["event"]
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", event["previous_message"]["ts"])


def test_a_change_shows_the_message_as_it_was_and_as_it_is(told: Told) -> None:
    def happens(world: World) -> None:
        world.posting.change(said(world, channel(world), person(world)), Content(text="bye", blocks=SECTION))

    event = told(happens)[-1]["event"]
    assert (event["previous_message"]["text"], event["message"]["text"]) == ("hello", "bye")
    assert (event["hidden"], event["message"]["blocks"][0]["type"]) == (True, "section")
    assert event["ts"] != event["message"]["ts"]


def test_what_is_for_one_person_only_is_told_to_no_app(told: Told) -> None:
    def happens(world: World) -> None:
        whisper = world.posting.draft(channel(world), Content(text="psst"))
        whisper.ephemeral_to = "UANA"
        world.posting.put(whisper)
        world.posting.change(whisper, Content(text="psst!"))
        world.posting.remove(whisper)

    assert told(happens) == []
