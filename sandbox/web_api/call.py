"""One call of a Web API method, and what every method needs of it: who calls, where, and with which scopes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sandbox.edge.arguments import Arguments
from sandbox.errors import InvalidArgumentsError, Json, SlackError
from sandbox.platform import Platform
from sandbox.state.model import Channel, Message, User
from sandbox.world import World

TIMESTAMP = re.compile(r"[0-9]{1,12}\.[0-9]{6}")
Kinds = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Method:
    """A row of the method table. `kinds` says which scope each type of conversation asks for, any one of several.

    `takes` lists the arguments that Slack documents: `!` ends one that must be there, `*` one that may be a list or an
    object. `refuses` lists the errors that the method answers here, beside those that any method may.
    `is_told_who` puts what the Authorization header says among the arguments, for methods about credentials.
    """

    name: str
    run: "Callable[[Call], Json]"
    rate: int
    scopes: tuple[str, ...] = ()
    kinds: Kinds = field(default_factory=dict)
    takes_json: bool = True
    token: str = "bot"  # noqa: S105 - the type of the token, not a token
    is_told_who: bool = False
    takes: str = ""
    refuses: str = ""

    @cached_property
    def arguments(self) -> dict[str, bool]:
        """Say of each argument whether it must be there."""
        return {name.rstrip("!*"): "!" in name for name in self.takes.split()}

    @cached_property
    def structures(self) -> frozenset[str]:
        return frozenset(name.rstrip("!*") for name in self.takes.split() if "*" in name)

    @cached_property
    def errors(self) -> frozenset[str]:
        return frozenset(self.refuses.split())


@dataclass(frozen=True)
class Call:
    """`caller` is the workspace whose bot calls; None when the app itself does, with its own token or none."""

    platform: Platform
    method: Method
    args: Arguments
    caller: World | None

    @property
    def world(self) -> World:
        if self.caller is None:
            raise SlackError("not_allowed_token_type")
        return self.caller

    @property
    def bot(self) -> str:
        return self.world.bot.user

    @property
    def epoch(self) -> int:
        return int(self.world.clock.epoch())

    def carried_out(self) -> Json:
        """Do what the method does, if the scopes are there and the arguments are what it takes."""
        # Scopes before arguments, as Slack does: who may not call learns nothing of what is missing.
        self.require(self.method.scopes)
        self._check_any_kind()
        self._check_arguments()
        return self.method.run(self)

    def _check_any_kind(self) -> None:
        """Refuse who may call the method for no type of conversation, whichever one it would have been."""
        asked = dict.fromkeys(scope for scopes in self.method.kinds.values() for scope in scopes)
        granted = self.world.bot.scopes if asked else ()
        if asked and not asked.keys() & set(granted):
            self.platform.shared.uses.refused(next(iter(asked)), self.method.name)
            raise SlackError("missing_scope", needed=",".join(asked), provided=",".join(granted))

    def _check_arguments(self) -> None:
        method, given = self.method, self.args
        missing = [name for name, is_needed in method.arguments.items() if is_needed and not given.text(name)]
        if missing:
            raise InvalidArgumentsError(*(f"missing required field: {name}" for name in missing))
        for name in method.arguments.keys() - method.structures:
            if isinstance(given.values.get(name), list | dict):
                raise SlackError("invalid_array_arg")

    def require(self, scopes: tuple[str, ...]) -> None:
        """Raise missing_scope unless the app was granted one of these."""
        if not scopes:
            return
        granted, uses = self.world.bot.scopes, self.platform.shared.uses
        # The first that fits is the one used: whoever holds a broad scope makes no use of a narrow one beside it.
        held = next((scope for scope in scopes if scope in granted), None)
        if held is None:
            uses.refused(scopes[0], self.method.name)
            raise SlackError("missing_scope", needed=scopes[0], provided=",".join(granted))
        uses.allowed(held, self.method.name)

    def may_also(self, scope: str) -> bool:
        """Tell whether a scope lets the app do more here than it must be able to; then it does."""
        held = scope in self.world.bot.scopes
        if held:
            self.platform.shared.uses.allowed(scope, self.method.name)
        return held

    def require_for(self, kind: str) -> None:
        self.require(self.method.kinds.get(kind, ()))

    def check_unreserved(self, act: str, code: str = "restricted_action") -> None:
        """Raise `code` when the workspace's admins keep this act for themselves."""
        if not self.world.team.allows(self.bot, act):
            raise SlackError(code)

    def channel(self, name: str = "channel", code: str = "channel_not_found") -> Channel:
        """Find the conversation that an argument names by id, if the bot may know of it and has the scope."""
        channel = self.world.team.channels.get(self.args.text(name))
        if channel is None or not self.world.team.may_see(self.bot, channel):
            raise SlackError(code)
        self.require_for(channel.kind)
        return channel

    def own_channel(self, name: str = "channel") -> Channel:
        """Find a conversation that the bot is in."""
        channel = self.channel(name)
        if self.bot not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def real_channel(self, name: str = "channel") -> Channel:
        """Find a channel the bot is in, not a direct conversation."""
        channel = self.own_channel(name)
        if channel.is_im or channel.is_mpim:
            raise SlackError("method_not_supported_for_channel_type")
        return channel

    def message(self, channel: Channel, name: str, code: str = "message_not_found") -> Message:
        # What only one person was shown is not kept in Slack either, and cannot be found again.
        message = channel.messages.get(self.args.text(name))
        if message is None or message.ephemeral_to:
            raise SlackError(code)
        return message

    def marked_message(self, channel: Channel) -> Message:
        """Find the message that `timestamp` names, as pins and reactions do."""
        timestamp = self.args.text("timestamp")
        if not timestamp:
            raise SlackError("no_item_specified")
        if not TIMESTAMP.fullmatch(timestamp):
            raise SlackError("bad_timestamp")
        return self.message(channel, "timestamp")

    def user(self, user_id: str, code: str = "user_not_found") -> User:
        user = self.world.team.users.get(user_id)
        if user is None:
            raise SlackError(code)
        return user
