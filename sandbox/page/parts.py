"""The parts of the page, each drawn by its own module, with a mark that changes when what it shows does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from sandbox.page.bar import draw_bar
from sandbox.page.composer import draw_composer
from sandbox.page.conversation import draw_place
from sandbox.page.forms import draw_form
from sandbox.page.heading import draw_heading
from sandbox.page.panel import draw_panel
from sandbox.page.rows import rev_of
from sandbox.page.sidebar import draw_sidebar
from sandbox.page.thread import draw_thread
from sandbox.page.visit import Visit

DRAWERS: Mapping[str, Callable[[Visit], Markup]] = {
    "bar": draw_bar,
    "sidebar": draw_sidebar,
    "heading": draw_heading,
    "messages": draw_place,
    "below": draw_composer,
    "thread": draw_thread,
    "panel": draw_panel,
    "modal": draw_form,
}


@dataclass(frozen=True)
class Part:
    html: Markup

    @property
    def rev(self) -> str:
        return rev_of(self.html)


def draw_parts(visit: Visit) -> dict[str, Part]:
    # All of them each time: drawing is cheap beside working out which change touched which part.
    return {name: Part(draw(visit)) for name, draw in DRAWERS.items()}
