"""The panel at the right edge: the traffic log, or the ways to make things go wrong."""

from markupsafe import Markup

from sandbox.page.faults import draw_faults
from sandbox.page.traffic import draw_traffic
from sandbox.page.visit import Visit

PANELS = {"traffic": draw_traffic, "faults": draw_faults}


def draw_panel(visit: Visit) -> Markup:
    return PANELS[visit.panel](visit) if visit.panel else Markup("")
