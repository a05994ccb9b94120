"""A deal goes over to a newer version of its playbook: what is done stays done, what is new gets a clock from now."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime

from bot.context import Context
from bot.events import Change, Event, ItemUnlocked
from bot.model import Deal, DealStatus, Item, ItemId, ItemStatus, PlaybookId, UserId
from bot.playbook import Anchor, Playbook
from bot.refusals import NotRunning
from bot.rules.changing import allowed, with_item
from bot.rules.crm_evidence import from_crm
from bot.rules.differing import difference
from bot.rules.items import due_when_opened, laid_out, unlocking, waits_for
from bot.rules.permissions import Act, who
from bot.rules.readiness import asked_for, asking_for
from bot.rules.register_lines import followed
from bot.versions import Difference, ItemDropped, PlaybookMoved

RUNNING = (DealStatus.OPEN, DealStatus.HELD)
SETTLED = (ItemStatus.DONE, ItemStatus.ACCEPTED)
"""What somebody has given evidence for: a newer version takes nothing of it away, and asks for nothing anew."""


def may_move(deal: Deal, context: Context, by: UserId, *, now: datetime) -> None:
    """Raise NotYours unless somebody is the deal's owner or an admin, who answers for the playbooks."""
    may = who(Act.MOVE_PLAYBOOK, deal, context, now=now)
    allowed(by, "move this deal to another version of its playbook", *may)


def move(
    deal: Deal,
    was: Playbook,
    to: Playbook,
    context: Context,
    *,
    leads: Mapping[str, UserId],
    by: UserId,
    reason: str = "",
    now: datetime,
) -> Change:
    """Let a deal go by a newer version; one that does already stays as it is.

    ``leads`` answer for the functions that the deal has not had so far. Lines that only this deal has stay.
    """
    if deal.playbook_id == to.id:
        return Change(deal)
    if deal.status not in RUNNING:
        raise NotRunning(deal.status, deal.held_until)
    moved = _recast(deal, to, leads)
    found = _with_facts(difference(was, to), moved, was, to)
    gone = tuple(item for item in deal.items if _goes(item, found))
    stays = tuple(_taken_over(moved, item, found) for item in deal.items if item not in gone)
    laid = tuple(_new_lines(deal, moved, to))
    judged = _judged_anew(replace(moved, items=(*stays, *laid)), deal, context, now)
    opened = unlocking(judged, context, (), now)
    new = {item.id for item in laid}
    dated = _from_now(opened.deal, context, new, now)
    given = from_crm(dated, context, was=dated.facts, now=now)
    # The register may have spoken already: a line of it that is new stands as it says.
    told = followed(given, context, by=deal.seller_id, now=now)
    events: tuple[Event, ...] = (
        PlaybookMoved(
            by, to.title, deal.playbook_id, PlaybookId(to.id), _applied(deal, found), _kept(deal, found), reason
        ),
        *(ItemDropped(item.id, item.title, item.function, item.holder_id) for item in gone),
        # Who holds a new line reads of it in the message about the whole; an old one unlocks as it always does.
        *(each for each in opened.events if isinstance(each, ItemUnlocked) and each.item_id not in new),
        *told.events,
    )
    return Change(told.deal, events)


def _with_facts(found: Difference, deal: Deal, was: Playbook, to: Playbook) -> Difference:
    """Add the lines that ask for what the newer version must know of this deal, and those that it need not know."""
    after = {rule.key for rule in to.facts}
    lines = {item.key for item in asked_for(deal, to.facts)}
    asked = tuple(each for each in (asking_for(deal, rule) for rule in to.facts) if each.key in lines)
    gone = tuple(asking_for(deal, rule) for rule in was.facts if rule.key not in after)
    return replace(found, added=(*asked, *found.added), dropped=(*found.dropped, *gone))


