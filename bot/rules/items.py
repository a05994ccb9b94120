"""The checklist: items are done by their giver, accepted by their receiver, and unlock those that wait for them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid5

from bot.context import Context
from bot.events import Change, Event, ItemAccepted, ItemDone, ItemSentBack, ItemUnlocked
from bot.model import Deal, Due, Item, ItemId, ItemStatus, LapseKind, UserId
from bot.playbook import Anchor, DueRule, ItemRule
from bot.refusals import ItemNotDone, ItemNotOpen, ItemWaits, SaidByRegister
from bot.rules.changing import allowed, item_of, running, said, with_item
from bot.rules.customer import outdated
from bot.rules.evidence import Given, Proof, judged
from bot.rules.facts import learned
from bot.rules.permissions import Act, Concerned, named, who
from bot.rules.planning import before
from bot.rules.spans import span
from bot.working_time import Calendar, add_working_days, local_day, next_working_day, whole_day

TOLD, ANSWERED = "promises", "promises_answered"
"""Evidence that is the register of promises itself: what sales told, and that the receiving side answered it all."""


def finish(deal: Deal, context: Context, *, item_id: UUID, by: UserId, proof: Proof, now: datetime) -> Change:
    """Mark an item done with its evidence; what waits for it unlocks, unless somebody must accept it first."""
    item = finishable(deal, context, item_id=item_id, by=by, now=now)
    given = judged(item, proof)
    knowing = redated(learned(deal, item, given), context, was=deal.facts.promised_on, now=now)
    return ended(knowing, context, item, by=by, given=given, now=now)


def finishable(deal: Deal, context: Context, *, item_id: UUID, by: UserId, now: datetime) -> Item:
    """Return an item that ``by`` may mark as done now; raise a refusal before anybody is asked for evidence in vain."""
    running(deal)
    item = by_hand(_open(deal, item_id))
    allowed(by, f"finish “{item.title}”", *may_finish(deal, context, item, now=now))
    return item


def by_hand(item: Item) -> Item:
    """Return an item that people or systems end and open; raise SaidByRegister for one that only the promises do."""
    if item.evidence in (TOLD, ANSWERED):
        raise SaidByRegister(item)
    return item


def ended(deal: Deal, context: Context, item: Item, *, by: UserId, given: Given, now: datetime) -> Change:
    """End an open item with evidence that was judged already, whoever gave it."""
    done = replace(
        item,
        status=ItemStatus.DONE,
        proof=given.text,
        proof_on=given.on,
        done_by=by,
        done_at=now,
        sent_back=None,
        reopened=None,
        generation=item.generation + 1,
    )
    event = ItemDone(item.id, item.title, by, given.text, is_late=bool(item.due and now > item.due.at))
    return unlocking(with_item(deal, done), context, (event,), now)


def accept(deal: Deal, context: Context, *, item_id: UUID, by: UserId, now: datetime) -> Change:
    """Accept a done item on behalf of the function that receives it."""
    running(deal)
    item = _done(deal, item_id)
    allowed(by, f"accept “{item.title}”", *may_answer(deal, context, item, now))
    accepted = replace(
        item, status=ItemStatus.ACCEPTED, accepted_at=now, accepted_by_id=by, generation=item.generation + 1
    )
    return unlocking(with_item(deal, accepted), context, (ItemAccepted(item.id, item.title, by),), now)


def send_back(deal: Deal, context: Context, *, item_id: UUID, by: UserId, reason: str, now: datetime) -> Change:
    """Refuse a done item with a reason: it is open again, due on the next working day at the earliest."""
    running(deal)
    item = _done(deal, item_id)
    allowed(by, f"send back “{item.title}”", *may_answer(deal, context, item, now, act=Act.SEND_BACK))
    why = said("what is missing", reason, example="the site address is missing")
    due = _rebased(item.due, span(deal, context, item), now) if item.due else None
    opened = replace(
        item, status=ItemStatus.OPEN, due=due, opened_at=now, sent_back=why, generation=item.generation + 1
    )
    return Change(with_item(deal, opened), (ItemSentBack(item.id, item.title, by, why, due),))


def may_finish(deal: Deal, context: Context, item: Item, *, now: datetime) -> tuple[UserId, ...]:
    """Return who may mark an item done."""
    return who(Act.FINISH_ITEM, deal, context, held(deal, item), now=now)


def held(deal: Deal, item: Item) -> Concerned:
    """Return whom it concerns what becomes of a line before it is done."""
    return Concerned((item.holder_id,), (deal.lead(item.function),), function=item.function)


def receiver(deal: Deal, item: Item) -> UserId:
    """Return who is asked to accept a done line: the lead of the receiving function."""
    return deal.lead(item.accepted_by) if item.accepted_by else deal.owner_id


def asked_to_decide(deal: Deal, item: Item) -> tuple[UserId, ...]:
    """Return who was asked to decide about a line that nobody accepts: they may do it, but not for what they gave."""
    asked = (each for each in deal.lapses if (each.kind, each.subject) == (LapseKind.DONE_NOT_ACCEPTED, item.id))
    deciders = (each.decider_id for each in asked if each.closed_at is None)
    return tuple(each for each in deciders if each and each != item.done_by)


def may_answer(
    deal: Deal, context: Context, item: Item, now: datetime, *, act: Act = Act.ACCEPT_ITEM
) -> tuple[UserId, ...]:
    """Return who may accept an item or send it back now; what the owner gave is not theirs to judge."""
    return who(act, deal, context, _handed_in(deal, item), now=now)


def may_accept(deal: Deal, item: Item) -> tuple[UserId, ...]:
    """Return whom the table names to accept an item, stand-ins aside."""
    return named(Act.ACCEPT_ITEM, deal, _handed_in(deal, item))


def _handed_in(deal: Deal, item: Item) -> Concerned:
    return Concerned(
        leads=(receiver(deal, item),),
        deciders=asked_to_decide(deal, item),
        function=item.accepted_by,
        is_owners=item.done_by == deal.owner_id,
    )


def is_settled(item: Item) -> bool:
    """Tell whether what waits for this item may begin: done, and accepted where somebody must accept it."""
    return item.status is ItemStatus.ACCEPTED or (item.status is ItemStatus.DONE and item.accepted_by is None)


def waits_for(deal: Deal, item: Item) -> tuple[Item, ...]:
    """Return the unsettled items next before this one, but for those that the owner let it begin without.

    Settled ones are looked through: what is reopened holds up all that is behind it, not only what comes next.
    """
    return unsettled_before({each.key: each for each in deal.items}, item)


def unsettled_before(known: Mapping[str, Item], item: Item) -> tuple[Item, ...]:
    """Return what ``waits_for`` does, of items that are ``known`` by their keys already."""
    found: dict[str, Item] = {}
    look_at, seen = [item], {item.key}
    while look_at:
        one = look_at.pop()
        for key in one.waits_for:
            before = known.get(key)
            # What the owner let it begin without holds it up nowhere: not behind a line that had ended before that, either.
            if before is None or key in seen or key in one.without or key in item.without:
                continue
            seen.add(key)
            if is_settled(before):
                look_at.append(before)
            else:
                found[key] = before
    return tuple(found.values())


def lay_out(deal: Deal, rules: tuple[ItemRule, ...], context: Context, *, now: datetime) -> Deal:
    """Return the deal with a playbook's checklist; what waits for nothing is open and dated at once."""
    deal = replace(deal, items=(*deal.items, *(laid_out(deal, rule) for rule in rules)))
    return unlocking(deal, context, (), now).deal


