"""Choose the words of what goes out: one function for each kind of message and each event."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from bot import events, gate_events, handovers, offered, registered, roles
from bot import versions as over
from bot.closed import DealClosed, DealReopened, EverythingSettled
from bot.closing_rows import NO_ANSWER
from bot.consequences import SUMMARY
from bot.model import Lost, StepId, UserId
from bot.outgoing import DIGEST, FIRST_STEPS, Kind, Outgoing
from bot.posted_anew import is_anew
from bot.practice import PracticeEnded
from bot.redraws import ANSWERED
from bot.watching import AUDIT
from messages import (
    channel,
    closing,
    customer_line,
    decision,
    first_steps,
    gates,
    giving,
    handover,
    items,
    leading,
    otherwise,
    own_time,
    owner,
    practice,
    promises,
    requests,
    steps,
    versions,
)
from messages.board import board
from messages.brief import brief
from messages.checklist import checklist
from messages.clocks import read_in
from messages.digest import digest
from messages.escaping import Mrkdwn
from messages.findings import phrases, unpacked
from messages.gathered import gathered
from messages.home import home
from messages.language import ENGLISH, speaking, spoken
from messages.message import Message, said, with_note
from messages.nudges import nudge
from messages.readers import language_for, zones_for
from messages.reminded import reminded
from messages.scene import Scene
from messages.topic import topic
from messages.words import words

SAID: Mapping[type[Any], Callable[[Any, Scene], Message]] = {
    events.ChannelLost: channel.lost,
    events.OwnerOffered: owner.offered,
    events.OwnerAccepted: owner.accepted,
    events.OwnerDeclined: owner.declined,
    events.StepCommitted: steps.committed,
    events.StepKept: steps.kept,
    events.StepRescheduled: steps.rescheduled,
    events.StepParked: steps.parked,
    events.ConsequenceDue: steps.consequence,
    offered.StepOffered: otherwise.offered,
    offered.StepTurnedDown: requests.turned_down,
    offered.StepWithdrawn: requests.withdrawn,
    events.ItemUnlocked: items.unlocked,
    events.ItemDone: items.done,
    events.ItemAccepted: items.accepted,
    events.ItemSentBack: items.sent_back,
    events.ItemAdded: items.added,
    handovers.DealUnwon: handover.unwon,
    handovers.HandoverComplete: handover.complete,
    gate_events.ItemReopened: gates.reopened,
    gate_events.ItemStartedAnyway: gates.started_anyway,
    events.CustomerLineWritten: customer_line.written,
    registered.PromiseTold: promises.asked,
    registered.PromiseReworded: promises.asked,
    registered.NothingPromised: promises.none_told,
    registered.PromiseDeclined: promises.declined,
    registered.PromiseWithdrawn: promises.withdrawn,
    registered.PromiseMissed: promises.missed,
    events.FactsChanged: decision.facts_changed,
    events.Decided: decision.decided,
    events.Woken: decision.woken,
    roles.LeadHandedOver: leading.handed_over,
    over.PlaybookMoved: versions.moved,
    roles.OfferWithdrawn: owner.withdrawn,
    roles.TookOver: owner.took_over,
    roles.OfferExpired: owner.expired,
    roles.ItemGiven: giving.given,
    roles.ItemHandedBack: giving.handed_back,
    DealClosed: closing.closed,
    DealReopened: closing.reopened,
    EverythingSettled: closing.settled,
    PracticeEnded: practice.over,
    events.Nudged: nudge,
    events.Reminded: reminded,
}
"""Events that have words of their own. The others show on board, timeline and digest only."""


def render(outgoing: Outgoing, scene: Scene) -> Message:
    """Draw a message from the decision's facts and from how the deal stands now.

    Raises LookupError for what has no words, or where the scene lacks the deal, event or digest that the kind needs.
    """
    # Whoever draws in a language already goes on in it.
    language = language_for(outgoing, scene) if spoken() is ENGLISH else spoken()
    with speaking(language), read_in(zones_for(outgoing, scene)):
        drawn = RENDERED[outgoing.kind](outgoing, scene)
        return practice.marked(drawn, outgoing, scene) if scene.deal and scene.deal.is_practice else drawn


def _said(_outgoing: Outgoing, scene: Scene) -> Message:
    return SAID[type(scene.the_event)](scene.the_event, scene)


def _nudge(outgoing: Outgoing, scene: Scene) -> Message:
    return gathered(scene) if scene.asked else _said(outgoing, scene)


def _told(outgoing: Outgoing, scene: Scene) -> Message:
    """Say it to one person, who is not looking at the deal's channel: so name the deal."""
    deal = scene.the_deal
    # A link to a channel that was deleted is drawn as no channel at all.
    channel_id = None if deal.channel_lost is Lost.GONE else deal.channel_id
    note = words("where", deal=deal.facts.name, channel_id=channel_id)
    if outgoing.detail == NO_ANSWER and isinstance(scene.the_event, DealClosed):
        return with_note(closing.no_answer(scene.the_event, scene), note)
    return with_note(_said(outgoing, scene), note)


