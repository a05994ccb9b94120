"""How Slack writes down what people type: escaped, with the names they picked turned into ids."""

import re

from sandbox.team import Team

AT_NAME = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)
AT_CHANNEL = re.compile(r"(?<![\w#&])#([a-z0-9][a-z0-9_-]*)")
PICKED = re.compile(r"&lt;(@|#)([A-Z0-9]+)&gt;")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def written(text: str, team: Team, *, with_names: bool) -> str:
    """Write the text as Slack hands it to apps; `with_names` as in slash commands, `<@U1|ana>` in place of `<@U1>`.

    `@ana`, `#general` and the ids of people and channels that exist, as in `<@U1>`, stand for a pick from Slack's
    list of names. Everything else in angle brackets is only text.
    """

    def person(user_id: str, name: str) -> str:
        return f"<@{user_id}|{name}>" if with_names else f"<@{user_id}>"

    def picked(found: re.Match[str]) -> str:
        sign, known = found.groups()
        if sign == "@" and known in team.users:
            return person(known, team.users[known].name)
        if sign == "#" and known in team.channels:
            return f"<#{known}|{team.channels[known].name}>"
        return found.group()

    def named(found: re.Match[str]) -> str:
        name = found.group(1).rstrip(".-_")
        user = team.user_named(found.group(1)) or team.user_named(name)
        if user is None:
            return found.group()
        return person(user.id, user.name) + found.group()[len(user.name) + 1 :]

    def channel(found: re.Match[str]) -> str:
        target = team.channel_named(found.group(1))
        return f"<#{target.id}|{target.name}>" if target else found.group()

    plain = AT_CHANNEL.sub(channel, AT_NAME.sub(named, escaped(text)))
    return PICKED.sub(picked, plain)
