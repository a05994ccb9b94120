"""A browser, as far as letting an app in needs one: it follows links, fills in Slack's page, and keeps its cookies."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Page:
    """What the browser shows, and where it stands."""

    status: int
    address: str
    text: str
    headers: Mapping[str, str]

    @property
    def words(self) -> str:
        """Return what a person reads on it."""
        body = re.sub(r"<style>.*?</style>|<title>.*?</title>", "", self.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def hidden(self) -> dict[str, str]:
        """Return what a form on it carries along."""
        tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", self.text)
        found = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
        return {unescape(name[1]): unescape(value[1]) for name, value in found if name and value}


@dataclass
class Browser:
    """One browser of one person. ``stands_for`` says which machine is behind a public name, as a proxy would."""

    stands_for: Mapping[str, str]
    cookies: dict[str, str] = field(default_factory=dict)

    def opens(self, address: str, *, follows: bool = True) -> Page:
        """Open an address, and go wherever that leads."""
        page = self._ask("GET", address)
        while follows and page.status in {302, 303} and "location" in page.headers:
            page = self._ask("GET", page.headers["location"])
        return page

    def consents(self, page: Page, installer: str, *, choice: str = "allow", follows: bool = True) -> Page:
        """Answer Slack's question as one of its people, and go back to where it came from."""
        given = page.hidden() | {"installer": installer, "choice": choice}
        answer = self._ask("POST", page.address.partition("?")[0], urlencode(given), FORM)
        return self.opens(answer.headers["location"]) if follows else answer

    def _ask(self, verb: str, address: str, body: str = "", headers: Mapping[str, str] | None = None) -> Page:
        parts = urlsplit(address)
        behind = self.stands_for.get(parts.netloc, parts.netloc)
        # A cookie goes to whoever set it, and to nobody else.
        kept = self.cookies.get(parts.netloc)
        given = dict(headers or {}) | ({"Cookie": kept} if kept else {})
        connection = http.client.HTTPConnection(behind, timeout=60)
        try:
            connection.request(verb, f"{parts.path}?{parts.query}" if parts.query else parts.path, body, given)
            answer = connection.getresponse()
            self._keep(parts.netloc, answer.getheader("Set-Cookie"))
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Page(answer.status, address, answer.read().decode(), found)
        finally:
            connection.close()

    def _keep(self, site: str, set_cookie: str | None) -> None:
        for name, morsel in SimpleCookie(set_cookie or "").items():
            self.cookies[site] = f"{name}={morsel.value}" if morsel["max-age"] != "0" else ""
