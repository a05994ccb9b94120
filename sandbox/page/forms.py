"""The form that is open for the reader: the one on top, with those below it as an edge."""

from collections.abc import Mapping

from markupsafe import Markup

from sandbox.drawing.views import draw_view
from sandbox.objects import view_object
from sandbox.page.visit import Visit

NO_ERRORS: Mapping[str, str] = {}


def draw_form(visit: Visit, errors: Mapping[str, str] = NO_ERRORS) -> Markup:
    stack = visit.world.team.views_of(visit.person.id) if visit.person else []
    if not stack:
        return Markup("")
    view = view_object(stack[-1], visit.world.team, visit.world.bot)
    return draw_view(view, visit.reader(), depth=len(stack), errors=errors)
