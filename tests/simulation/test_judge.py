"""The judge sees what breaks: each test plants one wrong message in Slack and asks whom it blames."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import ChannelId, Due
from tests.simulation.judge import Judge
from tests.simulation.judges.trail import Entry
from tests.simulation.slack import BOT, VirtualSlack
from tests.simulation.story import Dated, DealStory, GivenStory, News, StepStory, Story, Told
from tests.simulation.town import ANA, OMAR, ZONES

NOON = datetime(2026, 11, 24, 10, tzinfo=UTC)
"""A Tuesday noon in Helsinki."""


class Scene:
    """A workspace with one deal and one step, and a clock to set."""

    def __init__(self) -> None:
        self.now = NOON.timestamp()
        self.story = Story()
        self.judge = Judge(self.story, tolerance=5.0, quiet_margin=60.0)
        self.slack = VirtualSlack("T1", tuple(ZONES), lambda: self.now)
        self.slack.watch = lambda *seen: self.judge.watch(self.slack, *seen)
        self.home = str(self.slack.call("conversations.create", {"name": "deal-t11-abc234"})["channel"]["id"])
        self.direct = str(self.slack.call("conversations.open", {"users": ANA})["channel"]["id"])
        told = Told(self.now, self.now)
        self.step = StepStory("call", ANA, told, [Dated(Due(NOON, "Europe/Helsinki"), told)])
        self.deal = DealStory("t11", "T1", ANA, OMAR, told, steps={"call": self.step})
        self.story.deals["t11"] = self.deal

    def say(self, key: str, kind: str = "say", *, where: str = "", mark: str | None = None, **more: Any) -> str:
        text = json.dumps({"kind": kind, "key": key, "deal": "t11", "owner": ANA, **more})
        metadata = {"event_type": "baton_sent", "event_payload": {"k": mark or key}}
        given = {"channel": where or self.home, "text": text, "metadata": metadata}
        return str(self.slack.call("chat.postMessage", given)["ts"])

    def nudge(
        self, rung: int, *, where: str = "", kind: str = "step_overdue", about: str = "call", lapse: str = "one"
    ) -> None:
        event = {"name": "Nudged", "lapse_id": lapse, "kind": kind, "about": about, "rung": rung, "who": ANA}
        self.say(f"nudge:{lapse}:{rung}", "nudge", where=where, event=event)

    def join(self, rung: int, *, kind: str, about: str, lapse: str) -> None:
        """Make a nudge a line of the last message to Ana."""
        last = self.slack.channels[self.direct].messages[-1]
        event = {"name": "Nudged", "lapse_id": lapse, "kind": kind, "about": about, "rung": rung, "who": ANA}
        line = {"kind": "nudge", "key": f"nudge:{lapse}:{rung}", "deal": "t11", "owner": ANA, "event": event}
        first = json.loads(last.text)
        text = json.dumps(first | {"lines": [first, line]})
        payload = {**last.metadata["event_payload"], "lines": line["key"]} if last.metadata else {}
        metadata = {"event_type": "baton_sent", "event_payload": payload}
        self.slack.call("chat.update", {"channel": self.direct, "ts": last.ts, "text": text, "metadata": metadata})

    def blamed(self) -> list[str]:
        return [each.invariant for each in self.judge.broken]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_good_ladder_blames_nobody(scene: Scene) -> None:
    scene.nudge(1, where=scene.direct)
    scene.now = (NOON + timedelta(days=1)).timestamp()
    scene.nudge(2)
    scene.now = (NOON + timedelta(days=2)).timestamp()
    scene.nudge(3)

    assert scene.blamed() == []


def test_the_same_mark_twice_is_seen_unless_the_first_was_deleted(scene: Scene) -> None:
    ts = scene.say("a")
    scene.slack.call("chat.delete", {"channel": scene.home, "ts": ts})
    scene.say("a")
    assert scene.blamed() == []

    scene.say("a")
    assert scene.blamed() == ["nothing is said twice"]


def test_the_same_words_under_another_key_are_seen(scene: Scene) -> None:
    scene.say("a", event={"name": "StepKept", "what": "call"})
    scene.say("b", event={"name": "StepKept", "what": "call"})

    assert scene.blamed() == ["nothing is said twice"]


def test_a_message_without_a_mark_is_seen(scene: Scene) -> None:
    text = json.dumps({"kind": "say", "key": "a", "deal": "t11"})
    scene.slack.call("chat.postMessage", {"channel": scene.home, "text": text})

    assert scene.blamed() == ["every message carries its mark"]


def test_a_second_channel_for_a_deal_is_seen(scene: Scene) -> None:
    scene.slack.call("conversations.create", {"name": "deal-t11-2-abc234"})

    assert scene.blamed() == ["one channel for a deal"]


@pytest.mark.parametrize(
    ("is_forgetful", "is_out", "blamed"),
    [
        pytest.param(True, True, [], id="nobody can know of it"),
        pytest.param(False, True, ["one channel for a deal", "nothing is said twice"], id="it is remembered"),
        pytest.param(True, False, ["one channel for a deal", "nothing is said twice"], id="it can be read"),
    ],
)
def test_a_channel_that_is_forgotten_and_that_baton_was_taken_out_of_excuses_a_second_one(
    scene: Scene, *, is_forgetful: bool, is_out: bool, blamed: list[str]
) -> None:
    scene.judge.is_forgetful = is_forgetful
    scene.say("brief")
    if is_out:
        scene.slack.channels[ChannelId(scene.home)].members.discard(BOT)
    made = scene.slack.call("conversations.create", {"name": "deal-t11-2-abc234"})

    scene.say("brief", where=made["channel"]["id"])

    assert scene.blamed() == blamed


def test_a_channel_that_is_forgotten_and_deleted_excuses_a_second_one(scene: Scene) -> None:
    scene.judge.is_forgetful = True
    scene.say("brief")
    scene.slack.channels.pop(ChannelId(scene.home)).members.clear()
    made = scene.slack.call("conversations.create", {"name": "deal-t11-2-abc234"})

    scene.say("brief", where=made["channel"]["id"])

    assert scene.blamed() == []


@pytest.mark.parametrize(("has_word", "blamed"), [(False, []), (True, ["one channel for a deal"])])
def test_a_channel_that_is_forgotten_and_was_put_away_before_a_word_was_said_excuses_a_second_one(
    scene: Scene, *, has_word: bool, blamed: list[str]
) -> None:
    scene.judge.is_forgetful = True
    scene.slack.channels[ChannelId(scene.home)].is_archived = not has_word
    if has_word:
        scene.say("brief")
        scene.slack.channels[ChannelId(scene.home)].is_archived = True

    scene.slack.call("conversations.create", {"name": "deal-t11-2-abc234"})

    assert scene.blamed() == blamed


def test_a_word_in_a_strangers_channel_is_seen(scene: Scene) -> None:
    strange = scene.slack.make("general", "USTRANGER")
    strange.members.add(BOT)
    scene.say("a", where=strange.id)

    assert scene.blamed() == ["no stranger's channel is adopted"]


def test_a_deal_in_another_workspace_is_seen(scene: Scene) -> None:
    scene.story.deals["t11"].team = "T2"
    scene.say("a")

    assert scene.blamed() == ["a deal stays in its workspace"]


def test_a_second_digest_on_one_day_is_seen(scene: Scene) -> None:
    for key in ("a", "b"):
        scene.say(key, "digest", where=scene.direct, digest={"audience": "person", "day": "2026-11-24", "about": []})

    assert scene.blamed() == ["one digest a day"]


def test_yesterdays_digest_is_seen(scene: Scene) -> None:
    scene.say("a", "digest", where=scene.direct, digest={"audience": "person", "day": "2026-11-23", "about": []})

    assert scene.blamed() == ["a digest is of its day"]


def test_a_nudge_at_night_is_seen(scene: Scene) -> None:
    scene.now = (NOON + timedelta(hours=9)).timestamp()
    scene.nudge(1, where=scene.direct)

    assert scene.blamed() == ["nothing in quiet hours"]


def test_a_public_first_word_is_seen(scene: Scene) -> None:
    scene.nudge(1)

    assert scene.blamed() == ["no public word first"]


def test_a_rung_before_its_time_and_one_out_of_order_are_seen(scene: Scene) -> None:
    scene.nudge(1, where=scene.direct)
    scene.nudge(2)
    scene.now += 3600
    scene.nudge(3)
    scene.now += 3600
    scene.nudge(3)

    assert scene.blamed() == [
        "no rung before its time",
        "no rung before its time",
        "nothing is said twice",
        "no rung twice",
        "no rung before its time",
    ]


def test_a_rung_without_the_one_before_is_seen(scene: Scene) -> None:
    scene.nudge(1, where=scene.direct)
    scene.nudge(3)

    assert scene.blamed() == ["no rung out of order"]


@pytest.mark.parametrize(("given_up", "blamed"), [(2, []), (1, ["no rung out of order"])])
def test_a_rung_given_up_in_a_channel_that_was_taken_away_is_no_gap(
    scene: Scene, given_up: int, blamed: list[str]
) -> None:
    scene.deal.is_hurt = True
    if given_up == 2:
        scene.nudge(1, where=scene.direct)
    scene.nudge(given_up + 1, where=scene.direct)

    assert scene.blamed() == blamed


def test_the_same_rung_for_the_same_thing_is_seen_though_its_key_is_new(scene: Scene) -> None:
    scene.nudge(1, where=scene.direct)
    scene.nudge(1, where=scene.direct, lapse="another")

    assert scene.blamed() == ["no rung twice"]


def test_who_gets_a_line_back_is_asked_anew_and_once(scene: Scene) -> None:
    told = Told(scene.now, scene.now)
    scene.deal.seller = ANA
    scene.deal.given += [GivenStory(OMAR, told), GivenStory(ANA, told)]
    about = {"kind": "item_due", "about": "Attach the contract"}
    for lapse in ("one", "another"):
        scene.nudge(1, where=scene.direct, lapse=lapse, **about)
    assert scene.blamed() == []

    scene.nudge(1, where=scene.direct, lapse="a third", **about)

    assert scene.blamed() == ["no rung twice"]


def test_a_step_with_a_new_date_is_asked_for_again(scene: Scene) -> None:
    scene.nudge(1, where=scene.direct)
    scene.step.dates.append(scene.step.dates[0])
    scene.nudge(1, where=scene.direct, lapse="another")

    assert scene.blamed() == []


def test_a_copy_that_came_late_must_be_gone_in_the_end(scene: Scene) -> None:
    scene.judge.forgives_copies = True
    scene.say("a")
    late = scene.say("a")
    assert scene.blamed() == []

    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)
    assert "a copy that came late is taken away" in scene.blamed()

    scene.judge.broken.clear()
    scene.slack.call("chat.delete", {"channel": scene.home, "ts": late})
    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)
    assert "a copy that came late is taken away" not in scene.blamed()


def test_what_became_a_line_of_a_message_and_comes_by_itself_late_is_a_copy(scene: Scene) -> None:
    item: dict[str, Any] = {"kind": "item_due", "about": "Attach the contract", "lapse": "b"}
    scene.judge.forgives_copies = True
    scene.nudge(1, where=scene.direct, kind="step_due")
    scene.join(1, **item)
    assert scene.judge.counts["lines"] == 1

    scene.nudge(1, where=scene.direct, **item)
    assert scene.blamed() == []

    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)
    assert "a copy that came late is taken away" in scene.blamed()


def test_what_was_said_by_itself_and_becomes_a_line_late_is_a_copy(scene: Scene) -> None:
    scene.judge.forgives_copies = True
    scene.nudge(1, where=scene.direct, lapse="two")
    asked = scene.slack.channels[ChannelId(scene.direct)].messages[-1]
    scene.say("host", where=scene.direct)
    scene.join(1, kind="step_overdue", about="call", lapse="two")
    assert scene.blamed() == []
    assert scene.judge.counts["copies"] == 1

    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)
    assert "a copy that came late is taken away" in scene.blamed()

    scene.judge.broken.clear()
    scene.slack.call("chat.delete", {"channel": scene.direct, "ts": asked.ts})
    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)
    assert "a copy that came late is taken away" not in scene.blamed()
    assert "of two copies the first one stays" not in scene.blamed()


def test_a_copy_of_what_nobody_judged_is_a_copy_too(scene: Scene) -> None:
    scene.judge.forgives_copies = scene.deal.is_shaken = True
    scene.nudge(2)
    scene.nudge(2)

    assert scene.blamed() == []
    assert scene.judge.counts["copies"] == 1


def test_of_two_copies_it_is_the_first_one_that_must_stay(scene: Scene) -> None:
    scene.judge.forgives_copies = True
    first = scene.say("a")
    scene.say("a")
    scene.slack.call("chat.delete", {"channel": scene.home, "ts": first})

    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)

    assert "of two copies the first one stays" in scene.blamed()


def test_a_word_about_an_item_that_is_done_or_that_waits_is_seen(scene: Scene) -> None:
    scene.nudge(1, where=scene.direct, kind="item_due", about="Send the invoice")
    assert scene.blamed() == ["nothing is sent for an item that waits"]

    scene.deal.finished["contract"] = Told(scene.now, scene.now)
    scene.now += 90
    scene.nudge(1, where=scene.direct, kind="item_due", about="Attach the contract", lapse="two")
    scene.now += 30
    scene.nudge(1, where=scene.home, kind="item_overdue", about="Attach the contract", lapse="three")
    assert scene.blamed()[1:] == ["nothing is sent for an item that is done"]


def test_a_public_first_word_about_an_item_is_seen(scene: Scene) -> None:
    scene.nudge(1, kind="item_overdue", about="Attach the contract")
    assert scene.blamed() == ["no public word first"]

    scene.nudge(1, where=scene.direct, kind="item_due", about="Attach the contract", lapse="two")
    scene.nudge(2, kind="item_overdue", about="Attach the contract", lapse="one")
    assert scene.blamed()[1:] == ["no rung before its time"]


def test_older_news_on_the_board_is_seen(scene: Scene) -> None:
    told = Told(scene.now, scene.now)
    scene.deal.news += [News(2.0, "2027-02-03", told), News(1.0, "2027-02-02", told)]
    ts = scene.say("board:t11", "board", steps=["call"], promised="2027-02-02")
    scene.slack.call("pins.add", {"channel": scene.home, "timestamp": ts})

    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)
    assert "older news changes nothing" in scene.blamed()

    scene.judge.broken.clear()
    scene.deal.news[1].told.answered_at = None
    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)
    assert "older news changes nothing" not in scene.blamed()


def test_what_people_took_away_or_a_memory_lost_need_not_be_whole(scene: Scene) -> None:
    scene.deal.is_hurt = True
    scene.judge.close({"T1": scene.slack}, end=scene.now + 600, calm_from=scene.now)
    assert scene.blamed() == []

    scene.deal.is_hurt, scene.deal.is_shaken = False, True
    scene.judge.close({"T1": scene.slack}, end=scene.now + 86_400, calm_from=scene.now)
    assert scene.blamed() == []


def test_the_trail_and_slacks_limits_are_looked_at_in_every_end(scene: Scene) -> None:
    scene.slack.pace.broken.append("51 calls of chat.update in a minute, not 50")
    scene.judge.audit([Entry("t11", 3, 3, "LapseOpened", "{}")], {"T1": scene.slack}, leaks=["brief:t11"])

    assert set(scene.blamed()) == {
        "no token is kept",
        "seq has no gap",
        "every state change has one event",
        "no more calls than Slack allows",
    }


def test_a_nudge_for_a_step_that_is_done_is_seen(scene: Scene) -> None:
    scene.step.kept = Told(scene.now, scene.now)
    scene.now += 600
    scene.nudge(1, where=scene.direct)

    assert scene.blamed() == ["nothing is sent for a step that is done"]


def test_a_nudge_before_the_step_is_due_is_seen(scene: Scene) -> None:
    scene.now -= 1200
    scene.nudge(1, where=scene.direct)

    assert scene.blamed() == ["no rung before its time"]


def test_what_is_missing_at_the_end_is_seen(scene: Scene) -> None:
    scene.judge.close({"T1": scene.slack}, end=scene.now + 86_400, calm_from=scene.now)

    assert set(scene.blamed()) == {"nothing is lost", "no nudge is lost", "no digest is lost"}


def test_an_owner_whom_the_board_does_not_know_is_seen(scene: Scene) -> None:
    ts = scene.say("board:t11", "board", steps=["call"])
    scene.slack.call("pins.add", {"channel": scene.home, "timestamp": ts})
    scene.story.deals["t11"].answer, scene.story.deals["t11"].accepts = Told(scene.now, scene.now), True
    scene.judge.close({"T1": scene.slack}, end=scene.now, calm_from=scene.now)

    assert "exactly one owner" in scene.blamed()
