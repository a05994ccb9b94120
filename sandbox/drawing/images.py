"""Draws pictures; one without an address that can be fetched shows its words instead."""

import re

from markupsafe import Markup

from sandbox.drawing.sheets import draw
from sandbox.errors import Json

# What apps leave out of an address, such as a file that only Slack can open, must not become a broken picture.
FETCHED = re.compile(r"https?:|data:image/", re.IGNORECASE)


def picture(image: Json) -> Markup:
    address = image.get("image_url") or image.get("slack_file", {}).get("url", "")
    is_shown = bool(FETCHED.match(address))
    return draw("blocks", "picture", address=address if is_shown else "", alt=image.get("alt_text", ""))
