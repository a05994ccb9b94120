"""Icons that only the page around the messages needs, beside those that are drawn everywhere."""

from functools import cache

from markupsafe import Markup

from sandbox.drawing.icons import PATHS, SVG

MORE = {
    "back": "M15 5l-7 7 7 7",
    "bolt": "M13 3 5 14h6l-1 7 8-11h-6z",
    "crack": "M12 3.5 21 20H3zM12 9l-2 4h4l-2 4",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
    "stop": "M8 6v12M16 6v12",
    "play": "M8 5l10 7-10 7z",
}


@cache
def icon(name: str) -> Markup:
    return SVG.format(MORE.get(name) or PATHS[name])
