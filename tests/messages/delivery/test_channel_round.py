"""People archive, delete and rename deals' channels, and take the bot out: Baton looks, says it once, and goes on after."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.context import Context
from bot.events import ChannelBack, ChannelLost, ChannelRenamed, Event
from bot.model import Deal, Lost, Person, UserId, WorkspaceId
from bot.outgoing import Kind
from bot.rules.quiet import spoken_at
from bot.service import channels, delivery
from bot.service.desk import Desk
from messages.delivery.channel_round import ChannelRound
from messages.delivery.courier import Courier, plainly
from messages.rendering import render
from sandbox.running import Sandbox
from tests.messages.delivery.office import Office

NUMBERS = count(1)
HELSINKI = ZoneInfo("Europe/Helsinki")


@dataclass
class Scene:
    """A deal with a channel that its owner and an administrator are in, and a Baton that looks."""

    office: Office
    desk: Desk
    deal: Deal
    admin: str
    round: ChannelRound

    @property
    def here(self) -> WorkspaceId:
        return self.office.workspace.id

    @property
    def owner(self) -> UserId:
        return self.office.ana

    def people_do(self, act: str, **facts: str) -> None:
        assert self.deal.channel_id
        self.office.client.act(self.admin, act, channel=self.deal.channel_id, **facts)

    def look(self, *, later: timedelta = timedelta()) -> None:
        """Let it be time, look, and deliver what follows."""
        self.office.clock.pass_(later.total_seconds())
        self.office.storage.channel_looks.put(self.here, at=self.office.clock.now())
        self.round.run()
        self.deliver()

    def deliver(self) -> None:
        courier, office = self._courier(), self.office
        for _ in range(60):
            courier.deliver_once()
            if not office.storage.outbox.waiting(business_now=office.clock.now()):
                return
            office.clock.pass_(5)
        raise AssertionError(f"still waiting: {office.rows()}")

    def say(self, key: str, kind: Kind = Kind.BOARD) -> None:
        self.office.say(self.deal, key, kind=kind)
        self.deliver()

    def as_it_is(self) -> Deal:
        with self.desk.work(self.here) as uow:
            found = uow.deal(self.deal.id)
        assert found
        return found

    def events(self) -> list[Event]:
        """Return what happened to the channel; the numbers of a deal's events have no gap."""
        with self.desk.work(self.here) as uow:
            history = uow.history(self.deal.id)
        assert [each.seq for each in history] == list(range(1, len(history) + 1))
        return [each.event for each in history if isinstance(each.event, ChannelLost | ChannelBack | ChannelRenamed)]

    def told(self) -> list[str]:
        """Return what the owner was told about this deal's channel."""
        direct = next((row for row in self.office.client.state(self.owner)["channels"] if row["is_im"]), None)
        said = [each["text"] for each in self.office.client.messages(direct["id"])] if direct else []
        return [each for each in said if f"*{self.deal.facts.name}*" in each]

    def _courier(self) -> Courier:
        return Courier(
            outbox=self.office.storage.outbox,
            work=self.office.storage.work,
            clock=self.office.clock,
            slack_for=lambda _: self.office.slack,
            render=render,
            still_true=delivery.still_true,
            told=lambda *about: delivery.told(self.desk, *about),
            held=lambda *about: delivery.held(self.desk, *about),
            skipped=lambda *about: delivery.skipped(self.desk, *about),
            gave_up=lambda *about: delivery.gave_up(self.desk, *about),
        )


@pytest.fixture(scope="module")
def admin(sandbox: Sandbox) -> str:
    return str(sandbox.client.add_person("root", "Root", is_admin=True)["id"])


@pytest.fixture
def scene(office: Office, admin: str) -> Iterator[Scene]:
    storage, here = office.storage, office.workspace.id
    with storage.engine.begin() as connection:
        # One memory serves all tests of this room: of other tests' deals nothing is to be heard here.
        connection.execute(text("UPDATE deal SET status = 'closed'"))
    ana = Person(office.ana, "Ana", "Europe/Helsinki")
    with storage.work(here) as uow:
        uow.put_people([ana])
    # From a morning on: some hours pass in a test, and other tests leave any time of the day behind.
    midnight = (office.clock.now().astimezone(HELSINKI) + timedelta(days=1)).replace(hour=0)
    speaks_at = spoken_at(Context({ana.id: ana}, ana.id), ana.id, midnight)
    office.clock.pass_((speaks_at - office.clock.now()).total_seconds())
    desk = Desk(storage.work, uuid4, lambda: "", lambda: None)
    deal = office.deal()
    deal = named(office, desk, deal, f"Site {next(NUMBERS)}")
    office.client.act(admin, "join", channel=deal.channel_id)
    looks = ChannelRound(
        storage.channel_looks, storage.outbox, desk, office.clock, slack_for=lambda _: office.slack, guard=plainly
    )
    yield Scene(office, desk, deal, admin, looks)
    with storage.engine.begin() as connection:
        connection.execute(text("UPDATE deal SET status = 'closed'"))