def redated(deal: Deal, context: Context, *, was: date | None, now: datetime) -> Deal:
    """Count open items from the promised date again where it is not what it was."""
    if deal.facts.promised_on == was:
        return deal
    return counted_again(outdated(deal, now=now), context, anchor=Anchor.PROMISED, now=now)


def counted_again(deal: Deal, context: Context, *, anchor: str, now: datetime) -> Deal:
    """Count open items anew from an anchor that moved; first dates stay for ever."""
    for item in deal.items:
        if item.status is ItemStatus.OPEN and item.due_rule and item.due_rule.anchor == anchor:
            due = due_when_opened(deal, item, context, now)
            deal = with_item(deal, replace(item, due=due, first_due=item.first_due or due))
    return deal


def added(deal: Deal, context: Context, *, key: str, title: str, holder: UserId, now: datetime) -> tuple[Deal, Item]:
    """Add an item that only this deal needs, due on the next working day; a key that is there already adds nothing."""
    for each in deal.items:
        if each.key == key:
            return deal, each
    function = deal.functions[0][0] if deal.functions else "sales"
    item = Item(
        ItemId(uuid5(deal.id, f"item:{key}")),
        key,
        function,
        title,
        holder,
        ItemStatus.OPEN,
        evidence="none",
        due=(due := _next_day(context.calendar(holder), now)),
        first_due=due,
        opened_at=now,
    )
    return replace(deal, items=(*deal.items, item)), item


