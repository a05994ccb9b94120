"""Somebody at their keyboard, who uses an app by what they see: words on buttons and fields, not ids."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self, TypeVar

from sandbox.client import SandboxClient, SandboxRefused
from sandbox.trying.controls import Control
from sandbox.trying.form import Field, Form, plain
from sandbox.trying.screen import DIRECT, HOME, NotThere, Redrawn, Screen, channel_in, holds, look
from sandbox.trying.sensible import sensible

Json = Mapping[str, Any]
Found = TypeVar("Found")
Came = TypeVar("Came")
PATIENCE = 5.0
"""Real seconds in which what somebody looks for may still appear."""
TOUCHES = 5
"""How often somebody looks again when a message is redrawn under their finger; more often is the app's fault."""


@dataclass(frozen=True)
class Answer:
    """What came of an act at once: the words that only this person was shown, the form on top, what is wrong with it."""

    ok: bool
    error: str = ""
    shown: str = ""
    has_form: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    ts: str = ""

    def heard(self) -> Self:
        """Return this answer; raises NotThere if the app did not hear the act."""
        if not self.ok:
            raise NotThere(f"The app did not hear what was done. Slack says: {self.error}")
        return self


class Person:
    """Stays where they last were; `in_` moves them: a channel by name or id, `home`, or `app` for direct messages."""

    def __init__(self, client: SandboxClient, user_id: str, *, patience: float = PATIENCE) -> None:
        self._client = client
        self._patience = patience
        # Where everybody is, as soon as they are in a workspace at all.
        self._place = "general"
        self._notice = ""
        self._refusals: Mapping[str, str] = {}
        self.id = user_id

    def __repr__(self) -> str:
        return f"Person({self.id!r})"

    def goes(self, to: str) -> Self:
        """Look at another place from now on."""
        self._place = to
        return self

    def types(self, text: str, *, in_: str = "") -> Answer:
        """Type a slash command or a message."""
        channel = self._channel(in_)
        if text.startswith("/"):
            return self._came(self._client.command(self.id, channel, text))
        return self._came(self._client.message(self.id, channel, text))

    def replies(self, text: str, *, to: str, in_: str = "") -> Answer:
        """Answer in the thread of the newest message in which the words ``to`` stand."""
        message = self._message(to, in_)
        # Slack's threads have no threads: an answer to an answer belongs to the first message.
        thread = message.get("thread_ts") or message["ts"]
        return self._came(self._client.message(self.id, self._channel(), text, thread))

    def presses(self, label: str, *, about: str = "", in_: str = "") -> Answer:
        """Press the newest button with this label that is about something."""
        return self.finds(lambda: self.sees_button(label, about=about, in_=in_), self.pushes)

    def pushes(self, button: Control) -> Answer:
        """Press a button that was seen; raises Redrawn if its message stands there without it by now."""
        return self._touch(button, None)

    def finds(self, look: Callable[[], Found], touch: Callable[[Found], Came]) -> Came:
        """Touch what a look finds, and look again whenever the message is redrawn in between."""
        for _ in range(TOUCHES - 1):
            with suppress(Redrawn):
                return touch(look())
        return touch(look())

    def picks(self, option: Any, *, from_: str = "", about: str = "", in_: str = "") -> Answer:
        """Pick in a menu, by the words of the option; ``from_`` is the label, or what the empty menu shows."""
        wanted = str(getattr(option, "id", option))

        def find(screen: Screen) -> Control | None:
            able = [each for each in screen.controls() if from_ in ("", each.label) and each.offers(wanted)]
            # A menu that lists the very words is meant before a picker that would take any.
            listing_first = sorted(able, key=lambda each: not each.options)
            return next((each for each in listing_first if _is_about(each, about, screen)), None)

        def touch(menu: Control) -> Answer:
            self._ask_for_options(menu.element, menu.place, option)
            return self._touch(menu, plain(menu.element, option, self._ids()))

        return self.finds(lambda: self._until(find, f"nothing to pick {wanted!r} from{_about(about)}", in_), touch)

    def fills(self, answers: Mapping[str, Any]) -> Self:
        """Fill in fields of the form in front, by label or block id; the others stay as they are."""
        # One by one, each looked up anew: an app that is told of a pick may draw the form differently.
        for name, answer in answers.items():
            found = self._field(name)
            self._put(found, plain(found.element, answer, self._ids()))
        return self

    def fills_the_rest(self) -> Self:
        """Give each field that must be filled in and is empty an answer that fits."""
        for each in self.form.fields:
            if each.is_empty and not each.is_optional:
                self._put(each, sensible(each.element, me=self.id, now=self._client.now()))
        return self

    def submits(self) -> Answer:
        answer = self._client.submit(self.id, self.form.id)
        self._refusals = answer.get("errors") or {}
        return self._came(answer)

    def closes(self) -> Answer:
        """Close the form in front; the one below it is there again."""
        # What was wrong with the form on top is no matter of the one below.
        form, self._refusals = self.form, {}
        return self._came(self._client.close(self.id, form.id))

    def opens_home(self) -> Answer:
        self._place = HOME
        return self._came(self._client.open_home(self.id))

    def reacts(self, emoji: str, *, to: str, in_: str = "") -> Answer:
        message = self._message(to, in_)
        return self._came(self._client.react(self.id, self._channel(), message["ts"], emoji.strip(":")))

    def edits(self, words: str, *, to: str, in_: str = "") -> Answer:
        """Rewrite the newest message in which these words stand."""
        return self._does("edit_message", words, in_, text=to)

    def deletes(self, words: str, *, in_: str = "") -> Answer:
        return self._does("delete_message", words, in_)

    def pins(self, words: str, *, in_: str = "") -> Answer:
        return self._does("pin", words, in_)

    def invites(self, *people: "Person", to: str = "") -> Answer:
        channel = self._channel(to)
        return self._came(self._client.act(self.id, "invite", channel=channel, users=[each.id for each in people]))

    def leaves(self, channel: str) -> Answer:
        return self._came(self._client.act(self.id, "leave", channel=channel.removeprefix("#")))

    def joins(self, channel: str) -> Answer:
        self._place = channel
        return self._came(self._client.join(self.id, channel.removeprefix("#")))

    def uses(self, shortcut: str, *, on: str = "", in_: str = "") -> Answer:
        """Start a shortcut by its callback id or name; ``on`` are words of the message whose menu it stands in."""
        callback = self._callback(shortcut)
        if not on:
            return self._came(self._client.shortcut(self.id, callback))
        message = self._message(on, in_)
        return self._came(self._client.shortcut(self.id, callback, self._channel(), message["ts"]))

    def look(self, in_: str = "") -> Screen:
        """Look at the screen as it is now, without waiting for anything."""
        self._place = in_ or self._place
        return look(self._client, self.id, self._place, refusals=self._refusals, notice=self._notice)

    def sees(self, words: str, *, in_: str = "") -> None:
        """Make sure that these words stand on the screen, now or in a moment."""
        self._until(lambda screen: holds(screen.text, words) or None, f"no {words!r}", in_)

    def does_not_see(self, words: str, *, in_: str = "") -> None:
        """Make sure that these words do not stand on the screen once everything has come to rest."""
        # Absence proves something only after the app had its chance to say it.
        self._client.settle(seconds=self._patience)
        screen = self.look(in_)
        if holds(screen.text, words):
            raise NotThere(f"{words!r} should not be seen, and is:\n{screen.brief()}")

    def sees_button(self, label: str, *, about: str = "", in_: str = "") -> Control:
        """Find the newest button with this label; ``about`` must stand in the words that it belongs to."""
        missed = f"no button {label!r}{_about(about)}"
        return self._until(lambda screen: next(iter(_buttons(screen, label, about)), None), missed, in_)

    def buttons(self, label: str, *, about: str = "", in_: str = "") -> list[Control]:
        """List the buttons with this label that are there now, newest message first."""
        return _buttons(self.look(in_), label, about)

    @property
    def form(self) -> Form:
        """The form in front of them, now or in a moment."""
        return self._until(lambda screen: screen.form, "no form")

    @property
    def has_form(self) -> bool:
        return bool(self._client.views(self.id))

    @property
    def unread(self) -> dict[str, int]:
        """How many messages they have not read, by channel (`app`: direct messages with it); looking reads them."""
        channels = self._client.state(self.id)["channels"]
        return {each["name"] or DIRECT: each["unread"] for each in channels if each["unread"]}

    def direct(self) -> str:
        """Return the id of the channel in which the app writes to them directly."""
        found = channel_in(self._client.state(self.id), self.id, DIRECT)
        if found is None:
            raise NotThere("The app has not written to this person yet.")
        return str(found["id"])

    def _until(self, find: Callable[[Screen], Found | None], missed: str, in_: str = "") -> Found:
        """Look until it is found; whoever misses it is told what was on the screen instead."""
        seen: list[Screen] = []

        def again() -> Found | None:
            seen.append(self.look(in_))
            return find(seen[-1])

        found = self._client.until(again, seconds=self._patience)
        if found is None:
            raise NotThere(f"There is {missed} to be seen, within {self._patience:g} s. What is:\n{seen[-1].brief()}")
        return found

    def _does(self, act: str, words: str, in_: str, **facts: Any) -> Answer:
        """Do something to the newest message in which these words stand."""
        message = self._message(words, in_)
        return self._came(self._client.act(self.id, act, channel=self._channel(), ts=message["ts"], **facts))

    def _message(self, words: str, in_: str) -> Json:
        return self._until(lambda screen: screen.newest(words), f"no message {words!r}", in_)

    def _field(self, name: str) -> Field:
        form = self.form
        found = form.named(name)
        if found is None:
            labels = ", ".join(repr(each.label) for each in form.fields)
            raise NotThere(
                f"The form {form.title!r} has no field {name!r}, or several. Its fields: {labels or 'none'}."
            )
        return found

    def _put(self, into: Field, answer: Any) -> None:
        view = self.form.id
        self._ask_for_options(into.element, {"view_id": view, "block_id": into.block_id}, answer)
        self._came(self._client.press_view(self.id, view, into.element["action_id"], into.block_id, answer))

    def _ask_for_options(self, element: Json, place: Json, wanted: Any) -> None:
        """Type what is wanted into a menu that the app fills; Slack picks only from what was offered last."""
        if element["type"].endswith("external_select"):
            for one in wanted if isinstance(wanted, list) else [wanted]:
                self._client.act(self.id, "suggest", **place, action_id=element["action_id"], query=str(one))

    def _touch(self, control: Control, value: Any) -> Answer:
        if not control.view:
            return self._came(self._press(control, value))
        return self._came(self._client.press_view(self.id, control.view, control.action_id, control.block_id, value))

    def _press(self, control: Control, value: Any) -> Json:
        where = (control.channel, control.ts)
        try:
            return self._client.press(self.id, *where, control.action_id, control.block_id, value)
        except SandboxRefused as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                raise Redrawn(f"{control.label!r} is gone by now. {refused}") from refused
            raise

    def _channel(self, in_: str = "") -> str:
        """Return where they are as the acts take it: for the app itself, its user."""
        self._place = in_ or self._place
        return str(self._client.state()["app"]["user"]) if self._place == DIRECT else self._place.removeprefix("#")

    def _callback(self, shortcut: str) -> str:
        # Shortcuts that no manifest names are known by their callback alone.
        known = self._client.state()["app"].get("shortcuts", [])
        return next((str(each["callback_id"]) for each in known if each["name"] == shortcut), shortcut)

    def _ids(self) -> dict[str, str]:
        state = self._client.state(self.id)
        # User names come last and win: they are unique, and what people are called is not.
        channels = {each["name"].casefold(): str(each["id"]) for each in state["channels"]}
        names = [(each["real_name"], each["id"]) for each in state["users"]]
        names += [(each["name"], each["id"]) for each in state["users"]]
        return channels | {name.casefold(): str(id_) for name, id_ in names}

    def _came(self, answer: Json) -> Answer:
        """Keep what Slack says about it in view, until the next act."""
        self._notice = str(answer.get("error") or "")
        written = answer.get("message") or {}
        return Answer(
            ok=bool(answer["ok"]),
            error=self._notice,
            shown=str((answer.get("shown") or {}).get("text", "")),
            has_form=bool(answer.get("view")),
            errors=answer.get("errors") or {},
            ts=str(written.get("ts", "")),
        )


def _buttons(screen: Screen, label: str, about: str) -> list[Control]:
    able = [each for each in screen.controls() if each.label == label and each.kind.endswith("button")]
    return [each for each in able if _is_about(each, about, screen)]


def _is_about(control: Control, about: str, screen: Screen) -> bool:
    return about in control.words or holds(screen.reader.text(control.words), about)


def _about(words: str) -> str:
    return f" about {words!r}" if words else ""
