"""A deal and a newer version of its playbook: every way in which that reads, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot import refusals as r
from bot.context import Context
from bot.events import Event
from bot.kept_versions import Chosen, Kept
from bot.model import Deal, PlaybookId, Week
from bot.playbook import DueRule, FunctionCalendar, FunctionRole, ItemRule, Ladder, Playbook
from bot.service.moving_over import Standing
from bot.service.publishing import Draft, Shelf
from bot.versions import Altered, Difference, ItemDropped, OtherDays, PlaybookMoved
from messages import shelf, versions
from messages.blocks import Block
from messages.ids import Press
from messages.message import Message
from tests.messages.samples import LIV, OMAR, PEOPLE, ZONE, deal, reword

Say = Callable[[str], str]
AROUND = Context(PEOPLE, LIV, ZONE)

SITE = ItemRule("site", "field", "Site is surveyed", "file", DueRule("scope", 2), "delivery", ("scope",))
PERMIT = ItemRule("permit", "field", "Crane permit is granted", "number", DueRule("won", 3), None, (), is_gate=True)
SATURDAYS = Week(frozenset(range(6)), time(7), time(16))
FOUND = Difference(
    added=(
        PERMIT,
        ItemRule("power", "delivery", "Power is there", "none", DueRule("promised", -5), waits_for=("permit",)),
    ),
    dropped=(ItemRule("photos", "field", "Photos are taken", "file", None),),
    altered=(
        Altered(SITE, replace(SITE, title="Site is seen", due=DueRule("promised", -20), evidence="date", is_gate=True)),
        Altered(
            ItemRule(
                "scope", "sales", "Scope is clear", "form", DueRule("won", 0), "delivery", parts=("power", "place")
            ),
            ItemRule("scope", "delivery", "Scope is clear", "count", None, None, ("permit",), at_least=4),
        ),
    ),
    functions_added=("Permits & grants",),
    functions_dropped=("Finance",),
    ladder=("item_overdue", "otherwise"),
    calendars=(
        OtherDays("field", FunctionCalendar(SATURDAYS, "DE-BY", tuple(date(2026, 12, day) for day in range(24, 30)))),
        OtherDays("sales", FunctionCalendar(region="FI")),
        OtherDays("delivery", None),
    ),
)
MOVED = PlaybookMoved(LIV, "Site installation", PlaybookId("a" * 64), PlaybookId("b" * 64), FOUND, ("Deposit is paid",))

SAID: dict[str, Event] = {
    "playbook_moved": replace(MOVED, reason="The city asks for it since May."),
    "playbook_moved_clocks_only": replace(MOVED, difference=Difference(ladder=("silence",)), kept=()),
}
HAPPENED: tuple[Event, ...] = (ItemDropped(deal().items[0].id, "Photos are taken", "field", OMAR),)


def kept(title: str, id_: str, day: int) -> Kept:
    playbook = Playbook(id_ * 64, "site", title, "field", (FunctionRole("field", "Field crew"),), (), Ladder())
    return Kept(playbook, datetime(2026, 11, day, 8, tzinfo=UTC))


def standings(say: Say) -> dict[str, Standing]:
    """Return a deal by the newest version, by an older one, and by one that nobody knows."""
    of: Deal = reword(deal(), say)
    old, new = kept(say("Site installation"), "a", 3), kept(say("Site installation"), "b", 23)
    older = Standing(of, AROUND, old, new, reword(MOVED, say))
    same = replace(older, change=PlaybookMoved(LIV, "Site", None, PlaybookId("b"), Difference()))
    return {
        "newest": Standing(of, AROUND, new),
        "older": older,
        "older_alike": same,
        "none": Standing(of, AROUND, None),
    }


def drawn(say: Say) -> Iterator[tuple[str, Message | Block]]:
    """Yield what is answered and asked."""
    for name, seen in standings(say).items():
        yield f"playbook_{name}", versions.standing(seen)
        if seen.to:
            press = Press(seen.deal.id)
            yield f"form_move_over_{name}", versions.difference_form(press, seen, may_move=True)
            yield f"form_move_over_{name}_not_yours", versions.difference_form(press, seen, may_move=False)


def shelves(say: Say) -> Iterator[tuple[str, Message | Block]]:
    """Yield what admins read and fill in about the playbooks of a workspace."""
    own, file, came = kept(say("Our sites"), "a", 3), kept(say("Repairs"), "b", 4), kept(say("Software"), "c", 5)
    file = replace(file, playbook=replace(file.playbook, kind="repair", source="playbooks/repair.yaml"))
    came = replace(came, playbook=replace(came.playbook, kind="saas", source="saas.yaml"))
    chosen = Chosen("site", PlaybookId("a"), None, LIV, datetime(2026, 11, 23, 8, tzinfo=UTC))
    yield "shelf", shelf.listed(Shelf([own, file, came], {"site": chosen}), ZONE)
    text = say("kind: site\ntitle: Site\nfunctions:\n- {key: a, function: field, title: A & `b` <@U0EVE>}\n")
    yield "form_playbook_shown", shelf.shown(own.playbook, text)
    yield "form_playbook_replace", shelf.form(own.playbook.title, text * 40, kind="site")
    yield "form_playbook_add", shelf.form(None, "")
    found = reword(replace(FOUND, opening=("welcome", "leads", "is_private")), say)
    yield "form_publish", shelf.publish_form(Draft(own.playbook, file.playbook, found, 1_234))
    yield "form_publish_new", shelf.publish_form(Draft(own.playbook, None, Difference(), 0))
    for follows in (True, False):
        yield f"form_published_{'follow' if follows else 'keep'}", shelf.published(own.playbook, follows=follows)


def refused() -> dict[str, r.Refusal]:
    return {
        "no_newer_playbook": r.NoNewerPlaybook("Site installation"),
        "same_playbook": r.SamePlaybook("Site installation"),
    }
