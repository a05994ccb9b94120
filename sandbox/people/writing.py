"""How Slack writes down what people type: escaped, with the names they picked turned into ids."""

import re

from sandbox.state.team import Team

TYPED = re.compile(
    r"(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?)'\"])"
    r"|(?<![\w@])@(?P<name>[a-z0-9][a-z0-9._-]*)"
    r"|(?<![\w#&])\#(?P<channel>[a-z0-9][a-z0-9_-]*)"
    r"|&lt;(?P<sign>[@\#])(?P<id>[A-Z0-9]+)&gt;",
    re.IGNORECASE,
)
TO_ALL = frozenset({"here", "channel", "everyone"})


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def written(text: str, team: Team, *, with_names: bool) -> str:
    """Write the text as Slack hands it to apps; `with_names` as in slash commands, `<@U1|ana>` in place of `<@U1>`.

    `@ana`, `#general` and the ids of people and channels that exist, as in `<@U1>`, stand for a pick from Slack's
    list of names; in messages user groups and `@here` as well. Everything else in angle brackets is only text.
    """

    def token(found: re.Match[str]) -> str:
        typed, picked = found.group(), found.group("id") or ""
        # First of all alternatives, so that an @ or # within an address means nothing.
        if found.group("url"):
            return typed if with_names else f"<{typed}>"
        if found.group("name"):
            return _named(found.group("name"), team, with_names=with_names) or typed
        if found.group("channel"):
            target = team.channel_named(found.group("channel"))
            return f"<#{target.id}|{target.name}>" if target else typed
        if found.group("sign") == "@":
            return _person(picked, team, with_names=with_names) if picked in team.users else typed
        return f"<#{picked}|{team.channels[picked].name}>" if picked in team.channels else typed

    return TYPED.sub(token, escaped(text))


def _named(typed: str, team: Team, *, with_names: bool) -> str:
    """Write the mention of whom a name means, with what was typed after it; empty if it means nobody."""
    # Names may hold dots, and sentences end in one: the longer reading goes first.
    for name in (typed, typed.rstrip(".-_")):
        user, rest = team.user_named(name), typed[len(name) :]
        if user:
            return _person(user.id, team, with_names=with_names) + rest
        group = next((one for one in team.usergroups.values() if one.handle == name.lower() and not one.deleted), None)
        if group and not with_names:
            return f"<!subteam^{group.id}|@{group.handle}>{rest}"
        if name.lower() in TO_ALL and not with_names:
            return f"<!{name.lower()}>{rest}"
    return ""


def _person(user_id: str, team: Team, *, with_names: bool) -> str:
    return f"<@{user_id}|{team.users[user_id].name}>" if with_names else f"<@{user_id}>"
