"""Read from Slack who is there: the people, the user groups, and who the bot itself is."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.model import Person, UserId
from bot.ports import Group
from messages.delivery.outcomes import NO_SUCH_PERSON, Failure, Later, Refused, Sent, Unsure
from messages.delivery.slack import Slack

log = logging.getLogger(__name__)

PAGE = 800
MOST_WAITS = 5
AFTER_NO_ANSWER = 2.0
"""Seconds until Slack is asked once more for what it did not answer; asking changes nothing there."""
SLACKBOT = "USLACKBOT"
OUTSIDE = ("is_restricted", "is_ultra_restricted", "is_stranger")
"""Slack's marks of guests, and of people of other companies whom a shared channel shows us."""
STRANGE = "elsewhere"
"""The company of somebody whom Slack calls a stranger without saying of which team."""
WITHOUT_GROUPS = frozenset(
    {"missing_scope", "plan_upgrade_required", "unknown_method", "not_allowed_token_type", "team_is_restricted"}
)
WITHOUT_EMAIL = frozenset({"missing_scope", "unknown_method", "enterprise_is_restricted"})
WRONG_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}
)

Pause = Callable[[float], None]


class SlackTrouble(Exception):  # noqa: N818 - it is trouble, told to the operator in a sentence
    """Slack did not answer what was asked; the text says what would help, and holds no token."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the token belongs to."""

    team_id: str
    team: str
    bot_user_id: UserId
    bot_id: str


def who_am_i(slack: Slack, *, pause: Pause = time.sleep) -> Identity:
    """Ask Slack whose token this is; raise SlackTrouble with what the operator can do.

    A Slack that is busy just now is asked again: a program that ended for it would need somebody to start it again.
    """
    said = _patiently(slack, "auth.test", {}, pause, is_for_operator=True)
    if not isinstance(said, Sent):
        raise SlackTrouble(_about_the_token(said))
    answer = said.answer
    if not answer.get("bot_id"):
        raise SlackTrouble("SLACK_BOT_TOKEN is not a bot's token. Take the Bot User OAuth Token, it starts with xoxb-.")
    return Identity(
        team_id=str(answer["team_id"]),
        team=str(answer.get("team", "")),
        bot_user_id=UserId(str(answer["user_id"])),
        bot_id=str(answer["bot_id"]),
    )


def which_app(slack: Slack, bot_id: str, *, pause: Pause = time.sleep) -> str:
    """Return the id of the app that a bot belongs to; empty where Slack does not say."""
    said = _patiently(slack, "bots.info", {"bot": bot_id}, pause, is_for_operator=True)
    if isinstance(said, Sent):
        return str((said.answer.get("bot") or {}).get("app_id") or "")
    log.warning("It is not known whose app this is (%s), so requests of another app would not be noticed.", said.why)
    return ""


def check_app_token(slack: Slack, *, pause: Pause = time.sleep) -> None:
    """Ask Slack whether it would open Socket Mode, with the app's token as that of ``slack``; raise SlackTrouble if not."""
    said = _patiently(slack, "apps.connections.open", {}, pause, is_for_operator=True)
    if isinstance(said, Sent):
        return
    if said.why in WRONG_TOKEN | {"missing_scope"}:
        raise SlackTrouble(
            f"Slack does not accept SLACK_APP_TOKEN ({said.why}). Make an App-Level Token with the scope "
            "connections:write, it starts with xapp-."
        )
    raise SlackTrouble(f"Slack does not open Socket Mode: {said.why}. Switch it on in the app's settings.")


def _about_the_token(said: Failure) -> str:
    if said.why in WRONG_TOKEN:
        return (
            f"Slack does not accept SLACK_BOT_TOKEN ({said.why}). Install the app in the workspace and copy its "
            "Bot User OAuth Token, it starts with xoxb-."
        )
    return f"Slack cannot be asked who the bot is: {said.why}. Check the network and SLACK_API_URL, then start again."


def read_people(
    slack: Slack, *, default_zone: str, team_id: str = "", pause: Pause = time.sleep, page: int = PAGE
) -> list[Person]:
    """Read everybody who can act; bots are left out. Whoever has no zone in Slack gets ``default_zone``."""
    members = _pages(slack, "users.list", "members", page, pause, include_locale=True)
    people = [person(member, default_zone, team_id) for member in members if _is_human(member)]
    zoneless = [found.id for found, has_zone in people if not has_zone and found.is_active]
    if zoneless:
        log.info("People without a time zone in Slack: %d. %s is taken for them.", len(zoneless), default_zone)
    return [found for found, _ in people]


def find_by_email(slack: Slack, email: str, *, default_zone: str, team_id: str = "") -> Person | None:
    """Return the person with this address, if Slack knows one and lets us ask. Never waits: somebody does for this."""
    said = slack.ask("users.lookupByEmail", {"email": email})
    if isinstance(said, Sent):
        return as_person(said.answer["user"], default_zone, team_id)
    if said.why in WITHOUT_EMAIL:
        log.warning("People cannot be found by email: %s. The app needs the scope users:read.email.", said.why)
    elif said.why != "users_not_found":
        raise SlackTrouble(f"Slack cannot be asked for a person by email: {said.why}.")
    return None


