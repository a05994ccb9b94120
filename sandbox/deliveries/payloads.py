"""The payloads of slash commands and interactions, as Slack documents them."""

from dataclasses import dataclass

from sandbox.errors import Json
from sandbox.model import App, Bot, Channel, Message, User, View
from sandbox.objects import message_object, view_object
from sandbox.team import Team

CHANNEL_NAMES = {"im": "directmessage", "private_channel": "privategroup", "mpim": "privategroup"}


@dataclass(frozen=True)
class Payloads:
    team: Team
    app: App
    bot: Bot

    def slash_command(self, user: User, channel: Channel, command: str, text: str, *, hook: str, trigger: str) -> Json:
        return {
            "token": self.app.verification_token,
            "team_id": self.team.id,
            "team_domain": self.team.domain,
            "channel_id": channel.id,
            "channel_name": _shown_name(channel),
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self.app.id,
            "is_enterprise_install": "false",
            "response_url": hook,
            "trigger_id": trigger,
        }

    def message_action(
        self, user: User, message: Message, actions: list[Json], values: Json, *, hook: str, trigger: str
    ) -> Json:
        channel = self.team.channels[message.channel]
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.ephemeral_to),
        }
        payload = self._interaction("block_actions", user) | {
            "container": container,
            "trigger_id": trigger,
            "channel": {"id": channel.id, "name": _shown_name(channel)},
            "state": {"values": values},
            "response_url": hook,
            "actions": actions,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        if not message.ephemeral_to:
            payload["message"] = message_object(message, self.team, self.bot)
        return payload

    def view_action(self, user: User, view: View, actions: list[Json], *, trigger: str) -> Json:
        return self._interaction("block_actions", user) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": trigger,
            "view": view_object(view, self.team, self.bot),
            "actions": actions,
        }

    def shortcut(self, user: User, callback_id: str, *, trigger: str, action_ts: str) -> Json:
        more = {"callback_id": callback_id, "trigger_id": trigger, "action_ts": action_ts}
        return self._interaction("shortcut", user) | more

    def message_shortcut(
        self, user: User, message: Message, callback_id: str, *, trigger: str, action_ts: str, hook: str
    ) -> Json:
        channel = self.team.channels[message.channel]
        return self._interaction("message_action", user) | {
            "callback_id": callback_id,
            "trigger_id": trigger,
            "action_ts": action_ts,
            "response_url": hook,
            "channel": {"id": channel.id, "name": _shown_name(channel)},
            "message": message_object(message, self.team, self.bot),
            "message_ts": message.ts,
        }

    def view_submission(self, user: User, view: View, *, trigger: str, hooks: list[Json]) -> Json:
        return self._interaction("view_submission", user) | {
            "trigger_id": trigger,
            "view": view_object(view, self.team, self.bot),
            "response_urls": hooks,
        }

    def view_closed(self, user: User, view: View, *, is_cleared: bool) -> Json:
        drawn = view_object(view, self.team, self.bot) | {"state": {"values": {}}}
        return self._interaction("view_closed", user) | {"view": drawn, "is_cleared": is_cleared}

    def _interaction(self, kind: str, user: User) -> Json:
        team = self.team
        return {
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team or team.id},
            "api_app_id": self.app.id,
            "token": self.app.verification_token,
            "enterprise": None,
            "is_enterprise_install": False,
        }


def _shown_name(channel: Channel) -> str:
    return CHANNEL_NAMES.get(channel.kind, channel.name)
