"""GET and POST /oauth/v2/authorize: the page on which somebody lets the app into their workspace, or does not."""

from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.control.requests import bytes_of
from sandbox.errors import Refused
from sandbox.people.consent import Asked, allow, asked_of, installers
from sandbox.people.scopes import MEANS
from sandbox.platform import Platform

SHEETS = Environment(
    loader=PackageLoader("sandbox.people"), autoescape=True, undefined=StrictUndefined, auto_reload=False
)
PATH = "/oauth/v2/authorize"
KEPT = ("client_id", "scope", "user_scope", "state", "redirect_uri", "team")
SEE_OTHER = 303  # the browser brings the answer with GET, whatever it came with


def routes(platform: Platform) -> list[BaseRoute]:
    async def page(request: Request) -> Response:
        return await ask(platform, request)

    async def choice(request: Request) -> Response:
        return await answer(platform, request)

    return [Route(PATH, page, methods=["GET"]), Route(PATH, choice, methods=["POST"])]


async def ask(platform: Platform, request: Request) -> Response:
    try:
        asked = asked_of(platform, request.query_params)
    except Refused as refusal:
        return _page(platform, wrong=refusal.sentence, status=refusal.status)
    return _page(platform, asked, {name: request.query_params.get(name, "") for name in KEPT})


async def answer(platform: Platform, request: Request) -> Response:
    try:
        form = parse_qs((await bytes_of(request)).decode(errors="replace"), keep_blank_values=True)
    except Refused as refusal:
        return _page(platform, wrong=refusal.sentence, status=refusal.status)
    given = {name: form.get(name, [""])[0] for name in (*KEPT, "installer", "choice")}
    try:
        asked = asked_of(platform, given)
    except Refused as refusal:
        return _page(platform, wrong=refusal.sentence, status=refusal.status)
    # Enter in the form presses its first button, which is Cancel: nobody agrees by accident.
    if given["choice"] != "allow":
        return RedirectResponse(asked.back(error="access_denied"), SEE_OTHER)
    team, _, installer = given["installer"].partition("/")
    needed, optional = _parted(platform, asked)
    # Only what was asked for can be granted, whatever a form that was tampered with says.
    granted = (*needed, *(one for one in optional if one in form.get("optional", [])))
    try:
        address = allow(platform, asked, platform.world(team), installer, granted)
    except Refused as refusal:
        return _page(platform, asked, {name: given[name] for name in KEPT}, refusal.sentence, refusal.status)
    return RedirectResponse(address, SEE_OTHER)


def _parted(platform: Platform, asked: Asked) -> tuple[list[str], list[str]]:
    """Part the scopes into those that the app must have and those that people may refuse it."""
    may_refuse = platform.shared.app.optional_scopes
    return [one for one in asked.scopes if one not in may_refuse], [one for one in asked.scopes if one in may_refuse]


def _page(
    platform: Platform,
    asked: Asked | None = None,
    hidden: dict[str, str] | None = None,
    wrong: str = "",
    status: int = 200,
) -> HTMLResponse:
    app = platform.shared.app
    worlds = [one for one in platform.worlds.values() if not (asked and asked.team) or one.team.id == asked.team]
    groups = [(world, list(installers(world))) for world in worlds]
    needed, optional = _parted(platform, asked) if asked else ([], [])
    drawn = SHEETS.get_template("consent.j2").render(
        title=f"{app.name} asks to be let into your workspace" if asked else "This app cannot be installed",
        app=app,
        asked=asked,
        hidden=(hidden or {}).items(),
        wrong=wrong,
        groups=[(world, users) for world, users in groups if users],
        needed=needed,
        optional=optional,
        means=MEANS,
    )
    return HTMLResponse(drawn, status)
