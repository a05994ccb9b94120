"""What the app is told once something has happened: the words of each event, and for private channels their own."""

from collections.abc import Callable, Iterator

import pytest

from sandbox.client import SandboxClient
from sandbox.deliveries.subscriptions import SCOPES
from sandbox.running import Sandbox
from sandbox.state.model import Pin, UserGroup, View
from sandbox.state.posting import Content
from sandbox.world import World
from tests.sandbox.deliveries.inside import channel, person, said, tell
from tests.sandbox.stage import SECTION, HttpApp, Json

Told = Callable[[Callable[[World], object]], list[Json]]


@pytest.fixture(autouse=True, scope="module")
def subscribed(sandbox: Sandbox) -> Iterator[None]:
    sandbox.client.configure_app(events=list(SCOPES))
    yield
    sandbox.client.configure_app(events=[])


@pytest.fixture
def told(sandbox: Sandbox, client: SandboxClient, http_app: HttpApp) -> Told:
    """Give what lets something happen and answers with the events of it, messages last."""

    def happen(happens: Callable[[World], object]) -> list[Json]:
        tell(sandbox, happens)
        client.advance(0)
        events = [one["event"] for one in http_app.payloads("event_callback")]
        return sorted(events, key=lambda one: (one["type"] == "message", one["event_ts"]))

    return happen


@pytest.mark.parametrize("what", ["rename", "archive", "unarchive", "deleted", "left"])
@pytest.mark.parametrize("is_private", [False, True])
def test_private_channels_have_words_of_their_own(told: Told, what: str, is_private: bool) -> None:
    def happens(world: World) -> None:
        place, news = channel(world, "UANA", is_private=is_private), world.news
        {
            "rename": lambda: news.channel_renamed(place),
            "archive": lambda: news.channel_archived(place, "UANA"),
            "unarchive": lambda: news.channel_unarchived(place, "UANA"),
            "deleted": lambda: news.channel_deleted(place, "UANA"),
            "left": lambda: news.channel_left(place, "UANA"),
        }[what]()

    assert [one["type"] for one in told(happens)] == [f"{'group' if is_private else 'channel'}_{what}"]


def test_a_new_private_channel_is_nobodys_business(told: Told) -> None:
    events = told(lambda world: [world.news.channel_created(channel(world, is_private=one)) for one in (True, False)])

    assert [(one["type"], one["channel"]["is_private"]) for one in events] == [("channel_created", False)]


def test_who_was_put_out_hears_by_whom(told: Told) -> None:
    def happens(world: World) -> None:
        world.membership.leave(channel(world), world.bot.user, actor="UADMIN")

    assert [one["actor_id"] for one in told(happens) if one["type"] == "channel_left"] == ["UADMIN"]


def test_the_app_hears_of_its_own_going_and_coming(told: Told) -> None:
    def happens(world: World) -> None:
        place = channel(world)
        world.membership.leave(place, world.bot.user)
        world.membership.join(place, world.bot.user, inviter="UANA")

    events = {one["type"]: one for one in told(happens)}
    assert events["member_left_channel"]["user"] == events["member_joined_channel"]["user"]
    assert events["member_joined_channel"]["inviter"] == "UANA"
    assert events["channel_left"]["actor_id"] == events["member_left_channel"]["user"]


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        (["tz"], ["user_change"]),
        (["dnd"], ["dnd_updated_user"]),
        (["real_name"], ["user_change", "user_profile_changed"]),
        (["status_text"], ["user_change", "user_profile_changed", "user_status_changed"]),
        (["tz", "dnd"], ["user_change", "dnd_updated_user"]),
        ([], []),
    ],
)
def test_each_change_of_a_person_is_told_by_its_own_events(told: Told, changed: list[str], kinds: list[str]) -> None:
    events = told(lambda world: world.news.person_changed(person(world), changed))

    assert [one["type"] for one in events] == kinds


def test_an_address_is_told_only_to_an_app_that_may_read_it(
    told: Told, client: SandboxClient, http_app: HttpApp
) -> None:
    scopes = client.state()["app"]["scopes"]
    (told_all,) = told(lambda world: world.news.person_joined(person(world)))
    http_app.reset()
    client.configure_app(scopes=[one for one in scopes if one != "users:read.email"])
    try:
        (told_less,) = told(lambda world: world.news.person_joined(person(world)))
    finally:
        client.configure_app(scopes=scopes)

    assert told_all["user"]["profile"]["email"] == "ana@example.com"
    assert "email" not in told_less["user"]["profile"]


