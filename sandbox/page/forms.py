"""The form that is open for the reader: the one on top, with those below it as an edge."""

from markupsafe import Markup

from sandbox.drawing.views import draw_view
from sandbox.page.visit import Visit
from sandbox.state.objects import view_object


def draw_form(visit: Visit) -> Markup:
    stack = visit.world.team.views_of(visit.person.id) if visit.person else []
    if not stack:
        return Markup("")
    # Only the one on top can be touched; those below it are an edge that the style draws.
    top = stack[-1]
    problem = visit.memory.problems.get(top.id)
    errors = problem.errors if problem and problem.hash == top.hash else {}
    view = view_object(top, visit.world.team, visit.world.bot)
    return draw_view(view, visit.reader(), depth=len(stack), errors=errors)
