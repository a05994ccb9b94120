"""Slack's constraints on a manifest, row by row: where, of which type, within which bounds; and what must stand together.

A bound is ``least..most``. ``=`` begins the only words there are, ``~`` a pattern with one value that fits it and one
that does not, ``!`` the fields that an object must have, ``unique`` a list in which nothing stands twice.
"""

ROWS = """
_metadata | object
_metadata.schema_version | integer
_metadata.min_version | integer
_metadata.major_version | integer
_metadata.minor_version | integer
display_information | object | !name
display_information.name | string | 1..35
display_information.description | string | 1..140
display_information.background_color | string | 4..7
display_information.long_description | string | 175..4000
features | object
features.app_home | object
features.app_home.home_tab_enabled | boolean
features.app_home.messages_tab_enabled | boolean
features.app_home.messages_tab_read_only_enabled | boolean
features.bot_user | object | !display_name
features.bot_user.display_name | string | 1..80
features.bot_user.always_online | boolean
features.functions | array | 0..50
features.functions[] | object | !callback_id title description input_parameters output_parameters
features.functions[].title | string
features.functions[].description | string
features.functions[].callback_id | string
features.functions[].input_parameters | array | 0..20
features.functions[].input_parameters[] | object | !type name
features.functions[].input_parameters[].type | string | =integer number boolean string object array slack#/types/user_id
features.functions[].input_parameters[].name | string
features.functions[].input_parameters[].title | string
features.functions[].input_parameters[].description | string
features.functions[].input_parameters[].is_required | boolean
features.functions[].output_parameters | array | 0..20
features.functions[].output_parameters[] | object | !type name
features.functions[].output_parameters[].type | string | =integer number boolean string object array slack#/types/blocks
features.functions[].output_parameters[].name | string
features.functions[].output_parameters[].title | string
features.functions[].output_parameters[].description | string
features.functions[].output_parameters[].is_required | boolean
features.shortcuts | array | 1..10
features.shortcuts[] | object | !name type callback_id description
features.shortcuts[].name | string | 1..24
features.shortcuts[].type | string | =message global
features.shortcuts[].callback_id | string | 1..255
features.shortcuts[].description | string | 1..150
features.slash_commands | array | 1..50
features.slash_commands[] | object | !command description
features.slash_commands[].command | string | 2..32 | ~/deal deal
features.slash_commands[].url | string | 0..3000 | ~https://a.example ftp://a.example
features.slash_commands[].description | string | 1..2000
features.slash_commands[].usage_hint | string | 1..1000
features.slash_commands[].should_escape | boolean
features.workflow_steps | array | 1..10
features.workflow_steps[] | object | !name callback_id
features.workflow_steps[].name | string | 1..50
features.workflow_steps[].callback_id | string | 1..50
features.unfurl_domains | array | 1..5 | unique
features.unfurl_domains[] | string | 0..255 | ~a.example -a.example
features.assistant_view | object | !assistant_description
features.assistant_view.assistant_description | string
features.assistant_view.suggested_prompts | array
features.assistant_view.suggested_prompts[] | object | !title message
features.assistant_view.suggested_prompts[].title | string
features.assistant_view.suggested_prompts[].message | string
features.agent_view | object
features.agent_view.agent_description | string | 0..300
features.agent_view.suggested_prompts | array | 0..4
features.agent_view.suggested_prompts[] | object | !title message
features.agent_view.suggested_prompts[].title | string
features.agent_view.suggested_prompts[].message | string
features.agent_view.actions | array
features.agent_view.actions[] | object | !name description
features.agent_view.actions[].name | string
features.agent_view.actions[].description | string
oauth_config | object
oauth_config.redirect_urls | array | 0..1000 | unique
oauth_config.redirect_urls[] | string | 0..2500
oauth_config.scopes | object
oauth_config.scopes.user | array | 0..255
oauth_config.scopes.user[] | string | 0..50
oauth_config.scopes.bot | array | 0..255
oauth_config.scopes.bot[] | string | =commands chat:write
oauth_config.scopes.user_optional | array | 0..255
oauth_config.scopes.user_optional[] | string | 0..50
oauth_config.scopes.bot_optional | array | 0..255
oauth_config.scopes.bot_optional[] | string | =commands chat:write
oauth_config.token_management_enabled | boolean
oauth_config.pkce_enabled | boolean
settings | object
settings.allowed_ip_address_ranges | array | 1..50 | unique
settings.allowed_ip_address_ranges[] | string | ~10.0.0.0/8 10.0.0.256
settings.event_subscriptions | object
settings.event_subscriptions.request_url | string | 0..3500 | ~https://a.example a.example
settings.event_subscriptions.user_events | array | 0..100 | unique
settings.event_subscriptions.user_events[] | string | 0..50
settings.event_subscriptions.bot_events | array | 0..100 | unique
settings.event_subscriptions.bot_events[] | string | =app_mention message.im
settings.event_subscriptions.metadata_subscriptions | array | 1..20 | unique
settings.event_subscriptions.metadata_subscriptions[] | object | !app_id event_type
settings.event_subscriptions.metadata_subscriptions[].app_id | string
settings.event_subscriptions.metadata_subscriptions[].event_type | string | 0..50
settings.incoming_webhooks | object
settings.incoming_webhooks.incoming_webhooks_enabled | boolean
settings.interactivity | object | !is_enabled
settings.interactivity.is_enabled | boolean
settings.interactivity.request_url | string | 0..3500 | ~https://a.example a.example
settings.interactivity.message_menu_options_url | string | 0..3500 | ~https://a.example a.example
settings.org_deploy_enabled | boolean
settings.socket_mode_enabled | boolean
settings.is_hosted | boolean
settings.token_rotation_enabled | boolean
settings.siws_links | object
settings.siws_links.initiate_uri | string | 0..3500 | ~https://a.example http://a.example
settings.hermes_app_type | string
settings.function_runtime | string
settings.is_mcp_enabled | boolean
"""
