"""Evidence that is none, lines that are reopened and gates that are passed over: every way in which that reads."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from bot import refusals as r
from bot.events import Event
from bot.gate_events import ItemReopened, ItemStartedAnyway, ItemWaitsAgain
from bot.model import Deal, ItemStatus
from bot.outgoing import Kind, Outgoing
from bot.reopened import Behind, Reopened
from messages import checklist, gate_forms
from messages.blocks import Block
from messages.message import Message
from messages.rendering import render
from tests.messages.samples import ANA, FINN, LIV, NOW, OMAR, deal, due, item, reword, scene

Say = Callable[[str], str]
KINDS = {
    "link": "drive",
    "file": "in the binder",
    "number": "done",
    "count": "some",
    "date": "soon",
    "text": "-",
    "amount": "48000",
}
WHY = "the permit was rejected"
SURVEY = item(60, "survey_photos", "Survey the site with four photos", "field", evidence="count", at_least=4)
BRIEF = item(61, "brief_form", "Write the brief", evidence="form", parts=("Who decides", "What success is"))
PERMIT = item(
    63, "permit", "Building permit is there", "field", due=due(4, month=12), reopened=Reopened(OMAR, NOW, WHY)
)
INSTALL = item(
    64, "install", "Charger is installed", "field", status=ItemStatus.WAITING, waits_for=("permit",), holder_id=FINN
)
ALONE = ItemReopened(PERMIT.id, PERMIT.title, OMAR, WHY, due(4, month=12), ANA, ItemStatus.DONE)
CHAIN = replace(
    ALONE,
    was=ItemStatus.ACCEPTED,
    accepted_by_id=LIV,
    waiting=(Behind(INSTALL.title, FINN), *(Behind(f"Line {n}", FINN) for n in range(5))),
    standing=(Behind("Site is surveyed", LIV), Behind("Product is ordered", OMAR)),
)
STARTED = ItemStartedAnyway(
    INSTALL.id, INSTALL.title, ANA, "the crew is booked for Monday", due(1, month=12), FINN, (PERMIT.title,)
)
SAID: dict[str, Event] = {"item_reopened": ALONE, "item_reopened_chain": CHAIN, "item_started_anyway": STARTED}
HAPPENED: tuple[Event, ...] = (ItemWaitsAgain(INSTALL.id, INSTALL.title, FINN, PERMIT.title, ItemStatus.OPEN),)


def at_the_gate(**changes: object) -> Deal:
    return deal(items=(replace(PERMIT, **changes), INSTALL))  # type: ignore[arg-type]


def _drawn(say: Say) -> Iterator[tuple[str, Message]]:
    of: Deal = reword(at_the_gate(), say)
    yield "checklist_reopened", checklist.checklist(of, "field", NOW, "/deal")
    held = deal(items=(PERMIT, replace(INSTALL, reopened=PERMIT.reopened)))
    twice = replace(CHAIN, item_id=INSTALL.id, title=INSTALL.title, holder_id=FINN, due=None, waiting=(), standing=())
    row = Outgoing("key", Kind.SAY, "lane")
    yield "said_item_reopened_and_waits", render(row, reword(scene(twice, held), say))
    for name, line in (("open", PERMIT), ("waits", replace(PERMIT, status=ItemStatus.WAITING, reopened=None))):
        edit = Outgoing("key", Kind.EDIT, "lane", detail=f"asked:{PERMIT.id}")
        yield f"edit_asked_again_{name}", render(edit, reword(scene(of=deal(items=(line,))), say))
    redone = replace(PERMIT, status=ItemStatus.DONE, done_by=ANA, accepted_by="field", reopened=None, generation=5)
    for name, asked in (("older", 2), ("newest", 5)):
        edit = Outgoing("key", Kind.EDIT, "lane", detail=f"asked:{PERMIT.id}:{asked}")
        yield f"edit_asked_again_{name}", render(edit, reword(scene(of=deal(items=(redone,))), say))


def _forms(say: Say) -> Iterator[tuple[str, Block]]:
    of: Deal = reword(at_the_gate(), say)
    permit, install = of.items
    yield "form_reopen", gate_forms.reopen(of, (permit, install), None)
    yield "form_reopen_chosen", gate_forms.reopen(of, (install,), permit, when="12.3.")
    yield "form_start", gate_forms.start(of, (install,), None)
    yield "form_start_chosen", gate_forms.start(of, (install,), install)


PARTS = (_drawn, _forms)


def refused() -> dict[str, r.Refusal]:
    """Return each refusal in each form that reads differently."""
    wrong = {
        f"not_evidence_{kind}": r.NotEvidence(item(62, kind, "Attach the contract", evidence=kind), given)
        for kind, given in KINDS.items()
    }
    earlier = Reopened(OMAR, NOW - timedelta(minutes=5), WHY)
    return wrong | {
        "too_few": r.TooFew(SURVEY, "3"),
        "part_missing": r.PartMissing(BRIEF, BRIEF.parts[0]),
        "not_ended": r.NotEnded(SURVEY),
        "not_ended_reopened": r.NotEnded(replace(PERMIT, reopened=earlier)),
        "not_waiting_open": r.NotWaiting(SURVEY),
        "not_waiting_done": r.NotWaiting(replace(SURVEY, status=ItemStatus.DONE)),
        "not_waiting_accepted": r.NotWaiting(replace(SURVEY, status=ItemStatus.ACCEPTED)),
    }
