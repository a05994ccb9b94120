"""The sheets of HTML: templates whose macros are called like functions."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

ENVIRONMENT = Environment(
    loader=PackageLoader("sandbox.drawing"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def draw(sheet: str, macro: str, **facts: Any) -> Markup:
    """Call a macro. It sees only what it is given: a sheet that could look around would draw differently in places."""
    return Markup(_macro(sheet, macro)(**facts))  # noqa: S704 - a macro's output is escaped already


@lru_cache(maxsize=256)
def _macro(sheet: str, macro: str) -> Any:
    return getattr(ENVIRONMENT.get_template(f"{sheet}.j2").module, macro)


def attributes(facts: Mapping[str, Any]) -> Markup:
    """Write HTML attributes; None and False are left out, True stands without a value."""
    written = [
        f" {name}" if value is True else f' {name}="{escape(value)}"'
        for name, value in facts.items()
        if value is not None and value is not False
    ]
    return Markup("".join(written))  # noqa: S704 - every value above is escaped, names are ours


def joined(parts: list[Markup]) -> Markup:
    return Markup("").join(parts)
