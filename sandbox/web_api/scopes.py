"""Which scope lets an app do what, for each type of conversation; any one of several is enough."""

MANAGE = {
    "public_channel": ("channels:manage",),
    "private_channel": ("groups:write",),
    "im": ("im:write",),
    "mpim": ("mpim:write",),
}
INVITE = MANAGE | {
    "public_channel": ("channels:manage", "channels:write.invites"),
    "private_channel": ("groups:write", "groups:write.invites"),
}
TOPIC = {
    "public_channel": ("channels:manage", "channels:write.topic"),
    "private_channel": ("groups:write", "groups:write.topic"),
    "im": ("im:write", "im:write.topic"),
    "mpim": ("mpim:write", "mpim:write.topic"),
}
# Slack names no scope for sending somebody out of a direct conversation: nobody is sent out of one.
KICK = {"public_channel": ("channels:manage",), "private_channel": ("groups:write",)}
JOIN = {"public_channel": ("channels:join",)}
READ = {
    "public_channel": ("channels:read",),
    "private_channel": ("groups:read",),
    "im": ("im:read",),
    "mpim": ("mpim:read",),
}
HISTORY = {
    "public_channel": ("channels:history",),
    "private_channel": ("groups:history",),
    "im": ("im:history",),
    "mpim": ("mpim:history",),
}