def named(office: Office, desk: Desk, deal: Deal, name: str, **changes: object) -> Deal:
    """Give a deal a name of its own, and its channel the one that Slack has for it."""
    with desk.work(office.workspace.id) as uow:
        before = uow.deal(deal.id)
        assert before
        facts, channel_name = replace(before.facts, name=name), f"made-before-{deal.short}"
        after = replace(before, facts=facts, channel_name=channel_name, **changes)  # type: ignore[arg-type]
        uow.save(before, after, (), ())
    return replace(after, version=after.version + 1)


@pytest.mark.parametrize(
    ("act", "facts", "why", "words"),
    [
        ("archive_channel", {}, Lost.ARCHIVED, "press *Unarchive*"),
        ("remove", {"who": "UBATON"}, Lost.REMOVED, "type in the channel: `/invite @baton`"),
        ("delete_channel", {}, Lost.GONE, "was deleted"),
    ],
)
def test_whoever_owns_the_deal_is_told_once_what_to_do(
    scene: Scene, act: str, facts: dict[str, str], why: Lost, words: str
) -> None:
    bot = scene.office.workspace.bot_user_id
    scene.people_do(act, **dict.fromkeys(facts, bot))

    for _ in range(3):
        scene.look(later=timedelta(hours=1))

    (said,) = scene.told()
    assert words in said
    assert scene.events() == [ChannelLost(scene.deal.channel_id or "", why, scene.owner)]  # type: ignore[arg-type]
    assert scene.as_it_is().channel_lost is why


def test_a_private_channel_that_is_out_of_sight_may_still_be_there(scene: Scene) -> None:
    with scene.desk.work(scene.here) as uow:
        before = uow.deal(scene.deal.id)
        assert before
        uow.save(before, replace(before, is_private=True), (), ())
    scene.people_do("delete_channel")

    scene.look()

    (said,) = scene.told()
    assert "it was deleted, or I was removed" in said


def test_all_is_well_and_nobody_is_told_anything(scene: Scene) -> None:
    scene.look()

    assert (scene.told(), scene.events()) == ([], [])
    assert scene.office.calls("conversations.info") == []


def test_a_new_name_is_taken_over_without_a_word(scene: Scene) -> None:
    name = f"site-{scene.deal.short}"
    scene.people_do("rename_channel", name=name)

    scene.look()
    scene.look(later=timedelta(days=1))

    assert scene.as_it_is().channel_name == name
    assert scene.events() == [ChannelRenamed(scene.deal.channel_name or "", name)]
    assert scene.told() == []


def test_when_it_is_there_again_what_was_missed_is_said(scene: Scene) -> None:
    scene.people_do("archive_channel")
    scene.say("board:1")
    assert scene.office.rows()["board:1"] == "dead"

    scene.people_do("unarchive_channel")
    scene.look(later=timedelta(hours=1))

    assert scene.office.rows()["board:1"] == "sent"
    assert scene.as_it_is().channel_lost is None
    assert [type(each) for each in scene.events()] == [ChannelLost, ChannelBack]


def test_a_message_that_is_refused_leads_to_the_very_same(scene: Scene) -> None:
    scene.people_do("archive_channel")

    scene.say("board:1")
    scene.look(later=timedelta(hours=1))

    (said,) = [each for each in scene.told() if "Unarchive" in each]
    assert said.startswith(f"The channel of *{scene.deal.facts.name}* is archived")
    assert scene.events() == [ChannelLost(scene.deal.channel_id or "", Lost.ARCHIVED, scene.owner)]  # type: ignore[arg-type]


def test_lost_again_is_another_occasion(scene: Scene) -> None:
    for _ in range(2):
        scene.people_do("archive_channel")
        scene.look(later=timedelta(hours=1))
        scene.people_do("unarchive_channel")
        scene.look(later=timedelta(hours=1))

    assert [type(each) for each in scene.events()] == [ChannelLost, ChannelBack] * 2
    assert len(scene.told()) == 2


def test_what_is_there_again_before_it_could_be_said_is_not_said(scene: Scene) -> None:
    office = scene.office
    scene.people_do("archive_channel")
    office.storage.channel_looks.put(scene.here, at=office.clock.now())
    scene.round.run()
    scene.people_do("unarchive_channel")
    office.storage.channel_looks.put(scene.here, at=office.clock.now())
    scene.round.run()

    scene.deliver()

    assert scene.told() == []


