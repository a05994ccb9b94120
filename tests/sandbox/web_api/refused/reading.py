"""Errors of what only reads: channels, histories, people, groups and quiet hours."""

from contextlib import AbstractContextManager
from typing import Any

from tests.sandbox.web_api.calls import decided
from tests.sandbox.web_api.refusal import NOT_THERE, Refusal, nowhere
from tests.sandbox.web_api.scene import Scene


def plan_without_groups(scene: Scene) -> AbstractContextManager[None]:
    return decided(scene.sandbox, has_usergroups=False)


def misread(method: str, *codes: str, **more: Any) -> list[Refusal]:
    """Refuse to read on from no place, up to no number, between no moments, of no kind."""
    faults = {
        "invalid_cursor": {"cursor": "nonsense"},
        "invalid_limit": {"limit": 1000},
        "invalid_types": {"types": "public"},
        "invalid_ts_latest": {"latest": "tomorrow"},
        "invalid_ts_oldest": {"oldest": "yesterday"},
    }

    def row(code: str) -> Refusal:
        return Refusal(method, code, lambda scene: {**{k: one(scene) for k, one in more.items()}, **faults[code]})

    return [row(code) for code in codes]


SPANS = ("invalid_ts_latest", "invalid_ts_oldest")
READING = [
    *nowhere("conversations.info", "channel_not_found"),
    *misread("conversations.list", "invalid_cursor", "invalid_limit", "invalid_types"),
    *nowhere("conversations.members", "channel_not_found"),
    *misread("conversations.members", "invalid_cursor", "invalid_limit", channel=lambda s: s.channel),
    *nowhere("conversations.history", "channel_not_found", "not_in_channel"),
    *misread("conversations.history", "invalid_cursor", *SPANS, channel=lambda s: s.channel),
    *nowhere("conversations.replies", "channel_not_found", "not_in_channel", ts=NOT_THERE),
    *misread("conversations.replies", "invalid_cursor", *SPANS, channel=lambda s: s.channel, ts=lambda s: s.post),
    Refusal("conversations.replies", "channel_not_found", lambda _: {}),
    Refusal("conversations.replies", "thread_not_found", lambda s: {"channel": s.channel, "ts": NOT_THERE}),
    *misread("users.conversations", "invalid_cursor", "invalid_limit", "invalid_types"),
    Refusal("users.conversations", "user_not_found", lambda _: {"user": "U404"}),
    Refusal("users.info", "user_not_found", lambda _: {"user": "U404"}),
    *misread("users.list", "invalid_cursor"),
    Refusal("users.lookupByEmail", "users_not_found", lambda _: {"email": "nobody@example.com"}),
    Refusal("usergroups.list", "plan_upgrade_required", lambda _: {}, plan_without_groups),
    Refusal("usergroups.users.list", "plan_upgrade_required", lambda s: {"usergroup": s.group}, plan_without_groups),
    Refusal("usergroups.users.list", "no_such_subteam", lambda _: {"usergroup": "S404"}),
    Refusal("dnd.info", "user_not_found", lambda _: {"user": "U404"}),
    Refusal("dnd.info", "user_not_visible", lambda s: {"user": s.stranger}),
    Refusal("dnd.teamInfo", "no_users_provided", lambda _: {}),
    Refusal("dnd.teamInfo", "too_many_users", lambda _: {"users": ",".join(f"U{n}" for n in range(51))}),
    Refusal("dnd.teamInfo", "user_not_visible", lambda s: {"users": s.stranger}),
]
