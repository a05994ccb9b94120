"""Draws the app's views: forms above the page, and the Home tab."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from sandbox.drawing.blocks import draw_blocks
from sandbox.drawing.icons import icon
from sandbox.drawing.reader import Reader
from sandbox.drawing.sheets import draw, rev_of
from sandbox.drawing.surface import SurfaceKind, Where
from sandbox.drawing.texts import words
from sandbox.errors import Json


def draw_view(view: Json, reader: Reader, *, depth: int, errors: Mapping[str, str] | None = None) -> Markup:
    """Draw the form on top of `depth` forms; one that lies on others has an arrow that leads back to them.

    The cross closes all of them (Slack calls it `is_cleared`), the arrow and the button below only this one.
    """
    # Slack refuses a form with fields and without a submit; older apps counted on its own word for it.
    needs_submit = any(one.get("type") == "input" for one in view["blocks"])
    facts: dict[str, Any] = {
        "depth": depth,
        "title": words(view.get("title")),
        "submit": words(view.get("submit")) or ("Submit" if needs_submit else ""),
        "is_disabled": bool(view.get("submit_disabled")),
        "close": words(view.get("close")) or "Close",
        "inside": _inside(view, reader, "modal", errors or {}),
    }
    return draw(
        "view",
        "modal",
        id=f"view-{view['id']}",
        view=view["id"],
        # Slack gives a form a new hash with every update, so the hash is no part of what is drawn.
        hash=view.get("hash") or "",
        rev=rev_of(*map(str, facts.values())),
        cross=icon("close"),
        arrow=icon("back"),
        **facts,
    )


def draw_home(view: Json, reader: Reader) -> Markup:
    inside = _inside(view, reader, "home", {})
    return draw("view", "home", id=f"view-{view['id']}", view=view["id"], rev=rev_of(inside), inside=inside)


def _inside(view: Json, reader: Reader, surface: SurfaceKind, errors: Mapping[str, str]) -> Markup:
    state = (view.get("state") or {}).get("values") or {}
    return draw_blocks(view["blocks"], reader, surface=surface, where=Where(view["id"]), state=state, errors=errors)
