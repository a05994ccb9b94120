"""The page's templates, and the small things that all of them draw: icons, avatars, times."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from sandbox.page.icons import icon

ENVIRONMENT = Environment(
    loader=PackageLoader("sandbox.page"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
ENVIRONMENT.globals["icon"] = icon


@lru_cache(maxsize=64)
def _template(name: str) -> Template:
    return ENVIRONMENT.get_template(name)


def sheet(name: str, /, **facts: Any) -> Markup:
    # Stripped, because an empty part hides itself only when there is not even a line break in it.
    return Markup(_template(name).render(facts).strip())  # noqa: S704 - templates escape what they are given
