"""The shadow: what may stand in Slack and what must, from inputs alone; it reads Slack's truth and never our tables."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from bot.model import UserId
from bot.watching import Finding
from tests.simulation import hours
from tests.simulation.hub import NEVER
from tests.simulation.judges import absences, again, audits, customer, digests, fairness, handing, ladders, trail
from tests.simulation.judges.alerts import Alerts
from tests.simulation.judges.broken import Broken
from tests.simulation.judges.ladders import CONTRACT, INVOICE, LADDER, Seen
from tests.simulation.judges.lanes import Lanes
from tests.simulation.judges.privacy import Privacy
from tests.simulation.judges.trail import Entry
from tests.simulation.slack import BOT, Channel, Message, VirtualSlack
from tests.simulation.story import DealStory, StepStory, Story
from tests.simulation.town import LIV, OURS, ZONES

LEASE, LATEST_COPY = 60.0, 480.0
TOLD_ONCE = frozenset({"StepCommitted", "StepKept", "PromiseDeclined", "PromiseWithdrawn"})
"""What is told of something that nobody uses the same words for twice."""


@dataclass
class Judge:
    """Watches every effect of one run. ``tolerance``: seconds by which clocks may differ and a call may take.

    ``forgives_copies``: a call may take effect so late in this run that a copy stands there until it is taken away.
    ``expects_fairness``: nothing but another workspace's messages can keep anybody waiting in this run.
    ``is_forgetful``: the memory loses some of its time in this run, and what was owed in it.
    """

    story: Story
    tolerance: float
    quiet_margin: float
    forgives_copies: bool = False
    is_forgetful: bool = False
    expects_fairness: bool = False
    broken: list[Broken] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    alerts: Alerts = field(init=False)
    lanes: Lanes = field(init=False)
    privacy: Privacy = field(init=False)
    _marks: dict[tuple[str, str], Message] = field(default_factory=dict)
    _copies: list[tuple[dict[str, Any], Message, Message]] = field(default_factory=list)
    _homes: dict[str, Channel] = field(default_factory=dict)
    _nudges: dict[str, dict[int, Seen]] = field(default_factory=dict)
    _again: dict[str, list[float]] = field(default_factory=dict)
    _digests: dict[tuple[str, str, str], Message] = field(default_factory=dict)
    _about: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _lines: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
    _as_line: dict[tuple[str, str], Message] = field(default_factory=dict)
    _alone: dict[tuple[str, str], Message] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.alerts = Alerts(self.counts)
        self.lanes, self.privacy = Lanes(), Privacy(self.story)

    def watch(self, slack: VirtualSlack, verb: str, channel: Channel, said: Message | None) -> None:
        """See one effect as it takes place."""
        self.counts[verb] += 1
        if verb == "create":
            self._made(channel)
        elif said is not None and verb == "post":
            self._posted(slack, channel, said)
        elif said is not None and verb == "update":
            self._drawn_again(slack, channel, said)

    def blame(self, invariant: str, seen: str) -> None:
        self.broken.append(Broken(invariant, seen))

    def _made(self, channel: Channel) -> None:
        short = channel.name.rsplit("-", 1)[-1]
        if short in self._homes and not self._is_hidden(self._homes[short]):
            self.blame("one channel for a deal", f"{channel.name} after {self._homes[short].name}")
        self._homes[short] = channel

    def _is_hidden(self, channel: Channel) -> bool:
        """Tell whether nobody can know of a channel that was made in a time that is lost.

        It was deleted since, or Baton put out, or people put it away before a word was said that tells whose it is.
        """
        return self.is_forgetful and (BOT not in channel.members or (channel.is_archived and not channel.messages))

    def _is_forgotten(self, slack: VirtualSlack, said: Message) -> bool:
        places = [each for each in slack.channels.values() if said in each.messages]
        return self.is_forgetful and all(self._is_hidden(each) for each in places)

    def _posted(self, slack: VirtualSlack, channel: Channel, said: Message) -> None:
        facts = json.loads(said.text)
        mark = (said.metadata or {}).get("event_payload", {}).get("k", "")
        before = self._marks.get((slack.team, mark)) or self._as_line.get((slack.team, facts["key"]))
        if not mark:
            self.blame("every message carries its mark", facts["key"])
        elif (
            before and not (before.is_gone or self._is_forgotten(slack, before)) and self._is_copy(facts, before, said)
        ):
            return
        self._marks[slack.team, mark] = self._alone[slack.team, facts["key"]] = said
        if channel.person is None and channel.creator != BOT and channel.id not in OURS:
            self.blame("no stranger's channel is adopted", f"{facts['key']} in {channel.name}")
        deal = self.story.deals.get(facts.get("deal", ""))
        if deal and deal.team != slack.team:
            self.blame("a deal stays in its workspace", f"{facts['key']} in {slack.team}")
        self.broken += self.privacy.posted(channel, facts)
        self.broken += self.alerts.posted(slack, channel, said, facts)
        if deal is None or not deal.is_shaken:
            self.broken += self.lanes.posted(slack, channel, said, facts)
            self._by_kind(slack, channel, said, facts, deal)

    def _drawn_again(self, slack: VirtualSlack, channel: Channel, said: Message) -> None:
        """See which questions became lines of a message: each counts as said, once, and none of them goes again."""
        lines = {each["key"]: each for each in json.loads(said.text).get("lines", [])}
        if not lines:
            return
        stood = self._lines.setdefault((slack.team, channel.id, said.ts), {json.loads(said.first)["key"]})
        for key in stood - lines.keys():
            self.blame("no line is taken away", f"{key} at {said.ts}")
        for key in lines.keys() - stood:
            self.counts["lines"] += 1
            self._as_line[slack.team, key] = said
            alone = self._alone.get((slack.team, key))
            # A call that was given up drew it after all, when it had been said by itself.
            if alone and not alone.is_gone and self._is_copy(lines[key], said, alone):
                continue
            self._line(slack, channel, replace(said, at=slack.clock()), lines[key])
        stood.update(lines)

    def _line(self, slack: VirtualSlack, channel: Channel, said: Message, facts: dict[str, Any]) -> None:
        mark = (said.metadata or {}).get("event_payload", {}).get("lines", "")
        if not mark:
            self.blame("every message carries its mark", facts["key"])
        deal = self.story.deals.get(facts["deal"])
        if deal and deal.team != slack.team:
            self.blame("a deal stays in its workspace", f"{facts['key']} in {slack.team}")
        self.broken += self.privacy.posted(channel, facts)
        if deal and not deal.is_shaken:
            self._nudge(channel, said, facts, deal)

    def _is_copy(self, facts: dict[str, Any], before: Message, said: Message) -> bool:
        """Tell whether a second message may stand there for a while.

        No settle window is long enough for everything; what comes later than that must be found and taken away.
        """
        if not self.forgives_copies:
            self.blame("nothing is said twice", f"{facts['key']} at {before.ts} and {said.ts}")
            return False
        self.counts["copies"] += 1
        self._copies.append((facts, before, said))
        event = facts.get("event", {})
        if seen := self._nudges.get(event.get("lapse_id", ""), {}).get(int(event.get("rung", 0))):
            seen.copied_at = said.at
        return True

    def _by_kind(
        self, slack: VirtualSlack, channel: Channel, said: Message, facts: dict[str, Any], deal: DealStory | None
    ) -> None:
        self.counts[f"said: {facts['kind']}"] += 1
        if facts["kind"] == "digest":
            self._digest(slack, channel, said, facts)
        elif facts["kind"] == "nudge" and deal:
            self._nudge(channel, said, facts, deal)
        elif facts.get("event", {}).get("name") == "Reminded" and deal:
            self._reminded(channel, said, facts["event"], deal)
        elif facts.get("event", {}).get("name") in TOLD_ONCE:
            self._once(said, facts)

    def _reminded(self, channel: Channel, said: Message, event: dict[str, Any], deal: DealStory) -> None:
        self.counts["said: again"] += 1
        off, margin = self.tolerance, self.quiet_margin
        self.broken += again.reminded(deal, channel, event, said.at, off=off, margin=margin)
        self._again.setdefault(event["lapse_id"], []).append(said.at)

    def _once(self, said: Message, facts: dict[str, Any]) -> None:
        """Hold that a step is announced once and its end told once, a promise's too, whatever key each went by."""
        event = facts["event"]
        named = (facts["deal"], event["name"], event["what"])
        self._about[named] = self._about.get(named, 0) + 1
        if self._about[named] > 1:
            self.blame("nothing is said twice", f"{event['name']} of {event['what']} at {said.ts}")

    def _digest(self, slack: VirtualSlack, channel: Channel, said: Message, facts: dict[str, Any]) -> None:
        day = facts["digest"]["day"]
        named = (slack.team, channel.id, day)
        if named in self._digests:
            self.blame("one digest a day", f"{channel.name} on {day}")
        self._digests[named] = said
        zone = ZONES.get(UserId(channel.person or LIV), "UTC")
        if not any(
            hours.wall(zone, said.at + off).date().isoformat() == day for off in (-self.tolerance, 0.0, self.tolerance)
        ):
            self.blame("a digest is of its day", f"{channel.name}: {day} at {hours.wall(zone, said.at)}")

    def _nudge(self, channel: Channel, said: Message, facts: dict[str, Any], deal: DealStory) -> None:
        event = facts["event"]
        lapse, rung, kind, zone = facts["key"], int(event["rung"]), event["kind"], ZONES[event["who"]]
        seen = Seen(said.at, "private" if channel.person else "channel", facts)
        earlier = self._nudges.setdefault(event["lapse_id"], {})
        self.counts[f"nudge: {kind} {rung}"] += 1
        if rung in earlier or self._was_asked(deal, kind, rung, event):
            self.blame("no rung twice", lapse)
        if hours.is_quiet(zone, said.at, margin=self.quiet_margin):
            self.blame("nothing in quiet hours", f"{kind} {rung} at {hours.wall(zone, said.at):%a %H:%M} for {zone}")
        if not self.is_forgetful:
            off = self.tolerance + self._on_its_way
            self.broken += absences.asked_while_away(self.story, deal.team, event["who"], said.at, off=off)
        self.broken += again.asked_too_soon(deal, event["lapse_id"], said.at, off=self.tolerance)
        if rung > 1:
            self._in_turn(deal, seen, earlier, rung, kind, zone)
        if kind == "step_overdue" and rung == 2:
            self.broken += ladders.in_public(deal.steps.get(event["about"]), earlier, seen, zone, off=self.tolerance)
        if kind == "customer_stale":
            of_owner = ZONES[event.get("instead_of") or event["who"]]
            self.broken += customer.asked_too_soon(deal, of_owner, said.at, off=self.tolerance + self._on_its_way)
        if kind.startswith("step_"):
            self._about_step(seen, deal.steps.get(event["about"]), kind, rung, said)
        elif kind.startswith("item_"):
            self._about_item(kind, event, deal, said)
        earlier[rung] = seen

    def _was_asked(self, deal: DealStory, kind: str, rung: int, event: dict[str, Any]) -> bool:
        """Tell whether the same was said of the same thing before, under whatever key: nothing gave it a new date.

        Who gets a line or a deal from another is asked from the first rung on, as that one was.
        """
        about, step = event["about"], deal.steps.get(event["about"])
        if kind == "owner_not_accepted" and not all(each.is_sure for each in deal.taken):
            return False
        if kind == "nothing_dated" or (step and len(step.dates) > 1) or (kind == "customer_stale" and deal.lines):
            return False
        whose = ladders.whose(event) if kind.startswith("item_") else ""
        named = (deal.id, f"{kind} {rung} {whose}", about)
        self._about[named] = self._about.get(named, 0) + 1
        # A try to give it that nobody waited for comes later than the next one, and then they get it twice.
        return self._about[named] > deal.times_held(whose) and all(each.told.is_prompt for each in deal.given)

    def _in_turn(self, deal: DealStory, seen: Seen, earlier: dict[int, Seen], rung: int, kind: str, zone: str) -> None:
        before = earlier.get(rung - 1)
        if before is None:
            # What had to be said in a channel that people took away is given up in the open, and the ladder goes on.
            if not (deal.is_hurt and LADDER[kind][rung - 2][0] == "channel"):
                self.blame("no rung out of order", f"{kind} {rung} without {rung - 1}")
            return
        grace = LADDER[kind][rung - 1][1]
        since = again.last_word(before, self._again, seen.facts["event"]["lapse_id"])
        has_passed = hours.worked(zone, since - self.tolerance, seen.at + self.tolerance)
        if has_passed < grace and not (kind == "step_overdue" and rung == 2):
            self.blame("no rung before its time", f"{kind} {rung} {has_passed:.2f} h after {rung - 1}, not {grace}")

    def _about_step(self, seen: Seen, step: StepStory | None, kind: str, rung: int, said: Message) -> None:
        if step is None:
            self.blame("only what somebody said is nudged", str(seen.facts["event"]))
            return
        # A call that was on its way when the step was done may still arrive: its lease bounds how long.
        kept_at = step.kept.answered_at if step.kept else None
        if kept_at is not None and said.at > kept_at + self._on_its_way:
            self.blame("nothing is sent for a step that is done", f"{kind} {rung} {said.at - kept_at:.0f} s after")
        if kind == "step_overdue":
            # A restore may have taken the last date back; then any date that the step ever had will do.
            under_way = NEVER if self.is_forgetful else self._on_its_way
            self.broken += ladders.before_due(step, said.at, off=self.tolerance, under_way=under_way)
        if seen.where == "private":
            self._about[seen.facts["deal"], "told privately", step.what] = 1
        elif (seen.facts["deal"], "told privately", step.what) not in self._about:
            self.blame("no public word first", f"{kind} {rung} of {step.what}")

    @property
    def _on_its_way(self) -> float:
        """Return the seconds for which a call may be under way when its reason goes away."""
        return LEASE + 41.0 + (LATEST_COPY if self.forgives_copies else 0.0)

    def _about_item(self, kind: str, event: dict[str, Any], deal: DealStory, said: Message) -> None:
        about, given = event["about"], deal.finished.get("contract")
        whose = ladders.whose(event)
        if kind == "item_due":
            self._about[deal.id, f"asked privately: {whose}", about] = 1
        if about == CONTRACT and given and given.answered_at and said.at > given.answered_at + self._on_its_way:
            self.blame("nothing is sent for an item that is done", f"{about} of {deal.id}")
        if kind == "item_overdue" and (deal.id, f"asked privately: {whose}", about) not in self._about:
            self.blame("no public word first", f"{about} of {deal.id}")
        self.broken += handing.asked_of_another(deal, event, said.at, off=self.tolerance + self._on_its_way)
        if about == INVOICE and not deal.finished:
            self.blame("nothing is sent for an item that waits", f"{about} of {deal.id}")

    # What must be there at the end.

    def audit(self, entries: Sequence[Entry], slacks: dict[str, VirtualSlack], *, leaks: Sequence[str] = ()) -> None:
        """Look at what holds at every end, also of a run that faults went through to the last moment."""
        self.broken += trail.holes(entries)
        self.broken += trail.untold(entries, self.story)
        self.privacy.decided(entries)
        for leak in leaks:
            self.blame("no token is kept", leak)
        for team, slack in slacks.items():
            for seen in slack.waits.too_soon(off=2 * self.tolerance)[:1]:
                self.blame("no call before Slack's wait is over", f"{team}: {seen}")
            for seen in slack.pace.broken[:1]:
                self.blame("no more calls than Slack allows", f"{team}: {seen}")

    def close(
        self,
        slacks: dict[str, VirtualSlack],
        *,
        end: float,
        calm_from: float,
        found: Mapping[str, Sequence[Finding]] = MappingProxyType({}),
    ) -> None:
        """Say what is missing when everything had time to be said; ``found`` is what the program's auditor says."""
        self.broken += audits.left_undone(found, self.story)
        for facts, before, said in self._copies:
            deal = self.story.deals.get(facts.get("deal", ""))
            # Nobody can take anything away in a channel that people took away first.
            if not (before.is_gone or said.is_gone or (deal and deal.is_hurt)):
                self.blame("a copy that came late is taken away", f"{facts['key']} at {before.ts} and {said.ts}")
            # What was decided after it may refer to it: the board's pin, an edit's own row.
            if before.is_gone and not said.is_gone:
                self.blame("of two copies the first one stays", f"{facts['key']} at {before.ts} and {said.ts}")
        for deal in self.story.certain():
            home = self._home(deal)
            if home and not deal.is_hurt:
                self._whole(slacks[deal.team], deal, home)
                self._owed(deal, end=end, calm_from=calm_from)
        if self.expects_fairness:
            self.broken += fairness.kept_waiting(self.story, slacks)
        if not self.is_forgetful:
            self.broken += self.alerts.missing(slacks.values())
        self.broken += digests.lost(self.story, self._digests, calm_from=calm_from, end=end, off=self.tolerance)

    def _owed(self, deal: DealStory, *, end: float, calm_from: float) -> None:
        """See which words were to come and did not, those that were put off as well."""
        off, since = 2 * self.tolerance, partial(again.counts_from, deal, again=self._again)
        owed = {"off": off, "end": end, "calm_from": calm_from}
        elsewhere = partial(absences.with_time, self.story, deal.team)
        self.broken += ladders.missing(deal, self._nudges, **owed, counts_from=since, with_time=elsewhere)
        self.broken += again.forgotten(deal, self._again, **owed, with_time=elsewhere)
        self.broken += again.too_long(deal, off=off)

    def _home(self, deal: DealStory) -> Channel | None:
        homes = [each for each in self._homes.values() if f"-{deal.id}-" in each.born]
        if len(homes) != 1:
            self.blame("every deal has its channel", f"{deal.id}: {[each.born for each in homes]}")
            return None
        self.broken += self.privacy.home(deal, homes[0])
        return homes[0]

    def _whole(self, slack: VirtualSlack, deal: DealStory, home: Channel) -> None:
        said = self._messages(slack, deal)
        facts = [json.loads(each.first) for each in said]
        if deal.seller not in home.members:
            self.blame("nothing is lost", f"{deal.id}: the seller was not invited")
        if not home.topic:
            self.blame("nothing is lost", f"{deal.id}: no topic")
        kinds = Counter(each["kind"] for each in facts)
        for kind in ("brief", "board", "checklist"):
            if not kinds[kind]:
                self.blame("nothing is lost", f"{deal.id}: no {kind}")
        board = next((each for each in said if each.ts in home.pins), None)
        if board is None:
            self.blame("nothing is lost", f"{deal.id}: nothing is pinned")
        else:
            self._board(deal, json.loads(board.text))
        for step in deal.steps.values():
            self._step_whole(deal, step, facts)
        self.broken += handing.untold(deal, home, facts, [json.loads(each.text) for each in said])

    def _messages(self, slack: VirtualSlack, deal: DealStory) -> list[Message]:
        everything = [each for channel in slack.channels.values() for each in channel.messages if not each.is_gone]
        return [each for each in everything if json.loads(each.first).get("deal") == deal.id]

    def _board(self, deal: DealStory, board: dict[str, Any]) -> None:
        if deal.owner and board["owner"] != deal.owner:
            self.blame("exactly one owner", f"{deal.id}: the board says {board['owner']}, people say {deal.owner}")
        if all(step.made.is_certain and (step.kept is None or step.kept.is_certain) for step in deal.steps.values()):
            wanted = sorted(step.what for step in deal.steps.values() if step.kept is None)
            if board["steps"] != wanted:
                self.blame("the board shows what is", f"{deal.id}: {board['steps']} for {wanted}")
        if deal.customer_line and board["customer"] != deal.customer_line:
            self.blame("the board shows what is", f"{deal.id}: {board['customer']} for {deal.customer_line}")
        if deal.promised and board["promised"] != deal.promised:
            self.blame("older news changes nothing", f"{deal.id}: {board['promised']}, not {deal.promised}")

    def _step_whole(self, deal: DealStory, step: StepStory, facts: list[dict[str, Any]]) -> None:
        said = [each["event"] for each in facts if each.get("event", {}).get("what") == step.what]
        names = Counter(each["name"] for each in said)
        if step.made.is_certain and not names["StepCommitted"]:
            self.blame("nothing is lost", f"{deal.id}: {step.what} was never announced")
        if step.kept and step.kept.is_certain and not names["StepKept"]:
            self.blame("nothing is lost", f"{deal.id}: the end of {step.what} was never told")
