"""Somebody is asked to let the app into their workspace: what is asked, who may agree, and where the answer goes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from sandbox.errors import Refused
from sandbox.people.result import person
from sandbox.people.scopes import MEANS
from sandbox.platform import Platform
from sandbox.state.model import App, User
from sandbox.world import World

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Asked:
    """An app's question. `redirect_uri` is as it came; without one the answer goes to the app's first redirect URL."""

    scopes: tuple[str, ...]
    redirect_uri: str
    goes_to: str
    state: str
    team: str

    def back(self, **answer: str) -> str:
        """Write the address to which the answer is brought; what the app's own address holds after its ? stays."""
        given = {name: value for name, value in (*answer.items(), ("state", self.state)) if value}
        return f"{self.goes_to}{'&' if urlsplit(self.goes_to).query else '?'}{urlencode(given)}"


def asked_of(platform: Platform, query: Mapping[str, str]) -> Asked:
    """Read the question; raises Refused, with Slack's code in front, where Slack shows an error in place of the page."""
    app = platform.shared.app
    if query.get("client_id") != app.client_id:
        raise Refused(f"invalid_client_id: No app has the client id {query.get('client_id', '')!r}.")
    # Bolt sends the word even when it asks for none; a token of a person would open nothing here.
    if query.get("user_scope", "").strip(","):
        raise Refused("invalid_user_scope: This workspace gives tokens to bots only; ask for bot scopes, in scope.")
    wanted = query.get("redirect_uri", "")
    return Asked(
        scopes=scopes_in(query.get("scope", "").replace(",", " ").split()),
        redirect_uri=wanted,
        goes_to=_destination(app, wanted),
        state=query.get("state", ""),
        team=query.get("team", ""),
    )


def scopes_in(wanted: Iterable[str]) -> tuple[str, ...]:
    scopes = tuple(dict.fromkeys(wanted))
    if not scopes:
        raise Refused("no_scopes: The app asks for nothing; name bot scopes, such as commands,chat:write.")
    for one in scopes:
        if one not in MEANS:
            raise Refused(f"invalid_scope: There is no bot scope {one!r}.")
    return scopes


def _destination(app: App, wanted: str) -> str:
    """Find where the answer may go; until redirect URLs are named, anywhere that Slack would accept as one."""
    goes_to = wanted or next(iter(app.redirect_urls), "")
    if not goes_to:
        raise Refused("bad_redirect_uri: The app named no redirect URL, neither in its settings nor here.")
    if app.redirect_urls and not any(_covers(url, goes_to) for url in app.redirect_urls):
        listed = ", ".join(app.redirect_urls)
        raise Refused(f"bad_redirect_uri: {goes_to} is none of the app's redirect URLs: {listed}.")
    parts = urlsplit(goes_to)
    # Slack wants https. An app under trial stands on this machine, where nobody has a certificate.
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Refused(f"bad_redirect_uri: {goes_to} is neither https nor on this machine.")
    return goes_to


def _covers(allowed: str, wanted: str) -> bool:
    """Tell whether a redirect URL allows this one: the same, or something below it."""
    # More than a prefix: https://app.example.evil begins like https://app.example.
    return wanted == allowed or wanted.startswith((f"{allowed.rstrip('/')}/", f"{allowed}?"))


def allow(platform: Platform, asked: Asked, world: World, installer: str, scopes: tuple[str, ...]) -> str:
    """Agree; answers the address with the code, at which the app picks it up."""
    user = installing(world, installer)
    code = platform.shared.grants.allow(world.team.id, user.id, scopes, asked.redirect_uri)
    return asked.back(code=code)


def installing(world: World, user_id: str) -> User:
    """Find who brings the app in; raises Refused if they may not."""
    user = person(world, user_id)
    refusal = _refusal(world, user)
    if refusal:
        raise Refused(refusal, 403)
    return user


def installers(world: World) -> Iterator[User]:
    """List who may bring the app in, in the order of arrival."""
    for user in world.team.users.values():
        if not (user.is_bot or user.deleted or user.id == "USLACKBOT" or _refusal(world, user)):
            yield user


def _refusal(world: World, user: User) -> str:
    # Other companies install apps in their own workspaces, not in those they visit.
    if user.team:
        return (
            f"{user.real_name} belongs to another company's workspace; somebody of {world.team.name} can install apps."
        )
    if user.is_guest:
        return f"{user.real_name} is a guest; guests cannot install apps, members can."
    if not world.team.allows(user.id, "install_apps"):
        return f"{user.real_name} is no administrator; in {world.team.name} only administrators install apps."
    return ""
