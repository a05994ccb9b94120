"""The page's few icons, drawn as lines in the colour of the text around them."""

from functools import cache

from markupsafe import Markup

PATHS = {
    "hash": "M10 4 8 20M16 4l-2 16M5 9h15M4 15h15",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "close": "M6 6l12 12M18 6 6 18",
    "home": "M4 11.5 12 5l8 6.5M6 10.5V20h12v-9.5",
    "pin": "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
    "eye": "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5",
    "down": "M6 9l6 6 6-6",
    "reply": "M10 7 5 12l5 5M5 12h9a5 5 0 0 1 5 5v1",
    "more": "M4.5 11.5h1v1h-1zM11.5 11.5h1v1h-1zM18.5 11.5h1v1h-1z",
    "pulse": "M3 12h4l3-7 4 14 3-7h4",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14a6.5 6.5 0 0 1 3.5 6",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
    "fast": "M4 6l7 6-7 6zM13 6l7 6-7 6z",
    "send": "M4 12 20 4l-5 16-3-7z",
    "warn": "M12 4 2.5 20h19zM12 10v4.5M12 17.2v.1",
    "link": "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6L12 17",
    "back": "M15 5l-7 7 7 7",
    "box": "M4 5h16v4H4zM5.5 9v10h13V9M10 13h4",
}
SVG = Markup('<svg viewBox="0 0 24 24" class="icon" aria-hidden="true"><path d="{}"/></svg>')


@cache
def icon(name: str) -> Markup:
    return SVG.format(PATHS[name])
