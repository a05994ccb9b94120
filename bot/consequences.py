"""What must be said because of what happened: from events to the rows of the outbox. Knows no word of any text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot import closing_rows, consequences_of_gates, gate_events, handovers, offered, promises_said, versions
from bot import consequences_of_roles as of_roles
from bot import events as happened
from bot.addressing import gist, in_channel, invited, to_person, told
from bot.closed import DealClosed, DealReopened, EverythingSettled
from bot.closing_rows import put_away, summary_key
from bot.events import Event, Recorded
from bot.model import BATON, Choice, Deal, DealId, DealStatus, Item, ItemStatus, Otherwise, StepId
from bot.outgoing import Kind, Outgoing, nudge_key
from bot.playbook import Where
from bot.ports import Workspace
from bot.redraws import ANSWERED, edit
from bot.rules.endings import answered
from bot.rules.items import ANSWERED as ANSWERED_PROMISES
from bot.rules.members import members
from bot.rules.restraint import gathers, has_channel

REMINDED = "reminded"
"""Begins the detail of a question that comes again; the lapse follows."""


def outgoing(deal: Deal, recorded: Sequence[Recorded], workspace: Workspace) -> tuple[Outgoing, ...]:
    """Return what must reach Slack for these events, in the order in which people should read it, each key once.

    Of a deal that has not been started nobody hears.
    """
    if deal.status is DealStatus.BACKLOG:
        return ()
    rows = [row for each in recorded for row in _for_event(deal, each, workspace)]
    if deal.is_practice and deal.status is DealStatus.CLOSED:
        # Nothing is drawn anew in a channel that is about to be put away.
        return tuple(rows)
    is_fresh = any(isinstance(each.event, happened.DealOpened) for each in recorded)
    if has_channel(deal) and not is_fresh and any(_shows_on_board(each.event) for each in recorded):
        rows.extend(_redrawn(deal, recorded))
        rows.extend(edit(deal, key, "promises", recorded[-1].seq) for key in promises_said.out_of_date(deal, recorded))
    if recorded:
        rows.extend(edit(deal, key, ANSWERED, recorded[-1].seq) for key in answered(deal, recorded))
    # The first row of a key wins, in the place where it came first: what several events ask for alike is said once.
    return tuple({row.key: row for row in reversed(rows)}[key] for key in dict.fromkeys(row.key for row in rows))


SUMMARY = "summary"
"""The detail of an edit that draws anew what a deal came to, which goes on after all."""


def opening_key(deal_id: DealId) -> str:
    """Return the key under which a deal's channel is opened."""
    return f"channel:{deal_id}"


def _for_event(deal: Deal, recorded: Recorded, workspace: Workspace) -> Iterator[Outgoing]:
    event = recorded.event
    speak = _SPEAKERS.get(type(event))
    if isinstance(event, happened.Nudged):
        yield from _nudge(deal, recorded, event, workspace)
    elif speak:
        yield from speak(deal, recorded)


