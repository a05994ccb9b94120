"""Look at an installation from every side, and say what to do where something is wrong. Changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.findings import Finding, Verdict, doubtful, fine, wrong
from bot.ports import Workspace
from commands.manifest import SCOPES
from commands.settings import Settings, is_for_many, missing_for_many, plain
from messages.delivery import examining, reaching
from messages.delivery.examining import APP, BOT, Introduced, introduce
from messages.delivery.slack import Slack

INSTALLING, WEBHOOK, TRANSPORT = "installing", "webhook secret", "transport"
SHORTEST_SECRET = 16
MAKE_ONE = "Make one with: openssl rand -hex 32"
WIDTH = 17
"""Columns of what is looked at: the longest is "encryption keys"."""


class Memory(Protocol):
    """What the database tells of itself."""

    def findings(self) -> Iterator[Finding]:
        """Tell how it is."""
        ...

    def chosen(self, team_id: str) -> Workspace | None:
        """Return what was chosen for a Slack team in /deal settings; None where that cannot be told."""
        ...


def examined(settings: Settings, memory: Memory, playbooks: Iterator[Finding], *, now: datetime) -> Iterator[Finding]:
    """Look at everything; what cannot be asked because something before it is broken, is left out."""
    met = _met(settings)
    yield from met.findings
    if met.team_id:
        yield from examining.scopes(met.scopes, SCOPES)
    if met.slacks_time or met.team_id:
        yield examining.clock(met.slacks_time, now)
    yield from _transport(settings, now)
    if met.team_id:
        yield from _channels(settings, memory.chosen(met.team_id))
    yield from memory.findings()
    if not is_for_many(settings):
        yield _webhook(plain(settings.baton_webhook_secret))
    yield from playbooks


def told(findings: Sequence[Finding]) -> Iterator[str]:
    """Say it for people: a line each, what to do below it, and a count at the end."""
    for each in findings:
        yield f"{each.verdict:<8} {each.about:<{WIDTH}} {each.words}"
        if each.remedy:
            yield f"{'':<8} {'':<{WIDTH}} → {each.remedy}"
    problems, warnings = (sum(each.verdict is kind for each in findings) for kind in (Verdict.PROBLEM, Verdict.WARNING))
    yield ""
    yield f"{_counted(problems, 'problem')}, {_counted(warnings, 'warning')}."


def status(findings: Sequence[Finding]) -> int:
    """Return what the program ends with: 1 where something keeps Baton from its work. A warning does not."""
    return int(any(each.verdict is Verdict.PROBLEM for each in findings))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _met(settings: Settings) -> Introduced:
    if is_for_many(settings):
        return Introduced((_of_many(settings),))
    token = plain(settings.slack_bot_token)
    if not token:
        remedy = "Install the app in the workspace and copy its Bot User OAuth Token (xoxb-…)."
        return Introduced((wrong(BOT, "SLACK_BOT_TOKEN is missing.", remedy),))
    if kind := OTHER_TOKENS.get(token.split("-")[0]):
        words = f"SLACK_BOT_TOKEN is {kind}."
        return Introduced((wrong(BOT, words, "Take the Bot User OAuth Token, it starts with xoxb-."),))
    return introduce(token, base_url=settings.slack_api_url)


def _of_many(settings: Settings) -> Finding:
    """Look at what installing takes. Whose tokens are good, Slack tells while Baton serves them."""
    missing = missing_for_many(settings)
    if missing:
        return wrong(INSTALLING, missing, "Set it, or set SLACK_BOT_TOKEN to serve one workspace.")
    start = f"{(settings.public_url or '').rstrip('/')}/slack/install"
    return fine(INSTALLING, f"Without SLACK_BOT_TOKEN many workspaces are served. They install Baton at {start}")


OTHER_TOKENS: Mapping[str, str] = {
    "xoxp": "a person's token",
    "xapp": "an app-level token, which belongs in SLACK_APP_TOKEN",
    "xoxa": "a token of an old kind of app",
    "xoxe": "a token for configuring apps, or one that renews another",
}
"""What people take for the bot's token, by how it begins."""


def _transport(settings: Settings, now: datetime) -> Iterator[Finding]:
    token, secret = plain(settings.slack_app_token), plain(settings.slack_signing_secret)
    if token:
        yield _app_token(settings, token)
    elif not secret:
        words = "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: nothing that Slack says could come in."
        yield wrong(TRANSPORT, words, "Set the first for Socket Mode, or the second and PUBLIC_URL for HTTP.")
    else:
        yield fine(TRANSPORT, "HTTP: Slack's requests are checked by SLACK_SIGNING_SECRET.")
        yield reaching.public_address(settings.public_url, secret, stamp=int(now.timestamp()))


def _app_token(settings: Settings, token: str) -> Finding:
    if not token.startswith("xapp-"):
        words = "SLACK_APP_TOKEN is not an app-level token."
        return wrong(APP, words, "Make an App-Level Token with the scope connections:write, it starts with xapp-.")
    return examining.app_token(Slack(token, base_url=settings.slack_api_url))


def _channels(settings: Settings, home: Workspace | None) -> Iterator[Finding]:
    """Look at both channels as Baton does: what /deal settings chose counts more than the environment."""
    slack = Slack(plain(settings.slack_bot_token) or "", base_url=settings.slack_api_url)
    team = (home and home.team_channel) or settings.baton_team_channel
    leadership = (home and home.leadership_channel) or settings.baton_leadership_channel
    nobody = "None is chosen; the team has no digest of its own. /deal settings chooses one."
    yield examining.channel(slack, "team channel", team, otherwise=nobody)
    directly = "None is chosen; the default owner is told directly."
    yield examining.channel(slack, "leadership", leadership, otherwise=directly)


def _webhook(secret: str | None) -> Finding:
    if not secret:
        return fine(WEBHOOK, "There is none, so /webhooks/generic answers 404.")
    if len(secret) < SHORTEST_SECRET:
        words = f"BATON_WEBHOOK_SECRET has {len(secret)} characters and can be guessed."
        return doubtful(WEBHOOK, words, MAKE_ONE)
    return fine(WEBHOOK, "CRMs sign with it.")