def laid_out(deal: Deal, rule: ItemRule) -> Item:
    return Item(
        ItemId(uuid5(deal.id, f"item:{rule.key}")),
        rule.key,
        rule.function,
        rule.title,
        holder_id=deal.lead(rule.function),
        status=ItemStatus.WAITING,
        evidence=rule.evidence,
        accepted_by=rule.accepted_by,
        waits_for=before(rule),
        is_gate=rule.is_gate,
        due_rule=rule.due,
        crm_field=rule.crm_field,
        at_least=rule.at_least,
        parts=rule.parts,
        may_be_none=rule.may_be_none,
    )


def unlocking(deal: Deal, context: Context, events: tuple[Event, ...], now: datetime) -> Change:
    """Open every waiting item that no longer waits for anything."""
    for item in deal.items:
        if item.status is ItemStatus.WAITING and not waits_for(deal, item):
            opened = begun(deal, item, context, now)
            deal = with_item(deal, opened)
            events = (*events, ItemUnlocked(item.id, item.title, item.holder_id, opened.due))
    return Change(deal, events)


def begun(deal: Deal, item: Item, context: Context, now: datetime) -> Item:
    """Return a waiting item as it opens, with a due moment that counts from now where it was earlier."""
    due = due_when_opened(deal, item, context, now)
    return replace(
        item,
        status=ItemStatus.OPEN,
        due=due,
        first_due=item.first_due or due,
        opened_at=now,
        generation=item.generation + 1,
    )


def due_when_opened(deal: Deal, item: Item, context: Context, now: datetime) -> Due | None:
    """Count an item's due moment from its anchor; one that waited gets at least until the next working day."""
    if item.due_rule is None:
        return None
    calendar = span(deal, context, item)
    anchor = _anchor_day(deal, item.due_rule, calendar.zone, now)
    if anchor is None:
        # What it counts from is not there, and the owner let it begin without: so it counts from now.
        return counted_from(calendar, now, item.due_rule.days) if item.without else None
    due = whole_day(calendar, add_working_days(calendar, anchor, item.due_rule.days))
    if item.waits_for or due.at <= now:
        return _rebased(due, calendar, now)
    return due


def _anchor_day(deal: Deal, rule: DueRule, zone: str, now: datetime) -> date | None:
    """Return the local day an item counts from: clocks start when the deal is opened, not when it was won."""
    if rule.anchor == Anchor.WON:
        return local_day(zone, deal.opened_at or now)
    if rule.anchor == Anchor.PROMISED:
        return deal.facts.promised_on
    item = next((each for each in deal.items if each.key == rule.anchor), None)
    # What was reopened ended once, and will end on another day.
    if item is None or item.done_at is None or item.reopened:
        return None
    return item.proof_on or local_day(zone, item.done_at)


def _rebased(due: Due, calendar: Calendar, now: datetime) -> Due:
    earliest = _next_day(calendar, now)
    return due if due.at >= earliest.at else earliest


def counted_from(calendar: Calendar, now: datetime, days: int) -> Due:
    """Return the end of the working day so many from today, the next one at least."""
    return whole_day(calendar, add_working_days(calendar, local_day(calendar.zone, now), max(1, days)))


def _next_day(calendar: Calendar, now: datetime) -> Due:
    return whole_day(calendar, next_working_day(calendar, local_day(calendar.zone, now)))


def _open(deal: Deal, item_id: UUID) -> Item:
    item = item_of(deal, item_id)
    if item.status is ItemStatus.WAITING:
        raise ItemWaits(item, waits_for(deal, item))
    if item.status is not ItemStatus.OPEN:
        raise ItemNotOpen(item)
    return item


def _done(deal: Deal, item_id: UUID) -> Item:
    item = item_of(deal, item_id)
    if item.status is ItemStatus.WAITING:
        raise ItemWaits(item, waits_for(deal, item))
    if item.status is not ItemStatus.DONE or item.accepted_by is None:
        raise ItemNotDone(item)
    return item