def _opened(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Channel, people, brief, pinned board and the checklists that can begin, in this order."""
    if deal.channel_name is None:
        yield in_channel(deal, f"brief:{deal.id}", Kind.BRIEF, seq=recorded.seq)
        return
    yield in_channel(deal, opening_key(deal.id), Kind.OPEN_CHANNEL, seq=recorded.seq)
    yield in_channel(deal, f"topic:{deal.id}", Kind.TOPIC, seq=recorded.seq)
    yield from invited(deal, deal.seller_id)
    yield in_channel(deal, f"brief:{deal.id}", Kind.BRIEF, seq=recorded.seq)
    yield in_channel(deal, f"board:{deal.id}", Kind.BOARD, seq=recorded.seq)
    yield in_channel(deal, f"pin:{deal.id}", Kind.PIN_BOARD, seq=recorded.seq)
    yield from _begun(deal)


def _moved_over(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Say what is different, and invite the people of functions that have something to do only now."""
    yield from _said(deal, recorded)
    yield from _begun(deal)


def _begun(deal: Deal) -> Iterator[Outgoing]:
    for function in dict.fromkeys(item.function for item in deal.items if item.status is ItemStatus.OPEN):
        yield from _checklist(deal, function)


def _checklist(deal: Deal, function: str) -> Iterator[Outgoing]:
    """Invite a function's people and give them their checklist; a second time both keys are known."""
    for holder in dict.fromkeys(item.holder_id for item in deal.items if item.function == function):
        yield from invited(deal, holder)
    if has_channel(deal):
        yield in_channel(deal, f"checklist:{deal.id}:{function}", Kind.CHECKLIST, detail=function)


def _lost(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Tell the one who can bring it back, in private: in the channel nothing can be said."""
    event = recorded.event
    assert isinstance(event, happened.ChannelLost)
    if event.who != BATON:
        key = f"channel-lost:{deal.id}:{recorded.seq}:{gist(deal, event)}"
        yield to_person(deal, event.who, key, Kind.TELL, seq=recorded.seq, detail=event.cause)


def _offered(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    assert isinstance(event, happened.OwnerOffered)
    yield from invited(deal, event.offer.to)
    key = _offer_key(deal, event.offer.at)
    yield in_channel(deal, key, Kind.SAY, seq=recorded.seq, instead=event.offer.to)


def _offer_key(deal: Deal, at: datetime) -> str:
    return f"offer:{deal.id}:{at.isoformat()}"


def _answered(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    if isinstance(event, happened.OwnerAccepted):
        yield from invited(deal, event.owner_id)
        yield from _retitled(deal, recorded)
    yield from _said(deal, recorded)


def _changed(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    assert isinstance(event, happened.FactsChanged)
    if any(field in ("account", "promised_on") for field, _, _ in event.changes):
        yield from _retitled(deal, recorded)
    yield from _said(deal, recorded)


def _decided(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    assert isinstance(event, happened.Decided)
    if event.promised_on:
        yield from _retitled(deal, recorded)
    yield from _said(deal, recorded)
    if event.choice is Choice.STOP:
        yield from put_away(deal, recorded)


def _retitled(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Set the topic again: it names the owner, the customer and the promised date."""
    if has_channel(deal):
        yield in_channel(deal, f"topic:{deal.id}:{recorded.seq}", Kind.TOPIC, seq=recorded.seq)


def _committed(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    assert isinstance(event, happened.StepCommitted)
    yield from invited(deal, event.by)
    yield in_channel(deal, f"step:{event.step_id}", Kind.SAY, seq=recorded.seq)


def _parked(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Say it in the channel; somebody who is to chase without having said so themselves is told in private, too."""
    event = recorded.event
    assert isinstance(event, happened.StepParked)
    yield from _said(deal, recorded)
    chaser = event.parked.chaser_id
    if chaser != event.by:
        yield from invited(deal, chaser)
        key = f"chase:{event.step_id}:{recorded.seq}:{gist(deal, event)}"
        yield to_person(deal, chaser, key, Kind.TELL, seq=recorded.seq)


def _offered_step(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    assert isinstance(event, offered.StepOffered)
    yield from invited(deal, event.to)
    yield in_channel(deal, f"offered:{event.step_id}", Kind.SAY, seq=recorded.seq, instead=event.to)


def _asked(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Say nothing yet: the question itself comes privately, in the hours of who is asked, as the first word of a ladder.

    Of a private deal they could read nothing without its channel, so they are invited; the asker decided that.
    """
    event = recorded.event
    assert isinstance(event, offered.StepAsked)
    if deal.is_private:
        yield from invited(deal, event.to)


def _turned_down(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Say it in the channel; what somebody asked for is said to the asker and the owner alone: a no is no public matter."""
    event = recorded.event
    assert isinstance(event, offered.StepTurnedDown)
    if event.asked_by is None:
        yield from _said(deal, recorded)
        return
    for user in dict.fromkeys((event.asked_by, deal.owner_id)):
        if user != event.by:
            yield told(deal, recorded, user, "turned-down")


def _withdrawn(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Tell whoever had read the question that it is over: an edit alone would ring no bell."""
    event = recorded.event
    assert isinstance(event, offered.StepWithdrawn)
    if event.is_known and event.to != event.by:
        yield told(deal, recorded, event.to, "withdrawn")


def _applies(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Announce free words, which somebody must act on; the other kinds are said by the question they lead to."""
    event = recorded.event
    assert isinstance(event, happened.ConsequenceDue)
    if event.consequence.kind is Otherwise.DEFAULT:
        yield from _said(deal, recorded)


def _unlocked(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    assert isinstance(event, happened.ItemUnlocked)
    item = next(each for each in deal.items if each.id == event.item_id)
    yield from _checklist(deal, item.function)
    # The promises themselves are put to that person in the channel: once is enough.
    if item.evidence != ANSWERED_PROMISES:
        yield to_person(deal, event.holder_id, f"unlocked:{item.id}:{item.generation}", Kind.TELL, seq=recorded.seq)


def _started(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Give the line to its people as any that can begin, and say in public that it was let through."""
    event = recorded.event
    assert isinstance(event, gate_events.ItemStartedAnyway)
    item = next(each for each in deal.items if each.id == event.item_id)
    yield from _checklist(deal, item.function)
    yield from _said(deal, recorded)


def _done(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    """Ask the receiving side in the channel; what nobody must accept only shows on the checklist."""
    event = recorded.event
    assert isinstance(event, happened.ItemDone)
    item = next(each for each in deal.items if each.id == event.item_id)
    if item.accepted_by:
        receiver = deal.lead(item.accepted_by)
        yield from invited(deal, receiver)
        yield in_channel(deal, f"done:{item.id}:{item.generation}", Kind.SAY, seq=recorded.seq, instead=receiver)


def _reminded(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    event = recorded.event
    assert isinstance(event, happened.Reminded)
    key = f"reminded:{event.lapse_id}:{recorded.at.isoformat()}"
    yield to_person(deal, event.who, key, Kind.TELL, seq=recorded.seq, detail=f"{REMINDED}:{event.lapse_id}")


def _said(deal: Deal, recorded: Recorded) -> Iterator[Outgoing]:
    yield in_channel(deal, f"said:{deal.id}:{recorded.seq}:{gist(deal, recorded.event)}", Kind.SAY, seq=recorded.seq)


def _nudge(deal: Deal, recorded: Recorded, event: happened.Nudged, workspace: Workspace) -> Iterator[Outgoing]:
    """Speak where the rung speaks; in the channel, to people who can read it there."""
    asked = event.decider_id or event.who
    if event.where is Where.PRIVATE:
        row = to_person(deal, asked, _nudge_key(event), Kind.NUDGE, seq=recorded.seq, detail=_rung(event))
        # Practice never stands in one message with a real question.
        yield row if deal.is_practice else replace(row, gathers=gathers(event, asked))
    elif event.where is Where.CHANNEL:
        for user in (event.who, *event.also):
            if not deal.is_private or user in members(deal):
                yield from invited(deal, user)
        yield in_channel(deal, _nudge_key(event), Kind.NUDGE, seq=recorded.seq, detail=_rung(event), instead=asked)
    else:
        yield _for_leadership(deal, recorded, event, workspace)


def _for_leadership(deal: Deal, recorded: Recorded, event: happened.Nudged, workspace: Workspace) -> Outgoing:
    """Tell leadership's channel, else one leader; of a private deal only a leader who works on it, else its channel."""
    key, detail, seq = _nudge_key(event), _rung(event), recorded.seq
    channel = workspace.leadership_channel
    if channel and not deal.is_private and not event.is_beginning:
        lane = f"channel:{channel}"
        return Outgoing(key, Kind.NUDGE, lane, deal_id=deal.id, to_channel=channel, seq=seq, detail=detail)
    # Leadership has no channel, or this is not for it: whom the rung tells besides the one who must act reads it.
    leader = next(iter(event.also), workspace.default_owner or deal.owner_id)
    if deal.is_private and leader not in members(deal):
        return in_channel(deal, key, Kind.NUDGE, seq=seq, detail=detail)
    return to_person(deal, leader, key, Kind.NUDGE, seq=seq, detail=detail)


def _nudge_key(event: happened.Nudged) -> str:
    return nudge_key(event.lapse_id, event.rung, again=event.again)


def _rung(event: happened.Nudged) -> str:
    return f"{event.lapse_id}:{event.rung}"


_Speaker = Callable[[Deal, Recorded], Iterator[Outgoing]]

_SPEAKERS: dict[type[Event], _Speaker] = {
    happened.DealOpened: _opened,
    happened.ChannelLost: _lost,
    happened.OwnerOffered: _offered,
    happened.OwnerAccepted: _answered,
    happened.OwnerDeclined: _answered,
    happened.Reminded: _reminded,
    happened.StepCommitted: _committed,
    happened.StepKept: _said,
    happened.StepRescheduled: _said,
    happened.StepParked: _parked,
    happened.ItemUnlocked: _unlocked,
    happened.ItemDone: _done,
    happened.ItemSentBack: _said,
    happened.ItemAdded: _said,
    handovers.DealUnwon: _said,
    handovers.HandoverComplete: _said,
    gate_events.ItemReopened: consequences_of_gates.reopened,
    gate_events.ItemStartedAnyway: _started,
    happened.CustomerLineWritten: _said,
    **promises_said.SPEAKERS,
    happened.FactsChanged: _changed,
    happened.ConsequenceDue: _applies,
    offered.StepOffered: _offered_step,
    offered.StepTurnedDown: _turned_down,
    offered.StepAsked: _asked,
    offered.StepWithdrawn: _withdrawn,
    happened.Decided: _decided,
    happened.Woken: _said,
    **of_roles.SPEAKERS,
    versions.PlaybookMoved: _moved_over,
    **closing_rows.SPEAKERS,
}
"""What is said about each event; an event that is not here changes the board at most."""


def _shows_on_board(event: Event) -> bool:
    """Tell whether the pinned board looks different after this event."""
    silent = (
        happened.DealImported,
        happened.ChannelOpened,
        happened.ChannelLost,
        happened.ChannelRenamed,
        happened.NudgeTold,
        happened.NudgeHeld,
        happened.NudgeSkipped,
        happened.Reminded,
        happened.Rescued,
        EverythingSettled,
    )
    return not isinstance(event, silent)


def _redrawn(deal: Deal, recorded: Sequence[Recorded]) -> Iterator[Outgoing]:
    """Redraw what stands in the channel already: the board, and the messages that the events made out of date."""
    seq = recorded[-1].seq
    yield edit(deal, f"board:{deal.id}", "board", seq)
    for function in dict.fromkeys((*(item.function for item in _touched(deal, recorded)), *_left(recorded))):
        yield edit(deal, f"checklist:{deal.id}:{function}", f"checklist:{function}", seq)
    for each in recorded:
        event = each.event
        if isinstance(event, happened.StepKept | happened.StepRescheduled | happened.StepParked | happened.StepDropped):
            yield edit(deal, f"step:{event.step_id}", f"step:{event.step_id}", seq)
        if isinstance(event, happened.StepCommitted | offered.StepTurnedDown | happened.StepDropped):
            yield from _answered_offer(deal, event.step_id, seq)
        item = next((item for item in deal.items if item.id == getattr(event, "item_id", None)), None)
        if item and consequences_of_gates.ends_question(event, item):
            # The question was asked for the generation that this answer ended.
            yield edit(deal, f"done:{item.id}:{item.generation - 1}", f"asked:{item.id}:{item.generation - 1}", seq)
        for item in of_roles.questions_to(deal, event):
            yield edit(deal, f"done:{item.id}:{item.generation}", f"asked:{item.id}:{item.generation}", seq)
        if isinstance(event, happened.OwnerOffered) and event.replaces:
            yield edit(deal, _offer_key(deal, event.replaces.at), f"offer:{event.replaces.to}", seq)
        if offered_at := getattr(event, "offered_at", None):
            yield edit(deal, _offer_key(deal, offered_at), "offer", seq)
        if isinstance(event, DealReopened):
            yield edit(deal, summary_key(deal.id, event.closed_at, event.closed_by), SUMMARY, seq)


def _answered_offer(deal: Deal, step_id: StepId, seq: int) -> Iterator[Outgoing]:
    """Redraw the question whether somebody takes a step on, where there was one: its key stands in no other way."""
    if any(each.id == step_id and each.instead_of for each in deal.steps):
        yield edit(deal, f"offered:{step_id}", f"offered:{step_id}", seq)


def _touched(deal: Deal, recorded: Sequence[Recorded]) -> Iterator[Item]:
    ids = {getattr(each.event, "item_id", None) for each in recorded}
    ids |= {item.id for each in recorded for item in of_roles.redrawn_lines(deal, each.event)}
    # While nobody could write in the channel, nothing in it was drawn anew; and a deal that ended has no buttons.
    anew = happened.ChannelBack | happened.ChannelMoved | versions.PlaybookMoved | DealClosed | DealReopened
    is_all = any(isinstance(each.event, anew) for each in recorded)
    keys = {item.key for item in deal.items if item.id in ids}
    begun = {item.function for item in deal.items if item.status is not ItemStatus.WAITING}
    for item in deal.items:
        # What waits for it says so on its own checklist, with who has the next move; nobody has one before it begins.
        is_behind = item.function in begun and not keys.isdisjoint(item.waits_for)
        if is_all or item.id in ids or is_behind:
            yield item


def _left(recorded: Sequence[Recorded]) -> Iterator[str]:
    """Name the functions of lines that are gone: with the last of them nothing else would touch their checklist."""
    return (each.event.function for each in recorded if isinstance(each.event, versions.ItemDropped))
