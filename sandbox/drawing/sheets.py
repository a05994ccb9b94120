"""The sheets of HTML: templates whose macros are called like functions."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

ENVIRONMENT = Environment(
    loader=PackageLoader("sandbox.drawing"),
    autoescape=True,
    # A fact that is missing must fail a test, not show as an empty place to somebody.
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    # Looking whether a sheet has changed on disk would cost more than to draw it.
    auto_reload=False,
)


def draw(sheet: str, macro: str, **facts: Any) -> Markup:
    """Call a macro. It sees only what it is given: a sheet that could look around would draw differently in places."""
    drawn: Markup = _macro(sheet, macro)(**facts)
    return drawn


@lru_cache(maxsize=256)
def _macro(sheet: str, macro: str) -> Any:
    return getattr(ENVIRONMENT.get_template(f"{sheet}.j2").module, macro)


def attributes(facts: Mapping[str, Any]) -> Markup:
    """Write HTML attributes; None and False are left out, True stands without a value."""
    written = [
        # html.escape, not markupsafe's: a board has a thousand attributes, and this takes a fifth of the time.
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in facts.items()
        if value is not None and value is not False
    ]
    return Markup("".join(written))  # noqa: S704 - names are ours, values are escaped


def tag(name: str, facts: Mapping[str, Any], inside: str | None = "") -> Markup:
    """Write one element around text, or around what is drawn already; None stands for an element that has no end."""
    if inside is None:
        return Markup(f"<{name}{attributes(facts)}>")  # noqa: S704 - names are ours, values are escaped
    drawn = inside if isinstance(inside, Markup) else escape(inside)
    return Markup(f"<{name}{attributes(facts)}>{drawn}</{name}>")  # noqa: S704 - as above


def joined(parts: Iterable[Markup]) -> Markup:
    return Markup("".join(parts))  # noqa: S704 - its parts are drawn


def rev_of(*drawn: str) -> str:
    """Make a short mark of what is drawn, which changes with it: the page replaces only what has another one."""
    return blake2b("\0".join(drawn).encode(errors="surrogatepass"), digest_size=6).hexdigest()
