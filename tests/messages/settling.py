"""What admins settle for everybody: the page, its forms and what they refuse, for the catalogue."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from bot import refusals as r
from bot.model import ChannelId, UserId, Week, WorkspaceId
from bot.ports import Workspace
from bot.service.settings import Page
from bot.settled import Allowed, HouseRules, Leader, Setting, Settled
from messages import settings, settings_forms
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
}


def changes() -> list[Settled]:
    """Return a change of everything that can be settled."""
    return [
        Settled(n, NOW - timedelta(hours=n), LIV, what, *texts) for n, (what, texts) in enumerate(VALUES.items(), 1)
    ]


def page(home: Workspace, say: Callable[[str], str], last: list[Settled]) -> Page:
    functions = (("delivery", say("Delivery")), ("finance", say("Finance and tax")))
    kinds = (("repair", say("Repair")), ("site", say("Site installation")))
    return Page(home, functions, kinds, ("field", "money"), last, Allowed())


def drawn(say: Callable[[str], str]) -> Iterator[tuple[str, Message | Block]]:
    full, bare = page(HOME, say, changes()), page(BARE, say, [])
    yield "settings", settings.page(full, ZONE, NOW)
    yield "settings_bare", settings.page(bare, ZONE, NOW)
    over = replace(HOME, rules=HouseRules(private_kinds=("site",), private_until=date(2026, 11, 2)))
    yield "settings_begun", settings.page(page(over, say, changes()[:1]), ZONE, NOW)
    yield "form_settings_saved", settings.saved("/deal")
    for name, form in FORMS.items():
        yield f"form_settings_{name}", form(full)
        yield f"form_settings_{name}_bare", form(bare)
    yield "form_settings_retention_for_ever", settings_forms.retention(replace(bare, allowed=Allowed(30, None)))


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
        "cannot_lead": r.CannotLead(FINN, "finance"),
        "no_such_group": r.NoSuchGroup("money", "finance"),
        "kept_too_long": r.KeptTooLong(90, 1095),
        "kept_too_long_for_ever": r.KeptTooLong(90, None),
    }
