"""Draws the app's views: forms above the page, and the Home tab."""

from collections.abc import Mapping
from hashlib import blake2b

from markupsafe import Markup

from sandbox.drawing.blocks import draw_blocks
from sandbox.drawing.icons import icon
from sandbox.drawing.reader import Reader
from sandbox.drawing.sheets import draw
from sandbox.drawing.surface import SurfaceKind, Where
from sandbox.drawing.texts import words
from sandbox.errors import Json


def draw_view(view: Json, reader: Reader, *, depth: int, errors: Mapping[str, str] | None = None) -> Markup:
    """Draw the form on top of `depth` forms; one that lies on others has an arrow that leads back to them.

    The cross closes all of them (Slack calls it `is_cleared`), the arrow and the button below only this one.
    """
    inside = _inside(view, reader, "modal", errors or {})
    needs_submit = any(one.get("type") == "input" for one in view["blocks"])
    return draw(
        "view",
        "modal",
        id=f"view-{view['id']}",
        view=view["id"],
        hash=view.get("hash") or "",
        depth=depth,
        rev=_rev(inside, str(depth), words(view.get("title"))),
        title=words(view.get("title")),
        submit=words(view.get("submit")) or ("Submit" if needs_submit else ""),
        is_disabled=bool(view.get("submit_disabled")),
        close=words(view.get("close")) or "Close",
        cross=icon("close"),
        arrow=icon("back"),
        inside=inside,
    )


def draw_home(view: Json, reader: Reader) -> Markup:
    inside = _inside(view, reader, "home", {})
    return draw("view", "home", id=f"view-{view['id']}", view=view["id"], rev=_rev(inside), inside=inside)


def _inside(view: Json, reader: Reader, surface: SurfaceKind, errors: Mapping[str, str]) -> Markup:
    state = (view.get("state") or {}).get("values") or {}
    return draw_blocks(view["blocks"], reader, surface=surface, where=Where(view["id"]), state=state, errors=errors)


def _rev(*drawn: str) -> str:
    return blake2b("\0".join(drawn).encode(errors="surrogatepass"), digest_size=6).hexdigest()