def _recast(deal: Deal, to: Playbook, leads: Mapping[str, UserId]) -> Deal:
    """Return the deal with the newer version's functions and clocks; whoever leads a function goes on to."""
    ordered = sorted(to.functions, key=lambda role: role.key != to.owner_function)
    # What is done stays with the function that did it, though the playbook may not know it any more.
    gone = [(key, label) for key, label in deal.functions if key not in {role.key for role in ordered}]
    led = {**leads, **dict(deal.leads)}
    keys = [*(role.key for role in ordered), *(key for key, _ in gone)]
    return replace(
        deal,
        ladder=to.ladder,
        playbook_id=PlaybookId(to.id),
        playbook_name=to.title,
        functions=(*((role.key, role.label) for role in ordered), *gone),
        leads=tuple((key, led[key]) for key in keys if key in led),
    )


def _goes(item: Item, found: Difference) -> bool:
    return item.status not in SETTLED and item.key in {rule.key for rule in found.dropped}


def _taken_over(deal: Deal, item: Item, found: Difference) -> Item:
    altered = next((each for each in found.altered if each.now.key == item.key), None)
    if altered is None or item.status in SETTLED:
        return item
    # Only what the two versions say differently: whoever was named to hold the line, or moved it, is not overruled.
    old, new = laid_out(deal, altered.was), laid_out(deal, altered.now)
    return replace(item, **{name: getattr(new, name) for name in _names(old, new)})


def _names(old: Item, new: Item) -> list[str]:
    return [each.name for each in fields(Item) if getattr(old, each.name) != getattr(new, each.name)]


def _new_lines(deal: Deal, moved: Deal, to: Playbook) -> Iterator[Item]:
    """Yield the lines that the deal has not had so far, those of required facts first, as when a deal is opened."""
    known = {item.key for item in deal.items}
    for item in (*asked_for(moved, to.facts), *(laid_out(moved, rule) for rule in to.items)):
        # Numbered on from the deal's history: a line that was dropped once and is back must not answer to its old buttons.
        if item.key not in known:
            yield replace(item, generation=deal.seq)


def _judged_anew(deal: Deal, was: Deal, context: Context, now: datetime) -> Deal:
    """Close the gates that open lines have got now, and count anew what counts from elsewhere; first dates stay."""
    counted = {item.id: (item.due_rule, was.ladder.calendars.get(item.function)) for item in was.items}
    for item in deal.items:
        if item.status is not ItemStatus.OPEN:
            continue
        if waits_for(deal, item):
            shut = replace(item, status=ItemStatus.WAITING, due=None, opened_at=None, generation=item.generation + 1)
            deal = with_item(deal, shut)
        elif (item.due_rule, deal.ladder.calendars.get(item.function)) != counted[item.id]:
            due = due_when_opened(deal, item, context, now)
            deal = with_item(deal, replace(item, due=due, first_due=item.first_due or due))
    return deal


def _from_now(deal: Deal, context: Context, new: set[ItemId], now: datetime) -> Deal:
    """Count new lines from today where they count from the day on which the deal was won: that may be long ago."""
    for item in deal.items:
        is_won = item.due_rule is not None and item.due_rule.anchor == Anchor.WON
        if item.id in new and is_won and item.status is ItemStatus.OPEN:
            due = due_when_opened(replace(deal, opened_at=now), item, context, now)
            deal = with_item(deal, replace(item, due=due, first_due=due))
    return deal


def _applied(deal: Deal, found: Difference) -> Difference:
    """Return what of the difference changes this deal: what is done stays as it was done."""
    status = {item.key: item.status for item in deal.items}
    return replace(
        found,
        added=tuple(rule for rule in found.added if rule.key not in status),
        dropped=tuple(rule for rule in found.dropped if status.get(rule.key, ItemStatus.DONE) not in SETTLED),
        altered=tuple(each for each in found.altered if status.get(each.now.key, ItemStatus.DONE) not in SETTLED),
        opening=(),
    )


def _kept(deal: Deal, found: Difference) -> tuple[str, ...]:
    touched = {*(rule.key for rule in found.dropped), *(each.now.key for each in found.altered)}
    return tuple(item.title for item in deal.items if item.key in touched and item.status in SETTLED)
