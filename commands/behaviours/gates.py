"""Reopen what had ended, and let a line begin before what it waits for."""

from collections.abc import Callable, Sequence
from uuid import UUID

from bot.context import Context
from bot.gate_events import ItemReopened, ItemStartedAnyway
from bot.model import Deal, DealStatus, Due, Item, ItemStatus
from bot.refusals import NoSuchDeal, NoSuchItem, Refusal, WhichItem
from bot.rules.gates import startable
from bot.rules.meant import item_meant
from bot.rules.reopening import ENDED, reopenable
from bot.service.desk import by_id
from bot.service.gates import Which, reopen_item, start_item
from bot.service.reading import Seen
from commands.answers import Answer, Open, Quiet, Say
from commands.behaviours import close
from commands.behaviours.which import which_of
from commands.fields import Fields
from commands.of_gates import Reopen, Unlock
from commands.visit import Visit, pointed
from commands.when import NotUnderstood
from messages import forms, gate_forms, replies
from messages.buttons import reopen_button, start_button
from messages.ids import Press

May = Callable[..., Item]


def reopen_typed(visit: Visit, request: Reopen) -> Answer:
    """Open the line again that is meant; what was not said is asked in a form."""
    seen = visit.see_here()
    # Of a closed deal no line can be opened: whoever says this there means the deal.
    if seen.deal.status is DealStatus.CLOSED:
        return close.reopen_typed(visit, seen, request.because)
    what, when = request.parts()
    due = _moment(visit, seen, when)
    if when and due is None:
        what, when = request.rest, None

    def which(deal: Deal, _context: Context) -> UUID:
        return item_meant(deal, what, among=_lines(deal, *ENDED)).id

    try:
        if request.because:
            did = reopen_item(visit.desk, visit.asked, visit.here(), which=which, reason=request.because, due=due)
            return Say(replies.did(did.happened(ItemReopened), did.deal, visit.now))
        item = reopenable(
            seen.deal, seen.context, item_id=which(seen.deal, seen.context), by=visit.user_id, now=visit.now
        )
    except WhichItem as unclear:
        return which_of(unclear, lambda item: [reopen_button(seen.deal, item)])
    return Open(gate_forms.reopen(seen.deal, _may_reopen(visit, seen), item, when=when or ""))


def reopen_pressed(visit: Visit, value: str) -> Answer:
    """Ask which line, why and by when; a line that a button names is chosen already."""
    press = pointed(value)
    seen = visit.see(press)
    lines = _may_reopen(visit, seen)
    return Open(gate_forms.reopen(seen.deal, lines, _chosen(visit, seen, press, lines, reopenable)))


def reopen_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Open the line of the form again."""
    press = pointed(metadata)
    which, generation = _drawn(fields)
    when = fields.text(forms.WHEN)
    due = visit.when(when, visit.see(press).context) if when else None
    reason = fields.text(forms.REASON)
    reopen_item(
        visit.desk, visit.asked, by_id(press.deal_id), which=which, reason=reason, due=due, generation=generation
    )
    return Quiet()


def unlock_typed(visit: Visit, request: Unlock) -> Answer:
    """Let the line begin that is meant; a reason that was not said is asked in a form."""
    seen = visit.see_here()

    def which(deal: Deal, _context: Context) -> UUID:
        return item_meant(deal, request.what, among=_lines(deal, ItemStatus.WAITING)).id

    try:
        if request.because:
            did = start_item(visit.desk, visit.asked, visit.here(), which=which, reason=request.because)
            return Say(replies.did(did.happened(ItemStartedAnyway), did.deal, visit.now))
        item = startable(
            seen.deal, seen.context, item_id=which(seen.deal, seen.context), by=visit.user_id, now=visit.now
        )
    except WhichItem as unclear:
        return which_of(unclear, lambda item: [start_button(seen.deal, item)])
    return Open(gate_forms.start(seen.deal, _may_start(visit, seen), item))


def unlock_pressed(visit: Visit, value: str) -> Answer:
    """Ask which line begins and why; a line that a button names is chosen already."""
    press = pointed(value)
    seen = visit.see(press)
    lines = _may_start(visit, seen)
    return Open(gate_forms.start(seen.deal, lines, _chosen(visit, seen, press, lines, startable)))


def unlock_submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Let the line of the form begin."""
    press = pointed(metadata)
    which, generation = _drawn(fields)
    reason = fields.text(forms.REASON)
    start_item(visit.desk, visit.asked, by_id(press.deal_id), which=which, reason=reason, generation=generation)
    return Quiet()


def buttons(visit: Visit, seen: Seen) -> Sequence[forms.View]:
    """Return the buttons for what the visitor may do at gates of this deal, under a checklist that only they see."""
    found = [reopen_button(seen.deal)] if _may_reopen(visit, seen) else []
    return [*found, start_button(seen.deal)] if _may_start(visit, seen) else found


def _may_reopen(visit: Visit, seen: Seen) -> Sequence[Item]:
    return _permitted(visit, seen, _lines(seen.deal, *ENDED), reopenable)


def _may_start(visit: Visit, seen: Seen) -> Sequence[Item]:
    return _permitted(visit, seen, _lines(seen.deal, ItemStatus.WAITING), startable)


def _permitted(visit: Visit, seen: Seen, lines: Sequence[Item], may: May) -> Sequence[Item]:
    found = []
    for item in lines:
        try:
            found.append(may(seen.deal, seen.context, item_id=item.id, by=visit.user_id, now=visit.now))
        except Refusal:
            continue
    return found


def _chosen(visit: Visit, seen: Seen, press: Press, lines: Sequence[Item], may: May) -> Item | None:
    """Return the line that a button names, if the visitor may do this to it; without one there must be some to choose."""
    if press.subject:
        return may(seen.deal, seen.context, item_id=press.subject, by=visit.user_id, now=visit.now)
    if not lines:
        raise NoSuchItem("")
    return None


def _lines(deal: Deal, *statuses: ItemStatus) -> Sequence[Item]:
    return [each for each in deal.items if each.status in statuses]


def _drawn(fields: Fields) -> tuple[Which, int]:
    """Read which line was chosen, and the generation that it was drawn for."""
    item_id, _, generation = fields.text(gate_forms.LINE).partition(":")
    try:
        chosen, drawn = UUID(item_id), int(generation)
    except ValueError as error:
        raise NoSuchDeal from error
    return lambda _deal, _context: chosen, drawn


def _moment(visit: Visit, seen: Seen, text: str | None) -> Due | None:
    """Understand a date; words that are none belong to the line's title."""
    try:
        return visit.when(text, seen.context) if text else None
    except NotUnderstood as error:
        if error.is_about_time:
            raise
        return None
