"""A language that nobody speaks: every sentence of the templates in brackets of its own, with what fills it left outside."""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

from messages.language import Language
from messages.words import ENVIRONMENT

TEMPLATES = Path(__file__).parents[2] / "messages/templates"
PLACE = re.compile(r"%\(\w+\)s")
OPENS, CLOSES = "⟦", "⟧"


def phrases() -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield what each template gives to translators: a sentence, its two forms, or what it is about and it."""
    for file in sorted(TEMPLATES.rglob("*.j2")):
        for _line, _function, said in ENVIRONMENT.extract_translations(file.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            yield file.relative_to(TEMPLATES), (said,) if isinstance(said, str) else tuple(filter(None, said))


class Bracketed(NullTranslations):
    """Puts what it knows into brackets, up to where a value stands; what stands in no template comes out as it went in."""

    def __init__(self) -> None:
        super().__init__()
        self._known = {one for _, said in phrases() for one in said}

    def gettext(self, message: str) -> str:
        return PLACE.sub(rf"{CLOSES}\g<0>{OPENS}", f"{OPENS}{message}{CLOSES}") if message in self._known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        assert context in self._known
        return self.gettext(message)


BRACKETED = Language("en", Bracketed())


def outside(text: str) -> str:
    """Return what stands in no bracket; one that was cut off ends with the text."""
    depth, left = 0, []
    for sign in text:
        if sign == OPENS:
            depth += 1
            left.append(" ")
        elif sign == CLOSES:
            depth -= 1
        elif not depth:
            left.append(sign)
    return "".join(left)
