"""The page over HTTP, without a browser."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode

import pytest

from sandbox.running import Sandbox
from tests.sandbox.page.conftest import Room
from tests.sandbox.page.echo import form
from tests.sandbox.stage import Json

JSON = {"Accept": "application/json"}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Answer:
    status: int
    headers: Message
    body: str

    @property
    def json(self) -> Json:
        read: Json = json.loads(self.body)
        return read


@dataclass
class Http:
    base_url: str

    def get(self, path: str, **query: str) -> Answer:
        return self._send(f"{path}?{urlencode(query)}", None, {})

    def post(self, path: str, form: Mapping[str, str], headers: Mapping[str, str] = JSON, /, **query: str) -> Answer:
        return self._send(f"{path}?{urlencode(query)}", urlencode(form).encode(), headers)

    def _send(self, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        request = urllib.request.Request(self.base_url + path, body, dict(headers))
        try:
            with urllib.request.build_opener(_NoRedirects).open(request) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read().decode())


@pytest.fixture
def http(sandbox: Sandbox) -> Http:
    return Http(sandbox.base_url)


@pytest.fixture
def here(room: Room) -> dict[str, str]:
    return {"as": room.ana, "channel": room.channel}


def test_the_page_comes_whole_and_can_be_read_without_a_script(http: Http, room: Room, here: dict[str, str]) -> None:
    room.post("Hello *there*")

    answer = http.get("/", **here)

    assert answer.status == 200
    assert "Hello <b>there</b>" in answer.body
    assert f"<title>#{room.name} · Sandbox</title>" in answer.body


def test_nothing_written_inline_may_run(http: Http) -> None:
    policy = http.get("/").headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/css/tones.css", "text/css"), ("/js/main.js", "text/javascript"), ("/favicon.svg", "image/svg+xml")],
)
def test_the_files_beside_the_page_are_served(http: Http, path: str, kind: str) -> None:
    answer = http.get(path)

    assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (200, kind)


@pytest.mark.parametrize("path", ["/routes.py", "/templates/page.html.j2", "/css/../routes.py", "/js/nothing.js"])
def test_what_is_not_the_browsers_is_not_served(http: Http, path: str) -> None:
    assert http.get(path).status == 404


def test_only_the_parts_that_changed_are_sent(http: Http, room: Room, here: dict[str, str]) -> None:
    first = http.get("/page/parts", **here).json
    have = ",".join(f"{name}:{part['rev']}" for name, part in first["parts"].items())
    room.post("news")

    second = http.get("/page/parts", **here, have=have).json

    assert {"bar", "sidebar", "heading", "messages", "below", "thread", "panel", "modal"} == set(first["parts"])
    assert set(second["parts"]) <= {"messages", "bar"}
    assert "news" in second["parts"]["messages"]["html"]


@pytest.mark.parametrize("have", ["nonsense", ":", "messages", ",,,", "messages:"])
def test_odd_marks_mean_that_the_browser_has_nothing(http: Http, here: dict[str, str], have: str) -> None:
    assert len(http.get("/page/parts", **here, have=have).json["parts"]) == 8


def test_the_answer_says_where_one_really_is(http: Http, room: Room) -> None:
    answer = http.get("/page/parts", **{"as": f"ana{room.number}", "channel": room.name}).json

    # Where other tests have added a workspace, the address names this one first.
    assert answer["here"].endswith(f"as={room.ana}&channel={room.channel}")
    assert answer["place"].endswith(f" {room.ana} {room.channel}")


def test_where_unread_messages_begin_stays_until_one_goes_elsewhere(
    http: Http, room: Room, here: dict[str, str]
) -> None:
    first = room.post("old")
    place = http.get("/page/parts", **here).json["place"]
    room.post("new")

    arrived = http.get("/page/parts", **here).json
    staying = http.get("/page/parts", **here, was=place, since=arrived["since"]).json
    again = http.get("/page/parts", **here).json

    assert (arrived["since"], staying["since"], again["since"]) == (first, first, "")
    assert "unread-line" in staying["parts"]["messages"]["html"]


def test_a_page_in_the_background_reads_nothing(http: Http, room: Room, here: dict[str, str]) -> None:
    http.get("/page/parts", **here)
    room.post("new")

    http.get("/page/parts", **here, hidden="1")

    assert http.get("/page/parts", **here).json["since"] != ""


def test_news_from_elsewhere_come_with_the_parts(http: Http, room: Room, here: dict[str, str]) -> None:
    heard = http.get("/page/parts", **here).json["heard"]
    room.open(room.ana, name=f"other-{room.number}")
    channel = next(one["id"] for one in room.client.state()["channels"] if one["name"] == f"other-{room.number}")
    room.post(f"look <@{room.ana}>", channel=channel)

    (news,) = http.get("/page/parts", **here, heard=heard).json["news"]

    assert f"in #other-{room.number}: look" in news["words"]


def test_a_form_sent_by_the_script_is_answered_in_json(http: Http, room: Room, here: dict[str, str]) -> None:
    assert http.post("/page/act/say", {"text": "hello"}, **here).json["ok"] is True
    assert http.post("/page/act/say", {"text": "/nope"}, **here).json["error"] == "/nope is not a valid command."
    assert room.texts() == ["hello"]


def test_a_form_sent_without_a_script_leads_back_to_the_page(http: Http, room: Room, here: dict[str, str]) -> None:
    done = http.post("/page/act/say", {"text": "hello"}, {}, **here)
    refused = http.post("/page/act/say", {"text": "/nope"}, {}, **here)

    assert (done.status, done.headers["Location"]) == (303, f"/?as={room.ana}&channel={room.channel}")
    assert "said=%2Fnope+is+not+a+valid+command." in refused.headers["Location"]


def test_what_went_wrong_is_said_on_the_page(http: Http, here: dict[str, str]) -> None:
    assert "It is &lt;b&gt;late&lt;/b&gt;." in http.get("/", **here, said="It is <b>late</b>.").body


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("/page/act/fly", {}, "do not 'fly'"),
        ("/page/act/say", {"text": ""}, ""),
        ("/page/act/press", {}, "gone"),
        ("/page/clock", {}, "The clock has no move"),
        ("/page/clock", {"move": "to", "to": "soon"}, "Choose a day and a time"),
        ("/page/clock", {"speed": "fast"}, "'fast' is no speed"),
        ("/page/clock", {"speed": "nan"}, "A speed is a number"),
        ("/page/trouble/explode", {}, "The panel does not 'explode'"),
    ],
)
def test_every_refusal_is_a_sentence(
    http: Http, here: dict[str, str], path: str, form: dict[str, str], words: str
) -> None:
    answer = http.post(path, form, **here)

    assert answer.status == 200
    assert answer.json["ok"] is False
    assert words in answer.json["error"]


def test_bytes_that_are_no_form_are_no_harm(http: Http, here: dict[str, str]) -> None:
    answer = http._send(f"/page/act/say?{urlencode(here)}", b"\xff\xfe%%%&&=&=\x00", JSON)

    assert answer.json["ok"] is False


def test_a_payload_is_fetched_by_its_number(http: Http, room: Room) -> None:
    room.post("to be logged")
    number = room.client.traffic()[-1]["number"]

    assert http.get(f"/page/traffic/{number}").status == 200
    assert http.get("/page/traffic/999999999").status == 404
    assert http.get("/page/traffic/x").status == 404


def test_the_menu_of_a_message_is_fetched(http: Http, room: Room, here: dict[str, str]) -> None:
    ts = room.post("x")

    assert "Reply in thread" in http.get("/page/menu", **here, of=ts).body
    assert http.get("/page/menu", **here, of="1.2").status == 404


def test_offers_are_fetched_while_someone_types(http: Http, here: dict[str, str]) -> None:
    assert "/echo" in http.get("/page/offers", **here, typed="/e").body


def test_a_form_of_the_app_comes_with_the_page(http: Http, room: Room, here: dict[str, str]) -> None:
    room.client.command(room.ana, room.channel, "/form")
    # The app acknowledges first and opens the form then.
    (view,) = room.client.until(lambda: room.client.views(room.ana) or None, seconds=30) or []

    page = http.get("/", **here).body
    answer = http.post("/page/act/submit", {"view_id": view["id"]}, **here).json

    assert f"{form()['title']['text']}</h2>" in page
    assert answer["errors"]["name"] == "Please complete this required field."
    assert "Please complete this required field." in http.get("/", **here).body


def test_a_form_that_is_not_open_cannot_be_sent(http: Http, here: dict[str, str]) -> None:
    assert http.post("/", {}, **here).json["error"] == "No form is open."


def test_the_clock_is_moved(http: Http, room: Room, here: dict[str, str]) -> None:
    before = room.client.now()

    assert "now" in http.post("/page/clock", {"move": "hour"}, **here).json

    assert (room.client.now() - before).total_seconds() >= 3600


def test_a_page_address_answers_only_in_its_own_way(http: Http) -> None:
    assert http.get("/page/act/say").status == 405
    assert http.post("/page/parts", {}).status == 405
