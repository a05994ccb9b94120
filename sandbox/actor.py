"""A person who uses an app by what they see: labels on buttons and fields, not ids. For demos and journeys."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.client import SandboxClient

Json = Mapping[str, Any]


class NotThere(LookupError):  # noqa: N818 - what the person found, not a fault of the program
    """The person looked for something that is not on the screen; the text says what is."""


class Actor:
    """One person at their keyboard."""

    def __init__(self, client: SandboxClient, user_id: str) -> None:
        self._client = client
        self.user_id = user_id

    def type(self, channel: str, text: str) -> Json:
        """Type a slash command or a message; return what came of it."""
        if text.startswith("/"):
            return self._client.command(self.user_id, channel, text)
        return self._client.message(self.user_id, channel, text)

    def sees(self, channel: str, label: str, about: str = "") -> list[Json]:
        """Return the buttons with this label, newest message first; ``about`` must stand in the words they belong to."""
        found: list[Json] = []
        for message in reversed(self._client.messages(channel, self.user_id)):
            found += [{**button, "ts": message["ts"]} for button in _buttons(message, label, about)]
        return found

    def press(self, channel: str, label: str, about: str = "") -> Json:
        """Press the newest button with this label; return what came of it."""
        found = self.sees(channel, label, about)
        if not found:
            raise NotThere(f"There is no button {label!r} about {about!r} in {channel}.")
        return self.push(channel, found[0])

    def push(self, channel: str, button: Json) -> Json:
        """Press a button that was seen."""
        return self._client.press(self.user_id, channel, button["ts"], button["action_id"], button["block_id"])

    def fill(self, opened: Json, **answers: str) -> Json:
        """Fill in and submit the form that something opened, by the fields' block ids; others get a sensible answer."""
        view = opened.get("view")
        if not view:
            raise NotThere(f"No form opened: {opened}")
        values = {}
        for block in view["blocks"]:
            if block["type"] == "input" and (block["block_id"] in answers or not block.get("optional")):
                element = block["element"]
                answer = answers.get(block["block_id"], _sensible(element))
                values[block["block_id"]] = {element["action_id"]: answer}
        return self._client.submit(self.user_id, view["id"], values)

    def direct(self) -> str:
        """Return the channel of direct messages between this person and the app."""
        for channel in self._client.state(self.user_id)["channels"]:
            if channel["is_im"] and self.user_id in channel["members"]:
                return str(channel["id"])
        raise NotThere("The app has not written to this person yet.")


def _buttons(message: Json, label: str, about: str) -> Iterator[Json]:
    """Yield the buttons with a label; what they belong to is their own section, else the whole message."""
    whole = str(message.get("text", ""))
    for block in message.get("blocks") or []:
        own = (block.get("text") or {}).get("text", "")
        elements = [block["accessory"]] if "accessory" in block else block.get("elements", [])
        for element in elements:
            if element.get("type") == "button" and element["text"]["text"] == label and about in (own or whole):
                yield {"action_id": element["action_id"], "block_id": block["block_id"], "words": own or whole}


def _sensible(element: Json) -> str:
    kind = element["type"]
    if kind == "datepicker":
        return "2026-12-14"
    if kind == "number_input":
        return "5"
    if kind == "url_text_input":
        return "https://example.com/documents/4711"
    if kind in ("static_select", "radio_buttons"):
        return str(element["options"][0]["value"])
    return "Order 4711, filed with the contract"
