"""The buttons under a digest's lines: each line can be acted on where it is read."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from bot.model import Choice, LapseKind
from bot.outgoing import Line
from messages import ids
from messages.blocks import Block, button
from messages.buttons import WITHOUT_OWNER, choice_label
from messages.ids import Press
from messages.phrases import known
from messages.words import label


def line_buttons(line: Line) -> Sequence[Block]:
    """Draw what can be done about a line; none where only reading helps."""
    draw = _BUTTONS.get(line.kind)
    is_known = line.subject is not None or line.kind in _OF_DEAL
    return draw(line, _press(line)) if draw and is_known else ()


def _press(line: Line) -> str:
    return str(Press(line.deal_id, UUID(line.subject) if line.subject else None, line.generation))


def _step(line: Line, press: str) -> Sequence[Block]:
    return (
        button(label("button#done"), ids.STEP_DONE, press, about=known(line.about)),
        button(label("button#reschedule"), ids.STEP_RESCHEDULE, press, about=known(line.about)),
        button(label("button#waiting"), ids.STEP_WAITING, press, about=known(line.about)),
    )


def _item(line: Line, press: str) -> Sequence[Block]:
    return (button(label("button#done"), ids.ITEM_DONE, press, about=known(line.about)),)


def _to_accept(line: Line, press: str) -> Sequence[Block]:
    return (
        button(label("button#accept"), ids.ITEM_ACCEPT, press, about=known(line.about)),
        button(label("button#send_back"), ids.ITEM_SEND_BACK, press, about=known(line.about)),
    )


def _offer(line: Line, press: str) -> Sequence[Block]:
    return (
        button(label("button#accept"), ids.ACCEPT_OWNER, press, about=line.deal_name),
        button(label("button#decline"), ids.DECLINE_OWNER, press, about=line.deal_name),
    )


def _undated(line: Line, press: str) -> Sequence[Block]:
    return (button(label("button#add_next_step"), ids.STEP_NEXT, press, about=line.deal_name),)


def _customer(line: Line, press: str) -> Sequence[Block]:
    return (
        button(label("button#still_true"), ids.CUSTOMER_STILL, press, about=known(line.about)),
        button(label("button#write_it_anew"), ids.CUSTOMER, press, about=line.deal_name),
    )


def _unwritten(line: Line, press: str) -> Sequence[Block]:
    return (button(label("button#write_it"), ids.CUSTOMER, press, about=line.deal_name),)


def _decision(line: Line, _: str) -> Sequence[Block]:
    is_about_owner = line.asks is LapseKind.OWNER_NOT_ACCEPTED
    named = (
        [button(label("button#name_the_owner"), ids.OFFER_OWNER, str(Press(line.deal_id)))] if is_about_owner else []
    )
    return [*named, *(_choice(line, choice) for choice in (WITHOUT_OWNER if is_about_owner else tuple(Choice)))]


def _choice(line: Line, choice: Choice) -> Block:
    press = str(Press(line.deal_id, UUID(line.subject or ""), line.generation, choice))
    style = "danger" if choice is Choice.STOP else None
    return button(choice_label(choice), f"{ids.DECIDE}:{choice}", press, style=style, about=line.deal_name)


def _request(line: Line, press: str) -> Sequence[Block]:
    return (
        button(label("button#i_will_do_it"), ids.STEP_TAKE, press, about=known(line.about)),
        button(label("button#another_date"), ids.REQUEST_COUNTER, press, about=known(line.about)),
        button(label("button#not_me"), ids.STEP_TURN_DOWN, press, about=known(line.about)),
    )


def _counter(line: Line, press: str) -> Sequence[Block]:
    return (button(label("button#agree"), ids.REQUEST_AGREE, press, about=known(line.about)), *_asked_for(line, press))


def _asked_for(line: Line, press: str) -> Sequence[Block]:
    return (button(label("button#withdraw"), ids.REQUEST_WITHDRAW, press, about=known(line.about)),)


def _offered_step(line: Line, press: str) -> Sequence[Block]:
    return (
        button(label("button#i_will_do_it"), ids.STEP_TAKE, press, about=known(line.about)),
        button(label("button#not_me"), ids.STEP_TURN_DOWN, press, about=known(line.about)),
    )


def _gone(line: Line, press: str) -> Sequence[Block]:
    return (
        button(label("button#give_a_line"), ids.ITEM_GIVE, press, about=line.deal_name),
        button(label("button#who_leads"), ids.SHOW_LEADS, press, about=line.deal_name),
    )


_OF_DEAL = ("owner_offer", "colleague_gone", "nothing_dated", "customer_stale", "customer_unwritten")
_BUTTONS: Mapping[str, Callable[[Line, str], Sequence[Block]]] = {
    "step_overdue": _step,
    "step_due": _step,
    "waiting": _step,
    "step_later": _step,
    "waiting_later": _step,
    "item_overdue": _item,
    "item_due": _item,
    "item_later": _item,
    "to_accept": _to_accept,
    "done_not_accepted": _to_accept,
    "owner_offer": _offer,
    "step_offer": _offered_step,
    "request": _request,
    "counter": _counter,
    "asked_for": _asked_for,
    "colleague_gone": _gone,
    "nothing_dated": _undated,
    "customer_stale": _customer,
    "customer_unwritten": _unwritten,
    "decision": _decision,
}
