"""The page's addresses: the page itself, its parts anew, what its forms send, and the files beside it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.control.clock import moved
from sandbox.control.requests import bytes_of
from sandbox.errors import Json, Refused
from sandbox.page.acts import act, only
from sandbox.page.conversation import mark_read, unread_since
from sandbox.page.filled import Form
from sandbox.page.heading import title_of
from sandbox.page.memory import Memory
from sandbox.page.message_menu import draw_message_menu
from sandbox.page.moves import wanted
from sandbox.page.news import heard_of, news_of
from sandbox.page.offers import draw_offers
from sandbox.page.parts import draw_parts
from sandbox.page.sheets import sheet
from sandbox.page.traffic import draw_payload
from sandbox.page.trouble import make_trouble
from sandbox.page.visit import Visit, visit_of
from sandbox.platform import Platform

HERE = Path(__file__).parent
STYLES = ("tones", "layout", "bar", "sidebar", "messages", "blocks", "controls", "composer", "modal", "panel", "frames")
# Images of messages may come from anywhere; everything else is the page's own, and nothing runs that is written inline.
POLICY = (
    "default-src 'self'; img-src * data:; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# Nothing is kept by the browser: a page from before a restart would show people who are not there.
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}

Arrive = Callable[[Mapping[str, str]], Visit]
Show = Callable[[Visit, Request], Response]
Do = Callable[[Visit, Request, Form], Awaitable[Json]]


def routes(platform: Platform) -> list[BaseRoute]:
    # One for all visitors: what it counts and remembers belongs to the workspaces, not to a browser.
    memory = Memory()

    def arrive(asked: Mapping[str, str]) -> Visit:
        return visit_of(platform, asked, memory)

    return [
        Route("/", _showing(arrive, _page)),
        # Where the app's form goes when the page's script is not there to send it elsewhere.
        Route("/", _doing(arrive, _submit), methods=["POST"]),
        Route("/page/parts", _showing(arrive, _parts)),
        Route("/page/menu", _showing(arrive, _menu)),
        Route("/page/offers", _showing(arrive, _offers)),
        Route("/page/traffic/{number:int}", _showing(arrive, _payload)),
        Route("/page/act/{name}", _doing(arrive, _act), methods=["POST"]),
        Route("/page/clock", _doing(arrive, _clock), methods=["POST"]),
        Route("/page/trouble/{name}", _doing(arrive, _trouble), methods=["POST"]),
        Route("/favicon.svg", lambda _request: FileResponse(HERE / "favicon.svg")),
        Mount("/css", StaticFiles(directory=HERE / "css")),
        Mount("/js", StaticFiles(directory=HERE / "js")),
    ]


def _showing(arrive: Arrive, show: Show) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return show(_settled(arrive, request.query_params), request)
        except Refused as refusal:
            return HTMLResponse(sheet("refused.j2", sentence=refusal.sentence), refusal.status, HEADERS)

    return endpoint


def _settled(arrive: Arrive, asked: Mapping[str, str]) -> Visit:
    """Find where unread messages begin: settled on arrival, then sent along by the browser as long as it stays."""
    visit = arrive(asked)
    if asked.get("was") == visit.key:
        return visit
    return replace(visit, asked={**asked, "since": unread_since(visit)})


def _page(visit: Visit, _request: Request) -> Response:
    parts = draw_parts(visit)
    facts = {"visit": visit, "parts": parts, "styles": STYLES, "title": _title(visit), "heard": heard_of(visit)}
    html = sheet("page.html.j2", said=visit.asked.get("said", ""), since=visit.asked.get("since", ""), **facts)
    mark_read(visit)
    return HTMLResponse(html, headers=HEADERS)


def _parts(visit: Visit, _request: Request) -> Response:
    """Answer with the parts that are not as the browser has them, told by the marks in `have`."""
    have = dict(one.split(":", 1) for one in visit.asked.get("have", "").split(",") if ":" in one)
    changed = {name: part for name, part in draw_parts(visit).items() if have.get(name) != part.rev}
    answer = {
        "title": _title(visit),
        "here": visit.here,
        "place": visit.key,
        "since": visit.asked.get("since", ""),
        "parts": {name: {"html": part.html, "rev": part.rev} for name, part in changed.items()},
        "news": news_of(visit),
        "heard": heard_of(visit),
    }
    # A page in the background is not being read.
    if visit.asked.get("hidden") != "1":
        mark_read(visit)
    return JSONResponse(answer, headers=HEADERS)


def _title(visit: Visit) -> str:
    return f"{title_of(visit)} · {visit.world.team.name}"


def _menu(visit: Visit, request: Request) -> Response:
    return HTMLResponse(draw_message_menu(visit, request.query_params.get("of", "")), headers=HEADERS)


def _offers(visit: Visit, request: Request) -> Response:
    return HTMLResponse(draw_offers(visit, request.query_params.get("typed", "")), headers=HEADERS)


def _payload(visit: Visit, request: Request) -> Response:
    return HTMLResponse(draw_payload(visit, request.path_params["number"]), headers=HEADERS)


def _doing(arrive: Arrive, do: Do) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        visit = arrive(request.query_params)
        # Refusals answer 200 with their sentence: browsers write every other status into the console as a failure.
        try:
            answer = await do(visit, request, await _form(request))
        except Refused as refusal:
            answer = {"ok": False, "error": refusal.sentence}
        # Without the page's script, a form leads back to the page, with what went wrong said on it.
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse(answer, headers=HEADERS)
        said = {"said": answer["error"]} if answer.get("error") else {}
        return RedirectResponse("/?" + urlencode(dict(request.query_params) | said), 303, HEADERS)

    return endpoint


async def _form(request: Request) -> Form:
    # Bytes that are no text become marks of replacement; a strict decoder would turn bad input into a fault of ours.
    body = await bytes_of(request)
    return cast("Form", parse_qs(body.decode(errors="replace"), keep_blank_values=True))


async def _act(visit: Visit, request: Request, form: Form) -> Json:
    return await act(visit, request.path_params["name"], form)


async def _submit(visit: Visit, _request: Request, form: Form) -> Json:
    stack = visit.world.team.views_of(visit.person.id) if visit.person else []
    if not stack:
        raise Refused("No form is open.")
    return await act(visit, "submit", {**form, "view_id": [stack[-1].id]})


async def _clock(visit: Visit, _request: Request, form: Form) -> Json:
    shared, speed = visit.world.shared, only(form, "speed")
    if speed:
        return await moved(shared, {"speed": _number(speed)})
    body = wanted(only(form, "move"), only(form, "to"), shared.clock.now(), visit.tz)
    return await moved(shared, body)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise Refused(f"{text!r} is no speed; 1 is real time, 0 stands still.") from error


async def _trouble(visit: Visit, request: Request, form: Form) -> Json:
    return await make_trouble(visit, request.path_params["name"], form)
