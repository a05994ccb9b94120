"""The line above the messages: which place this is, its topic, its members, what is pinned and bookmarked."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from sandbox.drawing.avatars import avatar
from sandbox.drawing.emoji import with_emoji
from sandbox.drawing.moments import moment_of, wall
from sandbox.drawing.mrkdwn import fallback
from sandbox.drawing.reader import Reader
from sandbox.page.names import TeamNames
from sandbox.page.sheets import sheet
from sandbox.page.visit import APP, Visit
from sandbox.state.model import Bookmark, Channel

SUMMARY = 80
NO_MARK = Markup("")
# Bookmarks are what an app or a person typed; nothing but these may ever be followed.
SAFE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
MESSAGE_LINK = re.compile(r"https://([\w-]+)\.slack\.com/archives/(\w+)(?:/p(\d{10})(\d{6}))?")


@dataclass(frozen=True)
class Line:
    """Something that can be gone to, or someone who is there."""

    name: str
    note: str = ""
    href: str = ""
    mark: Markup = NO_MARK
    is_here: bool = False


def title_of(visit: Visit) -> str:
    bot, there = visit.world.bot.name, visit.channel
    if visit.is_home:
        return f"{bot} Home"
    if there is None or visit.place == APP:
        return bot
    reader = visit.person.id if visit.person else ""
    name = TeamNames(visit.world.team, reader).called(there)
    return name if there.is_private or there.is_im else f"#{name}"


def draw_heading(visit: Visit) -> Markup:
    there = visit.channel
    if there is None or there.is_im:
        note = "What the app shows to you alone" if visit.is_home else f"Direct messages with {_with(visit)}"
        return _drawn(title_of(visit), note)
    reader = visit.reader()
    # Slack shows one of the two here as well: people set topics, apps often only a purpose.
    topic = fallback(there.topic.value or there.purpose.value, reader)
    members = _members(visit, there)
    return _drawn(
        title_of(visit).removeprefix("#"),
        topic,
        mark="people" if there.is_mpim else "lock" if there.is_private else "hash",
        members=members,
        count=f"{len(members)} {'member' if len(members) == 1 else 'members'}",
        pins=_pins(visit, there, reader),
        may_leave=reader.user_id in there.members and not (there.is_general or there.is_mpim or there.is_archived),
        query=visit.query,
        bookmarks=[_bookmark(visit, one) for one in there.bookmarks],
    )


def _with(visit: Visit) -> str:
    return "the app" if visit.place == APP else title_of(visit)


def _drawn(title: str, topic: str, **facts: object) -> Markup:
    nothing = {"mark": "", "members": [], "count": "", "pins": [], "bookmarks": [], "may_leave": False, "query": ""}
    return sheet("heading.j2", title=title, topic=topic, **(nothing | facts))


def _members(visit: Visit, channel: Channel) -> list[Line]:
    users = [visit.world.team.users[one] for one in channel.members if one in visit.world.team.users]
    users.sort(key=lambda one: (one.real_name or one.name).lower())
    return [
        Line(
            name=one.real_name or one.name,
            note="App" if one.is_bot else "Deactivated" if one.deleted else one.tz,
            mark=avatar(one.id, one.real_name or one.name, is_app=one.is_bot, size="small"),
        )
        for one in users
    ]


def _pins(visit: Visit, channel: Channel, reader: Reader) -> list[dict[str, str]]:
    pinned = [channel.messages[pin.ts] for pin in channel.pins if pin.ts in channel.messages]
    return [
        {
            "href": visit.link(ts=one.ts),
            "words": fallback(one.text, reader)[:SUMMARY] or "A message",
            "note": f"{one.username or reader.name(one.user)}, {moment_of(wall(float(one.ts), reader.tz))}",
        }
        for one in pinned
    ]


def _bookmark(visit: Visit, bookmark: Bookmark) -> Line:
    name = f"{with_emoji(bookmark.emoji)} {bookmark.title}".strip()
    # A link to a message of this workspace stays on the page: the address behind it is not served by anybody.
    here = MESSAGE_LINK.match(bookmark.link)
    if here and here[1] == visit.world.team.domain and here[2] in visit.world.team.channels:
        return Line(name, href=visit.link(channel=here[2], ts=f"{here[3]}.{here[4]}" if here[3] else ""), is_here=True)
    return Line(name, href=bookmark.link if SAFE.match(bookmark.link) else "")
