"""What admins settle for everybody: the page, its forms and what they refuse, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from bot import refusals as r
from bot.connected import Connection, Unheard
from bot.crm_people import CrmPerson
from bot.model import ChannelId, UserId, Week, WorkspaceId
from bot.ports import Workspace
from bot.service.crm_people import Chosen
from bot.service.settings import Page
from bot.settled import Allowed, HouseRules, Leader, Setting, Settled
from messages import connections, crm_people, settings, settings_forms
from messages.blocks import Block
from messages.message import Message
from tests.messages.samples import FINN, LIV, NOW, OMAR, ZONE

BARE = Workspace(WorkspaceId(UUID(int=1)), "T1", UserId("UBOT"))
HOME = replace(
    BARE,
    team_channel=ChannelId("C0TEAM"),
    leadership_channel=ChannelId("C0LEAD"),
    week=Week(frozenset({0, 1, 2, 4}), time(8, 30), time(16)),
    region="FI",
    days_off=(date(2026, 12, 24), date(2027, 6, 4)),
    rules=HouseRules(
        leads=(("delivery", Leader(OMAR)), ("finance", Leader(group="money"))),
        private_above_minor=10_000_000,
        private_kinds=("site", "repair"),
        private_until=date(2026, 11, 30),
        history_days=365,
        erases=True,
        has_channels=True,
    ),
)
VALUES = {
    Setting.TEAM_CHANNEL: ("", "", "C0TEAM"),
    Setting.LEADERSHIP_CHANNEL: ("", "C0LEAD", ""),
    Setting.LEAD: ("delivery", OMAR, "@money"),
    Setting.WEEK: ("", "0,1,2 08:30 16:00", ""),
    Setting.REGION: ("", "FI", "DE-BY"),
    Setting.DAYS_OFF: ("", "2026-12-24,2027-06-04", "2026-12-24"),
    Setting.PRIVATE_ABOVE: ("", "10000000", "99"),
    Setting.PRIVATE_KIND: ("site", "", "yes"),
    Setting.PRIVATE_UNTIL: ("", "", "2026-11-30"),
    Setting.HISTORY_DAYS: ("", "365", ""),
    Setting.ERASES: ("", "yes", ""),
    Setting.CONNECTION: ("erp", "", "yes"),
    Setting.CRM_PERSON: ("erp: max@example.com", "", OMAR),
    Setting.RENEWED: ("erp", "2026-11-02T08:00:00+00:00", "2026-11-23T09:30:00+00:00"),
    Setting.MAY_SPEAK: ("", "no", "yes"),
}


def changes() -> list[Settled]:
    """Return a change of everything that can be settled."""
    return [
        Settled(n, NOW - timedelta(hours=n), LIV, what, *texts) for n, (what, texts) in enumerate(VALUES.items(), 1)
    ]


def page(home: Workspace, say: Callable[[str], str], last: list[Settled]) -> Page:
    functions = (("delivery", say("Delivery")), ("finance", say("Finance and tax")))
    kinds = (("repair", say("Repair")), ("site", say("Site installation")))
    systems = ("erp", "hubspot") if home is not BARE else ()
    return Page(home, functions, kinds, ("field", "money"), last, Allowed(connects=True), systems, len(systems), 5)


def drawn(say: Callable[[str], str]) -> Iterator[tuple[str, Message | Block]]:
    full, bare = page(HOME, say, changes()), page(BARE, say, [])
    yield "settings", settings.page(full, ZONE, NOW)
    yield "settings_bare", settings.page(bare, ZONE, NOW)
    over = replace(HOME, rules=HouseRules(private_kinds=("site",), private_until=date(2026, 11, 2)))
    yield "settings_begun", settings.page(page(over, say, changes()[:1]), ZONE, NOW)
    yield "form_settings_saved", settings.saved("/deal")
    yield from _of_connections()
    yield from _of_people(say)
    for name, form in FORMS.items():
        yield f"form_settings_{name}", form(full)
        yield f"form_settings_{name}_bare", form(bare)
    yield "form_settings_retention_for_ever", settings_forms.retention(replace(bare, allowed=Allowed(30, None)))


ERP = Connection(UUID(int=42), "erp", LIV, secret_at=NOW - timedelta(days=20))
HUBSPOT = replace(
    ERP,
    source="hubspot",
    secret_at=NOW - timedelta(hours=1),
    old_until=NOW + timedelta(hours=23),
    heard_at=NOW - timedelta(minutes=4),
    refused_at=NOW - timedelta(minutes=1),
    refused_why=Unheard.MISMATCH,
)


def shown(connection: Connection) -> connections.Shown:
    return connections.Shown(connection, f"https://baton.example.com/webhooks/{connection.source}/{connection.id.hex}")


def _of_connections() -> Iterator[tuple[str, Message | Block]]:
    yield "connections_none", connections.listed([], ZONE, NOW)
    refused = [replace(ERP, refused_at=NOW, refused_why=why) for why in Unheard]
    yield "connections", connections.listed([shown(each) for each in (ERP, HUBSPOT, *refused)], ZONE, NOW)
    yield "form_connection", connections.form(ERP.id)
    yield "form_connection_made", connections.connected(shown(ERP), "made-up-and-shown-once", ZONE)
    yield "form_connection_renewed", connections.connected(shown(HUBSPOT), "made-up-and-shown-once", ZONE)
    yield "form_connection_renew", connections.renew_form(HUBSPOT, 7)
    yield "form_connection_remove", connections.remove_form(ERP)
    yield "form_connection_removed", connections.removed(ERP)


def _of_people(say: Callable[[str], str]) -> Iterator[tuple[str, Message | Block]]:
    lost = CrmPerson("erp", "max", say("Max Mustermann"), NOW, waiting=3)
    found, stood_for = replace(lost, user=OMAR, waiting=0), replace(lost, user=OMAR, is_stand_in=True, waiting=1)
    yield "crm_people_none", crm_people.listed([])
    yield "crm_people", crm_people.listed([lost, stood_for, found])
    yield "crm_people_many", crm_people.listed([lost] * (crm_people.MOST_SHOWN + 2))
    yield "form_crm_person", crm_people.form(lost, 7)
    yield "form_crm_person_stood_for", crm_people.form(stood_for, 7)
    yield "form_crm_person_chosen", crm_people.chosen(Chosen(found, 3, 0), "/deal")
    yield "form_crm_person_more", crm_people.chosen(Chosen(stood_for, 50, 12), "/deal")


FORMS = {
    "channels": settings_forms.channels,
    "leads": settings_forms.leads,
    "week": settings_forms.week,
    "visibility": settings_forms.visibility,
    "beginning": settings_forms.beginning,
    "retention": settings_forms.retention,
}


def refused() -> dict[str, r.Refusal]:
    return {
        "settled_meanwhile": r.SettledMeanwhile(LIV, NOW - timedelta(minutes=3)),
        "cannot_lead": r.CannotLead(FINN, "finance", r.Unable.GUEST),
        "no_such_group": r.NoSuchGroup("money", "finance"),
        "already_connected": r.AlreadyConnected("erp", LIV),
        "cannot_connect": r.CannotConnect(),
        "not_connected": r.NotConnected(),
        "not_named": r.NotNamed(),
        "cannot_stand_for": r.CannotStandFor(FINN, r.Unable.GONE),
        "too_many_connected": r.TooManyConnected(20),
        "kept_too_long": r.KeptTooLong(90, 1095),
        "kept_too_long_for_ever": r.KeptTooLong(90, None),
    }
