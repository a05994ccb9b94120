"""Response URLs: where an app may answer an interaction up to five times within half an hour."""

from dataclasses import dataclass, field
from typing import Any

from sandbox import limits
from sandbox.block_kit.messages import check_message
from sandbox.clock import Clock
from sandbox.errors import Json, SlackError
from sandbox.state.ids import Ids
from sandbox.state.model import Channel, Message, User
from sandbox.state.posting import Content, Posting
from sandbox.state.team import Team


@dataclass
class Hook:
    """One response URL; `original` is the message that may be replaced or deleted through it."""

    user: str
    channel: str
    made_at: float
    original: Message | None = None
    uses: int = 0


@dataclass
class Hooks:
    team: Team
    posting: Posting
    ids: Ids
    clock: Clock
    base_url: str
    _made: dict[str, Hook] = field(default_factory=dict)

    def make(self, user: User, channel: Channel, original: Message | None = None) -> str:
        path = f"/hooks/actions/{self.team.id}/{self.ids.hex(16)}/{self.ids.hex(24)}"
        self._made[path] = Hook(user.id, channel.id, self.clock.epoch(), original)
        return f"{self.base_url}{path}"

    def forget(self, url: str) -> None:
        self._made.pop(url.removeprefix(self.base_url), None)

    def answered(self, url: str, message: Message) -> None:
        """Remember the message that an ack made, so that the same URL can replace it."""
        hook = self._made.get(url.removeprefix(self.base_url))
        if hook and hook.original is None:
            hook.original = message

    def use(self, path: str, body: Any) -> None:
        """Do what the app posted; raises SlackError for a URL that is used up, old or unknown, and for bad content."""
        hook = self._made.get(path)
        # With the app its doors go too: what it was given before is no way back in. So with a channel that is deleted.
        if hook is None or not self.posting.bot.is_installed or hook.channel not in self.team.channels:
            raise SlackError("invalid_url")
        if self.clock.epoch() - hook.made_at > limits.RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if hook.uses >= limits.RESPONSE_URL_USES:
            raise SlackError("used_url")
        if not isinstance(body, dict):
            raise SlackError("invalid_payload")
        # Counted before it is read: Slack counts what it was sent, not what it could show.
        hook.uses += 1
        self._apply(hook, body)

    def _apply(self, hook: Hook, body: Json) -> None:
        original = hook.original
        is_there = original is not None and original.ts in self.team.channels[hook.channel].messages
        if body.get("delete_original"):
            if original and is_there:
                self.posting.remove(original)
            return
        content = said(body)
        if body.get("replace_original") and original and is_there:
            # In its place and for the same eyes: what was for one person never becomes a message for all.
            self.posting.change(original, content)
            return
        made = self.show(hook.user, hook.channel, content, in_channel=body.get("response_type") == "in_channel")
        hook.original = hook.original or made

    def show(self, user: str, channel: str, content: Content, *, in_channel: bool) -> Message:
        """Put an answer where the person acted; raises SlackError for a thread that is not there."""
        place = self.team.channels[channel]
        if content.thread_ts and content.thread_ts not in place.messages:
            raise SlackError("thread_not_found")
        message = self.posting.draft(place, content)
        message.ephemeral_to = "" if in_channel else user
        return self.posting.put(message)


def said(body: Json) -> Content:
    """Read the content of an answer to an interaction; raises SlackError when Slack would not show it."""
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if not isinstance(text, str) or not isinstance(blocks, list):
        raise SlackError("invalid_payload")
    if not text and not blocks and not body.get("attachments"):
        raise SlackError("no_text")
    attachments = body.get("attachments") or []
    if not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    check_message(blocks, attachments)
    return Content(
        text=text[: limits.POST_TEXT],
        blocks=blocks,
        attachments=attachments,
        thread_ts=str(body.get("thread_ts") or ""),
    )
