"""Every message and form that Baton can show, by name: the list that golden files and limits are held against."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from bot import events as e
from bot import handovers as h
from bot import offered as o
from bot import refusals as r
from bot.context import Context
from bot.events import Event, Nudged, Recorded
from bot.figures import Ledger, Slips
from bot.ladder import DEFAULT_LADDER
from bot.model import (
    BATON,
    Absence,
    ChannelId,
    Choice,
    Consequence,
    CustomerLine,
    Deal,
    DealStatus,
    ItemStatus,
    LapseId,
    LapseKind,
    Lost,
    Offer,
    Otherwise,
    Parked,
    Person,
    PersonalTime,
    Reason,
    Rescue,
    StepStatus,
    UserId,
    WaitingOn,
)
from bot.outgoing import DigestFacts, Kind, Line, Outgoing
from bot.playbook import DueRule, Ladder, Rungs, Where
from bot.roles import OfferExpired, SellerFound
from bot.rules.explaining import explain
from bot.unsaid import Unsaid
from bot.versions import PlaybookMoved
from bot.watching import Fault
from messages import customer_line, drafts, forms, ids, in_thread, refusals, replies, several
from messages.blocks import Block
from messages.ids import Press
from messages.message import Message
from messages.rendering import render
from messages.scene import Scene
from messages.snooze import snooze_form
from tests.messages import (
    closings,
    first_run,
    gated,
    goneover,
    homes,
    practising,
    promised,
    requested,
    responsible,
    settling,
    times,
)
from tests.messages.samples import (
    ANA,
    FINN,
    LAPSE,
    LIV,
    NOW,
    OMAR,
    PEOPLE,
    ZONE,
    deal,
    due,
    item,
    lapsed,
    moved_step,
    offered,
    reword,
    scene,
    step,
)

Say = Callable[[str], str]
Drawn = Message | Block

STEP = moved_step()
SITE = deal().items[1]
SCOPE = deal().items[0]
DEPOSIT = deal().items[4]
PARKED = Parked(WaitingOn.CUSTOMER, due(4, month=12), OMAR, "they sign the drawings")
OFFER = Offer(OMAR, ANA, datetime(2026, 11, 23, 8, tzinfo=UTC))
PRESS = Press(deal().id, STEP.id, 3)


def as_typed(text: str) -> str:
    return text


def everything(say: Say = as_typed, *, also_long: bool = True) -> dict[str, Drawn]:
    """Draw all of it, with whatever people wrote passed through ``say``; long ones are slow."""
    drawn: dict[str, Drawn] = {}
    for part in (_channel, _said, _edited, _nudges, _digests, _replies, _whys, _snoozes, _did, _refusals, _forms):
        drawn |= dict(part(say))
    others = (
        *times.PARTS,
        *requested.PARTS,
        *promised.PARTS,
        *responsible.PARTS,
        *gated.PARTS,
        *closings.PARTS,
        *homes.PARTS,
        goneover.drawn,
        goneover.shelves,
        settling.drawn,
        first_run.drawn,
        practising.drawn,
    )
    for part in others:
        drawn |= dict(part(say))
    if also_long:
        drawn["history_long"] = replies.history(deal(), reword(timeline() * 40, say), PEOPLE)
    return drawn


def draw(kind: Kind, of: Scene, say: Say, people: Mapping[UserId, Person] = PEOPLE, **more: Any) -> Message:
    """Render one outgoing row."""
    people = {user: reword(person, say) for user, person in people.items()}
    worded = replace(of, deal=reword(of.deal, say), event=reword(of.event, say), people=people)
    return render(reword(Outgoing("key", kind, None, **more), say), worded)


def _channel(say: Say) -> Iterator[tuple[str, Message]]:
    welcome = say("Site first, then dates.\nQuestions: ask here.")
    yield "brief", draw(Kind.BRIEF, scene(of=offered(), welcome=welcome), say)
    yield "brief_owned", draw(Kind.BRIEF, scene(), say)
    waiting = tuple(replace(each, status=ItemStatus.WAITING) for each in deal().items if each.function != "sales")
    yield "brief_joining", draw(Kind.BRIEF, scene(of=deal(items=(SCOPE, *waiting))), say)
    yield "topic", draw(Kind.TOPIC, scene(), say)
    yield "board", draw(Kind.BOARD, scene(of=lapsed(LapseKind.STEP_OVERDUE, STEP.id, decider_id=LIV)), say)
    told = CustomerLine("the crane comes on Tuesday", ANA, datetime(2026, 11, 19, 12, tzinfo=UTC), outdated_at=NOW)
    yield "board_customer", draw(Kind.BOARD, scene(of=deal(customer_line=told)), say)
    by_then = lapsed(LapseKind.STEP_OVERDUE, STEP.id, decider_id=LIV, decide_by=datetime(2026, 12, 1, 10, tzinfo=UTC))
    yield "board_decide_by", draw(Kind.BOARD, scene(of=by_then), say)
    yield "glance_decide_by", replies.glance(by_then, LIV, PEOPLE, NOW)
    yield "board_new", draw(Kind.BOARD, scene(of=offered()), say)
    parked = (step(parked=PARKED), step(2, "order the pump", parked=replace(PARKED, until=due(27))))
    yield "board_waiting", draw(Kind.BOARD, scene(of=deal(steps=parked)), say)
    held = deal(status=DealStatus.HELD, held_until=due(1, month=12), items=(), steps=())
    yield "board_held", draw(Kind.BOARD, scene(of=held), say)
    gone = {**PEOPLE, OMAR: replace(PEOPLE[OMAR], time=PersonalTime(absences=(times.AWAY,)))}
    yield "board_away", draw(Kind.BOARD, scene(), say, gone)
    settled = replace(SITE, is_gate=True, accepted_by=None)
    yield "board_handed_over", draw(Kind.BOARD, scene(of=deal(items=(settled, *deal().items[2:]))), say)
    asked_for = (
        item(7, "fact-site", "Say the site address", fact="site"),
        item(8, "fact-billing", "Say the billing contact", fact="billing", crm_field="Billing__c"),
    )
    knowing = replace(deal().facts, custom=(("Billing__c", "Kim Lee, kim@acme.example"), ("tier", "gold")))
    yield "board_facts", draw(Kind.BOARD, scene(of=deal(items=asked_for, facts=knowing)), say)
    yield "board_full", draw(Kind.BOARD, scene(of=crowded()), say)
    for function in ("sales", "field", "finance", "service"):
        yield f"checklist_{function}", draw(Kind.CHECKLIST, scene(), say, detail=function)
    yield "checklist_full", draw(Kind.CHECKLIST, scene(of=crowded()), say, detail="sales")


def crowded() -> Deal:
    """Return a deal with more of everything than one message holds."""
    items = tuple(
        replace(
            item(n, f"k{n}", f"Line number {n}", waits_for=("k0",)), status=list(ItemStatus)[n % 4], accepted_by="field"
        )
        for n in range(180)
    )
    return deal(items=items, steps=tuple(step(n, f"step number {n}") for n in range(30)))


AGREED = (
    Consequence(Otherwise.DECIDE, LIV),
    Consequence(Otherwise.LEAD),
    Consequence(Otherwise.STEP, FINN, "tell the customer."),
)
OFFERED = step(40, "tell the customer", by=FINN, status=StepStatus.OFFERED, instead_of=STEP.id)


SAID: dict[str, Event] = {
    "owner_offered": e.OwnerOffered(OFFER),
    "owner_accepted": e.OwnerAccepted(LIV, ANA),
    "owner_declined": e.OwnerDeclined(OMAR, ANA, "I am on leave until 8 December; ask Mika"),
    "step_committed": e.StepCommitted(STEP.id, STEP.what, OMAR, due(27, 15), Consequence(text="the slot is released.")),
    "step_committed_from_a_message": e.StepCommitted(
        STEP.id,
        STEP.what,
        OMAR,
        due(27, 15),
        None,
        link="https://acme.slack.com/archives/C0ACME/p1764590000000100?thread_ts=1764580000.000100&cid=C0ACME",
    ),
    **{
        f"step_committed_else_{one.kind}": e.StepCommitted(STEP.id, STEP.what, OMAR, due(27, 15), one) for one in AGREED
    },
    "step_kept_on_time": e.StepKept(STEP.id, STEP.what, OMAR, on_time=True, as_first_dated=True),
    "step_kept_by_new_date": e.StepKept(STEP.id, STEP.what, OMAR, on_time=True, as_first_dated=False),
    "step_kept_after_date": e.StepKept(STEP.id, STEP.what, LIV, on_time=False, as_first_dated=False),
    "step_rescheduled_once": e.StepRescheduled(
        STEP.id, STEP.what, OMAR, due(25), due(27), "lift is away", is_early=True, slips=1
    ),
    "step_rescheduled_twice": e.StepRescheduled(
        STEP.id, STEP.what, OMAR, due(26), due(27), "lift is broken", is_early=False, slips=2
    ),
    "step_rescheduled_for_others": e.StepRescheduled(
        STEP.id,
        STEP.what,
        OMAR,
        due(25),
        due(27),
        "they sign later",
        is_early=True,
        slips=1,
        cause=WaitingOn.CUSTOMER,
    ),
    "step_parked": e.StepParked(STEP.id, STEP.what, OMAR, PARKED),
    "consequence_due": e.ConsequenceDue(STEP.id, STEP.what, Consequence(text="the slot is released")),
    "step_offered": o.StepOffered(OFFERED.id, OFFERED.what, FINN, STEP.id, STEP.what, OFFERED.due),
    "step_turned_down": o.StepTurnedDown(OFFERED.id, OFFERED.what, FINN, "I am at a fair until Monday"),
    "line_unlocked": e.ItemUnlocked(DEPOSIT.id, DEPOSIT.title, FINN, DEPOSIT.due),
    "line_done_to_accept": e.ItemDone(SITE.id, SITE.title, ANA, "https://files.example/permit?a=1&b=2", is_late=False),
    "line_done": e.ItemDone(DEPOSIT.id, DEPOSIT.title, FINN, "INV-4711", is_late=True),
    "line_accepted": e.ItemAccepted(SITE.id, SITE.title, LIV),
    "line_sent_back": e.ItemSentBack(SCOPE.id, SCOPE.title, LIV, "the cable length is missing", due(1, month=12)),
    "unwon": h.DealUnwon("they buy elsewhere", due(2, month=12)),
    "unwon_unsaid": h.DealUnwon("", due(2, month=12)),
    "handover_complete": h.HandoverComplete(12, 9, 1, ("Sales", "Field crew", "Finance")),
    "handover_complete_again": h.HandoverComplete(1, 9, 2, ("Sales", "Field crew")),
    "handover_complete_at_once": h.HandoverComplete(0, 1, 1, ("Sales",)),
    "customer_line": e.CustomerLineWritten("the crane comes on Tuesday", ANA),
    "line_added": e.ItemAdded(DEPOSIT.id, DEPOSIT.title, FINN),
    "facts_changed": e.FactsChanged(
        (("promised_on", "2027-02-01", "2027-02-15"), ("amount_minor", "4800000", "5200000"), ("url", "", "https://x"))
    ),
    "facts_changed_from_ours": e.FactsChanged(
        (("amount_minor", "4800000", "5200000"), ("the billing contact", "Kim", "Lee")), ("amount_minor",)
    ),
    "decided_continue": e.Decided(Choice.CONTINUE, LIV, "the crew is free", None, None, is_rescue=False),
    "decided_replan": e.Decided(Choice.REPLAN, LIV, "the grid is late", None, date(2027, 3, 1), is_rescue=False),
    "decided_hold": e.Decided(Choice.HOLD, LIV, "the shop is rebuilt", due(4, month=12), None, is_rescue=True),
    "decided_return": e.Decided(Choice.RETURN, LIV, "the scope is unclear", None, None, is_rescue=False),
    "decided_stop": e.Decided(Choice.STOP, LIV, "the customer withdrew", None, None, is_rescue=False),
    "decided_coded": e.Decided(
        Choice.STOP,
        LIV,
        "they buy elsewhere",
        None,
        None,
        is_rescue=False,
        code=Reason.CUSTOMER,
        ended=("order the pump", "call the host"),
    ),
    "decided_by_code_alone": e.Decided(
        Choice.HOLD, LIV, "", due(4, month=12), None, is_rescue=False, code=Reason.PEOPLE, ended=("order the pump",)
    ),
    "woken": e.Woken(),
    **requested.SAID,
    **responsible.SAID,
    **gated.SAID,
    **goneover.SAID,
}


LOST = [e.ChannelLost(ChannelId("C0ACME"), why, OMAR) for why in Lost]


def _said(say: Say) -> Iterator[tuple[str, Message]]:
    for name, event in SAID.items():
        of = offered() if name.startswith("owner_offered") else deal()
        yield f"said_{name}", draw(Kind.SAY, scene(event, of), say)
    yield "alert_no_channel", draw(Kind.ALERT, scene(), say, to_user=OMAR, detail="open_channel:name_taken")
    yield "alert_no_message", draw(Kind.ALERT, scene(), say, to_user=OMAR, detail="say:channel_not_found")
    yield "alert_audit_one", draw(Kind.ALERT, scene(), say, to_user=OMAR, detail="audit:untold=1")
    everything_wrong = ",".join(f"{fault}={number}" for number, fault in enumerate(Fault, 2))
    yield "alert_audit_all", draw(Kind.ALERT, scene(), say, to_user=OMAR, detail=f"audit:{everything_wrong}")
    for event in LOST:
        lost = deal(channel_lost=event.cause)
        yield f"told_channel_{event.cause.name.lower()}", draw(Kind.TELL, scene(event, lost), say, to_user=OMAR)
    secret = scene(LOST[-1], deal(channel_lost=Lost.GONE, is_private=True))
    yield "told_channel_gone_private", draw(Kind.TELL, secret, say, to_user=OMAR)
    yield "told_line_unlocked", draw(Kind.TELL, scene(SAID["line_unlocked"]), say, to_user=FINN)
    yield (
        "told_step_kept_without_channel",
        draw(Kind.TELL, scene(SAID["step_kept_on_time"], deal(channel_id=None)), say, to_user=OMAR),
    )


def _edited(say: Say) -> Iterator[tuple[str, Message]]:
    ended_at = datetime(2026, 11, 30, 8, 29, tzinfo=UTC)
    kept = moved_step(status=StepStatus.KEPT, ended_by=OMAR, ended_at=ended_at)
    dropped = replace(kept, status=StepStatus.DROPPED, ended_by=LIV)
    detail = f"step:{STEP.id}"
    yield "edit_step_open", draw(Kind.EDIT, scene(), say, detail=detail)
    yield "edit_step_parked", draw(Kind.EDIT, scene(of=deal(steps=(moved_step(parked=PARKED),))), say, detail=detail)
    yield "edit_step_kept", draw(Kind.EDIT, scene(of=deal(steps=(kept,))), say, detail=detail)
    yield "edit_step_dropped", draw(Kind.EDIT, scene(of=deal(steps=(dropped,))), say, detail=detail)
    taken = replace(OFFERED, status=StepStatus.OPEN, due=due(4, month=12))
    down = replace(OFFERED, status=StepStatus.DROPPED, ended_by=FINN, ended_at=ended_at)
    for name, answered in (("open", OFFERED), ("taken", taken), ("turned_down", down)):
        of = deal(steps=(*deal().steps, answered))
        yield f"edit_offered_step_{name}", draw(Kind.EDIT, scene(of=of), say, detail=f"offered:{OFFERED.id}")
        yield f"said_offered_step_{name}", draw(Kind.SAY, scene(SAID["step_offered"], of), say)
    yield "edit_offer_open", draw(Kind.EDIT, scene(of=offered()), say, detail="offer")
    yield "edit_offer_answered", draw(Kind.EDIT, scene(), say, detail="offer")
    asked = f"asked:{SITE.id}"
    accepted = replace(SITE, status=ItemStatus.ACCEPTED, accepted_by_id=LIV, accepted_at=ended_at)
    sent_back = replace(SITE, status=ItemStatus.OPEN, sent_back="the landlord has not signed")
    yield "edit_asked_open", draw(Kind.EDIT, scene(), say, detail=asked)
    yield "edit_asked_accepted", draw(Kind.EDIT, scene(of=deal(items=(accepted,))), say, detail=asked)
    yield "edit_asked_sent_back", draw(Kind.EDIT, scene(of=deal(items=(sent_back,))), say, detail=asked)
    yield "edit_board", draw(Kind.EDIT, scene(), say, detail="board")
    yield "edit_checklist", draw(Kind.EDIT, scene(), say, detail="checklist:sales")


def nudged(kind: LapseKind, rung: int, where: Where, who: UserId, **more: Any) -> Nudged:
    return Nudged(LAPSE, kind, "send the crew to the site", rung, where, who, **more)


def _nudges(say: Say) -> Iterator[tuple[str, Message]]:
    unowned = lapsed(LapseKind.OWNER_NOT_ACCEPTED, None, offered())
    undated = lapsed(LapseKind.NOTHING_DATED, None, deal(steps=()))
    late = lapsed(LapseKind.STEP_OVERDUE, STEP.id)
    line = lapsed(LapseKind.ITEM_OVERDUE, SCOPE.id)
    for kind, of, ladder in (
        (LapseKind.OWNER_NOT_ACCEPTED, unowned, _ladder(OMAR, LIV, Where.CHANNEL, Where.CHANNEL, (ANA, LIV))),
        (LapseKind.NOTHING_DATED, undated, _ladder(OMAR, LIV, Where.PRIVATE, Where.CHANNEL, ())[:3]),
        (LapseKind.STEP_DUE, lapsed(LapseKind.STEP_DUE, STEP.id), _ladder(OMAR, LIV, Where.PRIVATE, None, ())[:1]),
        (LapseKind.STEP_OVERDUE, late, _ladder(OMAR, LIV, Where.PRIVATE, Where.CHANNEL, ())),
        (LapseKind.ITEM_DUE, lapsed(LapseKind.ITEM_DUE, SCOPE.id), _ladder(ANA, LIV, Where.PRIVATE, None, ())[:1]),
    ):
        for rung, more in enumerate(ladder, 1):
            asked = replace(of, lapses=(replace(of.lapses[0], rung=rung, decider_id=LIV if rung > 2 else None),))
            yield f"nudge_{kind}_{rung}", draw(Kind.NUDGE, scene(nudged(kind, rung, **more), asked), say)
    for rung, also in enumerate(((), (LIV,), (LIV, OMAR), (FINN,)), 1):
        where = Where.LEADERSHIP if rung == 4 else Where.CHANNEL
        event = nudged(LapseKind.ITEM_OVERDUE, rung, where, ANA, also=also)
        reached = replace(line, lapses=(replace(line.lapses[0], rung=rung),))
        yield f"nudge_item_overdue_{rung}", draw(Kind.NUDGE, scene(event, reached), say)
    yield from _handed_over(say)
    yield from _about_deals(say)
    yield from _standing_in(say)
    parked = lapsed(LapseKind.STEP_OVERDUE, STEP.id, deal(steps=(moved_step(parked=replace(PARKED, until=due(28))),)))
    event = nudged(LapseKind.STEP_OVERDUE, 1, Where.PRIVATE, OMAR)
    yield "nudge_step_overdue_parked", draw(Kind.NUDGE, scene(event, parked), say)


def _handed_over(say: Say) -> Iterator[tuple[str, Message]]:
    """Draw what is asked about a line that is done and that nobody accepts."""
    held_up = replace(DEPOSIT, status=ItemStatus.WAITING, waits_for=(SITE.key,))
    of = lapsed(LapseKind.DONE_NOT_ACCEPTED, SITE.id, deal(items=(SITE, held_up)))
    for rung, more in enumerate(_ladder(LIV, OMAR, Where.PRIVATE, Where.CHANNEL, ()), 1):
        asked = replace(of, lapses=(replace(of.lapses[0], rung=rung, decider_id=OMAR if rung > 2 else None),))
        event = nudged(LapseKind.DONE_NOT_ACCEPTED, rung, **more)
        yield f"nudge_done_not_accepted_{rung}", draw(Kind.NUDGE, scene(event, asked), say)


def _standing_in(say: Say) -> Iterator[tuple[str, Message]]:
    """Draw what is asked of somebody for somebody else, who is away or can never answer."""
    absence = Absence(date(2026, 11, 20), date(2026, 12, 4), by=ANA, stand_in=LIV)
    late = lapsed(LapseKind.STEP_OVERDUE, STEP.id)
    for name, who, where, changes in (
        ("private", LIV, Where.PRIVATE, {"time": PersonalTime(absences=(absence,))}),
        ("channel", LIV, Where.CHANNEL, {"time": PersonalTime(absences=(absence,))}),
        ("lead", FINN, Where.PRIVATE, {"time": PersonalTime(absences=(absence,))}),
        ("gone", LIV, Where.CHANNEL, {"is_active": False}),
        ("guest", LIV, Where.PRIVATE, {"is_guest": True}),
        ("back", LIV, Where.PRIVATE, {}),
    ):
        people = {**PEOPLE, OMAR: replace(PEOPLE[OMAR], **changes)}
        event = nudged(LapseKind.STEP_OVERDUE, 1, where, who, instead_of=OMAR)
        yield f"nudge_instead_{name}", draw(Kind.NUDGE, scene(event, late), say, people=people)


def _decider(rung: int) -> dict[str, Any]:
    return {"also": (FINN,)} if rung > 2 else {"decider_id": LIV}


def _about_deals(say: Say) -> Iterator[tuple[str, Message]]:
    """Draw what is asked about a deal as a whole: the owner first, then whoever decides."""
    gate = replace(
        SITE, status=ItemStatus.WAITING, waits_for=(SCOPE.key,), due_rule=DueRule(SCOPE.key, 5), is_gate=True
    )
    promised = replace(deal().facts, promised_on=date(2026, 12, 7))
    for rung, where, more in (
        (1, Where.CHANNEL, {"also": (LIV,)}),
        (2, Where.CHANNEL, {"also": (LIV,), "decider_id": LIV}),
        (3, Where.LEADERSHIP, {"also": (FINN,)}),
    ):
        at_risk = lapsed(
            LapseKind.PROMISE_AT_RISK, None, deal(facts=promised, items=(replace(SCOPE, is_gate=False), gate))
        )
        asked = replace(at_risk, lapses=(replace(at_risk.lapses[0], rung=rung, decider_id=LIV if rung > 1 else None),))
        event = replace(
            nudged(LapseKind.PROMISE_AT_RISK, rung, where, OMAR, **more),
            about="the promised date: ready on Thu 17 Dec 2026 at this pace, 13 working days of work planned, 5 left",
        )
        yield f"nudge_promise_at_risk_{rung}", draw(Kind.NUDGE, scene(event, asked), say)
    moving = moved_step()
    for rung, where, who in ((1, Where.PRIVATE, LIV), (2, Where.CHANNEL, LIV), (3, Where.LEADERSHIP, LIV)):
        twice = lapsed(LapseKind.SLIPPED_TWICE, STEP.id, deal(steps=(moving,)), rung=rung, decider_id=LIV)
        event = nudged(LapseKind.SLIPPED_TWICE, rung, where, who, **_decider(rung))
        yield f"nudge_slipped_twice_{rung}", draw(Kind.NUDGE, scene(event, twice), say)
    line = CustomerLine("the crane comes on Tuesday", ANA, datetime(2026, 11, 19, 12, tzinfo=UTC))
    for name, written in {"": line, "_outdated": replace(line, outdated_at=NOW), "_unwritten": None}.items():
        stale = lapsed(LapseKind.CUSTOMER_STALE, None, deal(customer_line=written))
        event = nudged(LapseKind.CUSTOMER_STALE, 1, Where.PRIVATE, OMAR)
        yield f"nudge_customer_stale{name}", draw(Kind.NUDGE, scene(event, stale), say)
    silent = lapsed(LapseKind.SILENCE, None, deal(lived_at=datetime(2026, 11, 20, 14, 12, tzinfo=UTC)))
    for rung, where, decider in ((1, Where.PRIVATE, OMAR), (2, Where.CHANNEL, LIV)):
        asked = replace(silent, lapses=(replace(silent.lapses[0], rung=rung, decider_id=decider),))
        event = nudged(LapseKind.SILENCE, rung, where, OMAR, decider_id=decider)
        yield f"nudge_silence_{rung}", draw(Kind.NUDGE, scene(event, asked), say)


def _ladder(who: UserId, lead: UserId, first: Where, second: Where | None, also: tuple[UserId, ...]) -> list[Any]:
    return [
        {"where": first, "who": who},
        {"where": second, "who": who, "also": also},
        {"where": Where.CHANNEL, "who": who, "also": (lead,), "decider_id": lead},
        {"where": Where.LEADERSHIP, "who": who, "also": (FINN,)},
    ]


def _digests(say: Say) -> Iterator[tuple[str, Message]]:
    at = datetime(2026, 11, 27, 15, tzinfo=UTC)
    of = deal()

    def line(kind: str, about: str, **more: Any) -> Line:
        return Line(kind, of.id, of.facts.name, of.channel_id, about, at=at, generation=2, **more)

    mine = (
        line("decision", "send the crew to the site", who=OMAR),
        line("owner_offer", "you were asked to own this deal", who=ANA),
        line("step_overdue", "send the crew to the site", subject=str(STEP.id)),
        line("item_overdue", "Signed scope is filed", subject=str(SCOPE.id)),
        line("step_due", "book the crane", subject=str(UUID(int=102))),
        line("item_due", "Deposit is invoiced", subject=str(DEPOSIT.id)),
        line("to_accept", "Site permission is filed", who=ANA, subject=str(SITE.id)),
    )
    rest = (
        line("done_not_accepted", "Site permission is filed", who=ANA, subject=str(SITE.id)),
        line("nothing_dated", "no next step has a date"),
        line("customer_stale", "what we tell the customer"),
        line("customer_unwritten", "what we tell the customer"),
        line("waiting", "order the pump", subject=str(STEP.id)),
        Line("slipped", of.id, of.facts.name, ChannelId("C0OTHER"), "book the crane", at=at),
        Line("kept", of.id, of.facts.name, None, "call the customer"),
    )
    for name, facts in {
        "digest_person": DigestFacts("person", "2026-11-30", ZONE, mine, 9),
        "digest_person_other_kinds": DigestFacts("person", "2026-11-30", ZONE, rest),
        "digest_person_one": DigestFacts("person", "2026-11-30", ZONE, mine[:1]),
        "digest_person_for_another": DigestFacts(
            "person", "2026-11-30", ZONE, tuple(replace(each, instead_of=ANA) for each in mine[2:])
        ),
        "digest_person_empty": DigestFacts("person", "2026-11-30", ZONE, ()),
        "digest_team": DigestFacts("team", "2026-11-30", ZONE, (mine[0], *rest[5:])),
        "digest_team_figures": DigestFacts(
            "team", "2026-11-30", ZONE, (*rest[5:], line("figures", "", figures=FIGURES))
        ),
        "digest_team_handed_over": DigestFacts(
            "team", "2026-11-30", ZONE, tuple(line("handed_over", days) for days in ("0", "1", "12"))
        ),
        "digest_team_decided": DigestFacts(
            "team", "2026-11-30", ZONE, tuple(line("decided", str(choice)) for choice in Choice)
        ),
        "digest_leadership": DigestFacts("leadership", "2026-11-30", ZONE, mine[:1]),
        "digest_leadership_crowded": DigestFacts("leadership", "2026-11-30", ZONE, mine * 20),
    }.items():
        yield name, draw(Kind.DIGEST, scene(), say, digest=facts)


FIGURES = Ledger(kept=5, in_time=4, as_first_dated=3, ours=Slips(1, 1), customers=Slips(2, 0))
WAITED = ((WaitingOn.CUSTOMER, 30.0), (WaitingOn.THIRD_PARTY, 1.5), (WaitingOn.US, 0.5))


def _replies(say: Say) -> Iterator[tuple[str, Message]]:
    of: Deal = reword(lapsed(LapseKind.STEP_OVERDUE, STEP.id, decider_id=LIV), say)
    full: Deal = reword(crowded(), say)
    asked: Deal = reword(offered(), say)
    yield "glance_owner", replies.glance(of, OMAR, PEOPLE, NOW)
    so_far = replies.in_full(FIGURES, WAITED)
    yield "glance_so_far", replies.glance(of, OMAR, PEOPLE, NOW, so_far=so_far)
    yield "history_so_far", replies.history(of, reword(timeline()[:3], say), PEOPLE, so_far)
    yield "glance_decider", replies.glance(of, LIV, PEOPLE, NOW)
    yield "glance_offered", replies.glance(asked, OMAR, PEOPLE, NOW)
    yield "glance_stranger", replies.glance(of, FINN, PEOPLE, NOW, "/baton")
    yield "glance_crowded", replies.glance(full, ANA, PEOPLE, NOW)
    yield "glance_stopped", replies.glance(replace(of, status=DealStatus.STOPPED), OMAR, PEOPLE, NOW)
    backlog = replace(of, status=DealStatus.BACKLOG, channel_id=None, steps=())
    states = (of, replace(of, steps=()), replace(of, status=DealStatus.HELD), replace(of, status=DealStatus.CLOSED))
    yield "deals_all", replies.deal_list((*states, backlog), "all", 12, PEOPLE, NOW)
    yield "deals_mine", replies.deal_list((of,), "mine", 1, PEOPLE, NOW)
    yield "deals_none", replies.deal_list((), "stalled", 0, PEOPLE, NOW)
    yield "deals_many", replies.deal_list((of,) * 60, "backlog", 4238, PEOPLE, NOW)
    yield "checklist_all", replies.checklist(of, None, PEOPLE, NOW)
    yield "checklist_by_label", replies.checklist(deal(), "field CREW", PEOPLE, NOW)
    yield "checklist_unknown", replies.checklist(of, say("garden"), PEOPLE, NOW)
    yield "checklist_none", replies.checklist(replace(of, items=()), None, PEOPLE, NOW)
    yield "help", replies.help_page(more=False, command="/deal")
    yield "help_more", replies.help_page(more=True, command="/deal")
    yield "owner", replies.owner(of, OMAR)
    yield "owner_asked", replies.owner(asked, ANA)
    yield "choices", replies.choices(of)
    yield "which_step", replies.which_step(of.id, of.steps, say("cr"), ids.STEP_DONE)
    yield "which_step_unsaid", replies.which_step(of.id, full.steps, "", ids.STEP_WAITING)
    yield "history", replies.history(of, reword(timeline(), say), PEOPLE)


def _snoozes(say: Say) -> Iterator[tuple[str, Drawn]]:
    of = lapsed(LapseKind.STEP_OVERDUE, STEP.id, rung=1, told_at=NOW)
    again = e.Reminded(LAPSE, LapseKind.STEP_OVERDUE, STEP.what, OMAR)
    yield "told_reminded", draw(Kind.TELL, scene(again, of), say, to_user=OMAR)
    yield "did_snoozed", replies.did(reword(SNOOZED, say), reword(deal(), say), NOW)
    yield "form_snooze", snooze_form(PRESS)
    yield "form_snooze_filled", snooze_form(PRESS, when=say("thu"), reason=say("the crane comes then"))


SNOOZED = e.Snoozed(LAPSE, LapseKind.STEP_OVERDUE, STEP.what, OMAR, due(3, 9, month=12), "the crane comes then")


def _whys(say: Say) -> Iterator[tuple[str, Message]]:
    told_at = datetime(2026, 11, 27, 15, tzinfo=UTC)
    late: Deal = reword(lapsed(LapseKind.STEP_OVERDUE, STEP.id, rung=2, told_at=told_at), say)
    undated = reword(lapsed(LapseKind.NOTHING_DATED, None, deal(steps=()), rung=1), say)
    asked = reword(lapsed(LapseKind.STEP_OVERDUE, STEP.id, rung=3, told_at=told_at, decider_id=LIV), say)
    crowd = replace(late, lapses=tuple(replace(late.lapses[0], id=LapseId(UUID(int=n))) for n in range(14)))
    for name, of, viewer in (
        ("asked", late, OMAR),
        ("on_its_way", undated, OMAR),
        ("put_off", replace(late, lapses=(replace(late.lapses[0], rung=2, snoozed_until=SNOOZED.until.at),)), OMAR),
        ("decider", asked, LIV),
        ("offered", reword(lapsed(LapseKind.OWNER_NOT_ACCEPTED, None, offered(), rung=1), say), OMAR),
        ("crowded", crowd, OMAR),
        ("quiet", replace(late, lapses=()), FINN),
        ("nothing_ahead", replace(late, lapses=(), steps=(), items=(), ladder=Ladder(NEVER)), FINN),
        ("held", replace(late, status=DealStatus.HELD, held_until=due(4, month=12)), OMAR),
        ("backlog", replace(late, status=DealStatus.BACKLOG), OMAR),
        ("stopped", replace(late, status=DealStatus.STOPPED), OMAR),
    ):
        yield f"why_{name}", replies.why(of, explain(of, _heard(of, say), AROUND, now=NOW), viewer, PEOPLE, ZONE, NOW)


NEVER = {kind: Rungs(opens_after_hours=10_000, rungs=()) for kind in DEFAULT_LADDER.lapses}
AROUND = Context(PEOPLE, LIV, ZONE)


def _heard(of: Deal, say: Say) -> tuple[Recorded, ...]:
    """Return a history in which the first word was told after a night, and the second one was not."""
    if not of.lapses:
        return ()
    kind = of.lapses[0].kind
    first = replace(nudged(kind, 1, Where.PRIVATE, OMAR), waited=Unsaid.QUIET_HOURS)
    events: tuple[Event, ...] = (first,)
    if of.lapses[0].rung > 1:
        second = nudged(kind, 2, Where.CHANNEL, OMAR)
        gone = e.NudgeSkipped(LAPSE, 2, "channel_not_found", Unsaid.CHANNEL_GONE)
        events = (first, e.NudgeTold(LAPSE, 1), second, gone, SNOOZED)
    return reword(
        tuple(Recorded(n, datetime(2026, 11, 27, 13 + n, tzinfo=UTC), BATON, x) for n, x in enumerate(events)), say
    )


def timeline() -> tuple[Recorded, ...]:
    """Return one event of each kind, and several of those that say different things."""
    extra: tuple[Event, ...] = (
        e.DealImported(),
        e.DealOpened(ANA, "Site installation", 6),
        e.ChannelOpened(ChannelId("C0ACME"), "deal-acme-oy-k3v9qa"),
        *LOST,
        e.ChannelBack(ChannelId("C0ACME")),
        e.ChannelMoved(ChannelId("C0ACME"), ChannelId("C0SHARED")),
        e.ChannelRenamed("deal-acme-oy-k3v9qa", "acme-fire-site"),
        e.StepDropped(STEP.id, STEP.what, LIV),
        *(e.LapseOpened(LAPSE, kind, "send the crew to the site") for kind in LapseKind),
        e.LapseClosed(LAPSE, LapseKind.STEP_OVERDUE, "send the crew to the site"),
        nudged(LapseKind.STEP_OVERDUE, 1, Where.PRIVATE, OMAR),
        nudged(LapseKind.STEP_OVERDUE, 2, Where.CHANNEL, OMAR),
        nudged(LapseKind.STEP_OVERDUE, 3, Where.CHANNEL, OMAR, decider_id=LIV),
        nudged(LapseKind.STEP_OVERDUE, 4, Where.LEADERSHIP, OMAR, also=(FINN,)),
        *(e.Rescued(LIV, way) for way in Rescue),
        e.NudgeTold(LAPSE, 1),
        e.NudgeHeld(LAPSE, 2, datetime(2026, 12, 1, 6, tzinfo=UTC), Unsaid.DO_NOT_DISTURB),
        e.NudgeSkipped(LAPSE, 2, "it was done a moment before"),
        *(e.NudgeSkipped(LAPSE, 2, why, why) for why in Unsaid),
        *requested.HAPPENED,
        h.HandoverReopened(SCOPE.id, SCOPE.title),
        *gated.HAPPENED,
        SellerFound(ANA, LIV, LIV),
        *goneover.HAPPENED,
        *closings.HAPPENED,
        *promised.HAPPENED,
        *practising.HAPPENED,
        SNOOZED,
        replace(SNOOZED, reason=""),
        e.Reminded(LAPSE, LapseKind.STEP_OVERDUE, STEP.what, OMAR),
        e.LapseClosed(LAPSE, LapseKind.STEP_OVERDUE, "send the crew to the site", Unsaid.DONE),
        replace(nudged(LapseKind.STEP_OVERDUE, 1, Where.PRIVATE, OMAR), waited=Unsaid.QUIET_HOURS),
    )
    return tuple(Recorded(n, NOW, BATON, event) for n, event in enumerate((*extra, *SAID.values()), 1))


def _did(say: Say) -> Iterator[tuple[str, Message]]:
    caused = {
        "deal_opened": e.DealOpened(ANA, "Site installation", 6),
        **{
            name: event
            for name, event in SAID.items()
            if not isinstance(event, e.ConsequenceDue | o.StepOffered | e.ItemUnlocked | e.FactsChanged | e.Woken)
            and not isinstance(event, h.HandoverComplete | h.DealUnwon)
            and not isinstance(event, PlaybookMoved | OfferExpired)
        },
    }
    for name, event in caused.items():
        yield f"did_{name}", replies.did(reword(event, say), reword(deal(), say), NOW)
    yield "did_nothing", replies.did(None, deal(), NOW)
    yield "did_noted_before", replies.noted_before(reword(STEP, say))


def refused() -> dict[str, r.Refusal]:
    """Return each refusal in each form that reads differently."""
    ended_at = datetime(2026, 11, 30, 8, 29, 58, tzinfo=UTC)
    kept = moved_step(status=StepStatus.KEPT, ended_by=OMAR, ended_at=ended_at)
    accepted = replace(SITE, status=ItemStatus.ACCEPTED, accepted_by_id=LIV, accepted_at=ended_at)
    return (
        times.refused()
        | requested.refused()
        | responsible.refused()
        | closings.refused()
        | promised.refused()
        | gated.refused()
        | goneover.refused()
        | settling.refused()
        | first_run.refused()
        | {
            "no_deal_here": r.NoDealHere(),
            "no_such_deal": r.NoSuchDeal(),
            "not_running_held": r.NotRunning(DealStatus.HELD, due(4, month=12)),
            "not_running_backlog": r.NotRunning(DealStatus.BACKLOG),
            "not_running_stopped": r.NotRunning(DealStatus.STOPPED),
            "not_yours": r.NotYours("finish “Site is surveyed”", (OMAR, LIV, ANA)),
            "not_yours_one": r.NotYours("decide this", (OMAR,)),
            "no_offer": r.NoOffer(ANA),
            "already_owner": r.AlreadyOwner(ANA),
            "not_a_person": r.NotAPerson(UserId("U0BOT"), r.Unable.UNKNOWN),
            "not_a_guest": r.NotAPerson(FINN, r.Unable.GUEST),
            "not_of_another_company": r.NotAPerson(FINN, r.Unable.OUTSIDER),
            "not_who_left": r.NotAPerson(FINN, r.Unable.GONE),
            "not_into_practice": r.NotAPerson(FINN, r.Unable.NOT_HERE),
            "only_colleagues_guest": r.OnlyColleagues("guest"),
            "only_colleagues_company": r.OnlyColleagues("other company"),
            "only_colleagues_gone": r.OnlyColleagues("deactivated"),
            "only_colleagues_bot": r.OnlyColleagues("bot"),
            "not_in_channel": r.NotInChannel(),
            "already_kept": r.AlreadyEnded(kept),
            "already_dropped": r.AlreadyEnded(replace(kept, status=StepStatus.DROPPED)),
            "no_open_step": r.NoOpenStep(),
            "which_step_said": r.WhichStep(deal().steps, "the"),
            "which_step_unsaid": r.WhichStep(tuple(step(n, f"step {n}") for n in range(9)), ""),
            "which_item_said": r.WhichItem(deal().items, "the", deal().steps),
            "which_item_unsaid": r.WhichItem(deal().items[:2], ""),
            "no_such_item": r.NoSuchItem("the *crane*"),
            "no_item_now": r.NoSuchItem(""),
            "not_later_past": r.NotLater(due(27)),
            "not_later_same": r.NotLater(due(4, month=12)),
            "too_long": r.TooLong("the reason", 500, 612),
            "missing": r.Missing("the reason", "the customer moved the opening to March"),
            "item_waits": r.ItemWaits(deal().items[3], (SCOPE, SITE)),
            "item_not_open_done": r.ItemNotOpen(replace(SITE, done_at=ended_at)),
            "item_not_open_accepted": r.ItemNotOpen(accepted),
            "item_not_done_open": r.ItemNotDone(SCOPE),
            "item_not_done_accepted": r.ItemNotDone(accepted),
            "changed_since": r.ChangedSince("Site is surveyed"),
            "nothing_to_snooze": r.NothingToSnooze(is_decider=False),
            "nothing_to_snooze_but_decide": r.NothingToSnooze(is_decider=True),
            "snoozed_too_long": r.SnoozedTooLong(due(4, month=12)),
            "nothing_to_decide": r.NothingToDecide(),
            "nothing_to_decide_any_more": r.NothingToDecide(LIV, ended_at),
            "busy": r.Busy(),
        }
    )


def _refusals(say: Say) -> Iterator[tuple[str, Message]]:
    for name, error in refused().items():
        yield f"refused_{name}", refusals.refusal(_said_anew(error, say), PEOPLE, NOW)
    yield "refused_usage", refusals.usage(say("“nxt” is no command."), say("next order the pump by fri 15:00"))
    yield "refused_when", refusals.not_understood(say("“soonish” is not a time I understand."), say("tomorrow 15:00"))
    yield "refused_form", refusals.form_not_opened()
    yield from _below_a_nudge(say)
    yield "form_put_aside", drafts.put_aside(say("Next step"), "typed:1.2")
    yield "refused_not_installed", refusals.not_installed()
    yield "refused_broke", refusals.broke("5f2c9a1e")


def _below_a_nudge(say: Say) -> Iterator[tuple[str, Message]]:
    of: Deal = reword(deal(), say)
    one, line, why = of.steps[0], of.items[1], say("the lift is broken")
    carried = f'["2026-11-30T08:30:00+00:00", "fri", "{why}", "customer"]'
    yield "below_done", in_thread.understood([in_thread.is_kept(of, each) for each in (*of.steps[:2], line)])
    moved = [in_thread.is_moved(of, one, due(27, 15), because, carried) for because in (why, None)]
    yield "below_moved", in_thread.understood(moved)
    waits = [
        in_thread.is_waiting(of, one, WaitingOn.CUSTOMER, until, because, carried)
        for until in (due(27), None)
        for because in (why, None)
    ]
    yield "below_waits", in_thread.understood(waits)


def _said_anew(error: r.Refusal, say: Say) -> r.Refusal:
    anew: r.Refusal = reword(error, say)
    return anew


def _forms(say: Say) -> Iterator[tuple[str, Block]]:
    of: Deal = reword(deal(), say)
    kinds = (("site-installation", say("Site installation")), ("saas-onboarding", say("Software onboarding")))
    yield "form_won", forms.won(kinds, name=say("Acme EV site"), amount=say("48000 EUR"))
    yield "form_won_empty", forms.won(())
    yield "form_opening", forms.opening(of)
    yield "form_opening_asked", forms.opening(reword(offered(), say))
    yield "form_next_step", forms.next_step(PRESS)
    yield (
        "form_next_step_filled",
        forms.next_step(PRESS, what=say("order the pump"), otherwise=Consequence(text=say("Mika decides"))),
    )
    yield "form_reschedule", forms.reschedule(PRESS, of.steps[0], when=say("fri"), reason=say("lift is broken"))
    yield "form_waiting", forms.waiting(PRESS, of.steps[1])
    yield "form_waiting_filled", forms.waiting(PRESS, of.steps[0], on=WaitingOn.THIRD_PARTY, reason=say("drawings"))
    yield "form_take_on", forms.take_on(PRESS, replace(OFFERED, what=say(OFFERED.what)))
    yield "form_turn_down", forms.turn_down(PRESS)
    yield "form_owner", forms.owner(PRESS)
    yield "form_customer", customer_line.form(PRESS, CustomerLine(say("the crane comes on Tuesday"), ANA, NOW))
    yield "form_customer_empty", customer_line.form(PRESS, None)
    yield "form_decline", forms.decline(PRESS)
    for evidence in ("link", "file", "number", "date", "form", "count", "amount", "text", "none", ""):
        line = replace(of.items[0], evidence=evidence, sent_back=say("too short") if evidence == "link" else None)
        yield f"form_done_{evidence or 'unsaid'}", forms.item_done(PRESS, line)
    yield "form_send_back", forms.send_back(PRESS)
    brief = replace(of.items[0], evidence="form", parts=(say("Terms"), say("Risks")), sent_back=say("too short"))
    yield "form_several", several.form(of, [*of.items, brief])
    yield "form_several_passed", several.passed(of.id, 2, [say("“Site is surveyed” is done already: Omar.")])
    for choice in Choice:
        yield f"form_decide_{choice}", forms.decide(PRESS, choice, of, of.steps[:2])