@pytest.mark.parametrize(
    "fault", ["status:500", "429:5", "error:internal_error", "error:missing_scope", "error:token_revoked"]
)
@pytest.mark.parametrize("method", ["users.conversations", "conversations.info"])
def test_of_what_slack_does_not_say_plainly_nobody_is_told(scene: Scene, method: str, fault: str) -> None:
    bot = scene.office.workspace.bot_user_id
    scene.people_do("remove", who=bot)
    scene.office.inject(fault, method=method, times=2)

    scene.look()
    assert scene.events() == []

    scene.office.client.clear_faults()
    scene.look(later=timedelta(hours=1))
    assert [type(each) for each in scene.events()] == [ChannelLost]


def test_a_list_that_lags_is_not_believed(scene: Scene) -> None:
    # What is not listed is asked for: the list is a hint, the channel itself is the truth.
    scene.office.inject("stale:3600", method="users.conversations")

    scene.look()

    assert (scene.events(), scene.told()) == ([], [])


def test_one_look_a_day_is_enough_while_all_is_well(scene: Scene) -> None:
    office = scene.office
    office.storage.channel_looks.put(scene.here, at=office.clock.now())
    for _ in range(3):
        scene.round.run()

    # Others made channels here before, so one look may take several pages.
    looks = [each for each in office.calls("users.conversations") if "cursor" not in each]
    assert len(looks) == 1


@pytest.fixture
def private(scene: Scene) -> Scene:
    """Return the scene with its deal in private: people are asked about who are in its channel."""
    with scene.desk.work(scene.here) as uow:
        before = uow.deal(scene.deal.id)
        assert before
        uow.save(before, replace(before, is_private=True), (), ())
    return scene


def inside(scene: Scene) -> set[str]:
    return set(scene.as_it_is().in_channel or ())


def test_who_is_in_a_private_channel_is_asked_once_a_look(private: Scene) -> None:
    private.look()
    assert private.admin in inside(private)
    assert private.office.workspace.bot_user_id not in inside(private)
    assert len(private.office.calls("conversations.members")) == 1

    private.people_do("leave")
    private.look(later=timedelta(days=1))

    assert private.admin not in inside(private)
    assert private.as_it_is().left_channel == (private.admin,)
    private.people_do("join")
    private.look(later=timedelta(days=1))
    assert (private.admin in inside(private), private.as_it_is().left_channel) == (True, ())
    assert (private.told(), private.events()) == ([], [])


def test_of_an_open_channel_it_is_not_asked(scene: Scene) -> None:
    scene.look()

    assert scene.office.calls("conversations.members") == []
    assert scene.as_it_is().in_channel is None


def test_many_members_come_page_by_page_and_half_of_them_are_none(private: Scene) -> None:
    private.round.members_page = 1
    private.look()
    whole = inside(private)
    pages = len(private.office.calls("conversations.members"))
    assert pages > 1

    private.office.inject("error:fetch_members_failed", method="conversations.members", nth=2, times=1)
    private.look(later=timedelta(days=1))

    assert inside(private) == whole
    assert private.as_it_is().left_channel == ()


@pytest.mark.parametrize("fault", ["status:500", "429:5", "error:fetch_members_failed", "error:missing_scope"])
def test_where_slack_does_not_say_who_is_in_nobody_has_left(private: Scene, fault: str) -> None:
    private.look()
    whole = inside(private)
    private.office.inject(fault, method="conversations.members", times=2)

    private.look(later=timedelta(days=1))
    assert (inside(private), private.as_it_is().left_channel) == (whole, ())


def test_baton_that_is_let_in_again_asks_at_once_who_is_there(private: Scene) -> None:
    bot, at = private.office.workspace.bot_user_id, private.deal.channel_id
    assert at
    private.look()
    before = len(private.office.calls("conversations.members"))
    now = private.office.clock.now()

    channels.joined(private.desk, private.here, at, bot, now=now)
    private.round.run()
    private.round.run()

    assert len(private.office.calls("conversations.members")) == before + 1
    assert bot not in inside(private)


def test_what_slack_tells_that_cannot_be_true_is_looked_into(private: Scene) -> None:
    at, stranger = private.deal.channel_id, UserId("UNOBODY")
    assert at
    private.look()
    channels.joined(private.desk, private.here, at, stranger, now=private.office.clock.now())
    assert stranger in inside(private)

    # Told of the same once more: then something between was missed.
    channels.joined(private.desk, private.here, at, stranger, now=private.office.clock.now())
    private.round.run()

    assert stranger not in inside(private)
    assert private.as_it_is().left_channel == (stranger,)


def test_a_deal_that_is_over_is_not_looked_at(scene: Scene) -> None:
    with scene.office.storage.engine.begin() as connection:
        connection.execute(text("UPDATE deal SET status = 'stopped'"))
    scene.people_do("archive_channel")

    scene.look()

    assert scene.office.calls("users.conversations") == []
    assert scene.events() == []