def find_by_id(slack: Slack, user: UserId, *, default_zone: str, team_id: str = "") -> Person | None:
    """Return the person with this id; None for a bot, and for somebody whom Slack does not show us. Never waits."""
    said = slack.ask("users.info", {"user": user, "include_locale": True})
    if isinstance(said, Sent):
        return as_person(said.answer["user"], default_zone, team_id)
    if said.why in NO_SUCH_PERSON:
        return None
    raise SlackTrouble(f"Slack cannot be asked for a person by id: {said.why}.")


def read_groups(slack: Slack, *, pause: Pause = time.sleep) -> list[Group]:
    """Read the user groups with their members; none where the workspace has no groups or we may not see them."""
    said = _patiently(slack, "usergroups.list", {"include_users": True}, pause)
    if isinstance(said, Sent):
        return [_group(slack, group, pause) for group in said.answer.get("usergroups") or []]
    if isinstance(said, Refused) and said.why in WITHOUT_GROUPS:
        log.info("There are no user groups to read: %s", said.why)
        return []
    raise SlackTrouble(f"Slack cannot be asked for the user groups: {said.why}.")


def _group(slack: Slack, group: Mapping[str, Any], pause: Pause) -> Group:
    users = group.get("users")
    # Asked for with the list of groups, and yet not every Slack sends them with it.
    if users is None:
        said = _patiently(slack, "usergroups.users.list", {"usergroup": group["id"]}, pause)
        users = said.answer.get("users") if isinstance(said, Sent) else None
    return Group(handle=str(group.get("handle", "")), members=tuple(UserId(user) for user in users or ()))


def as_person(member: Mapping[str, Any], default_zone: str, team_id: str = "") -> Person | None:
    """Return a member as a person; None for a bot."""
    return person(member, default_zone, team_id)[0] if _is_human(member) else None


def person(member: Mapping[str, Any], default_zone: str, team_id: str = "") -> tuple[Person, bool]:
    """Return a member as a person, and whether Slack knows their zone. Any field may be missing or empty.

    ``team_id`` is the team of the workspace that asks; without it Slack's own mark alone tells people of other companies.
    """
    profile = member.get("profile") or {}
    zone = str(member.get("tz") or "")
    has_zone = _is_zone(zone)
    # What colleagues call somebody comes before what a directory does, and an id is better than nothing.
    names = (profile.get("display_name"), profile.get("real_name"), member.get("real_name"), member["id"])
    company = _company(member, team_id)
    found = Person(
        id=UserId(member["id"]),
        name=next(str(name) for name in names if name),
        zone=zone if has_zone else default_zone,
        email=profile.get("email") or None,
        is_active=not member.get("deleted"),
        is_guest=company is not None or any(member.get(mark) for mark in OUTSIDE),
        is_admin=bool(member.get("is_admin") or member.get("is_owner")),
        locale=str(member.get("locale") or "") or None,
        company=company,
    )
    return found, has_zone


def _company(member: Mapping[str, Any], team_id: str) -> str | None:
    """Return the team of another company that a member is of; None for ours, and where Slack says nothing."""
    theirs = str(member.get("team_id") or (member.get("profile") or {}).get("team") or "")
    if member.get("is_stranger"):
        return theirs or STRANGE
    # In an organisation of many workspaces colleagues may be of another one, and are in ours all the same.
    ours = (member.get("enterprise_user") or {}).get("teams") or ()
    return theirs if team_id and theirs and theirs != team_id and team_id not in ours else None


def _is_human(member: Mapping[str, Any]) -> bool:
    return not member.get("is_bot") and member["id"] != SLACKBOT


def _is_zone(name: str) -> bool:
    try:
        return bool(name and ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _pages(slack: Slack, method: str, what: str, page: int, pause: Pause, **also: bool) -> Iterator[Mapping[str, Any]]:
    cursor = ""
    while True:
        said = _patiently(slack, method, {"limit": page} | also | ({"cursor": cursor} if cursor else {}), pause)
        if not isinstance(said, Sent):
            raise SlackTrouble(f"Slack cannot be asked for {what} ({method}): {said.why}.")
        yield from said.answer.get(what) or []
        cursor = said.next_cursor
        if not cursor:
            return


def _patiently(
    slack: Slack, method: str, arguments: Mapping[str, Any], pause: Pause, *, is_for_operator: bool = False
) -> Sent | Failure:
    """Ask, and wait as long as Slack asks to: a large workspace takes more pages than a minute allows.

    ``is_for_operator``: a network that is not there is told at once, since it is mostly a wrong setting.
    """
    for _ in range(MOST_WAITS):
        said = slack.ask(method, arguments)
        if isinstance(said, Sent):
            return said
        seconds = _wait_after(said, is_for_operator=is_for_operator)
        if seconds is None:
            return said
        log.warning("Slack does not answer %s: %s. It is asked again in %g seconds.", method, said.why, seconds)
        pause(seconds)
    return said


def _wait_after(said: Failure, *, is_for_operator: bool) -> float | None:
    match said:
        case Unsure():
            return AFTER_NO_ANSWER
        case Later(seconds=seconds, is_limit=is_limit, why=why) if why not in WRONG_TOKEN:
            return seconds if is_limit or not is_for_operator else None
        case _:
            return None
