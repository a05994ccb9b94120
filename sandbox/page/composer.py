"""What stands below the messages: the field to write in, or why nobody can write here."""

from markupsafe import Markup

from sandbox.page.heading import title_of
from sandbox.page.sheets import sheet
from sandbox.page.visit import APP, Visit


def draw_composer(visit: Visit) -> Markup:
    command = next(iter(visit.world.app.commands), "")
    placeholder = f"Message {title_of(visit)}" + (f" or type {command}" if command else "")
    return sheet("below.j2", kind=_kind(visit), query=visit.query, placeholder=placeholder)


def _kind(visit: Visit) -> str:
    there = visit.channel
    if visit.person is None or visit.is_home:
        return "nothing"
    if there and there.is_archived:
        return "archived"
    # Everybody may write to the app, whether they ever have or not.
    is_in = visit.place == APP or (there is not None and visit.person.id in there.members)
    return "field" if is_in else "join"
