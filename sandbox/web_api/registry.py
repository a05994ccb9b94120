"""The table of all Web API methods: what each takes, asks for, allows and refuses."""

from typing import TypedDict

from sandbox.limits import POSTS_PER_CHANNEL, SPECIAL, TIER_1, TIER_2, TIER_3, TIER_4
from sandbox.web_api import (
    apps,
    auth,
    blocks,
    bookmarks,
    chat,
    conversations,
    edits,
    gathering,
    oauth,
    opening,
    pins,
    quiet,
    reactions,
    reading,
    usergroups,
    users,
    views,
)
from sandbox.web_api.call import Method
from sandbox.web_api.scopes import HISTORY, INVITE, JOIN, KICK, MANAGE, READ, TOPIC


class Manner(TypedDict, total=False):
    """How a method is called, where it is not with a bot's token and either kind of body."""

    takes_json: bool
    token: str
    is_told_who: bool


FORM: Manner = {"takes_json": False}
BASIC: Manner = {"takes_json": False, "is_told_who": True}
NOBODY: Manner = {"takes_json": False, "is_told_who": True, "token": "none"}
APP: Manner = {"token": "app"}
POSTING, MARKING, PINNING, REACTING = ("chat:write",), ("bookmarks:write",), ("pins:write",), ("reactions:write",)

# What several methods of one family take, and refuse.
SAYING = "text blocks* attachments* markdown_text metadata* parse link_names "
DRESSED = "as_user username icon_emoji icon_url thread_ts "
PAGES, TYPED = "cursor limit ", "types* exclude_archived team_id "
SPAN = "oldest latest inclusive include_all_metadata "
UNSAYABLE = (
    "no_text invalid_blocks invalid_blocks_format invalid_attachments too_many_attachments too_many_contact_cards "
    "msg_blocks_too_long msg_too_long markdown_text_conflict "
)
METADATA = "invalid_metadata_format metadata_too_large "
CLOSED = "channel_not_found is_archived not_in_channel "
NAMES = (
    "invalid_name invalid_name_maxlength invalid_name_punctuation invalid_name_required invalid_name_specials "
    "name_taken "
)
NO_DIRECT = "method_not_supported_for_channel_type "
TRIGGER = "expired_trigger_id exchanged_trigger_id invalid_trigger_id "
UNDRAWABLE = "duplicate_external_id view_too_large "
CLIENT = "invalid_client_id bad_client_secret "