def _once_more(drawn: Message, outgoing: Outgoing, scene: Scene) -> Message:
    """Say why it stands there again, until it is drawn anew: then everybody has seen it."""
    return with_note(drawn, words("posted_anew", command=Mrkdwn(scene.command))) if is_anew(outgoing.key) else drawn


def _checklist(outgoing: Outgoing, scene: Scene) -> Message:
    return checklist(scene.the_deal, outgoing.detail or "", scene.now, scene.command)


def _digest(outgoing: Outgoing, scene: Scene) -> Message:
    # What an edit carries itself are only the lines that it adds.
    facts = scene.digest or outgoing.digest
    if facts is None:
        raise LookupError("A digest needs its facts.")
    return digest(facts, scene)


def _home(_outgoing: Outgoing, scene: Scene) -> Message:
    if scene.home is None:
        raise LookupError("A Home needs its facts.")
    return home(scene.home, scene.now)


def _alert(outgoing: Outgoing, _scene: Scene) -> Message:
    kind, _, why = (outgoing.detail or "").partition(":")
    if kind == AUDIT:
        return said(words("audit", findings=phrases(unpacked(why))))
    return said(words("alert", kind=kind, why=why))


def _edit(outgoing: Outgoing, scene: Scene) -> Message:
    if outgoing.detail == DIGEST:
        return _digest(outgoing, scene)
    what, _, which = (outgoing.detail or "").partition(":")
    return EDITED[what](which, scene)


def _step(which: str, scene: Scene) -> Message:
    return steps.step_as_it_stands(StepId(UUID(which)), scene)


EDITED: Mapping[str, Callable[[str, Scene], Message]] = {
    "board": lambda _, scene: board(scene),
    "checklist": lambda which, scene: checklist(scene.the_deal, which, scene.now, scene.command),
    "step": _step,
    "offered": lambda which, scene: otherwise.offer_as_it_stands(StepId(UUID(which)), scene),
    "promises": lambda _, scene: promises.question(scene),
    "asked": items.as_answered,
    FIRST_STEPS: lambda _, scene: first_steps.drawn(scene),
    ANSWERED: lambda _, scene: gathered(scene),
    SUMMARY: lambda _, scene: closing.as_it_stands(scene),
    "offer": lambda was, scene: owner.replaced(UserId(was), scene) if was else owner.offer_as_it_stands(scene),
}
RENDERED: Mapping[Kind, Callable[[Outgoing, Scene], Message]] = {
    Kind.TOPIC: lambda _, scene: topic(scene),
    Kind.BRIEF: lambda _, scene: brief(scene),
    Kind.BOARD: lambda outgoing, scene: _once_more(board(scene), outgoing, scene),
    Kind.CHECKLIST: lambda outgoing, scene: _once_more(_checklist(outgoing, scene), outgoing, scene),
    Kind.SAY: _said,
    Kind.TELL: _told,
    Kind.NUDGE: _nudge,
    Kind.DIGEST: _digest,
    Kind.EDIT: _edit,
    Kind.ABSENCE: own_time.told,
    Kind.ALERT: _alert,
    Kind.HOME: _home,
    Kind.FIRST_STEPS: lambda _, scene: first_steps.drawn(scene),
}
