"""Small pictures of people and of the app: initials on a colour that stays theirs."""

from functools import reduce

from markupsafe import Markup

from sandbox.drawing.sheets import tag

HUES = 8


def avatar(user_id: str, name: str, *, is_app: bool = False, size: str = "") -> Markup:
    hue = "of-app" if is_app else f"hue-{_sum(user_id) % HUES}"
    return tag("span", {"class": f"avatar {hue} {size}".strip(), "aria-hidden": "true"}, initials(name))


def initials(name: str) -> str:
    parts = name.split()
    letters = [parts[0], parts[-1]] if len(parts) > 1 else parts
    return "".join(next(filter(str.isalnum, part), part[0]) for part in letters).upper()


# Python's own hash changes with every start, and people would change their colours.
def _sum(text: str) -> int:
    return reduce(lambda total, letter: (total * 31 + ord(letter)) % 65_521, text, 7)
