"""One story for each thing that may lapse, from playbook to message: what people do, and what they read, moment by moment."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.events import Change, Event, Nudged
from bot.model import ChannelId, Deal, DealStatus, LapseKind, StepId, UserId, WaitingOn
from bot.outgoing import Kind, Outgoing
from bot.rules import customer, items, opening, owner, requests, silence, steps
from bot.rules.evidence import Proof
from bot.rules.opening import Cast
from messages.rendering import render
from messages.scene import Scene
from storage.playbooks.reading import read
from tests.bot.making import ANA, BATON, CONTEXT, HELSINKI, LIV, OMAR, PEOPLE, Story, a_deal, by, id_of

FOLDER = Path(__file__).parents[1] / "stories"
STORIES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
YEAR = "2026"
WHO = {"Ana": ANA, "Omar": OMAR, "Liv": LIV}
Rule = Callable[[Deal], Change]


def moment(text: str) -> datetime:
    """Read "Mon 30 Nov 10:00" as people in Helsinki do."""
    return datetime.strptime(f"{YEAR} {text}", "%Y %a %d %b %H:%M").replace(tzinfo=ZoneInfo(HELSINKI))


def shown(when: datetime) -> str:
    local = when.astimezone(ZoneInfo(HELSINKI))
    return f"{local:%a} {local.day} {local:%b %H:%M}"


@dataclass
class Read(Story):
    """A story that keeps what people read, with its moment and its place."""

    read: list[dict[str, str]] = field(default_factory=list)

    def do(self, rule: Rule, now: datetime, *, actor: UserId = BATON) -> tuple[Event, ...]:
        before = len(self.rows)
        happened = super().do(rule, now, actor=actor)
        for row in self.rows[before:]:
            if row.kind is Kind.NUDGE:
                self.read.append({"at": shown(now), **self._as_read(row, now)})
        return happened

    def _as_read(self, row: Outgoing, now: datetime) -> dict[str, str]:
        event = next(each for each in self.log if each.seq == row.seq)
        drawn = render(row, Scene(self.deal, event, PEOPLE, now))
        words = "\n".join(str(block["text"]["text"]) for block in drawn.blocks if block["type"] == "section")
        place = {"privately": PEOPLE[row.to_user].name} if row.to_user else {"in": "the channel"}
        return {**place, "reads": re.sub(r"<@U(\w+)>", lambda found: f"@{found[1].title()}", words) + "\n"}


# What people do, in the words of the stories.


def _commits(who: UserId, now: datetime, what: str, due: str) -> Rule:
    step_id = StepId(id_of(what))
    return lambda deal: steps.commit(
        deal, CONTEXT, step_id=step_id, what=what, by=who, due=by(due), consequence=None, now=now
    )


def _moves(who: UserId, now: datetime, what: str, due: str, why: str) -> Rule:
    return lambda deal: steps.reschedule(
        deal, CONTEXT, step_id=id_of(what), by=who, due=by(due), reason=why, now=now, cause=WaitingOn.US
    )


def _finishes(who: UserId, now: datetime, title: str) -> Rule:
    def rule(deal: Deal) -> Change:
        item_id = next(each.id for each in deal.items if each.title == title)
        return items.finish(deal, CONTEXT, item_id=item_id, by=who, proof=Proof(), now=now)

    return rule


def _asks(who: UserId, now: datetime, whom: str, what: str, due: str) -> Rule:
    step_id = StepId(id_of(what))
    return lambda deal: requests.ask(
        deal, CONTEXT, step_id=step_id, to=WHO[whom], what=what, by=who, due=by(due), now=now
    )


ACTS: Sequence[tuple[str, Callable[..., Rule]]] = (
    (r"accepts the deal", lambda who, now: lambda deal: owner.accept(deal, CONTEXT, by=who, now=now)),
    (
        r"declines the deal because (.+)",
        lambda who, now, why: lambda deal: owner.decline(deal, CONTEXT, by=who, reason=why, now=now),
    ),
    (r"commits: (.+) by ([\d -:]+)", _commits),
    (
        r"has done: (.+)",
        lambda who, now, what: lambda deal: steps.keep(deal, CONTEXT, step_id=id_of(what), by=who, now=now),
    ),
    (r"asks (\w+): (.+) by ([\d -:]+)", _asks),
    (r"moves: (.+) to ([\d -:]+) because (.+)", _moves),
    (r"finishes: (.+)", _finishes),
    (r"writes in the channel", lambda _who, now: lambda deal: silence.spoke(deal, now=now)),
    (
        r"tells the customer: (.+)",
        lambda who, now, line: lambda deal: customer.write(deal, CONTEXT, what=line, by=who, now=now),
    ),
)


def act(story: Read, line: dict[str, str]) -> None:
    """Let somebody do what a line of the story says."""
    name, _, what = line["does"].partition(" ")
    who, now = WHO[name], moment(line["at"])
    if what == "leaves the company":
        people = PEOPLE | {who: replace(PEOPLE[who], is_active=False)}
        story.context = replace(CONTEXT, people=people)
        story.look(now)
        return
    for pattern, made in ACTS:
        if found := re.fullmatch(pattern, what):
            story.do(made(who, now, *found.groups()), now, actor=who)
            story.tell(now)
            return
    raise AssertionError(f"Nobody knows how to: {what}")


def played(told: dict[str, Any]) -> Read:
    """Open the deal by its playbook, and let everything happen that the story says until it ends."""
    playbook = read(told["playbook"], source="story.yaml")
    begun = moment(told["begins"])
    backlog = a_deal(status=DealStatus.BACKLOG, items=(), opened_at=None, owned_at=None, channel_id=None)
    promised = date.fromisoformat(told["promised"]) if "promised" in told else None
    story = Read(replace(backlog, facts=replace(backlog.facts, promised_on=promised)))
    cast = Cast(ANA, OMAR, (("delivery", OMAR),))
    story.do(lambda deal: opening.start(deal, playbook, cast, CONTEXT, now=begun), begun, actor=ANA)
    story.tell(begun)
    story.deal = replace(story.deal, channel_id=ChannelId("C1"))
    for line in told["happens"]:
        if "does" in line:
            story.play(moment(line["at"]))
            act(story, line)
    story.play(moment(told["ends"]))
    return story


@pytest.mark.parametrize("name", STORIES)
def test_it_happens_as_the_story_tells(name: str) -> None:
    told = STORIES[name]

    assert played(told).read == [line for line in told["happens"] if "reads" in line]


def test_every_lapse_has_a_story_in_which_its_ladder_comes_to_its_end() -> None:
    for kind in LapseKind:
        story = played(STORIES[kind.value])
        rungs = story.deal.ladder.lapses[kind].rungs
        told = [event for _, event in story.nudges() if isinstance(event, Nudged) and event.kind is kind]

        assert max(event.rung for event in told) == len(rungs), kind


@pytest.mark.parametrize("name", STORIES)
def test_the_lines_of_a_story_are_in_the_order_of_time(name: str) -> None:
    moments = [moment(line["at"]) for line in STORIES[name]["happens"]]

    assert moments == sorted(moments)
