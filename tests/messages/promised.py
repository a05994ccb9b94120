"""The register of promises: every way in which it reads, for the catalogue."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from bot import refusals as r
from bot.closed import Closing, Outcome
from bot.context import Context
from bot.events import Event, Nudged
from bot.identity import PromiseId
from bot.model import Deal, DealStatus, Lapse, LapseKind
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.promises import PromiseStatus, Register, RegisteredPromise
from bot.registered import (
    NothingPromised,
    PromiseAccepted,
    PromiseDeclined,
    PromiseMissed,
    PromiseReworded,
    PromiseTold,
    PromiseWithdrawn,
)
from messages import promise_forms, replies
from messages.ids import Press
from messages.message import Message
from messages.promises import listed
from messages.rendering import render
from tests.messages.closings import LITTLE
from tests.messages.samples import ANA, FINN, LAPSE, LIV, NOW, OMAR, PEOPLE, ZONE, deal, item, reword, scene

Say = Callable[[str], str]
APRIL, MAY = date(2027, 4, 1), date(2027, 5, 1)


def promise(number: int, what: str, status: PromiseStatus = PromiseStatus.TOLD, **more: Any) -> RegisteredPromise:
    answered = {} if status is PromiseStatus.TOLD else {"answered_by": OMAR, "answered_at": NOW}
    return RegisteredPromise(PromiseId(UUID(int=700 + number)), what, ANA, NOW, status=status, **(answered | more))


TRAINING = promise(1, "training for twelve people", due_on=APRIL)
SPARE = promise(2, "a spare charger in the cellar")
ACCEPTED = promise(3, "live before the store opens", PromiseStatus.ACCEPTED, due_on=date(2027, 1, 15))
DECLINED = promise(4, "a second visit for free", PromiseStatus.DECLINED, reason="nobody is free before March.")
WITHDRAWN = promise(5, "a colour of their own", PromiseStatus.WITHDRAWN, reason="they do without")
GONE = replace(ACCEPTED, is_gone=True)
EVERY = (TRAINING, SPARE, ACCEPTED, DECLINED, WITHDRAWN)

EVENTS: dict[str, Event] = {
    "promise_told": PromiseTold(TRAINING.id, TRAINING.what, ANA, APRIL),
    "promise_reworded": PromiseReworded(TRAINING.id, TRAINING.what, ANA, APRIL, MAY),
    "promise_none": NothingPromised(ANA),
    "promise_accepted": PromiseAccepted(TRAINING.id, TRAINING.what, OMAR),
    "promise_declined": PromiseDeclined(DECLINED.id, DECLINED.what, OMAR, ANA, "nobody is free before March."),
    "promise_withdrawn": PromiseWithdrawn(ACCEPTED.id, ACCEPTED.what, ANA, "they do without.", was_accepted=True),
}
OF_CRM: dict[str, Event] = {
    "promise_withdrawn_crm": PromiseWithdrawn(SPARE.id, SPARE.what, ANA, "", is_from_crm=True),
    "promise_missed": PromiseMissed(ACCEPTED.id, ACCEPTED.what, ANA),
}
HAPPENED = (
    *EVENTS.values(),
    *OF_CRM.values(),
    PromiseTold(SPARE.id, SPARE.what, ANA, is_from_crm=True),
    PromiseReworded(SPARE.id, SPARE.what, ANA, is_from_crm=True),
)


def with_promises(*promises: RegisteredPromise, **changes: Any) -> Deal:
    """Return the deal with these promises, which Omar's crew delivers."""
    field = {"leads": (("field", OMAR),), "functions": (("field", "Field crew"), ("sales", "Sales"))}
    return deal(register=Register(promises, asked=1), **(field | changes))


def _rendered(kind: Kind, event: Event | None, of: Deal, say: Say, detail: str | None = None) -> Message:
    drawn = scene(event, of)
    worded = replace(drawn, deal=reword(drawn.deal, say), event=reword(drawn.event, say))
    return render(Outgoing("key", kind, None, detail=detail), worded)


