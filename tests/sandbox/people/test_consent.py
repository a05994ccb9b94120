"""The page on which somebody lets the app into their workspace."""

import http.client
import itertools
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.people.conftest import REDIRECT, Door

_numbers = itertools.count(1)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def question(sandbox: Sandbox, **more: str) -> dict[str, str]:
    asked = {"client_id": sandbox._platform.shared.app.client_id, "scope": "commands,chat:write", "state": "s 1"}
    return {**asked, "user_scope": "", "redirect_uri": REDIRECT, **more}


def seen(sandbox: Sandbox, query: dict[str, str]) -> tuple[int, str]:
    """Open the page as a browser does; gives its status and what it says."""
    connection = http.client.HTTPConnection(urlsplit(sandbox.base_url).netloc)
    connection.request("GET", f"/oauth/v2/authorize?{urlencode(query)}")
    response = connection.getresponse()
    page = response.read().decode()
    connection.close()
    return response.status, page


def chosen(sandbox: Sandbox, page: str, **choice: object) -> tuple[int, str, str]:
    """Send the page's form with this choice; gives the status, where it leads, and what is said there."""
    form = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    connection = http.client.HTTPConnection(urlsplit(sandbox.base_url).netloc)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/oauth/v2/authorize", urlencode({**form, **choice}, doseq=True), headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, response.headers.get("Location", ""), text


def test_the_page_names_the_app_the_scopes_and_who_may_agree(sandbox: Sandbox, door: Door) -> None:
    door.client.add_person("guest", "Gil Guest", is_restricted=True)

    status, page = seen(sandbox, question(sandbox))

    assert status == 200
    assert "App asks to be let into your workspace" in page
    assert "Add slash commands and shortcuts that people can use" in page
    assert f'<option value="{door.team}/{door.installer}">Ana Silva</option>' in page
    assert "Gil Guest" not in page
    assert "app.example" in page


def test_each_field_has_a_label_and_the_page_a_language(sandbox: Sandbox, door: Door) -> None:
    _, page = seen(sandbox, question(sandbox))

    assert '<label class="who" for="installer">' in page
    assert '<select id="installer"' in page
    assert '<html lang="en">' in page


def test_agreeing_leads_back_with_a_code_that_works(sandbox: Sandbox, door: Door) -> None:
    _, page = seen(sandbox, question(sandbox))

    status, address, _ = chosen(sandbox, page, choice="allow", installer=f"{door.team}/{door.installer}")

    query = parse_qs(urlsplit(address).query)
    assert status == 303
    assert address.startswith(REDIRECT)
    assert query["state"] == ["s 1"]
    assert door.exchange(query["code"][0])["scope"] == "commands,chat:write"


def test_declining_leads_back_with_access_denied(sandbox: Sandbox, door: Door) -> None:
    _, page = seen(sandbox, question(sandbox))

    status, address, _ = chosen(sandbox, page, choice="cancel")

    assert (status, parse_qs(urlsplit(address).query)) == (303, {"error": ["access_denied"], "state": ["s 1"]})


def test_the_workspace_can_be_chosen_beforehand(sandbox: Sandbox, client: SandboxClient, door: Door) -> None:
    client.add_person(f"first{next(_numbers)}", "Someone In The First")

    _, page = seen(sandbox, question(sandbox, team=door.team))

    assert "Ana Silva" in page
    assert "Someone In The First" not in page


def test_scopes_that_people_may_refuse_can_be_refused(sandbox: Sandbox, client: SandboxClient, door: Door) -> None:
    client.configure_app(optional_scopes=["users:read", "dnd:read"])
    asked = question(sandbox, scope="commands,users:read,dnd:read")
    _, page = seen(sandbox, asked)

    installer = f"{door.team}/{door.installer}"
    _, address, _ = chosen(sandbox, page, choice="allow", installer=installer, optional=["dnd:read"])
    client.configure_app(optional_scopes=[])

    assert page.count('type="checkbox"') == 2
    assert door.exchange(parse_qs(urlsplit(address).query)["code"][0])["scope"] == "commands,dnd:read"


def test_somebody_who_may_not_is_told_so_on_the_page(sandbox: Sandbox, door: Door) -> None:
    guest = door.client.add_person("guest", "Gil Guest", is_restricted=True)["id"]
    _, page = seen(sandbox, question(sandbox))

    status, _, said = chosen(sandbox, page, choice="allow", installer=f"{door.team}/{guest}")

    assert status == 403
    assert "Gil Guest is a guest; guests cannot install apps, members can." in said
    assert 'role="alert"' in said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"scope": ""}, "no_scopes"),
        ({"scope": "commands,fly"}, "There is no bot scope 'fly'"),
        ({"user_scope": "chat:write"}, "invalid_user_scope"),
        ({"redirect_uri": ""}, "bad_redirect_uri"),
        ({"redirect_uri": "http://elsewhere.example/x"}, "neither https nor on this machine"),
    ],
)
def test_a_question_that_slack_would_not_put_is_answered_with_what_is_wrong(
    sandbox: Sandbox, asked: dict[str, str], said: str
) -> None:
    status, page = seen(sandbox, question(sandbox, **asked))

    assert status == 400
    assert said in unescape(page)
    assert "<form" not in page


@pytest.mark.parametrize(
    ("wanted", "is_good"),
    [
        (REDIRECT, True),
        (f"{REDIRECT}/eu", True),
        (f"{REDIRECT}?x=1", True),
        (f"{REDIRECT}-evil", False),
        ("https://evil.example/", False),
    ],
)
def test_the_answer_goes_to_the_apps_own_addresses_only(
    sandbox: Sandbox, client: SandboxClient, wanted: str, is_good: bool
) -> None:
    client.configure_app(redirect_urls=[REDIRECT])
    status, _ = seen(sandbox, question(sandbox, redirect_uri=wanted))
    client.configure_app(redirect_urls=[])

    assert status == (200 if is_good else 400)


def test_without_a_redirect_uri_the_first_of_the_apps_own_is_taken(
    sandbox: Sandbox, client: SandboxClient, door: Door
) -> None:
    client.configure_app(redirect_urls=[REDIRECT, "https://app.example/second"])
    _, page = seen(sandbox, question(sandbox, redirect_uri=""))
    _, address, _ = chosen(sandbox, page, choice="allow", installer=f"{door.team}/{door.installer}")
    client.configure_app(redirect_urls=[])

    assert address.startswith(f"{REDIRECT}?code=")


def test_what_the_app_is_called_stays_text(sandbox: Sandbox, client: SandboxClient) -> None:
    client.configure_app(name="<b>Bold</b>")
    _, page = seen(sandbox, question(sandbox, state='"><script>'))
    client.configure_app(name="App")

    assert "<b>Bold" not in page
    assert "<script>" not in page


def test_where_nobody_may_install_the_page_says_so() -> None:
    with Sandbox.start() as empty:
        _, page = seen(empty, question(empty))

    assert "Nobody here may install apps" in page
    assert 'value="allow"' not in page