# The formatter would give every argument a line of its own; a table is read by its columns.
# fmt: off
TABLE = (
    Method("auth.test", auth.test, SPECIAL),
    Method("auth.revoke", oauth.revoke_token, TIER_3, **BASIC, takes="test"),
    Method("apps.uninstall", oauth.uninstall_app, TIER_1, **FORM, takes="client_id client_secret", refuses=CLIENT),
    Method("apps.connections.open", apps.open_connection, TIER_3, **APP),
    Method("apps.event.authorizations.list", apps.list_authorizations, TIER_4, **APP, takes=PAGES + "event_context!",
           refuses="auth_mismatch invalid_event_context invalid_cursor"),
    Method("oauth.v2.access", oauth.access, TIER_4, **NOBODY,
           takes="client_id client_secret code redirect_uri grant_type refresh_token",
           refuses=CLIENT + "bad_redirect_uri invalid_code code_already_used invalid_grant_type "
                   "invalid_refresh_token"),
    Method("oauth.v2.exchange", oauth.trade, TIER_3, **FORM, takes="client_id client_secret",
           refuses=CLIENT + "token_already_exchanged token_rotation_not_enabled"),
    Method("team.info", auth.team_info, TIER_3, ("team:read",), takes="team domain",
           refuses="team_not_found team_not_on_enterprise"),
    Method("bots.info", auth.bot_info, TIER_3, ("users:read",), **FORM, takes="bot team_id",
           refuses="bot_not_found missing_argument"),
    # Slack names no tier for this one. Apps validate while they are built, so a low one hinders nobody.
    Method("blocks.validate", blocks.validate, TIER_2, takes="blocks* view* message*",
           refuses="invalid_blocks invalid_view invalid_message"),

    Method("chat.postMessage", chat.post_message, POSTS_PER_CHANNEL, POSTING,
           takes="channel! " + SAYING + DRESSED + "mrkdwn reply_broadcast unfurl_links unfurl_media",
           refuses=CLOSED + UNSAYABLE + METADATA + "as_user_not_supported cannot_dm_bot cannot_reply_to_message "
                   "messages_tab_disabled restricted_action thread_not_found"),
    Method("chat.postEphemeral", chat.post_ephemeral, TIER_4, POSTING, takes="channel! user! " + SAYING + DRESSED,
           refuses=CLOSED + UNSAYABLE + METADATA + "cannot_dm_bot cannot_reply_to_message messages_tab_disabled "
                   "restricted_action thread_not_found user_not_in_channel"),
    Method("chat.update", edits.update, TIER_3, POSTING,
           takes="channel! ts! " + SAYING + "as_user unfurled_attachments* reply_broadcast file_ids*",
           refuses=UNSAYABLE + METADATA + "cant_broadcast_message cant_update_message channel_not_found "
                   "edit_window_closed file_not_found is_inactive message_not_found no_dual_broadcast_content_update"),
    Method("chat.delete", edits.delete, TIER_3, POSTING, takes="channel! ts! as_user",
           refuses="cant_delete_message channel_not_found message_not_found"),
    Method("chat.getPermalink", chat.get_permalink, SPECIAL, **FORM, takes="channel! message_ts!",
           refuses="channel_not_found message_not_found"),

    Method("conversations.create", conversations.create, TIER_2, kinds=MANAGE, takes="name is_private team_id",
           refuses=NAMES + "restricted_action"),
    Method("conversations.rename", conversations.rename, TIER_2, kinds=MANAGE, takes="channel! name",
           refuses=CLOSED + NAMES + NO_DIRECT + "not_authorized"),
    Method("conversations.archive", conversations.archive, TIER_2, kinds=MANAGE, takes="channel!",
           refuses=NO_DIRECT + "already_archived cant_archive_general channel_not_found not_in_channel "
                   "restricted_action"),
    Method("conversations.unarchive", conversations.unarchive, TIER_2, kinds=MANAGE, takes="channel!",
           refuses=NO_DIRECT + "channel_not_found not_archived"),
    Method("conversations.setTopic", conversations.set_topic, TIER_2, kinds=TOPIC, takes="channel! topic",
           refuses=CLOSED + "too_long"),
    Method("conversations.setPurpose", conversations.set_purpose, TIER_2, kinds=TOPIC, takes="channel! purpose",
           refuses=CLOSED + "too_long"),

    Method("conversations.invite", gathering.invite, TIER_3, kinds=INVITE, takes="channel! users* force",
           refuses=CLOSED + NO_DIRECT + "already_in_channel cant_invite cant_invite_self "
                   "no_external_invite_permission no_permission no_user ura_max_channels user_is_restricted "
                   "user_not_found"),
    Method("conversations.join", gathering.join, TIER_3, kinds=JOIN, takes="channel!",
           refuses=NO_DIRECT + "channel_not_found is_archived"),
    Method("conversations.leave", gathering.leave, TIER_3, kinds=MANAGE, takes="channel!",
           refuses=NO_DIRECT + "cant_leave_general channel_not_found is_archived"),
    Method("conversations.kick", gathering.kick, TIER_3, kinds=KICK, takes="channel! user",
           refuses=NO_DIRECT + "cant_kick_from_general cant_kick_self channel_not_found not_in_channel "
                   "restricted_action user_not_found"),
    Method("conversations.open", opening.open_conversation, TIER_3, kinds=MANAGE,
           takes="channel users* return_im prevent_creation",
           refuses=NO_DIRECT + "cannot_dm_bot channel_not_found invalid_user_combination not_enough_users "
                   "too_many_users user_disabled user_not_found user_not_visible users_list_not_supplied"),

    Method("conversations.info", reading.info, TIER_3, kinds=READ, **FORM,
           takes="channel! include_locale include_num_members", refuses="channel_not_found"),
    Method("conversations.list", reading.list_channels, TIER_2, kinds=READ, **FORM, takes=PAGES + TYPED,
           refuses="invalid_cursor invalid_limit invalid_types"),
    Method("conversations.members", reading.members, TIER_4, kinds=READ, **FORM, takes=PAGES + "channel!",
           refuses="channel_not_found invalid_cursor invalid_limit"),
    Method("conversations.history", reading.history, TIER_3, kinds=HISTORY, takes=PAGES + SPAN + "channel!",
           refuses="channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest not_in_channel"),
    Method("conversations.replies", reading.replies, TIER_3, kinds=HISTORY, **FORM, takes=PAGES + SPAN + "channel ts",
           refuses="channel_not_found invalid_cursor invalid_ts_latest invalid_ts_oldest not_in_channel "
                   "thread_not_found"),
    Method("users.conversations", reading.list_of_user, TIER_3, kinds=READ, **FORM,
           takes=PAGES + TYPED + "exclude_muted user",
           refuses="invalid_cursor invalid_limit invalid_types user_not_found"),

    Method("users.info", users.info, TIER_4, ("users:read",), **FORM, takes="user! include_locale",
           refuses="user_not_found"),
    Method("users.list", users.list_users, TIER_2, ("users:read",), **FORM, takes=PAGES + "include_locale team_id",
           refuses="invalid_cursor"),
    Method("users.lookupByEmail", users.lookup_by_email, TIER_3, ("users:read.email",), **FORM, takes="email!",
           refuses="users_not_found"),
    Method("usergroups.list", usergroups.list_groups, TIER_2, ("usergroups:read",), **FORM,
           takes="include_count include_disabled include_users team_id", refuses="plan_upgrade_required"),
    Method("usergroups.users.list", usergroups.list_group_users, TIER_2, ("usergroups:read",), **FORM,
           takes="usergroup! include_disabled team_id", refuses="no_such_subteam plan_upgrade_required"),
    Method("dnd.info", quiet.info, TIER_3, ("dnd:read",), **FORM, takes="user team_id",
           refuses="user_not_found user_not_visible"),
    Method("dnd.teamInfo", quiet.team_info, TIER_2, ("dnd:read",), **FORM, takes="users* team_id",
           refuses="no_users_provided too_many_users user_not_visible"),

    Method("bookmarks.add", bookmarks.add, TIER_2, MARKING,
           takes="channel_id! title! type! link emoji entity_id access_level parent_id",
           refuses="channel_not_found invalid_bookmark_type invalid_emoji invalid_link permission_denied "
                   "too_many_bookmarks"),
    Method("bookmarks.edit", bookmarks.edit, TIER_2, MARKING, takes="channel_id! bookmark_id! title link emoji",
           refuses="channel_not_found invalid_emoji invalid_link not_found permission_denied"),
    Method("bookmarks.list", bookmarks.list_bookmarks, TIER_3, ("bookmarks:read",), takes="channel_id!",
           refuses="channel_not_found"),
    Method("bookmarks.remove", bookmarks.remove, TIER_2, MARKING, takes="channel_id! bookmark_id! quip_section_id",
           refuses="channel_not_found not_found permission_denied"),
    Method("pins.add", pins.add, TIER_2, PINNING, takes="channel timestamp",
           refuses="already_pinned bad_timestamp channel_not_found message_not_found no_item_specified "
                   "not_in_channel not_pinnable restricted_action too_many_pins"),
    Method("pins.remove", pins.remove, TIER_2, PINNING, takes="channel timestamp",
           refuses="bad_timestamp channel_not_found message_not_found no_item_specified no_pin not_in_channel "
                   "restricted_action"),
    Method("pins.list", pins.list_pins, TIER_2, ("pins:read",), **FORM, takes="channel!", refuses="channel_not_found"),
    Method("reactions.add", reactions.add, TIER_3, REACTING, takes="channel name! timestamp",
           refuses=CLOSED + "already_reacted bad_timestamp invalid_name message_not_found no_item_specified "
                   "too_many_emoji"),
    Method("reactions.remove", reactions.remove, TIER_2, REACTING, takes="channel name! timestamp file file_comment",
           refuses="bad_timestamp channel_not_found file_comment_not_found file_not_found invalid_name "
                   "message_not_found no_item_specified no_reaction not_in_channel"),

    Method("views.open", views.open_view, TIER_4, takes="view!* trigger_id interactivity_pointer",
           refuses=TRIGGER + UNDRAWABLE),
    Method("views.push", views.push, TIER_4, takes="view!* trigger_id interactivity_pointer",
           refuses=TRIGGER + UNDRAWABLE + "not_found push_limit_reached"),
    Method("views.update", views.update, TIER_4, takes="view!* view_id external_id hash",
           refuses=UNDRAWABLE + "hash_conflict not_found"),
    Method("views.publish", views.publish, TIER_4, takes="view!* user_id! hash interactivity_pointer",
           refuses=UNDRAWABLE + "hash_conflict not_enabled"),
)
# fmt: on
METHODS: dict[str, Method] = {method.name: method for method in TABLE}