def _said(say: Say) -> Iterator[tuple[str, Message]]:
    for name, event in (EVENTS | OF_CRM).items():
        if not isinstance(event, PromiseAccepted):
            yield f"said_{name}", _rendered(Kind.SAY, event, with_promises(*EVERY), say)
    for name, event in EVENTS.items():
        yield f"did_{name}", replies.did(reword(event, say), reword(with_promises(*EVERY), say), NOW)
    many = tuple(promise(20 + n, f"promise number {n}") for n in range(30))
    for name, waiting in (("one", (SPARE,)), ("answered", (ACCEPTED, DECLINED)), ("many", many)):
        yield f"promises_asked_{name}", _rendered(Kind.EDIT, None, with_promises(*waiting), say, "promises")


def _listed(say: Say) -> Iterator[tuple[str, Message]]:
    around = Context(PEOPLE, LIV, ZONE)
    for who, viewer in (("seller", ANA), ("receiver", OMAR), ("other", FINN)):
        of: Deal = reword(with_promises(*EVERY, GONE), say)
        yield f"promises_{who}", listed(of, viewer, around, scene(of=of))
    over = replace(ACCEPTED, due_on=date(2026, 10, 1))
    closing = Closing(Outcome.DELIVERED, ANA, NOW, "", "", LITTLE)
    ended: Deal = reword(with_promises(over, ACCEPTED, status=DealStatus.CLOSED, closing=closing), say)
    yield "promises_kept_and_missed", listed(ended, ANA, around, scene(of=ended))
    many = tuple(promise(20 + n, f"promise number {n}") for n in range(30))
    for name, of in (("untold", deal()), ("many", with_promises(*many))):
        yield f"promises_{name}", listed(reword(of, say), ANA, around, scene(of=of))


def _boards(say: Say) -> Iterator[tuple[str, Message]]:
    none = deal(register=Register((), ANA, NOW))
    known = (("", with_promises(*EVERY)), ("_accepted", with_promises(ACCEPTED)), ("_none", none))
    for name, of in (*known, ("_taken_back", with_promises(WITHDRAWN))):
        yield f"board_promises{name}", _rendered(Kind.BOARD, None, of, say)
    lines: Sequence[Any] = [item(70, "promises", "List every promise", evidence="promises")]
    yield "checklist_promises", _rendered(Kind.CHECKLIST, None, deal(items=tuple(lines)), say, "sales")


def _at_risk(say: Say) -> Iterator[tuple[str, Message]]:
    lapse = Lapse(LAPSE, LapseKind.PROMISE_AT_RISK, None, NOW, rung=1)
    of = with_promises(ACCEPTED, lapses=(lapse,))
    about = "the promised date: ready on Mon 1 Feb 2027 at this pace, 40 working days of work planned, 33 left"
    for rung, where, decider in ((1, Where.CHANNEL, None), (2, Where.CHANNEL, LIV), (3, Where.LEADERSHIP, None)):
        event = Nudged(LAPSE, lapse.kind, about, rung, where, OMAR, (ANA,), decider)
        yield f"nudge_promise_of_the_register_{rung}", _rendered(Kind.NUDGE, event, of, say)


def _forms(say: Say) -> Iterator[tuple[str, Any]]:
    press = Press(deal().id, TRAINING.id)
    for name, asked in (("", TRAINING), ("_declined", DECLINED)):
        yield f"form_promise_reword{name}", promise_forms.reword(press, reword(asked, say))
    yield "form_promise", promise_forms.tell(press)
    yield "form_promise_decline", promise_forms.decline(press, reword(TRAINING, say))
    yield "form_promise_withdraw", promise_forms.withdraw(press, reword(TRAINING, say))


def refused() -> dict[str, r.Refusal]:
    """Return what is said where a promise cannot be told or answered."""
    by_hand = item(71, "promises", "List every promise", evidence="promises")
    answered = {f"promise_{each.status}": r.PromiseAnswered(each) for each in (ACCEPTED, DECLINED, WITHDRAWN)}
    return answered | {
        "promises_stand": r.PromisesStand((TRAINING, SPARE)),
        "said_by_register": r.SaidByRegister(by_hand),
    }


PARTS = (_said, _listed, _boards, _at_risk, _forms)