def test_a_groups_change_says_who_came_and_who_went(told: Told) -> None:
    group = UserGroup("S1", "finance", "Finance", ["UNEW", "USTAYS"], 1)

    (event,) = told(lambda world: world.news.group_members_changed(group, ["USTAYS", "UGONE"], 7))

    assert (event["added_users"], event["removed_users"]) == (["UNEW"], ["UGONE"])
    assert (event["added_users_count"], event["removed_users_count"], event["date_previous_update"]) == (1, 1, 7)


def test_a_reaction_names_the_message_and_its_writer(told: Told) -> None:
    def happens(world: World) -> None:
        ana = person(world, "UANA")
        world.news.reaction_removed(said(world, channel(world), ana), "UMEI", "eyes")

    event = told(happens)[0]
    assert (event["type"], event["user"], event["item_user"], event["reaction"]) == (
        "reaction_removed",
        "UMEI",
        "UANA",
        "eyes",
    )
    assert event["item"].keys() == {"type", "channel", "ts"}


def test_a_pin_that_is_taken_away_says_who_had_put_it_there(told: Told) -> None:
    def happens(world: World) -> None:
        place = channel(world)
        hello = said(world, place, person(world, "UANA"))
        world.news.pin_removed(hello, Pin(hello.ts, "UANA", 5), "UMEI")

    event = told(happens)[0]
    assert (event["user"], event["pinned_info"]["pinned_by"], event["item"]["created_by"]) == ("UMEI", "UANA", "UANA")
    assert (event["has_pins"], event["pin_count"]) == (False, "0")
    assert event["item"]["message"]["permalink"].startswith("https://sandbox.slack.com/archives/C")


def test_the_home_tab_is_told_with_what_stands_in_it_and_the_messages_tab_without(told: Told) -> None:
    view = View("V1", "UANA", {"type": "home", "blocks": SECTION}, "1.a", root="V1")

    def happens(world: World) -> None:
        place = channel(world, is_im=True)
        world.news.home_opened("UANA", place, "home", None)
        world.news.home_opened("UANA", place, "home", view)
        world.news.home_opened("UANA", place, "messages", view)

    events = told(happens)
    assert [(one["tab"], "view" in one) for one in events] == [("home", False), ("home", True), ("messages", False)]
    assert events[1]["view"]["blocks"] == SECTION


def test_the_end_of_an_installation_is_told_to_an_app_that_is_out(told: Told) -> None:
    def happens(world: World) -> None:
        token, world.bot.token = world.bot.token, ""
        world.news.uninstalled()
        world.news.person_joined(person(world))
        world.bot.token = token

    events = {one["type"]: one for one in told(happens)}
    assert events.keys() == {"app_uninstalled", "tokens_revoked"}
    assert events["tokens_revoked"]["tokens"]["oauth"] == []
    assert events["tokens_revoked"]["tokens"]["bot"][0].startswith("U")


def test_sharing_a_channel_names_the_other_team(told: Told) -> None:
    def happens(world: World) -> None:
        place = channel(world)
        world.news.channel_shared(place, "TOTHER")
        world.news.channel_unshared(place, "TOTHER", is_still_shared=True)
        world.news.channel_id_changed(place, "GOLD")

    shared, unshared, changed = told(happens)
    assert (shared["connected_team_id"], unshared["previously_connected_team_id"]) == ("TOTHER", "TOTHER")
    assert (unshared["is_ext_shared"], changed["old_channel_id"]) == (True, "GOLD")


def test_a_mention_is_told_twice_and_in_direct_messages_once(told: Told) -> None:
    def happens(world: World) -> None:
        ana, words = person(world), f"hey <@{world.bot.user}>"
        said(world, channel(world, ana.id), ana, words)
        said(world, channel(world, ana.id, is_im=True), ana, words)

    events = told(happens)
    assert [(one["type"], one.get("channel_type")) for one in events] == [
        ("app_mention", None),
        ("message", "channel"),
        ("message", "im"),
    ]


def test_the_app_is_not_told_that_it_mentioned_itself(told: Told) -> None:
    def happens(world: World) -> None:
        place = channel(world)
        world.posting.put(world.posting.draft(place, Content(text=f"I am <@{world.bot.user}>")))

    assert [one["type"] for one in told(happens)] == ["message"]
