"""The top bar of the page: the workspace, the clock, the app's shortcuts, and what lies behind the scenes."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from sandbox.drawing.moments import DAYS, short_date_of, time_of, wall_text, zone
from sandbox.page.sheets import sheet
from sandbox.page.shortcuts import shortcuts_of
from sandbox.page.visit import Visit

PANELS = (
    ("traffic", "Traffic", "pulse", "Calls, deliveries and answers"),
    ("faults", "Faults", "crack", "Make things go wrong"),
)


@dataclass(frozen=True)
class Shown:
    """The clock as the reader sees it, and in UTC."""

    epoch: float
    speed: float
    tz: str
    day: str
    time: str
    utc: str
    soon: str


def draw_bar(visit: Visit) -> Markup:
    return sheet(
        "bar.j2",
        visit=visit,
        query=visit.query,
        clock=clock_of(visit),
        workspaces=_workspaces(visit),
        shortcuts=shortcuts_of(visit.world, "global"),
        panels=[_panel(visit, *one) for one in PANELS],
    )


def clock_of(visit: Visit) -> Shown:
    clock = visit.world.clock
    now = clock.now()
    local = now.astimezone(zone(visit.tz))
    return Shown(
        # The browser knows by these two when the next minute begins, and asks for the page again then.
        epoch=now.timestamp(),
        speed=clock.speed,
        tz=visit.tz,
        day=f"{DAYS[local.weekday()][:3]} {short_date_of(local)}",
        time=time_of(local),
        utc=time_of(now.astimezone(UTC)),
        # The field begins with a moment that the clock can still reach.
        soon=wall_text((now + timedelta(hours=1)).timestamp(), visit.tz),
    )


def _workspaces(visit: Visit) -> list[dict[str, object]]:
    """List the workspaces; people do not go along, since nobody is in two."""
    return [
        {
            "href": "/?" + urlencode({"team": world.team.id}),
            "name": world.team.name,
            "note": f"{world.team.domain}.slack.com" + ("" if world.bot.is_installed else ", the app is not installed"),
            "is_here": world is visit.world,
        }
        for world in visit.platform.worlds.values()
    ]


def _panel(visit: Visit, name: str, title: str, icon: str, hint: str) -> dict[str, object]:
    is_open = visit.panel == name
    href = visit.link(panel="" if is_open else name, thread=visit.thread)
    return {"name": name, "title": title, "icon": icon, "hint": hint, "is_open": is_open, "href": href}
