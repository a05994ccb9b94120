"""auth.test, apps.connections.open, team.info and bots.info: who is calling, and where."""

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.web_api.call import Call, Method


def test(call: Call) -> Json:
    team, bot = call.world.team, call.world.bot
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": team.users[bot.user].name,
        "team_id": team.id,
        "user_id": bot.user,
        "bot_id": bot.id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    shared = call.platform.shared
    socket_url = shared.base_url.replace("http", "ws", 1)
    return {"url": f"{socket_url}/link/?ticket={shared.sockets.ticket()}&app_id={shared.app.id}"}


def team_info(call: Call) -> Json:
    team = call.world.team
    if call.args.text("team") not in ("", team.id):
        raise SlackError("team_not_found")
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": f"https://{team.domain}.slack.com/",
            "domain": team.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def bot_info(call: Call) -> Json:
    bot = call.world.bot
    if call.args.text("bot") != bot.id:
        raise SlackError("bot_not_found")
    drawn = {"id": bot.id, "deleted": False, "name": bot.name, "app_id": bot.app_id, "user_id": bot.user, "icons": {}}
    return {"bot": drawn}


METHODS = (
    Method("auth.test", test, limits.SPECIAL),
    Method("apps.connections.open", open_connection, limits.TIER_3, token="app"),  # noqa: S106 - a type of token
    Method("team.info", team_info, limits.TIER_3, ("team:read",)),
    Method("bots.info", bot_info, limits.TIER_3, ("users:read",), takes_json=False),
)
