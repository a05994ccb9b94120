"""What one person has on the screen at a moment: where they are, what stands there, and the form in front of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sandbox.client import SandboxClient
from sandbox.trying.controls import Control, in_message, in_view
from sandbox.trying.form import Form
from sandbox.trying.transcript import Reader

Json = Mapping[str, Any]
HOME, DIRECT = "home", "app"
"""The places that are no channels: the app's Home tab, and the direct messages with the app."""
LAST = 30


class NotThere(AssertionError):  # noqa: N818 - what the person found, not a fault of the program
    """The person looked for something that is not on their screen; the text says what is."""


class Redrawn(NotThere):
    """The app drew the message anew between a person's look and their touch, without what they touched."""


@dataclass(frozen=True)
class Screen:
    """`channel` is the id of the channel they are in, empty in the Home tab and where nothing was said yet."""

    title: str
    reader: Reader
    channel: str = ""
    messages: Sequence[Json] = ()
    home: Json | None = None
    form: Form | None = None
    notice: str = ""

    @property
    def text(self) -> str:
        """Return all that can be read, the form in front last, as it lies on top."""
        return "\n".join(self._lines(self.messages))

    def brief(self) -> str:
        """Return the end of what can be read, for somebody who wants to know why a thing was not found."""
        left_out = len(self.messages) - LAST
        before = f"… {left_out} messages before\n" if left_out > 0 else ""
        return before + "\n".join(self._lines(self.messages[-LAST:]))

    def controls(self) -> list[Control]:
        """Return what can be touched, the newest first. Who has a form in front of them touches only that."""
        # Slack's forms are modal: what lies behind can be read and not touched.
        if self.form:
            return list(in_view(self.form.view))
        if self.home:
            return list(in_view(self.home))
        return list(chain.from_iterable(in_message(each, self.channel) for each in reversed(self.messages)))

    def newest(self, words: str) -> Json | None:
        """Find the newest message in which these words stand."""
        for message in reversed(self.messages):
            if holds("\n".join(self.reader.said(message)), words):
                return message
        return None

    def _lines(self, messages: Sequence[Json]) -> Iterator[str]:
        yield f"--- {self.title} ---"
        yield from self.reader.lines(messages)
        if self.home:
            yield from self.reader.blocks(self.home["blocks"])
        if self.form:
            yield from self.form.lines()
        if self.notice:
            yield f"Slack says: {self.notice}"


def holds(text: str, words: str) -> bool:
    """Tell whether words stand in a text, however its lines are broken."""
    # A form is as wide as its window: where lines break is no part of what an app says.
    return " ".join(words.split()) in " ".join(text.split())


def look(client: SandboxClient, user: str, place: str, *, refusals: Mapping[str, str], notice: str) -> Screen:
    """Look as this person at a channel (by id or name), the Home tab or the direct messages with the app."""
    state = client.state(user)
    zone = next(str(each["tz"]) for each in state["users"] if each["id"] == user)
    reader = Reader(state["users"], state["channels"], zone, state["usergroups"])
    views = client.views(user)
    form = Form(views[-1], reader, refusals) if views else None
    if place == HOME:
        home = client.home(user)
        return Screen(f"Home of {state['app']['name']}", reader, home=home, form=form, notice=notice)
    channel = channel_in(state, user, place)
    # Asking as somebody marks what they see as read, as opening the channel in Slack does.
    messages = client.messages(channel["id"], user) if channel else []
    title = f"#{channel['name']}" if channel and channel["name"] else f"Direct messages with {state['app']['name']}"
    return Screen(title, reader, channel["id"] if channel else "", messages, form=form, notice=notice)


def channel_in(state: Json, user: str, place: str) -> Json | None:
    """Find the conversation; None if it is the one with the app and nothing was said there yet."""
    wanted = place.removeprefix("#")
    if wanted == DIRECT:
        # Slack makes this conversation with the first message in it, so it may not be there.
        both = {user, state["app"]["user"]}
        return next((each for each in state["channels"] if each["is_im"] and both <= set(each["members"])), None)
    for channel in state["channels"]:
        if wanted in (channel["id"], channel["name"]):
            return dict(channel)
    names = ", ".join(f"#{each['name']}" for each in state["channels"] if each["name"] and not each["is_archived"])
    raise NotThere(f"There is no channel {place!r} to be seen. There is: {names}.")
