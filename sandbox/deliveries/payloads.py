"""The payloads of slash commands and interactions, as Slack documents them."""

from dataclasses import dataclass

from sandbox.errors import Json
from sandbox.state.model import App, Bot, Channel, Message, User, View
from sandbox.state.objects import message_object, view_object
from sandbox.state.team import Team

# Seen in practice: a command gives away no name of what is not public.
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
            # A form has no booleans, and apps compare with this very word.
            "is_enterprise_install": "false",
            "response_url": hook,
            "trigger_id": trigger,
        }

    def message_action(
        self, user: User, message: Message, actions: list[Json], values: Json, *, hook: str, trigger: str
    ) -> Json:
        return {
            **self._interaction("block_actions", user),
            **self._in_message(message),
            "trigger_id": trigger,
            "state": {"values": values},
            "response_url": hook,
            "actions": actions,
        }

    def view_action(self, user: User, view: View, actions: list[Json], *, trigger: str) -> Json:
        acted = {"trigger_id": trigger, "actions": actions}
        return self._interaction("block_actions", user) | self._in_view(view) | acted

    def message_suggestion(self, user: User, message: Message, block: Json, element: Json, typed: str) -> Json:
        """Ask for the options of a menu in a message; there is no trigger in it, since nothing was decided yet."""
        return self._interaction("block_suggestion", user) | self._in_message(message) | _asked(block, element, typed)

    def view_suggestion(self, user: User, view: View, block: Json, element: Json, typed: str) -> Json:
        return self._interaction("block_suggestion", user) | self._in_view(view) | _asked(block, element, typed)

    def shortcut(self, user: User, callback_id: str, *, trigger: str, action_ts: str) -> Json:
        """Draw a shortcut of the workspace: it knows neither a channel nor a response URL."""
        more = {"callback_id": callback_id, "trigger_id": trigger, "action_ts": action_ts}
        return self._common("shortcut", user) | more

    def message_shortcut(
        self, user: User, message: Message, callback_id: str, *, trigger: str, action_ts: str, hook: str
    ) -> Json:
        channel = self.team.channels[message.channel]
        return self._common("message_action", user) | {
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
        # What stood in the fields is not sent: who closes a form has not said any of it.
        drawn = view_object(view, self.team, self.bot) | {"state": {"values": {}}}
        return self._interaction("view_closed", user) | {"view": drawn, "is_cleared": is_cleared}

    def _in_message(self, message: Message) -> Json:
        channel = self.team.channels[message.channel]
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.ephemeral_to),
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        place: Json = {"container": container, "channel": {"id": channel.id, "name": _shown_name(channel)}}
        # Slack keeps no ephemeral message, so it cannot send one along either.
        if not message.ephemeral_to:
            place["message"] = message_object(message, self.team, self.bot)
        return place

    def _in_view(self, view: View) -> Json:
        container = {"type": "view", "view_id": view.id}
        return {"container": container, "view": view_object(view, self.team, self.bot)}

    def _interaction(self, kind: str, user: User) -> Json:
        return self._common(kind, user) | {"api_app_id": self.app.id}

    def _common(self, kind: str, user: User) -> Json:
        """Draw what every payload has; a person of another company brings their own team along, the team stays ours."""
        team = self.team
        return {
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team or team.id},
            "token": self.app.verification_token,
            "enterprise": None,
            "is_enterprise_install": False,
        }


def _asked(block: Json, element: Json, typed: str) -> Json:
    return {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}


def _shown_name(channel: Channel) -> str:
    return CHANNEL_NAMES.get(channel.kind, channel.name)
